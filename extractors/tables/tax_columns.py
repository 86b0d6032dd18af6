"""Which columns hold the tax and the gross value: those that follow from the net value and the rate on every row.

Headings alone do not tell where one word stands over several columns: "netto | brutto" under "Cena" and again under
"Wartość".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.tables.amounts import readings
from extractors.tables.arithmetic import GROSZ, rate_named, share_of
from extractors.tables.columns import Role
from extractors.tables.grid import Cluster

_SETTLED = frozenset(
    {Role.LP, Role.CODE, Role.QUANTITY, Role.PRICE, Role.PRICE_AFTER, Role.PRICE_GROSS, Role.NET, Role.RATE,
     Role.DISCOUNT}
)  # fmt: skip
_SLACK = 2 * GROSZ  # of a tax and a gross value, each rounded by itself


def with_taxes(clusters: Sequence[Cluster]) -> list[Cluster]:
    """The columns, VAT and GROSS on the one that follows from net value and rate wherever it stands beside both."""
    result = list(clusters)
    nets = _only(result, Role.NET) or _only(result, Role.VALUE)
    rates = _rates(result)
    for role in (Role.VAT, Role.GROSS) if nets and rates else ():
        due = {row: net * (rates[row] + (role is Role.GROSS)) for row, net in nets.items() if row in rates}
        fitting = [index for index, cluster in enumerate(result) if _may_be(cluster) and _fits(cluster, due)]
        named = [index for index in fitting if result[index].role is role]
        if not fitting or len(named) == 1 == sum(cluster.role is role for cluster in result):
            continue
        chosen = named[-1] if named else fitting[-1]
        result = [_renamed(cluster, role, index == chosen) for index, cluster in enumerate(result)]
    return result


def _renamed(cluster: Cluster, role: Role, chosen: bool) -> Cluster:
    if chosen:
        return replace(cluster, role=role)
    return replace(cluster, role=None) if cluster.role is role else cluster


def _may_be(cluster: Cluster) -> bool:
    return cluster.role not in _SETTLED and cluster.percents <= 0.5


def _fits(cluster: Cluster, due: Mapping[int, Decimal]) -> bool:
    values = _values(cluster)
    shared = values.keys() & due.keys()
    return (
        len(shared) == len(values)
        and any(due[row] > _SLACK for row in shared)
        and all(abs(values[row] - due[row]) <= _SLACK for row in shared)
    )


def _only(clusters: Sequence[Cluster], role: Role) -> dict[int, Decimal]:
    """The values of the one column of a role, by row."""
    found = [cluster for cluster in clusters if cluster.role is role]
    return _values(found[0]) if len(found) == 1 else {}


def _values(cluster: Cluster) -> dict[int, Decimal]:
    return {atom.row: found[0].value for atom in cluster.atoms if (found := readings(atom.number.text))}


def _rates(clusters: Sequence[Cluster]) -> dict[int, Decimal]:
    """The rates by row, as shares of the net value."""
    named = [cluster for cluster in clusters if cluster.role is Role.RATE]
    named = named or [cluster for cluster in clusters if cluster.role is Role.TAX and cluster.percents > 0.5]
    texts = {atom.row: atom.number.text for atom in named[0].atoms} if len(named) == 1 else {}
    rates = {row: rate_named(text) for row, text in texts.items()}
    return {row: share_of(rate) for row, rate in rates.items() if rate}
