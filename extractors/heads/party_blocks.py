"""The lines of text that belong to a party's label: columns, blocks one below another, values beside labels."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.heads.party_labels import PARTY_ROLES, party_hits
from extractors.text.head_of_page import table_headings
from extractors.text.key_lists import value_in_list
from extractors.text.labels import Hit, Lexed, captions_above, hits_in
from extractors.text.lexicon import DATE_ROLES, Role
from extractors.text.text_cells import Cell, split_at
from extractors.tokens import Word
from programme.geometry import around

_ENDS = (
    Role.TABLE, Role.WORDS, Role.SIGNATURE, *DATE_ROLES, Role.NUMBER, Role.KSEF, Role.CORRECTED, Role.PLACE,
)  # fmt: skip
_MAX_LINES = 14
_GAP_BEFORE_LABEL = 3.0  # letter heights
_CENTRED = 0.03
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
    if captions_above(lexed, hit):
        return _over_captions(lexed, hit, hits)
    beside = value_in_list(lexed, hit)
    if beside is not None:
        return [beside]
    return _ruled(lexed, hit, hits) or _block(lexed, hit, hits)


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
    for cell in sorted((c for c in column if c.box.y1 <= hit.box.y0 + 0.4 * height), key=lambda c: -c.box.y1):
        if top - cell.box.y1 > height or _is_bare_label(lexed, cell) or len(lines) >= _MOST_OVER:
            break
        lines.insert(0, cell)
        top = cell.box.y0
    bottom, others = hit.box.y1, {id(other.cell) for other in hits}
    below = [c for c in column if hit.box.y1 - 0.4 * height <= c.box.y0 < _table_top(lexed, hit) - 0.5 * height]
    for cell in sorted(below, key=lambda c: c.box.y0):
        if cell.box.y0 - bottom > 3 * height or id(cell) in others or len(lines) >= _MAX_LINES:
            break
        if any(h.role in _ENDS for h in lexed.hits_of(cell)):
            break
        lines.append(cell)
        bottom = max(bottom, cell.box.y1)
    return lines


def _ruled(lexed: Lexed, hit: Hit, hits: list[Hit]) -> list[Cell]:
    """What stands in the label's ruled field, or in the one under it where it is a heading; empty if that is unclear.

    A field tells by itself what belongs to its heading, however text is set in it: unless other parties are named in
    it, something stands before the label, or it holds more than one column.
    """
    layout, page = lexed.layout, hit.cell.page
    field = layout.field_of(hit.cell)
    if field is None or not hit.leads:
        return []
    inside = layout.inside(page, field)
    inline = None if _REMARK.match(hit.inline) else _part(hit.cell, hit.end, _end_of_line(lexed, hit))
    under = layout.field_under(page, field)
    if inline is None and inside == [hit.cell] and under is not None:
        inside += layout.inside(page, under)
        if len(inside) > 1 and _is_bare_label(lexed, inside[1]):
            return []  # a column of headings; the values stand beside them
        while (under := layout.field_under(page, under)) is not None:
            inside += layout.inside(page, under)
    others = [cell for cell in inside if cell is not hit.cell]
    named = {id(other.cell) for other in hits if other is not hit}
    if inside[:1] != [hit.cell] or any(id(cell) in named for cell in others) or len(others) > _MAX_LINES:
        return []
    if any(
        abs(one.box.centre[1] - other.box.centre[1]) < 0.5 * one.box.height and abs(one.box.x0 - other.box.x0) > 0.25
        for one in inside for other in inside
    ):  # fmt: skip
        return []
    lines = [inline] if inline is not None else []
    for cell in others:
        if _ends_block(cell, hit):
            break
        lines.append(cell)
    return lines


def _is_own_label(cell: Cell) -> bool:
    """Whether a line begins with a label of a party's own data."""
    hits = hits_in(cell)
    return bool(hits) and hits[0].leads and hits[0].role in (Role.NIP, Role.NAME, Role.ADDRESS)


def _is_bare_label(lexed: Lexed, cell: Cell) -> bool:
    hits = lexed.hits_of(cell)
    return len(hits) == 1 and hits[0].leads and not any(char.isalnum() for char in hits[0].inline)


def _block(lexed: Lexed, hit: Hit, hits: list[Hit]) -> list[Cell]:
    """The lines behind a label and under it, in its column, down to the first that is another's or stands too far."""
    column = _column_of(lexed, hit, hits)
    table = _table_top(lexed, hit)
    for cell in _cells_under(lexed, hit):
        piece = column.own_piece(cell)
        if piece is None or any(piece.box == known.box for known in column.lines) or _is_same_label(lexed, piece, hit):
            continue
        gap = piece.box.y0 - column.bottom
        pieces = [piece, *_value_of(lexed, piece, column.rivals)]
        if piece.box.y0 > table - 0.5 * column.height or len(column.lines) >= _MAX_LINES:
            break
        if gap > column.farthest(pieces) or any(_ends_block(found, hit) for found in pieces):
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
        if self.pitch is not None:
            limit = max(1.6 * self.height, 1.9 * max(self.pitch, 0.0) + 0.5 * self.height)
        # A taller neighbour may have pushed the row of a label down.
        return max(limit, _GAP_BEFORE_LABEL * self.height) if any(map(_is_own_label, pieces)) else limit

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
    inline = None if _REMARK.match(hit.inline) else _part(hit.cell, hit.end, _end_of_line(lexed, hit))
    first = inline or _beside(lexed, hit, hits, height)
    if first is None:
        box, lines, anchor = hit.box, [], hit.box.x0
    else:
        box, lines, anchor = around([hit.box, first.box]), [first], hit.box.x0 if first is inline else first.box.x0
        height = max(height, min(hit.box.height, first.box.height))  # a page of small print says little of its head
    return _Column(hit, lines, _rivals(lexed, hit, hits, height), anchor, box.x0, box.x1, box.y1, height)


def _table_top(lexed: Lexed, hit: Hit) -> float:
    """Where the table of lines begins below the label: a row with two of its headings; 1 where there is none."""
    tops = [heading.cell.box.y0 for heading in table_headings(lexed, hit.cell.page)]
    return min((top for top in tops if top > hit.box.y1), default=1.0)


def _value_of(lexed: Lexed, piece: Cell, rivals: list[float]) -> list[Cell]:
    """The value beside a label that stands alone in a left column of the block ("Nazwa | Jan Rolny")."""
    hits = hits_in(piece)
    alone = len(hits) == 1 and hits[0].role in (Role.NAME, Role.ADDRESS) and hits[0].leads
    if not alone or any(char.isalnum() for char in hits[0].inline):
        return []
    right = lexed.layout.right_of(piece, piece.box)
    if right is None or (lexed.hits_of(right) and lexed.hits_of(right)[0].start == 0):
        return []
    cut = _cut_before(right, rivals)
    return [cut] if cut is not None else []


# "Nabywca (rolnik ryczałtowy)", "Nabywca (nr 85683)", "Nabywca nr 85683": of the label, not of the name.
_REMARK = re.compile(
    r"^\s*(?:\((?!(?:\D*\d){10})[^()]{2,40}\)|(?:[Nn]r|[Kk]od|[Ii][Dd])\b[\s.:]*[\w/-]{0,4}\d{1,9})\W*$"
)


# What a party's own line may hold further: "Nabywca: Jan Rolny, Polna 1, 00-001 Wola, NIP 521-000-00-00".
_OWN = (Role.NAME, Role.ADDRESS, Role.NIP, Role.OTHER_ID, Role.CONTACT)


def is_mere_word(hit: Hit) -> bool:
    """Whether a label of a bank or store is part of a name: "Bank Żywności SA", "Magazyn Rolny Sp. z o.o."."""
    firm = hit.role is Role.NAME and hit.cell.folded[hit.start : hit.end] == "firma"  # "Firma Handlowo-Usługowa"
    if hit.role not in (Role.PAYMENT, Role.OTHER_NUMBER) and not firm:
        return False
    following = re.match(r"\s+([A-ZĄĆĘŁŃÓŚŹŻ][^\W\d]{2,}.*)$", hit.inline)
    return following is not None and sum(char.isdigit() for char in following[1]) < 12 and hit.inline[:1].isspace()


def _end_of_line(lexed: Lexed, hit: Hit) -> int:
    """Where a party's values behind its label end: at the next label of something else."""
    behind = [other for other in lexed.hits_of(hit.cell) if other.start >= hit.end]
    if not any(char.isalnum() for char in hit.inline) and not (behind and is_mere_word(behind[0])):
        return hit.value_end  # a label that stands alone; what follows has labels of its own
    later = [other.start for other in behind if other.role not in _OWN and not is_mere_word(other)]
    return min(later, default=len(hit.cell.text))


def _part(cell: Cell, start: int, end: int) -> Cell | None:
    """The words of a cell from `start` to `end`, cut inside a joined word where needed."""
    words: list[Word] = []
    position = 0
    for word in cell.words:
        first, last = max(start, position), min(end, position + len(word.text))
        if first < last:
            text = word.text[first - position : last - position].lstrip(":;,-–/\\|)(. ")
            if words and word.text in ("-", "–"):
                words.append(word)  # "Jan Rolny - Gospodarstwo Rolne"
            elif any(char.isalnum() for char in text):
                words.append(Word(text, cell.span_box(first, last), word.confidence))
        position += len(word.text) + 1
    return Cell(cell.page, cell.row, tuple(words), cell.engine) if words else None


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
        if rival is not hit and level and rival.box.x0 > hit.box.x1 and right.box.x1 > rival.box.x0 - 0.004:
            return None
    # Where something stands right under the label, that is its column and the right one is another's.
    under = [cell for cell in lexed.layout.below(hit.cell, hit.box, 1.6) if abs(cell.box.x0 - hit.box.x0) < 0.03]
    under = [cell for cell in under if not (lexed.hits_of(cell) and lexed.hits_of(cell)[0].role in PARTY_ROLES)]
    if under and not (lexed.hits_of(under[0]) and lexed.hits_of(under[0])[0].start == 0):
        return None
    return right


def _rivals(lexed: Lexed, hit: Hit, hits: list[Hit], height: float) -> list[float]:
    """Left edges of other columns to the right: other parties' headed at about the same level, or on the label's own
    row where any is; on that row also those of dates and numbers."""
    others = [
        other
        for other in hits
        if other is not hit
        and not (other.cell is hit.cell and other.role is hit.role)
        and other.cell.page == hit.cell.page
        and abs(other.box.y0 - hit.box.y0) < 5 * height
    ]
    level = [other for other in others if abs(other.box.y0 - hit.box.y0) < height]
    beside = [h for h in lexed.hits if h.role in _ENDS and h.cell.row == hit.cell.row and h.cell.page == hit.cell.page]
    edges = [other for other in level or others if other.cell is hit.cell or other.box.x0 > hit.cell.box.x1]
    edges += [other for other in beside if other.leads]
    return [edge.box.x0 for edge in edges if edge.box.x0 > hit.box.x1]


def _cells_under(lexed: Lexed, hit: Hit) -> list[Cell]:
    """The page's cells below the label, from the top."""
    cells = [
        cell
        for cell in lexed.layout.on_page(hit.cell.page)
        if cell is not hit.cell and cell.box.y0 > hit.box.y0 + 0.35 * hit.box.height
        and cell.box.centre[1] > hit.box.y1
    ]  # fmt: skip
    return sorted(cells, key=lambda cell: (cell.box.y0, cell.box.x0))


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
    return abs(piece.box.x1 - hit.box.x1) < _FLUSH and hit.box.x0 > 0.5 and piece.box.width < 0.45


def _is_indented(piece: Cell, hit: Hit, rivals: list[float], height: float) -> bool:
    """Whether the line right under a label is set in behind it."""
    close = piece.box.y0 - hit.box.y1 <= 0.8 * height and not hit.inline.strip(" :.-")
    farthest = min([max(hit.box.x1, hit.box.x0 + _INDENT), *rivals])
    return close and hit.box.x0 <= piece.box.x0 < farthest


def _ends_block(piece: Cell, own: Hit) -> bool:
    hits = hits_in(piece)
    if not hits:
        return False
    first = hits[0]
    if first.role in PARTY_ROLES and first.leads and first.cell.text != own.cell.text:
        label = piece.text[first.start : first.end]
        return not label[:1].islower() or first.inline.lstrip()[:1] in (":", "")
    return first.role in _ENDS and first.leads
