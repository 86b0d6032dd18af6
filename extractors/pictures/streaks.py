"""Streaks of a scanner taken out: dirt on its glass draws one thin dark line over the whole length of what passes it.

Looked for in the picture as it came: once a page is turned level its streaks are aslant and cut through print.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.ink import grey
from extractors.tokens import Image

_BESIDE = 5  # pixels from a streak to the paper it is compared with, on both sides
_WIDEST = 5  # pixels
_DARKER = 12  # grey levels
_SECTIONS = 16  # of the whole length; a frame printed near the paper's edge does not fill the outermost
_OF_SECTION, _OF_LENGTH = 0.5, 0.7  # print hides the rest
_SAMPLES = 1000  # places looked at along the length


def without_streaks(image: Image) -> Image:
    """The picture (BGR) as it is where it has none; else each streak filled in from both of its sides."""
    plain = grey(image)
    result = image
    for turned in (False, True):
        for first, last in _streaks(plain.T if turned else plain):
            result = image.copy() if result is image else result
            view = result.transpose(1, 0, 2) if turned else result
            left, right = view[:, first - 2].astype(np.float32), view[:, last + 2].astype(np.float32)
            for column in range(first - 1, last + 2):
                share = (column - first + 2) / (last - first + 4)
                view[:, column] = (left + share * (right - left)).astype(np.uint8)
    return result


def _streaks(plain: npt.NDArray[np.uint8]) -> list[tuple[int, int]]:
    """First and last column of each streak that runs from top to bottom."""
    height, width = plain.shape
    if height < 4 * _SECTIONS or width < 8 * _BESIDE:
        return []
    rows = np.ascontiguousarray(plain[:: max(1, height // _SAMPLES)])
    beside = cv2.min(rows[:, : -2 * _BESIDE], rows[:, 2 * _BESIDE :])
    darker = cv2.subtract(beside, rows[:, _BESIDE:-_BESIDE]) >= _DARKER
    whole = darker.mean(axis=0) >= _OF_LENGTH
    if not whole.any():
        return []
    for section in np.array_split(darker, _SECTIONS):
        whole &= section.mean(axis=0) >= _OF_SECTION
    columns = np.flatnonzero(whole) + _BESIDE
    groups = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1) if len(columns) else []
    return [(int(group[0]), int(group[-1])) for group in groups if group[-1] - group[0] < _WIDEST]
