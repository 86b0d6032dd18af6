"""Highlighter drawn over print: in grey it darkens the paper and hides digits, in its brightest colour it is paper."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.pictures.ink import grey, shrink
from extractors.tokens import Image

_SIDE = 700  # longer side of the picture that marked fields are looked for on
_COLOURED = 0.22  # share of its brightest colour that a marked place lacks in its darkest, beside the paper's
_BRIGHT = 0.78  # of the paper's brightest colour; print in colour and dark fields are darker
_THICK = 5  # pixels at that size; strokes of coloured print are thinner
_MOST = 0.35  # of the page: coloured paper, or a coloured lamp


def grey_under_marker(colour: Image) -> Image:
    """One channel of a BGR page: grey, but in fields marked with a highlighter the brightest of the colours."""
    plain = grey(colour)
    if colour.ndim == 2:
        return plain
    small, _ = shrink(colour, _SIDE)
    # The paper's own colour here: tinted paper and warm light are no marker.
    coarse = cv2.resize(small, (max(1, small.shape[1] // 8), max(1, small.shape[0] // 8)), interpolation=cv2.INTER_AREA)
    paper = cv2.resize(cv2.medianBlur(coarse, 31), (small.shape[1], small.shape[0]), interpolation=cv2.INTER_LINEAR)
    share = small.astype(np.float32) / np.maximum(paper.astype(np.float32), 24)
    brightest, darkest = share.max(axis=2), share.min(axis=2)
    marked = ((brightest >= _BRIGHT) & (darkest <= (1 - _COLOURED) * brightest)).astype(np.uint8) * 255
    marked = cv2.morphologyEx(marked, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))  # rims of coloured letters
    marked = cv2.morphologyEx(marked, cv2.MORPH_CLOSE, np.ones((_THICK + 2, _THICK + 2), np.uint8))  # over the print
    marked = cv2.morphologyEx(marked, cv2.MORPH_OPEN, np.ones((_THICK, 3 * _THICK), np.uint8))
    if not 0 < (marked > 0).mean() < _MOST:
        return plain
    grown = cv2.dilate(marked, np.ones((_THICK, _THICK), np.uint8))
    mask = cv2.resize(grown, (plain.shape[1], plain.shape[0]), interpolation=cv2.INTER_NEAREST)
    top, bottom = (int(place) for place in np.nonzero(mask.any(axis=1))[0][[0, -1]])
    rows = slice(top, bottom + 1)
    result = plain.copy()
    strip, inside = colour[rows], mask[rows] > 0
    light = strip.max(axis=2)
    # Of the paper's level in grey, so that a marked field and the paper beside it are alike.
    usual = float(np.median(plain[rows][~inside])) if (~inside).any() else 255.0
    bright = float(np.median(light[~inside])) if (~inside).any() else 255.0
    result[rows][inside] = np.clip(light[inside] * (usual / max(1.0, bright)), 0, 255).astype(np.uint8)
    return result
