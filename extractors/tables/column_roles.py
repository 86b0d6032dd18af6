"""Which column of a table is the quantity, which the price and the value: headings propose, products decide."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from types import MappingProxyType

from extractors.tables.amounts import readings
from extractors.tables.arithmetic import RATES, Cell, RawLine, product_holds, solutions
from extractors.tables.columns import NUMBER_ROLES, Header, Role
from extractors.tables.factors import ENOUGH, PLAIN, leaning
from extractors.tables.grid import Cluster, anchors_of, atom_cell
from extractors.tables.lost_discounts import reduces, values_of, with_lost_discount
from extractors.tables.table_rows import FlatRow
from programme.geometry import Box

_SHARES = (Role.RATE, Role.TAX, Role.DISCOUNT)
_MOST_TAXED = Decimal("1.24")  # of a net value, both rounded
_PRICES = (Role.PRICE, Role.PRICE_GROSS, Role.PRICE_AFTER)


def settle(clusters: list[Cluster], rows: Sequence[FlatRow]) -> tuple[list[Cluster], bool]:
    """The clusters with roles that satisfy the arithmetic, and whether the quantity's is undisputed.

    The header's own roles are kept where they hold for half the lines; otherwise every choice of quantity,
    price and value is tried, the one that holds most often wins. Which factor is the quantity the product
    cannot tell: header, unit and whole numbers must, or it stays disputed.
    """
    clusters = _with_discount(clusters, rows)
    tried, held = tally(clusters, rows)
    likely = True
    if not tried and (priced := _priced(clusters)) is not None:
        factors = [next(c for c in priced if c.role is role) for role in (Role.QUANTITY, Role.PRICE)]
        votes = leaning(factors[0], factors[1], priced, rows)
        clusters, likely = priced, votes[0] >= votes[1]
        tried, held = tally(clusters, rows)
    if not tried and _quantity_named(clusters):
        return clusters, True  # a delivery note: quantities and nothing to multiply
    clusters = _second_price(clusters)
    if held < tried or not tried:
        clusters = with_lost_discount(clusters)
        tried, held = tally(clusters, rows)
    if tried and 2 * held >= tried:
        return clusters, likely and _quantity_named(clusters)
    best, score, rivals = _search(clusters)
    if best is None or score <= held:
        return clusters, _quantity_named(clusters) and held > 0
    quantity, price, value = best
    decided = clusters[quantity].role is Role.QUANTITY
    least = 1.0
    if not decided:
        votes = leaning(clusters[quantity], clusters[price], clusters, rows, headed=not tried)
        if votes[1] > votes[0]:
            quantity, price, votes = price, quantity, votes[::-1]
        decided = votes[0] >= ENOUGH and not votes[1]
        if decided and votes[0] >= PLAIN:
            least = 0.25  # a single piece, said by its unit: 1 x price needs no telling product
    # Without the header's word every row must hold, one of them with a telling product.
    common = {atom.row for atom in clusters[value].atoms} & {atom.row for atom in clusters[price].atoms}
    telling = _rows_held([clusters[i] for i in best], 1.0, _discounts(clusters)) >= len(common) > 0
    sure = decided and not rivals and score >= least and telling
    if any(c.role is Role.QUANTITY for c in clusters) and clusters[quantity].role is not Role.QUANTITY:
        sure = False  # the header names another column the quantity: for a person to look at
    renamed = []
    worth = Role.NET if clusters[value].role in (Role.NET, Role.GROSS) else Role.VALUE
    chosen = {quantity: Role.QUANTITY, price: Role.PRICE, value: worth}
    rates = [i for i, c in enumerate(clusters) if i not in chosen and c.role is None and _are_rates(c)]
    for index, cluster in enumerate(clusters):
        role = chosen.get(index, cluster.role)
        if index not in chosen and role in (Role.QUANTITY, Role.PRICE, Role.NET, Role.VALUE):
            role = None
        if index in rates[-1:]:
            role = Role.RATE
        renamed.append(Cluster(cluster.x0, cluster.x1, cluster.atoms, role))
    return _with_gross(renamed, value), sure


def by_order(clusters: list[Cluster], header: Header | None, rows: Sequence[FlatRow]) -> list[Cluster]:
    """The clusters with the header's roles in order, where numbers stand too far from their headings (flush right under
    headings flush left) to be told by place: as many of both, and every line holds; else as they are."""
    named = [c.role for c in (header.columns if header else ()) if c.role in NUMBER_ROLES]
    places = [i for i, c in enumerate(clusters) if c.role not in (Role.LP, Role.CODE)]
    if len(named) != len(places) or len(set(named)) != len(named) or Role.QUANTITY not in named:
        return clusters
    tried, held = tally(clusters, rows)
    if [clusters[i].role for i in places] == named or (tried and held == tried):
        return clusters
    result = list(clusters)
    for place, role in zip(places, named, strict=True):
        if clusters[place].percents > 0.5 and role not in _SHARES:
            return clusters
        result[place] = replace(clusters[place], role=role)
    tried, held = tally(result, rows)
    quantities = next(c for c in result if c.role is Role.QUANTITY)
    return result if tried == held == len(quantities.atoms) > 0 else clusters


def _with_discount(clusters: list[Cluster], rows: Sequence[FlatRow]) -> list[Cluster]:
    """Of several columns in per cent the one that makes every line hold as its discount is none of rates."""
    shares = [i for i, c in enumerate(clusters) if c.role in (Role.RATE, Role.TAX) and c.percents > 0.5]
    if len(shares) < 2 or any(c.role is Role.DISCOUNT for c in clusters):
        return clusters
    tried, held = tally(clusters, rows)
    ways = [[replace(c, role=Role.DISCOUNT) if i == place else c for i, c in enumerate(clusters)] for place in shares]
    fitting = [way for way in ways if tally(way, rows) == (tried, tried)]
    return fitting[0] if held < tried and len(fitting) == 1 else clusters


def _priced(clusters: list[Cluster]) -> list[Cluster] | None:
    """With the one nameless column (or one of two called values) that multiplies the quantity to the value on every
    line as the price, or None."""
    quantity = [c for c in clusters if c.role is Role.QUANTITY]
    values = [c for c in clusters if c.role in (Role.NET, Role.VALUE)]
    if len(quantity) != 1 or not 1 <= len(values) <= 2 or any(c.role in _PRICES for c in clusters):
        return None
    rows = len(quantity[0].atoms)
    prices = [c for c in clusters if c.role is None or (len(values) == 2 and c in values)]
    pairs = [(c, v) for c in prices for v in values if c is not v and (len(values) == 1 or c in values)]
    fits = [(c, v) for c, v in pairs if _rows_held([quantity[0], c, v], 1.0) >= rows]
    fits = [(c, v) for c, v in fits if _rows_held([quantity[0], c, v]) > 0.25 * rows]  # 1 x price alone tells nothing
    if len(fits) != 1:
        return None
    return [replace(c, role=Role.PRICE) if c is fits[0][0] else c for c in clusters]


def _second_price(clusters: list[Cluster]) -> list[Cluster]:
    """Of two price columns alike the second is the price after discount."""
    prices = [i for i, c in enumerate(clusters) if c.role is Role.PRICE]
    if len(prices) != 2 or any(c.role is Role.PRICE_AFTER for c in clusters):
        return clusters
    return [replace(c, role=Role.PRICE_AFTER) if i == prices[1] else c for i, c in enumerate(clusters)]


def _quantity_named(clusters: Sequence[Cluster]) -> bool:
    return sum(c.role is Role.QUANTITY for c in clusters) == 1


def _are_rates(cluster: Cluster) -> bool:
    """Whether a column is in per cent, or holds nothing but rates of VAT without their sign."""
    return cluster.percents > 0.5 or all(atom.number.text in RATES[:3] for atom in cluster.atoms)


def _with_gross(clusters: list[Cluster], value: int) -> list[Cluster]:
    """The last nameless column of money right of the value, and worth no less than it, is the gross value."""
    if any(c.role is Role.GROSS for c in clusters):
        return clusters
    net = values_of(clusters[value])
    nameless = [i for i, c in enumerate(clusters) if c.role is None and i > value and _may_be_gross(values_of(c), net)]
    if nameless:
        last = clusters[nameless[-1]]
        clusters[nameless[-1]] = Cluster(last.x0, last.x1, last.atoms, Role.GROSS)
    return clusters


def _may_be_gross(gross: Mapping[int, Decimal], net: Mapping[int, Decimal]) -> bool:
    shared = gross.keys() & net.keys()
    return all(abs(net[row]) <= abs(gross[row]) <= _MOST_TAXED * abs(net[row]) for row in shared)


def tally(clusters: Sequence[Cluster], rows: Sequence[FlatRow]) -> tuple[int, int]:
    """How many lines could be tried with the header's roles, and how many hold."""
    tried = held = 0
    for group in anchors_of(rows, clusters):
        cells: dict[Role, Cell] = {}
        for cluster in clusters:
            for atom in cluster.atoms:
                if atom.row in group and cluster.role not in (None, Role.LP, Role.CODE):
                    cells.setdefault(cluster.role, atom_cell(rows[atom.row], atom))
        found = solutions(RawLine(0, Box(0, 0, 0, 0), "", None, cells))
        tried += bool(found and found[0].holds is not None)
        held += bool(found and found[0].holds)
    return tried, held


def _search(clusters: Sequence[Cluster]) -> tuple[tuple[int, int, int] | None, float, bool]:
    """The (quantity, price, value) columns that hold on most rows; the count; whether a rival is as good."""
    never = (Role.LP, Role.CODE, Role.RATE)
    taxes = (Role.VAT, Role.TAX, Role.DISCOUNT, Role.GROSS)  # no quantity stands there, a misnamed value may
    usable = [i for i, c in enumerate(clusters) if c.percents <= 0.5 and c.role not in never][:12]
    ranked: list[tuple[float, float, tuple[int, int, int]]] = []
    less = _discounts(clusters)
    for choice in permutations(usable, 3):
        if clusters[choice[0]].role in taxes:
            continue
        held = _rows_held([clusters[i] for i in choice], less=less)
        if held:
            ranked.append((held + _likelihood(clusters, choice), held, choice))
    if not ranked:
        return None, 0, False
    ranked.sort(reverse=True)
    best = ranked[0]
    rows = _rows_held([clusters[i] for i in best[2]], 1.0, less)
    rivals = any(
        other[2][0] not in best[2][:2]  # which of the two factors is the quantity, `leaning` tells
        and other[0] >= best[0] - 0.3
        and _rows_held([clusters[i] for i in other[2]], 1.0, less) >= rows  # a row on which it fails disproves a rival
        and _texts(clusters[other[2][0]]) != _texts(clusters[best[2][0]])
        for other in ranked[1:]
    )
    return best[2], best[1], rivals


def _texts(cluster: Cluster) -> tuple[str, ...]:
    return tuple(atom.number.text for atom in sorted(cluster.atoms, key=lambda a: a.row))


def _discounts(clusters: Sequence[Cluster]) -> Mapping[int, Decimal]:
    """The discounts by row, where one column is of them."""
    found = [cluster for cluster in clusters if cluster.role is Role.DISCOUNT]
    return values_of(found[0]) if len(found) == 1 else {}


def _rows_held(
    columns: Sequence[Cluster], plain: float = 0.25, less: Mapping[int, Decimal] = MappingProxyType({})
) -> float:
    """How many rows hold; 1 x price = price says next to nothing and counts `plain`. `less` are discounts by row."""
    by_row: list[Mapping[int, str]] = [{a.row: a.number.text for a in c.atoms} for c in columns]
    held = 0.0
    for row in by_row[0].keys() & by_row[1].keys() & by_row[2].keys():
        quantities, prices, values = (
            [r for r in readings(cells[row], money=i > 0) if r.penalty <= 1] for i, cells in enumerate(by_row)
        )
        holding = [
            (q, p)
            for q in quantities
            for p in prices
            for v in values
            if product_holds(q, p, v.value) or (less.get(row) and reduces(q.value, p.value, less[row], v.value))
        ]
        telling = any(q.value != 1 and p.value != 1 for q, p in holding)
        held += 1.0 if telling else plain if holding else 0.0
    return held


def _likelihood(clusters: Sequence[Cluster], choice: tuple[int, int, int]) -> float:
    """How like a quantity, a price and a value the columns are, below 1: header, unit beside it, decimals."""
    quantity, price, value = (clusters[i] for i in choice)
    score = 0.4 * (quantity.role is Role.QUANTITY) + 0.1 * (price.role in (Role.PRICE, Role.PRICE_AFTER))
    score += 0.1 * (value.role in (Role.NET, Role.VALUE)) - 0.3 * (quantity.role in (Role.LP, Role.CODE))
    score -= 0.4 * (quantity.role in (Role.PRICE, Role.PRICE_GROSS, Role.PRICE_AFTER))
    whole = [re.fullmatch(r"\d+([.,]0*)?", atom.number.text) is not None for atom in quantity.atoms]
    score += 0.15 * (sum(whole) / len(whole))
    money = [re.search(r"[.,]\d{2}$", atom.number.text) is not None for atom in price.atoms]
    score += 0.15 * (sum(money) / len(money))
    score += 0.1 * (value.centre > price.centre) + 0.05 * (value.centre > quantity.centre)
    return score
