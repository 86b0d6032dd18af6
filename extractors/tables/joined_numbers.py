"""Numbers joined over the gap between two columns ("1" and "120,00" as 1 120,00), taken apart by headings or rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, permutations
from statistics import median

from extractors.tables.amounts import Number, readings
from extractors.tables.arithmetic import GROSZ
from extractors.tables.columns import NUMBER_ROLES, Header
from extractors.tables.grid import Atom
from extractors.tables.table_rows import FlatRow
from programme.geometry import Box, around

_FLUSH = 0.3  # ems by which edges of one column's numbers differ
_WIDE = 0.35  # ems between two cells that look joined; the space inside a number is a quarter of a letter's height
_MOST_CELLS = 10  # of a row, multiplied with one another
_CLEARLY, _MANY = 1.8, 3  # times the usual space between groups of thousands, and from how many such numbers


def parted(atoms: Sequence[Atom], header: Header | None, rows: Sequence[FlatRow]) -> list[Atom]:
    """The numbers, those apart whose first group and rest stand flush with two neighbours of another row, or each
    under a heading of its own."""
    by_row: dict[int, list[Atom]] = {}
    for atom in atoms:
        by_row.setdefault(atom.row, []).append(atom)
    neighbours = [
        (one.row, one.number.box, other.number.box)
        for found in by_row.values()
        for one, other in pairwise(sorted(found, key=lambda a: a.number.box.x0))
    ]
    gaps = [a.number.words[1].box.x0 - a.number.words[0].box.x1 for a in atoms if len(a.number.words) > 1]
    usual = median(gaps) if len(gaps) >= _MANY else 1.0
    factors = {id(atom) for found in by_row.values() for atom in _two_factors(found)}
    result: list[Atom] = []
    for atom in atoms:
        first, *rest = atom.number.words
        behind = around([word.box for word in rest]) if rest else None
        reach = _FLUSH * rows[atom.row].unit
        if behind is None or not (
            id(atom) in factors
            or any(row != atom.row and _alike(first.box, a, behind, b, reach) for row, a, b in neighbours)
            or (behind.x0 - first.box.x1 >= _WIDE * rows[atom.row].unit and _under_two(header, first.box, behind))
            or (behind.x0 - first.box.x1 >= _CLEARLY * usual and _stands(atom, first.box, atoms, header, reach))
        ):
            result.append(atom)
            continue
        result.append(Atom(atom.row, Number(first.text, first.box, (first,)), False, first.box))
        number = Number(" ".join(word.text for word in rest), behind, tuple(rest))
        box = Box(behind.x0, atom.box.y0, atom.box.x1, atom.box.y1)
        result.append(replace(atom, number=number, box=box))
    return result


def _two_factors(row: Sequence[Atom]) -> list[Atom]:
    """The joined number of a row that, taken apart, multiplies to another of its numbers, where nothing else does:
    "78" and "269,00" beside 20 982,00."""
    values = [found[0].value for atom in row if (found := readings(atom.number.text))]
    if len(values) != len(row) or any(abs(a * b - c) <= GROSZ for a, b, c in permutations(values[:_MOST_CELLS], 3)):
        return []
    apart: list[Atom] = []
    for atom in row:
        first, *rest = atom.number.words
        behind = readings(" ".join(word.text for word in rest))
        if behind and first.text.isdigit():
            made = int(first.text) * behind[0].value
            if any(abs(made - value) <= GROSZ for value in values):
                apart.append(atom)
    return apart if len(apart) == 1 else []


def _stands(atom: Atom, first: Box, atoms: Sequence[Atom], header: Header | None, reach: float) -> bool:
    """Whether the first group stands under a heading of numbers, or ends where a number of another row does."""
    if any(c.role in NUMBER_ROLES and _shares(first, c.x0, c.x1) for c in (header.columns if header else ())):
        return True
    return any(a.row != atom.row and abs(a.number.box.x1 - first.x1) <= reach for a in atoms)


def _alike(first: Box, one: Box, rest: Box, other: Box, reach: float) -> bool:
    """Whether two numbers end, or begin, where two of another row do."""
    ends = abs(first.x1 - one.x1) <= reach and abs(rest.x1 - other.x1) <= reach
    return ends or (abs(first.x0 - one.x0) <= reach and abs(rest.x0 - other.x0) <= reach)


def _under_two(header: Header | None, first: Box, rest: Box) -> bool:
    """Whether the two parts stand under two headings of numbers, each wholly."""
    columns = [c for c in (header.columns if header else ()) if c.role in NUMBER_ROLES]
    over = [next((c for c in columns if _shares(box, c.x0, c.x1)), None) for box in (first, rest)]
    return over[0] is not None and over[1] is not None and over[0] is not over[1]


def _shares(box: Box, x0: float, x1: float) -> bool:
    return min(box.x1, x1) - max(box.x0, x0) >= 0.9 * min(box.width, x1 - x0)
