"""Where the head of a document ends and its table of lines begins."""

from __future__ import annotations

from extractors.text.hits import Hit
from extractors.text.labels import HEAD, Lexed
from extractors.text.lexicon import Role
from extractors.text.text_cells import Cell


def heads_column(lexed: Lexed, hit: Hit) -> bool:
    """Whether a label stands in the heading row of the table: one with two of its headings, as one may be any word."""
    level = [h for h in lexed.of(Role.TABLE) if h.cell.page == hit.cell.page and h.cell.row == hit.cell.row]
    return len(level) >= 2


def table_headings(lexed: Lexed, page: int) -> list[Hit]:
    """The headings of a page's tables of lines, row by row."""
    return [hit for hit in lexed.of(Role.TABLE) if hit.cell.page == page and heads_column(lexed, hit)]


def head_cells(lexed: Lexed) -> list[Cell]:
    """The cells of the first page's head, down to the table of lines or beside it at its left."""
    page = min(lexed.layout.heights, default=1)
    headings = [hit.box for hit in table_headings(lexed, page)]
    table, left = min((box.y0 for box in headings), default=1.0), min((box.x0 for box in headings), default=0.0)
    return [
        cell
        for cell in lexed.layout.on_page(page)
        if cell.box.y0 <= HEAD and (cell.box.y0 <= table or cell.box.x1 <= left)
    ]
