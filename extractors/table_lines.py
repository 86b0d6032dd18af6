"""A table's body as raw lines: cells by column, description, unit; and the columns settled by arithmetic."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from extractors.amounts import percent, readings
from extractors.arithmetic import Cell, RawLine, product_holds, solutions
from extractors.columns import Column, Header, Role, fold
from extractors.grid import Cluster, anchors_of, clusters_of, unit_words
from extractors.stacked import unstacked
from extractors.table_rows import FlatRow, gather, names_lead
from extractors.tokens import Word
from extractors.units import unit_kind
from programme.geometry import Box, around

_COUNTER = re.compile(r"^\d{1,3}[.),:]?$|^0\d{5}$")
_CODE = re.compile(r"^(?=.*\d)[A-Z0-9][A-Z0-9./_-]{2,}$")
_BATCH = tuple(
    fold(word).replace(" ", "") for word in ("nr partii", "partia", "seria", "nr serii", "data przydatności")
)


_PRICES = (Role.PRICE, Role.PRICE_GROSS, Role.PRICE_AFTER)


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of one table below its header."""

    header: Header | None
    rows: tuple[FlatRow, ...]
    before: bool = False


def read_body(body: Body) -> tuple[list[RawLine], bool]:
    """The lines of a table, and whether which column is what is undisputed."""
    if not body.rows:
        return [], True
    clusters = clusters_of(body.rows, body.header)
    clusters = unstacked(clusters, body.header.columns if body.header else (), body.rows) or clusters
    clusters, sure = settle(clusters, body)
    groups = anchors_of(body.rows, clusters)
    if not groups:
        return [], sure
    firsts = [group[0] for group in groups]
    lasts = {group[0]: group for group in groups}
    gathered = gather(body.rows, firsts)
    zones = _Zones.of(body.header, clusters, body.rows[0].unit)
    stacked = names_lead(body.rows, firsts) and all(_is_bare(body.rows[i]) for group in groups for i in group)
    lines = []
    for anchor, indexes in zip(firsts, gathered, strict=True):
        own = sorted(set(indexes) | set(lasts[anchor]))
        lines.append(_line(body, clusters, zones, lasts[anchor], own, stacked))
    return lines, sure


def _is_bare(row: FlatRow) -> bool:
    """Whether a row holds numbers, codes and units alone: its item's name stands in a row of its own."""
    return not any(
        sum(char.isalpha() for char in word.text) > 2 and not _CODE.match(word.text) and unit_kind(word.text) is None
        for word in row.words
    )


@dataclass(frozen=True, slots=True)
class _Zones:
    """Where (in x) a description begins and ends, where its unit stands."""

    name_start: float
    name_end: float
    unit: tuple[float, float] | None
    codes: tuple[tuple[float, float], ...]

    @staticmethod
    def of(header: Header | None, clusters: Sequence[Cluster], unit: float) -> _Zones:
        columns = header.columns if header else ()
        name = next((c for c in columns if c.role is Role.NAME), None)
        codes = tuple((c.x0, c.x1) for c in columns if c.role in (Role.CODE, Role.LP))
        start = name.x0 if name else 0.0
        codes_too = (None, Role.LP) if name else (None, Role.LP, Role.CODE)
        numeric = [c for c in clusters if c.role not in codes_too and (name is None or c.centre > name.centre)]
        edges = [c.x0 - 0.2 * unit for c in numeric]
        after = [c for c in columns if name is not None and c.x0 > name.x1]
        edges += [c.x0 - 0.8 * unit for c in after if c.role in (Role.UNIT, Role.CODE)]
        return _Zones(start, min(edges, default=1.0), _unit_zone(header, clusters, unit), codes)


def _unit_zone(header: Header | None, clusters: Sequence[Cluster], unit: float) -> tuple[float, float] | None:
    """Between the numbers' columns: where the unit's header stands, else right of the quantity."""
    columns = header.columns if header else ()
    label = next((c for c in columns if c.role is Role.UNIT), None)
    numeric = [c for c in clusters if c.role is not None]
    quantity = next((c for c in numeric if c.role is Role.QUANTITY), None)
    others = [c.x0 for c in numeric if c is not quantity]
    if quantity is not None and (label is None or label.centre > quantity.x0):
        right = min((x for x in others if x > quantity.x0 + unit), default=quantity.x1 + 8 * unit)
        right = _before_name(columns, quantity.x1, right, unit)
        if label is None or label.x0 < right:
            return quantity.x0, right
    if label is None:
        return None
    left = [c.x1 for c in numeric if c.centre < label.x0] + [label.x0 - 0.8 * unit]
    right = min((c.x0 for c in numeric if c.centre > label.centre), default=label.x1 + 4 * unit)
    return max(left), _before_name(columns, label.centre, right, unit)


def _before_name(columns: Sequence[Column], x: float, right: float, unit: float) -> float:
    """`right`, or where the names begin if they stand between `x` and `right`."""
    names = [c.x0 - 0.8 * unit for c in columns if c.role is Role.NAME and c.x0 > x]
    return min([right, *names])


def _line(
    body: Body,
    clusters: Sequence[Cluster],
    zones: _Zones,
    anchors: Sequence[int],
    indexes: Sequence[int],
    stacked: bool,
) -> RawLine:
    rows = body.rows
    cells: dict[Role, Cell] = {}
    lp: str | None = None
    used: list[Word] = []
    for cluster in clusters:
        for atom in cluster.atoms:
            if atom.row not in anchors or cluster.role is None:
                continue
            used += atom.number.words
            cell = _cell_of(rows[atom.row], atom.number.words, atom.number.text, atom.is_percent)
            if cluster.role is Role.LP:
                lp = atom.number.text
            elif cluster.role is not Role.CODE:
                cells.setdefault(cluster.role, cell)
    units = unit_words(rows, anchors if stacked else indexes, zones.unit, anchors)
    if len(indexes) > len(anchors) and not _is_unit(units):
        beside = unit_words(rows, anchors, zones.unit)
        units = beside if _is_unit(beside) else units  # words of a name that runs on under the unit's column
    box = around([rows[i].box for i in anchors])
    spots: dict[Role, Box] = {
        c.role: Box(c.x0, box.y0, c.x1, box.y1)
        for c in clusters
        if c.role is not None and c.role not in cells and c.role not in (Role.LP, Role.CODE)
    }
    if units:
        spots[Role.UNIT] = around([word.box for word in units])
    elif zones.unit is not None and zones.unit[1] > zones.unit[0]:
        spots[Role.UNIT] = Box(max(0.0, zones.unit[0]), box.y0, min(1.0, zones.unit[1]), box.y1)
    lp = lp or _counter(rows[anchors[0]], zones)
    return RawLine(
        page=rows[anchors[0]].page,
        box=box,
        description=_name_above(rows, [i for i in indexes if i not in anchors])
        if stacked
        else _description(rows, indexes, anchors, zones, used, units),
        unit=_unit_text(units),
        cells=cells,
        before=body.before,
        spots=spots,
        lp=lp.strip(".):,") if lp else None,
    )


def _cell_of(row: FlatRow, words: Sequence[Word], text: str, is_percent: bool) -> Cell:
    shown = text + "%" if is_percent and percent(text) is None else text
    return Cell(row.page, around([w.box for w in words]), (shown,), min(w.confidence for w in words))


def _is_unit(words: Sequence[Word]) -> bool:
    text = _unit_text(words)
    return text is not None and unit_kind(text) is not None


def _unit_text(units: Sequence[Word]) -> str | None:
    if not units:
        return None
    text = " ".join(word.text for word in units)
    # A unit printed against its number ("40js") comes in one word: the number is the quantity's.
    text = re.sub(r"^\d[\d.,]*\s*(?=\D)", "", text)
    if unit_kind(text) is None:
        # A sign strayed in from the next column: the one word that is a unit.
        known = [word.text for word in units if unit_kind(word.text) is not None]
        others = "".join(word.text for word in units if unit_kind(word.text) is None)
        if len(known) == 1 and sum(sign.isalnum() for sign in others) <= 1:
            text = known[0]
    return text.strip(" |") or None


def _counter(row: FlatRow, zones: _Zones) -> str | None:
    first = row.words[0]
    if _COUNTER.match(first.text) and first.box.x0 <= zones.name_start + 0.01 and len(row.words) > 1:
        return first.text
    return None


def _name_above(rows: Sequence[FlatRow], indexes: Sequence[int]) -> str:
    """The name that has rows of its own, whatever columns it runs over."""
    words = [word for index in indexes for word in _without_counter(rows[index], index == indexes[0])]
    return " ".join(word.text for word in words if any(c.isalnum() for c in word.text) or word.text in "-+–&=").strip()


def _without_counter(row: FlatRow, first: bool) -> Sequence[Word]:
    counted = first and len(row.words) > 1 and _COUNTER.match(row.words[0].text)
    return row.words[1:] if counted else row.words


def _description(
    rows: Sequence[FlatRow],
    indexes: Sequence[int],
    anchors: Sequence[int],
    zones: _Zones,
    used: Sequence[Word],
    units: Sequence[Word],
) -> str:
    parts: list[str] = []
    for index in indexes:
        words = [w for w in rows[index].words if w not in used and w not in units and w.box.x0 < zones.name_end]
        words = [w for w in words if not any(c.isalnum() for c in w.text) or _centre(w) < zones.name_end]
        joined = fold("".join(w.text for w in words))
        if joined.startswith(_BATCH):
            continue
        parts += [w.text for w in _without_codes(words, zones, index in anchors or index == indexes[0])]
    return " ".join(part for part in parts if any(c.isalnum() for c in part) or part in "-+–&").strip()


def _centre(word: Word) -> float:
    return (word.box.x0 + word.box.x1) / 2


def _without_codes(words: Sequence[Word], zones: _Zones, counted: bool) -> list[Word]:
    """The words of a description's row without counter and codes that stand before it; only an item's first row and
    that of its numbers are `counted`, further ones may begin with a size ("BIG BAG" over "20 j.s.")."""
    kept = list(words)
    leads = bool(kept) and kept[0].box.x0 < zones.name_start and (counted or _under_code(kept[0], zones))
    if leads and _COUNTER.match(kept[0].text) and len(kept) > 1:
        kept = kept[1:]
    while kept and _CODE.match(kept[0].text) and _under_code(kept[0], zones):
        kept = kept[1:]
    return kept


def _under_code(word: Word, zones: _Zones) -> bool:
    return word.box.x0 < zones.name_start and any(x0 < word.box.x1 and word.box.x0 < x1 for x0, x1 in zones.codes)


# --- columns settled by arithmetic -------------------------------------------------------------------------


def settle(clusters: list[Cluster], body: Body) -> tuple[list[Cluster], bool]:
    """The clusters with roles that satisfy the arithmetic, and whether the quantity's is undisputed.

    The header's own roles are kept where they hold for half the lines; otherwise every choice of quantity,
    price and value is tried, the one that holds most often wins. Which factor is the quantity the product
    cannot tell: header, unit and whole numbers must, or it stays disputed.
    """
    tried, held = _header_holds(clusters, body)
    if not tried and (priced := _priced(clusters)) is not None:
        clusters = priced
        tried, held = _header_holds(clusters, body)
    if not tried and _quantity_named(clusters):
        return clusters, True  # a delivery note: quantities and nothing to multiply
    clusters = _second_price(clusters)
    if tried and 2 * held >= tried:
        return clusters, _quantity_named(clusters)
    best, score, rivals = _search(clusters)
    if best is None or score <= held:
        return clusters, _quantity_named(clusters) and held > 0
    quantity, price, value = best
    # Without the header's word every row must hold, one of them with a telling product.
    rows = {atom.row for atom in clusters[value].atoms} & {atom.row for atom in clusters[price].atoms}
    telling = _rows_held([clusters[i] for i in best], 1.0) >= len(rows) > 0
    sure = not rivals and score >= 1 and telling
    if any(c.role is Role.QUANTITY for c in clusters) and clusters[quantity].role is not Role.QUANTITY:
        sure = False  # the header names another column the quantity: for a person to look at
    renamed = []
    chosen = {quantity: Role.QUANTITY, price: Role.PRICE, value: Role.NET}
    for index, cluster in enumerate(clusters):
        role = chosen.get(index, cluster.role)
        if index not in chosen and role in (Role.QUANTITY, Role.PRICE, Role.NET, Role.VALUE):
            role = None
        if index not in chosen and role is None and index > value and cluster.percents > 0.5:
            role = Role.RATE
        renamed.append(Cluster(cluster.x0, cluster.x1, cluster.atoms, role))
    return _with_gross(renamed, value), sure


def _priced(clusters: list[Cluster]) -> list[Cluster] | None:
    """With the one nameless column that multiplies the quantity to the value on every line as the price, or None."""
    quantity = [c for c in clusters if c.role is Role.QUANTITY]
    value = [c for c in clusters if c.role in (Role.NET, Role.VALUE)]
    if len(quantity) != 1 or len(value) != 1 or any(c.role in _PRICES for c in clusters):
        return None
    rows, named = len(quantity[0].atoms), (quantity[0], value[0])
    fits = [c for c in clusters if c.role is None and _rows_held([named[0], c, named[1]], 1.0) >= rows]
    fits = [c for c in fits if _rows_held([named[0], c, named[1]]) > 0.25 * rows]  # 1 x price alone tells nothing
    if len(fits) != 1:
        return None
    return [replace(c, role=Role.PRICE) if c is fits[0] else c for c in clusters]


def _second_price(clusters: list[Cluster]) -> list[Cluster]:
    """Of two price columns alike the second is the price after discount."""
    prices = [i for i, c in enumerate(clusters) if c.role is Role.PRICE]
    if len(prices) != 2 or any(c.role is Role.PRICE_AFTER for c in clusters):
        return clusters
    return [replace(c, role=Role.PRICE_AFTER) if i == prices[1] else c for i, c in enumerate(clusters)]


def _quantity_named(clusters: Sequence[Cluster]) -> bool:
    return sum(c.role is Role.QUANTITY for c in clusters) == 1


def _with_gross(clusters: list[Cluster], value: int) -> list[Cluster]:
    """The last nameless column of money right of the net value is the gross value."""
    if any(c.role is Role.GROSS for c in clusters):
        return clusters
    nameless = [i for i, c in enumerate(clusters) if c.role is None and i > value and len(c.atoms) >= 1]
    if nameless:
        last = clusters[nameless[-1]]
        clusters[nameless[-1]] = Cluster(last.x0, last.x1, last.atoms, Role.GROSS)
    return clusters


def _header_holds(clusters: Sequence[Cluster], body: Body) -> tuple[int, int]:
    """How many lines could be tried with the header's roles, and how many hold."""
    tried = held = 0
    for group in anchors_of(body.rows, clusters):
        cells: dict[Role, Cell] = {}
        for cluster in clusters:
            for atom in cluster.atoms:
                if atom.row in group and cluster.role not in (None, Role.LP, Role.CODE):
                    cell = _cell_of(body.rows[atom.row], atom.number.words, atom.number.text, atom.is_percent)
                    cells.setdefault(cluster.role, cell)
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
    for choice in permutations(usable, 3):
        if clusters[choice[0]].role in taxes:
            continue
        held = _rows_held([clusters[i] for i in choice])
        if held:
            ranked.append((held + _likelihood(clusters, choice), held, choice))
    if not ranked:
        return None, 0, False
    ranked.sort(reverse=True)
    best = ranked[0]
    rivals = any(
        other[2][0] != best[2][0]
        and other[0] >= best[0] - 0.3
        and _texts(clusters[other[2][0]]) != _texts(clusters[best[2][0]])
        for other in ranked[1:]
    )
    return best[2], best[1], rivals


def _texts(cluster: Cluster) -> tuple[str, ...]:
    return tuple(atom.number.text for atom in sorted(cluster.atoms, key=lambda a: a.row))


def _rows_held(columns: Sequence[Cluster], plain: float = 0.25) -> float:
    """How many rows hold; 1 x price = price says next to nothing and counts `plain`."""
    by_row: list[Mapping[int, str]] = [{a.row: a.number.text for a in c.atoms} for c in columns]
    held = 0.0
    for row in by_row[0].keys() & by_row[1].keys() & by_row[2].keys():
        quantities, prices, values = (
            [r for r in readings(cells[row], money=i > 0) if r.penalty <= 1] for i, cells in enumerate(by_row)
        )
        holding = [(q, p) for q in quantities for p in prices for v in values if product_holds(q, p, v.value)]
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
