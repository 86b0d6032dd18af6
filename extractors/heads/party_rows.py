"""The lines of a party that is a row of a table: its label in the first column, name, address and NIP in further ones.

Such a table tells itself by a second row whose cells stand in the same columns: another party's, be its label misread
or lost, or the columns' headings.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.heads.party_lines import ENDS, PARTY_ROLES, first_line, is_own_datum
from extractors.text.hits import Hit
from extractors.text.labels import Lexed
from extractors.text.lexicon import Role
from extractors.text.text_cells import Cell
from programme.geometry import Box

_FLUSH = 0.012  # of the page's width
_LEAST_COLUMNS = 2  # beside the labels' own
_LEVEL = 0.25  # share of its height that a line of two beside a centred label has in common with it
_CLOSE = 0.75  # letter heights between the lines of one cell
_FARTHEST = 9.0  # letter heights between two rows of the table
_FIELDS = (Role.NAME, Role.ADDRESS, Role.NIP, Role.OTHER_ID, Role.CONTACT)


def lines_in_row(lexed: Lexed, hit: Hit) -> list[Cell]:
    """The cells of the label's row, column by column; empty where the label heads no row of a table."""
    right = _row_of(lexed, hit.cell, hit.box)
    left = lexed.layout.left_of(hit.cell)
    # "526... | Sprzedawca | Siew S.A.": the NIP may stand before the label.
    row = [*right, left] if right and left is not None and is_own_datum(left) else right
    inline = first_line(lexed, hit)
    if not hit.leads or len(row) + (inline is not None) < _LEAST_COLUMNS or not row:
        return []
    if not any(_is_like(lexed, hit, row, inline, other) for other in _other_rows(lexed, hit, row)):
        return []
    columns = [_column(lexed, cell, row, hit) for cell in row]
    return [*([inline] if inline is not None else []), *(line for lines in columns for line in lines)]


def _row_of(lexed: Lexed, first: Cell, box: Box) -> list[Cell]:
    """The cells right of a box and level with it, left to right, up to one that begins something else."""
    level = [
        cell for cell in lexed.layout.on_page(first.page)
        if cell is not first and cell.box.x0 >= box.x1 and _share(cell.box, box) >= _LEVEL
    ]  # fmt: skip
    found: list[Cell] = []
    for cell in sorted(level, key=lambda cell: (cell.box.x0, cell.box.y0)):
        hits = lexed.hits_of(cell)
        if hits and hits[0].leads and hits[0].role in (*PARTY_ROLES, *ENDS):
            break
        if not any(_share_column(cell.box, other.box) for other in found):
            found.append(cell)
    return found


def _share(one: Box, other: Box) -> float:
    """How much of the lower of two boxes' heights they have in common."""
    return (min(one.y1, other.y1) - max(one.y0, other.y0)) / min(one.height, other.height)


def _share_column(one: Box, other: Box) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _aligned(one: Box, other: Box) -> bool:
    sides = (one.x0 - other.x0, one.x1 - other.x1, one.centre[0] - other.centre[0])
    return min(map(abs, sides)) < _FLUSH


def _other_rows(lexed: Lexed, hit: Hit, row: Sequence[Cell]) -> list[list[Cell]]:
    """The rows of cells near the label's own that have none left of its column."""
    height = lexed.layout.heights[hit.cell.page]
    rows: dict[int, list[Cell]] = {}
    for cell in lexed.layout.on_page(hit.cell.page):
        gap = max(cell.box.y0 - hit.box.y1, hit.box.y0 - cell.box.y1)
        if 0 < gap <= _FARTHEST * height:
            rows.setdefault(cell.row, []).append(cell)
    left = min(cell.box.x0 for cell in (hit.cell, *row)) - _FLUSH
    return [cells for cells in rows.values() if all(cell.box.x0 >= left for cell in cells)]


def _is_like(lexed: Lexed, hit: Hit, row: Sequence[Cell], inline: Cell | None, other: Sequence[Cell]) -> bool:
    """Whether another row has the same columns: a party's or, where it holds no values, their headings."""
    before = [cell for cell in row if cell.box.x1 <= hit.cell.box.x0]
    labels = [
        cell for cell in other
        if cell.box.x0 < row[0].box.x0 - _FLUSH and not any(_aligned(cell.box, own.box) for own in before)
    ]  # fmt: skip
    if inline is not None and not any(_names_party(lexed, cell) for cell in labels):
        return False
    shared = [cell for cell in other if any(_aligned(cell.box, own.box) for own in row)]
    least = _LEAST_COLUMNS if inline is None else 1
    if len(shared) < least:
        return False
    if len(shared) > _LEAST_COLUMNS and not labels:
        return True  # the label of a party's row was not read
    heading = sum(_is_field(lexed, cell) for cell in shared) >= least
    wordy = any(any(map(str.isdigit, cell.text)) for cell in labels) or len(labels) > 1
    return heading or (bool(labels) and not wordy and abs(labels[0].box.x0 - hit.cell.box.x0) < _FLUSH)


def _names_party(lexed: Lexed, cell: Cell) -> bool:
    hits = lexed.hits_of(cell)
    return bool(hits) and hits[0].leads and hits[0].role in PARTY_ROLES


def _is_field(lexed: Lexed, cell: Cell) -> bool:
    """Whether a cell is nothing but what a party's column is called."""
    hits = lexed.hits_of(cell)
    return bool(hits) and hits[0].leads and hits[0].role in _FIELDS and not any(map(str.isdigit, cell.text))


def _column(lexed: Lexed, cell: Cell, row: Sequence[Cell], hit: Hit) -> list[Cell]:
    """A cell of the row with the lines of its column closely over and under it, down to the next row of the table."""
    height = max(lexed.layout.heights[cell.page], cell.box.height)
    page = lexed.layout.on_page(cell.page)
    starts = {c.row for c in page if c.box.x0 < row[0].box.x0 - _FLUSH and c.box.x1 > hit.cell.box.x0 - _FLUSH}
    starts |= {c.row for c in page if c.box.x0 > row[0].box.x1 and _holds_nip(lexed, c) and lexed.layout.left_of(c)}
    others = [c for c in page if c.row not in starts and _aligned(c.box, cell.box) and not _is_field(lexed, c)]
    lines = [cell]
    for line in sorted((c for c in others if c.box.centre[1] > cell.box.y1), key=lambda c: c.box.y0):
        if line.box.y0 - lines[-1].box.y1 > _CLOSE * height or _ends(lexed, line):
            break
        lines.append(line)
    for line in sorted((c for c in others if c.box.centre[1] < cell.box.y0), key=lambda c: -c.box.y1):
        gap = lines[0].box.y0 - line.box.y1
        nearer = any(_aligned(c.box, line.box) and 0 <= line.box.y0 - c.box.y1 < gap for c in page if c is not line)
        if gap > _CLOSE * height or nearer or _ends(lexed, line):
            break
        lines.insert(0, line)
    return lines


def _holds_nip(lexed: Lexed, cell: Cell) -> bool:
    return any(hit.role is Role.NIP for hit in lexed.hits_of(cell)) or is_own_datum(cell)


def _ends(lexed: Lexed, cell: Cell) -> bool:
    hits = lexed.hits_of(cell)
    return bool(hits) and hits[0].leads and hits[0].role in (*PARTY_ROLES, *ENDS)
