"""Folds of the paper lightened: thin, pale lines from edge to edge, which readers take for rules, or for strokes."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.ink import Labels, numbered
from extractors.pictures.ruling import THICKNESS, lines_along
from extractors.tokens import Image

_HALF, _EDGE = 0.5, 0.02  # of the sheet's width or height: printed rules keep within margins
_FOLD_LENGTH = 8.0  # letter heights
_DARKEST_FOLD = 150  # of 255; what is darker is a rule, which is taken out as such
_PRINT_ON_FOLD = 40  # of 255: darker than its fold
_RIM = 0.1  # letter heights on both sides


def without_folds(divided: Image, rules: Image, letter_height: float) -> Image:
    """A divided grey picture whose folds (thin, pale lines among its `rules` that run to the sheet's edge) are
    lightened by as much as they are dark; print on a fold, plainly darker, stays as dark as it is. The picture itself
    where it has none."""
    length, rim = round(_FOLD_LENGTH * letter_height), max(2, round(_RIM * letter_height))
    result = divided
    for level in (True, False):
        # Apart from the rules that a fold crosses.
        labels, stats = numbered(lines_along(rules, length, level))
        axis = 0 if level else 1
        thin = stats[:, 3 - axis] <= THICKNESS * letter_height + 2  # ragged by a pixel on both sides
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if level else (1, length))
        for index in np.flatnonzero(thin & _runs_out(stats, axis, divided.shape[1 - axis])):
            if index == 0 or 255 - divided[labels == index].mean() > _DARKEST_FOLD:
                continue
            first, thickness = stats[index, 1 - axis], stats[index, 3 - axis]
            across = slice(max(0, first - rim), first + thickness + rim)
            place = (across, slice(None)) if level else (slice(None), across)
            dark = cv2.bitwise_not(result[place])
            fold = cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel)
            paler = (cv2.subtract(dark, fold) < np.maximum(_PRINT_ON_FOLD, fold // 3)).astype(np.uint8)
            result = result.copy() if result is divided else result
            result[place] = cv2.add(result[place], fold, dst=result[place].copy(), mask=paler)
    return result


def _runs_out(stats: Labels, axis: int, side: int) -> npt.NDArray[np.bool_]:
    """Which pieces cover half of the sheet's side along an axis (0 for x, 1 for y) and reach one of its ends."""
    start, length = stats[:, axis], stats[:, axis + 2]
    ends = (start <= _EDGE * side) | (start + length >= (1 - _EDGE) * side)
    return np.asarray((length >= _HALF * side) & ends, dtype=bool)
