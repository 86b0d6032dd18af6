"""Words into visual rows: the reading order every later step works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.tokens import TokenPage, Word
from programme.geometry import Box, around


@dataclass(frozen=True, slots=True)
class Row:
    """Words on one visual line of one page, left to right."""

    page: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return around([word.box for word in self.words])

    def cells(self, gap: float) -> list[Row]:
        """The row cut wherever the space between two words exceeds `gap` (fraction of page width)."""
        groups: list[list[Word]] = []
        for word in self.words:
            if groups and word.box.x0 - groups[-1][-1].box.x1 <= gap:
                groups[-1].append(word)
            else:
                groups.append([word])
        return [Row(self.page, tuple(group)) for group in groups]


def rows_of(page: TokenPage) -> list[Row]:
    """The page's words in rows, top to bottom. A word joins the row whose height it shares by half or more.

    Rows are followed word by word from left to right, so that a page that is slightly skewed or curled does
    not break them.
    """
    rows: list[list[Word]] = []
    for word in sorted(page.words, key=lambda w: w.box.x0):
        best, best_share = None, 0.5
        for row in rows:
            last = row[-1].box
            if word.box.x0 < last.x0 + 0.2 * last.width and row[-1].text != word.text:
                continue
            shared = min(last.y1, word.box.y1) - max(last.y0, word.box.y0)
            share = shared / min(last.height, word.box.height)
            if share >= best_share:
                best, best_share = row, share
        if best is None:
            rows.append([word])
        else:
            best.append(word)
    rows.sort(key=lambda row: sum(w.box.y0 + w.box.y1 for w in row) / len(row))
    return [Row(page.number, tuple(row)) for row in rows]


def text_of(pages: Sequence[TokenPage]) -> str:
    """All rows of all pages, one a line."""
    return "\n".join(row.text for page in pages for row in rows_of(page))
