"""Signs of a page's cells gathered into few lines of print, so that each is read once and not each cell.

A document's decisive cells are drawn with some twenty-five signs; the cells that have them all are twice to three times
as many columns of print. A strip is cut from the cells' own pixels: every sign that was not seen before, with its
neighbours where they are new too, on the paper it stands on. What is not read there as the layer names it, in its
place, is looked up in whole cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pdf.sign_pictures import DrawnSign
from extractors.readers.engines import LINE_HEIGHT, CropReading
from extractors.readers.known_signs import in_place
from extractors.tokens import Image

# Of the height the recogniser scales lines to. Its cost goes by the columns; at this size it read as many of the signs
# of 187 documents' strips as at full size (at 0.7 twice as many were left).
_SHARE = 0.8
_GAP = 5  # columns of paper between pieces of different cells
_EDGE = 8  # columns of paper before the first
_MOST_SIGNS = 48  # of one strip: some 800 columns


@dataclass(frozen=True, slots=True)
class StripCell:
    """A cell's pixels as the recogniser would be given them (BGR), its signs, and a number for each sign: the same
    number is the same character drawn alike."""

    crop: Image
    drawn: Sequence[DrawnSign]
    shapes: Sequence[int]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a sign stands in a strip, in its columns."""

    text: str
    shape: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of print: `picture` is BGR, 48 pixels high."""

    picture: Image
    slots: tuple[Slot, ...]


_Piece = tuple[int, int, int]  # cell, first and last sign


def strips_of(cells: Sequence[StripCell]) -> list[Strip]:
    """Lines of print that hold every shape of `cells` at least once."""
    return [_strip(cells, pieces) for pieces in _lines(_pieces(cells))]


def shapes_read(strip: Strip, reading: CropReading) -> set[int]:
    """The shapes that were read as the character they are said to be, wherever they stand in the strip, each in its
    place and alone there."""
    read = "".join(reading.text.split())
    if len(read) != len(reading.places):
        return set()
    places = [place * strip.picture.shape[1] for place in reading.places]
    said = "".join(slot.text for slot in strip.slots)
    # What was read otherwise somewhere may have shifted what is beside it: then a sign must lie within its own slot.
    beyond = None if read == said else 0.0
    seen = {
        slot
        for slot, sign in _paired(said, read)
        if in_place(places, sign, strip.slots[slot].left, strip.slots[slot].right, LINE_HEIGHT, beyond)
    }
    doubtful = {slot.shape for index, slot in enumerate(strip.slots) if index not in seen}
    return {slot.shape for slot in strip.slots} - doubtful


def _paired(said: str, read: str) -> Iterator[tuple[int, int]]:
    """Places of the same signs in both texts, in order and each once."""
    if said == read:
        yield from ((place, place) for place in range(len(said)))
        return
    for block in SequenceMatcher(None, said, read, autojunk=False).get_matching_blocks():
        yield from ((block.a + step, block.b + step) for step in range(block.size))


def _pieces(cells: Sequence[StripCell]) -> list[_Piece]:
    """Runs of signs that together have every shape, most of them from few cells."""
    missing = {shape for cell in cells for shape in cell.shapes}
    pieces: list[_Piece] = []
    while missing:
        best = max(range(len(cells)), key=lambda index: (len(missing.intersection(cells[index].shapes)), -index))
        pieces += [(best, first, last) for first, last in _runs(cells[best], missing)]
        missing.difference_update(cells[best].shapes)
    return pieces


def _runs(cell: StripCell, missing: Iterable[int]) -> list[tuple[int, int]]:
    """First and last sign of each run of missing shapes. Commas and dashes are read by what stands beside them."""
    left = set(missing)
    runs: list[tuple[int, int]] = []
    for index, (sign, shape) in enumerate(zip(cell.drawn, cell.shapes, strict=True)):
        if shape not in left:
            continue
        left.discard(shape)
        reach = 0 if sign.text.isalnum() else 1
        first, last = max(0, index - reach), min(len(cell.drawn) - 1, index + reach)
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = runs[-1][0], max(runs[-1][1], last)
        else:
            runs.append((first, last))
    return runs


def _lines(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """The pieces shared out among lines of at most _MOST_SIGNS, unless one alone has more."""
    lines: list[list[_Piece]] = []
    room = 0
    for piece in pieces:
        signs = piece[2] - piece[1] + 1
        if not lines or signs > room:
            lines.append([])
            room = _MOST_SIGNS
        lines[-1].append(piece)
        room -= signs
    return lines


def _strip(cells: Sequence[StripCell], pieces: Sequence[_Piece]) -> Strip:
    parts: list[Image] = []
    slots: list[Slot] = []
    width = 0

    def put(part: Image) -> None:
        nonlocal width
        parts.append(part)
        width += part.shape[1]

    for index, first, last in pieces:
        cell = cells[index]
        line, paper = _line_of(cell.crop)
        put(np.broadcast_to(paper, (LINE_HEIGHT, _GAP if parts else _EDGE, 3)))
        whole = line.shape[1]
        start, end = round(cell.drawn[first].left * whole), round(cell.drawn[last].right * whole)
        for sign, shape in zip(cell.drawn[first : last + 1], cell.shapes[first : last + 1], strict=True):
            slots.append(Slot(sign.text, shape, width + sign.left * whole - start, width + sign.right * whole - start))
        put(line[:, start:end])
    put(parts[0])
    return Strip(np.ascontiguousarray(np.concatenate(parts, axis=1)), tuple(slots))


def _line_of(crop: Image) -> tuple[Image, npt.NDArray[np.uint8]]:
    """The crop brought to the strip's size, its own paper above and below, and the colour of that paper."""
    high = round(_SHARE * LINE_HEIGHT)
    wide = max(1, round(crop.shape[1] * high / crop.shape[0]))
    how = cv2.INTER_AREA if high < crop.shape[0] else cv2.INTER_LINEAR
    paper = np.array([np.bincount(crop[:, :, channel].ravel()).argmax() for channel in range(3)], dtype=np.uint8)
    line = np.empty((LINE_HEIGHT, wide, 3), dtype=np.uint8)
    line[:] = paper
    top = (LINE_HEIGHT - high) // 2
    line[top : top + high] = cv2.resize(crop, (wide, high), interpolation=how)
    return line, paper
