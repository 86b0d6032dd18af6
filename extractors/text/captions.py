"""What the words around a value say of it, whatever they are: the caption before, beside or above it, and its sense.

Labels known by the lexicon tell exactly; captions tell roughly, by stems, and are asked where no label was known.
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import pairwise

from extractors.text.labels import Lexed
from extractors.text.text_cells import Cell, fold

# Of the page's width, a caption's distance to a value at its right: beyond doubt, and where nothing heads the value.
_NEAR, _FAR = 0.08, 0.3
_IN_TURNS = 4  # cells: value, caption, value, caption
_NEARER = 0.6  # times the distance to what follows: a caption belongs to the value before it
_FLUSH = 0.01  # of the page's width
_HIGH = 2.3  # letter heights between a heading and its value
_LETTER = re.compile(r"[a-z]")


class Sense(StrEnum):
    """What a caption makes of a date or number."""

    ISSUE = "issue"  # the document's own
    SALE = "sale"
    OTHER = "other"
    BARE = "bare"  # "Data:", "z dnia", "Nr:": a date or number and no more
    UNKNOWN = "unknown"
    NONE = "none"


_BARE = re.compile(
    r"^(?:\W|\b(?:data|date|dnia|dn|dniu|dzien|z|w|r|of|from|and|i|the|day|miejsce|miejscowosc|place|oryginal|kopia|poniedzialek|wtorek|"
    r"sroda|czwartek|piatek|sobota|niedziela|godz|dnia)\b)*$"
)
# Of other documents, of payment, of printing: stems, for there are more such captions than a list could name.
_OTHER = re.compile(
    r"plat|\bpl\b|zapl|\bterm|due\b|pay|druk|print|zamow|zam\.|order|umow|kontrakt|\bwz\b|wazn|wygener|utworz|odbior|odebr|przyj|"
    r"ksieg|obowiaz|otrzym|wplat|wplyw|kurs|zalicz|korygow|dotycz|paragon|swiadect|ustaw|art\b|regulamin|urodz|waluty|protok|"
    r"pro\s?-?forma|rejestr|decyzj|certyfik|duplikat|potwierdz|zlecen|ofert|transakc|przelew|okres|\bod\b|\bdo\b|reklamac|zwrot"
)
_SALE = re.compile(r"sprz|dosta|wydan|wykon|zakoncz|deliver|sale|suppl|realiz|wysyl|zalad|uslug|swiadcz")
_ISSUE = re.compile(
    r"^\W*(?:nr|numer|no)\b\W*(?:i\b)?\W*(?:data|date)\b|wyst|faktur|\bdok(?:\W*$|um)|issu|invoice|fakt\b|\bfv\b|rachun"
)
_PLACE = re.compile(r"^(?!.*(?:\bdat|\bdnia|\bdzien)).*\bmiejsc")  # "miejsce wystawienia" captions no date


def sense_of(caption: str) -> Sense:
    """The sense of a date's caption, folded."""
    if not caption.strip():
        return Sense.NONE
    if _OTHER.search(caption):
        return Sense.OTHER
    if _SALE.search(caption):
        return Sense.SALE
    if _PLACE.search(caption):
        return Sense.UNKNOWN
    if _ISSUE.search(caption):
        return Sense.ISSUE
    return Sense.BARE if _BARE.match(caption) else Sense.UNKNOWN


# Numbers that are not the document's own: of other documents, of parties, of accounts, of things.
_OTHER_NUMBER = re.compile(
    r"zam|order|\bwz\b|umow|kontrakt|klient|kontrah|odbior|nabyw|platn|sprzedawc|dostaw|bdo|krs|regon|nip|pesel|konto|"
    r"bank|rach|iban|swift|tel|fax|kom\b|paragon|magazyn|\bmag\b|parti|zlec|ofert|ksef|stron|\bstr\b|page|indeks|kod\b|"
    r"rejestr|przesyl|listu|transport|pojazd|korygow|dotycz|pro\s?-?forma|zalicz|kart[ay]|licenc|pozyc|\blp\b|wydr|"
    r"kas[ay]|swiadect|atest|certyf|plomb|lokal|dzial|ewid|gosp|producent|decyz|ustaw|art\b|kwot|suma|razem|wartos|"
    r"cena|ilosc|data|dnia|termin|uzytk|wersj|oddzial|\bul\b|kurier|slownie|dokument\w*\s+(?:wz|dostawy|zrodl|powiaz)"
)
_OWN_NUMBER = re.compile(
    r"faktur|\bfv\b|\bfa\b|\bfs\b|\bf-?ra\b|invoice|dokument|\bdok\b|dowod|rachun(?!ek bank)|\binv\b"
)
_BARE_NUMBER = re.compile(r"^(?:\W|\b(?:nr|numer|no|number|num|oryginal|kopia)\b)+$")


def sense_of_number(caption: str) -> Sense:
    """The sense of a number's caption, folded: ISSUE for the document's own."""
    if not caption.strip():
        return Sense.NONE
    if _OTHER_NUMBER.search(caption):
        return Sense.OTHER
    if _OWN_NUMBER.search(caption):
        return Sense.ISSUE
    return Sense.BARE if _BARE_NUMBER.match(caption) else Sense.UNKNOWN


def caption_of(lexed: Lexed, cell: Cell, start: int, own_number: str | None = None) -> str:
    """The words that tell what the value at character `start` of a cell is, folded; "" where nothing does.

    What stands before it in its cell, else in the next cell at the left, else above it in its column. A mere "z dnia"
    is completed by what stands before or above it: it may speak of another document. `own_number` is the document's.
    """
    before = _last_piece(cell.folded[:start])
    if _LETTER.search(before):
        return before if _tells(before) else _context(lexed, cell, start, own_number)
    if own_number is not None and own_number in cell.text[:start]:
        return _OWN  # "Faktura 7/2025, 12.09.2025"
    upper = _above(lexed, cell)
    if upper is not None and _goes_on(upper):
        # "4500023023 /" over "21.07.2025": two values of one label over two lines.
        cell = upper
    left = lexed.layout.left_of(cell)
    if left is not None and own_number is not None and left.text.endswith(own_number):
        return _OWN  # at the end of the title's line
    return _around(lexed, cell)


def _tells(text: str) -> bool:
    """Whether the words name a thing, not only a day: "z dnia" alone does not."""
    return not re.fullmatch(r"[\W\d]*(?:(?:z|w)\W*)?(?:dnia|dniu|dn|dzien)\W*", text)


_OWN = "faktura"  # the caption of what follows the document's own number


def _context(lexed: Lexed, cell: Cell, start: int, own_number: str | None) -> str:
    """What a mere "z dnia" goes on from, values and all, without their figures; `_OWN` where it is the own number."""
    text = cell.text[:start]
    if not re.search(r"[^\W\d_].*\d", text):  # nothing but "z dnia" stands before it in its cell
        left = lexed.layout.left_of(cell)
        near = left if left is not None and cell.box.x0 - left.box.x1 < _NEAR else _above(lexed, cell)
        near = near if near is None or not _ENDS_WITH_DATE.search(near.text) else None  # that is dated itself
        text = f"{near.text} {text}" if near is not None else text
    if own_number is None or own_number not in text:
        return re.sub(r"\d+", " ", fold(text))
    behind = fold(text.rsplit(own_number, 1)[1])
    return re.sub(r"\d+", " ", behind) if _OTHER.search(behind) else _OWN


_ENDS_WITH_DATE = re.compile(r"(?:\d[-. ](?:\d{1,2}|[^\W\d]{3,})[-. ]20\d\d|20\d\d-\d\d?-\d\d?)\s*r?\W*$")


def _goes_on(cell: Cell) -> bool:
    return bool(re.search(r"\s/\W*$", cell.text))


def _last_piece(text: str) -> str:
    """The text behind the last value or sign that ends one."""
    return re.split(r"[;|•·]|\d[\w./-]*", text)[-1]


def beside(lexed: Lexed, cell: Cell) -> Cell | None:
    """The cell that may caption a value on its row: the next one at its left, unless that captions the value before it
    ("12.09.2025 wystawienie   10.09.2025 sprzedaż"), else such a one at its right."""
    left, right = lexed.layout.left_of(cell), lexed.layout.right_of(cell, cell.box)
    if left is not None and not _captions_before(lexed, left):
        return left
    return right if right is not None and _captions_before(lexed, right) else None


def _captions_before(lexed: Lexed, cell: Cell) -> bool:
    """Whether a cell that is no value captions the one before it: in a row of values and captions in turns that begins
    with a value and ends with a caption, else where it stands nearer to the value before it than to what follows."""
    before, behind = lexed.layout.left_of(cell), lexed.layout.right_of(cell, cell.box)
    if before is None or _is_value(cell) or not _is_value(before):
        return False
    row = sorted((c for c in lexed.layout.on_page(cell.page) if c.row == cell.row), key=lambda c: c.box.x0)
    values = [_is_value(c) for c in row]
    if all(one != other for one, other in pairwise(values)) and (not values[0] or len(values) >= _IN_TURNS):
        return values[0] and not values[-1]
    return behind is None or cell.box.x0 - before.box.x1 < _NEARER * (behind.box.x0 - cell.box.x1)


def _around(lexed: Lexed, cell: Cell, climbs: int = 2) -> str:
    side, above = beside(lexed, cell), _above(lexed, cell)
    gap = max(cell.box.x0 - side.box.x1, side.box.x0 - cell.box.x1) if side is not None else 1.0
    heads = above is not None and abs(above.box.x0 - cell.box.x0) < _FLUSH and not _is_value(above)
    if side is not None and gap < _FAR and not _is_value(side) and not (gap > _NEAR and heads):
        first = _above(lexed, side)
        return (first.folded if first is not None and _goes_on(first) else "") + _last_piece(side.folded)
    # Two values under one heading, flush with it: "Nr faktury / data" over the number over the date. What captions the
    # upper one at its side is its own.
    while above is not None and _is_value(above):
        flush = climbs > 0 and abs(above.box.x0 - cell.box.x0) < _FLUSH
        above, climbs = (_above(lexed, above) if flush else None), climbs - 1
    return _last_piece(above.folded) if above is not None else ""


def _is_value(cell: Cell) -> bool:
    """Whether a cell ends with a value of its own and so captions nothing behind it."""
    return bool(re.search(r"\d\S*\W*(?:r\.?)?\W*$", cell.folded))


def _above(lexed: Lexed, cell: Cell) -> Cell | None:
    """The nearest cell above in the same column: flush at a side or centred."""
    height = lexed.layout.heights[cell.page]
    found = [
        other
        for other in lexed.layout.on_page(cell.page)
        if other is not cell and -0.4 * height <= cell.box.y0 - other.box.y1 <= _HIGH * height
        and min(other.box.x1, cell.box.x1) > max(other.box.x0, cell.box.x0)
    ]  # fmt: skip
    return max(found, key=lambda other: other.box.y1, default=None)
