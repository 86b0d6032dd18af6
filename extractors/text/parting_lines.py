"""Lines drawn between words: a rule or the edge of a shaded field parts two cells however near their words stand."""

from __future__ import annotations

import numpy as np

from extractors.tokens import Image, Word

_LEAST_GAP = 3  # pixels: a rule and a little paper at each of its sides
_BEYOND = 0.12  # of the letters' height: a rule goes on above and below them, a sign between two words does not
_CONTRAST = 14  # of 255: pale grey rules and fields count
_EVEN = 0.9  # share of a column's pixels that must look alike: rules are crossed by rules


def parted(image: Image, left: Word, right: Word) -> bool:
    """Whether a rule or a change of shade runs down between two neighbouring words of a row.

    `image` is the upright page's picture, `left` and `right` boxes are fractions of it.
    """
    height, width = image.shape[:2]
    x0, x1 = int(left.box.x1 * width) + 1, int(right.box.x0 * width)
    top, bottom = min(left.box.y0, right.box.y0), max(left.box.y1, right.box.y1)
    beyond = _BEYOND * (bottom - top)
    y0, y1 = max(0, round((top - beyond) * height)), min(height, round((bottom + beyond) * height))
    if x1 - x0 < _LEAST_GAP or y1 - y0 < 4:
        return False
    region = image[y0:y1, x0:x1]
    grey = region.mean(axis=2) if region.ndim == 3 else region.astype(np.float64)
    middle = np.median(grey, axis=0)
    even = np.mean(np.abs(grey - middle) < _CONTRAST, axis=0) >= _EVEN
    shades = middle[even]
    return len(shades) > 0 and bool(shades.max() - shades.min() >= _CONTRAST)
