"""A table's body as raw lines: cells by column, description, unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.tables.amounts import looks_numeric
from extractors.tables.arithmetic import Cell, RawLine
from extractors.tables.attribute_rows import closed_up, is_attribute
from extractors.tables.column_roles import by_order, settle, tally
from extractors.tables.columns import Column, Header, Role
from extractors.tables.grid import (
    Cluster,
    anchors_of,
    atom_cell,
    columns_of_numbers,
    numbers_in,
    unit_words,
    with_roles,
)
from extractors.tables.group_headings import group_headings
from extractors.tables.heading_cells import divided
from extractors.tables.joined_numbers import parted
from extractors.tables.lost_numbers import completed
from extractors.tables.lots import without_lots
from extractors.tables.name_counters import without_codes
from extractors.tables.name_place import name_place
from extractors.tables.package_columns import with_package
from extractors.tables.rebate_rows import with_rebates
from extractors.tables.stacked import unstacked
from extractors.tables.table_rows import CODE, FlatRow, centred, gather, is_bare, names_lead, names_unsure, text_follows
from extractors.tables.tax_columns import with_taxes
from extractors.tables.two_quantities import counts_otherwise, one_quantity, seed_units_by_heading
from extractors.tables.unit_cells import (
    is_unit_cell,
    unit_behind,
    unit_beside,
    unit_near,
    unit_of_price,
    unit_said,
    unit_text,
)
from extractors.tokens import Word
from programme.geometry import Box, around
from programme.packages import package_kind, package_sizes

_COUNTER = re.compile(r"^\d{1,3}[.),:]?$|^0\d{5}$")
_SET_OFF = 1.5  # ems; words of a text stand closer
_FLUSH = 0.3  # ems
_TOUCHING = 0.005  # of the page's width, between headings of one column


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of one table below its header."""

    header: Header | None
    rows: tuple[FlatRow, ...]
    before: bool = False


@dataclass(frozen=True, slots=True)
class BodyReading:
    """The lines of a table. `sure`: which column is what is undisputed; `lasts` are the rows (indexes in the body) in
    which the numbers of each line end."""

    lines: tuple[RawLine, ...] = ()
    sure: bool = True
    lasts: tuple[int, ...] = ()


def read_body(body: Body) -> BodyReading:
    """The lines of a table."""
    if not body.rows:
        return BodyReading()
    bare = columns_of_numbers(parted(numbers_in(body.rows, body.header), body.header, body.rows))
    if body.header is not None:
        body = replace(body, header=divided(body.header, bare))
    clusters = with_roles(bare, body.rows, body.header)
    clusters = completed(clusters, body.header, body.rows)
    clusters = unstacked(clusters, body.header.columns if body.header else (), body.rows) or clusters
    clusters, undisputed = one_quantity(clusters, body.header, body.rows, tally)
    clusters, sure = settle(by_order(clusters, body.header, body.rows), body.rows)
    clusters, sure = with_taxes(clusters), sure and undisputed
    groups = anchors_of(body.rows, clusters)
    if not groups:
        return BodyReading((), sure)
    firsts = [group[0] for group in groups]
    lasts = {group[0]: group for group in groups}
    held = [index for group in groups for index in group]
    headings, documents = group_headings(body.rows, held)
    # What tells of lots and codes is no name: the others tell whether names stand above their numbers or below.
    named = [i for i, row in enumerate(body.rows) if i in held or not (i in documents or is_attribute(row.words))]
    texts, places = closed_up(body.rows, named), [named.index(first) for first in firsts]
    apart = frozenset(place for place, index in enumerate(named) if index in headings)
    # Lots and codes below the last name are lines of it, where numbers stand in the middle of such lines.
    follows = text_follows(body.rows, firsts, headings) and text_follows(texts, places, apart)
    gathered = centred(body.rows, firsts, headings) or [
        [named[place] for place in group] for group in gather(texts, places, apart, follows)
    ]
    zones = _Zones.of(body.header, clusters, body.rows, held)
    bare_rows = all(is_bare(body.rows[i]) for group in groups for i in group)
    stacked = names_lead(texts, places) and bare_rows
    guessed = body.header is None and bare_rows and not stacked and len(body.rows) > len(firsts) > 1
    if guessed or names_unsure(texts, places):
        sure = False  # whether a name between two rows of figures belongs to those above or below, nothing says
    lines = []
    for anchor, indexes in zip(firsts, gathered, strict=True):
        own = sorted(set(indexes) | set(lasts[anchor]))
        lines.append(_line(body, clusters, zones, lasts[anchor], own, stacked))
    lines = seed_units_by_heading(without_codes(lines, body.header), body.header)
    sure = sure and not counts_otherwise(lines, clusters, body.header)
    lines, ends = with_rebates(*without_lots(lines, [group[-1] for group in groups]))
    return BodyReading(tuple(lines), sure, tuple(ends))


@dataclass(frozen=True, slots=True)
class _Zones:
    """Where (in x) a description begins and ends, where its unit stands."""

    name_start: float
    name_end: float
    far_end: float  # where names end that run on under the heading of a code: "Nazwa towaru / Indeks"
    unit: tuple[float, float] | None
    codes: tuple[tuple[float, float], ...]
    others: tuple[tuple[float, float], ...]  # where no unit stands: under headings of something else

    @staticmethod
    def of(header: Header | None, clusters: Sequence[Cluster], rows: Sequence[FlatRow], held: Sequence[int]) -> _Zones:
        """For a table's rows, of which those `held` hold its items' numbers."""
        unit = rows[0].unit
        columns = header.columns if header else ()
        name = next((c for c in columns if c.role is Role.NAME), None)
        coded = tuple((c.x0, c.x1) for c in columns if c.role in (Role.CODE, Role.LP))
        codes = coded + tuple((x0, x1) for _, x0, x1 in (header.nameless if header else ()))
        others = codes if any(c.role is Role.UNIT for c in columns) else coded  # else a heading nobody knows may be
        if name is None and (name := name_place([rows[index] for index in held], clusters)) is not None:
            columns, codes = (*columns, name), (*codes, (0.0, name.x0))
        start = name.x0 if name else 0.0
        codes_too = (None, Role.LP) if name else (None, Role.LP, Role.CODE)
        numeric = [c for c in clusters if c.role not in codes_too and (name is None or c.centre > name.centre)]
        if name is not None:  # "500 kg" alone in a further row of a name is no code
            numeric = [c for c in numeric if c.role is not Role.CODE or c.x0 > name.x1]
        edges = [c.x0 - 0.2 * unit for c in numeric]
        after = [c for c in columns if name is not None and c.x0 > name.x1]
        edges += [c.x0 - 0.8 * unit for c in after if c.role is Role.UNIT]
        further = [c.x0 - 0.8 * unit for c in after if c.role is Role.CODE]
        far, near = min(edges, default=1.0), min([*edges, *further], default=1.0)
        return _Zones(start, near, far, _unit_zone(columns, clusters, unit), codes, others)


def _unit_zone(columns: Sequence[Column], clusters: Sequence[Cluster], unit: float) -> tuple[float, float] | None:
    """Between the numbers' columns: where the unit's header stands, else right of the quantity."""
    numeric = [c for c in clusters if c.role is not None]
    quantity = next((c for c in numeric if c.role is Role.QUANTITY), None)
    label = _unit_label(columns, quantity)
    others = [c.x0 for c in numeric if c is not quantity]
    if quantity is not None and (label is None or label.centre > quantity.x0):
        right = min((x for x in others if x > quantity.x0 + unit), default=quantity.x1 + 8 * unit)
        right = _before_name(columns, quantity.x1, right, unit)
        if label is None or label.x0 < right:
            return quantity.x0, right
    if label is None:
        return None
    ends = [max(a.number.box.x1 for a in c.atoms) for c in numeric if c.centre < label.x0]  # units stand behind prices
    left = [*ends, label.x0 - 0.8 * unit]
    right = min((c.x0 for c in numeric if c.centre > label.centre), default=label.x1 + 4 * unit)
    return max(left), _before_name(columns, label.centre, right, unit)


def _unit_label(columns: Sequence[Column], quantity: Cluster | None) -> Column | None:
    """The heading of the units: of several the first behind the quantity, else the last before it."""
    labels = [c for c in columns if c.role is Role.UNIT]
    if quantity is None or len(labels) < 2:
        return labels[0] if labels else None
    behind = [c for c in labels if c.centre > quantity.x0]
    if behind:
        return min(behind, key=lambda c: c.x0)
    last = max(labels, key=lambda c: c.x0)
    return replace(last, x0=min(c.x0 for c in labels if last.x0 - c.x1 <= _TOUCHING))  # "J.m." under "Miara"


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
    own = [(cluster, atom) for cluster in clusters for atom in cluster.atoms if atom.row in anchors]
    used = [word for cluster, atom in own if cluster.role is not None for word in atom.number.words]
    cells: dict[Role, Cell] = {}
    lp: str | None = None
    for cluster, atom in own:
        if cluster.role is Role.LP:
            lp = atom.number.text
        elif cluster.role not in (None, Role.CODE):
            cells.setdefault(cluster.role, atom_cell(rows[atom.row], atom))
    units, astray = _units(rows, zones, anchors, indexes, cells, used, stacked)
    lp = lp or _counter(rows[anchors[0]], zones)
    if stacked:
        name = _name_above(rows, [i for i in indexes if i not in anchors])
    else:
        name = _description(rows, indexes, anchors, zones, used, units)
    return RawLine(
        page=rows[anchors[0]].page,
        box=around([rows[i].box for i in anchors]),
        description=with_package(name, body.header, [rows[i] for i in anchors], (*used, *units)),
        unit=unit_text(units) or unit_said(name),
        cells=cells,
        before=body.before,
        spots=_spots(rows, anchors, clusters, zones, cells, () if astray else units),
        lp=lp.strip(".):,") if lp else None,
        astray=astray,
    )


def _units(
    rows: Sequence[FlatRow],
    zones: _Zones,
    anchors: Sequence[int],
    indexes: Sequence[int],
    cells: Mapping[Role, Cell],
    used: Sequence[Word],
    stacked: bool,
) -> tuple[tuple[Word, ...], bool]:
    """The words of the line's unit: those of its column, else those that name one behind the quantity or the price,
    beside the quantity, under or over it. And whether they stand beside it outside the column, where others may."""
    others = [word for index in indexes for word in rows[index].words if _is_of_others(word, zones)]
    used = [*used, *others]
    units = unit_words(rows, anchors if stacked else indexes, zones.unit, others, anchors)
    if len(indexes) > len(anchors) and not is_unit_cell(units):
        beside = unit_words(rows, anchors, zones.unit, others)
        units = beside if is_unit_cell(beside) else units  # words of a name that runs on under the unit's column
    quantity, price = cells.get(Role.QUANTITY), cells.get(Role.PRICE)
    known = quantity or price
    if known is None or is_unit_cell(units):
        return units, False
    held = (i for i in anchors if any(w.box == known.box or _within(w.box, known.box) for w in rows[i].words))
    home = next(held, anchors[0])
    behind = unit_behind(rows[home], quantity.box, used) if quantity is not None else ()
    if not behind and price is not None:
        behind = unit_of_price(rows[home], price.box, used)
    if behind or quantity is None:
        return behind or units, False
    beside = unit_beside(rows[home], quantity.box, used)
    if beside:
        return beside, not _in_zone(beside, zones)
    return unit_near([rows[i] for i in indexes if i != home], quantity.box, used) or units, False


def _is_of_others(word: Word, zones: _Zones) -> bool:
    return any(x0 < word.box.centre[0] < x1 for x0, x1 in zones.others)


def _in_zone(units: Sequence[Word], zones: _Zones) -> bool:
    """Whether a unit's words stand where units should, as far as that is known."""
    return zones.unit is None or zones.unit[0] <= around([word.box for word in units]).centre[0] <= zones.unit[1]


def _spots(
    rows: Sequence[FlatRow],
    anchors: Sequence[int],
    clusters: Sequence[Cluster],
    zones: _Zones,
    cells: Mapping[Role, Cell],
    units: Sequence[Word],
) -> dict[Role, Box]:
    """Where the line's unit stands and its missing cells should."""
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
    return spots


def _within(inner: Box, outer: Box) -> bool:
    return outer.x0 <= inner.x0 and inner.x1 <= outer.x1 and outer.y0 <= inner.y0 and inner.y1 <= outer.y1


def _counter(row: FlatRow, zones: _Zones) -> str | None:
    first = row.words[0]
    if _COUNTER.match(first.text) and first.box.x0 <= zones.name_start + 0.01 and len(row.words) > 1:
        return first.text
    return None


def _name_above(rows: Sequence[FlatRow], indexes: Sequence[int]) -> str:
    """The name that has rows of its own, whatever columns it runs over."""
    own = [index for index in indexes if not is_attribute(rows[index].words)]
    words = [word for index in own for word in _without_counter(rows[index], index == own[0])]
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
    aside = [word for index in anchors for word in _cells_behind(rows[index], zones)]
    for index in indexes:
        own = rows[index].words if index in anchors else _running(rows[index], zones)
        words = [w for w in own if w not in used and w not in units]
        if index in anchors:
            running = _running(rows[index], zones)
            words = [w for w in words if w.box.x0 < zones.name_end or (w.box.x0 < zones.far_end and w in running)]
            words = [w for w in words if not any(c.isalnum() for c in w.text) or _ends_in(w, zones, running)]
            words = [w for w in words if w not in aside]
        words = _without_figures(words, rows[index].unit) if index in anchors else words
        words = [w for w in words if not (CODE.match(w.text) and _begins_code(w, zones, rows[index].unit))]
        if is_attribute(words):
            continue
        parts += [w.text for w in _without_codes(words, zones, index in anchors or index == indexes[0])]
    return " ".join(part for part in parts if any(c.isalnum() for c in part) or part in "-+–&").strip()


def _cells_behind(row: FlatRow, zones: _Zones) -> list[Word]:
    """The words of cells behind the name, set off from it, under headings of something else; but those that say how
    the goods are packed."""
    cells = [cell for cell in row.segments(_SET_OFF) if 0 < zones.name_start < cell[0].box.x0]
    cells = [cell for cell in cells if _is_of_others(cell[0], zones) and not _is_package(cell)]
    return [word for cell in cells for word in cell]


def _is_package(cell: Sequence[Word]) -> bool:
    text = " ".join(word.text for word in cell)
    return package_kind(text) is not None or bool(package_sizes(text))


def _running(row: FlatRow, zones: _Zones) -> list[Word]:
    """The words of a row without an item's numbers that are of its name: text that begins under the name's heading runs
    on over the columns behind it."""
    return [word for segment in row.segments() if segment[0].box.x0 < zones.name_end for word in segment]


def _without_figures(words: Sequence[Word], unit: float) -> list[Word]:
    """The words without figures set off from the text: cells of a column nobody named ("Opak.", "1002 10 00"), that
    would pass for a size behind a name ("... BB" and "20")."""
    kept = len(words)
    for place in range(len(words) - 1, 0, -1):
        if not looks_numeric(words[place].text):
            break
        if words[place].box.x0 - words[place - 1].box.x1 > _SET_OFF * unit:
            kept = place
    return list(words[:kept])


def _ends_in(word: Word, zones: _Zones, running: Sequence[Word]) -> bool:
    centre = (word.box.x0 + word.box.x1) / 2
    return centre < zones.name_end or (centre < zones.far_end and word in running)


def _without_codes(words: Sequence[Word], zones: _Zones, counted: bool) -> list[Word]:
    """The words of a description's row without counter and codes that stand before it; only an item's first row and
    that of its numbers are `counted`, further ones may begin with a size ("BIG BAG" over "20 j.s.")."""
    kept = list(words)
    leads = bool(kept) and kept[0].box.x0 < zones.name_start and (counted or _under_code(kept[0], zones))
    if leads and _COUNTER.match(kept[0].text) and len(kept) > 1:
        kept = kept[1:]
    while kept and CODE.match(kept[0].text) and _under_code(kept[0], zones):
        kept = kept[1:]
    return kept


def _begins_code(word: Word, zones: _Zones, unit: float) -> bool:
    """Whether a word stands flush with the heading of codes behind the names."""
    return any(x0 > zones.name_start and abs(word.box.x0 - x0) <= _FLUSH * unit for x0, _ in zones.codes)


def _under_code(word: Word, zones: _Zones) -> bool:
    return word.box.x0 < zones.name_start and any(x0 < word.box.x1 and word.box.x0 < x1 for x0, x1 in zones.codes)
