"""Sums in the middle of a table: "Razem nasiona" after a group of goods, with further goods below."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.tables.products import multiplies
from extractors.tables.table_rows import COUNTER, FlatRow
from extractors.tables.totals import ends_items, numbers_of
from extractors.tables.wording import fold, phrases

_SUMS = phrases("razem", "suma", "łącznie", "ogółem", "podsuma")
_AHEAD = 6  # rows below a subtotal in which the next item must begin


def is_subtotal(rows: Sequence[FlatRow], index: int, stop: int, above: Sequence[int]) -> bool:
    """Whether the sum in row `index` ends a group, not the items: a row of goods follows before `stop`.

    `above` are the rows of the table so far. A row of goods counts on from them, or is a quantity, a price and
    their product.
    """
    row = rows[index]
    said = any(fold(segment[0].text).startswith(_SUMS) for segment in row.segments())
    if not said or not above or not numbers_of(row):
        return False
    last = next((found for i in reversed(above) if (found := _counter(rows[i])) is not None), None)
    for i in range(index + 1, min(stop, index + 1 + _AHEAD)):
        if ends_items(rows[i]):
            return False
        if len(numbers_of(rows[i])) < 3 or not any(sum(map(str.isalpha, w.text)) > 2 for w in rows[i].words):
            continue
        if (last is not None and _counter(rows[i]) == last + 1) or multiplies(rows[i]):
            return True
    return False


def _counter(row: FlatRow) -> int | None:
    found = COUNTER.match(row.words[0].text)
    return int(found[1]) if found and len(row.words) > 3 else None
