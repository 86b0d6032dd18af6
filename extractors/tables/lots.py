"""Rows of a table that are no items: of lots below one ("Nr partii PL123 | 4" and "Nr partii PL124 | 2" under an item
of 6, with no price), and rows left empty, in which the form has written its zeros."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.tables.arithmetic import RawLine
from extractors.tables.columns import Role


def without_lots(lines: Sequence[RawLine], lasts: Sequence[int]) -> tuple[list[RawLine], list[int]]:
    """The lines without empty ones and those that only share out the quantity of the item above, and the rows in which
    they end.

    Such lines hold nothing but a quantity, and all that follow one item sum to its own; otherwise they stay, for a
    person to look at.
    """
    filled = [index for index, line in enumerate(lines) if not _empty(line)]
    lines, lasts = [lines[index] for index in filled], [lasts[index] for index in filled]
    kept: list[RawLine] = []
    ends: list[int] = []
    index = 0
    while index < len(lines):
        kept.append(lines[index])
        ends.append(lasts[index])
        stop = index + 1
        while stop < len(lines) and set(lines[stop].cells) == {Role.QUANTITY}:
            stop += 1
        if _shared_out(lines[index], lines[index + 1 : stop]):
            ends[-1] = lasts[stop - 1]
            index = stop
        else:
            index += 1
    return kept, ends


def _empty(line: RawLine) -> bool:
    """Whether the line has no name and nothing but zeros."""
    values = [cell.values() for role, cell in line.cells.items() if role not in (Role.RATE, Role.TAX)]
    zeros = all(found and found[0].value == 0 for found in values)
    return zeros and not any(char.isalpha() for char in line.description)


def _shared_out(item: RawLine, lots: Sequence[RawLine]) -> bool:
    whole, *shares = (line.first(Role.QUANTITY, money=False) for line in (item, *lots))
    if not shares or None in shares or set(item.cells) == {Role.QUANTITY}:
        return False
    return whole == sum((share for share in shares if share is not None), Decimal(0))
