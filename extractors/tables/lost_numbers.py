"""Numbers of a table that run into other text: found again by the column they stand in.

A number counts as a cell where nothing but numbers, units and signs stand beside it. Narrow columns leave no space to
words beside them ("01.11.20.0 12,000 j. siewnych"); there the other rows, or the heading above, tell the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from extractors.tables.amounts import Number, is_number, join_numbers, percent
from extractors.tables.columns import MONEY_ROLES, NUMBER_ROLES, Column, Header, Role
from extractors.tables.grid import Atom, Cluster, cluster_of
from extractors.tables.table_rows import FlatRow
from extractors.tokens import Word
from programme.geometry import Box

_ALIGNED = 0.5  # ems by which edges of one column's numbers differ
_FEW = 2  # numbers that make a column where no heading does


def completed(clusters: Sequence[Cluster], header: Header | None, rows: Sequence[FlatRow]) -> list[Cluster]:
    """The columns with numbers that were lost in other text, one a row at most; columns of the header that were left
    without any number too."""
    result = list(clusters)
    for column in _bare_columns(clusters, header):
        found = [a for index in _item_rows(result) if (a := _under(column, index, rows[index], result)) is not None]
        if found:
            result.append(cluster_of(tuple(found), column.role))
    for place, cluster in enumerate(result):
        if cluster.role in (Role.LP, Role.CODE) or (cluster.role is None and len(cluster.atoms) < _FEW):
            continue
        missing = _item_rows([c for c in result if c is not cluster]) - {atom.row for atom in cluster.atoms}
        atoms = [a for i in sorted(missing) if (a := _aligned(cluster, i, rows[i], result)) is not None]
        if atoms:
            result[place] = cluster_of((*cluster.atoms, *atoms), cluster.role)
    return sorted(result, key=lambda c: c.centre)


def _flush(boxes: Sequence[Box], unit: float) -> tuple[int, float] | None:
    """The edge (0 right, 1 left, 2 middle) at which the boxes stand flush, and its place; None where at none."""
    edges = [[b.x1 for b in boxes], [b.x0 for b in boxes], [(b.x0 + b.x1) / 2 for b in boxes]]
    spreads = [max(edge) - min(edge) for edge in edges]
    best = spreads.index(min(spreads))
    return None if spreads[best] > _ALIGNED * unit else (best, median(edges[best]))


def _edge(box: Box, which: int, place: float, row: FlatRow) -> bool:
    return abs((box.x1, box.x0, (box.x0 + box.x1) / 2)[which] - place) <= _ALIGNED * row.unit


def _bare_columns(clusters: Sequence[Cluster], header: Header | None) -> list[Column]:
    """Columns of numbers in the header that hold none."""
    held = {cluster.role for cluster in clusters}
    return [c for c in (header.columns if header else ()) if c.role in NUMBER_ROLES and c.role not in held]


def _item_rows(clusters: Sequence[Cluster]) -> set[int]:
    """The rows with numbers in two columns, one of them of money where columns are named."""
    named = any(cluster.role is not None for cluster in clusters)
    kept = [c for c in clusters if c.role not in (Role.LP, Role.CODE)]
    counted = [atom.row for cluster in kept for atom in cluster.atoms]
    money = {a.row for c in kept if c.role in MONEY_ROLES or not named for a in c.atoms}
    return {row for row in money if counted.count(row) >= 2}


def _free_numbers(index: int, row: FlatRow, clusters: Sequence[Cluster]) -> Iterator[Number]:
    """The numbers of a row that are in no column."""
    used: set[Word] = {w for c in clusters for a in c.atoms if a.row == index for w in a.number.words}
    free = [word for word in row.words if word not in used]
    for number in join_numbers(free, 0.7 * row.unit):
        adjoining = all(b.box.x0 - a.box.x1 < row.unit for a, b in zip(number.words, number.words[1:], strict=False))
        if is_number(number.text) and adjoining:
            yield number


def _under(column: Column, index: int, row: FlatRow, clusters: Sequence[Cluster]) -> Atom | None:
    """The one free number of a row that stands under a heading, or None."""
    found = [n for n in _free_numbers(index, row, clusters) if _shares(n.box, column.x0, column.x1)]
    return _atom(index, found[0]) if len(found) == 1 else None


def _shares(box: Box, x0: float, x1: float) -> bool:
    return min(box.x1, x1) - max(box.x0, x0) >= 0.5 * min(box.width, x1 - x0)


def _aligned(cluster: Cluster, index: int, row: FlatRow, clusters: Sequence[Cluster]) -> Atom | None:
    """The one free number of a row that stands flush with a column's numbers, or None."""
    place = _flush([atom.number.box for atom in cluster.atoms], row.unit)
    if place is None:
        return None
    found = [
        number
        for number in _free_numbers(index, row, clusters)
        if _edge(number.box, *place, row) and _shares(number.box, cluster.x0, cluster.x1)
    ]
    return _atom(index, found[0]) if len(found) == 1 else None


def _atom(index: int, number: Number) -> Atom:
    return Atom(index, number, percent(number.text) is not None, number.box)
