"""A figure set in a font of its own: unlike its column, unlike its row, or half of it unlike the other half."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.pdf import PdfPage
from programme.geometry import Box
from programme.invoices import Finding, FindingKind

_FIGURE = re.compile(r"^[\d.,\-]*\d[\d.,%\-]*$")
# Right edges (or left edges) of a column's figures lie this close together, as a share of the page's width.
_EDGE = 0.006
_MIN_COLUMN, _MIN_ROW = 2, 2


@dataclass(frozen=True, slots=True)
class _Figure:
    text: str
    box: Box
    fonts: frozenset[str]  # families: names without subset prefix and style


def font_breaks(page: PdfPage) -> Iterator[Finding]:
    """Figures whose font differs both from their column's and from their row's, and figures in two fonts.

    Bold and italic of the same family are honest. Needs at least two other figures in the row
    and in the column that agree with one another.
    """
    import numpy as np

    figures = _figures(page)
    if not figures:
        return
    x0, y0, x1, y1 = np.array([figure.box for figure in figures]).T
    for index, figure in enumerate(figures):
        box = figure.box
        shared = np.minimum(box.y1, y1) - np.maximum(box.y0, y0)
        beside = shared > 0.5 * np.minimum(box.height, y1 - y0)
        below = ~beside & ((np.abs(x1 - box.x1) < _EDGE) | (np.abs(x0 - box.x0) < _EDGE))
        beside[index] = False
        if len(figure.fonts) > 1:
            yield _finding(page, figure, f'the figure "{figure.text}" is set in two fonts')
            continue
        common = _common_font([figures[i] for i in np.flatnonzero(beside)], _MIN_ROW)
        if common is None or common in figure.fonts:
            continue
        if common == _common_font([figures[i] for i in np.flatnonzero(below)], _MIN_COLUMN):
            yield _finding(page, figure, f'the figure "{figure.text}" is set in another font than its row and column')


def _finding(page: PdfPage, figure: _Figure, message: str) -> Finding:
    return Finding(kind=FindingKind.FONT_BREAK, message=message, page=page.number, box=figure.box, strength=0.6)


def _figures(page: PdfPage) -> list[_Figure]:
    names = {item.address: _family(item.font) for item in page.drawn if item.kind == "text"}
    figures = []
    for word, glyphs in page.words_with_glyphs:
        if not _FIGURE.match(word.text):
            continue
        fonts = {names.get(glyph.address, "") for glyph in glyphs if glyph.text.isdigit()}
        figures.append(_Figure(word.text, word.box, frozenset(fonts)))
    return figures


def _family(name: str) -> str:
    """ "CAAAAA+OpenSans-SemiboldItalic" -> "opensans": a bold figure among regular ones is typography, not forgery."""
    return re.split(r"[-,]", name.split("+", 1)[-1], maxsplit=1)[0].lower().removesuffix("mt").removesuffix("ps")


def _common_font(figures: Sequence[_Figure], at_least: int) -> str | None:
    """The one font all of `figures` share, None where they differ or are too few."""
    counted = Counter(figure.fonts for figure in figures)
    if len(figures) < at_least or len(counted) != 1:
        return None
    (fonts,) = counted
    return next(iter(fonts)) if len(fonts) == 1 else None
