"""The column of discounts whose heading was lost: with it, and only with it, every row's product is its value.

Per cent of the price, an amount off the value, or off the price of each piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from extractors.tables.amounts import readings
from extractors.tables.arithmetic import GROSZ, RATES, share_of
from extractors.tables.columns import Role
from extractors.tables.grid import Atom, Cluster

_MOST_COLUMNS = 9  # looked at, so that hostile tables cannot stall the reading
_LONGEST_SHARE = 5  # signs: "12,50"
_LEAST_LEFT = Decimal("0.3")  # of a price that is discounted

Column = Mapping[int, Decimal]


def with_lost_discount(clusters: list[Cluster]) -> list[Cluster]:
    """The clusters, the one column that is needed as a discount named so; as they are where none or several fit."""
    if any(cluster.role is Role.DISCOUNT for cluster in clusters):
        return clusters
    columns = [values_of(cluster) for cluster in clusters]
    counts = [{atom.row: _counts(atom.number.text) for atom in cluster.atoms} for cluster in clusters]
    usable = [i for i, c in enumerate(clusters) if c.role not in (Role.LP, Role.CODE)][:_MOST_COLUMNS]
    plain = [i for i in usable if clusters[i].percents <= 0.5 and clusters[i].role is not Role.RATE]
    found: set[int] = set()
    for factor, price, value in permutations(plain, 3):
        rows = columns[value].keys()
        if not rows or not rows <= counts[factor].keys() & columns[price].keys():
            continue
        trials = {
            row: [(count, columns[price][row], columns[value][row]) for count in counts[factor][row]] for row in rows
        }
        if all(any(abs(count * each - worth) <= GROSZ for count, each, worth in trial) for trial in trials.values()):
            return clusters  # no discount is needed
        if not all(any(_may_be_reduced(*trial) for trial in trials[row]) for row in rows):
            continue
        if all(1 in (count, each) for trial in trials.values() for count, each, _ in trial):
            continue  # once something tells nothing
        for index in (i for i in usable if i not in (factor, price, value)):
            less, share = columns[index], _is_share(clusters[index])
            fits = all(
                any(reduces(count, each, less.get(row, Decimal(0)), worth, share) for count, each, worth in trials[row])
                for row in rows
            )
            if fits and (share is True or not _is_tax(less, columns[value])):
                found.add(index)
    texts = {tuple(atom.number.text for atom in clusters[index].atoms) for index in found}
    if len(texts) != 1:
        return clusters
    return [replace(c, role=Role.DISCOUNT) if i == min(found) else c for i, c in enumerate(clusters)]


def _is_share(cluster: Cluster) -> bool | None:
    """Whether a column is in per cent; None where it may be, its sign not printed."""
    if cluster.percents > 0.5:
        return True
    bare = all(len(atom.number.text) <= _LONGEST_SHARE and value < 100 for atom, value in _valued(cluster))
    return None if bare else False


def _valued(cluster: Cluster) -> Iterator[tuple[Atom, Decimal]]:
    values = values_of(cluster)
    return ((atom, values[atom.row]) for atom in cluster.atoms if atom.row in values)


def _may_be_reduced(count: Decimal, each: Decimal, worth: Decimal) -> bool:
    return _LEAST_LEFT * count * each <= worth <= count * each + GROSZ


def _counts(text: str) -> list[Decimal]:
    """The quantities a text may be: "1.900" kilograms are two by two readings."""
    return [reading.value for reading in readings(text, money=False) if reading.penalty <= 1]


def reduces(quantity: Decimal, price: Decimal, less: Decimal, value: Decimal, share: bool | None = None) -> bool:
    """Whether quantity x price less a discount is the value. `share`: it is in per cent, or is none; None: either."""
    return any(abs(made - value) <= slack for made, slack in _reduced(quantity, price, abs(less), share))


def _reduced(quantity: Decimal, price: Decimal, less: Decimal, share: bool | None) -> Iterator[tuple[Decimal, Decimal]]:
    if share is not False and less < 100:
        # The discounted price is rounded to a grosz before it is multiplied.
        made = quantity * price * (1 - less / 100)
        yield made, GROSZ + min(abs(quantity) / 200, abs(made) / 1000)
    if share is not True:
        yield quantity * price - less, GROSZ
        yield quantity * (price - less), GROSZ


def values_of(cluster: Cluster, money: bool = True) -> dict[int, Decimal]:
    """The values of a column by row, each as most literally read."""
    found = {atom.row: readings(atom.number.text.rstrip("%° "), money) for atom in cluster.atoms}
    return {row: values[0].value for row, values in found.items() if values}


def _is_tax(less: Column, value: Column) -> bool:
    """Whether the amounts are the tax of the values: a gross price less its tax is the net value."""
    shares = [share_of(rate) for rate in RATES]
    return all(
        any(abs(value[row] * share - amount) <= 2 * GROSZ for share in shares)
        for row, amount in less.items()
        if row in value
    )
