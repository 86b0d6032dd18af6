"""Whether a picture was once reduced to black and white: its edges and heights then tell of the reduction, not of ink.

A fax or a scan in black and white keeps whole pixels only, and a fax of standard resolution half of its rows. Enlarged,
turned or compressed afterwards it looks grey again, but paper and ink stay at the two ends.
"""

from __future__ import annotations

import cv2
import numpy as np

from extractors.tokens import Image

_PAPER, _INK = 240, 70  # grey levels of saturated paper and ink
_LEAST_SHARE = 0.93  # of the bare paper, and of the strokes' cores, that must be saturated
_LEVEL = 128
_LEAST_PIXELS = 200
_SPREAD = 12.0  # grey levels within the cores of strokes; ink as a camera or scanner sees it varies more


def is_two_level(plain: Image) -> bool:
    """Whether the paper of a grey page is white and the ink black nearly everywhere, with nothing between."""
    dark = (plain < _LEVEL).astype(np.uint8)
    core = cv2.erode(dark, np.ones((3, 3), np.uint8)) > 0
    bare = cv2.dilate(dark, np.ones((7, 7), np.uint8)) == 0
    cores, paper = plain[core], plain[bare]
    if len(cores) < _LEAST_PIXELS or len(paper) < _LEAST_PIXELS:
        return False
    middle = float(np.median(cores))
    saturated = float((paper >= _PAPER).mean()) >= _LEAST_SHARE and float((cores <= _INK).mean()) >= _LEAST_SHARE
    return saturated and float(np.abs(cores.astype(np.float32) - middle).mean()) <= _SPREAD
