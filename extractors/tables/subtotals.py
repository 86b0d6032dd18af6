"""Sums in the middle of a table: "Razem nasiona" after a group of goods, with further goods below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from extractors.tables.amounts import readings
from extractors.tables.arithmetic import product_holds
from extractors.tables.table_rows import FlatRow
from extractors.tables.totals import ends_items, numbers_of
from extractors.tables.wording import fold, phrases

_SUMS = phrases("razem", "suma", "łącznie", "ogółem", "podsuma")
_COUNTER = re.compile(r"^(\d{1,3})[.):]?$")
_AHEAD = 6  # rows below a subtotal in which the next item must begin
_FEW = 8  # numbers of a row looked at


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
        if (last is not None and _counter(rows[i]) == last + 1) or _multiplies(rows[i]):
            return True
    return False


def _counter(row: FlatRow) -> int | None:
    found = _COUNTER.match(row.words[0].text)
    return int(found[1]) if found and len(row.words) > 3 else None


def _multiplies(row: FlatRow) -> bool:
    """Whether two of the row's numbers, neither of them 1, multiply to a third."""
    found = [read[0] for number in numbers_of(row)[:_FEW] if (read := readings(number.text, money=False))]
    telling = [number for number in found if number.value not in (0, 1)]
    return any(
        product_holds(one, two, three.value)
        for one, two in combinations(telling, 2)
        for three in telling
        if three is not one and three is not two
    )
