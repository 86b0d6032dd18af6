"""The ways to read the items of a document: by the headers of its tables, as a receipt, by labels, by figures alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extractors.tables.amounts import looks_numeric
from extractors.tables.arithmetic import GROSZ, RawLine
from extractors.tables.beside_tables import without_side_column
from extractors.tables.columns import Header, Role, find_headers, is_header_like
from extractors.tables.corrections import section
from extractors.tables.labelled_items import labelled_items
from extractors.tables.products import without_other_amounts
from extractors.tables.prose_items import prose_items
from extractors.tables.receipt_lines import receipt_lines
from extractors.tables.subtotals import is_subtotal
from extractors.tables.table_lines import Body, read_body
from extractors.tables.table_rows import FlatRow
from extractors.tables.totals import ends_items, heads_summary, is_carried, is_footer, is_rate_row
from extractors.tables.transposed import transposed_items
from extractors.tables.wrapped_amounts import rejoined_cells
from programme.invoices import Problem

_PRICES = frozenset({Role.PRICE, Role.PRICE_GROSS, Role.PRICE_AFTER})
_HEADLESS = Problem(code="no_table_header", message="The table has no header that could be read")


@dataclass(frozen=True)
class TableReading:
    """Lines as one way to read gives them. `sure`: which column is the quantity is undisputed; `used` are the indexes
    of the rows that hold the items, so that sums are sought in the others."""

    lines: tuple[RawLine, ...]
    sure: bool
    used: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()


def table_readings(rows: Sequence[FlatRow]) -> Iterator[TableReading]:
    """The readings of the items, the likeliest first; none that is empty."""
    tables = _tables(rows)
    headed = _together(tables)
    found = any(Role.QUANTITY in line.cells or Role.NET in line.cells for line in headed.lines)
    if found:
        yield headed
        sales = [table for table in tables if any(_PRICES & line.cells.keys() for line in table.lines)]
        if 0 < len(sales) < len([table for table in tables if table.lines]):
            yield _together(sales)  # without lists of deliveries or lots that repeat the items
    wrapped = _wrapped(rows)
    if found and wrapped.lines:
        yield wrapped
    for lines in (receipt_lines(rows), labelled_items(rows)):
        if lines:
            yield TableReading(tuple(lines), True)
    if headed.lines and not found:
        yield headed
    headless = _headless(rows)
    if headless.lines:
        yield headless
    yield from _of_products(rows)
    for told, used in (transposed_items(rows), prose_items(rows)) if not headed.lines else ():
        if told:
            yield TableReading(tuple(told), True, used)


def _tables(rows: Sequence[FlatRow]) -> list[TableReading]:
    """What stands under each header, read by itself."""
    result: list[TableReading] = []
    for body, indexes in _bodies(rows, find_headers(rows)):
        reading = read_body(body)
        found = _named_above(list(reading.lines), body, rows)
        found, last = without_sums(found, reading.lasts)
        result.append(TableReading(tuple(found), reading.sure or not found, frozenset(indexes[: last + 1])))
    return result


def _together(tables: Sequence[TableReading]) -> TableReading:
    lines: list[RawLine] = []
    for table in tables:
        lines = _merged(lines, list(table.lines))
    used = frozenset(index for table in tables for index in table.used)
    return TableReading(tuple(lines), all(table.sure for table in tables), used)


def _wrapped(rows: Sequence[FlatRow]) -> TableReading:
    """The items by the headers where amounts too wide for their cells run over two rows."""
    joined = rejoined_cells(rows)
    if joined is None:
        return TableReading((), False)
    reading = _together(_tables(joined[0]))
    used = {joined[1][index] for index in reading.used}
    emptied = {index for index in range(1, len(rows)) if index - 1 in used and index not in joined[1]}
    return replace(reading, used=frozenset(used | emptied))


def _of_products(rows: Sequence[FlatRow]) -> Iterator[TableReading]:
    """The items by the headers, and by figures alone, without rows of amounts that are no items."""
    kept, origins = without_other_amounts(rows)
    for reading in (_together(_tables(kept)), _headless(kept)):
        if reading.used:
            used = {origins[index] for index in reading.used}
            yield replace(reading, used=frozenset(range(min(used), max(used) + 1)))


def without_sums(lines: list[RawLine], lasts: Sequence[int]) -> tuple[list[RawLine], int]:
    """The lines before the first that only repeats their sum, and the row in which the last of them ends (-1: none).

    Sums below a table without a word that says so stand in its columns of money: without a quantity, and worth what the
    lines above are worth together.
    """
    worths = [line.first(Role.NET, Role.VALUE, Role.GROSS) for line in lines]
    for index in range(1, len(lines)):
        above = [worths[i] for i in range(index) if Role.QUANTITY in lines[i].cells]
        tail = lines[index:]
        if any(Role.QUANTITY in line.cells for line in tail) or len(above) < index or None in above:
            continue
        total = sum((worth for worth in above if worth is not None), Decimal(0))
        running = Decimal(0)
        for worth in worths[index:]:
            running += worth or Decimal(0)
            if abs(running - total) <= GROSZ * index:
                return lines[:index], lasts[index - 1]
    return lines, lasts[-1] if lasts else -1


def _bodies(rows: Sequence[FlatRow], headers: Sequence[Header]) -> list[tuple[Body, list[int]]]:
    """The rows under each header, up to where items end, cut at sums of groups and at headings of before and
    after a correction."""
    result: list[tuple[Body, list[int]]] = []
    kept = {index: row for index, row in enumerate(without_side_column(rows, headers)) if row is not None}
    for number, header in enumerate(headers):
        stop = headers[number + 1].first if number + 1 < len(headers) else len(rows)
        if stop < len(rows) and [c.role for c in header.columns] == [c.role for c in headers[number + 1].columns]:
            stop = _page_head(rows, stop, header.last)
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
                break
            if ends_items(row):
                if is_subtotal(rows, index, stop, collected):
                    result.append((Body(header, tuple(kept[i] for i in collected), before), collected))
                    collected = []
                    continue
                break
            collected.append(index)
        while collected and len(kept[collected[-1]].words) > 1 and is_header_like(kept[collected[-1]]):
            collected.pop()  # the head of the summary that ended the items
        result.append((Body(header, tuple(kept[i] for i in collected), before), collected))
    return result


def _page_head(rows: Sequence[FlatRow], repeated: int, last: int) -> int:
    """Where the head of a page begins that stands above a table's heading printed again in row `repeated`; that row
    itself where an item stands above it. `last` is the row of the heading before."""
    above = repeated
    while above - 1 > last and rows[above - 1].page == rows[repeated].page:
        above -= 1
    return repeated if any(_amounts(row) > 1 for row in rows[above:repeated]) else above


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


def _headless(rows: Sequence[FlatRow]) -> TableReading:
    """Lines of a table without a readable header, found by their products alone: before the first sums, else behind."""
    ends = [i for i, row in enumerate(rows) if i > 2 and (_is_sum(row) or is_rate_row(row))]
    for begin, stop in pairwise([0, *(end for i in ends for end in (i, i + 1)), len(rows)]):
        reading = _headless_between(rows, begin, stop)
        if reading.lines:
            return reading
    return TableReading((), False)


def _headless_between(rows: Sequence[FlatRow], begin: int, stop: int) -> TableReading:
    numeric = [i for i in range(begin, stop) if _amounts(rows[i]) >= 2]
    if not numeric:
        return TableReading((), False)
    start = numeric[0]
    while start > begin and _names(rows[start - 1], rows[start]):
        start -= 1
    reading = read_body(Body(None, tuple(rows[start:stop])))
    if not any(Role.QUANTITY in line.cells for line in reading.lines):
        return TableReading((), False)
    lines, last = without_sums(list(reading.lines), reading.lasts)
    return TableReading(tuple(lines), reading.sure, frozenset(range(start, start + last + 1)), (_HEADLESS,))


def _is_sum(row: FlatRow) -> bool:
    return heads_summary(row) or (ends_items(row) and _amounts(row) > 0)


def _names(row: FlatRow, below: FlatRow) -> bool:
    """Whether a row may be the name of the item whose figures stand closely below."""
    near = row.page == below.page and below.y - row.y <= 2.2 * row.line
    text = sum(char.isalpha() for char in row.text) >= 3
    return near and text and not is_header_like(row) and not ends_items(row) and ":" not in row.text


def _amounts(row: FlatRow) -> int:
    """How many amounts with decimals a row holds: "29," of an address and a date are none."""
    return sum(looks_numeric(w.text) and re.search(r"\d[.,]\d{2,4}\D{0,4}$", w.text) is not None for w in row.words)
