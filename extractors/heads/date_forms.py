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
_DIGIT = r"[0-9oOlI|QZSB]"
_NUMERIC = re.compile(
    r"(?<![\d/\-A-Z])(?<![^a-z]\.)(?:"
    rf"(?P<y>20\d\d|[2Z]{_DIGIT}{{3}})\s?[-./]\s?(?P<m>{_DIGIT}{{1,2}})\s?[-./]\s?(?P<d>{_DIGIT}(?:\s?{_DIGIT}(?!{_DIGIT}))?)"
    rf"|(?P<d2>{_DIGIT}{{1,2}})\s?[-./,]\s?(?P<m2>{_DIGIT}{{1,2}})\s?[-./,]\s?(?P<y2>[2Z]{_DIGIT}{{3}}|\d\d(?=\D|$)(?![^\W\d]\d)))"
    r"(?![\d/]|[-.]\d)"
)
# "12 września 2025", "12-wrz-2025", "12 IX 2025", "12.IX.2025"; with slashes a Roman numeral is a number's series.
_WORDED = re.compile(
    r"(?:(?<![\d/-])(?<!(?<![a-z\d])[ol|i])(?P<d>\d{1,2})|(?<![a-z\d/-])(?P<d2>[ol|i]\d|\d[ol|i](?![a-z])))"
    r"(?:\.?\s*|\s?-\s?)(?:(?P<name>[a-z]{3,12})|(?<![a-z\d])(?P<roman>[ivx]{1,4})(?![a-z]))"
    r"(?:\.?\s*|\s?-\s?)(?P<y>2[0oq][\doqzsb]{2})(?![\d/]|-\d)"
)
# "12 09 2025" and nothing else behind its label: elsewhere figures with blanks are all sorts of numbers.
_BLANKS = re.compile(r"(?:^|:)\W*(\d\d) (\d\d) (20\d\d)(?=\s*r?\W*$)")
_DIGITS = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1", "|": "1", "Q": "0", "Z": "2", "S": "5", "B": "8"})
_HAS_FIGURE = re.compile(r"\d")
_MISREAD = re.compile(r"[QZSB]")  # less like the figure: worth a second look, and nothing in a text layer
# "17IX2025", as a recogniser gives it without its blanks.
_GLUED = re.compile(r"(?<![\w/-])(\d{1,2})([IVX]{1,4})(20\d\d)(?![\d/]|-\d)")


@dataclass(frozen=True)
class Dated:
    """A date in a cell, characters `start` to `end`."""

    value: date
    cell: Cell
    start: int
    end: int
    doubtful: bool = False  # a day of one digit, or torn in two, in a form that always has two; a figure as a letter


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
            misread = _MISREAD.search(match[0]) is not None
            if misread and (cell.engine == "text_layer" or not all(map(_HAS_FIGURE.search, (year, month, day)))):
                continue
            torn = bool(match["y"]) and cell.engine != "text_layer" and not re.fullmatch(r"\S{2}", match["d"])
            found.append(Dated(value, cell, match.start(), match.end(), torn or misread))
    for match in _WORDED.finditer(cell.folded, 0, end):
        month_number = _month(match["name"]) if match["name"] else _roman(cell.text[slice(*match.span("roman"))])
        day, year = (cell.text[slice(*match.span(group))] for group in ("d" if match["d"] else "d2", "y"))
        value = _date(year.upper(), str(month_number), day.replace("i", "1")) if month_number else None
        misread = _MISREAD.search(year.upper()) is not None
        if cell.engine == "text_layer" and not (day + year).isdigit():
            continue
        if value is not None and match.start() >= start:
            found.append(Dated(value, cell, match.start(), match.end(), misread))
    for match in _GLUED.finditer(cell.text, 0, end) if cell.engine != "text_layer" else ():
        value = _date(match[3], str(_roman(match[2])), match[1])
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
