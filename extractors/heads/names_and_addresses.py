"""Name and address from the lines of a party's block: what is a name, what a street, what neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractors.heads.party_blocks import is_mere_word
from extractors.heads.titles import title_end
from extractors.text.labels import Hit, hits_in
from extractors.text.lexicon import DATE_ROLES, Role
from extractors.text.text_cells import Cell, fold
from programme.formats import parse_date
from programme.geometry import around
from programme.invoices import Field

POSTCODE = re.compile(r"(?<!\d)(?<!\d[-–])(\d{2})\s?[-–—]\s?(\d{3})(?!\d)")
_STREET = re.compile(
    r"^(?:ul|al|os|pl|aleja|aleje|plac|osiedle|ulica|rynek|skr|wies|m\.|gm|gmina|pow|woj|poczta|kol|kolonia)\b\.?|"
    r"\b(?:ul|al|os)\s?\.|\bulica\b"
)
_HOUSE = re.compile(
    r"(?:^|\s)[A-Za-zĄĆĘŁŃÓŚŹŻąćęłńóśźż.\-]{2,}\s+(?:nr\s+)?\d{1,4}\s?[A-Za-z]?(?:\s?[/\\]\s?\d+\s?[A-Za-z]?)?(?:\s*(?:m\.?|lok\.?)\s*\d+)?\s*$"
)
_COUNTRY = re.compile(r"^\W*(?:polska|poland|pl|rp)\W*$")
_ID_ROLES = (
    Role.NIP, Role.OTHER_ID, Role.CONTACT, Role.PAYMENT, Role.SELLER_NIP, Role.BUYER_NIP, Role.RECIPIENT_NIP,
    Role.OTHER_NUMBER, Role.NUMBER, Role.KSEF, *DATE_ROLES,
)  # fmt: skip
# "Prefiks VAT: PL", "Rola: Faktor": a datum of its own kind, neither name nor address.
_LABELLED = re.compile(r"^[^\W\d][^:,]{2,60}:\s?\S|^[^\W\d][\w ]{2,40}:$")
_WORDLESS = re.compile(r"^\W*(?:PL)?[\d\W]*$")  # a NIP, a number, a date whose label stands elsewhere
_NOISE = re.compile(
    r"^\W*(?:sz\.?\s*p\.?|pan(?:i|stwo)?(?:\s*/\s*pani)?|szanown\w*\s\w+|dane\s*identyfikacyjne|dane\s*kontaktowe|oryginal|kopia|duplikat|\(?pieczec.*|adres)\W*$"
)


def name_and_address(cells: Sequence[Cell]) -> tuple[Field[str] | None, Field[str] | None]:
    """The name's lines before the first address or identifier, the address's lines up to the one with a postcode."""
    name: list[Cell] = []
    address: list[Cell] = []
    name_text: list[str] = []
    address_text: list[str] = []
    has_code = False
    for cell in cells:
        text = _without_ids(cell)
        if (end := title_end(cell)) is not None and not any(char.isalnum() for char in cell.text[end:]):
            continue  # a letterhead's name stands beside the title, not in it
        if _LABELLED.match(text) or parse_date(text) or (_WORDLESS.match(text) and not address):
            continue
        if not any(char.isalnum() for char in text) or _NOISE.match(fold(text)) or _COUNTRY.match(fold(text)):
            continue
        before, after = split_name(text)
        if before and not address and len(name) < 4:
            name.append(cell)
            name_text.append(_without_seat(before))
            if not after:
                continue
        if after or address or not before:
            piece = after or text
            if not name and not address and not before and not POSTCODE.search(text) and not _STREET.search(fold(text)):
                # A first line that only ends in a figure is a name ("Rolnik 2"), no house.
                name.append(cell)
                name_text.append(text)
                continue
            if has_code or not (_is_address(piece) or address):
                continue
            address.append(cell)
            address_text.append(piece)
            has_code = bool(POSTCODE.search(piece))
    return _text_field(name, _joined(name_text)), _text_field(
        address, ", ".join(part.strip(" ,") for part in address_text)
    )


_SEAT = re.compile(r"[\s,]+(?:z\s+siedzib|zam\.|zamieszkal|adres\b).*$")


def _without_seat(text: str) -> str:
    """A name without the words that lead over to its address: "... Sp. z o.o. z siedzibą w Granowie"."""
    match = _SEAT.search(fold(text))
    text = text[: match.start()] if match is not None and match.start() > 2 else text
    return re.sub(r"^(?:dla|od|Dla|Od)\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ])", "", text)


def _without_ids(cell: Cell) -> str:
    """The cell's text before its first identifier or contact label, without a leading "Nazwa:" or a form's words."""
    text = _parted(cell)
    hits = hits_in(cell)
    end = min((hit.start for hit in hits if hit.role in _ID_ROLES and not is_mere_word(hit)), default=len(text))
    start = 0
    for hit in hits:
        leads = not any(char.isalnum() for char in text[start : hit.start])
        if leads and (_names_field(hit) or _is_form_word(hit)):
            start = hit.end
    text = re.sub(r"\S+@\S+|\bwww\.\S+", "", text[start:end]) if start < end else ""
    text = (_FORM_REMARK.sub("", text) if start else text).strip(" ,;:|/\\·•").lstrip("-– ")
    return text if _BROKEN.search(text) else text.rstrip(" -–")


def _names_field(hit: Hit) -> bool:
    return hit.role in (Role.NAME, Role.ADDRESS) and (hit.inline.lstrip()[:1] == ":" or not hit.inline.strip())


_FORM_REMARK = re.compile(r"^\W*\([^()]*\)")


def _is_form_word(hit: Hit) -> bool:
    """Whether a form's own word stands before who filled it in: "nabywca Jan Rolny", "Sprzedawca (pieczęć) Siew"."""
    if hit.role not in (Role.SELLER, Role.BUYER, Role.SIGNATURE) or not hit.inline.strip():
        return False
    return hit.cell.text[hit.start].islower() or hit.role is Role.SIGNATURE or bool(_FORM_REMARK.match(hit.inline))


_WIDE = 1.8  # times the usual space: a sign that parts values stood there
_MANY = 4


def _parted(cell: Cell) -> str:
    """The text of a cell, the blanks that are wider than its others as bars: "Siew Sp. z o.o. · ul. Polna 1"."""
    text, words = cell.text, cell.words
    gaps = [after.box.x0 - before.box.x1 for before, after in pairwise(words)]
    if cell.engine != "text_layer" or len(gaps) < _MANY or not POSTCODE.search(text):
        return text
    usual, position, signs = median(gaps), 0, list(text)
    for word, gap in zip(words, gaps, strict=False):
        position += len(word.text)
        if gap > _WIDE * usual > 0:
            signs[position] = "|"
        position += 1
    return "".join(signs)


_BROKEN = re.compile(r"[^\W\d](?:-| [-–])$")  # a word or name goes on in the next line


def _joined(lines: Sequence[str]) -> str:
    """The lines of a name as one: a word broken at its hyphen becomes whole, a double name keeps the hyphen."""
    text = ""
    for line in lines:
        torn = _BROKEN.search(text) is not None and text[-2:-1].isalpha()
        split = torn and line[:1].islower() and text[-3:-2].isalpha()  # not "i S-" over "ka"
        text = (text[:-1] if split else text) + line if torn else f"{text} {line}"
    return text.strip(" -–")


def split_name(text: str) -> tuple[str, str]:
    """A line as (name, address): all of one or the other, or both where they share a line."""
    if _is_address(text) and not re.search(r"[,;|•·]", text):
        street = re.search(r"\b(?:ul|al|os)\s?\.", fold(text))
        if street and street.start() > 3 and not POSTCODE.search(text[: street.start()]):
            return text[: street.start()].strip(" ,;-"), text[street.start() :]
        return "", text
    parts = [part for part in re.split(r"[,;|•·]\s*", text) if part]
    for index, part in enumerate(parts):
        if _is_address(part):
            return ", ".join(parts[:index]), ", ".join(parts[index:])
    return text, ""


def _is_address(text: str) -> bool:
    folded = fold(text).strip()
    return bool(POSTCODE.search(text) or _STREET.search(folded) or _HOUSE.search(text))


_COMPANY = re.compile(r"\b([Ss])p\.?\s?[zZ]\s?[o0O]\.?\s?[o0O](?:\.|(?=[\s,;]|$))")  # its letters are read as noughts


_QUOTED = re.compile(r'([^\W\d_])("[^\W\d_][^"]+")')  # a word in bold print before quotes loses its space


def _text_field(cells: Sequence[Cell], text: str) -> Field[str] | None:
    text = _COMPANY.sub(r"\1p. z o.o.", re.sub(r"\s+", " ", text).strip(" ,;:"))
    text = _QUOTED.sub(r"\1 \2", text)
    if not cells or not re.search(r"[^\W\d_]{2}", text):
        return None  # figures and signs name nobody
    confidence = 0.9 * min(cell.confidence for cell in cells)
    return Field[str](
        value=text, confidence=round(confidence, 4), page=cells[0].page,
        box=around([cell.box for cell in cells if cell.page == cells[0].page]),
    )  # fmt: skip
