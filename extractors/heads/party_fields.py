"""The lines of a party in ruled fields: in its label's own, in the one under a heading or beside it."""

from __future__ import annotations

from extractors.heads.party_lines import MOST_LINES, ends_block, first_line, is_bare_label, is_own_datum
from extractors.text.hits import Hit
from extractors.text.labels import Lexed
from extractors.text.text_cells import Cell
from programme.geometry import Box

_LEAST_BESIDE = 2  # lines: one alone may be the heading of another column
_COLUMN = 0.25  # of the page's width: what stands so far to the right on one row is another column


def lines_in_fields(lexed: Lexed, hit: Hit, hits: list[Hit]) -> list[Cell]:
    """What stands in the label's ruled field, or in the one under or beside it where it is a heading; empty if that is
    unclear.

    A field tells by itself what belongs to its heading, however text is set in it: unless other parties are named in
    it (`hits` are all parties' labels), something stands above the label, or it holds more than one column.
    """
    layout, page = lexed.layout, hit.cell.page
    field = layout.field_of(hit.cell)
    if field is None or not hit.leads:
        return []
    named = {id(other.cell) for other in hits if other is not hit}
    inside = layout.inside(page, field)
    if any(cell.row < hit.cell.row for cell in inside):
        return []
    inline = first_line(lexed, hit)
    under = layout.field_under(page, field)
    if inline is None and inside == [hit.cell]:
        held = _beside(lexed, field, hit)
        if held and not any(id(cell) in named for cell in held):
            inside += held
        elif under is not None:
            inside += layout.inside(page, under)
            if len(inside) > 1 and is_bare_label(lexed, inside[1]):
                return []  # a column of headings; the values stand beside them
            while (under := layout.field_under(page, under)) is not None:
                inside += layout.inside(page, under)
    else:
        while under is not None and (held := layout.inside(page, under)) and is_own_datum(held[0]):
            inside += held  # "NIP" in a field of its own under name and address
            under = layout.field_under(page, under)
    others = [cell for cell in inside if cell is not hit.cell]
    if any(id(cell) in named for cell in others) or len(others) > MOST_LINES or _in_columns(others):
        return []
    lines = [inline] if inline is not None else []
    for cell in others:
        if ends_block(cell, hit):
            break
        lines.append(cell)
    return lines


def _beside(lexed: Lexed, field: Box, hit: Hit) -> list[Cell]:
    """What stands in the field at the right of a heading's, if that is as high and holds a party's lines."""
    beside = lexed.layout.field_beside(hit.cell.page, field)
    held = lexed.layout.inside(hit.cell.page, beside) if beside is not None else []
    return held if len(held) >= _LEAST_BESIDE and not ends_block(held[0], hit) else []


def _in_columns(cells: list[Cell]) -> bool:
    return any(
        abs(one.box.centre[1] - other.box.centre[1]) < 0.5 * one.box.height and abs(one.box.x0 - other.box.x0) > _COLUMN
        for one in cells for other in cells
    )  # fmt: skip
