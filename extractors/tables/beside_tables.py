"""What stands beside a table: a narrow column of parties and dates at the left that shares the table's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.tables.columns import Header, Role
from extractors.tables.table_rows import FlatRow

_GUTTER = 0.8  # ems between the side column and the table
_LOOKED_AT = 40  # rows below a header


def without_side_column(rows: Sequence[FlatRow], headers: Sequence[Header]) -> list[FlatRow | None]:
    """The rows as the tables see them: below a header, without the words of a side column; None where no word is left.

    A side column is text that ends left of the table's first heading while the table's own text begins behind a gutter.
    Where the heading of the names was not read, text at the left is the names.
    """
    result: list[FlatRow | None] = list(rows)
    for number, header in enumerate(headers):
        stop = headers[number + 1].first if number + 1 < len(headers) else len(rows)
        if not any(column.role is Role.NAME for column in header.columns):
            continue
        page = rows[header.last].page
        own = [index for index in range(header.last + 1, stop) if rows[index].page == page]
        edge = _edge([rows[index] for index in own[:_LOOKED_AT]], header.columns[0].x0)
        if edge is None:
            continue
        for index in own:
            words = tuple(word for word in rows[index].words if word.box.x0 >= edge)
            result[index] = replace(rows[index], words=words) if words else None
    return result


def _edge(rows: Sequence[FlatRow], first_heading: float) -> float | None:
    """Where the table begins, if text of a side column ends left of it."""
    if not rows:
        return None
    unit = rows[0].unit
    segments = [(s[0].box.x0, s[-1].box.x1, s) for row in rows for s in row.segments(0.8)]
    table = [x0 for x0, x1, _ in segments if x0 <= first_heading + unit and x1 > first_heading]
    if not table:
        return None
    begin = min(table)
    side = [x1 for _, x1, words in segments if x1 <= begin and any(c.isalpha() for w in words for c in w.text)]
    crossing = any(x0 < begin - _GUTTER * unit < x1 for x0, x1, _ in segments)
    if len(side) < 2 or crossing or max(side) > begin - _GUTTER * unit:
        return None
    return (max(side) + begin) / 2
