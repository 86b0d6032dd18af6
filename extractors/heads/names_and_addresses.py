"""Name and address from the lines of a party's block: what is a name, what a street, what neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from rapidfuzz import fuzz

from extractors.heads.party_lines import is_mere_word
from extractors.heads.titles import title_end
from extractors.text.hits import Hit, hits_in
from extractors.text.lexicon import DATE_ROLES, PARTY_NOUNS, Role
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
    for cell in _with_whole_labels(cells):
        text = _without_ids(cell)
        if (end := title_end(cell)) is not None and not any(char.isalnum() for char in cell.text[end:]):
            continue  # a letterhead's name stands beside the title, not in it
        if (
            _LABELLED.match(text)
            or _is_bare_caption(cell)
            or parse_date(text)
            or (_WORDLESS.match(text) and not address)
        ):
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
    found = _text_field(name, _without_caption(_joined(name_text)))
    return _doubted_with_caption(found), _text_field(address, ", ".join(part.strip(" ,") for part in address_text))


_CAPTION_ALONE = re.compile(r"[^\W\d][\w ]{2,40}:")
_ALIKE_BEHIND_DATA = 65.0  # "Dane ..." is a caption, and of a party if the rest is anything like one


def _is_bare_caption(cell: Cell) -> bool:
    """Whether a line is nothing but a caption, however misread: "Ternuin płatnośei:", "Dane sprzedawvey"."""
    words = cell.folded.split()
    data = len(words) == 2 and words[0] == "dane"
    named = data and _likeness_to_caption(words[1:], 1)[0] >= _ALIKE_BEHIND_DATA
    return named or _CAPTION_ALONE.fullmatch(cell.text.strip()) is not None


_MOST_WORDS = 3
_CAPTIONED = 0.5  # two readers who agree see the same words: together they stay below what is surely read


def _doubted_with_caption(name: Field[str] | None) -> Field[str] | None:
    """A name, unsure where one of its words is a party's caption: it may be of two parties."""
    if name is None or not any(_likeness_to_caption([word], 1)[0] >= _ALIKE for word in name.value.split()):
        return name
    return name.model_copy(update={"confidence": min(_CAPTIONED, name.confidence)})


_SHARED = re.compile(r"[^\W\d]+ ?/ ?(?=\w)")
_ALIKE = 80.0  # of 100: two wrong letters of ten


def _without_caption(name: str) -> str:
    """A name without what is left of a caption before it, be it misread, torn or glued: "SPRZEDAWCY Siew", "Sprzedaw ca
    Siew", "Dostaweasprzedawca Siew"; empty where it is the number of a document, with more figures than letters."""
    shared = _SHARED.match(name)
    if shared is not None and _likeness_to_caption(name[shared.end() :].split(), 1)[0] >= _ALIKE:
        name = name[shared.end() :]  # "Zakład / Sprzedawca Siew"
    words = name.split()
    likeness, count = max(_likeness_to_caption(words, count) for count in (1, 2))
    if likeness >= _ALIKE and len(words) > count:
        return _without_caption(" ".join(words[count:]).lstrip(" :/|()-–"))
    return name if sum(map(str.isalpha, name)) >= sum(map(str.isdigit, name)) else ""


def _likeness_to_caption(words: Sequence[str], count: int) -> tuple[float, int]:
    """How like a caption so many words before a name are, 0..100: the end of one word, or two as one."""
    lead = re.sub(r"[^a-z]", "", fold("".join(words[:count])))
    return max(fuzz.ratio(lead[-len(c) - 1 :] if count == 1 else lead, c) for c in PARTY_NOUNS), count


def _with_whole_labels(cells: Sequence[Cell]) -> list[Cell]:
    """The lines, the first of a label over two ("Identyfikator" over "podatkowy NIP: ...") put to the second."""
    result: list[Cell] = []
    for cell in cells:
        upper = result[-1] if result else None
        if upper is None or len(upper.words) > _MOST_WORDS or hits_in(upper) or any(map(str.isdigit, upper.text)):
            result.append(cell)
            continue
        both = Cell(cell.page, cell.row, (*upper.words, *cell.words), cell.engine)
        hits = hits_in(both)
        if hits and hits[0].start == 0 and hits[0].end > len(upper.text) + 1:
            result[-1] = both
        else:
            result.append(cell)
    return result


_SEAT = re.compile(r"[\s,]+(?:z\s+siedzib|zam\.|zamieszkal|adres\b).*$")


def _without_seat(text: str) -> str:
    """A name without the words that lead over to its address: "... Sp. z o.o. z siedzibą w Granowie"."""
    match = _SEAT.search(fold(text))
    text = text[: match.start()] if match is not None and match.start() > 2 else text
    return re.sub(r"^(?:dla|od|Dla|Od|jest)\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ])", "", text)


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
    parts = [part for part in re.split(r"[,;|•·]\s*", text) if part]
    for index, part in enumerate(parts):
        if _is_address(part):
            street = _STREET_BEGINS.search(part)
            end = street.end() if street is not None and not POSTCODE.search(part[: street.end()]) else 0
            name = [*parts[:index], part[:end].strip(" -")]
            return ", ".join(filter(None, name)), ", ".join([part[end:], *parts[index + 1 :]])
    return text, ""


# Where in "Siew Sp. z o.o. ul. Polna 1" and "Siew S.A. Polna 1" the street begins: at its word, behind a firm's form.
_STREET_BEGINS = re.compile(
    r"(?<=.{3})\s+(?=(?:ul|al|os)\s?\.)|"
    r"(?:\bsp\.?\s?z\s?[o0]\.?\s?[o0]\.|\bsp\.\s?[jk]\.|\bs\.\s?[ac]\.)\s+(?=[^\W\d_]+(?: [^\W\d_]+){0,2} \d)",
    re.IGNORECASE,
)


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
