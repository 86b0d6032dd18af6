"""The labels of a document, and where the value of each stands: behind it, beside it, below or above it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from extractors.text.hits import Hit, hits_in
from extractors.text.label_stacks import closes_stack
from extractors.text.lexicon import Role
from extractors.text.text_cells import Cell, Layout, split_before
from extractors.text.words_under import own_words, words_under


@dataclass(frozen=True)
class Lexed:
    """A layout with its labels: `hits` in reading order, `by_cell` for each cell (by identity)."""

    layout: Layout
    hits: tuple[Hit, ...]
    by_cell: dict[int, tuple[Hit, ...]]

    @cached_property
    def captioned_below(self) -> bool:
        """Whether labels stand under their values here, as on printed forms: most of those that stand alone do."""
        head = [hit for hit in self.hits if hit.cell.box.y0 < HEAD and hit.role is not Role.TABLE]
        leanings = [_leaning(self, hit) for hit in head]
        under, over = leanings.count(1), leanings.count(-1)
        return under >= _LEAST_UNDER and under >= 2 * over

    def of(self, *roles: Role) -> list[Hit]:
        return [hit for hit in self.hits if hit.role in roles]

    def hits_of(self, cell: Cell) -> tuple[Hit, ...]:
        known = self.by_cell.get(id(cell))
        return known if known is not None else tuple(hits_in(cell))


def lex(layout: Layout) -> Lexed:
    """All labels of a document."""
    layout = _with_captions_apart(_with_turned_labels(layout))
    by_cell = {id(cell): tuple(hits_in(cell)) for cell in layout.cells}
    for cell in layout.cells:
        for lower, hit in _continued(layout, cell):
            if not by_cell[id(lower)]:
                by_cell[id(lower)] = (hit,)
                by_cell[id(cell)] = ()
            elif _LINKED.search(cell.folded) and not any(char.isalnum() for char in hit.cell.text[hit.end :]):
                # Each line speaks of the whole label, as the lines of one in two languages do.
                for line in (cell, lower):
                    by_cell[id(line)] = (Hit(hit.role, line, 0, len(line.text), len(line.text), hit.exact),)
    return Lexed(layout, tuple(hit for cell in layout.cells for hit in by_cell[id(cell)]), by_cell)


def _with_turned_labels(layout: Layout) -> Layout:
    """The layout with the parties' headings that run up or down beside their boxes among its cells."""
    headings = [cell for cell in layout.turned if _is_whole_label(cell)]
    cells = list(layout.cells)
    for heading in headings:
        level = (c for c in layout.on_page(heading.page) if c.box.y1 > heading.box.y0 and c.box.x0 >= heading.box.x1)
        first = next(level, None)
        if first is not None:
            cells.insert(next(i for i, c in enumerate(cells) if c is first), replace(heading, row=first.row))
    return replace(layout, cells=tuple(cells)) if headings else layout


_PARTIES = (Role.SELLER, Role.BUYER, Role.RECIPIENT)


def _is_whole_label(cell: Cell) -> bool:
    hits = hits_in(cell)
    bare = len(hits) == 1 and not any(map(str.isalnum, cell.text[: hits[0].start] + cell.text[hits[0].end :]))
    return bare and hits[0].role in _PARTIES


def _with_captions_apart(layout: Layout) -> Layout:
    """The layout, a party's caption that stands close behind the name of another cut from it: "Sprzedawca | Siew S.A.
    Nabywca | Jan Rolny" has four cells, however little room there is between them."""
    cells: list[Cell] = []
    for cell in layout.cells:
        rest: Cell | None = cell
        while rest is not None:
            start = _next_caption(cells[-1], rest) if cells and cells[-1].row == cell.row else None
            before, rest = split_before(rest, start) if start is not None else (rest, None)
            cells.append(before)
    return replace(layout, cells=tuple(cells)) if len(cells) > len(layout.cells) else layout


def _next_caption(left: Cell, cell: Cell) -> int | None:
    """Where in a cell behind a party's caption that of another party begins; None where none does."""
    led = hits_in(left)
    if left.page != cell.page or not led or led[-1].role not in _PARTIES or any(map(str.isalnum, led[-1].inline)):
        return None
    hits = hits_in(cell)
    if any(hit.leads and hit.role in _PARTIES for hit in hits):
        return None  # its own caption heads it
    last = Cell(cell.page, cell.row, cell.words[-1:], cell.engine)
    start = len(cell.text) - len(last.text)
    found = [(hit.start, hit.role) for hit in hits if hit.exact and hit.role in _PARTIES]
    if _is_whole_label(last) and all(hit.end <= start for hit in hits):
        found.append((start, hits_in(last)[0].role))  # a word alone is known for a caption with a letter misread
    others = (place for place, role in found if role is not led[-1].role and cell.text[place].isupper())
    return next((place for place in others if place), None)


_MOST_WORDS = 4  # of a heading's line
_LINKED = re.compile(r"(?:[/|&,]|\bi|\boraz|\band)\W*$")  # "Nabywca i" over "płatnik": one label


def _continued(layout: Layout, cell: Cell) -> list[tuple[Cell, Hit]]:
    """A label over two lines ("Data" over "wystawienia"), as a label of the lower cell; it must reach into both.

    The two stand flush left, flush right or centred over one another, as a narrow column's heading does.
    """
    if len(cell.words) > _MOST_WORDS or any(char.isdigit() for char in cell.text) or cell.text.rstrip()[-1:] == ":":
        return []
    for lower in layout.below(cell, cell.box, 0.9):
        aligned = min(
            abs(lower.box.x0 - cell.box.x0),
            abs(lower.box.x1 - cell.box.x1),
            abs(lower.box.centre[0] - cell.box.centre[0]),
        )
        if aligned > 0.01 or any(char.isdigit() for char in lower.text):
            continue
        # A value beside the label may be level with either line: the label takes the room of both.
        joined = Cell(cell.page, lower.row, (*cell.words, *lower.words), cell.engine)
        for hit in hits_in(joined)[:1]:
            if hit.start == 0 and hit.end > len(cell.text) + 1:  # it begins above and ends below
                return [(lower, hit)]
    return []


@dataclass(frozen=True)
class Place:
    """Where a label's value may stand: characters `start` to `end` of a cell, and how it lies to the label."""

    cell: Cell
    start: int
    end: int
    how: str  # "inline", "right", "below", "above"

    @property
    def text(self) -> str:
        return self.cell.text[self.start : self.end]


def value_places(lexed: Lexed, hit: Hit) -> list[Place]:
    """Where the value of a label may be: behind it, in the next cell to the right, in the cells below; best first."""
    places = []
    over = place_above(lexed, hit) if captions_above(lexed, hit) else None
    if over is not None:
        places.append(over)
    if any(char.isalnum() for char in hit.inline):
        places.append(Place(hit.cell, hit.end, hit.value_end, "inline"))
    followed = hit.value_end < len(hit.cell.text)
    if not followed:
        right = lexed.layout.right_of(hit.cell, hit.cell.box)
        if right is not None:
            places.append(Place(right, 0, _until_label(lexed, right), "right"))
    box = hit.box
    places = [*_in_field_under(lexed, hit), *places] if all(place.how == "right" for place in places) else places
    heading = None if followed else lexed.layout.right_of(hit.cell, hit.cell.box)
    level = [h.box for h in lexed.hits if h.cell.page == hit.cell.page and h.cell.row == hit.cell.row and h is not hit]
    for below in lexed.layout.below(hit.cell, box):
        start, end = own_words(below, box, level) or words_under(below, box, heading)
        places.append(Place(below, start, min(end, _until_label(lexed, below)), "below"))
    return [place for place in places if place.end > place.start]


HEAD = 0.45  # of the page's height
_LEAST_UNDER = 4


_UNDER = 1.8  # letter heights: farther below may be the next row of values over their captions


def _leaning(lexed: Lexed, hit: Hit) -> int:
    """1 where a label that stands alone is nearer to the text above than to what follows, -1 the other way, else 0."""
    if not hit.leads or any(char.isalnum() for char in hit.cell.text[hit.end :]):
        return 0
    over = place_above(lexed, hit, _UNDER)
    below = [c for c in lexed.layout.below(hit.cell, hit.box, _UNDER) if not lexed.hits_of(c)]
    right = lexed.layout.right_of(hit.cell, hit.cell.box)
    if right is not None and not lexed.hits_of(right) and right.box.x0 - hit.box.x1 < 0.25:
        return -1
    if over is None:
        return -1 if below else 0
    above = hit.box.y0 - over.cell.box.y1
    under = below[0].box.y0 - hit.box.y1 if below else 1.0
    nearer, farther = sorted((max(above, 0.0), max(under, 0.0)))
    return 0 if nearer > 0.6 * farther else 1 if above < under else -1


_CLOSELY, _OVER_BRACKETS = 0.8, 2.0  # letter heights


def place_above(lexed: Lexed, hit: Hit, farthest: float | None = None) -> Place | None:
    """The cell closely above a label that stands alone under its value, as on forms: "12 IX 2025" over "(data)".

    `farthest` in letter heights of the page; a label in brackets explains nothing but what is above it.
    """
    if farthest is None:
        farthest = _OVER_BRACKETS if in_brackets(hit) else _UNDER if lexed.captioned_below else _CLOSELY
    if not (hit.leads or in_brackets(hit)) or any(char.isalnum() for char in hit.cell.text[hit.end :]):
        return None
    height = lexed.layout.heights[hit.cell.page]
    over = [
        cell
        for cell in lexed.layout.on_page(hit.cell.page)
        if cell is not hit.cell and -0.4 * height <= hit.box.y0 - cell.box.y1 <= farthest * height
        and min(cell.box.x1, hit.box.x1) - max(cell.box.x0, hit.box.x0) > 0 and not lexed.hits_of(cell)
    ]  # fmt: skip
    nearest = max(over, key=lambda cell: cell.box.y1, default=None)
    return Place(nearest, 0, len(nearest.text), "above") if nearest is not None else None


def captions_above(lexed: Lexed, hit: Hit) -> bool:
    """Whether a label speaks of what stands above it."""
    if lexed.captioned_below or in_brackets(hit):
        return True
    if not hit.leads:
        return False
    page = lexed.layout.on_page(hit.cell.page)
    return closes_stack(page, hit.cell, lambda cell: _stands_alone(lexed, cell), lambda cell: _names_place(lexed, cell))


def _stands_alone(lexed: Lexed, cell: Cell) -> bool:
    hits = lexed.hits_of(cell)
    return bool(hits) and hits[0].leads and not any(char.isalnum() for char in cell.text[hits[-1].end :])


def _names_place(lexed: Lexed, cell: Cell) -> bool:
    return any(hit.role is Role.PLACE for hit in lexed.hits_of(cell))


def in_brackets(hit: Hit) -> bool:
    """Whether the label's whole cell is bracketed, as what stands under a line to be filled in."""
    return bool(re.fullmatch(r"\W*\(.*\)\W*", hit.cell.text))


def ends_in_brackets(hit: Hit) -> bool:
    """Whether a bracketed label explains what stands before it in its cell: "12.09.2025 (data sprzedaży)"."""
    text = hit.cell.text
    before, behind = text[: hit.start].rstrip(), text[hit.end :].strip()
    return before.endswith("(") and behind == ")" and any(char.isalnum() for char in before)


def _in_field_under(lexed: Lexed, hit: Hit) -> list[Place]:
    """The values in the ruled field under a heading's own, wherever in it they are set."""
    layout, page = lexed.layout, hit.cell.page
    field = layout.field_of(hit.cell)
    under = layout.field_under(page, field) if field is not None else None
    if field is None or under is None:
        return []
    heading = layout.inside(page, field)
    if heading[-1:] != [hit.cell] or any(char.isdigit() for cell in heading for char in cell.text):
        return []
    values = layout.inside(page, under)
    return [Place(cell, 0, _until_label(lexed, cell), "below") for cell in values if _until_label(lexed, cell)]


def _until_label(lexed: Lexed, cell: Cell) -> int:
    """Where a value in a cell ends before its first label, whose number on a form ("2. Nabywca") is no value."""
    hits = lexed.hits_of(cell)
    if not hits:
        return len(cell.text)
    return 0 if hits[0].leads else hits[0].start


def in_corrected_section(lexed: Lexed, hit: Hit) -> bool:
    """Whether a heading about the corrected invoice stands closely above the label."""
    height = lexed.layout.heights[hit.cell.page]
    return any(
        cell.page == hit.cell.page
        and "korygowan" in cell.folded
        and -height <= hit.cell.box.y0 - cell.box.y1 <= 8 * height
        for cell in lexed.layout.cells
        if cell is not hit.cell
    )
