"""Headings between the items of a table: "Dostawa: WZ 338/2024 z dnia 29.09.2024" above the goods of that delivery.

Such a row belongs to no item. Where items are counted it begins under their counters, left of all names; elsewhere
the word it begins with tells: a document or a place, and no goods named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractors.tables.table_rows import FlatRow
from extractors.text.text_cells import fold
from programme.packages import crops_named, package_sizes

_COUNTER = re.compile(r"^\d{1,3}(?:\.\d{1,3})?[.),:]?$|^0\d{4,5}$")
_LETTERS = 2  # of a heading's first word
_APART = 0.6  # ems between a counter's column and that of names
_STEPS = (1, 2, 10)  # of counters, one row of them lost at most
_MOST = 0.5  # share of the items that begin with a counter
_WORDS = re.compile(
    r"^(?:dostaw[ay]|zamowieni[ea]|zam|dokument\w*|dok|wz|wydani[ea]|odbior|umow[ay]|kontrakt|magazyn|dot|dotyczy|"
    r"zlecenie|do wz|nr wz|miejsce dostawy|list przewozowy|punkt|oddzial|stawka)\b\W{0,3}"
    r"(?:nr\b|vat\b|podatku\b|numer\b|wz\b|z dnia\b|\S*\d|.*:)"
)


def group_headings(rows: Sequence[FlatRow], anchors: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
    """The indexes of the rows that head groups of items by their place, and of those that may by their wording: of a
    document, beside an item or above several. `anchors` are the rows of the items' numbers."""
    left = _names_begin(rows, anchors)
    others = set(range(len(rows))) - set(anchors)
    placed = frozenset(index for index in others if _by_place(rows[index], left))
    return placed, frozenset(index for index in others - placed if _by_wording(rows[index]))


def _names_begin(rows: Sequence[FlatRow], anchors: Sequence[int]) -> tuple[float, float] | None:
    """Where items' counters begin and what follows them does, where most items are counted in the row of their
    numbers."""
    counted = [rows[index] for index in anchors if len(rows[index].words) > 1]
    counted = [row for row in counted if _COUNTER.match(row.words[0].text)]
    if not anchors or len(counted) <= _MOST * len(anchors) or not _count_on(counted):
        return None
    behind = [row.words[1] for row in counted]
    if any(sum(map(str.isalpha, word.text)) < _LETTERS for word in behind):
        return None
    if any(row.words[1].box.x0 - row.words[0].box.x1 < _APART * row.unit for row in counted):
        return None  # "1. Żyto" in one cell: its further lines begin under the counter
    return median(row.words[0].box.x1 for row in counted), min(word.box.x0 for word in behind)


def _count_on(rows: Sequence[FlatRow]) -> bool:
    """Whether the rows' first words count: by one, or by ten, as their first does where it is alone. "2.1" begins anew
    in another group."""
    counters = [row.words[0].text.strip(".),:").rpartition(".") for row in rows]
    if any(group for group, _, _ in counters):
        groups = [[int(n) for group, _, n in counters if group == head] for head in {group for group, _, _ in counters}]
        return all(numbers == [*range(1, len(numbers) + 1)] for numbers in groups)
    numbers = [int(number) for _, _, number in counters]
    if len(numbers) == 1:
        return numbers[0] in (1, 10)
    steps = {two - one for one, two in pairwise(numbers)}
    return min(steps) in _STEPS and max(steps) <= max(2, 2 * min(steps))


def _by_place(row: FlatRow, left: tuple[float, float] | None) -> bool:
    """Whether text begins under the counters, clearly left of where names do."""
    if left is None or len(row.words) < _LETTERS:
        return False
    first = row.words[1] if _COUNTER.match(row.words[0].text) else row.words[0]
    worded = sum(map(str.isalpha, first.text)) >= _LETTERS and not any(map(str.isdigit, first.text))
    return worded and row.words[0].box.x0 <= left[0] and first.box.x0 < left[1] - row.unit


def _by_wording(row: FlatRow) -> bool:
    return bool(_WORDS.match(fold(row.text))) and not crops_named(row.text) and not package_sizes(row.text)
