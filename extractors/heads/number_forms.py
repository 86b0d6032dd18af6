"""What a document number looks like in a line of text: where it begins, what ends it, what never is one."""

from __future__ import annotations

import re

from extractors.text.text_cells import fold

_WORD = r"(?:nr|nummer|numer|number|num|no)"
# "Numer / Number": recognisers take the slash between languages for a letter.
_IN_OTHER_LANGUAGES = rf"(?:[\s.:#°º]*[/|il1]\s*{_WORD}(?![a-z]))*[\s.:#°º]*"
NUMBER_WORDS = _WORD + _IN_OTHER_LANGUAGES
_NR = re.compile(
    r"^[\s:.\-–#/|()]*(?:/\s*(?:str|strona|page)\b[\s.:]*)?"
    rf"(?:{_WORD}(?![a-z]){_IN_OTHER_LANGUAGES}|n[°º][\s.:]*)?[\s:.\-–#|]*"
)
# What ends a number that runs on; a recogniser may have lost the space before it.
STOP = re.compile(
    r"\s*\(?(?:\b(?:wystawion|strona|str\b|data|nr\s+zam|zamowieni|miejsce|sprzedawca|nabywca|termin|do\s+zam|wz\b|ksef|page|"
    r"dated|of\b|przyczyna|powod|korekta|dnia|from\b)|(?<![a-z])z\s*dn(?:ia|\.|\s)|(?<=\d)z\s*dnia|(?<=[a-z])zdnia|oryginal|"
    r"orginal|kopia(?![a-z])|duplikat|original(?![a-z])|copy(?![a-z])|do\s*faktur|do\s*fv\b)"
)
TOKEN = re.compile(r"\S+")
_PREFIX = re.compile(r"^[A-Za-zĄĆĘŁŃÓŚŹŻ]{1,7}[.:/\-]?$")
_PARTED_PREFIX = re.compile(
    r"^[A-ZĄĆĘŁŃÓŚŹŻ]{1,5}(?:[-–./\\_(]{1,2}[A-ZĄĆĘŁŃÓŚŹŻ]{1,5}){1,3}[).:/\-]{0,2}$"
)  # "FV-W", "F.V."
_COUNTED_PREFIX = re.compile(r"^[A-ZĄĆĘŁŃÓŚŹŻ]{1,5}\d{1,2}$")  # "FV1 12/2025"
_MOST_PREFIXES = 3  # words: "FV SPRZ KRA 12/25"
_IN_SERIES = re.compile(r"^\d+(?:[/\\-][\dA-Z]+)+$")
_BODY = re.compile(r"^[\w/\\\-–.()+&]*\d[\w/\\\-–.()+&]*$")
_NOT_PREFIX = {
    "nr", "vat", "dnia", "dla", "za", "do", "z", "no", "r", "na", "i", "w", "numer", "pln", "zl", "nip", "ksef", "wg",
}  # fmt: skip


_TITLE_WORDS = {"faktura", "faktury", "rachunek", "invoice", "dokument", "korekta", "sprzedazy", "oryginal", "kopia"}

_PARTED_BY_BLANKS = re.compile(r"([A-Z]{1,5}(?: \d{1,6}){2,5})\W*$")  # "FV 2025 09 0083", and nothing behind it


def number_at(text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Where a document number stands that begins at `start` (after ":", "nr" ...), or None.

    Prefix words ("FV 856/2024", "PRO 5379/10/2025") belong to it, and parts joined by a slash with spaces
    ("FV / 12 / 2025"); it ends before "oryginał", "z dnia" and the like.
    """
    end = len(text) if end is None else end
    lead = _NR.match(fold(text[start:end]))
    first = start + (lead.end() if lead else 0)
    folded = fold(text)
    stops = [m.start() for m in STOP.finditer(folded, first, end) if m.end() > m.start()]
    stops = [stop for stop in stops if stop > first and _breaks(folded, stop)]
    end = min([end, *stops])
    spot = _tokens_of_number(text, first, end)
    if spot is None:
        return None
    begin, last = spot
    while last > begin and text[last - 1] in " .,;:)(-–/\\" and not (text[last - 1] == ")" and "(" in text[begin:last]):
        last -= 1
    blanks = _PARTED_BY_BLANKS.match(text[begin:end])
    if blanks is not None and re.search(r"\b20\d\d\b|\d \d+ \d", blanks[1]):
        last = begin + blanks.end(1)
    while begin > 0 and text[begin - 1] == "(" and ")" in text[begin:last] and "(" not in text[begin:last]:
        begin -= 1  # "(S)FS-12/25"
    value = text[begin:last]
    return (begin, last) if re.search(r"\d", value) and len(value) <= 50 else None


def _tokens_of_number(text: str, first: int, end: int) -> tuple[int, int] | None:
    """From the number's first word, a prefix or its body, to the last one that is joined to it by a sign."""
    begin: int | None = None
    last: int | None = None
    for index, match in enumerate(TOKEN.finditer(text, first, end)):
        left, token = match.start(), match[0].rstrip(",;")
        if last is not None:
            glued = text[last - 1] in "/\\-–" or token[:1] in ("/", "\\")
            # "FVS-2025- Data": a word goes on only behind a slash ("FV 79 / Piła / 09").
            word = text[last - 1] in "-–" and any(map(str.islower, token))
            counted = _COUNTED_PREFIX.match(text[begin:last].split()[-1]) and _IN_SERIES.match(token)
            if _DATE.match(token) or not (glued or counted) or word or not re.match(r"^[\w/\\\-–.]+$", token):
                break  # "Numer / Data: 9000012345 / 02.08.2025"
            last = left + len(token)
        elif _BODY.match(token):
            begin, last = left if begin is None else begin, left + len(token)
        elif index < _MOST_PREFIXES and _is_prefix(token):
            begin = left if begin is None else begin
        elif begin is None or not re.match(r"^[/\\\-–]$", token):
            return None
    return (begin, last) if begin is not None and last is not None else None


def _is_prefix(token: str) -> bool:
    if _PARTED_PREFIX.match(token):
        return True
    return bool(_PREFIX.match(token)) and fold(token.rstrip(".:")) not in _NOT_PREFIX and _prefixes(token)


_LONE_SERIES = re.compile(r"\W*([A-Z]{1,4})\W*")


def lone_series(text: str) -> str | None:
    """The series that is all that stands behind a title or label: "FA" of "Faktura nr FA", its number on the next
    line."""
    match = _LONE_SERIES.fullmatch(text)
    return match[1] if match is not None and fold(match[1]) not in _NOT_PREFIX else None


_DATE = re.compile(r"\d{1,2}[.-]\d{1,2}[.-]\d{4}|\d{4}-\d\d-\d\d")


_COPY_MARK = re.compile(r"\W*(?:oryginal|orginal|original|kopia|copy|duplikat)(?![a-z])")


def _breaks(folded: str, stop: int) -> bool:
    """Whether a number ends at a word: not behind a sign that joins it to the number, unless it marks the copy."""
    return stop == 0 or folded[stop - 1] not in "/-" or bool(_COPY_MARK.match(folded, stop))


def _prefixes(token: str) -> bool:
    """Whether a word can be a number's prefix: series are written with capitals ("FV", "Fv", "FVI")."""
    letters = [char for char in token if char.isalpha()]
    return len(letters) <= 2 or sum(char.isupper() for char in letters) * 2 >= len(letters)


def series_left(before: str) -> bool:
    """Whether the text before a number ends with a word that may be its series, though it is none of a known form."""
    token = re.search(r"(\S+)\s+$", before)
    if token is None or token[1][-1:] in ":;,|" or not re.search(r"[^\W\d_]", token[1]):
        return False
    known = fold(token[1]).strip("().,") in _NOT_PREFIX | _TITLE_WORDS
    return not known and sum(map(str.isupper, token[1])) * 2 >= sum(map(str.isalpha, token[1]))


def is_numberlike(text: str) -> bool:
    """Whether a text without a label looks like a document number and not like a date, an amount or a postcode."""
    if re.fullmatch(r"\d{2}-\d{3}|[\d\s]*\d[.,]\d{2}|\d{1,4}", text):
        return False
    if re.fullmatch(r"\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{1,2}[-.]\d{1,2}[-.]\d{4}", text):
        return False
    return sum(char.isdigit() for char in text) >= 2


_MARK = re.compile(r"(?:\s*[/,|]\s*|\s+|\s*\(\s*)(\d{1,3})(?:\s+(?:z|of)\s+|\s?(/)\s?)(\d{1,3})\W*$")
_COUNTS = re.compile(r"(?:nr|numer|no|number|dok\w*|faktur\w*)\b[^\w]*[/|,&]\s*(?:nr\s+)?(?:str|ark|kart|page)")


def page_mark(text: str, span: tuple[int, int], page: int, pages: int) -> int | None:
    """Where a number ends that a page's mark follows ("... / 1 z 2", "... 1/2"); None where none does.

    Written as a fraction it counts only behind a space, and where page and number of pages are those of the file.
    """
    match = _MARK.search(text, span[0])
    if match is None or match.start() > span[1] or not re.search(r"\d", text[span[0] : match.start()]):
        return None
    number, count = int(match[1]), int(match[3])
    if match[2] is not None and not (text[match.start()].isspace() and (number, count) == (page, pages)):
        return None
    return match.start() if 1 <= number <= count else None


def counts_pages(caption: str) -> bool:
    """Whether a folded caption names the number and the page behind it: "Numer / strona"."""
    return bool(_COUNTS.search(caption))


def last_part(text: str, span: tuple[int, int]) -> int | None:
    """Where a number ends before the page behind it: "8001234567/1"."""
    match = re.search(r"\s*[/-]\s*\d{1,3}$", text[slice(*span)])
    return span[0] + match.start() if match is not None and match.start() > 0 else None


_IDENTITY_CARD = re.compile(r"\bdow(?!od\w*\s+sprzed)[^\d]*\b[a-z]{3}\s?\d{6}$")


def ends_identity_card(folded: str) -> bool:
    """Whether a folded text ends with the number of an identity card, as of who took the goods: "dowód osobisty ABC
    123456"."""
    return _IDENTITY_CARD.search(folded) is not None


# Nothing else looks like these: "12/2025", "FV.2025.09.0012".
_SERIES = re.compile(r"(?=.*\d)(?=.*[/-])[\w./\\-]{5,}|[A-Z]{1,4}(?:\.\d{1,6}){2,4}")


_OF_GOODS = re.compile(r"(?:WZ|PZ|ZK|ZO|ZAM)\b[\s/.:-]*\d|(?:WZ|PZ|ZK|ZO|ZAM)\d", re.IGNORECASE)


def is_of_goods(text: str) -> bool:
    """Whether a number's series is that of delivery notes or orders, which no invoice has: "WZ/259/2024", "ZK 7"."""
    return bool(_OF_GOODS.match(text))


def is_series(text: str) -> bool:
    """Whether a text has the form of a number that runs on in a series."""
    return bool(_SERIES.fullmatch(text)) and not re.search(r"[/-]{2}", text)
