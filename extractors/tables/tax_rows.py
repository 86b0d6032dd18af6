"""Rows below an item that say its tax: "VAT należny 8,000 %  992,00", the amount under the item's value."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.tables.amounts import Number, is_number, percent, readings
from extractors.tables.arithmetic import GROSZ
from extractors.tables.table_rows import FlatRow
from extractors.tables.totals import money_of

_REACH = 3  # rows from an item's value to its tax


def tax_rows(rows: Sequence[FlatRow]) -> frozenset[int]:
    """The indexes of rows that hold one rate and one amount: this share of the value in its column close above."""
    return frozenset(index for index in range(1, len(rows)) if _is_tax(rows, index))


def _is_tax(rows: Sequence[FlatRow], index: int) -> bool:
    row = rows[index]
    money = money_of(row)
    shares = _rates(row)
    if len(shares) != 1 or len(money) != 1 or (tax := _value(money[0])) is None or tax < 0:
        return False
    return any(
        (value := _value(above)) is not None and abs(value * shares[0] / 100 - tax) <= GROSZ < value
        for other in rows[max(0, index - _REACH) : index]
        if other.page == row.page
        for above in money_of(other)
        if min(above.box.x1, money[0].box.x1) > max(above.box.x0, money[0].box.x0)
    )


def _rates(row: FlatRow) -> list[Decimal]:
    """The shares in per cent a row names: "8%", "8,000 %"."""
    found = []
    for place, word in enumerate(row.words):
        following = row.words[place + 1].text if place + 1 < len(row.words) else ""
        text = word.text if word.text.endswith("%") else word.text + "%" if following.startswith("%") else ""
        if text and (is_number(text.rstrip("%")) or percent(text) is not None):
            read = readings(text.rstrip("%"), money=False)
            found += [read[0].value] if read else []
    return found


def _value(number: Number) -> Decimal | None:
    found = readings(number.text)
    return found[0].value if found else None
