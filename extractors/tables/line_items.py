"""The table of an invoice from words alone: lines, totals, and whether they prove each other.

`read_items` reads, `reconcile` re-reads the cells that prevent the sums, `choose` joins two readers' readings.
A quantity is proven only where quantity x price = value holds for its line and all lines sum to the printed
totals; a figure that cannot be decided stays None or unproven.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractors.tables.amounts import looks_numeric
from extractors.tables.arithmetic import Cell, RawLine
from extractors.tables.columns import Role
from extractors.tables.corrections import with_state
from extractors.tables.hyphenation import unhyphenated
from extractors.tables.name_counters import without_counters
from extractors.tables.proof import DoubtfulCell, Proof, RawTable, prove
from extractors.tables.summary import Summary
from extractors.tables.table_readings import table_readings
from extractors.tables.table_rows import FlatRow, flat_rows, is_scrap
from extractors.tables.totals import find_summary, several_sums
from extractors.tokens import TokenPage
from programme.geometry import Box
from programme.gross import gross_of, is_alike
from programme.invoices import LineItem, Problem, Source, Totals, VatRow, Witness
from programme.units import unit_kind


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
    """The line items and totals of one document's pages (in order).

    The table is read by its headers; where that does not prove itself, the other ways to read it compete, and the one
    that proves itself best is taken.
    """
    exact = {page.number for page in pages if page.source is Source.PDF_TEXT}
    rows = [row for page in pages for row in flat_rows(page) if page.number in exact or not is_scrap(row)]
    rows = unhyphenated(rows)
    best: Items | None = None
    rest: list[FlatRow] = []
    for reading in table_readings(rows):
        left = [row for index, row in enumerate(rows) if index not in reading.used]
        lines = tuple(
            replace(line, exact=line.page in exact) for line in with_state(without_counters(reading.lines), rows)
        )
        items = _items(RawTable(lines, find_summary(left), reading.sure), reading.problems)
        if best is None or _strength(items) > _strength(best):
            best, rest = items, left
        if best.arithmetic_holds is True and all(line.quantity is not None for line in best.lines):
            break
    if best is None or not best.lines:
        problem = Problem(code="no_table", message="No table of items was found")
        best = _items(RawTable((), find_summary(rows), True), (problem,))
        rest = rows
    return replace(best, several=len(pages) > 1 and several_sums(rest))


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


def reconcile(items: Items, reread: Callable[[int, Box], Sequence[str]]) -> Items:
    """The items with their doubtful cells read again through `reread` (page number, box -> texts).

    The one combination that adds up is taken; where none or several do, the value stays doubtful.
    """
    if not items.doubtful:
        return items
    lines = list(items.raw.lines)
    summary = items.raw.summary
    for cell in items.doubtful:
        seen = reread(cell.page, cell.box)
        texts = _figures(seen, cell)
        if cell.line is None:
            summary = _with_total(summary, cell, texts) if texts else summary
            continue
        line = lines[cell.line]
        if cell.role is Role.QUANTITY and (line.unit is None or unit_kind(line.unit) is None):
            texts = (*texts, *_without_unit((*cell.texts, *seen)))
        if not texts:
            continue
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


# "l" or "j.s." behind a number, as recognisers see them where the gap is lost: "61", "151s", "1518", "15].s.".
_GLUED_UNIT = re.compile(r"(\d[\d.,]*?) ?(?:1|[1lij|!\]\[][.,]? ?[s589$][.,]?)", re.IGNORECASE)


def _without_unit(texts: Sequence[str]) -> Iterator[str]:
    """Quantities less an end that may be their unit. The sums must say so."""
    for text in texts:
        found = _GLUED_UNIT.fullmatch(text.strip())
        if found is not None and found[1][-1] not in ".,":
            yield found[1]


def _with_total(summary: Summary, cell: DoubtfulCell, texts: tuple[str, ...]) -> Summary:
    def joined(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(c.joined(texts) if c.page == cell.page and c.box == cell.box else c for c in cells)

    return replace(summary, net=joined(summary.net), vat=joined(summary.vat), gross=joined(summary.gross))


def is_whole(items: Items) -> bool:
    """Whether the lines with their tax make the gross sum, as far as their rates are known: lines of one rate alone add
    up to that rate's sum, which may have been taken for the total."""
    made, gross = gross_of(items.lines), items.totals.gross
    return made is None or gross is None or is_alike(made, gross.value, len(items.lines))


def _strength(items: Items) -> tuple[int, int, int, int]:
    """How much of a reading proves itself: for comparing readings of the same document.

    Totals count only beside lines that all have a value: a line without one contradicts no sum.
    """
    valued = None not in [line.net for line in items.lines] or None not in [line.gross for line in items.lines]
    gross = items.totals.gross
    return (
        int(items.arithmetic_holds is True),
        sum(line.proven for line in items.lines),
        int(valued and gross is not None and Witness.ARITHMETIC in gross.witnesses),
        sum(line.quantity is not None and line.net is not None for line in items.lines),
    )


def choose(first: Items, second: Items) -> Items:
    """One reading of two engines' readings of the same pages.

    The one that proves itself is taken, of two that do the whole one; where neither does, cells are joined line by
    line, so that one engine's right digit mends the other's wrong one. Lines that both read alike get a second witness.
    """
    ranks = [(_strength(items), is_whole(items)) for items in (first, second)]
    best, other = (first, second) if ranks[0] >= ranks[1] else (second, first)
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
    # A reader that lost the column of quantities disputes nobody's.
    quantified = [raw for raw in (best.raw, other.raw) if any(Role.QUANTITY in line.cells for line in raw.lines)]
    sure = bool(quantified) and all(raw.sure for raw in quantified)
    return _items(RawTable(tuple(lines), summary, sure), known)


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
    """Lines whose unit is not understood or stands outside its column take that of their twin in the other reading."""
    lines = []
    known = [twin for twin, raw in zip(other.lines, other.raw.lines, strict=True) if _has_unit(twin) and not raw.astray]
    for line, raw in zip(best.lines, best.raw.lines, strict=True):
        if not _has_unit(line) or raw.astray:
            twins = [twin for twin in known if _alike(line, twin)]
            if len(twins) == 1:
                line = line.model_copy(update={"unit": twins[0].unit})
        lines.append(line)
    return replace(best, lines=tuple(lines))


def reread_units(items: Items, reread: Callable[[int, Box], Sequence[str]]) -> Items:
    """The items with units that are not understood, or stand outside their column, read again through `reread` (page
    number, box -> texts): where the line's own should stand, else where the other lines have theirs."""
    lines = []
    for line, raw in zip(items.lines, items.raw.lines, strict=True):
        line = _with_last_word(line)
        if not _has_unit(line) or raw.astray:
            seen: list[str] = []
            own = raw.spots.get(Role.UNIT)
            further = (_with_first_letter(own) if own is not None else None, _units_column(items, raw))
            for spot in (own, *further) if not _has_unit(line) else (own,):
                texts = reread(raw.page, spot) if spot is not None else ()
                seen += texts
                unit = next((unit for text in texts if (unit := _unit_in(text, line)) is not None), None)
                if unit is not None:
                    line = line.model_copy(update={"unit": unit})
                    break
            else:
                if sum(_lost_its_letter(text) for text in seen) >= _LOOKS:
                    line = line.model_copy(update={"unit": "j.s."})
        lines.append(line)
    return replace(items, lines=tuple(lines))


# Looks that must agree on a unit of which only the end is printed well.
_LOOKS = 3


def _lost_its_letter(text: str) -> bool:
    """Whether a cell ends as "j.s." does, its thin first letter read as a point or a stroke: ".s.", ":.s.", "is"."""
    return bool(re.search(r"(?:^|\s)(?=[^a-z]*[.:,_i|!])[.:,;_ij|! ]{1,3}s[.:,]?$", text.strip().lower()))


def _with_last_word(line: LineItem) -> LineItem:
    """The line with the last word of its unit's cell, where that is a unit and a bit of the name stands before it."""
    words = (line.unit or "").split()
    if len(words) != 2 or len(words[1]) < 2 or unit_kind(words[1]) is None:
        return line
    if _has_unit(line) and not (len(words[0]) == 1 and words[0].isalpha()):
        return line
    return line.model_copy(update={"unit": words[-1]})


def _has_unit(line: LineItem) -> bool:
    return bool(line.unit) and unit_kind(line.unit or "") is not None


def _with_first_letter(spot: Box) -> Box:
    """The spot and what stands close before it: a narrow first letter ("j" of "j.s.") goes to the cell at its left."""
    return Box(max(0.0, spot.x0 - spot.height), spot.y0, spot.x1, spot.y1)


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


_SEEN_UNIT = re.compile(r"(?=.*\D)[1lij|!\]\[][.,]? ?[s5$][.,]?", re.IGNORECASE)


def _unit_in(text: str, line: LineItem) -> str | None:
    """The unit in a cell read by itself: behind a quantity, beside the rule of the next cell. Behind a proven quantity
    the thin letter of "j.s." is told from a figure: "151s" is 15 of them."""
    for part in reversed(text.split("|")):
        unit = re.sub(r"^\d[\d., ]*", "", part.strip())
        if unit and unit_kind(unit) is not None:
            return unit
    if line.proven and line.quantity is not None:
        printed = re.match(rf"{line.quantity.value.normalize():f}(?:[.,]0+)? ?", text.strip())
        if printed is not None and _SEEN_UNIT.fullmatch(text.strip()[printed.end() :]):
            return "j.s."
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
