"""Print that Tesseract stumbled over, read by the other engine: stamps, worn or aslant, framed or across other print.

Where Tesseract's reading proves itself the other engine reads single cells only, and what a stamp says of the paper
("ZWROT TOWARU") is left in scraps. It decides no value, but may annul.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.pictures.prepared_page import PreparedPage
from extractors.readers.engines import read_part
from extractors.readers.slanted_words import usual_words
from extractors.text.rows import rows_of
from extractors.tokens import TokenPage
from programme.geometry import Box, around

_STUMBLED = 0.6  # confidence of a word that is likely not what is printed
_GAP = 1.5  # heights of the page's words, within a row as between its parts and those around
_WIDE, _HIGH = 5.0, 1.5  # such heights; a smaller place is a cell, and cells that decide are read again elsewhere
_ALIKE = 80  # rapidfuzz ratio, 0..100, to what is usually stamped
_MOST = 4  # places of a page
_LARGEST = 0.2  # of the page; where more of it is that poor, the page is read by both engines


def passed_over(page: TokenPage, picture: PreparedPage) -> tuple[str, ...]:
    """The rows of print in the places of a page where Tesseract was unsure, as the other engine reads them; nothing
    of a page that the other engine read."""
    if page.engine != "tesseract" or picture.blank or not page.words:
        return ()
    high = float(np.median([word.box.height for word in page.words]))
    rows: list[str] = []
    for place in _places(page, high):
        part = _grown(place, _GAP * high, page.aspect)
        words = read_part(picture.legible, part)
        found = rows_of(TokenPage(page.number, page.width, page.height, words, page.source, "rapidocr"))
        # What reaches the part's edge goes on beyond it, and half a sentence may say another thing.
        edge = _GAP / 2 * high * page.aspect
        whole = (row for row in found if row.box.x0 >= part.x0 + edge and row.box.x1 <= part.x1 - edge)
        rows += [usual_words(row.text, _ALIKE) for row in whole]
    return tuple(rows)


def _places(page: TokenPage, high: float) -> list[Box]:
    """The places with poorly read print, the largest first; words of the page are usually `high`."""
    parts = [part for row in rows_of(page) for part in row.cells(_GAP * high * page.aspect)]
    poor = [word.box for word in page.words if word.confidence < _STUMBLED]
    places = []
    for place in _joined(poor, _GAP * high, page.aspect):
        near = _grown(place, _GAP * high, page.aspect)
        whole = around([place, *(part.box for part in parts if near.overlap(part.box) > 0)])
        if whole.width >= _WIDE * high * page.aspect and whole.height >= _HIGH * high:
            places.append(whole)
    places = [place for place in _joined(places, 0.0, page.aspect) if place.width * place.height <= _LARGEST]
    return sorted(places, key=lambda place: -place.width * place.height)[:_MOST]


def _grown(box: Box, margin: float, aspect: float) -> Box:
    """The box with a margin, given as a fraction of the page's height, on all sides."""
    return Box(box.x0 - margin * aspect, box.y0 - margin, box.x1 + margin * aspect, box.y1 + margin)


def _joined(boxes: Sequence[Box], gap: float, aspect: float) -> list[Box]:
    """The boxes around those nearer to one another than `gap`, a fraction of the page's height."""
    groups: list[Box] = []
    for box in boxes:
        whole, touching = box, groups
        while touching:
            near = _grown(whole, gap, aspect)
            touching = [group for group in groups if near.overlap(group) > 0]
            groups = [group for group in groups if group not in touching]
            whole = around([whole, *touching])
        groups.append(whole)
    return groups
