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
    known: list[Row] | None = page.memo.get("rows")
    if known is None:
        known = page.memo["rows"] = [Row(page.number, words) for words in _rows(page.words)]
    return list(known)


def _rows(page_words: Sequence[Word]) -> list[tuple[Word, ...]]:
    rows: list[list[Word]] = []
    # Of each row's last word: text, top, bottom, height, and how far right the next one begins at the least. In plain
    # tuples, as a long page asks for each row at each word.
    ends: list[tuple[str, float, float, float, float]] = []
    for word in sorted(page_words, key=lambda w: w.box.x0):
        x0, y0, x1, y1 = word.box
        height, text = y1 - y0, word.text
        end = text, y0, y1, height, x0 + 0.2 * (x1 - x0)
        best, best_share = -1, 0.5
        for index, (last, top, bottom, tall, least) in enumerate(ends):
            shared = (bottom if bottom < y1 else y1) - (top if top > y0 else y0)
            if shared <= 0 or (x0 < least and last != text):
                continue
            share = shared / (tall if tall < height else height)
            if share >= best_share:
                best, best_share = index, share
        if best < 0:
            rows.append([word])
            ends.append(end)
        else:
            rows[best].append(word)
            ends[best] = end
    rows.sort(key=lambda row: sum(w.box.y0 + w.box.y1 for w in row) / len(row))
    return [tuple(row) for row in rows]
