"""Columns whose cells hold several amounts, one above the other: "Wartość netto / brutto" in two rows of each item.

The header says what stands above what; the body must hold exactly as many amounts for each item, else nothing is
taken apart and the table stays as it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.tables.columns import MONEY_ROLES, Column, Role, role_of
from extractors.tables.grid import Atom, Cluster
from extractors.tables.table_rows import FlatRow

_MONEY = {
    False: {"net": Role.NET, "vat": Role.VAT, "gross": Role.GROSS},
    True: {"net": Role.PRICE, "gross": Role.PRICE_GROSS},
}
_REACH = 1.9  # distance of two amounts of one cell, in heights of a line


def stack_of(column: Column) -> tuple[Role, ...]:
    """The roles of a heading that names several amounts at once, top to bottom: by its words ("Wartość netto / brutto")
    or by its rows ("Wartość" over "Kwota VAT"); else empty."""
    roles = _MONEY[any(kind.startswith("price") for kind in column.kinds)]
    named = tuple(dict.fromkeys(roles[kind] for kind in column.kinds if kind in roles))
    if len(named) > 1 and not {"bez", "rate", "%vat", "%"} & set(column.kinds):
        return named
    lines = sorted({piece.row for piece in column.pieces})
    found = [role_of([piece.kind for piece in column.pieces if piece.row == line]) for line in lines]
    stack = tuple(role for role in found if role is not None)
    return stack if len(found) == len(set(stack)) > 1 and set(stack) <= MONEY_ROLES else ()


def unstacked(clusters: Sequence[Cluster], columns: Sequence[Column], rows: Sequence[FlatRow]) -> list[Cluster] | None:
    """The clusters with stacked ones taken apart, an item's amounts all in the row of its quantity; None where no
    column is stacked or the amounts are not as many as the header says."""
    named = [column.role for column in columns]
    stacks = {c.role: stack for c in columns if named.count(c.role) == 1 and (stack := stack_of(c))}
    anchors = sorted({a.row for c in clusters if c.role is Role.QUANTITY for a in c.atoms})
    if not stacks or not anchors:
        return None
    result: list[Cluster] = []
    whole: list[Cluster] = []
    for cluster in clusters:
        stack = stacks.get(cluster.role, ()) if cluster.role is not None else ()
        if not stack or len(cluster.atoms) <= len(anchors):
            whole.append(cluster)
            continue
        parts = _parts(cluster, len(stack), anchors, rows)
        if parts is None:
            return None
        result += [
            replace(cluster, x0=min(a.box.x0 for a in part), x1=max(a.box.x1 for a in part), atoms=part, role=role)
            for role, part in zip(stack, parts, strict=True)
        ]
    return [*result, *(_beside(cluster, anchors, rows) for cluster in whole)] if result else None


def _beside(cluster: Cluster, anchors: Sequence[int], rows: Sequence[FlatRow]) -> Cluster:
    """The cluster, moved to the items' rows where each of its numbers stands beside the lower amounts of one."""
    atoms = sorted(cluster.atoms, key=lambda atom: atom.row)
    if cluster.role in (None, Role.LP, Role.CODE) or [atom.row for atom in atoms] == list(anchors):
        return cluster
    if len(atoms) != len(anchors):
        return cluster
    pairs = list(zip(atoms, anchors, strict=True))
    near = all(_one_cell([rows[anchor], rows[atom.row]], rows[anchor]) for atom, anchor in pairs if atom.row != anchor)
    return replace(cluster, atoms=tuple(replace(a, row=anchor) for a, anchor in pairs)) if near else cluster


def _parts(
    cluster: Cluster, height: int, anchors: Sequence[int], rows: Sequence[FlatRow]
) -> list[tuple[Atom, ...]] | None:
    """First, second ... amounts of each item's cell, moved to the item's row."""
    atoms = sorted(cluster.atoms, key=lambda atom: atom.row)
    if len(atoms) != height * len(anchors):
        return None
    parts: list[list[Atom]] = [[] for _ in range(height)]
    for number, anchor in enumerate(anchors):
        cell = atoms[number * height : (number + 1) * height]
        if not _one_cell([rows[atom.row] for atom in cell], rows[anchor]):
            return None
        for part, atom in zip(parts, cell, strict=True):
            part.append(replace(atom, row=anchor))
    return [tuple(part) for part in parts]


def _one_cell(cell: Sequence[FlatRow], anchor: FlatRow) -> bool:
    """Whether the rows of an item's amounts follow closely on one another, with that of its quantity among them."""
    if any(row.page != anchor.page for row in cell):
        return False
    step = _REACH * anchor.line
    near = all(0 < below.y - above.y <= step for above, below in pairwise(cell))
    return near and cell[0].y - step <= anchor.y <= cell[-1].y + step
