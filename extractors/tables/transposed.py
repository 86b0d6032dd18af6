"""Tables on their side: "Nazwa | Żyto", "Ilość | 24", "Cena | 312,00" below one another, a column for each item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.tables.amounts import is_number, percent
from extractors.tables.arithmetic import Cell, RawLine
from extractors.tables.columns import NUMBER_ROLES, Role, role_of
from extractors.tables.heading_words import header_kinds
from extractors.tables.table_rows import FlatRow
from extractors.tokens import Word
from programme.geometry import Box, around

_STEP = 3.2  # distance of two rows of one table, in heights of a line
_NEEDED = frozenset({Role.NAME, Role.QUANTITY})
_WIDE, _NARROW = 1.2, 0.6  # ems between the cells of two items, and of two full ones at least


def transposed_items(rows: Sequence[FlatRow]) -> tuple[list[RawLine], frozenset[int]]:
    """The items of the first such table, left to right, and the indexes of its rows; empty where there is none."""
    for block in _blocks(rows):
        found = {role: index for index, role in block.items() if role is not None}
        if not found.keys() >= _NEEDED or not found.keys() & {Role.NET, Role.VALUE, Role.GROSS}:
            continue
        places = rows[found[Role.QUANTITY]].segments(_WIDE)[1:]
        lines = [_line(rows, block, places, number) for number in range(len(places))]
        if lines and all(Role.QUANTITY in line.cells and len(line.cells) > 1 for line in lines):
            return lines, frozenset(block)
    return [], frozenset()


def _blocks(rows: Sequence[FlatRow]) -> Iterator[dict[int, Role | None]]:
    """Rows that follow closely on one another, by index, with the role of the label each begins with; None goes on with
    the row above."""
    block: dict[int, Role | None] = {}
    for index, row in enumerate(rows):
        role = _label(row)
        last = rows[max(block)] if block else row
        apart = row.page != last.page or row.y - last.y > _STEP * row.line
        left = min((rows[i].words[0].box.x0 for i in block), default=1.0)
        inside = not apart and row.words[0].box.x0 > left + row.unit
        if block and (apart or role in block.values() or (role is None and not inside)):
            yield block
            block = {}
        if role is not None or block:
            block[index] = role
    if block:
        yield block


def _label(row: FlatRow) -> Role | None:
    """The role that a row's first cell names, where other cells follow."""
    segments = row.segments()
    kinds = [header_kinds(word.text) for word in segments[0]]
    if len(segments) < 2 or not all(kinds) or any(is_number(word.text) for word in segments[0]):
        return None
    return role_of([kind for found in kinds for kind in found])


def _values(row: FlatRow, count: int) -> list[tuple[Word, ...]]:
    """The cells behind a row's label: as many as there are items, where narrower gaps part so many."""
    ways = [row.segments(gap)[1:] for gap in (_WIDE, _NARROW)]
    return next((cells for cells in ways if len(cells) == count), ways[0])


_Cells = Sequence[tuple[Word, ...]]


def _line(rows: Sequence[FlatRow], block: dict[int, Role | None], places: _Cells, number: int) -> RawLine:
    """The item of one column: of each row the cell nearest to its quantity."""
    cells: dict[Role, Cell] = {}
    name: list[str] = []
    unit: str | None = None
    boxes: list[Box] = []
    current: Role | None = None
    for index, role in block.items():
        current = role or current
        row = rows[index]
        found = _values(row, len(places)) if role is not None else row.segments(_WIDE)
        words = [word for place, part in enumerate(found) if _column(found, place, places) == number for word in part]
        if not words:
            continue
        boxes.append(around([word.box for word in words]))
        text = " ".join(word.text for word in words)
        if current is Role.NAME:
            name.append(text)
        elif current is Role.UNIT:
            unit = text
        elif current is Role.TAX or current in NUMBER_ROLES:
            figures = [w for w in words if is_number(w.text) or percent(w.text) is not None]
            rest = " ".join(w.text for w in words if w not in figures)
            unit = rest if current is Role.QUANTITY and rest and unit is None else unit
            if figures:
                box, sure = around([w.box for w in figures]), min(w.confidence for w in figures)
                cells.setdefault(current, Cell(row.page, box, (" ".join(w.text for w in figures),), sure))
    page = rows[min(block)].page
    return RawLine(page, around(boxes), " ".join(name), unit, cells)


def _column(found: _Cells, place: int, places: _Cells) -> int:
    """Which item's column a cell of a row stands in: the one of its order, or the one it is flush or centred with."""
    if len(found) == len(places):
        return place
    x0, x1 = found[place][0].box.x0, found[place][-1].box.x1
    columns = [(cell[0].box.x0, cell[-1].box.x1) for cell in places]
    far = [min(abs(x0 - left), abs(x1 - right), abs(x0 + x1 - left - right) / 2) for left, right in columns]
    return far.index(min(far))
