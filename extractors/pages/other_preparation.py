"""Another picture of a page that was not read well: coloured ink faded, the print's contrast drawn out.

Stamps and pens lie over figures; in colour they differ from black print, and in the brightest of the colours they are
nearly paper. Print in colour fades with them, so this picture is only read where the page as it is leaves doubt.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extractors.pages.page_images import ink_of
from extractors.pictures.ink import divide_background
from extractors.pictures.prepared_page import PreparedPage, spared
from extractors.tokens import Image

_PAPER = 235  # of 255 after division: from here on there is no ink
_DARKEST = 0.5  # per cent of the pixels, the blackest print
_LEAST_SPAN = 60  # grey levels; print as pale as that is drawn out no further


def otherwise_prepared(page: PreparedPage) -> PreparedPage:
    """The page from the same pixels in another preparation; boxes hold for both."""
    if page.blank:
        return page
    light = _brightest(page.colour)
    darkest = min(float(np.percentile(light[::2, ::2], _DARKEST)), _PAPER - _LEAST_SPAN)
    levels = np.clip((np.arange(256) - darkest) * (255.0 / (_PAPER - darkest)), 0, 255).astype(np.uint8)
    plain = levels[light]
    colour = np.repeat(plain[:, :, None], 3, axis=2)
    ink, rules = ink_of(colour)
    return spared(replace(page, colour=colour, ink=ink, written_rules=rules))


def _brightest(colour: Image) -> Image:
    """The brightest of a BGR page's colours at each place, each divided by its own paper."""
    light = divide_background(np.ascontiguousarray(colour[:, :, 0]))
    for channel in (1, 2):
        np.maximum(light, divide_background(np.ascontiguousarray(colour[:, :, channel])), out=light)
    return light
