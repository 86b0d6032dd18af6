"""Which cells of a text layer must be read in the pixels, when others are drawn with the very same signs.

Within one document a font draws a sign the same way each time. Once the recogniser has read signs as the layer says
them, each in its place, be it in a strip of signs or in a cell, their pictures are known; a cell drawn with known
pictures only, of the signs its layer names, is read as surely without it. Whatever is drawn otherwise is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.pdf.sign_pictures import DrawnSign, Picture, are_alike
from extractors.readers.pixels import PixelCheck, PixelOutcome

Drawn = tuple[DrawnSign, ...]

# Signs are seen at most so far off their place (share of the cell's height), and none well within another's place:
# else a picture might show two signs where the layer has one.
_OFF_PLACE = 0.09
_WITHIN = 0.75


@dataclass
class KnownSigns:
    """The pictures of one document's signs; those that were read are known."""

    _pictures: dict[str, list[tuple[int, Picture]]] = field(default_factory=dict)
    _count: int = 0
    _known: set[int] = field(default_factory=set)

    def shapes(self, drawn: Drawn) -> tuple[int, ...]:
        """A number for each sign of a cell: the same for the same character drawn alike."""
        return tuple(self._shape(sign) for sign in drawn)

    def _shape(self, sign: DrawnSign) -> int:
        pictures = self._pictures.setdefault(sign.text, [])
        for number, picture in pictures:
            if are_alike(picture, sign.picture):
                return number
        self._count += 1
        pictures.append((self._count, sign.picture))
        return self._count

    def learn(self, drawn: Drawn, shapes: Sequence[int], check: PixelCheck, aspect: float) -> None:
        """Take the signs of a cell as known that were read as the layer has them, where they stand.

        `aspect` is the width of the cell as it was read over its height.
        """
        read = "".join(check.text.split())
        if check.outcome is not PixelOutcome.AGREES or read != "".join(sign.text for sign in drawn):
            return
        if len(check.places) != len(drawn):
            return
        for index, (sign, shape) in enumerate(zip(drawn, shapes, strict=True)):
            if in_place(check.places, index, sign.left, sign.right, 1 / aspect):
                self._known.add(shape)

    def take(self, shapes: Iterable[int]) -> None:
        """Take shapes as known that were read by themselves (sign_strips)."""
        self._known.update(shapes)

    def unknown(self, shapes: Iterable[int]) -> tuple[int, ...]:
        """Those of a cell's shapes that are not known."""
        return tuple(shape for shape in shapes if shape not in self._known)

    def knows(self, shapes: Sequence[int]) -> bool:
        """Whether a cell of these signs says nothing that was not read elsewhere."""
        return bool(shapes) and self._known.issuperset(shapes)


def in_place(
    places: Sequence[float], index: int, left: float, right: float, height: float, beyond: float | None = None
) -> bool:
    """Whether the sign seen at `places[index]` stands between `left` and `right`, and none of the others there.

    All in one unit, as the line's `height` is. It may lie `beyond` its place by so much (None: by a small share of the
    height).
    """
    middle, half = (left + right) / 2, (right - left) / 2
    if abs(places[index] - middle) > half + (_OFF_PLACE * height if beyond is None else beyond):
        return False
    others = (*places[:index], *places[index + 1 :])
    return all(abs(place - middle) > _WITHIN * half for place in others)


def to_be_read(cells: Sequence[Sequence[int] | None], costs: Sequence[float]) -> list[int]:
    """The cells that together have every sign, for little cost; and those without shapes (None). In order."""
    chosen = {index for index, shapes in enumerate(cells) if shapes is None}
    left = {shape for shapes in cells if shapes is not None for shape in shapes}
    while left:
        best = max(
            (index for index, shapes in enumerate(cells) if shapes is not None and index not in chosen),
            key=lambda index: (len(left.intersection(cells[index] or ())) / costs[index], -index),
        )
        chosen.add(best)
        left.difference_update(cells[best] or ())
    return sorted(chosen)
