"""The table of an invoice from words alone: lines, totals, and whether they prove each other.

`read_items` reads, `reconcile` re-reads the cells that prevent the sums, `choose` joins two readers' readings.
A quantity is proven only where quantity x price = value holds for its line and all lines sum to the printed
totals; a figure that cannot be decided stays None or unproven.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractors.amounts import looks_numeric
from extractors.arithmetic import Cell, RawLine
from extractors.beside_tables import without_side_column
from extractors.columns import Header, Role, find_headers, is_header_like
from extractors.corrections import section, with_state
from extractors.labelled_items import labelled_items
from extractors.proof import DoubtfulCell, Proof, RawTable, prove
from extractors.receipt_lines import receipt_lines
from extractors.subtotals import is_subtotal
from extractors.table_lines import Body, read_body
from extractors.table_rows import FlatRow, flat_rows
from extractors.tokens import TokenPage
from extractors.totals import (
    Summary,
    ends_items,
    find_summary,
    heads_summary,
    is_carried,
    is_footer,
    is_rate_row,
    several_sums,
)
from extractors.units import unit_kind
from programme.geometry import Box
from programme.invoices import LineItem, Problem, Totals, VatRow, Witness


@dataclass(frozen=True)
class Items:
    """The table as read. `arithmetic_holds` is None where it could not be tried. `doubtful` are the cells whose
    digits prevent the sums, for targeted re-reading. `raw` is the evidence behind it, for `reconcile`."""

    lines: tuple[LineItem, ...] = ()
    totals: Totals = field(default_factory=Totals)
    vat_rows: tuple[VatRow, ...] = ()
    arithmetic_holds: bool | None = None
    problems: tuple[Problem, ...] = ()
    doubtful: tuple[DoubtfulCell, ...] = ()
    raw: RawTable = field(default_factory=RawTable, repr=False, compare=False)
    several: bool = False  # pages sum up by themselves to different totals: more than one invoice


def read_items(pages: Sequence[TokenPage]) -> Items:
    """The line items and totals of one document's pages (in order)."""
    rows = [row for page in pages for row in flat_rows(page)]
    headers = find_headers(rows)
    lines: list[RawLine] = []
    sure = True
    used: set[int] = set()
    problems: list[Problem] = []
    for body, indexes in _bodies(rows, headers):
        found, certain = read_body(body)
        found = _named_above(found, body, rows)
        lines = _merged(lines, found)
        sure = sure and (certain or not found)
        used |= set(indexes) if found else set()
    if not any(Role.QUANTITY in line.cells or Role.NET in line.cells for line in lines):
        receipt = receipt_lines(rows) or labelled_items(rows)
        if receipt:
            lines, sure, used = receipt, True, set()
        elif not lines:
            lines, sure, used = _headless(rows)
            if lines:
                problems.append(Problem(code="no_table_header", message="The table has no header that could be read"))
    lines = with_state(lines, rows)
    if not lines:
        problems.append(Problem(code="no_table", message="No table of items was found"))
    rest = [row for index, row in enumerate(rows) if index not in used]
    items = _items(RawTable(tuple(lines), find_summary(rest), sure), tuple(problems))
    return replace(items, several=len(pages) > 1 and several_sums(rest))


def _items(raw: RawTable, problems: tuple[Problem, ...]) -> Items:
    proof: Proof = prove(raw)
    return Items(
        proof.lines,
        proof.totals,
        raw.summary.vat_rows,
        proof.holds,
        (*problems, *proof.problems),
        proof.doubtful,
        proof.raw,
    )


def _bodies(rows: Sequence[FlatRow], headers: Sequence[Header]) -> list[tuple[Body, list[int]]]:
    """The rows under each header, up to where items end, cut at sums of groups and at headings of before and
    after a correction."""
    result: list[tuple[Body, list[int]]] = []
    kept = {index: row for index, row in enumerate(without_side_column(rows, headers)) if row is not None}
    for number, header in enumerate(headers):
        stop = headers[number + 1].first if number + 1 < len(headers) else len(rows)
        if stop < len(rows) and Role.NAME not in header.roles and _has_name_above(rows, headers[number + 1]):
            stop -= 1  # the name of the next item's own small table
        start = max(0, header.first - 4, headers[number - 1].last + 1 if number else 0)
        headings = [s for r in rows[start : header.first] if (s := section(r)) is not None]
        before = headings[-1] if headings else False
        collected: list[int] = []
        for index in range(header.last + 1, stop):
            row = kept.get(index)
            if row is None or is_carried(row) or is_footer(row):
                continue
            state = section(row)
            if state is not None and not any(looks_numeric(w.text) for w in row.words):
                result.append((Body(header, tuple(kept[i] for i in collected), before), collected))
                collected, before = [], state
                continue
            if is_rate_row(row):
                while collected and is_header_like(kept[collected[-1]]):
                    collected.pop()
                break
            if ends_items(row):
                if is_subtotal(rows, index, stop, collected):
                    result.append((Body(header, tuple(kept[i] for i in collected), before), collected))
                    collected = []
                    continue
                break
            collected.append(index)
        result.append((Body(header, tuple(kept[i] for i in collected), before), collected))
    return result


def _named_above(found: list[RawLine], body: Body, rows: Sequence[FlatRow]) -> list[RawLine]:
    """An item whose head has no column for its name carries it in the row above: one small table for each item."""
    if body.header is None or len(found) != 1 or found[0].description or not _has_name_above(rows, body.header):
        return found
    above = rows[body.header.first - 1]
    return [replace(found[0], description=re.sub(r"^\d{1,3}[.)]\s+", "", above.text))]


def _has_name_above(rows: Sequence[FlatRow], header: Header) -> bool:
    if header.first == 0 or Role.NAME in header.roles:
        return False
    above, head = rows[header.first - 1], rows[header.first]
    near = above.page == head.page and head.y - above.y <= 2.5 * head.line
    return near and sum(char.isalpha() for char in above.text) >= 3 and not ends_items(above)


def _merged(lines: list[RawLine], found: list[RawLine]) -> list[RawLine]:
    """Further lines; those of a table that only carries columns on (KSeF: joined by Lp.) join their line."""
    known = {line.lp: index for index, line in enumerate(lines) if line.lp}
    lone = found and all(
        line.lp in known and not (set(line.cells) & set(lines[known[line.lp]].cells)) and not line.description
        for line in found
    )
    if not lone or len(known) != len(lines):
        return [*lines, *found]
    result = list(lines)
    for line in found:
        index = known[line.lp or ""]
        result[index] = replace(result[index], cells={**result[index].cells, **line.cells})
    return result


def _headless(rows: Sequence[FlatRow]) -> tuple[list[RawLine], bool, set[int]]:
    """Lines of a table without a readable header, found by their products alone."""
    ends = (i for i, row in enumerate(rows) if i > 2 and (heads_summary(row) or (ends_items(row) and _amounts(row))))
    stop = next(ends, len(rows))
    numeric = [i for i in range(stop) if _amounts(rows[i]) >= 2]
    if not numeric:
        return [], False, set()
    start = numeric[0]
    body = Body(None, tuple(rows[start:stop]))
    lines, sure = read_body(body)
    held = [line for line in lines if Role.QUANTITY in line.cells]
    return (lines, sure, set(range(start, stop))) if held else ([], False, set())


def _amounts(row: FlatRow) -> int:
    """How many amounts with decimals a row holds: "29," of an address and a date are none."""
    return sum(looks_numeric(w.text) and re.search(r"\d[.,]\d{2,4}\D{0,4}$", w.text) is not None for w in row.words)


def reconcile(items: Items, reread: Callable[[int, Box], Sequence[str]]) -> Items:
    """The items with their doubtful cells read again through `reread` (page number, box -> texts).

    The one combination that adds up is taken; where none or several do, the value stays doubtful.
    """
    if not items.doubtful:
        return items
    lines = list(items.raw.lines)
    summary = items.raw.summary
    for cell in items.doubtful:
        texts = _figures(reread(cell.page, cell.box), cell)
        if not texts:
            continue
        if cell.line is None:
            summary = _with_total(summary, cell, texts)
            continue
        line = lines[cell.line]
        old = line.cells.get(cell.role)
        new = old.joined(texts) if old else Cell(cell.page, cell.box, tuple(dict.fromkeys(texts)), 0.8)
        lines[cell.line] = replace(line, cells={**line.cells, cell.role: new})
    known = tuple(p for p in items.problems if p.code.startswith("no_table"))
    again = _items(RawTable(tuple(lines), summary, items.raw.sure), known)
    return again if _strength(again) >= _strength(items) else items


def _figures(texts: Sequence[str], cell: DoubtfulCell) -> tuple[str, ...]:
    """The texts that are figures. A quantity whose place was guessed from its row may bring its unit: "4 szt."."""
    alone = cell.role is not Role.QUANTITY or bool(cell.texts)
    figures = (text.strip() if alone else re.sub(r"(?<=[\d.,])\s+[^\d\s]{1,12}$", "", text.strip()) for text in texts)
    return tuple(dict.fromkeys(figure for figure in figures if looks_numeric(figure)))


def _with_total(summary: Summary, cell: DoubtfulCell, texts: tuple[str, ...]) -> Summary:
    def joined(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(c.joined(texts) if c.page == cell.page and c.box == cell.box else c for c in cells)

    return replace(summary, net=joined(summary.net), vat=joined(summary.vat), gross=joined(summary.gross))


def _strength(items: Items) -> tuple[int, int, int, int]:
    """How much of a reading proves itself: for comparing readings of the same document."""
    return (
        int(items.arithmetic_holds is True),
        sum(line.proven for line in items.lines),
        int(items.totals.gross is not None and Witness.ARITHMETIC in items.totals.gross.witnesses),
        sum(line.quantity is not None and line.net is not None for line in items.lines),
    )


def choose(first: Items, second: Items) -> Items:
    """One reading of two engines' readings of the same pages.

    The one that proves itself is taken; where neither does, cells are joined line by line, so that one
    engine's right digit mends the other's wrong one. Lines that both read alike get a second witness.
    """
    best, other = (first, second) if _strength(first) >= _strength(second) else (second, first)
    if best.arithmetic_holds is not True:
        joined = _joined(best, other)
        if joined is not None and _strength(joined) > _strength(best):
            best = joined
    return _with_units(_witnessed(best, first, second), other)


def _joined(best: Items, other: Items) -> Items | None:
    """The two readings' cells together, where their lines answer each other one to one."""
    if len(best.raw.lines) != len(other.raw.lines) or not best.raw.lines:
        return None
    lines = []
    for mine, theirs in zip(best.raw.lines, other.raw.lines, strict=True):
        if mine.page != theirs.page or abs(mine.box.centre[1] - theirs.box.centre[1]) > 2 * mine.box.height:
            return None
        cells = dict(mine.cells)
        for role, cell in theirs.cells.items():
            cells[role] = cells[role].joined(cell.texts) if role in cells else cell
        lines.append(replace(mine, cells=cells))
    mine_sum, their_sum = best.raw.summary, other.raw.summary
    summary = Summary(
        (*mine_sum.net, *their_sum.net),
        (*mine_sum.vat, *their_sum.vat),
        (*mine_sum.gross, *their_sum.gross),
        mine_sum.vat_rows or their_sum.vat_rows,
        mine_sum.carried_in if mine_sum.carried_in is not None else their_sum.carried_in,
        mine_sum.carried_out if mine_sum.carried_out is not None else their_sum.carried_out,
    )
    known = tuple(p for p in best.problems if p.code.startswith("no_table"))
    return _items(RawTable(tuple(lines), summary, best.raw.sure and other.raw.sure), known)


def _witnessed(best: Items, first: Items, second: Items) -> Items:
    """The lines that both engines read alike (quantity and value, at one place) with that witness."""
    lines = []
    for line in best.lines:
        agreed = all(any(_alike(line, twin) for twin in reading.lines) for reading in (first, second))
        if agreed and line.quantity is not None:
            both = frozenset({Witness.SECOND_READER})
            quantity = line.quantity.model_copy(
                update={"witnesses": line.quantity.witnesses | both, "confidence": max(line.quantity.confidence, 0.97)}
            )
            net = line.net.model_copy(update={"witnesses": line.net.witnesses | both}) if line.net else None
            line = line.model_copy(update={"quantity": quantity, "net": net, "confidence": max(line.confidence, 0.95)})
        lines.append(line)
    return replace(best, lines=tuple(lines))


def _with_units(best: Items, other: Items) -> Items:
    """Lines whose unit is not understood take that of their twin in the other reading."""
    lines = []
    for line in best.lines:
        if not line.unit or unit_kind(line.unit) is None:
            twins = [twin for twin in other.lines if twin.unit and unit_kind(twin.unit) and _alike(line, twin)]
            if len(twins) == 1:
                line = line.model_copy(update={"unit": twins[0].unit})
        lines.append(line)
    return replace(best, lines=tuple(lines))


def reread_units(items: Items, reread: Callable[[int, Box], Sequence[str]]) -> Items:
    """The items with units that are not understood read again through `reread` (page number, box -> texts): where the
    line's own should stand, else where the other lines have theirs."""
    lines = []
    for line, raw in zip(items.lines, items.raw.lines, strict=True):
        if not _has_unit(line):
            for spot in (raw.spots.get(Role.UNIT), _units_column(items, raw)):
                texts = reread(raw.page, spot) if spot is not None else ()
                unit = next((unit for text in texts if (unit := _unit_in(text)) is not None), None)
                if unit is not None:
                    line = line.model_copy(update={"unit": unit})
                    break
        lines.append(line)
    return replace(items, lines=tuple(lines))


def _has_unit(line: LineItem) -> bool:
    return bool(line.unit) and unit_kind(line.unit or "") is not None


def _units_column(items: Items, raw: RawLine) -> Box | None:
    """Where on a line its unit stands if it stands below or above those of its page's other lines."""
    near = [
        twin.spots[Role.UNIT]
        for line, twin in zip(items.lines, items.raw.lines, strict=True)
        if _has_unit(line) and Role.UNIT in twin.spots and twin.page == raw.page
    ]
    if not near:
        return None
    margin = raw.box.height / 2
    left, right = min(spot.x0 for spot in near), max(spot.x1 for spot in near)
    return Box(max(0.0, left - margin), raw.box.y0, min(1.0, right + margin), raw.box.y1)


def _unit_in(text: str) -> str | None:
    """The unit in a cell read by itself: behind a quantity, beside the rule of the next cell."""
    for part in reversed(text.split("|")):
        unit = re.sub(r"^\d[\d., ]*", "", part.strip())
        if unit and unit_kind(unit) is not None:
            return unit
    return None


def _alike(line: LineItem, twin: LineItem) -> bool:
    if line.quantity is None or twin.quantity is None or line.quantity.value != twin.quantity.value:
        return False
    mine, theirs = _worth(line), _worth(twin)
    if mine != theirs or line.page != twin.page or line.box is None or twin.box is None:
        return False
    return abs(line.box.centre[1] - twin.box.centre[1]) <= 2 * max(line.box.height, twin.box.height)


def _worth(line: LineItem) -> Decimal | None:
    value = line.net or line.gross
    return value.value if value else None


__all__ = ["DoubtfulCell", "Items", "choose", "read_items", "reconcile", "reread_units"]
