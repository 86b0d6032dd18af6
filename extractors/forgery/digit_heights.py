"""How high the digits of words stand, to a fraction of a pixel: pasted digits seldom fit their row exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractors.forgery.digit_glyphs import HALF_WAY
from extractors.tokens import Image, Word

_SHARP = 9.0  # pixels; lower digits cannot be compared to a tenth of their height


@dataclass(frozen=True, slots=True)
class DigitWord:
    """A word of digits: which (index), its sides, and the height and feet of its digits, in pixels."""

    index: int
    x0: float
    x1: float
    height: float
    feet: float


def digit_words(divided: Image, words: Sequence[Word]) -> list[DigitWord]:
    """The words that are mostly digits and whose digits could be measured, on an upright page (grey, divided)."""
    rows, columns = divided.shape[:2]
    measured = []
    for index, word in enumerate(words):
        digits = sum(sign.isdigit() for sign in word.text)
        others = sum(sign.isalpha() for sign in word.text)
        if digits < 2 or others:
            continue
        box = word.box
        margin = 0.25 * box.height * rows
        x0, x1 = int(box.x0 * columns - 0.3 * margin), int(box.x1 * columns + 0.3 * margin) + 1
        y0, y1 = int(box.y0 * rows - margin), int(box.y1 * rows + margin) + 1
        found = _heights(divided[max(0, y0) : y1, max(0, x0) : x1], digits)
        if found is not None and found[0] >= _SHARP:
            height, feet = found
            measured.append(DigitWord(index, box.x0 * columns, box.x1 * columns, height, max(0, y0) + feet))
    return measured


def _heights(crop: Image, digits: int) -> tuple[float, float] | None:
    """Median height of the digits in a crop and where their feet stand, in pixels; None where digits touch."""
    if crop.size == 0:
        return None
    mask = np.asarray(cv2.threshold(crop, HALF_WAY, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    stats = cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:]
    high = crop.shape[0]
    tall = [
        (int(x), int(y), int(w), int(h))
        for x, y, w, h, _ in stats
        if h >= 0.35 * high and h < 0.92 * high and w <= 1.1 * h and y > 0 and y + h < high
    ]
    if not tall or len(tall) < 0.6 * digits:
        return None
    tops, bottoms = zip(*(_ends(crop[:, x : x + w], y, y + h) for x, y, w, h in tall), strict=True)
    heights = np.array(bottoms) - np.array(tops)
    middle = float(np.median(heights))
    close = np.abs(heights - middle) <= 0.08 * middle + 0.5
    if close.sum() < 0.6 * len(heights):
        return None
    return float(np.median(heights[close])), float(np.median(np.array(bottoms)[close]))


def _ends(strip: Image, top: int, bottom: int) -> tuple[float, float]:
    """Where a glyph begins and ends, between pixels: the darkest level of each row crosses half of its ink."""
    darkest = 255.0 - strip.min(axis=1).astype(np.float64)
    half = darkest[top:bottom].max() / 2
    return _crossing(darkest, top, -1, half), _crossing(darkest, bottom - 1, 1, half) + 1


def _crossing(profile: np.ndarray[tuple[int], np.dtype[np.float64]], start: int, step: int, half: float) -> float:
    row = start
    while 0 <= row + step < len(profile) and profile[row + step] >= half:
        row += step
    while 0 <= row - step < len(profile) and profile[row] < half:
        row -= step
    beyond = row + step
    if not 0 <= beyond < len(profile) or profile[row] == profile[beyond]:
        return float(row)
    share = (profile[row] - half) / (profile[row] - profile[beyond])
    return float(row) + step * float(np.clip(share, 0, 1))
