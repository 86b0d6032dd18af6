"""Black and white pages freed of what is no print: dust, grain, and the dots that grey was reduced to (halftones).

A scanner that saves one bit a pixel writes grey paper as single dots, and noise as grain. Engines read dots as signs,
and look at a hundred thousand of them for minutes.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractors.pictures.ink import grey, numbered
from extractors.tokens import Image

_WHITE = 250  # of 255: most of a page in black and white is
_BLACK = 128  # of 255: ink is below
_SPECK = 2  # pixels; at 200 dots per inch no stop of readable print is smaller both ways
_DUST, _GRAIN = 0.5, 6.0  # specks to one larger piece of ink
_NEAR = 21  # pixels across: a speck that close to a larger piece may be a stop, or part of a broken letter
_BLUR = 0.9  # pixels; makes grey again what halftone dots are left in dark fields and along letters


def without_grain(image: Image) -> Image:
    """The picture (BGR or grey) as it is, but for pages in black and white with more specks than print accounts for:
    these without lone specks, and without any and smoothed where the whole page is grained."""
    plain = grey(image)
    if float(np.median(plain[::4, ::4])) < _WHITE:
        return image
    labels, stats = numbered(np.asarray(cv2.threshold(plain, _BLACK, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8))
    specks = np.maximum(stats[:, 2], stats[:, 3]) <= _SPECK
    specks[0] = False  # the ground
    count, others = int(specks.sum()), int((~specks).sum()) - 1
    if count <= _DUST * others:
        return image
    spots = specks[labels]
    grained = count > _GRAIN * others
    if not grained:
        larger = ((labels > 0) & ~spots).astype(np.uint8)
        spots &= cv2.dilate(larger, np.ones((_NEAR, _NEAR), np.uint8)) == 0
    # With the rims that rendering at another resolution gave them.
    around = cv2.dilate(spots.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    result = image.copy()
    result[around & (spots | (labels == 0))] = 255
    return np.asarray(cv2.GaussianBlur(result, (0, 0), _BLUR), dtype=np.uint8) if grained else result
