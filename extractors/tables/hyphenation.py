"""Headings too wide for their columns: "War-" over "tość" made one word again, "L." over "p." likewise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.tables.heading_words import header_kinds
from extractors.tables.table_rows import FlatRow
from extractors.tokens import Word
from programme.geometry import Box

_STEP = 2.2  # distance of a heading's two rows, in heights of a line
_AHEAD = 3  # rows looked at: those of other columns stand between
_SHORT = ("l.", "p.")


def unhyphenated(rows: Sequence[FlatRow]) -> list[FlatRow]:
    """The rows, words of headings that go on below at the place of their head; rows left without a word are dropped."""
    words = [list(row.words) for row in rows]
    for index, row in enumerate(rows):
        for place, head in enumerate(words[index]):
            if not (head.text.endswith("-") and len(head.text) > 1) and head.text.casefold() != _SHORT[0]:
                continue
            below = range(index + 1, min(index + 1 + _AHEAD, len(rows)))
            near = [i for i in below if rows[i].page == row.page and rows[i].y - row.y <= _STEP * row.line]
            tails = ((i, tail) for i in near for tail in words[i] if _goes_on(head, tail))
            found = next(tails, None)
            if found is not None:
                words[index][place] = _joined(head, found[1])
                words[found[0]].remove(found[1])
    return [replace(row, words=tuple(kept)) for row, kept in zip(rows, words, strict=True) if kept]


def _goes_on(head: Word, tail: Word) -> bool:
    """Whether two words, one below the other, are the halves of a heading's word."""
    if min(head.box.x1, tail.box.x1) <= max(head.box.x0, tail.box.x0) or not tail.text[:1].islower():
        return False
    if head.text.casefold() == _SHORT[0]:
        return tail.text == _SHORT[1]
    return bool(header_kinds(head.text.rstrip("-") + tail.text))


def _joined(head: Word, tail: Word) -> Word:
    box = Box(min(head.box.x0, tail.box.x0), head.box.y0, max(head.box.x1, tail.box.x1), head.box.y1)
    return Word(head.text.rstrip("-") + tail.text, box, min(head.confidence, tail.confidence))
