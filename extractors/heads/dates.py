"""Issue and sale date by label, by the place-and-date line, never the dates of payment, print or orders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.heads.date_forms import Dated, dates_in
from extractors.heads.date_phrases import EXPLAINED, OF_ANOTHER, explained, phrased
from extractors.heads.date_stacks import DateStack, date_stacks
from extractors.heads.names_and_addresses import POSTCODE
from extractors.heads.titles import OTHER_TITLE, title_end
from extractors.text.captions import Sense, caption_of, sense_of
from extractors.text.head_of_page import head_cells, heads_column
from extractors.text.hits import Hit
from extractors.text.labels import (
    HEAD,
    Lexed,
    captions_above,
    ends_in_brackets,
    in_corrected_section,
    place_above,
    value_places,
)
from extractors.text.lexicon import DATE_ROLES, Role
from extractors.text.text_cells import Cell, fold
from programme.invoices import Field, Witness

_TOWN = re.compile(
    r"^[\W_]*(?P<town>[A-ZĄĆĘŁŃÓŚŹŻ][^\d:,]{1,40}?)"
    r"(?:(?P<parted>,)\s*(?:dnia|dn\.?|w dniu)?|[.]?\s*(?:dnia|dn\.?|w dniu))?\s*$"
)
_AFTER = re.compile(r"^\s*(?:[rR]\.?|roku|ROKU)?\s*(?:,\s*[A-ZĄĆĘŁŃÓŚŹŻ][^\d:]{1,40})?\W*$")


@dataclass(frozen=True)
class _Candidate:
    dated: Dated
    confidence: float
    of_corrected: bool = False


_TRUST = {"inline": 0.97, "right": 0.95, "below": 0.92, "above": 0.92}
_FAR_ABOVE = 1.8  # letter heights between a date and the label under it that has no other
_CLOSER = 1.2  # times the distance to the one below


def _leaves_one_above(lexed: Lexed, hit: Hit, below: Dated, used: set[tuple[int, int]]) -> bool:
    """Whether a date above a label, no farther than the one below it, is no other label's: it may be the label's own,
    set over it."""
    over = place_above(lexed, hit, _FAR_ABOVE)
    dated = next(dates_in(over.cell), None) if over is not None else None
    if dated is None or (id(dated.cell), dated.start) in used:
        return False
    over_it, under_it = hit.box.y0 - dated.cell.box.y1, below.cell.box.y0 - hit.box.y1
    if over_it > max(_CLOSER * under_it, lexed.layout.heights[hit.cell.page]):
        return False
    own = Sense.ISSUE if hit.role is Role.ISSUE_DATE else Sense.SALE
    return sense_of(caption_of(lexed, dated.cell, dated.start)) in (Sense.NONE, own)


def read_dates(lexed: Lexed, own_number: str | None = None) -> tuple[Field[date] | None, Field[date] | None]:
    """Issue date and sale date of the document with that number; the sale date is None where none is printed."""
    issue: list[_Candidate] = []
    sale: list[_Candidate] = []
    used: set[tuple[int, int]] = set()
    stacks = date_stacks(lexed)
    found = [(hit, *value) for hit in lexed.of(*DATE_ROLES) if (value := _labelled(lexed, hit, stacks)) is not None]
    claimed = {(id(dated.cell), dated.start) for _, dated, how in found if how != "above"}
    used.update((id(dated.cell), dated.start) for _, dated, _ in found)
    for hit, dated, how in found:
        if how == "above" and (id(dated.cell), dated.start) in claimed:
            continue  # the value of the label over it
        trust = _TRUST[how] * (1.0 if hit.exact else 0.97)
        stack = stacks.get(id(hit.cell))
        if how == "below" and (stack.under is None if stack else _leaves_one_above(lexed, hit, dated, used)):
            trust = _CONTRADICTED  # the date under the label, or the one over it
        if hit.role is Role.ISSUE_DATE and OF_ANOTHER.search(hit.cell.folded[: hit.start]):
            continue
        if heads_column(lexed, hit):
            trust *= 0.75
        issued_on, sold_on = _of_both(hit, dated) if _means_both(hit) else (dated, dated)
        delivered = hit.role is Role.ISSUE_DATE and _OF_DELIVERY.match(hit.cell.folded, hit.end) is not None
        if (hit.role is Role.ISSUE_DATE and not delivered) or _means_both(hit):
            issue.append(_Candidate(issued_on, trust, in_corrected_section(lexed, hit)))
        if hit.role is Role.SALE_DATE or delivered or _means_both(hit):
            sale.append(_Candidate(sold_on, trust))
    told_by_words = [*explained(lexed, used), *phrased(lexed, used)]
    issue.extend(_Candidate(d, trust) for role, d, trust in told_by_words if role is Role.ISSUE_DATE and not issue)
    sale.extend(_Candidate(d, trust) for role, d, trust in told_by_words if role is Role.SALE_DATE and not sale)
    own = [candidate for candidate in issue if not candidate.of_corrected]
    issue = own or issue
    issue.extend(_place_and_date(lexed, used, bool(issue)))
    if not issue or not sale:
        told, sold = _captioned(lexed, used, own_number, stacks)
        issue, sale = issue or told, sale or sold
    return _unless_contradicted(lexed, _choose(issue), own_number, stacks), _choose(sale)


_TERM = re.compile(r"termin(?!\w*\s+realiz)|platn|zaplata do|due")
_MOST_BEFORE = timedelta(days=60)  # a term may be the day of an advance, long before it may not
_MONTH_AND_YEAR = re.compile(r"(?<!\d)(?:(?P<m>\d{1,2})[/-](?P<y>20\d\d)|(?P<year>20\d\d)[/-](?P<month>\d{1,2}))(?!\d)")
_CONTRADICTED = 0.1  # two readers of the same ink agree on it too: together still less than carries a check


def _unless_contradicted(
    lexed: Lexed, issue: Field[date] | None, own_number: str | None, stacks: Mapping[int, DateStack]
) -> Field[date] | None:
    """The date of issue, doubtful where the paper's own payment term lies long before it, or its own number names the
    same month of another year: then the year of one of them was changed."""
    if issue is None:
        return None
    labelled = [h for h in lexed.of(Role.OTHER_DATE) if _TERM.search(h.cell.folded[h.start : h.end])]
    terms = [found[0].value for hit in labelled if (found := _labelled(lexed, hit, stacks)) is not None]
    before = bool(terms) and max(terms) < issue.value - _MOST_BEFORE
    if before or _names_another_year(own_number or "", issue.value):
        return issue.model_copy(update={"confidence": min(_CONTRADICTED, issue.confidence)})
    return issue


def _names_another_year(number: str, issued: date) -> bool:
    """Whether a number names the month of the issue in another year: not "2021/09/25", whose first part only counts."""
    match, groups = _MONTH_AND_YEAR.search(number), re.findall(r"\d+", number)
    if match is None or f"{issued:%Y}" in groups or groups[-1] == f"{issued:%y}":
        return False
    return int(match["m"] or match["month"]) == issued.month


# How a label of one date goes on to name the other: "Data wyst./sprzedaży", "Data sprzedaży i wystawienia".
_AND = r"\W*(?:[/=,&]|\b(?:i|oraz|and)\b)\W*(?:data\s*|dnia\s*)?"
_OF_ISSUE = re.compile(r"wyst|issu|faktur|invoice|dokument")
_OF_SALE = re.compile(r"sprz|dosta|wykon|wydan|sale|deliver|suppl|swiadcz")
_AND_ISSUE, _AND_SALE = (re.compile(f"{_AND}(?:{pattern.pattern})") for pattern in (_OF_ISSUE, _OF_SALE))
_OF_DELIVERY = re.compile(r"\W*(?:dostaw|wydan|wykonan)")  # "Data dok. dostawy"
_PARTS_DATES = re.compile(r"\W*(?:r\.?|i|oraz)?\W*")


def _means_both(hit: Hit) -> bool:
    """Whether a label names the date of issue and that of sale."""
    behind = hit.cell.folded[hit.end : hit.value_end]
    if hit.role is Role.ISSUE_DATE:
        return _AND_SALE.match(behind) is not None
    return hit.role is Role.ISSUE_AND_SALE or (hit.role is Role.SALE_DATE and _AND_ISSUE.match(behind) is not None)


def _of_both(hit: Hit, first: Dated) -> tuple[Dated, Dated]:
    """Issue and sale date behind a label of both: one date for both, or two in the order of the label's words."""
    label = hit.cell.folded[hit.start : first.start if first.cell is hit.cell else hit.value_end]
    second = next((d for d in dates_in(first.cell) if d.start >= first.end), None)
    issue, sale = _OF_ISSUE.search(label), _OF_SALE.search(label)
    if second is None or issue is None or sale is None:
        return first, first
    if not _PARTS_DATES.fullmatch(first.cell.folded, first.end, second.start):
        return first, first
    return (first, second) if issue.start() < sale.start() else (second, first)


# What may stand between a label and its date: "lub wykonania usługi", "faktury VAT", "dnia".
_GOES_ON = re.compile(
    r"^(?:\W|\([^()]{1,30}\)|\b(?:lub|wykonania|uslugi|uslug|towaru|towarow|dostawy|faktury|vat|dnia|w|dniu|z|i|and|date|of|the|dokumentu|"
    r"zakonczenia|sprzedazy|oraz|na|dn|dzien|realizacji)\b)*$"
)


def _labelled(lexed: Lexed, hit: Hit, stacks: Mapping[int, DateStack]) -> tuple[Dated, str] | None:
    """The date that belongs to a label, and how it lies to it."""
    stack = stacks.get(id(hit.cell))
    if stack is not None and stack.under:
        upper = stack.over(hit.cell)
        dated = next(dates_in(upper), None) if upper is not None else None
        return (dated, "above") if dated is not None else None
    before = list(dates_in(hit.cell, 0, hit.start))
    explains = before and ((m := EXPLAINED.match(hit.cell.folded, before[-1].end)) is not None and m.end() > hit.start)
    if before and (explains or ends_in_brackets(hit)):
        return before[-1], "inline"
    over = place_above(lexed, hit)
    above = next(dates_in(over.cell), None) if over is not None else None
    if above is not None and captions_above(lexed, hit):
        return above, "above"
    found = _at_places(lexed, hit)
    if found is not None:
        return found
    over = place_above(lexed, hit, _FAR_ABOVE)
    above = next(dates_in(over.cell), None) if over is not None else None
    return (above, "above") if above is not None else None


def _at_places(lexed: Lexed, hit: Hit) -> tuple[Dated, str] | None:
    for place in value_places(lexed, hit):
        if place.how in ("below", "above") and any(other.start <= place.start for other in lexed.hits_of(place.cell)):
            continue  # what stands under a label belongs to a label of its own where it has one
        found = [d for d in dates_in(place.cell, place.start, place.end) if d.start - place.start <= _MOST_BETWEEN]
        if found and _of_another_label(hit, place.cell.text[place.start : found[0].start]):
            return None
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


_OF_PAYMENT = re.compile(r"platn|zapla|termin")
# A word of a label that goes on, misread ("Data dok. dos~awy"); a town begins with a capital.
_MISREAD_WORD = re.compile(r"(?:^|\s)[a-ząćęłńóśźż]\S{4,}(?<![,:])(?=\s|$)")
_MOST_BETWEEN = 75  # characters between a label and its date


def _of_another_label(hit: Hit, between: str) -> bool:
    """Whether the words between a label and a date name another date: the label's own was lost in reading."""
    folded = fold(between)
    if _GOES_ON.match(folded) or _means_both(hit):
        return False
    other = {Role.ISSUE_DATE: _OF_SALE, Role.SALE_DATE: _OF_ISSUE}.get(hit.role)
    if _OF_PAYMENT.search(folded) or (other is not None and other.search(folded)):
        return True
    # Behind a comma a clause explains the label, or a town ends.
    return hit.role is Role.ISSUE_DATE and _MISREAD_WORD.search(between.split(",")[0]) is not None


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
            town_before = not lexed.hits_of(cell) and _is_town(lexed, cell, before)
            town_after = not before.strip() and bool(re.match(r"^\s*,\s*[A-ZĄĆĘŁŃÓŚŹŻ]", after))
            if (town_before or town_after) and _AFTER.match(after):
                yield _Candidate(dated, 0.8 if labelled else 0.93)
            elif _is_titled(cell, dated):
                yield _Candidate(dated, 0.8 if labelled else 0.94)
            elif _FROM_DAY.match(fold(before)) and _is_under_title(lexed, cell):
                yield _Candidate(dated, 0.8 if labelled else 0.92)


def _is_town(lexed: Lexed, cell: Cell, before: str) -> bool:
    """Whether the words before a date are a town's: parted from it by a comma, or those of an address on the page. A
    caption misread looks like any other name: "Spizedaż dnia", "Tcrmin"."""
    match = _TOWN.match(before)
    if match is None or match["parted"]:
        return match is not None
    town = fold(match["town"]).strip()
    return any(POSTCODE.search(c.text) and town in c.folded for c in lexed.layout.on_page(cell.page) if c is not cell)


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


_TIMED = re.compile(r"(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?![\d:])")
_STAMPED = 0.6  # a receipt proves nothing: the date is for who looks at it


def receipt_date(lexed: Lexed) -> Field[date] | None:
    """The one date of a receipt that stands in a row with a time of day or a receipt's number."""
    rows: dict[tuple[int, int], str] = {}
    for cell in lexed.layout.cells:
        rows[cell.page, cell.row] = f"{rows.get((cell.page, cell.row), '')} {cell.folded}"
    stamped = [
        dated for cell in lexed.layout.cells for dated in dates_in(cell)
        if _TIMED.search(row := rows[cell.page, cell.row]) or re.search(r"nr\s*(?:wydr|paragon)", row)
    ]  # fmt: skip
    if len({dated.value for dated in stamped}) != 1:
        return None
    return _choose([_Candidate(stamped[0], _STAMPED)])


_TRUST_OF = {Sense.BARE: 0.92, Sense.ISSUE: 0.9, Sense.NONE: 0.7, Sense.UNKNOWN: 0.5}


def _captioned(
    lexed: Lexed, used: set[tuple[int, int]], own_number: str | None, stacks: Mapping[int, DateStack]
) -> tuple[list[_Candidate], list[_Candidate]]:
    """Issue and sale dates of the head by their captions, where no label is known: a date that is captioned as no more
    than a date is the document's own; one without any caption may be, where it is alone."""
    issue: list[tuple[Sense, Dated]] = []
    sale: list[_Candidate] = []
    for cell in head_cells(lexed):
        for dated in dates_in(cell):
            if (id(cell), dated.start) in used:
                continue
            sense = _sense(lexed, dated, own_number, stacks.get(id(cell)))
            if sense is Sense.SALE:
                sale.append(_Candidate(dated, 0.85))
            elif sense is not Sense.OTHER:
                issue.append((sense, dated))
    named: list[tuple[Sense, Dated]] = [pair for pair in issue if pair[0] is Sense.ISSUE]
    told: list[tuple[Sense, Dated]] = named or [pair for pair in issue if pair[0] is Sense.BARE]
    # A mere "Data" may be what is left of any caption; beside the date's own name only one without a caption counts.
    rivals = {dated.value for sense, dated in issue if sense is Sense.NONE or (not named and sense is Sense.UNKNOWN)}
    several = len(rivals | {dated.value for _, dated in told}) > 1
    doubted = {key for key, stack in stacks.items() if stack.under is None}
    return [
        _Candidate(dated, _CONTRADICTED if several or id(dated.cell) in doubted else _TRUST_OF[sense])
        for sense, dated in told or issue
    ], sale


def _sense(lexed: Lexed, dated: Dated, own_number: str | None, stack: DateStack | None) -> Sense:
    """What its caption makes of a date: in a stack whose captions stand under their dates, the one under it."""
    if stack is None or not stack.under:
        return sense_of(caption_of(lexed, dated.cell, dated.start, own_number))
    lower = stack.below(dated.cell)
    return Sense.UNKNOWN if lower is None else sense_of(lower.folded)


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
        confidence = 1 - (1 - confidence) * 0.4 if best.confidence > _CONTRADICTED else confidence
    if others and max(c.confidence for c in others) >= best.confidence - 0.06:
        confidence = min(_CONTRADICTED, confidence)
    alternatives = dict.fromkeys(c.dated.value for c in sorted(others, key=lambda c: -c.confidence))
    return Field[date](
        value=best.dated.value, confidence=round(confidence, 4), page=cell.page, box=cell.span_box(start, end),
        witnesses=frozenset(witnesses), alternatives=tuple(alternatives),
    )  # fmt: skip
