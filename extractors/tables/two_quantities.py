"""Tables with several columns of quantities: packages beside units, ordered beside delivered.

The one that multiplies with the price to the value was sold. Whether the unit of measure printed in the row is its
own, headings and places tell; where they do not, the quantity is in dispute: "10 | 20 | j.s." with a price for each of
ten packages must not become ten seed units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.tables.amounts import readings
from extractors.tables.arithmetic import RawLine
from extractors.tables.columns import Header, Role
from extractors.tables.grid import Atom, Cluster
from extractors.tables.package_columns import package_columns, says_package
from extractors.tables.table_rows import FlatRow
from programme.invoices import UnitKind
from programme.units import unit_kind

_SEED_UNITS = re.compile(r"(?i)\b(?:js|[ij]\. ?[s5])\b|\bjedn\w*\.? ?siew|\bjednost\w+ siew")
_PACKED = frozenset((UnitKind.BAG, UnitKind.BIG_BAG, UnitKind.PIECE))
_Tally = Callable[[list[Cluster], Sequence[FlatRow]], tuple[int, int]]


def one_quantity(
    clusters: list[Cluster], header: Header | None, rows: Sequence[FlatRow], tally: _Tally
) -> tuple[list[Cluster], bool]:
    """The clusters with one quantity among several named so, and whether it is beyond dispute; as they are where none
    or several of them satisfy the arithmetic. `tally` counts how many lines could be tried and how many hold.
    """
    places = [index for index, cluster in enumerate(clusters) if cluster.role is Role.QUANTITY]
    if len(places) < 2:
        return clusters, True
    fitting = []
    for place in places:
        tried, held = tally(_only(clusters, places, place), rows)
        if tried and held == tried:
            fitting.append(place)
    if len(fitting) > 1 and all(_same(clusters[fitting[0]], clusters[place]) for place in fitting[1:]):
        fitting = fitting[-1:]  # the same figures twice: no matter which
    if len(fitting) != 1:
        return clusters, True
    chosen = fitting[0]
    rivals = [clusters[p] for p in places if p != chosen and not _same(clusters[chosen], clusters[p])]
    sure = not any(
        _owns_the_unit(clusters[chosen], rival, header, rows)
        or _label(clusters[chosen], header) == _label(rival, header)
        for rival in rivals
    )
    return _only(clusters, places, chosen), sure


def heading_unit(label: str) -> UnitKind | None:
    """The kind of unit a heading names: "Ilość [j.s.]", "Ilość op."; None where it names none."""
    words = [word.strip("[](){}.,:") for word in re.split(r"[\s\[(]+", label)[1:]]
    return next((kind for word in words if word and (kind := unit_kind(word)) is not None), None)


def counts_otherwise(lines: Sequence[RawLine], clusters: Sequence[Cluster], header: Header | None) -> bool:
    """Whether a column beside the quantity counts the goods in seed units, and the lines do not: "Razem j.s. 20". The
    wording of a line does not know of it.

    Such a column is known by its heading, or, without one, by holding the quantity multiplied with another column.
    """
    quantity = next((c for c in clusters if c.role is Role.QUANTITY), None)
    if quantity is None or all(line.unit and unit_kind(line.unit) is UnitKind.SEED_UNIT for line in lines):
        return False
    own = {atom.row: value for atom in quantity.atoms if (value := _value(atom)) is not None}
    others = [c for c in clusters if c.role is None]
    nameless = header.nameless if header else ()
    headings = [(x0, x1) for label, x0, x1 in nameless if _SEED_UNITS.search(label) and not says_package(label)]
    packages = [(x0, x1) for _, x0, x1 in package_columns(header)]
    for cluster in others:
        if any(min(x1, cluster.x1) > max(x0, cluster.x0) for x0, x1 in packages):
            continue  # what one package holds is no count of all
        if any(min(x1, cluster.x1) > max(x0, cluster.x0) for x0, x1 in headings):
            return True
        figures = {atom.row: value for atom in cluster.atoms if (value := _value(atom)) is not None}
        for factor in others:
            times = {atom.row: value for atom in factor.atoms if (value := _value(atom)) is not None and value != 1}
            shared = own.keys() & figures.keys() & times.keys()
            if factor is not cluster and any(own[row] * times[row] == figures[row] for row in shared):
                return True
    return False


def _value(atom: Atom) -> Decimal | None:
    found = readings(atom.number.text, money=False)
    return found[0].value if found and found[0].value else None


def seed_units_by_heading(lines: Sequence[RawLine], header: Header | None) -> list[RawLine]:
    """The lines, in seed units where the one heading of quantities says so ("Ilość [j.s.]"), no column is of units
    and no line has a unit of its own that is another."""
    columns = header.columns if header else ()
    named = [c for c in columns if c.role is Role.QUANTITY]
    if len(named) != 1 or any(c.role is Role.UNIT for c in columns) or not _SEED_UNITS.search(named[0].label):
        return list(lines)
    own = {kind for line in lines if line.unit and (kind := unit_kind(line.unit)) is not None}
    if own - {UnitKind.SEED_UNIT}:
        return list(lines)
    return [line if line.unit else replace(line, unit="j.s.") for line in lines]


def _only(clusters: Sequence[Cluster], places: Sequence[int], chosen: int) -> list[Cluster]:
    """The clusters with only one of the quantities still called so."""
    return [replace(c, role=None) if i in places and i != chosen else c for i, c in enumerate(clusters)]


def _same(one: Cluster, other: Cluster) -> bool:
    """Whether two columns hold the same figures in the rows they share."""
    theirs = {atom.row: atom.number.text for atom in other.atoms}
    shared = [(atom.number.text, theirs[atom.row]) for atom in one.atoms if atom.row in theirs]
    return bool(shared) and all(_plain(a) == _plain(b) for a, b in shared)


def _plain(text: str) -> str:
    return re.sub(r"[.,]0+$", "", text.replace(" ", ""))


def _owns_the_unit(chosen: Cluster, rival: Cluster, header: Header | None, rows: Sequence[FlatRow]) -> bool:
    """Whether the unit printed in the rows may be the rival's and not the chosen quantity's."""
    mine, theirs = _kind(chosen, header), _kind(rival, header)
    if mine in _PACKED and theirs not in _PACKED:
        return True
    if theirs is UnitKind.SEED_UNIT and mine is not UnitKind.SEED_UNIT:
        return True
    if theirs in _PACKED or rival.centre < chosen.centre:
        # Nearer to the units on its right is the chosen one; between the two they are the rival's.
        return rival.centre < chosen.centre and _units_between(rival, chosen, rows)
    return _units_between(rival, None, rows) and not _units_between(chosen, rival, rows)


def _kind(cluster: Cluster, header: Header | None) -> UnitKind | None:
    return heading_unit(_label(cluster, header))


def _label(cluster: Cluster, header: Header | None) -> str:
    columns = [c for c in (header.columns if header else ()) if c.role is Role.QUANTITY]
    over = [c for c in columns if min(c.x1, cluster.x1) > max(c.x0, cluster.x0)]
    nearest = min(over or columns, key=lambda c: abs(c.centre - cluster.centre), default=None)
    return nearest.label if nearest is not None else ""


def _units_between(left: Cluster, right: Cluster | None, rows: Sequence[FlatRow]) -> bool:
    """Whether seed units stand right of a column (and left of another)."""
    end = right.x0 if right is not None else 1.0
    return any(
        left.x1 <= word.box.x0 + 0.2 * rows[atom.row].unit
        and word.box.x1 <= end + 0.2 * rows[atom.row].unit
        and unit_kind(word.text) is UnitKind.SEED_UNIT
        for atom in left.atoms
        for word in rows[atom.row].words
    )
