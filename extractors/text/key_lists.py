"""Lists of labels with their values beside them, as many programs print the data of a document."""

from __future__ import annotations

from extractors.text.hits import Hit, hits_in
from extractors.text.labels import Lexed
from extractors.text.lexicon import Role
from extractors.text.text_cells import Cell

_FLUSH = 0.006  # of the page's width
_PITCH = 2.2  # letter heights between two rows of a list
_MOST_WORDS = 4  # of a label
_OWN = (Role.NAME, Role.ADDRESS, Role.NIP, Role.OTHER_ID)


def value_in_list(lexed: Lexed, hit: Hit) -> Cell | None:
    """The value beside a label that is one of a list of such, and heads nothing under it; None elsewhere.

    "Sprzedawca | Jan Kowal" between "NIP klienta | ..." and "Telefon | ..." is a datum, no party's block; where the
    party's own data follow as further labels it heads them.
    """
    right = lexed.layout.right_of(hit.cell, hit.cell.box)
    if right is None or not hit.leads or any(char.isalnum() for char in hit.cell.text[hit.end :]):
        return None
    if lexed.hits_of(right) and lexed.hits_of(right)[0].start == 0:
        return None
    column = [
        cell for cell in lexed.layout.on_page(hit.cell.page)
        if abs(cell.box.x0 - hit.cell.box.x0) < _FLUSH and cell is not hit.cell
    ]  # fmt: skip
    above = max((c for c in column if c.box.y1 <= hit.box.centre[1]), key=lambda c: c.box.y1, default=None)
    below = min((c for c in column if c.box.y0 >= hit.box.centre[1]), key=lambda c: c.box.y0, default=None)
    if above is None or below is None or not all(_is_row(lexed, hit, right, cell) for cell in (above, below)):
        return None
    labels = hits_in(below)
    return None if labels and labels[0].role in _OWN else right


def _is_row(lexed: Lexed, hit: Hit, right: Cell, cell: Cell) -> bool:
    """Whether a cell over or under the label is a label too, with its value flush with the label's."""
    value = lexed.layout.right_of(cell, cell.box)
    gap = max(cell.box.y0 - hit.box.y1, hit.box.y0 - cell.box.y1)
    return (
        value is not None and abs(value.box.x0 - right.box.x0) < _FLUSH and gap <= _PITCH * hit.box.height
        and not any(char.isdigit() for char in cell.text) and len(cell.words) <= _MOST_WORDS
    )  # fmt: skip
