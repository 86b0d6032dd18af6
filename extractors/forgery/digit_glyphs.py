"""Single digits of a page's numbers as pieces of ink, for comparing one with the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.tokens import Image, Word
from programme.geometry import Box

_NUMBER = re.compile(r"[\d.,%/\-]*\d[\d.,%/\-]*")
HALF_WAY = 150  # level half-way between ink and paper of a divided picture

Floats = npt.NDArray[np.float32]
Quad = tuple[float, float, float, float]  # x0, y0, x1, y1 in pixels


@dataclass(frozen=True, slots=True)
class DigitGlyph:
    """One digit-like piece of ink: the index of its word, its place and size in pixels."""

    word: int
    x: int
    y: int
    width: int
    height: int


def is_number(word: Word) -> bool:
    """Whether a word is a number and nothing else."""
    return _NUMBER.fullmatch(word.text) is not None


def decisive_words(words: Sequence[Word], boxes: Sequence[Box]) -> set[int]:
    """The indices of the words with figures that stand in one of the `boxes`."""
    figures = [index for index, word in enumerate(words) if any(sign.isdigit() for sign in word.text)]
    return {index for index in figures if any(words[index].box.overlap(box) >= 0.5 for box in boxes)}


def mixed_difference(level: Floats) -> Floats:
    """How much neighbouring pixels differ across and down at once (rows and columns less one): grain and roughness;
    light and shadow are smooth and drop out."""
    return np.asarray(np.abs(level[:-1, :-1] - level[:-1, 1:] - level[1:, :-1] + level[1:, 1:]) / 2, dtype=np.float32)


def digit_glyphs(divided: Image, places: Sequence[tuple[int, Quad]]) -> list[DigitGlyph]:
    """The digit-like pieces within number words. `divided` is grey, its background divided away; `places` are
    (index of the word, its rectangle)."""
    found = []
    for index, (x0, y0, x1, y1) in places:
        margin = 0.25 * (y1 - y0)
        left, top = max(0, int(x0 - 0.4 * margin)), max(0, int(y0 - margin))
        crop = divided[top : int(y1 + margin) + 1, left : int(x1 + 0.4 * margin) + 1]
        if crop.size == 0:
            continue
        mask = np.asarray(cv2.threshold(crop, HALF_WAY, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
        high = crop.shape[0]
        for x, y, w, h, area in cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:].tolist():
            whole = y > 0 and y + h < high
            if whole and 0.4 * high <= h < 0.95 * high and 0.15 * h <= w <= 1.1 * h and area >= 20:
                found.append(DigitGlyph(index, left + x, top + y, w, h))
    return found
