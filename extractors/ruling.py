"""Table ruling taken out of a page's ink: Tesseract loses or misreads cells whose digits stand near a line."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.ink import ink_mask
from extractors.tokens import Image

_LENGTH = 4.5  # letter heights; no stroke of ordinary print is as long
_THICKNESS = 0.45  # letter heights; thicker is a shaded cell, a bar code or a heading's stroke


def ruling(divided: Image, letter_height: float) -> Image:
    """255 where a divided grey picture has straight lines across or down, else 0. Letters are about
    `letter_height` pixels high."""
    mask = ink_mask(divided)
    length = max(24, round(_LENGTH * letter_height))
    found = np.zeros_like(mask)
    for size in ((length, 1), (1, length)):
        lines = cv2.morphologyEx(mask, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
        found |= _thin(np.asarray(lines, dtype=np.uint8), _THICKNESS * letter_height, size[0] > size[1])
    return found


def _thin(lines: Image, most: float, across: bool) -> Image:
    """`lines` without what is thicker than `most` pixels."""
    size = (1, max(2, round(most) + 1)) if across else (max(2, round(most) + 1), 1)
    thick = cv2.morphologyEx(lines, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    return np.asarray(cv2.subtract(lines, thick), dtype=np.uint8)


def without_ruling(divided: Image, letter_height: float) -> Image:
    """A divided grey picture with its straight lines painted over as paper."""
    lines = cv2.dilate(ruling(divided, letter_height), np.ones((3, 3), np.uint8))
    cleaned = divided.copy()
    cleaned[lines > 0] = 255
    return cleaned
