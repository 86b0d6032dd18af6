"""The lines of text that belong to a party's label: columns, blocks one below another, values beside labels."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.heads.party_fields import lines_in_fields
from extractors.heads.party_labels import party_hits
from extractors.heads.party_lines import (
    ENDS,
    MOST_LINES,
    PARTY_ROLES,
    ends_block,
    first_line,
    is_bare_label,
    is_own_datum,
)
from extractors.heads.party_rows import lines_in_row
from extractors.text.head_of_page import table_headings
from extractors.text.hits import Hit, hits_in
from extractors.text.key_lists import value_in_list
from extractors.text.labels import Lexed, captions_above, in_brackets, place_above
from extractors.text.lexicon import Role
from extractors.text.text_cells import Cell, split_at
from programme.geometry import Box, around

_GAP_UNDER_LABEL, _GAP_BEFORE_LABEL = 3.0, 3.0  # letter heights
_TURNED = 2.5  # letter heights: a heading as high runs up or down
_CENTRED = 0.03
_OVER_CAPTION = 4.0  # letter heights between a caption and the party over it, where that is how the form is made
_MOST_OVER = 5  # lines of a party over its caption
_FLUSH = 0.004  # of the page's width
_INDENT = 0.12  # of the page's width


@dataclass(frozen=True)
class Block:
    """A party's label and the pieces of text under or behind it, in reading order."""

    role: Role
    hit: Hit | None
    cells: tuple[Cell, ...]


def _is_same_label(lexed: Lexed, piece: Cell, hit: Hit) -> bool:
    """Whether a line is nothing but the label's own role in another language, right under it."""
    hits = lexed.hits_of(piece)
    bare = len(hits) == 1 and hits[0].role is hit.role and hits[0].leads and not hits[0].inline.strip(" :()")
    return bare and abs(piece.box.x0 - hit.box.x0) < 0.01 and piece.box.y0 - hit.box.y1 < 0.6 * hit.box.height


def blocks_of(lexed: Lexed) -> list[Block]:
    """A block for every party label, in reading order."""
    hits = party_hits(lexed)
    return [Block(hit.role, hit, tuple(_cells_of(lexed, hit, hits))) for hit in hits]


def _cells_of(lexed: Lexed, hit: Hit, hits: list[Hit]) -> list[Cell]:
    if hit.box.height > _TURNED * lexed.layout.heights[hit.cell.page]:
        return lines_in_fields(lexed, hit, hits) or _beside_turned(lexed, hit, hits)
    if captions_above(lexed, hit):
        return _over_captions(lexed, hit, hits)
    in_row = lines_in_row(lexed, hit)
    if in_row:
        return in_row
    beside = value_in_list(lexed, hit)
    if beside is not None:
        return [beside]
    return lines_in_fields(lexed, hit, hits) or _block(lexed, hit, hits)


def _beside_turned(lexed: Lexed, hit: Hit, hits: list[Hit]) -> list[Cell]:
    """The lines at the right of a heading that runs up or down beside them: those level with it and what goes on from
    them."""
    height = lexed.layout.heights[hit.cell.page]
    rivals = [other.box.x0 for other in hits if other.box.x0 > hit.box.x1 and _are_level(other.box, hit.box)]
    right = [
        cell for cell in lexed.layout.on_page(hit.cell.page)
        if hit.box.x1 <= cell.box.x0 < min(rivals, default=1.0)
    ]  # fmt: skip
    level = [cell for cell in right if _are_level(cell.box, hit.box)]
    if not level:
        return []
    left = min(cell.box.x0 for cell in level)
    top, bottom = min(cell.box.y0 for cell in level), max(cell.box.y1 for cell in level)
    column = [cell for cell in right if cell in level or abs(cell.box.x0 - left) < _FLUSH]
    lines = list(level)
    for cell in sorted((c for c in column if c.box.y1 <= top), key=lambda c: -c.box.y1):
        if top - cell.box.y1 > height or ends_block(cell, hit):
            break
        lines.insert(0, cell)
        top = cell.box.y0
    for cell in sorted((c for c in column if c.box.y0 >= bottom), key=lambda c: c.box.y0):
        if cell.box.y0 - bottom > height or ends_block(cell, hit):
            break
        lines.append(cell)
        bottom = cell.box.y1
    return lines[:MOST_LINES]


def _are_level(one: Box, other: Box) -> bool:
    return min(one.y1, other.y1) > max(one.y0, other.y0)


def _over_captions(lexed: Lexed, hit: Hit, hits: list[Hit]) -> list[Cell]:
    """What stands above a label that captions the name, and below it down to the next party's caption."""
    height = lexed.layout.heights[hit.cell.page]
    column = [
        cell for cell in lexed.layout.on_page(hit.cell.page)
        if cell is not hit.cell and (
            abs(cell.box.centre[0] - hit.box.centre[0]) < _CENTRED or abs(cell.box.x0 - hit.box.x0) < _CENTRED
        )
    ]  # fmt: skip
    lines: list[Cell] = []
    top = hit.box.y0
    farthest = (_OVER_CAPTION if in_brackets(hit) or lexed.captioned_below else 1.0) * height
    for cell in sorted((c for c in column if c.box.y1 <= hit.box.y0 + 0.4 * height), key=lambda c: -c.box.y1):
        if top - cell.box.y1 > farthest or is_bare_label(lexed, cell) or len(lines) >= _MOST_OVER:
            break
        lines.insert(0, cell)
        top, farthest = cell.box.y0, height
    over = (place_above(lexed, other) for other in lexed.of(*ENDS))
    captioned = {id(place.cell) for place in over if place is not None}  # the next row of values over their captions
    bottom, others = hit.box.y1, {id(other.cell) for other in hits}
    below = [c for c in column if hit.box.y1 - 0.4 * height <= c.box.y0 < _table_top(lexed, hit) - 0.5 * height]
    for cell in sorted(below, key=lambda c: c.box.y0):
        if cell.box.y0 - bottom > 3 * height or id(cell) in others or len(lines) >= MOST_LINES:
            break
        if any(h.role in ENDS for h in lexed.hits_of(cell)) or id(cell) in captioned:
            break
        lines.append(cell)
        bottom = max(bottom, cell.box.y1)
    return lines


def _block(lexed: Lexed, hit: Hit, hits: list[Hit]) -> list[Cell]:
    """The lines behind a label and under it, in its column, down to the first that is another's or stands too far."""
    column = _column_of(lexed, hit, hits)
    table = _table_top(lexed, hit)
    for cell in _cells_under(lexed, hit):
        piece = column.own_piece(cell)
        if piece is None or any(piece.box == known.box for known in column.lines) or _is_same_label(lexed, piece, hit):
            continue
        if any(other.cell is lexed.layout.left_of(cell) and is_bare_label(lexed, other.cell) for other in hits):
            break  # another party's caption stands before it
        gap = piece.box.y0 - column.bottom
        pieces = [piece, *_value_of(lexed, piece, column.rivals)]
        if piece.box.y0 > table - 0.5 * column.height or len(column.lines) >= MOST_LINES:
            break
        if gap > column.farthest(pieces) or any(ends_block(found, hit) for found in pieces):
            break
        column.take(pieces, gap)
    return column.lines


@dataclass
class _Column:
    """What was found of a party under its label so far: its lines, where they stand and how far apart at the most.

    `anchor` is the left edge its lines keep to, `rivals` are those of other parties' columns to the right, `height`
    that of its letters.
    """

    hit: Hit
    lines: list[Cell]
    rivals: list[float]
    anchor: float
    left: float
    right: float
    bottom: float
    height: float
    pitch: float | None = None

    def own_piece(self, cell: Cell) -> Cell | None:
        """The part of a cell that lies in the column: cut where the next one begins; None where none does."""
        hit, piece = self.hit, _cut_before(cell, self.rivals)
        if piece is None or _is_centred(piece, hit) or _is_flush_right(piece, hit):
            return piece
        if piece.box.x0 < hit.box.x0 - 0.04 and piece.box.x1 > hit.box.x0 and hit.box.x0 > 0.3:
            _, piece = split_at(piece, hit.box.x0 - _ROOM)
        if (
            piece is None
            or self._holds(piece)
            or (not self.lines and _is_indented(piece, hit, self.rivals, self.height))
        ):
            return piece
        return piece if _is_centred(piece, hit) or _is_flush_right(piece, hit) else None

    def _holds(self, piece: Cell) -> bool:
        if abs(piece.box.x0 - self.anchor) < 0.035:
            return True
        overlap = min(piece.box.x1, self.right) - max(piece.box.x0, self.left)
        return overlap >= 0.5 * min(piece.box.width, self.right - self.left) and piece.box.x0 > self.left - 0.06

    def farthest(self, pieces: list[Cell]) -> float:
        """How far below the last line the next one may stand."""
        limit = 2.3 * self.height
        if not self.lines:
            limit = _GAP_UNDER_LABEL * max(self.height, self.hit.box.height)
        elif self.pitch is not None:
            limit = max(1.6 * self.height, 1.9 * max(self.pitch, 0.0) + 0.5 * self.height)
        # A taller neighbour may have pushed the row of a label down.
        return max(limit, _GAP_BEFORE_LABEL * self.height) if any(map(is_own_datum, pieces)) else limit

    def take(self, pieces: list[Cell], gap: float) -> None:
        """Put a line's pieces to the others, `gap` below them."""
        if self.lines:
            self.pitch = gap if self.pitch is None else max(self.pitch, gap)
        else:
            self.anchor = min(piece.box.x0 for piece in pieces)
            self.height = max(self.height, min(self.hit.box.height, *(piece.box.height for piece in pieces)))
        self.lines.extend(pieces)
        self.bottom = max(self.bottom, *(piece.box.y1 for piece in pieces))
        self.left = min(self.left, *(piece.box.x0 for piece in pieces))
        self.right = max(self.right, *(piece.box.x1 for piece in pieces))


def _column_of(lexed: Lexed, hit: Hit, hits: list[Hit]) -> _Column:
    """A label's column with what stands behind the label or at its right."""
    height = max(lexed.layout.heights[hit.cell.page], hit.box.height * 0.7)
    inline = first_line(lexed, hit)
    first = inline or _beside(lexed, hit, hits, height)
    if first is None:
        box, lines, anchor = hit.box, [], hit.box.x0
    else:
        box, lines, anchor = around([hit.box, first.box]), [first], hit.box.x0 if first is inline else first.box.x0
        height = max(height, min(hit.box.height, first.box.height))  # a page of small print says little of its head
    return _Column(hit, lines, _rivals(lexed, hit, hits, height, first), anchor, box.x0, box.x1, box.y1, height)


def _table_top(lexed: Lexed, hit: Hit) -> float:
    """Where the table of lines begins below the label: a row with two of its headings; 1 where there is none."""
    tops = [heading.cell.box.y0 for heading in table_headings(lexed, hit.cell.page)]
    return min((top for top in tops if top > hit.box.y1), default=1.0)


def _value_of(lexed: Lexed, piece: Cell, rivals: list[float]) -> list[Cell]:
    """The value beside a label that stands alone in a left column of the block ("Nazwa | Jan Rolny")."""
    hits = hits_in(piece)
    alone = len(hits) == 1 and hits[0].role in (Role.NAME, Role.ADDRESS, Role.NIP) and hits[0].leads
    if not alone or any(char.isalnum() for char in hits[0].inline):
        return []
    right = lexed.layout.right_of(piece, piece.box)
    if right is None or (lexed.hits_of(right) and lexed.hits_of(right)[0].start == 0):
        return []
    cut = _cut_before(right, rivals)
    return [cut] if cut is not None else []


def _beside(lexed: Lexed, hit: Hit, hits: list[Hit], height: float) -> Cell | None:
    """The cell to the right of a label that stands before its values, if it is not another column's."""
    if hit.value_end < len(hit.cell.text):
        return None
    right = lexed.layout.right_of(hit.cell, hit.cell.box)
    if right is None:
        return None
    found = lexed.hits_of(right)
    if found and found[0].start == 0 and found[0].role not in (Role.NAME, Role.NIP):
        return None
    for rival in hits:
        level = rival.cell.page == hit.cell.page and abs(rival.box.y0 - hit.box.y0) < 4 * height
        level = level and (rival.cell.row == hit.cell.row or abs(rival.cell.box.x0 - right.box.x0) > _FLUSH)
        if rival is not hit and level and rival.box.x0 > hit.box.x1 and right.box.x1 > rival.box.x0 - 0.004:
            return None
    # Where something stands right under the label, that is its column and the right one is another's.
    under = [cell for cell in lexed.layout.below(hit.cell, hit.box, 1.6) if abs(cell.box.x0 - hit.box.x0) < 0.03]
    under = [cell for cell in under if not (lexed.hits_of(cell) and lexed.hits_of(cell)[0].role in PARTY_ROLES)]
    if under and not (lexed.hits_of(under[0]) and lexed.hits_of(under[0])[0].start == 0):
        return None
    return right


def _rivals(lexed: Lexed, hit: Hit, hits: list[Hit], height: float, first: Cell | None) -> list[float]:
    """Left edges of other columns to the right: other parties' headed at about the same level, or on the label's own
    row where any is; on that row also those of dates and numbers. What is in a column with the party's `first` line is
    none.
    """
    others = [
        other
        for other in hits
        if other is not hit
        and not (other.cell is hit.cell and other.role is hit.role)
        and other.cell.page == hit.cell.page
        and abs(other.box.y0 - hit.box.y0) < 5 * height
        and not (first is not None and abs(other.cell.box.x0 - first.box.x0) < _FLUSH and other.cell.row != first.row)
    ]
    level = [other for other in others if abs(other.box.y0 - hit.box.y0) < height]
    beside = [h for h in lexed.hits if h.role in ENDS and h.cell.row == hit.cell.row and h.cell.page == hit.cell.page]
    edges = [other for other in level or others if other.cell is hit.cell or other.box.x0 > hit.cell.box.x1]
    edges += [other for other in beside if other.leads]
    lefts = [edge.cell.box.x0 if edge.leads else edge.box.x0 for edge in edges]  # "2. Nabywca" begins with its number
    return [left for left in lefts if left > hit.box.x1]


def _cells_under(lexed: Lexed, hit: Hit) -> list[Cell]:
    """The page's cells below the label, from the top."""
    cells = [
        cell
        for cell in lexed.layout.on_page(hit.cell.page)
        if cell is not hit.cell and cell.box.y0 > hit.box.y0 + 0.35 * hit.box.height
        and cell.box.centre[1] > hit.box.y1
    ]  # fmt: skip
    return sorted(cells, key=lambda cell: (cell.row, cell.box.x0))


_ROOM = 0.02  # of the page's width: how far words reach into the next column


def _cut_before(cell: Cell, edges: list[float]) -> Cell | None:
    """The words of a cell before the first of the edges that it reaches."""
    piece: Cell | None = cell
    for edge in sorted(edges):
        if piece is not None and piece.box.x1 > edge - _ROOM:
            piece, _ = split_at(piece, edge - _ROOM)
    return piece


def _is_centred(piece: Cell, hit: Hit) -> bool:
    """Whether a line is centred under its label and wider: both sides stand out alike, by less than half a column."""
    left, right = hit.box.x0 - piece.box.x0, piece.box.x1 - hit.box.x1
    return left > 0.005 and abs(left - right) < 0.012 and left < 0.12


def _is_flush_right(piece: Cell, hit: Hit) -> bool:
    """Whether a line ends where its label does and is longer: set right, as a party's column at the right edge may be.

    Half a page is more than a column.
    """
    last = not any(char.isalnum() for char in hit.cell.text[hit.end :])  # but for its colon
    right = hit.cell.box.x1 if last else hit.box.x1
    return abs(piece.box.x1 - right) < _FLUSH and hit.box.x0 > 0.5 and piece.box.width < 0.45


def _is_indented(piece: Cell, hit: Hit, rivals: list[float], height: float) -> bool:
    """Whether the line right under a label is set in behind it."""
    close = piece.box.y0 - hit.box.y1 <= 0.8 * height and not hit.inline.strip(" :.-")
    farthest = min([max(hit.box.x1, hit.box.x0 + _INDENT), *rivals])
    return close and hit.box.x0 <= piece.box.x0 < farthest
