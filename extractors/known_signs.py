"""Which cells of a text layer must be read in the pixels, when others are drawn with the very same signs.

Within one document a font draws a sign the same way each time. Once the recogniser has read a cell as the layer says
it, each of its signs in its place, the pictures of these signs are known; a cell drawn with known pictures only, of the
signs its layer names, is read as surely without it. Whatever is drawn otherwise is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.pixels import PixelCheck, PixelOutcome
from extractors.sign_pictures import DrawnSign, Picture, are_alike

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
            middle, half = (sign.left + sign.right) / 2, (sign.right - sign.left) / 2
            others = (*check.places[:index], *check.places[index + 1 :])
            in_place = abs(check.places[index] - middle) <= half + _OFF_PLACE / aspect
            if in_place and all(abs(place - middle) > _WITHIN * half for place in others):
                self._known.add(shape)

    def knows(self, shapes: Sequence[int]) -> bool:
        """Whether a cell of these signs says nothing that was not read elsewhere."""
        return bool(shapes) and self._known.issuperset(shapes)


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
