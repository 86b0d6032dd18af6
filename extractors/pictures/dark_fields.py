"""Light print on dark fields (title bands, heads of tables) turned into dark print on light."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.pictures.ink import divide_background, ink_mask
from extractors.tokens import Image

_SOLID = 0.8  # letter heights; no stroke of print is as thick
_WIDE, _HIGH = 5.0, 1.2  # letter heights; a smaller dark field holds no line of print

_PER_LETTER = 5.0  # pixels to a letter where holes are looked for
_HOLE = (1.6, 5.5)  # letter heights across: 6 mm beside print of 6 to 14 points
_CORE = 0.8  # of the smallest hole: what print does not fill anywhere
_ROUND = 1.3
_DISC = (0.66, 0.88)  # share of its box that a disc fills: 0.785


def dark_fields(divided: Image, letter_height: float) -> Image:
    """255 in the dark fields of a divided grey picture that may hold light print, else 0."""
    mask = ink_mask(divided)
    size = max(3, round(_SOLID * letter_height)) | 1
    # On a quarter of the pixels: fields are large, and opening with a wide square is slow.
    step = max(1, size // 6)
    small = mask[::step, ::step]
    kernel = np.ones((max(2, size // step), max(2, size // step)), np.uint8)
    solid = cv2.morphologyEx(small, cv2.MORPH_OPEN, kernel)
    # Letters cut the field into pieces that stand near one another.
    solid = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((3 * kernel.shape[0], 3 * kernel.shape[1]), np.uint8))
    # What is narrower or lower everywhere holds no line of print: the rim of desk that a flattened sheet keeps.
    shape = (max(1, round(_HIGH * letter_height / step)), max(1, round(_WIDE * letter_height / step)))
    found = cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
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
    """`divided` with its dark fields inverted; `plain` is the grey picture before its background was divided away."""
    fields = dark_fields(divided, letter_height)
    if not fields.any():
        return divided
    ys, xs = np.nonzero(fields)
    pad = round(3 * letter_height)
    top, bottom = max(0, int(ys.min()) - pad), int(ys.max()) + pad
    left, right = max(0, int(xs.min()) - pad), int(xs.max()) + pad
    inverted = divide_background(np.asarray(255 - plain[top:bottom, left:right], dtype=np.uint8))
    result = divided.copy()
    inside = fields[top:bottom, left:right] > 0
    result[top:bottom, left:right][inside] = inverted[inside]
    return result
