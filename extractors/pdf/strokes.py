"""Words struck out: a line drawn through the middle of their letters, no longer than the words it strikes.

Rules of tables, underlines and lines to write on run between rows, or on beyond the words that touch them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from extractors.pdf.document import PdfPage
from programme.geometry import Box, around
from programme.invoices import Finding, FindingKind

# A stroke's thickness and where it crosses letters: shares of the words' height (a box covers the em).
_THIN, _HIGHEST, _LOWEST = 0.2, 0.35, 0.72
_WITHIN = 0.75  # of the words' height; how far a stroke may begin before its words and end behind them
_COVERED = 0.6  # of a struck word's width
_LEAST_LENGTH = 4  # times its thickness


def struck_out(page: PdfPage) -> Iterator[Finding]:
    """A finding for each row of the page with words that a line strikes out."""
    strokes = _thin_paths(page)
    if not strokes or not page.words:
        return
    boxes = np.array([word.box for word in page.words])
    struck: dict[int, list[int]] = {}
    for stroke in strokes:
        hit = _through(stroke, boxes, page.height / page.width)
        if hit:
            struck.setdefault(round(stroke.centre[1] * page.height), []).extend(hit)
    for found in struck.values():
        words = [page.words[index] for index in sorted(set(found), key=lambda index: page.words[index].box.x0)]
        text = " ".join(word.text for word in words)
        decisive = any(char.isdigit() for char in text)
        yield Finding(
            kind=FindingKind.STRUCK_OUT,
            values=(("text", text[:60]),),
            message=f'"{text[:60]}" is struck out',
            page=page.number,
            box=around([word.box for word in words]),
            strength=1.0 if decisive else 0.4,
        )


def _thin_paths(page: PdfPage) -> list[Box]:
    """Level strokes of the page, as boxes of the upright page."""
    frame = page.frame
    boxes = []
    for item in page.drawn:
        if item.kind != "path":
            continue
        x0, y0, x1, y1 = frame.rect(item.left, item.bottom, item.right, item.top)
        if x1 - x0 >= _LEAST_LENGTH * max(y1 - y0, 0.1):
            boxes.append(frame.box((x0, y0, x1, y1)))
    return boxes


def _through(stroke: Box, boxes: np.ndarray[tuple[int, int], np.dtype[np.float64]], aspect: float) -> Sequence[int]:
    """The indexes of the words the stroke runs through; none where it runs on beyond them. `aspect` is the page's
    height over its width."""
    x0, y0, x1, y1 = boxes.T
    height = y1 - y0
    place = (stroke.centre[1] - y0) / height
    shared = np.minimum(x1, stroke.x1) - np.maximum(x0, stroke.x0)
    crossed = (place >= _HIGHEST) & (place <= _LOWEST) & (stroke.height <= _THIN * height)
    hit = np.flatnonzero(crossed & (shared >= _COVERED * (x1 - x0)))
    if not len(hit):
        return ()
    beyond = _WITHIN * float(height[hit].max()) * aspect
    if stroke.x0 < x0[hit].min() - beyond or stroke.x1 > x1[hit].max() + beyond:
        return ()
    return [int(index) for index in hit]
