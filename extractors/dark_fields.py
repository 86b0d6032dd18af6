"""Light print on dark fields (title bands, heads of tables) turned into dark print on light."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.ink import divide_background, ink_mask
from extractors.tokens import Image

_SOLID = 0.8  # letter heights; no stroke of print is as thick
_WIDE, _HIGH = 5.0, 1.2  # letter heights; a smaller dark field holds no line of print


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
