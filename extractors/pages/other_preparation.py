"""Another picture of a page that was not read well: coloured and pale ink faded, the print's contrast drawn out.

Stamps and pens lie over figures; in colour they differ from black print, and in the brightest of the colours they are
nearly paper. What is paler than the print, where that is dark throughout, is made paper too: a grey stamp, a copy's
pencil. Print in colour and pale labels fade with them, so this picture is only read where the page as it is leaves
doubt.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from extractors.pages.page_images import ink_of, letter_height
from extractors.pictures.ink import divide_background
from extractors.pictures.prepared_page import PreparedPage, spared
from extractors.tokens import Image

_PAPER = 235  # of 255 after division: from here on there is no ink
_DARKEST = 0.5  # per cent of the pixels, the blackest print
_LEAST_SPAN = 60  # grey levels; print as pale as that is drawn out no further
_INK = 200  # of 255 after division: what counts as ink where its darkness is weighed
_BLACK = 120  # of 255: the darkest print of a page is below, or all of it is pale
_DARK, _MOSTLY = 0.25, 0.6  # where so much of the ink is as dark as that (share of the way to paper), print is even
_PALE = 0.45  # share of the way from even print to paper from which on ink is none of the print
_STROKE = 0.3  # of a letter's height: about a stroke and its rims


def otherwise_prepared(page: PreparedPage) -> PreparedPage:
    """The page from the same pixels in another preparation; boxes hold for both."""
    if page.blank:
        return page
    light = _brightest(page.colour)
    darkest = min(float(np.percentile(light[::2, ::2], _DARKEST)), _PAPER - _LEAST_SPAN)
    paper = darkest + _PALE * (255 - darkest) if _is_even(light, darkest) else _PAPER
    levels = np.clip((np.arange(256) - darkest) * (255.0 / (paper - darkest)), 0, 255).astype(np.uint8)
    plain = levels[light]
    colour = np.repeat(plain[:, :, None], 3, axis=2)
    ink, rules = ink_of(colour)
    return spared(replace(page, colour=colour, ink=ink, written_rules=rules))


def _is_even(light: Image, darkest: float) -> bool:
    """Whether most of the page's strokes are about as dark as its darkest: then what is much paler is no print."""
    if darkest > _BLACK:
        return False
    size = max(3, round(_STROKE * letter_height(light))) | 1
    cores = cv2.erode(light, np.ones((size, size), np.uint8))[light < _INK]
    return bool(len(cores)) and float((cores <= darkest + _DARK * (255 - darkest)).mean()) >= _MOSTLY


def _brightest(colour: Image) -> Image:
    """The brightest of a BGR page's colours at each place, each divided by its own paper."""
    light = divide_background(np.ascontiguousarray(colour[:, :, 0]))
    for channel in (1, 2):
        np.maximum(light, divide_background(np.ascontiguousarray(colour[:, :, channel])), out=light)
    return light
