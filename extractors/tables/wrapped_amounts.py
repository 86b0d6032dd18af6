"""Sums too wide for their cells: "18" with "973,44" below it, made one number again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.tables.table_rows import FlatRow
from extractors.tokens import Word

_HEAD = re.compile(r"^-?\d{1,3}$")
_TAIL = re.compile(r"^\d{3}[.,]\d{2,3}$")
_STEP = 2.2  # distance of the two rows, in heights of a line


def rejoined(rows: Sequence[FlatRow]) -> list[FlatRow]:
    """The rows with those that hold nothing but last groups of amounts joined to the row above, where each of them
    stands under a first group of its own."""
    result: list[FlatRow] = []
    for row in rows:
        pairs = _pairs(result[-1], row) if result else {}
        if len(pairs) < len(row.words):
            result.append(row)
        else:
            result[-1] = replace(result[-1], words=_joined(result[-1].words, pairs))
    return result


def _joined(words: Sequence[Word], tails: Mapping[Word, Word]) -> tuple[Word, ...]:
    """The words, those with a tail one word with it."""
    return tuple(
        Word(f"{w.text} {tails[w].text}", w.box.union(tails[w].box), min(w.confidence, tails[w].confidence))
        if w in tails
        else w
        for w in words
    )


def rejoined_cells(rows: Sequence[FlatRow]) -> tuple[list[FlatRow], list[int]] | None:
    """The rows of a table with last groups of amounts joined to the first groups above them, whatever text stands
    beside them, and the index each row had; None where there are none.

    "5" over "328,00" may as well be a quantity over a price: only what adds up afterwards is to be believed.
    """
    result: list[FlatRow] = []
    origins: list[int] = []
    for index, row in enumerate(rows):
        pairs = _pairs(result[-1], row) if result else {}
        if pairs:
            result[-1] = replace(result[-1], words=_joined(result[-1].words, pairs))
            tails = set(pairs.values())
            row = replace(row, words=tuple(word for word in row.words if word not in tails))
        if row.words:
            result.append(row)
            origins.append(index)
    same = len(result) == len(rows) and all(one is other for one, other in zip(result, rows, strict=True))
    return None if same else (result, origins)


def _pairs(above: FlatRow, row: FlatRow) -> dict[Word, Word]:
    """The row's last groups by the first groups they stand under."""
    if above.page != row.page or row.y - above.y > _STEP * row.line:
        return {}
    found: dict[Word, Word] = {}
    for word in row.words:
        if _TAIL.match(word.text):
            over = [w for w in above.words if _HEAD.match(w.text) and w.box.x0 < word.box.x1 and word.box.x0 < w.box.x1]
            if len(over) == 1:
                found[over[0]] = word
    return found
