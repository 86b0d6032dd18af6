"""What a date looks like in a line of text: in figures, in words, with a Roman month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from extractors.text.text_cells import Cell, fold
from programme.formats import MONTHS

_MONTHS = {fold(name): number for name, number in MONTHS.items()} | {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    "sty": 1, "lut": 2, "mar": 3, "kwi": 4, "cze": 6, "lip": 7, "sie": 8, "wrz": 9, "paz": 10, "lis": 11, "gru": 12,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip
_DIGIT = r"[0-9oOlI|]"
_NUMERIC = re.compile(
    r"(?<![\d/\-.A-Z])(?:"
    rf"(?P<y>20\d\d|2{_DIGIT}{{3}})\s?[-./]\s?(?P<m>{_DIGIT}{{1,2}})\s?[-./]\s?(?P<d>{_DIGIT}(?:\s?{_DIGIT}(?!{_DIGIT}))?)"
    rf"|(?P<d2>{_DIGIT}{{1,2}})\s?[-./,]\s?(?P<m2>{_DIGIT}{{1,2}})\s?[-./,]\s?(?P<y2>2{_DIGIT}{{3}}|\d\d(?=\D|$)))"
    r"(?![\d/]|[-.]\d)"
)
# "12 września 2025", "12-wrz-2025", "12 IX 2025", "12.IX.2025"; with slashes a Roman numeral is a number's series.
_WORDED = re.compile(
    r"(?<![\d/-])(\d{1,2})(?:\.?\s*|\s?-\s?)(?:(?P<name>[a-z]{3,12})|(?<![a-z\d])(?P<roman>[ivx]{1,4})(?![a-z]))"
    r"(?:\.?\s*|\s?-\s?)(20\d\d)(?![\d/]|-\d)"
)
# "12 09 2025" and nothing else behind its label: elsewhere figures with blanks are all sorts of numbers.
_BLANKS = re.compile(r"(?:^|:)\W*(\d\d) (\d\d) (20\d\d)(?=\s*r?\W*$)")
_DIGITS = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1", "|": "1"})


@dataclass(frozen=True)
class Dated:
    """A date in a cell, characters `start` to `end`."""

    value: date
    cell: Cell
    start: int
    end: int
    doubtful: bool = False  # a day of one digit, or torn in two, in a form that always has two


def dates_in(cell: Cell, start: int = 0, end: int | None = None) -> Iterator[Dated]:
    """Every date written in characters `start` to `end` of the cell, left to right."""
    end = len(cell.text) if end is None else end
    found = []
    for match in _NUMERIC.finditer(cell.text, 0, end):
        year, month, day = (
            (match["y"], match["m"], match["d"]) if match["y"] else (match["y2"], match["m2"], match["d2"])
        )
        value = _date(year, month, day)
        if value is not None and match.start() >= start:
            torn = bool(match["y"]) and cell.engine != "text_layer" and not re.fullmatch(r"\S{2}", match["d"])
            found.append(Dated(value, cell, match.start(), match.end(), torn))
    for match in _WORDED.finditer(cell.folded, 0, end):
        month_number = _month(match["name"]) if match["name"] else _roman(cell.text[slice(*match.span("roman"))])
        value = _date(match[4], str(month_number), match[1]) if month_number else None
        if value is not None and match.start() >= start:
            found.append(Dated(value, cell, match.start(), match.end()))
    for match in _BLANKS.finditer(cell.text, 0, end):
        value = _date(match[3], match[2], match[1])
        if value is not None and match.start(1) >= start:
            found.append(Dated(value, cell, match.start(1), match.end(3)))
    yield from sorted(found, key=lambda dated: dated.start)


def _roman(word: str) -> int | None:
    return _MONTHS.get(word.lower()) if word.isupper() else None


def _month(word: str) -> int | None:
    if word in _MONTHS:
        return _MONTHS[word]
    near = process.extractOne(word, _MONTHS.keys(), scorer=fuzz.ratio, score_cutoff=78) if len(word) >= 4 else None
    return _MONTHS[near[0]] if near else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        number = int(year.translate(_DIGITS))
        value = date(
            number + 2000 if number < 100 else number,
            int(month.translate(_DIGITS)),
            int(re.sub(r"\s", "", day.translate(_DIGITS))),
        )
    except ValueError:
        return None
    return value if 2004 <= value.year <= 2060 else None
