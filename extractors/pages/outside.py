"""Print outside of an outline: an outline that cuts print off is not the sheet's.

A dark band across a page's top (white letters on colour) looks like desk to whoever looks for a bright sheet.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pages.bend import slanted_lines
from extractors.pages.orientation import legible, slanted_legible, text_lines
from extractors.pictures.ink import divide_background, grey, ink_mask, letters, marks
from extractors.tokens import Image

Corners = npt.NDArray[np.float32]  # 4 x 2, pixels, clockwise from top left
Sides = tuple[bool, bool, bool, bool]  # top, right, bottom, left of the outline

_LEAST_STRIP = 0.006  # of the frame's longer side; a narrower strip holds no print
_MOST_LINES = 4  # read on each side, of each polarity and direction
_LEAST_LETTERS = 4
# Of the sheet's own letters; the grain of wood and the weave of cloth make "lines" too, most of them thinner.
_LEAST_HEIGHT, _MOST_HEIGHT = 0.4, 6.0
_MOST_READ = 32  # lines in all: a desk that shows so many without one that reads shows no print


def sides_with_print(image: Image, small: Image, corners: Corners, slanted: bool = False) -> Sides:
    """On which sides of the outline legible print stands outside of it.

    `small` is a BGR copy of `image` scaled down, `corners` its outline in pixels of `small`. `slanted`: lines that
    are not level count too, which takes longer.
    """
    inside = np.zeros(small.shape[:2], np.uint8)
    cv2.fillConvexPoly(inside, corners.round().astype(np.int32), 255)
    plain = grey(small)
    factor = max(small.shape[:2]) / max(image.shape[:2])
    found = [False] * 4
    if (inside == 0).mean() < _LEAST_STRIP:
        return False, False, False, False
    if slanted:
        _find_slanted(image, ink_mask(divide_background(plain)), inside, corners, factor, found)
    size, left = 0.0, _MOST_READ
    for levels in (plain, np.asarray(255 - plain, np.uint8)):
        mask = ink_mask(divide_background(levels))
        size = size or _letter_size(mask, inside)
        mask[inside > 0] = 0
        for quarter in (0, 1):
            lines = text_lines(np.ascontiguousarray(np.rot90(mask, -quarter)), _LEAST_LETTERS)
            turned = np.rot90(image, -quarter)
            by_side: dict[int, int] = {}
            for line in lines:
                if not _LEAST_HEIGHT * size <= line[3] <= _MOST_HEIGHT * (size or np.inf) or left == 0:
                    continue
                side = _side(_centre(line, quarter, small.shape[0]), corners)
                if found[side] or by_side.get(side, 0) >= _MOST_LINES:
                    continue
                by_side[side] = by_side.get(side, 0) + 1
                found[side] = legible(turned, line, factor)
                left -= 1
    return found[0], found[1], found[2], found[3]


def _letter_size(mask: Image, inside: Image) -> float:
    """How large the letters within the outline are, pixels; 0 where there are none."""
    pieces = letters(marks(np.where(inside > 0, mask, 0).astype(np.uint8)), max(mask.shape))
    return float(np.median(np.maximum(pieces[:, 2], pieces[:, 3]))) if len(pieces) >= _LEAST_LETTERS else 0.0


def _find_slanted(image: Image, mask: Image, inside: Image, corners: Corners, factor: float, found: list[bool]) -> None:
    """Marks in `found` the sides beyond which lines of letters stand, as high as those inside and in any slant."""
    left = _MOST_READ
    for quarter in (0, 1):
        turned = np.ascontiguousarray(np.rot90(mask, -quarter))
        within = np.ascontiguousarray(np.rot90(inside, -quarter))
        pieces = letters(marks(turned), max(turned.shape))
        held = within[pieces[:, 1] + pieces[:, 3] // 2, pieces[:, 0] + pieces[:, 2] // 2] > 0
        if held.sum() < _LEAST_LETTERS:
            continue
        size = float(np.median(pieces[held][:, 3 - quarter]))
        by_side: dict[int, int] = {}
        for line, slope in slanted_lines(pieces[~held], size):
            box = np.array([line[:, 0].min(), line[:, 1].min(), np.ptp(line[:, 0]), np.ptp(line[:, 1])], np.int32)
            side = _side(_centre(box, quarter, mask.shape[0]), corners)
            if found[side] or by_side.get(side, 0) >= _MOST_LINES or left == 0:
                continue
            by_side[side] = by_side.get(side, 0) + 1
            left -= 1
            found[side] = slanted_legible(np.rot90(image, -quarter), line, slope, factor)


def _centre(line: npt.NDArray[np.int32], quarter: int, height: int) -> tuple[float, float]:
    """The middle of a line's box, in the picture before it was turned by `quarter` quarter turns clockwise."""
    x, y = float(line[0] + line[2] / 2), float(line[1] + line[3] / 2)
    return (x, y) if quarter == 0 else (y, height - x)


def _side(point: tuple[float, float], corners: Corners) -> int:
    """The side of the outline that a point outside lies farthest beyond."""
    beyond = []
    for place in range(4):
        one, two = corners[place].astype(float), corners[(place + 1) % 4].astype(float)
        along = (two - one) / max(1e-6, float(np.linalg.norm(two - one)))
        beyond.append(float((point[0] - one[0]) * along[1] - (point[1] - one[1]) * along[0]))
    return int(np.argmax(beyond))


def extended(
    matrix: npt.NDArray[np.float64], size: tuple[int, int], frame: tuple[int, int], sides: Sides
) -> tuple[npt.NDArray[np.float64], int, int]:
    """A flattening whose picture (width, height) reaches on these sides as far as the frame does.

    `matrix` maps the frame (width, height) to the flat sheet; at most half a sheet more is kept on each side.
    """
    width, height = size
    across, down = frame
    ring = np.array([[[0, 0]], [[across, 0]], [[across, down]], [[0, down]]], np.float64)
    flat = cv2.perspectiveTransform(ring, matrix).reshape(4, 2)
    top, right, bottom, left = sides
    up = min(height / 2, max(0.0, -float(flat[:, 1].min()))) if top else 0.0
    back = min(width / 2, max(0.0, -float(flat[:, 0].min()))) if left else 0.0
    down_by = min(height / 2, max(0.0, float(flat[:, 1].max()) - height)) if bottom else 0.0
    on = min(width / 2, max(0.0, float(flat[:, 0].max()) - width)) if right else 0.0
    shift = np.array([[1.0, 0.0, back], [0.0, 1.0, up], [0.0, 0.0, 1.0]])
    return shift @ matrix, round(width + back + on), round(height + up + down_by)
