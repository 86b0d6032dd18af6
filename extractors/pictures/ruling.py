"""Rules drawn on a page, and any rules taken out of its ink or its picture: Tesseract loses or misreads cells whose
digits stand near a line."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.pictures.ink import ink_mask
from extractors.tokens import Image

_LENGTH = 4.5  # letter heights; no stroke of ordinary print is as long
THICKNESS = 0.45  # letter heights; thicker is a shaded cell, a bar code or a heading's stroke


def ruling(divided: Image, letter_height: float) -> Image:
    """255 where a divided grey picture has straight lines across or down, else 0. Letters are about
    `letter_height` pixels high."""
    mask = ink_mask(divided)
    length = max(24, round(_LENGTH * letter_height))
    found = np.zeros_like(mask)
    for across in (True, False):
        found |= _thin(lines_along(mask, length, across), THICKNESS * letter_height, across)
    return found


def lines_along(mask: Image, length: int, across: bool) -> Image:
    """The ink of a mask in straight lines across, or down, at least `length` pixels long."""
    # Ragged lines, and such as run a little aslant, are whole only with the pixels beside them.
    beside = cv2.dilate(mask, np.ones((3, 1) if across else (1, 3), np.uint8))
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if across else (1, length))
    lines = cv2.morphologyEx(beside, cv2.MORPH_OPEN, kernel)
    return np.asarray(cv2.bitwise_and(lines, mask), dtype=np.uint8)


def _thin(lines: Image, most: float, across: bool) -> Image:
    """`lines` without what is thicker than `most` pixels."""
    size = (1, max(2, round(most) + 1)) if across else (max(2, round(most) + 1), 1)
    thick = cv2.morphologyEx(lines, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    return np.asarray(cv2.subtract(lines, thick), dtype=np.uint8)


def without(divided: Image, rules: Image) -> Image:
    """A divided grey picture with rules (255 where they are) painted over as paper."""
    cleaned = divided.copy()
    cleaned[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 255
    return cleaned


def painted_over(colour: Image, rules: Image) -> Image:
    """A BGR picture with rules (a mask of the same page in any size) painted over in the colour of the paper near."""
    height, width = colour.shape[:2]
    grown = cv2.dilate(rules, np.ones((5, 5), np.uint8))
    mask = cv2.resize(grown, (width, height), interpolation=cv2.INTER_NEAREST)
    reduced = max(1, max(height, width) // 600)
    small = cv2.resize(colour, (width // reduced, height // reduced), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 9)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    result = colour.copy()
    result[mask > 0] = paper[mask > 0]
    return result
