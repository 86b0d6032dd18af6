"""Print on dark and grey fields (title bands, heads of tables) turned into dark print on light."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.ink import divide_background, ink_mask, numbered
from extractors.tokens import Image

_STEP = 0.13  # letter heights
_MOSTLY = 0.6  # of a field is dark around each place, between its letters and in them
_EDGE = 0.75  # of a row of its pixels that no print crosses
_GAP = 2.4  # letter heights
_WIDE, _HIGH = 5.0, 1.2  # letter heights; a smaller dark field holds no line of print

_NOISE = 30  # grey levels around a field's own
_PAPER = 250.0  # grey level after division

_PER_LETTER = 5.0  # pixels to a letter where holes are looked for
_HOLE = (1.6, 5.5)  # letter heights across: 6 mm beside print of 6 to 14 points
_CORE = 0.8  # of the smallest hole: what print does not fill anywhere
_ROUND = 1.3
_DISC = (0.66, 0.88)  # share of its box that a disc fills: 0.785


def dark_fields(divided: Image, letter_height: float) -> Image:
    """255 in the dark fields of a divided grey picture that may hold print, else 0."""
    mask = ink_mask(divided)
    # On few of the pixels: fields are large, and wide windows are slow.
    step = max(1, round(_STEP * letter_height))
    small = mask[::step, ::step]
    high, wide = (round(side * letter_height / step) | 1 for side in (_HIGH, _WIDE))
    # Dark print on paper is not dark on the whole, whatever its weight.
    dense = cv2.threshold(cv2.blur(small, (wide, high)), _MOSTLY * 255, 255, cv2.THRESH_BINARY)[1]
    # Along its upper and lower edge a field is dark from end to end, unlike the row of print next to it.
    edges = cv2.threshold(cv2.blur(small, (wide, 1)), _EDGE * 255, 255, cv2.THRESH_BINARY)[1]
    near = cv2.dilate(dense, np.ones((high // 2 | 1, wide), np.uint8))
    inked = cv2.bitwise_and(small, cv2.bitwise_or(dense, cv2.bitwise_and(edges, near)))
    # Letters cut the field into pieces that stand near one another.
    gap = round(_GAP * letter_height / step) | 1
    solid = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    # What is narrower or lower everywhere holds no line of print: the rim of desk that a flattened sheet keeps.
    found = cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8))
    whole = cv2.resize(found, (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_NEAREST)
    return np.asarray(whole, dtype=np.uint8)


def without_holes(ink: Image, letter_height: float) -> Image:
    """The ink of a page without solid round spots as large as a punch makes them: engines take them for letters."""
    mask = ink_mask(ink)
    step = max(1, round(letter_height / _PER_LETTER))
    small = mask[::step, ::step]
    across = max(3, round(_HOLE[0] * letter_height / step * _CORE)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (across, across))
    solid = np.asarray(cv2.morphologyEx(small, cv2.MORPH_OPEN, kernel), dtype=np.uint8)
    if not solid.any():
        return ink
    count, _, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    least, most = (share * letter_height / step for share in _HOLE)
    result = ink
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        sized = least <= min(width, height) and max(width, height) <= most
        if not sized or max(width, height) > _ROUND * min(width, height):
            continue
        if not _DISC[0] <= area / (width * height) <= _DISC[1]:
            continue
        if result is ink:
            result = ink.copy()
        edge = 2 * step
        top, left = max(0, y * step - edge), max(0, x * step - edge)
        result[top : (y + height) * step + edge, left : (x + width) * step + edge] = 255
    return result


def dark_on_light(plain: Image, divided: Image, letter_height: float) -> Image:
    """`divided` with its dark fields as light as paper: inverted where they hold light print, lightened where they
    are grey and hold dark print. `plain` is the grey picture before its background was divided away."""
    labels, stats = numbered(dark_fields(divided, letter_height))
    result = divided
    pad = round(3 * letter_height)
    for number in range(1, len(stats)):
        x, y, width, height = (int(value) for value in stats[number, :4])
        place = slice(max(0, y - pad), y + height + pad), slice(max(0, x - pad), x + width + pad)
        inside = labels[place] == number
        field = plain[place]
        level = int(np.median(field[inside]))
        print_over = field[inside].astype(np.int32) - level
        if _amount(print_over) >= _amount(-print_over):
            lit = divide_background(np.asarray(255 - field, dtype=np.uint8))
        else:
            lit = np.asarray(cv2.convertScaleAbs(field, alpha=_PAPER / level), dtype=np.uint8)
        result = divided.copy() if result is divided else result
        result[place][inside] = lit[inside]
    return result


def _amount(over: npt.NDArray[np.int32]) -> int:
    """How much there is of what stands out from a field's level on one side."""
    return int(np.maximum(over - _NOISE, 0).sum())
