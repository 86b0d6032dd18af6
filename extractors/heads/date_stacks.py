"""Dates and their captions in one column, one over the other: whether the captions stand over their dates or under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.heads.date_forms import dates_in
from extractors.heads.titles import title_end
from extractors.text.labels import Lexed
from extractors.text.lexicon import DATE_ROLES
from extractors.text.text_cells import Cell

_FLUSH = 0.008  # of the page's width
_PITCH = 2.6  # letter heights between two lines of a stack
_LOWEST = 0.6  # of the page's height
_LEAST = 2  # dates
_NEARER = 0.7  # times the distance on the other side
_MOST_WORDS = 6  # of a caption
_OF_A_DATE = re.compile(r"\bdat[ay]|\bdnia|\bdzien|\btermin|wystawi[oe]n|sprzedazy|dostawy|\bdate")
_OF_A_PLACE = re.compile(r"miejsc")


@dataclass(frozen=True)
class DateStack:
    """Dates and captions from top to bottom. `under`: each caption stands under its date; None where nothing tells."""

    cells: tuple[Cell, ...]
    under: bool | None

    def over(self, cell: Cell) -> Cell | None:
        """What stands right above a cell of the stack."""
        return next((upper for upper, lower in pairwise(self.cells) if lower is cell), None)

    def below(self, cell: Cell) -> Cell | None:
        """What stands right below a cell of the stack."""
        return next((lower for upper, lower in pairwise(self.cells) if upper is cell), None)


def date_stacks(lexed: Lexed) -> dict[int, DateStack]:
    """The stack of each cell of the first page's head that is in one, by the cell's identity."""
    found: dict[int, DateStack] = {}
    page = lexed.layout.cells[0].page if lexed.layout.cells else 0
    cells = [c for c in lexed.layout.on_page(page) if c.box.y0 < _LOWEST and (_is_date(c) or _may_caption(c))]
    for cell in cells:
        if id(cell) in found or not _is_date(cell):
            continue
        run = _run(cells, cell, lexed.layout.heights[page])
        # Values of captions at their left stand in a column too.
        captioned = any(_is_caption(lexed, c) for c in run if not _is_date(c))
        if captioned and sum(map(_is_date, run)) >= _LEAST:
            stack = DateStack(tuple(run), _under(lexed, run))
            found |= {id(member): stack for member in run}
    return found


def _is_date(cell: Cell) -> bool:
    found = list(dates_in(cell))
    return len(found) == 1 and not re.search(r"\w{3,}", cell.text[: found[0].start] + cell.text[found[0].end :])


def _may_caption(cell: Cell) -> bool:
    return len(cell.words) <= _MOST_WORDS and not any(map(str.isdigit, cell.text))


def _run(cells: Sequence[Cell], cell: Cell, height: float) -> list[Cell]:
    """The lines that stand flush with a date, close above one another."""
    column = sorted((c for c in cells if _aligned(c, cell)), key=lambda c: c.box.y0)
    first = last = next(index for index, c in enumerate(column) if c is cell)
    while first > 0 and _closely(column[first - 1], column[first], height):
        first -= 1
    while last + 1 < len(column) and _closely(column[last], column[last + 1], height):
        last += 1
    return column[first : last + 1]


def _aligned(one: Cell, other: Cell) -> bool:
    sides = (one.box.x0 - other.box.x0, one.box.x1 - other.box.x1, one.box.centre[0] - other.box.centre[0])
    return min(map(abs, sides)) <= _FLUSH


def _closely(upper: Cell, lower: Cell, height: float) -> bool:
    return -0.5 * height <= lower.box.y0 - upper.box.y1 <= _PITCH * height


def _under(lexed: Lexed, run: Sequence[Cell]) -> bool | None:
    """Whether captions stand under their dates: told by the ends of the run, which hold a caption or none, by how many
    lines stand there, and by the distances within; None where these say nothing, or not the same."""
    dates = [index for index, cell in enumerate(run) if _is_date(cell)]
    lead, trail = run[: dates[0]], run[dates[-1] + 1 :]
    nearer = _by_distance(run)
    over, under = bool(lead) and _is_caption(lexed, lead[-1]), bool(trail) and _is_caption(lexed, trail[0])
    if over == under and over:
        over, under = len(lead) % 2 == 1, len(trail) % 2 == 1  # a caption, or lines of captions and values in turns
    if over == under:
        return nearer
    # A first date with nothing over it, or no more than a place, has its caption under it, however the lines are set.
    if under and (not lead or _is_place(lead[-1])):
        return True
    return None if nearer is over else under


def _by_distance(run: Sequence[Cell]) -> bool | None:
    """Whether the captions between two dates are nearer to the date over them, or, False, to the one under them."""
    between = [part for part in zip(run, run[1:], run[2:], strict=False) if _is_date(part[0]) and _is_date(part[2])]
    over = sum(part[1].box.y0 - part[0].box.y1 for part in between)
    under = sum(part[2].box.y0 - part[1].box.y1 for part in between)
    if over < _NEARER * under:
        return True
    return False if under < _NEARER * over else None


def _is_caption(lexed: Lexed, cell: Cell) -> bool:
    """Whether a line captions a date by its words: not a place, not a title."""
    if _is_place(cell):
        return False
    known = any(hit.role in DATE_ROLES for hit in lexed.hits_of(cell))
    return known or (title_end(cell) is None and bool(_OF_A_DATE.search(cell.folded)))


def _is_place(cell: Cell) -> bool:
    return _OF_A_PLACE.search(cell.folded) is not None and re.search(r"dat[ay]", cell.folded) is None
