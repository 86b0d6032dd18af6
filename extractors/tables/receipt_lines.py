"""Items of narrow, receipt-like documents: the name on one row, "2 szt. x 345,00  690,00" under it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.tables.amounts import Number, is_number, join_numbers, looks_numeric, percent
from extractors.tables.arithmetic import Cell, RawLine
from extractors.tables.columns import Role
from extractors.tables.table_rows import POINTED_COUNTER, FlatRow
from extractors.tables.totals import ends_items
from extractors.tables.wording import fold, phrases, run_together
from extractors.tokens import Word
from programme.geometry import around

_TIMES = re.compile(r"^[xX×*](?=\d|$)")
_JOINED = re.compile(r"^(\d[\d.,]*)\s*[x×*]\s*(\d[\d.,]*)$", re.IGNORECASE)
_SAID = {fold("netto"): Role.NET, fold("brutto"): Role.GROSS}
_BELOW = 2.5  # distance of an item's second row, in heights of a line
# What stands above the first item: a title, or a party's caption, number or postcode.
_HEADINGS = phrases("paragon fiskalny", "nabywc", "odbiorc", "sprzedawc", "faktura", "nip:")
_POSTCODE = re.compile(r"^\d{2}-\d{3},?$")
_VALUE = re.compile(r"^(\d[\d ]*[.,]\d{2})\s?[A-G]$")  # a cash register's tax letter stuck to the value


def receipt_lines(rows: Sequence[FlatRow]) -> list[RawLine]:
    """Items written as quantity x price, value; in order. VALUE is net or gross as the sums will say."""
    result: list[RawLine] = []
    taken = -1
    for index, row in enumerate(rows):
        if index <= taken:
            continue
        split = _times(row)
        if split is None:
            continue
        head, tail = split
        quantity, unit, before = _quantity(head, row)
        numbers = [n for n in join_numbers(tail, 0.75 * row.unit) if _value_text(n) is not None]
        if quantity is None or not numbers:
            continue
        last = index
        if len(numbers) < 2 and index + 1 < len(rows) and _only_numbers(rows[index + 1], row):
            last = index + 1
            numbers += [n for n in join_numbers(rows[last].words, 0.75 * row.unit) if _value_text(n) is not None]
        cells = {Role.QUANTITY: _cell(row, quantity), Role.PRICE: _cell(row, numbers[0])}
        if len(numbers) > 1:
            role = Role.GROSS if _is_gross(rows[last], numbers[1]) else Role.VALUE
            cells[role] = _cell(rows[last], numbers[1])
        elif index + 1 < len(rows) and _times(rows[index + 1]) is None:
            said = _said_below(rows[index + 1], row)
            cells |= said
            last = index + 1 if said else last
        rate = next((w.text for w in rows[last].words if percent(w.text) is not None), None)
        if rate is not None:
            cells[Role.RATE] = Cell(row.page, row.box, (rate,))
        first, description, lp = _name(rows, index, taken, before)
        above = _value_above(rows[first:index]) if Role.VALUE not in cells else None
        if above is not None:
            cells[Role.NET] = _cell(*above)
            description = description.removesuffix(" zł").removesuffix(above[1].text).strip()
        box = around([r.box for r in rows[first : last + 1] if r.page == row.page])
        result.append(RawLine(row.page, box, description, unit, cells, lp=lp))
        taken = last
    return result


def _said_below(row: FlatRow, above: FlatRow) -> dict[Role, Cell]:
    """The line's net and gross value where the row below an item says which is which: "netto 862,00 zł / brutto
    1 060,26 zł"; empty unless it says both, or one alone."""
    if row.page != above.page or row.y - above.y > _BELOW * row.line or ends_items(row):
        return {}
    found: dict[Role, Cell] = {}
    for number in join_numbers(row.words, 0.75 * row.unit):
        place = row.words.index(number.words[0])
        label = fold(row.words[place - 1].text).strip(":.,") if place else ""
        role = _SAID.get(label)
        if role is None or _value_text(number) is None or "," not in number.text:
            continue
        if role in found:
            return {}
        found[role] = _cell(row, number)
    return found


def _is_gross(row: FlatRow, value: Number) -> bool:
    """Whether "brutto" is the first word for its kind behind the value: "... netto ...  69,00 zł brutto"."""
    words = [fold(word.text).strip(".,;:()") for word in row.words]
    kinds = [_SAID[word] for word in words[row.words.index(value.words[-1]) :] if word in _SAID]
    return kinds[:1] == [Role.GROSS]


def _value_above(rows: Sequence[FlatRow]) -> tuple[FlatRow, Number] | None:
    """The amount at the right end of the name's first row, set off from the name: the line's net value."""
    for row in rows[:1]:
        segments = row.segments(2.0)
        if len(segments) > 1:
            numbers = join_numbers(segments[-1], 0.75 * row.unit)
            rest = [w.text for w in segments[-1] if w not in numbers[0].words]
            if re.search(r"[.,]\d{2}$", numbers[0].text) and all(text.casefold() in ("zł", "pln") for text in rest):
                return row, numbers[0]
    return None


def _times(row: FlatRow) -> tuple[list[Word], list[Word]] | None:
    """The words before and after the multiplication sign."""
    words = list(row.words)
    for index, word in enumerate(words):
        joined = _JOINED.match(word.text)
        if joined is not None and "," in joined[2]:
            left, right = Word(joined[1], word.box, word.confidence), Word(joined[2], word.box, word.confidence)
            return [*words[:index], left], [right, *words[index + 1 :]]
        if index and _TIMES.match(word.text):
            rest = word.text[1:]
            tail = words[index + 1 :]
            if rest:
                tail = [Word(rest, word.box, word.confidence), *tail]
            if tail and looks_numeric(tail[0].text) and any(looks_numeric(w.text) for w in words[:index]):
                return words[:index], tail
    return None


def _quantity(head: Sequence[Word], row: FlatRow) -> tuple[Number | None, str | None, list[Word]]:
    """The number nearest before the sign with its unit between; the words before it."""
    for index in range(len(head) - 1, -1, -1):
        if is_number(head[index].text) and not head[index].text.endswith((".", ")")):
            numbers = join_numbers(head[: index + 1], 0.75 * row.unit)
            unit = " ".join(word.text for word in head[index + 1 :]) or None
            before = [word for word in head[:index] if word not in numbers[-1].words]
            return (numbers[-1], unit, before) if index >= len(head) - 4 else (None, None, [])
    return None, None, []


def _value_text(number: Number) -> str | None:
    match = _VALUE.match(number.text)
    text = match[1] if match else number.text
    return text if is_number(text) or (looks_numeric(text) and len(text) > 2) else None


def _cell(row: FlatRow, number: Number) -> Cell:
    text = _value_text(number) or number.text
    return Cell(row.page, number.box, (text,), min(word.confidence for word in number.words))


def _only_numbers(row: FlatRow, above: FlatRow) -> bool:
    near = row.page == above.page and row.y - above.y <= 2.5 * row.line
    return near and all(not any(c.isalpha() for c in w.text[:-1]) for w in row.words) and _times(row) is None


def _name(rows: Sequence[FlatRow], index: int, taken: int, before: Sequence[Word]) -> tuple[int, str, str | None]:
    """The rows above that name the article: from its counter, or as far as text goes on without a break."""
    first = index
    counter = bool(before) and bool(POINTED_COUNTER.match(before[0].text))
    while not counter and first - 1 > taken and index - first < 4:
        row = rows[first - 1]
        gap = rows[first].y - row.y
        letters = sum(c.isalpha() for c in row.text)
        if row.page != rows[index].page or gap > 3.2 * row.line or letters < 2 or ends_items(row) or _heading(row):
            break
        first -= 1
        counter = bool(POINTED_COUNTER.match(row.words[0].text))
    words = [word for row in rows[first:index] for word in row.words] + list(before)
    lp = None
    if words and POINTED_COUNTER.match(words[0].text):
        lp, words = words[0].text, words[1:]
    return first, " ".join(word.text for word in words), lp.strip(".)") if lp else None


def _heading(row: FlatRow) -> bool:
    text = run_together(row.words)
    return any(label in text for label in _HEADINGS) or any(_POSTCODE.match(word.text) for word in row.words)
