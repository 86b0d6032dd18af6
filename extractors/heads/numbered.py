"""A document number in its cell, whole: with what a recogniser tore off it, without the page's mark behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.heads.date_forms import dates_in
from extractors.heads.number_forms import STOP, counts_pages, last_part, page_mark
from extractors.text.captions import caption_of
from extractors.text.hits import hits_in
from extractors.text.labels import Lexed
from extractors.text.text_cells import Cell


@dataclass(frozen=True)
class Numbered:
    """A document number in a cell, characters `start` to `end`, as printed."""

    text: str
    cell: Cell
    start: int
    end: int
    confidence: float


_FLUSH = 0.01  # of the page's width
_TORN = re.compile(r"\s+([\d/\\-]*\d[\d/\\-]*[A-Z]{0,3})(?=\s|$)")
_MORE = re.compile(r"\s+([A-Z]{1,4}[\s/-]?\d)")  # "2025-10 FV 12"


def _goes_on(cell: Cell, end: int) -> bool:
    more = _MORE.match(cell.text, end)
    if more is None or STOP.match(cell.folded, end):
        return False
    return all(hit.start != more.start(1) for hit in hits_in(cell))


def numbered(lexed: Lexed, cell: Cell, span: tuple[int, int], confidence: float) -> Numbered:
    """The number with what a recogniser tore off it ("F/00 1343/25"); figures that go on are a doubt.

    The page's own mark behind it ("8001234567 / 1 z 2") is none of it.
    """
    start, end = span
    pages = sorted(lexed.layout.heights)
    marked = page_mark(cell.text, span, pages.index(cell.page) + 1, len(pages))
    if marked is None and counts_pages(caption_of(lexed, cell, start)):
        marked = last_part(cell.text, span)
    if marked is not None:
        return Numbered(cell.text[start:marked], cell, start, marked, confidence)
    if cell.engine != "text_layer" and re.search(r"\d \d", cell.text[start:end]):
        confidence *= 0.75  # a recogniser may have lost the signs between its parts, and the last part with them
    if (sign := _DANGLING.match(cell.text, end)) is not None:
        tail = _on_next_line(lexed, cell)
        if tail is not None:
            return Numbered(cell.text[start:end] + (sign[1] or sign[2]) + tail, cell, start, end, confidence)
        confidence *= 0.5
    if _goes_on(cell, end):
        confidence *= 0.75
    while match := _TORN.match(cell.text, end):
        if any(dated.start < match.end() and match.start(1) < dated.end for dated in dates_in(cell)):
            break
        confidence *= 0.75
        if cell.engine == "text_layer":
            break
        end = match.end()
    return Numbered(cell.text[start:end], cell, start, end, confidence)


# "FVS-2025-" over "02592": a number that goes on at the beginning of the next line.
_DANGLING = re.compile(r"\s?([-–/])\s*$|([-–/])(?=\s)")
_TAIL = re.compile(r"(?=.*\d)[\dA-Z][\w./-]*")


def _on_next_line(lexed: Lexed, cell: Cell) -> str | None:
    under = [c for c in lexed.layout.below(cell, cell.box, 1.0) if abs(c.box.x0 - cell.box.x0) < _FLUSH]
    return under[0].text if under and _TAIL.fullmatch(under[0].text) else None
