"""The text layer against the pixels: decisive cells of a PDF page read again as small pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from extractors.pictures.ink import grey
from extractors.readers.engines import LINE_HEIGHT, CropReading, crop_of, read_images, read_lines
from extractors.readers.look_alikes import folded, same_value
from extractors.tokens import Image
from programme.geometry import Box

# Below this a reading that differs is not taken as evidence of anything.
_SURE = 0.80
_NO_INK = 24  # grey levels between the darkest and the brightest place: nothing is drawn here
_RULES = " |¦│:;_-–—"
CELL_PAD = 0.12  # of a cell's height: how much of what is around it is read with it


Cell = tuple[Image, Box, str]  # the page's picture, where the cell is on it, what the layer says there


class PixelOutcome(StrEnum):
    """What the pixels say about a text layer's word."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class PixelCheck:
    """One cell: the outcome, what the pixels read, and how sure the reading is (0..1).

    `places` are where a first reading that agrees saw the signs of `text`, as in engines.CropReading.
    """

    outcome: PixelOutcome
    text: str
    confidence: float
    places: tuple[float, ...] = ()


def confirm_by_pixels(image: Image, expectations: Sequence[tuple[Box, str]]) -> list[PixelCheck]:
    """Whether cells show what their text layer says, in the order of `expectations`.

    `image` is the rendered upright page, BGR, 200 to 250 dpi; each expectation is a cell's box (fractions of
    the page) and the text the layer has there. Letters and digits count, after folding of look-alikes;
    numbers must have the same value too. DIFFERS is said only where two preparations and Tesseract read the
    same other text; what is not certain is UNCLEAR.
    """
    return distrust_misplaced(look_up([(image, box, text) for box, text in expectations]))


def look_up(cells: Sequence[Cell]) -> list[PixelCheck]:
    """What confirm_by_pixels says of each cell by itself."""
    readings = read_images([crop_of(image, box, CELL_PAD) for image, box, _ in cells])
    checks = [_first_look(cell, reading) for cell, reading in zip(cells, readings, strict=True)]
    again = [index for index, check in enumerate(checks) if check is None]
    seconds = _second_looks([cells[index] for index in again], [readings[index] for index in again])
    later = dict(zip(again, seconds, strict=True))
    return [check or later[index] for index, check in enumerate(checks)]


def _first_look(cell: Cell, reading: CropReading) -> PixelCheck | None:
    """What one reading says of a cell; None where it must be looked at again."""
    image, box, text = cell
    if _agrees(text, reading.text):
        return PixelCheck(PixelOutcome.AGREES, reading.text, reading.confidence, reading.places)
    if not folded(text):
        return PixelCheck(PixelOutcome.UNCLEAR, reading.text, reading.confidence)
    if _is_empty(crop_of(image, box, 0.3)):
        return PixelCheck(PixelOutcome.DIFFERS, "", 1.0)
    return None


def _agrees(expected: str, read: str) -> bool:
    # A table's rule beside a number, drawn as a line or as a character, is read as one of these.
    expected, read = expected.strip(_RULES), read.strip(_RULES)
    return bool(folded(expected)) and folded(expected) == folded(read) and same_value(expected, read)


def _second_looks(cells: Sequence[Cell], firsts: Sequence[CropReading]) -> list[PixelCheck]:
    """Other paddings and sizes, then Tesseract: any agreement wins; DIFFERS needs one and the same other text."""
    looks = [_read_again(image, box) for image, box, _ in cells]
    checks = [_agreement(text, again) for (_, _, text), again in zip(cells, looks, strict=True)]
    left = [index for index, check in enumerate(checks) if check is None]
    lines = read_lines([_framed(crop_of(*cells[index][:2], CELL_PAD), 1.5) for index in left])
    others = dict(zip(left, lines, strict=True))
    return [
        check or _last_look(cells[index][2], firsts[index], looks[index], others[index])
        for index, check in enumerate(checks)
    ]


def _read_again(image: Image, box: Box) -> list[CropReading]:
    tight, wide = crop_of(image, box, 0.0), crop_of(image, box, 0.3)
    return read_images([tight, wide, _framed(tight, 1.5), _framed(crop_of(image, box, CELL_PAD), 0.7)])


def _agreement(text: str, readings: Sequence[CropReading]) -> PixelCheck | None:
    for reading in readings:
        if _agrees(text, reading.text):
            return PixelCheck(PixelOutcome.AGREES, reading.text, reading.confidence)
    return None


def _last_look(text: str, first: CropReading, again: Sequence[CropReading], other: CropReading) -> PixelCheck:
    if _agrees(text, other.text):
        return PixelCheck(PixelOutcome.AGREES, other.text, other.confidence)
    rival = folded(first.text)
    # A reading that only lacks or adds signs at an end may be a box that is too tight or too wide.
    clipped = rival in folded(text) or folded(text) in rival
    backing = [r for r in again if folded(r.text) == rival and r.confidence >= _SURE]
    certain = rival and first.confidence >= _SURE and len(backing) >= (3 if clipped else 2)
    if certain and folded(other.text) == rival:
        return PixelCheck(PixelOutcome.DIFFERS, first.text, first.confidence)
    return PixelCheck(PixelOutcome.UNCLEAR, first.text, first.confidence)


def _is_empty(crop: Image) -> bool:
    plain = grey(crop)
    return int(np.percentile(plain, 99)) - int(np.percentile(plain, 1)) < _NO_INK


def _framed(crop: Image, scale: float) -> Image:
    """The crop brought to `scale` of the recogniser's line height, in a frame of its own paper."""
    factor = LINE_HEIGHT * scale / max(1, crop.shape[0])
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    sized = cv2.resize(crop, None, fx=factor, fy=factor, interpolation=how)
    paper = [float(level) for level in np.percentile(crop.reshape(-1, crop.shape[-1]), 90, axis=0)]
    edge = max(2, sized.shape[0] // 6)
    return np.asarray(
        cv2.copyMakeBorder(sized, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=paper), dtype=np.uint8
    )


def distrust_misplaced(checks: list[PixelCheck]) -> list[PixelCheck]:
    """The checks of one page. Where most cells show nothing, the layer's boxes are misplaced: that says nothing about
    the values."""
    empty = [check for check in checks if check.outcome is PixelOutcome.DIFFERS and not check.text]
    agreeing = sum(check.outcome is PixelOutcome.AGREES for check in checks)
    if len(empty) <= agreeing:
        return checks
    return [PixelCheck(PixelOutcome.UNCLEAR, "", 0.0) if check in empty else check for check in checks]
