"""Issue and sale date by label, by the place-and-date line, never the dates of payment, print or orders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from extractors.heads.titles import OTHER_TITLE, title_end
from extractors.text.captions import Sense, caption_of, sense_of
from extractors.text.head_of_page import head_cells, heads_column
from extractors.text.labels import HEAD, Hit, Lexed, captions_above, in_corrected_section, place_above, value_places
from extractors.text.lexicon import DATE_ROLES, Role
from extractors.text.text_cells import Cell, fold
from programme.formats import MONTHS
from programme.invoices import Field, Witness

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
_DIGITS = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1", "|": "1"})
_TOWN = re.compile(
    r"^[\W_]*[A-ZĄĆĘŁŃÓŚŹŻ][^\d:]{1,40}?(?:[,.]?\s*(?:dnia|dn\.?|w dniu)|,)\s*$|^[\W_]*[A-ZĄĆĘŁŃÓŚŹŻ][\w.-]{2,}"
    r"(?:[ -][A-ZĄĆĘŁŃÓŚŹŻ][\w.-]+){0,2}\s*$"
)
_AFTER = re.compile(r"^\s*(?:[rR]\.?|roku|ROKU)?\s*(?:,\s*[A-ZĄĆĘŁŃÓŚŹŻ][^\d:]{1,40})?\W*$")


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


@dataclass(frozen=True)
class _Candidate:
    dated: Dated
    confidence: float
    of_corrected: bool = False


_TRUST = {"inline": 0.97, "right": 0.95, "below": 0.92, "above": 0.92}
# "Dotyczy: faktura z dnia ..." dates the corrected invoice.
_OF_ANOTHER = re.compile(r"(?:dotyczy|\bdo|korekt\w*|korygowan\w*|zaliczkow\w*|zamowieni\w*|duplikat\w*)\W*$")
_EITHER = 0.75  # the date under a label, or the one over it


def _leaves_one_above(lexed: Lexed, hit: Hit, used: set[tuple[int, int]]) -> bool:
    """Whether a date closely above a label is no other label's: it may be the label's own, set over it."""
    over = place_above(lexed, hit)
    dated = next(dates_in(over.cell), None) if over is not None else None
    if dated is None or (id(dated.cell), dated.start) in used:
        return False
    return sense_of(caption_of(lexed, dated.cell, dated.start)) is Sense.NONE


def read_dates(lexed: Lexed, own_number: str | None = None) -> tuple[Field[date] | None, Field[date] | None]:
    """Issue date and sale date of the document with that number; the sale date is None where none is printed."""
    issue: list[_Candidate] = []
    sale: list[_Candidate] = []
    used: set[tuple[int, int]] = set()
    found = [(hit, *value) for hit in lexed.of(*DATE_ROLES) if (value := _labelled(lexed, hit)) is not None]
    claimed = {(id(dated.cell), dated.start) for _, dated, how in found if how != "above"}
    used.update((id(dated.cell), dated.start) for _, dated, _ in found)
    for hit, dated, how in found:
        if how == "above" and (id(dated.cell), dated.start) in claimed:
            continue  # the value of the label over it
        trust = _TRUST[how] * (1.0 if hit.exact else 0.97)
        if how == "below" and _leaves_one_above(lexed, hit, used):
            trust *= _EITHER
        if hit.role is Role.ISSUE_DATE and _OF_ANOTHER.search(hit.cell.folded[: hit.start]):
            continue
        if heads_column(lexed, hit):
            trust *= 0.75
        if hit.role in (Role.ISSUE_DATE, Role.ISSUE_AND_SALE):
            issue.append(_Candidate(dated, trust, in_corrected_section(lexed, hit)))
        if hit.role in (Role.SALE_DATE, Role.ISSUE_AND_SALE):
            sale.append(_Candidate(dated, trust))
    phrased = list(_phrased(lexed, used))
    issue.extend(candidate for role, candidate in phrased if role is Role.ISSUE_DATE and not issue)
    sale.extend(candidate for role, candidate in phrased if role is Role.SALE_DATE and not sale)
    own = [candidate for candidate in issue if not candidate.of_corrected]
    issue = own or issue
    issue.extend(_place_and_date(lexed, used, bool(issue)))
    if not issue or not sale:
        told, sold = _captioned(lexed, used, own_number)
        issue, sale = issue or told, sale or sold
    return _choose(issue), _choose(sale)


# A verb or noun in a phrase with its date: "Sprzedaż z dnia 12.09.2025", "(sprzedaż: 12.09.2025)", "Dostawa dnia".
_PHRASE = re.compile(
    r"(?:^|[^a-z])(?:(?P<sale>(?:data\s)?sprzed(?:az[ey]?|ano)?|dostaw[ay]|dost(?=\.)|dostarczono|wydano|wydanie(?:\stowaru)?)|"
    r"(?P<issue>(?:data\s)?wyst(?:awion[aoy]|awienie)?))[.:]?\s*(?:towar(?:u|ow)\s*)?(?:(?:z|w)?\s*(?:dn(?:ia|iu|\.)?)\s*)?[:.]?\s*$"
)


def _phrased(lexed: Lexed, used: set[tuple[int, int]]) -> Iterator[tuple[Role, _Candidate]]:
    """Dates whose meaning the words right before them tell, or the cell left of them, where no label was known."""
    for cell in lexed.layout.cells:
        if cell.page != lexed.layout.cells[0].page or cell.box.y0 > 0.6:
            continue
        for dated in dates_in(cell):
            if (id(cell), dated.start) in used:
                continue
            before = cell.folded[: dated.start]
            if not before.strip(" :.(-"):
                left = lexed.layout.left_of(cell)
                before = left.folded if left is not None else ""
            match = _PHRASE.search(before)
            if match is not None and not _OF_ANOTHER.search(before[: match.start() + 1]):
                used.add((id(cell), dated.start))
                yield Role.SALE_DATE if match["sale"] else Role.ISSUE_DATE, _Candidate(dated, 0.9)


# What may stand between a label and its date: "lub wykonania usługi", "faktury VAT", "dnia".
_GOES_ON = re.compile(
    r"^(?:\W|\b(?:lub|wykonania|uslugi|uslug|towaru|towarow|dostawy|faktury|vat|dnia|w|dniu|z|i|and|date|of|the|dokumentu|"
    r"zakonczenia|sprzedazy|oraz|na|dn|dzien|realizacji)\b)*$"
)


def _labelled(lexed: Lexed, hit: Hit) -> tuple[Dated, str] | None:
    """The date that belongs to a label, and how it lies to it."""
    over = place_above(lexed, hit)
    above = next(dates_in(over.cell), None) if over is not None else None
    if above is not None and captions_above(lexed, hit):
        return above, "above"
    found = _at_places(lexed, hit)
    return (above, "above") if found is None and above is not None else found


def _at_places(lexed: Lexed, hit: Hit) -> tuple[Dated, str] | None:
    for place in value_places(lexed, hit):
        if place.how in ("below", "above") and any(other.start <= place.start for other in lexed.hits_of(place.cell)):
            continue  # what stands under a label belongs to a label of its own where it has one
        found = [d for d in dates_in(place.cell, place.start, place.end) if d.start - place.start <= 75]
        in_order = _in_order(lexed, hit, place.cell) if place.how == "below" else None
        if in_order is not None:
            return in_order, place.how
        if found and place.how == "below" and len(found) > 1:
            middle = hit.box.centre[0]
            return min(found, key=lambda d: abs(place.cell.span_box(d.start, d.end).centre[0] - middle)), place.how
        if found:
            return found[0], place.how
        text = fold(place.text).strip()
        if place.how == "inline" and not text.endswith(":") and not _GOES_ON.match(text):
            return None
        if place.how == "right" and any(char.isdigit() for char in text) and _is_near(hit, place.cell):
            return None
    return None


def _in_order(lexed: Lexed, hit: Hit, below: Cell) -> Dated | None:
    """The date of a label among several in one piece, where as many dates stand in one piece under them."""
    labels = [h for h in lexed.hits_of(hit.cell) if h.role in DATE_ROLES]
    dates = list(dates_in(below))
    if len(labels) < 2 or len(labels) != len(dates) or lexed.hits_of(below):
        return None
    return next((dated for label, dated in zip(labels, dates, strict=True) if label.start == hit.start), None)


def _is_near(hit: Hit, right: Cell) -> bool:
    """Whether a cell right of a label can hold its value: what stands far off belongs to another column."""
    return right.box.x0 - hit.box.x1 < 0.1


def _place_and_date(lexed: Lexed, used: set[tuple[int, int]], labelled: bool) -> Iterator[_Candidate]:
    """ "Poznań, dnia 12 września 2025 r." and "2021-05-02, Wilanów" in the upper half of the first page."""
    for cell in lexed.layout.cells:
        if cell.page != lexed.layout.cells[0].page or cell.box.y0 > HEAD:
            continue
        for dated in dates_in(cell):
            if (id(cell), dated.start) in used:
                continue
            before, after = cell.text[: dated.start], cell.text[dated.end :]
            if sense_of(fold(before)) in (Sense.OTHER, Sense.SALE):
                continue
            town_before = bool(_TOWN.match(before)) and not lexed.hits_of(cell)
            town_after = not before.strip() and bool(re.match(r"^\s*,\s*[A-ZĄĆĘŁŃÓŚŹŻ]", after))
            if (town_before or town_after) and _AFTER.match(after):
                yield _Candidate(dated, 0.8 if labelled else 0.93)
            elif _is_titled(cell, dated):
                yield _Candidate(dated, 0.8 if labelled else 0.94)
            elif _FROM_DAY.match(fold(before)) and _is_under_title(lexed, cell):
                yield _Candidate(dated, 0.8 if labelled else 0.92)


# "Faktura nr 7" and on the next line "z dnia 12 września 2025 r.".
_FROM_DAY = re.compile(r"^[\W_]*z\s?dn(?:ia|\.)?\W*$")


def _is_titled(cell: Cell, dated: Dated) -> bool:
    """ "Faktura nr 7/2025 z dnia 12.09.2025 r.": title, number and date in one line."""
    end = title_end(cell)
    between = cell.folded[end : dated.start] if end is not None else ""
    return bool(_TITLED.search(between)) and not _ANOTHER.search(between)


_TITLED = re.compile(r"\d\S*\s*(?:,|z)?\s*(?:z\s?)?(?:dn(?:ia|\.)?)\s*:?\s*$")
_ANOTHER = re.compile(r"faktur|dotyczy|korekt|korygowan|zamowien|umow|\bdo\b|\bwz\b|paragon")


def _is_under_title(lexed: Lexed, cell: Cell) -> bool:
    above = [
        other
        for other in lexed.layout.on_page(cell.page)
        if other.box.y0 < cell.box.y0 and min(other.box.x1, cell.box.x1) > max(other.box.x0, cell.box.x0)
    ]
    nearest = max(above, key=lambda other: other.box.y0, default=None)
    return nearest is not None and title_end(nearest) is not None and not OTHER_TITLE.match(nearest.folded)


_TRUST_OF = {Sense.BARE: 0.92, Sense.ISSUE: 0.9, Sense.NONE: 0.7, Sense.UNKNOWN: 0.5}


def _captioned(
    lexed: Lexed, used: set[tuple[int, int]], own_number: str | None
) -> tuple[list[_Candidate], list[_Candidate]]:
    """Issue and sale dates of the head by their captions, where no label is known: a date that is captioned as no more
    than a date is the document's own; one without any caption may be, where it is alone."""
    issue: list[tuple[Sense, Dated]] = []
    sale: list[_Candidate] = []
    for cell in head_cells(lexed):
        for dated in dates_in(cell):
            if (id(cell), dated.start) in used:
                continue
            caption = caption_of(lexed, cell, dated.start, own_number)
            sense = sense_of(caption)
            if sense is Sense.SALE:
                sale.append(_Candidate(dated, 0.85))
            elif sense is not Sense.OTHER:
                issue.append((sense, dated))
    told = [(sense, dated) for sense, dated in issue if sense in (Sense.BARE, Sense.ISSUE)]
    candidates = [_Candidate(dated, _TRUST_OF[sense]) for sense, dated in told or issue]
    bare = {dated.value for sense, dated in issue if sense is Sense.NONE}
    if len(bare | {candidate.dated.value for candidate in candidates}) > 1 and (bare or not told):
        candidates = [_Candidate(candidate.dated, 0.4) for candidate in candidates]
    return candidates, sale


def _choose(candidates: list[_Candidate]) -> Field[date] | None:
    """The best candidate; agreement of several places is a witness, disagreement of labelled ones a doubt."""
    if not candidates:
        return None
    best = max(candidates, key=lambda candidate: candidate.confidence)
    agreeing = [c for c in candidates if c.dated.value == best.dated.value]
    others = [c for c in candidates if c.dated.value != best.dated.value]
    cell, start, end = best.dated.cell, best.dated.start, best.dated.end
    confidence = (
        best.confidence * (0.6 + 0.4 * cell.span_confidence(start, end)) * (0.6 if best.dated.doubtful else 1.0)
    )
    witnesses: set[Witness] = set()
    if len({(id(c.dated.cell), c.dated.start) for c in agreeing}) > 1:
        witnesses.add(Witness.REPEATED)
        confidence = 1 - (1 - confidence) * 0.4
    if others and max(c.confidence for c in others) >= best.confidence - 0.06:
        confidence *= 0.6
    alternatives = dict.fromkeys(c.dated.value for c in sorted(others, key=lambda c: -c.confidence))
    return Field[date](
        value=best.dated.value, confidence=round(confidence, 4), page=cell.page, box=cell.span_box(start, end),
        witnesses=frozenset(witnesses), alternatives=tuple(alternatives),
    )  # fmt: skip
