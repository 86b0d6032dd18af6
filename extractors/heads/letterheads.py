"""Name and address around a NIP that no label heads: a letterhead or footer of the seller, a letter's addressee."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.heads.names_and_addresses import POSTCODE, name_and_address
from extractors.heads.nips_in_text import NipReading
from extractors.heads.party_blocks import Block
from extractors.heads.party_lines import is_mere_word
from extractors.heads.titles import title_end
from extractors.text.head_of_page import table_headings
from extractors.text.labels import HEAD, Lexed
from extractors.text.lexicon import DATE_ROLES, Role
from extractors.text.text_cells import Cell
from programme.invoices import Field


def around_nips(
    lexed: Lexed, value: str, nips: Sequence[NipReading], blocks: Sequence[Block]
) -> tuple[Field[str] | None, Field[str] | None]:
    """Name and address from the lines above a NIP, wherever on the document it stands with both; else at its first."""
    found = [around_nip(lexed, reading, blocks) for reading in nips if reading.value == value]
    return next((pair for pair in found if None not in pair), found[0] if found else (None, None))


def around_nip(
    lexed: Lexed, reading: NipReading, blocks: Sequence[Block]
) -> tuple[Field[str] | None, Field[str] | None]:
    """Name and address from the lines above a NIP: the letterhead or the footer of the seller."""
    lines = stack_over(lexed, reading.cell, blocks)
    name, address = name_and_address(lines)
    row = name_and_address([*_row_before(lexed, reading.cell, blocks), reading.cell]) if name is None else (None, None)
    if None not in row:
        return row
    if name is None and address is not None:
        name = _written_large(lexed, lines, blocks)
    return name, address


def sender_of_letter(lexed: Lexed, blocks: Sequence[Block]) -> tuple[Field[str] | None, Field[str] | None]:
    """Name and address that share the only such line above the table, as a letter's sender does over its window."""
    page = min(lexed.layout.heights, default=1)
    table = min((hit.box.y0 for hit in table_headings(lexed, page)), default=HEAD)
    coded = [
        cell for cell in lexed.layout.on_page(page)
        if cell.box.y0 < table and POSTCODE.search(cell.text) and all(map(is_mere_word, lexed.hits_of(cell)))
        and not any(cell in block.cells for block in blocks)
    ]  # fmt: skip
    rows = (name_and_address([*_row_before(lexed, cell, blocks), cell]) for cell in coded)
    senders = [(name, address) for name, address in rows if name is not None and address is not None]
    return senders[0] if len(senders) == 1 else (None, None)


def _row_before(lexed: Lexed, last: Cell, blocks: Sequence[Block]) -> list[Cell]:
    """The cells at the left of one on its row, in no block: a footer of one line, parted by wide blanks or bars."""
    return [
        cell for cell in lexed.layout.on_page(last.page)
        if cell.row == last.row and cell.box.x1 <= last.box.x0 and not any(cell in block.cells for block in blocks)
    ]  # fmt: skip


_LARGE = 1.3  # times the usual height of letters


def _written_large(lexed: Lexed, lines: Sequence[Cell], blocks: Sequence[Block]) -> Field[str] | None:
    """The name in large letters level with an address at the other side of a letterhead: the only such line."""
    page = lines[0].page
    least = _LARGE * lexed.layout.heights[page]
    found = [
        cell for cell in lexed.layout.on_page(page)
        if cell.box.height >= least and cell.box.y1 > lines[0].box.y0 and cell.box.y0 < lines[-1].box.y1
        and len(cell.words) > 1 and not lexed.hits_of(cell) and title_end(cell) is None
        and cell not in lines and not any(cell in block.cells for block in blocks)
    ]  # fmt: skip
    return name_and_address(found)[0] if len(found) == 1 else None


def _last_address(lines: list[Cell]) -> list[Cell]:
    """The lines without an address that ends before another begins: a letter's window shows its sender in small print
    over the addressee."""
    coded = [place for place, line in enumerate(lines) if POSTCODE.search(line.text)]
    if len(coded) < 2:
        return lines
    start = coded[-2] + 1
    # A code at the end of a line has its town on the next one.
    if re.search(r"\d\W*$", lines[coded[-2]].text) and start < coded[-1]:
        start += 1
    return lines[start:]


def stack_over(lexed: Lexed, last: Cell, blocks: Sequence[Block]) -> list[Cell]:
    """A cell and the lines closely above it in its column, of no block and of one address, from the top."""
    layout = lexed.layout
    height = layout.heights[last.page]
    lines: list[Cell] = [last]
    top = last
    for _ in range(5):
        above = [
            cell
            for cell in layout.on_page(top.page)
            if cell is not top and top.box.y0 > cell.box.y0
            and -0.5 * height <= top.box.y0 - cell.box.y1 <= 1.8 * height
            and min(cell.box.x1, top.box.x1) - max(cell.box.x0, top.box.x0) > 0
            and (
                abs(cell.box.x0 - top.box.x0) < 0.06 or abs(cell.box.centre[0] - top.box.centre[0]) < 0.06
                or abs(cell.box.x1 - top.box.x1) < 0.01
            )
        ]  # fmt: skip
        above = [cell for cell in above if not any(cell in block.cells for block in blocks)]
        above = [cell for cell in above if layout.field_of(cell) == layout.field_of(last)]
        if not above or re.fullmatch(r"[\W_]*", above[-1].text) or _is_datum(lexed, above[-1]):
            break
        top = above[-1]
        lines.insert(0, top)
    branches = [line for line in lines if line is not last and _BRANCH.match(line.folded)]
    return _last_address([line for line in lines if line not in branches] if lines[0] not in branches else lines)


_BRANCH = re.compile(r"\W*oddzial\b")  # goes on from the firm's own name and address


def _is_datum(lexed: Lexed, cell: Cell) -> bool:
    """Whether a line begins with the label of a date or number: a list of such is no letterhead."""
    hits = lexed.hits_of(cell)
    return bool(hits) and hits[0].leads and hits[0].role in (*DATE_ROLES, Role.NUMBER)
