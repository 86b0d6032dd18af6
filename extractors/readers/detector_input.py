"""Pages made ready for rapidocr's text detector, as it does it itself, in a fifth of the memory.

Its own way goes through several pictures of 8 bytes a pixel and channel. A byte has 256 values: each is worked out
once, by the engine's own formula, so that the input is the same to the last bit.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from extractors.tokens import Image

# The engine's own bound: larger pages are made smaller before anything else.
_LONGEST = 2000
_STEP = 32  # pixels: sides are multiples of it


def bounded(picture: Image) -> Image:
    """The picture as the engine itself would bring it within its bound; done before, the larger one can be let go."""
    height, width = picture.shape[:2]
    ratio = _LONGEST / max(height, width)
    high, wide = (round(int(side * ratio) / _STEP) * _STEP for side in (height, width))
    if ratio >= 1 or high == 0 or wide == 0:
        return picture
    return np.asarray(cv2.resize(picture, (wide, high)), dtype=np.uint8)


def install(detector: Any) -> None:
    """Have rapidocr's TextDetector make its input this way."""
    own = detector.get_preprocess()
    values = np.arange(256, dtype=np.uint8)[:, None, None].repeat(3, axis=2)
    table = np.ascontiguousarray(own.normalize(values)[:, 0, :].astype(np.float32))

    def prepared(picture: Image) -> npt.NDArray[np.float32] | None:
        sized = own.resize(picture)
        if sized is None:
            return None
        height, width = sized.shape[:2]
        made = np.empty((1, 3, height, width), dtype=np.float32)
        for channel in range(3):
            made[0, channel] = cv2.LUT(cv2.extractChannel(sized, channel), table[:, channel])
        return made

    detector.get_preprocess = lambda: prepared
