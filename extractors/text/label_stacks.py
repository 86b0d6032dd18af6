"""Values and their labels in one column, one over the other: whether the labels stand over the values or under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from extractors.text.text_cells import Cell

_FLUSH = 0.006  # of the page's width
_PITCH = 1.3  # letter heights between two lines of a stack
_LEAST = 4  # lines: value, label, value, label


def closes_stack(
    page: Sequence[Cell], cell: Cell, is_label: Callable[[Cell], bool], names: Callable[[Cell], bool]
) -> bool:
    """Whether a label belongs to a stack of a page that begins with a value and ends with a label, in turns.

    `is_label` tells of a cell whether it is a label that stands alone, `names` of a label whether its value is a name:
    others have figures. A stack that begins with a label is read downwards; one that begins and ends with a value could
    be read either way.
    """
    column = sorted((c for c in page if _aligned(c, cell)), key=lambda c: c.box.y0)
    place = next((index for index, c in enumerate(column) if c is cell), None)
    if place is None or not is_label(cell):
        return False  # a label over two lines is no cell of the page
    first, last = place, place
    while first > 0 and _closely(column[first - 1], column[first]):
        first -= 1
    while last + 1 < len(column) and _closely(column[last], column[last + 1]):
        last += 1
    while first < place - 1 and not is_label(column[first]) and not is_label(column[first + 1]):
        first += 1  # a title over the stack
    stack = column[first : last + 1]
    labels = [is_label(c) for c in stack]
    in_turns = all(one != other for one, other in pairwise(labels))
    values = [c for c, under in pairwise(stack) if not is_label(c) and not names(under)]
    figures = all(any(char.isdigit() for char in c.text) for c in values)
    return len(stack) >= _LEAST and in_turns and figures and not labels[0] and labels[-1]


def _aligned(one: Cell, other: Cell) -> bool:
    sides = (one.box.x0 - other.box.x0, one.box.x1 - other.box.x1, one.box.centre[0] - other.box.centre[0])
    return min(map(abs, sides)) <= _FLUSH


def _closely(upper: Cell, lower: Cell) -> bool:
    gap = lower.box.y0 - upper.box.y1
    return gap <= _PITCH * min(upper.box.height, lower.box.height)
