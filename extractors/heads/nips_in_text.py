"""NIPs as printed, with repair through look-alikes that the check digit confirms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.text.hits import Hit
from extractors.text.labels import Lexed, Place, place_above, value_places
from extractors.text.lexicon import Role
from extractors.text.text_cells import Cell
from programme.identifiers import parse_nip
from programme.invoices import Field, Witness

# Letters recognisers give for digits in print.
AS_DIGIT = {
    "O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "|": "1", "!": "1", "i": "1", "S": "5", "s": "5",
    "B": "8", "Z": "2", "z": "2", "G": "6", "b": "6", "g": "9", "q": "9", "A": "4", "T": "7",
}  # fmt: skip
# Digits recognisers take for one another in blurred or pale print.
_DIGIT_TWINS = {
    "0": "869", "1": "74", "2": "7", "3": "89", "4": "19", "5": "68", "6": "805", "7": "12", "8": "0369", "9": "804",
}  # fmt: skip
_LETTERS = "".join(re.escape(char) for char in AS_DIGIT)
_NIP = re.compile(
    rf"(?<!\d)(?<!\d\s)(?:PL\s*)?((?:[\d{_LETTERS}][\s\-–.]{{0,3}}){{9}}[\d{_LETTERS}])(?!\s?\d)", re.IGNORECASE
)
# Figures in boxes of their own, whose rules a recogniser takes for signs: "|5/2/6/5[8|7/7/6/3/5".
_BOXED = re.compile(r"(?<!\d)\d(?:[\s/|\\\[\](){}]{1,3}\d){9}(?!\d)")
_FORMATTED = re.compile(r"(?<![\d-])(?:PL\s?)?(\d{3}-\d{3}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2}-\d{3})(?![\d-])")
# In a line of its own also with blanks: "525 000 12 34", "525 - 000 - 12 - 34".
_ALONE = re.compile(
    r"^\W*(?:PL\s?)?(?=\d+[ -])([1-9]\d\d ?-? ?(?:\d{3} ?-? ?\d{2} ?-? ?\d{2}|\d{2} ?-? ?\d{2} ?-? ?\d{3}))\W*$"
)
# What is left of "NIP" may stand before it.
_BARE = re.compile(r"^\W*([^\W\d]{2,4}\W{1,3})?([1-9]\d{9})\W*$")
_CODE = re.compile(r"(?<!\d)\d\d-\d{3}(?!\d)")
_UNDER_ADDRESS = 2.8  # letter heights between the middles of two lines
_PREFIXED = re.compile(r"(?<![A-Z\d])PL\s?(\d{10})(?!\d)")
# Numbers that pass the check digit but belong to nobody: samples and placeholders.
_PLACEHOLDERS = frozenset(str(digit) * 10 for digit in range(10)) | {"1234567890", "0123456789"}


@dataclass(frozen=True)
class NipReading:
    """A NIP as read. `proven` where the check digit holds; `repaired` where characters had to be exchanged."""

    value: str
    cell: Cell
    start: int
    end: int
    proven: bool
    repaired: bool
    labelled: bool
    alternatives: tuple[str, ...] = ()
    label: Role = Role.NIP  # of whose NIP its label speaks

    def as_field(self, confidence: float | None = None, repeated: bool = False) -> Field[str]:
        """The reading as a field; `confidence` overrides what form and checksum alone are worth."""
        worth = self.confidence if confidence is None else min(confidence, self.confidence)
        witnesses: set[Witness] = set()
        if self.proven and not self.repaired and self.value not in _PLACEHOLDERS:
            witnesses.add(Witness.CHECKSUM)
        if repeated and self.proven:
            witnesses.add(Witness.REPEATED)
            worth = 1 - (1 - worth) * 0.5
        return Field[str](
            value=self.value, confidence=round(worth, 4), page=self.cell.page,
            box=self.cell.span_box(self.start, self.end), witnesses=frozenset(witnesses),
            alternatives=self.alternatives,
        )  # fmt: skip

    @property
    def confidence(self) -> float:
        if not self.proven:
            return 0.3
        if self.value in _PLACEHOLDERS:
            return 0.5
        if self.repaired:
            return 0.75 if not self.alternatives else 0.4
        return 0.98 if self.labelled else 0.9


def nip_readings(lexed: Lexed) -> list[NipReading]:
    """Every NIP on the document, in reading order: behind a label, or in one of the forms only NIPs have."""
    found: dict[tuple[int, int], NipReading] = {}
    for hit in lexed.of(Role.NIP, Role.SELLER_NIP, Role.BUYER_NIP, Role.RECIPIENT_NIP):
        for reading in _behind(lexed, hit):
            found.setdefault((id(reading.cell), reading.start), replace(reading, label=hit.role))
    for cell in lexed.layout.cells:
        for pattern in (_FORMATTED, _PREFIXED, _ALONE):
            for match in pattern.finditer(cell.text):
                nip = parse_nip(match[1])
                if nip is not None and not _is_covered(found, cell, match.start(1), match.end(1)):
                    found[id(cell), match.start(1)] = NipReading(nip, cell, *match.span(1), True, False, False)
        bare = _BARE.match(cell.text) if not lexed.hits_of(cell) else None
        if bare is not None and not (bare[1] and cell.engine == "text_layer") and _is_under_address(lexed, cell):
            nip = parse_nip(bare[2])
            if nip is not None and not _is_covered(found, cell, *bare.span(2)):
                found[id(cell), bare.start(2)] = NipReading(nip, cell, *bare.span(2), True, False, False)
    order = {id(cell): index for index, cell in enumerate(lexed.layout.cells)}
    return sorted(found.values(), key=lambda reading: (order[id(reading.cell)], reading.start))


def _is_under_address(lexed: Lexed, cell: Cell) -> bool:
    """Whether the line closely over a cell, flush with it, holds a postcode: there a party's NIP stands, be its label
    lost or misread."""
    height = max(lexed.layout.heights[cell.page], cell.box.height)
    return any(
        0 < cell.box.centre[1] - over.box.centre[1] <= _UNDER_ADDRESS * height and _CODE.search(over.text)
        and abs(over.box.x0 - cell.box.x0) < _FLUSH
        for over in lexed.layout.on_page(cell.page)
    )  # fmt: skip


def _is_covered(found: dict[tuple[int, int], NipReading], cell: Cell, start: int, end: int) -> bool:
    return any(r.cell is cell and r.start < end and start < r.end for r in found.values())


def _behind(lexed: Lexed, hit: Hit) -> list[NipReading]:
    """The NIP behind a label; several where one label heads a row or column for both parties."""
    headed = list(_in_column(lexed, hit)) if _is_among_headings(lexed, hit) else []
    if headed:
        return headed
    for place in _own_column_first(hit, value_places(lexed, hit)):
        if place.how == "below" and place.cell.box.x0 > hit.box.x1:
            continue
        # The label may stand last before the value only; a name between them belongs to something else.
        reading = _first_nip(place.cell, place.start, place.end)
        if reading is not None:
            if place.how == "below":
                return [reading, *_rest_of_column(lexed, place.cell)]
            if place.how != "right":
                return [reading]
            return [*_left_of_label(lexed, hit), reading, *_rest_of_row(lexed, place.cell)]
        if place.how == "inline":
            torn = _over_two_lines(lexed, hit, place.text)
            if torn is not None:
                return [torn]
        if place.how == "inline" and sum(char.isdigit() for char in place.text) >= 6:
            return []
        if place.how == "right" and lexed.hits_of(place.cell) and lexed.hits_of(place.cell)[0].start == 0:
            return []  # the value is missing: what stands below belongs to another label
    further = _on_next_line(lexed, hit) or _over_label(lexed, hit)
    return [further] if further is not None else []


_FLUSH = 0.01  # of the page's width
_FAR_ABOVE = 1.8  # letter heights


def _over_label(lexed: Lexed, hit: Hit) -> NipReading | None:
    """The NIP alone above a label that has none behind, beside or below it."""
    over = place_above(lexed, hit, _FAR_ABOVE)
    reading = _first_nip(over.cell, 0, len(over.text)) if over is not None and _WHOLE.match(over.text) else None
    return reading if reading is not None and reading.proven and not reading.repaired else None


def _on_next_line(lexed: Lexed, hit: Hit) -> NipReading | None:
    """The NIP at the beginning of the next line of a sentence that ends with its label ("..., NIP")."""
    cell = hit.cell
    if hit.leads or any(char.isalnum() for char in cell.text[hit.end :]):
        return None
    for below in lexed.layout.below(cell, cell.box, 1.5):
        if abs(below.box.x0 - cell.box.x0) > 0.01:
            continue
        match = re.match(r"(?:PL\s?)?(\d{3}[\s-]?\d{2,3}[\s-]?\d{2}[\s-]?\d{2,3})(?![\d-])", below.text)
        nip = parse_nip(re.sub(r"\D", "", match[1])) if match is not None else None
        if nip is not None and match is not None:
            return NipReading(nip, below, *match.span(1), True, False, True)
        return None
    return None


def _own_column_first(hit: Hit, places: list[Place]) -> list[Place]:
    """The places with a NIP right under the label before one far to the right, which is another party's."""
    if not any(place.how == "right" and place.cell.box.x0 - hit.box.x1 > _FAR for place in places):
        return places

    def is_own(place: Place) -> bool:
        found = _first_nip(place.cell, place.start, place.end) if place.how == "below" else None
        return found is not None and found.proven and abs(place.cell.box.x0 - hit.box.x0) < 0.01

    return sorted(places, key=lambda place: place.how != "inline" and not is_own(place))


_FAR = 0.08  # of the page's width: a gap as wide as this parts columns


def _over_two_lines(lexed: Lexed, hit: Hit, text: str) -> NipReading | None:
    """A NIP broken at the end of a line ("NIP: 584-" over "473-09-70"), where its check digit holds."""
    head = re.search(r"(\d[\d -]*)$", text.rstrip())
    if head is None or hit.value_end < len(hit.cell.text):
        return None
    for below in lexed.layout.below(hit.cell, hit.cell.box, 1.5):
        tail = re.match(r"\s*(\d[\d -]*)(?!\d)", below.text)
        nip = parse_nip(re.sub(r"\D", "", head[1] + tail[1])) if tail is not None else None
        if nip is not None:
            return NipReading(nip, hit.cell, hit.start, len(hit.cell.text), True, False, True)
    return None


def _left_of_label(lexed: Lexed, hit: Hit) -> Iterator[NipReading]:
    """The NIP alone at the left of a label that stands between two columns, and means both."""
    left = lexed.layout.left_of(hit.cell)
    if left is None or not hit.leads or lexed.hits_of(left) or not _WHOLE.match(left.text):
        return
    reading = _first_nip(left, 0, len(left.text))
    if reading is not None and reading.proven and not reading.repaired:
        yield reading


_WHOLE = re.compile(r"^\W*(?:PL)?[\s\d-]{10,16}\W*$")


def _rest_of_row(lexed: Lexed, cell: Cell) -> Iterator[NipReading]:
    """Proven NIPs that stand alone further right on the row of a labelled one."""
    following = lexed.layout.right_of(cell, cell.box)
    while following is not None and not lexed.hits_of(following):
        reading = _first_nip(following, 0, len(following.text))
        if reading is None or not reading.proven or reading.repaired:
            return
        yield reading
        following = lexed.layout.right_of(following, following.box)


def _rest_of_column(lexed: Lexed, cell: Cell) -> Iterator[NipReading]:
    """Proven NIPs that stand alone further down the column of a labelled one: of a table with a row for each party."""
    for below in lexed.layout.below(cell, cell.box):
        if not _WHOLE.match(below.text) or abs(below.box.x0 - cell.box.x0) > _FLUSH:
            continue
        reading = _first_nip(below, 0, len(below.text))
        if reading is not None and reading.proven and not reading.repaired:
            yield reading
        return


_PARTY_FIELDS = (Role.NAME, Role.ADDRESS, Role.CONTACT, Role.OTHER_ID)
_VALUED = re.compile(r"\d|:.*\w")
_FARTHEST = 9.0  # letter heights between two NIPs of a column: name and address may take several lines


def _is_among_headings(lexed: Lexed, hit: Hit) -> bool:
    """Whether a label is one of a row of headings over parties' names and addresses."""
    row = [h for h in lexed.hits if h.cell.page == hit.cell.page and h.cell.row == hit.cell.row and h is not hit]
    heads = not any(map(str.isalnum, hit.cell.text[hit.end :])) and hit.leads
    return heads and any(h.role in _PARTY_FIELDS and h.leads and not _VALUED.search(h.inline) for h in row)


def _in_column(lexed: Lexed, hit: Hit) -> Iterator[NipReading]:
    """Proven NIPs alone in the cells under a heading, down to the next label or wide gap, wherever in its column they
    are set."""
    right = lexed.layout.right_of(hit.cell, hit.cell.box)
    end, bottom = right.box.x0 if right is not None else 1.0, hit.box.y1
    height = lexed.layout.heights[hit.cell.page]
    under = [c for c in lexed.layout.on_page(hit.cell.page) if c.box.y0 > hit.box.centre[1]]
    for cell in sorted(under, key=lambda c: c.box.y0):
        if cell.box.x1 <= hit.box.x0 - _FLUSH or cell.box.x0 >= end:
            continue
        if cell.box.y0 - bottom > _FARTHEST * height or lexed.hits_of(cell):
            return
        reading = _first_nip(cell, 0, len(cell.text)) if _WHOLE.match(cell.text) else None
        if reading is not None and reading.proven and not reading.repaired and cell.box.x0 > hit.box.x0 - _FLUSH:
            bottom = cell.box.y1
            yield reading


def _first_nip(cell: Cell, start: int, end: int) -> NipReading | None:
    readings = []
    text = cell.text[start:end]  # what stands before or behind belongs to another label
    for match in _NIP.finditer(text):
        lead = text[: match.start()]
        if sum(char.isalnum() for char in lead) > 12:
            continue
        raw = re.sub(r"[\s\-–.]", "", match[1])
        if sum(char.isdigit() for char in raw) < 6:
            continue
        readings.append(_read(cell, start + match.start(1), start + match.end(1), raw))
    if not readings and cell.engine != "text_layer":
        readings = list(_boxed(cell, start, end))
    if not readings:
        return None
    return max(readings, key=lambda reading: (reading.proven, not reading.repaired, -reading.start))


def _boxed(cell: Cell, start: int, end: int) -> Iterator[NipReading]:
    """NIPs figure by figure in boxes, where the check digit holds; a rule may have been a figure, so none is sure."""
    for match in _BOXED.finditer(cell.text, start, end):
        nip = parse_nip(re.sub(r"\D", "", match[0]))
        if nip is not None:
            yield NipReading(nip, cell, *match.span(), proven=True, repaired=True, labelled=True)


def _read(cell: Cell, start: int, end: int, raw: str) -> NipReading:
    digits = "".join(AS_DIGIT.get(char, char) for char in raw)
    changed = digits != raw
    if parse_nip(digits):
        return NipReading(digits, cell, start, end, True, changed, True)
    candidates = [] if cell.engine == "text_layer" else list(_twins(digits))
    if candidates:
        return NipReading(candidates[0], cell, start, end, True, True, True, (*candidates[1:], digits))
    return NipReading(digits, cell, start, end, False, changed, True)


def _twins(digits: str) -> Iterator[str]:
    """NIPs with a valid check digit that differ in one digit from the reading, by a look-alike."""
    for index, digit in enumerate(digits):
        for twin in _DIGIT_TWINS.get(digit, ""):
            candidate = digits[:index] + twin + digits[index + 1 :]
            if parse_nip(candidate):
                yield candidate
