"""Figures that do not belong to their row: set in a font or size of their own, or drawn after all the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.pdf.document import PdfPage
from extractors.pdf.glyphs import Glyph
from extractors.tokens import Word
from programme.geometry import Box
from programme.invoices import Finding, FindingKind

_FIGURE = re.compile(r"^[\d.,\-]*\d[\d.,%\-]*$")
_STYLES = re.compile(r"(?:(?:semi|demi|extra|ultra)?(?:bold|light)|black|heavy|medium|regular|italic|oblique)+$")
# Right edges (or left edges) of a column's figures lie this close together, as a share of the page's width.
_EDGE = 0.006
_MIN_COLUMN, _MIN_ROW = 2, 2
# A font that only so many words of the page are set in, all of them figures, is no font of its layout.
_FEW_WORDS = 4
_NEAR = 12  # times a figure's height: figures of one table stand no farther apart
_SIZE_SHARE = 0.03  # sizes of one row's figures differ by rounding only
_MEANT = 1.25  # times as large as its row: to be seen, as sums to be paid are; what was exchanged is to look alike
# Runs drawn between a row and a figure of it: programs draw by rows or by columns, and neighbours follow one another.
_LATER_RUNS = 12
_RUN_GAP = 1.5  # em between the words of one run


@dataclass(frozen=True, slots=True)
class _Figure:
    text: str
    box: Box
    fonts: frozenset[str]  # families: names without subset prefix and style
    size: float
    order: int  # of its run, among the page's runs of words as drawn


def font_breaks(page: PdfPage) -> Iterator[Finding]:
    """Figures that are unlike both their row and their column, each once.

    Bold and italic of the same family are honest, and so is a column set or drawn apart from the others.
    """
    import numpy as np

    figures, words_in_font = _figures(page)
    if not figures:
        return
    x0, y0, x1, y1 = np.array([figure.box for figure in figures]).T
    for index, figure in enumerate(figures):
        box = figure.box
        shared = np.minimum(box.y1, y1) - np.maximum(box.y0, y0)
        beside = shared > 0.5 * np.minimum(box.height, y1 - y0)
        below = ~beside & ((np.abs(x1 - box.x1) < _EDGE) | (np.abs(x0 - box.x0) < _EDGE))
        beside[index] = False
        row = [figures[i] for i in np.flatnonzero(beside)]
        column = [figures[i] for i in np.flatnonzero(below)]
        if len(figure.fonts) > 1:
            yield _finding(page, figure, "two_fonts")
        elif _is_odd_font(figure, row, column, words_in_font):
            yield _finding(page, figure, "other_font")
        elif _is_odd_size(figure, row, column):
            yield _finding(page, figure, "other_size")
        elif _is_drawn_later(figure, row, column):
            yield _finding(page, figure, "drawn_later", FindingKind.DRAWN_LATER)


_MESSAGES = {
    "two_fonts": 'the figure "{text}" is set in two fonts',
    "other_font": 'the figure "{text}" is set in another font than its row and column',
    "other_size": 'the figure "{text}" is set in another size than its row and column',
    "drawn_later": 'the figure "{text}" is drawn long after its row and column',
}


def _finding(page: PdfPage, figure: _Figure, why: str, kind: FindingKind = FindingKind.FONT_BREAK) -> Finding:
    return Finding(
        kind=kind,
        detail=why,
        values=(("text", figure.text),),
        message=_MESSAGES[why].format(text=figure.text),
        page=page.number,
        box=figure.box,
        strength=0.6,
    )


def _is_odd_font(
    figure: _Figure, row: Sequence[_Figure], column: Sequence[_Figure], words_in_font: Counter[tuple[str, bool]]
) -> bool:
    common = _common_font(row, _MIN_ROW)
    if common is None or common in figure.fonts or not figure.fonts:
        return False
    (own,) = figure.fonts
    # A form is printed in one face and filled in in another: of what is printed, what is filled in far below tells
    # nothing.
    of_layout = words_in_font[own, False] > _FEW_WORDS
    if common == _common_font(_near(figure, column) if of_layout else column, _MIN_COLUMN):
        return True
    # In a table of one or two lines no column can tell: then a font is odd that nothing but such figures is set in.
    rare = words_in_font[own, True] <= _FEW_WORDS and words_in_font[own, False] == 0
    return rare and all(own not in other.fonts for other in column)


def _near(figure: _Figure, column: Sequence[_Figure]) -> list[_Figure]:
    """Those of a column that may stand in one table with a figure."""
    return [other for other in column if abs(other.box.y0 - figure.box.y0) <= _NEAR * figure.box.height]


def _is_odd_size(figure: _Figure, row: Sequence[_Figure], column: Sequence[_Figure]) -> bool:
    # In the head of a page dates and addresses of several sizes stand side by side, and below them anything.
    column = _near(figure, column)
    if len(row) < _MIN_ROW or not column:
        return False
    usual = row[0].size
    alike = all(_same_size(other.size, usual) for other in (*row, *column))
    return alike and not _same_size(figure.size, usual) and figure.size < _MEANT * usual


def _same_size(one: float, two: float) -> bool:
    return abs(one - two) <= _SIZE_SHARE * max(one, two)


def _is_drawn_later(figure: _Figure, row: Sequence[_Figure], column: Sequence[_Figure]) -> bool:
    if len(row) < _MIN_ROW or not any(other.box.x0 > figure.box.x1 for other in row):
        return False
    return all(figure.order - other.order > _LATER_RUNS for other in (*row, *column))


def _figures(page: PdfPage) -> tuple[list[_Figure], Counter[tuple[str, bool]]]:
    """The page's figures; and how many words are set in each family, figures (True) and others (False)."""
    texts = [item for item in page.drawn if item.kind == "text"]
    names = {item.address: _family(item.font) for item in texts}
    orders = _runs(page.words_with_glyphs, {item.address: order for order, item in enumerate(texts)})
    figures = []
    counted: Counter[tuple[str, bool]] = Counter()
    for (word, glyphs), order in zip(page.words_with_glyphs, orders, strict=True):
        is_figure = _FIGURE.match(word.text) is not None
        counted.update({(names.get(glyph.address, ""), is_figure) for glyph in glyphs})
        if not is_figure:
            continue
        digits = [glyph for glyph in glyphs if glyph.text.isdigit()]
        fonts = frozenset(names.get(glyph.address, "") for glyph in digits)
        size = max(glyph.em for glyph in digits)
        figures.append(_Figure(word.text, word.box, fonts, size, order))
    return figures, counted


def _runs(words: Sequence[tuple[Word, Sequence[Glyph]]], drawn: Mapping[int, int]) -> list[int]:
    """For each word the run it is drawn in, counted in drawing order: words that follow one another on a line are one.

    A run and not a text object, because some programs draw each sign as an object of its own.
    """
    last = [max((drawn.get(glyph.address, 0) for glyph in glyphs), default=0) for _, glyphs in words]
    runs = [0] * len(words)
    run, before = 0, None
    for index in sorted(range(len(words)), key=last.__getitem__):
        glyphs = words[index][1]
        if before is not None and glyphs and not _follows(before, glyphs[0]):
            run += 1
        runs[index] = run
        before = glyphs[-1] if glyphs else before
    return runs


def _follows(one: Glyph, two: Glyph) -> bool:
    """Whether the sign `two` goes on with the line `one` ends, in any of the four directions."""
    gap = _RUN_GAP * max(one.em, two.em)
    along, across = abs(two.x - one.x), abs(two.y - one.y)
    if one.angle in (90, 270):
        along, across = across, along
    return across < 0.5 * one.em and along < gap + one.em


def _family(name: str) -> str:
    """ "CAAAAA+OpenSans-SemiboldItalic", "OpenSansBold" -> "opensans": a bold figure among regular ones is typography,
    not forgery."""
    plain = re.split(r"[-,]", name.split("+", 1)[-1], maxsplit=1)[0].lower().removesuffix("mt").removesuffix("ps")
    return _STYLES.sub("", plain) or plain


def _common_font(figures: Sequence[_Figure], at_least: int) -> str | None:
    """The one font all of `figures` share, None where they differ or are too few."""
    counted = Counter(figure.fonts for figure in figures)
    if len(figures) < at_least or len(counted) != 1:
        return None
    (fonts,) = counted
    return next(iter(fonts)) if len(fonts) == 1 else None
