"""Labels of Polish and bilingual invoices, found in spite of OCR noise and lost spaces.

Labels are compared as letters and digits only, without diacritics and with the usual look-alikes folded, so that
"Data wystawienia:", "Datawystawienia:" and "DATA WYSTAW1ENIA" are one. On pages read by a recogniser longer
labels may differ by a letter or two (rapidfuzz).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from extractors.text.label_stacks import closes_stack
from extractors.text.lexicon import LEXICON, Role
from extractors.text.text_cells import Cell, Layout, fold
from extractors.text.words_under import own_words, words_under
from programme.geometry import Box

_LOOKALIKE = str.maketrans({"i": "l", "1": "l", "|": "l", "!": "l", "0": "o"})
# "DLA:" and "OD:", "Nab.:" and "Sprz.:", or alone, name the parties on some invoices; elsewhere they are mere
# prepositions, or speak of dates.
_SHORT = re.compile(r"^\W*(dla|do(?=\s*:)|od|nab\.|nabyw\.|sprz\.|sprzed\.)\s*(?::(?!\s*\d)|$)")
# What a NIP's label must keep, however it is misread: "pieczęć sprzedawcy" is none.
_NIP_ROLES = (Role.SELLER_NIP, Role.BUYER_NIP, Role.RECIPIENT_NIP)
_OF_NIPS = re.compile(r"nlp|vat|podat|ldent")  # as squeezed
_INTO_VALUE = re.compile(r":\s*(?:vat|fv)$")
_FUZZY_FROM = 9  # letters: shorter words have honest neighbours one letter away
_FUZZY_SCORE = 86.0
# Headers stand on the first pages and in short pieces; a long file must not cost minutes.
_FUZZY_PAGES = 4
_FUZZY_LENGTH = 160


def squeeze(text: str) -> tuple[str, list[int]]:
    """Letters and digits of folded text with look-alikes made one, and each one's position in `text`."""
    letters, positions = [], []
    for index, char in enumerate(fold(text)):
        if char.isalnum() or char == "|":
            letters.append(char.translate(_LOOKALIKE))
            positions.append(index)
    return "".join(letters), positions


@lru_cache(maxsize=1)
def _labels() -> tuple[tuple[str, Role], ...]:
    pairs = {(squeeze(label)[0], role) for role, labels in LEXICON.items() for label in labels}
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@lru_cache(maxsize=1)
def _by_beginning() -> dict[str, tuple[int, ...]]:
    """Places in `_labels` by the labels' first three letters (shorter labels whole): most cells hold no label."""
    found: dict[str, list[int]] = {}
    for place, (label, _) in enumerate(_labels()):
        found.setdefault(label[:3], []).append(place)
    return {beginning: tuple(places) for beginning, places in found.items()}


def _labels_in(squeezed: str) -> list[tuple[str, Role]]:
    """The labels that may stand in a squeezed text, in the order of `_labels`."""
    beginnings = _by_beginning()
    pieces = {squeezed[at : at + size] for size in (1, 2, 3) for at in range(len(squeezed))}
    labels = _labels()
    return [labels[place] for place in sorted(place for piece in pieces for place in beginnings.get(piece, ()))]


_FIELD_NUMBER = re.compile(r"\W*(?:\d{1,2}|[IVX]{1,4}|[A-Ha-h])\s*[.)]\s*")


@dataclass(frozen=True)
class Hit:
    """A label found: characters `start` to `end` of the cell's text. `value_end` is where its value must stop."""

    role: Role
    cell: Cell
    start: int
    end: int
    value_end: int
    exact: bool = True

    @property
    def inline(self) -> str:
        return self.cell.text[self.end : self.value_end]

    @property
    def leads(self) -> bool:
        """Whether nothing but signs or its number on a form ("1. Sprzedawca") stands before it in its cell."""
        before = self.cell.text[: self.start]
        if not any(char.isalnum() for char in before):
            return True
        # "1. Sprzedawca zobowiązuje się": small print is numbered too.
        return bool(_FIELD_NUMBER.fullmatch(before)) and not self.inline.lstrip()[:1].islower()

    @property
    def box(self) -> Box:
        return self.cell.span_box(self.start, self.end)


def hits_in(cell: Cell) -> list[Hit]:
    """All labels of a cell, left to right; where two overlap the longer wins."""
    if not any(char.isalpha() for char in cell.text):
        return []
    squeezed, positions = squeeze(cell.text)
    taken: list[tuple[int, int, Role, bool]] = []

    def offer(first: int, last: int, role: Role, exact: bool) -> None:
        start, end = positions[first], positions[last - 1] + 1
        if any(start < other_end and other_start < end for other_start, other_end, _, _ in taken):
            return
        if _bounded(cell.text, start, end) and not _reaches_into_value(cell, start, end):
            taken.append((start, end, role, exact))

    for label, role in _labels_in(squeezed):
        at = squeezed.find(label)
        while at >= 0:
            offer(at, at + len(label), role, True)
            at = squeezed.find(label, at + 1)
    short = _SHORT.match(fold(cell.text))
    if short is not None:
        role = Role.BUYER if short[1] in ("dla", "do", "nab.", "nabyw.") else Role.SELLER
        taken.append((short.start(1), short.end(1), role, True))
    if cell.engine != "text_layer" and cell.page <= _FUZZY_PAGES and len(squeezed) <= _FUZZY_LENGTH:
        for first, last, role in _misread_labels(squeezed):
            offer(first, last, role, False)
    taken.sort()
    return _joined(cell, taken)


def _misread_labels(squeezed: str) -> list[tuple[int, int, Role]]:
    """Labels that a squeezed text holds but for a letter or two, with where they begin and end: the likeliest first,
    which has the most letters beside those that are missing or too many."""
    found = []
    for label, role in _labels():
        if len(label) < _FUZZY_FROM or len(squeezed) < len(label) - 1:
            continue
        spot = fuzz.partial_ratio_alignment(label, squeezed, score_cutoff=_FUZZY_SCORE)
        if spot is None or spot.src_end - spot.src_start < len(label) - 1 or spot.dest_end <= spot.dest_start:
            continue
        start, most = spot.dest_start, spot.dest_end
        # The alignment is no longer than the label: a letter read as two pushes the last one out.
        score, end = max((fuzz.ratio(label, squeezed[start:end]), end) for end in (most, most + 1))
        if role in _NIP_ROLES and not _OF_NIPS.search(squeezed[start:end]):
            continue
        found.append(((len(label) + end - start) * (1.5 * score / 100 - 1), start, min(end, len(squeezed)), role))
    found.sort(key=lambda entry: -entry[0])
    return [(first, last, role) for _, first, last, role in found]


def _reaches_into_value(cell: Cell, start: int, end: int) -> bool:
    """Whether a label's last word begins its value: "Numer faktury: VAT/166/2025", "Nr faktury VAT/166/2025"."""
    label = cell.folded[start:end]
    series = label.endswith("vat") and re.match(r"[/-]\d", cell.text[end:]) is not None
    return series or _INTO_VALUE.search(label) is not None


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether the label is not the middle of a longer word; lost spaces before a capital are forgiven."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before.isalpha() and not (before.islower() and text[start].isupper()):
        return False
    if before.isdigit() and text[start].isdigit():
        return False
    if after.isalpha() and text[end : end + 2].upper() == "PL" and text[end + 2 : end + 4].strip()[:1].isdigit():
        return True  # "NIPPL5265877635"
    if after.isalpha():
        return end - start > 2 and text[end - 1].islower() and after.isupper()
    return not (after.isdigit() and end - start <= 2)


_JOINED_ROLES: dict[frozenset[Role], Role] = {
    frozenset({Role.BUYER, Role.RECIPIENT}): Role.BUYER,
    frozenset({Role.ISSUE_DATE, Role.SALE_DATE}): Role.ISSUE_AND_SALE,
    frozenset({Role.NIP, Role.OTHER_ID}): Role.NIP,
    frozenset({Role.SELLER, Role.RECIPIENT}): Role.SELLER,
    **{frozenset({role, plain}): role for role in _NIP_ROLES for plain in (Role.NIP, Role.OTHER_ID)},
}


_NAMED_TWICE = (Role.SELLER, Role.BUYER, Role.RECIPIENT, Role.ISSUE_DATE, Role.SALE_DATE, Role.OTHER_DATE)
_BETWEEN = ("/", "|", "–", "—", "i", "oraz", "and", "-", "\\", "lub", "&", "(", "[")


def _joined(cell: Cell, taken: list[tuple[int, int, Role, bool]]) -> list[Hit]:
    """Neighbours that form one label ("Płatnik / Nabywca:", "Wystawiono dnia / Issue date:") become one."""
    merged: list[tuple[int, int, Role, bool]] = []
    for start, end, role, exact in taken:
        if merged:
            first, last, other, other_exact = merged[-1]
            between = fold(cell.text[last:start]).strip()
            together = role if role is other else _JOINED_ROLES.get(frozenset({role, other}))
            twice = role is other and not between and role in _NAMED_TWICE  # "Data dostawy Delivery date"
            if together is not None and (twice or between in _BETWEEN or between.strip("()[]") in _BETWEEN):
                merged[-1] = (first, end, together, exact and other_exact)
                continue
        merged.append((start, end, role, exact))
    if not merged:
        return []
    limits = [start for start, _, _, _ in merged[1:]] + [len(cell.text)]
    return [
        Hit(role, cell, start, end, limit, exact)
        for (start, end, role, exact), limit in zip(merged, limits, strict=True)
    ]


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
        return under >= _LEAST_UNDER and under >= 3 * over

    def of(self, *roles: Role) -> list[Hit]:
        return [hit for hit in self.hits if hit.role in roles]

    def hits_of(self, cell: Cell) -> tuple[Hit, ...]:
        known = self.by_cell.get(id(cell))
        return known if known is not None else tuple(hits_in(cell))


def lex(layout: Layout) -> Lexed:
    """All labels of a document."""
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


def _leaning(lexed: Lexed, hit: Hit) -> int:
    """1 where a label that stands alone is nearer to the text above than to what follows, -1 the other way, else 0."""
    if not hit.leads or any(char.isalnum() for char in hit.cell.text[hit.end :]):
        return 0
    over = place_above(lexed, hit)
    below = [c for c in lexed.layout.below(hit.cell, hit.box) if not lexed.hits_of(c)]
    right = lexed.layout.right_of(hit.cell, hit.cell.box)
    if right is not None and not lexed.hits_of(right) and right.box.x0 - hit.box.x1 < 0.25:
        return -1
    if over is None:
        return -1 if below else 0
    above = hit.box.y0 - over.cell.box.y1
    under = below[0].box.y0 - hit.box.y1 if below else 1.0
    nearer, farther = sorted((max(above, 0.0), max(under, 0.0)))
    return 0 if nearer > 0.6 * farther else 1 if above < under else -1


def place_above(lexed: Lexed, hit: Hit) -> Place | None:
    """The cell closely above a label that stands alone under its value, as on forms: "12 IX 2025" over "(data)"."""
    if not (hit.leads or in_brackets(hit)) or any(char.isalnum() for char in hit.cell.text[hit.end :]):
        return None
    height = lexed.layout.heights[hit.cell.page]
    over = [
        cell
        for cell in lexed.layout.on_page(hit.cell.page)
        if cell is not hit.cell and -0.4 * height <= hit.box.y0 - cell.box.y1 <= 0.8 * height
        and min(cell.box.x1, hit.box.x1) - max(cell.box.x0, hit.box.x0) > 0 and not lexed.hits_of(cell)
    ]  # fmt: skip
    nearest = max(over, key=lambda cell: cell.box.y1, default=None)
    return Place(nearest, 0, len(nearest.text), "above") if nearest is not None else None


def captions_above(lexed: Lexed, hit: Hit) -> bool:
    """Whether a label speaks of what stands above it."""
    if lexed.captioned_below or in_brackets(hit):
        return True
    page = lexed.layout.on_page(hit.cell.page)
    return hit.leads and closes_stack(page, hit.cell, lambda cell: _stands_alone(lexed, cell))


def _stands_alone(lexed: Lexed, cell: Cell) -> bool:
    hits = lexed.hits_of(cell)
    return bool(hits) and hits[0].leads and not any(char.isalnum() for char in cell.text[hits[-1].end :])


def in_brackets(hit: Hit) -> bool:
    """Whether the label's whole cell is bracketed, as what stands under a line to be filled in."""
    return bool(re.fullmatch(r"\W*\(.*\)\W*", hit.cell.text))


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
    hits = lexed.hits_of(cell)
    return hits[0].start if hits else len(cell.text)


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
