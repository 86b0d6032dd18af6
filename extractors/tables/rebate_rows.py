"""Rebates in rows of their own below an item: "Rabat 5 %  -181,20", and under it the item's value with it taken off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.tables.arithmetic import GROSZ, RawLine
from extractors.tables.columns import Role

_MOST = 3  # rebates of one item
_WORTH = (Role.NET, Role.VALUE)


def with_rebates(lines: Sequence[RawLine], lasts: Sequence[int]) -> tuple[list[RawLine], list[int]]:
    """The lines, an item with its rebates and the row that gives what is left of it made one, and the rows in which
    they end.

    A rebate alone stays a line of its own, for it sums up as one; only a row worth item and rebates together tells that
    it repeats them.
    """
    kept: list[RawLine] = []
    ends: list[int] = []
    index = 0
    while index < len(lines):
        span = _rebated(lines[index : index + _MOST + 2])
        kept.append(_folded(lines[index : index + span + 1]) if span else lines[index])
        ends.append(lasts[index + span])
        index += span + 1
    return kept, ends


def _rebated(lines: Sequence[RawLine]) -> int:
    """How many lines below the first are its rebates and the row that sums them up; 0 where they are none."""
    whole = lines[0].first(*_WORTH)
    if whole is None or Role.QUANTITY not in lines[0].cells:
        return 0
    left = whole
    for place, line in enumerate(lines[1:], 1):
        worth = line.first(*_WORTH)
        if worth is None or Role.QUANTITY in line.cells:
            return 0
        if place > 1 and abs(left - worth) <= GROSZ:
            return place
        left -= abs(worth)
        if abs(worth) >= abs(whole):
            return 0
    return 0


def _folded(lines: Sequence[RawLine]) -> RawLine:
    item, *rebates, rest = lines
    cells = {**item.cells, **rest.cells}
    if len(rebates) == 1:
        cells[Role.DISCOUNT] = rebates[0].cells[Role.NET if Role.NET in rebates[0].cells else Role.VALUE]
    return replace(item, cells=cells)
