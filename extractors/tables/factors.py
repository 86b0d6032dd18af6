"""Which of two factors of a product is the quantity, where no heading says so: by the unit beside it and by how figures
are printed.

A product holds either way round, so arithmetic cannot tell. A unit printed in the quantity's own cell tells; a column
of units next to only one of the two, whole numbers, and prices kept to the grosz are evidence that must agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.tables.amounts import readings
from extractors.tables.arithmetic import GROSZ, RATES, share_of
from extractors.tables.columns import Role
from extractors.tables.grid import Atom, Cluster
from extractors.tables.lost_discounts import values_of
from extractors.tables.table_rows import FlatRow
from extractors.tables.unit_cells import unit_behind, unit_runs, unit_text
from extractors.tokens import Word
from programme.invoices import UnitKind
from programme.units import unit_kind

ENOUGH = 1.5
PLAIN = 2.0  # evidence of the quantity's own unit printed behind it
_TOUCHING, _NEAR = 0.6, 8.0  # ems between a number and the unit in its own cell, and in the column beside it
_MOST = 0.8  # share of the rows in which a unit must stand so
_LEAST_PART = Decimal("0.05")  # of a unit that is sold
_LEAST_OF_PACKAGE = Decimal("0.25")  # of a bag or a piece
_HEADED = 1.2  # the other factor stands under a heading that says price: with one sign more, this decides
_COUNTED = {UnitKind.SEED_UNIT, UnitKind.BAG, UnitKind.BIG_BAG, UnitKind.PIECE}
_PRICES = (Role.PRICE, Role.PRICE_GROSS, Role.PRICE_AFTER)


def leaning(
    one: Cluster, other: Cluster, clusters: Sequence[Cluster], rows: Sequence[FlatRow], headed: bool = False
) -> tuple[float, float]:
    """The evidence that `one`, and that `other`, is the quantity of the two. At least `ENOUGH` against none decides.

    `headed` says that the columns' roles come from headings that nothing contradicts: a heading lost to the reader
    leaves the quantity without one, but not the price.
    """
    first, second = ({atom.row: atom for atom in cluster.atoms} for cluster in (one, other))
    pairs = [(row, (first[row], second[row])) for row in sorted(first.keys() & second.keys())]
    if not pairs:
        return 0.0, 0.0
    counted = [(two, least) for row, two in pairs if (least := _least_part(rows[row], _used(row, clusters)))]
    odd = [sum(_is_odd(two[side], least) for two, least in counted) for side in (0, 1)]
    whole = [not any(_fraction(two[side]) for two, _ in counted) for side in (0, 1)]
    if 0 in odd and any(odd) and (2 * max(odd) >= len(counted) or whole[odd.index(0)]):
        return (0.0, PLAIN) if odd[0] else (PLAIN, 0.0)  # whatever headings say
    votes = [0.0, 0.0]
    prices = [cluster.role in _PRICES for cluster in (one, other)]
    if headed and prices[0] != prices[1]:
        votes[prices.index(False)] += _HEADED
    for winner, weight in (_by_unit(pairs, clusters, rows), _by_decimals(pairs), _by_fractions(pairs, clusters, rows)):
        votes[winner] += weight
    further = [cluster for cluster in clusters if cluster is not one and cluster is not other]
    for side, (factor, rival) in enumerate(((one, other), (other, one))):
        votes[1 - side] += ENOUGH * _is_price(factor, rival, further)
    return votes[0], votes[1]


def _is_price(factor: Cluster, rival: Cluster, others: Sequence[Cluster]) -> bool:
    """Whether a column holds prices, as further columns say: the same without tax or with it, or before a discount.
    What the factor and its rival multiply to tells nothing."""
    own, multiplied = values_of(factor), values_of(rival, money=False)
    columns = [(cluster, values_of(cluster)) for cluster in others]
    for cluster, found in columns:
        if cluster.percents > 0.5 or not own.keys() <= found.keys() or not any(value % 1 for value in found.values()):
            continue
        if all(abs(own[row] * multiplied.get(row, Decimal(0)) - found[row]) <= GROSZ for row in own):
            continue
        taxed = all(any(_is_taxed(own[row], found[row], rate) for rate in RATES[:3]) for row in own)
        if taxed or all(any(_is_taxed(found[row], own[row], rate) for rate in RATES[:3]) for row in own):
            return True
        for share, less in columns:
            reduced = share.percents > 0.5 and any(less.values()) and share is not cluster
            if reduced and all(_is_reduced(found[row], less.get(row, Decimal(0)), own[row]) for row in own):
                return True
    return False


def _is_taxed(net: Decimal, gross: Decimal, rate: str) -> bool:
    return net > 0 and abs(net * (1 + share_of(rate)) - gross) <= GROSZ


def _is_reduced(before: Decimal, less: Decimal, after: Decimal) -> bool:
    return after > 0 and abs(before * (1 - less / 100) - after) <= GROSZ


_Pair = tuple[int, tuple[Atom, Atom]]


def _by_unit(pairs: Sequence[_Pair], clusters: Sequence[Cluster], rows: Sequence[FlatRow]) -> tuple[int, float]:
    """The factor with the unit beside it. A unit between the two belongs to the one it touches, or to none."""
    counts = {(side, place): 0 for side in (0, 1) for place in ("touching", "behind", "before")}
    for index, factors in pairs:
        used = _used(index, clusters)
        for side in (0, 1):
            for place in _places(rows[index], factors[side], factors[1 - side], used):
                counts[side, place] += 1
    for place, weight in (("touching", PLAIN), ("behind", 1.5), ("before", 1.0)):
        for side in (0, 1):
            if counts[side, place] >= _MOST * len(pairs) and not counts[1 - side, place]:
                return side, weight
    return 0, 0.0


def _places(row: FlatRow, atom: Atom, other: Atom, used: set[Word]) -> set[str]:
    """Where a unit stands beside a number, with no other number between and not between the two factors."""
    box, rival = atom.number.box, other.number.box
    found = {"touching"} if unit_behind(row, box, used, _TOUCHING) else set()
    numbers = [word for word in row.words if word in used]
    for run in unit_runs(row, used):
        start, end = run[0].box.x0, run[-1].box.x1
        if min(box.x1, rival.x1) <= start and end <= max(box.x0, rival.x0):
            continue
        if 0 <= start - box.x1 <= _NEAR * row.unit and not any(box.x1 <= word.box.x0 < start for word in numbers):
            found.add("behind")
        if 0 <= box.x0 - end <= _NEAR * row.unit and not any(end <= word.box.x0 < box.x0 for word in numbers):
            found.add("before")
    return found


def _by_decimals(pairs: Sequence[_Pair]) -> tuple[int, float]:
    """The factor printed whole or to thousandths beside one printed to the grosz: prices keep their grosze."""
    told = [sum(_to_grosz(two[1 - side]) and not _to_grosz(two[side]) for _, two in pairs) for side in (0, 1)]
    if bool(told[0]) == bool(told[1]):
        return 0, 0.0
    side = 0 if told[0] else 1
    return side, 1.5 if told[side] > 1 else 1.0


def _by_fractions(pairs: Sequence[_Pair], clusters: Sequence[Cluster], rows: Sequence[FlatRow]) -> tuple[int, float]:
    """The factor that is whole on every row beside one that is not: surer where it is printed without decimals and each
    row's unit counts whole things."""
    broken = [any(_fraction(two[side]) for _, two in pairs) for side in (0, 1)]
    if broken[0] == broken[1]:
        return 0, 0.0
    whole = int(broken[0])
    counted = all(
        two[whole].number.text.isdigit() and _is_counted(rows[index], _used(index, clusters)) for index, two in pairs
    )
    return whole, 0.5 if counted else 0.4


def _is_odd(atom: Atom, least: Decimal) -> bool:
    """Whether a number is an amount of money that is no quantity of what is counted: "364,58"."""
    found = readings(atom.number.text, money=False)
    return bool(found) and _to_grosz(atom) and found[0].value % least != 0


def _is_counted(row: FlatRow, used: set[Word]) -> bool:
    return _least_part(row, used) is not None


def _least_part(row: FlatRow, used: set[Word]) -> Decimal | None:
    """The least part of a row's unit that is sold; None where it does not count things."""
    units = {unit_kind(unit_text(run) or "") for run in unit_runs(row, used)}
    if not units or not units <= _COUNTED:
        return None
    return _LEAST_PART if UnitKind.SEED_UNIT in units else _LEAST_OF_PACKAGE


def _used(index: int, clusters: Sequence[Cluster]) -> set[Word]:
    """The words of a row's numbers in columns."""
    return {word for c in clusters for a in c.atoms if a.row == index for word in a.number.words}


def _to_grosz(atom: Atom) -> bool:
    return re.search(r"[.,](?:\d\d|\d{4})\D*$", atom.number.text) is not None


def _fraction(atom: Atom) -> bool:
    found = readings(atom.number.text, money=False)
    return bool(found) and found[0].value % 1 != Decimal(0)
