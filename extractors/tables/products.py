"""Rows that multiply: an item holds a quantity, a price and their product, whatever its table looks like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from extractors.tables.amounts import readings
from extractors.tables.arithmetic import product_holds
from extractors.tables.table_rows import FlatRow
from extractors.tables.totals import numbers_of

_FEW = 12  # numbers of a row looked at
_AMOUNT = re.compile(r"\d[.,]\d{2}\D*$")


def multiplies(row: FlatRow) -> bool:
    """Whether two of the row's numbers, neither of them 1, multiply to a third."""
    found = [read[0] for number in numbers_of(row)[:_FEW] if (read := readings(number.text, money=False))]
    telling = [number for number in found if number.value not in (0, 1)]
    return any(
        product_holds(one, two, three.value)
        for one, two in combinations(telling, 2)
        for three in telling
        if three is not one and three is not two
    )


def without_other_amounts(rows: Sequence[FlatRow]) -> tuple[list[FlatRow], list[int]]:
    """The rows up to the first amount below the last row that multiplies, without those that hold amounts but no
    product between the first and the last, and the index each row had; none where no row multiplies.

    Goods for nothing (a price and 0,00) stay. Taxes in a row of their own, carried sums, numbered rows left empty
    ("0,00"): which of them belong to the items only their sums can say, so what is read of the rest is to be believed
    where it adds up.
    """
    items = [index for index, row in enumerate(rows) if multiplies(row)]
    if not items:
        return [], []
    amounts = {index for index, row in enumerate(rows) if (worth := _amounts(row)) and not _is_for_nothing(worth)}
    stop = min((index for index in amounts if index > items[-1]), default=len(rows))
    others = amounts.difference(items)
    kept = [index for index in range(stop) if index <= items[0] or index not in others]
    return [rows[index] for index in kept], kept


def _amounts(row: FlatRow) -> list[Decimal]:
    return [read[0].value for n in numbers_of(row) if _AMOUNT.search(n.text) and (read := readings(n.text))]


def _is_for_nothing(amounts: Sequence[Decimal]) -> bool:
    return 0 in amounts and any(amounts)
