"""Items told in sentences: "Sprzedaż 24 j.s. żyta hybrydowego KWS Tayo po 312,00 zł netto, razem 7 488,00 zł"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from extractors.tables.amounts import Number, is_number, join_numbers, percent, readings
from extractors.tables.arithmetic import Cell, RawLine, product_holds
from extractors.tables.columns import Role
from extractors.tables.heading_words import header_kinds
from extractors.tables.table_rows import POINTED_COUNTER, FlatRow
from extractors.tables.wording import fold
from extractors.tokens import Word
from programme.geometry import around
from programme.units import unit_kind

_STEP = 2.2  # distance of rows of one paragraph, in heights of a line
_AMOUNTS = 6  # behind a quantity that may be its price and value
_UNIT = 3  # words of a unit
_NAMED = 2  # words of a name, at least
_MONEY = re.compile(r"\d[.,]\d{2,4}$")
_THOUSANDTHS = re.compile(r"\d[.,]\d{3}$")
_OPENING = re.compile(r":$|^\d{1,3}[.)]$|^(?:zł|pln)\.$|%\.$", re.IGNORECASE)  # after which a name may begin
_PAUSE = re.compile(r"[,;:+]$|^[-–—+]$")
# What stands between a name and the figures, or before a name.
_BETWEEN = ("po", "w", "cena", "cenie", "wartość", "razem", "za", "ilość", "ilości", "łącznie", "x", "á", "a", "netto")
_JOINTS = frozenset(fold(word) for word in _BETWEEN)
_LEADS = frozenset(
    fold(word) for word in ("sprzedaż", "dostawa", "dostawę", "za", "zakup", "tytułem", "dotyczy", "pozycja", "poz")
)

_LABELS = frozenset({"net", "gross"})


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number of a paragraph: the places of its first and last word; `unit` words follow a quantity."""

    number: Number
    start: int
    end: int
    unit: int = 0


@dataclass(frozen=True, slots=True)
class _Sentence:
    quantity: _Figure
    price: _Figure
    value: _Figure
    figures: tuple[_Figure, ...]  # all behind the quantity


def prose_items(rows: Sequence[FlatRow]) -> tuple[list[RawLine], frozenset[int]]:
    """The items that sentences tell, in order, and the indexes of the rows they run over.

    Only what multiplies is an item: a number with its unit, and two amounts behind it of which the second is the
    first that many times.
    """
    lines: list[RawLine] = []
    used: set[int] = set()
    for indexes in _paragraphs(rows):
        words = [(word, index) for index in indexes for word in rows[index].words]
        found = _sentences([word for word, _ in words], rows[indexes[0]].unit)
        start = 0
        for place, sentence in enumerate(found):
            stop = found[place + 1].quantity.start if place + 1 < len(found) else len(words)
            last = max(figure.end for figure in sentence.figures if figure.start < stop and _is_money(figure))
            behind = [i for i in range(last, min(last + _AMOUNTS, stop)) if _rate(words[i][0]) is not None]
            last = max([last, *behind])
            lines.append(_line(rows, words[start : last + 1], sentence, start))
            used |= {index for _, index in words[start : last + 1]}
            start = last + 1
    return lines, frozenset(used)


def _paragraphs(rows: Sequence[FlatRow]) -> Iterator[list[int]]:
    current: list[int] = []
    for index, row in enumerate(rows):
        above = rows[current[-1]] if current else None
        if above is not None and (row.page != above.page or row.y - above.y > _STEP * row.line):
            yield current
            current = []
        current.append(index)
    if current:
        yield current


def _sentences(words: Sequence[Word], unit: float) -> list[_Sentence]:
    figures = list(_figures(words, unit))
    found: list[_Sentence] = []
    for place, quantity in enumerate(figures):
        behind = (figure for figure in figures[place + 1 :] if _is_money(figure) and not _unit(words, figure.end))
        amounts = list(islice(behind, _AMOUNTS))
        pair = _product(quantity, amounts) if quantity.unit else None
        if pair is None:
            continue
        if found and quantity.start < found[-1].value.end:
            if found[-1].price is not pair[0]:
                continue
            found.pop()  # "Wapno 1 t, 1 szt. po": the number nearest to its price
        found.append(_Sentence(quantity, *pair, tuple(figures[place + 1 :])))
    return found


def _product(quantity: _Figure, amounts: Sequence[_Figure]) -> tuple[_Figure, _Figure] | None:
    """The first price and value among the amounts that multiply with the quantity."""
    pairs = ((price, value) for place, price in enumerate(amounts) for value in amounts[place + 1 :])
    return next((pair for pair in pairs if _multiply(quantity, *pair)), None)


def _figures(words: Sequence[Word], unit: float) -> Iterator[_Figure]:
    for number in join_numbers([word for word in words if not _PAUSE.fullmatch(word.text)], 0.75 * unit):
        if is_number(number.text.rstrip(".,;")) and percent(number.text) is None:
            start = words.index(number.words[0])
            end = words.index(number.words[-1])
            unit_words = _unit(words, end)
            money = end == start and _MONEY.search(number.text) and not _THOUSANDTHS.search(number.text)
            # "20,00 j.s. à 302,50": before a unit and what leads to a price a number counts, however it is written.
            counts = not money or any(
                _is_joint(word.text) for word in words[end + 1 + unit_words : end + 2 + unit_words]
            )
            yield _Figure(number, start, end, unit_words if counts else 0)


def _unit(words: Sequence[Word], end: int) -> int:
    """How many words behind a number are its unit."""
    for count in range(_UNIT, 0, -1):
        behind = words[end + 1 : end + 1 + count]
        text = " ".join(word.text for word in behind)
        told = unit_kind(text) is not None and not any(map(str.isdigit, text))
        apart = any(_PAUSE.search(word.text) for word in behind[:-1]) or any(_is_joint(word.text) for word in behind)
        if told and len(behind) == count and not apart:
            return count
    return 0


def _rate(word: Word) -> str | None:
    return percent(word.text.strip(",;."))


def _is_money(figure: _Figure) -> bool:
    return _MONEY.search(figure.number.text.rstrip(".,;")) is not None and not figure.unit


def _multiply(quantity: _Figure, price: _Figure, value: _Figure) -> bool:
    """Whether the value is the price as many times; once tells nothing and is believed of amounts that are alike."""
    texts = [figure.number.text.rstrip(".,;") for figure in (quantity, price, value)]
    one, two, three = (readings(text, money=place > 0) for place, text in enumerate(texts))
    if one and one[0].value == 1 and texts[1] != texts[2]:
        return False
    if not (one and two and three):
        return False
    counts = one if _THOUSANDTHS.search(texts[0]) else one[:1]  # "485,000 kg" beside "1.90"
    return any(product_holds(count, two[0], three[0].value) for count in counts)


def _line(rows: Sequence[FlatRow], words: Sequence[tuple[Word, int]], sentence: _Sentence, start: int) -> RawLine:
    """`words` are the sentence's with the index of each one's row, the first of them at place `start`."""
    texts = [word for word, _ in words]
    quantity, price = sentence.quantity, sentence.price
    cells = {Role.QUANTITY: _cell(rows, words, quantity, start)}
    amounts = [figure for figure in sentence.figures if figure.end - start < len(words) and _is_money(figure)]
    leading = _labels_lead(texts, amounts, start)
    for figure in amounts:
        role = _role(texts, figure, start, figure is price, leading)
        cells.setdefault(role, _cell(rows, words, figure, start))
    for word in texts[quantity.end - start :]:
        if (rate := _rate(word)) is not None:
            cells.setdefault(Role.RATE, Cell(cells[Role.QUANTITY].page, word.box, (rate + "%",), word.confidence))
    behind = quantity.end + 1 + quantity.unit - start
    unit = " ".join(word.text for word in texts[quantity.end + 1 - start : behind]).strip(",;")
    page = cells[Role.QUANTITY].page
    box = around([word.box for word, index in words if rows[index].page == page])
    name = _name(texts[behind : price.start - start]) or _name(texts[: quantity.start - start], last=True)
    return RawLine(page, box, name, unit, cells)


def _role(words: Sequence[Word], figure: _Figure, start: int, is_price: bool, leading: bool) -> Role:
    """What an amount is, by the words before it and behind it; where `leading` says that labels stand before their
    amounts, by those alone if there are any."""
    before, behind = _said_around(words, figure, start)
    said = before if leading and before else before | behind
    if is_price:
        return Role.PRICE_GROSS if "gross" in said and "net" not in said else Role.PRICE
    if "gross" in said:
        return Role.GROSS
    if "net" in said:
        return Role.NET
    return Role.VAT if "vat" in said else Role.VALUE


def _labels_lead(words: Sequence[Word], amounts: Sequence[_Figure], start: int) -> bool:
    """Whether labels stand before their amounts, as they do where the last amount has one before it and none behind:
    "netto 100,00 +8% brutto 108,00"."""
    before, behind = _said_around(words, amounts[-1], start) if amounts else (set(), set())
    return bool(before & _LABELS) and not behind & _LABELS


def _said_around(words: Sequence[Word], figure: _Figure, start: int) -> tuple[set[str], set[str]]:
    """What the words before an amount and behind it may mean, up to the next pause or number."""
    place, end = figure.start - start, figure.end - start
    before: list[Word] = []
    for word in reversed(words[:place]):
        if is_number(word.text) or _PAUSE.search(word.text):
            break
        before.append(word)
    behind: list[Word] = []
    for word in words[end : end + 1 + _UNIT]:
        if behind and is_number(word.text):
            break
        behind.append(word)
        if _PAUSE.search(word.text):
            break
    first, second = ({kind for word in side for kind in header_kinds(word.text)} for side in (before, behind))
    return first, second


def _cell(rows: Sequence[FlatRow], words: Sequence[tuple[Word, int]], figure: _Figure, start: int) -> Cell:
    index = words[figure.start - start][1]
    confidence = min(word.confidence for word in figure.number.words)
    return Cell(rows[index].page, figure.number.box, (figure.number.text.rstrip(".,;"),), confidence)


def _name(words: Sequence[Word], last: bool = False) -> str:
    """The name at the head of the words (at their end where it is `last`), without what leads to or from it."""
    kept = [word.text for word in words]
    while kept and (POINTED_COUNTER.match(kept[0]) or _plain(kept[0]) in _LEADS or not any(map(str.isalnum, kept[0]))):
        kept = kept[1:]
    if last:
        opening = max((place for place, text in enumerate(kept) if _OPENING.search(text)), default=-1)
        kept = kept[opening + 1 :]
        while kept and _is_joint(kept[-1]):
            kept = kept[:-1]
    else:
        stop = next((i for i, text in enumerate(kept) if _plain(text) in _JOINTS or _PAUSE.search(text)), None)
        kept = kept if stop is None else kept[: stop + (not _is_joint(kept[stop]))]
    name = " ".join(kept).strip(" ,;:–-")
    return name if sum(sum(map(str.isalpha, text)) > _NAMED for text in kept) >= _NAMED else ""


def _is_joint(text: str) -> bool:
    return _plain(text) in _JOINTS or not any(map(str.isalnum, text))


def _plain(text: str) -> str:
    return fold(text).strip(",:")
