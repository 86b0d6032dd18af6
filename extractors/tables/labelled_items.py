"""Items without a table: blocks with a label before each value ("Ilość: 20 j.s.  Cena netto: 301,00 zł")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.tables.amounts import cut, is_number, join_numbers, looks_numeric, percent
from extractors.tables.arithmetic import Cell, RawLine
from extractors.tables.columns import Role
from extractors.tables.table_rows import POINTED_COUNTER, FlatRow
from extractors.tables.totals import ends_items
from extractors.text.text_cells import fold
from extractors.tokens import Word
from programme.geometry import Box, around
from programme.units import unit_kind

# Longest first: "cena netto" before "cena".
_LABELS: tuple[tuple[str, Role], ...] = (
    ("cenajednostkowanetto", Role.PRICE),
    ("cenajednnetto", Role.PRICE),
    ("cenanetto", Role.PRICE),
    ("cenabrutto", Role.PRICE_GROSS),
    ("cenajednostkowa", Role.PRICE),
    ("cena", Role.PRICE),
    ("wartoscnetto", Role.NET),
    ("kwotanetto", Role.NET),
    ("wartoscbrutto", Role.GROSS),
    ("kwotabrutto", Role.GROSS),
    ("wartosc", Role.VALUE),
    ("stawkavat", Role.RATE),
    ("stawkapodatku", Role.RATE),
    ("vat", Role.RATE),
    ("jednostkamiary", Role.UNIT),
    ("jednostka", Role.UNIT),
    ("miara", Role.UNIT),
    ("jm", Role.UNIT),
    ("ilosc", Role.QUANTITY),
)
# Alone at the head of a row these are sums of the document.
_SHORT = {"netto": Role.NET, "brutto": Role.GROSS}
_MOST_WORDS = 3  # of a label
_FIELD_CODE = re.compile(r"[A-Z]_\d{1,2}[A-Z]?")  # of the KSeF schema
_COUNTED = re.compile(r"^\d{1,3}[.):]?$")


_TAX = re.compile(r"^\d[\d.]*[.,]\d{2}$|^\d{1,3}$")
_GLUED = re.compile(r"^(\d[\d.,]*)([^\W\d][^\d]*)$")
_EVEN = 1.5  # distances of rows that differ by more part blocks
_ITEM = ("pozycja", "poz", "lp", "nr", "towar", "produkt")  # before a counter
_NAME = ("nazwa", "towar", "produkt", "artykul", "usluga", "opis")  # before a name


@dataclass
class _Block:
    first: int
    last: int
    cells: dict[Role, Cell] = field(default_factory=dict)
    boxes: list[Box] = field(default_factory=list)
    unit: str | None = None
    start: float = 0.0  # left edge of the quantity's label


def labelled_items(rows: Sequence[FlatRow]) -> list[RawLine]:
    """The items of a document whose values carry labels, in order; empty where no block has quantity and value."""
    blocks: list[_Block] = []
    for index, row in enumerate(rows):
        found = list(_labelled(row))
        if blocks and not found and ends_items(row):
            break
        for role, words in found:
            started = bool(blocks) and blocks[-1].last >= index - 2 and rows[blocks[-1].last].page == row.page
            if started and any(
                _counter(rows[between].words) is not None for between in range(blocks[-1].last + 1, index)
            ):
                started = False  # the next item's name stands between
            if role is Role.QUANTITY or (started and role in blocks[-1].cells):
                started = started and role not in blocks[-1].cells and Role.QUANTITY not in blocks[-1].cells
            if not started:
                blocks.append(_Block(index, index))
            _take(blocks[-1], role, words, row)
            if role is Role.QUANTITY and words:
                blocks[-1].start = _label_start(row, words[0])
            blocks[-1].last = index
    lines = []
    taken = -1
    for block in blocks:
        if Role.QUANTITY in block.cells and unit_kind(block.unit or "") is None:
            block.unit = _unit_below(rows, block) or block.unit
        if Role.QUANTITY in block.cells and block.cells.keys() & {Role.NET, Role.VALUE, Role.GROSS}:
            lines.append(_line(rows, block, taken))
            taken = block.last
    return lines


def _label_start(row: FlatRow, value: Word) -> float:
    """Where the label before a value begins: at the last word with a gap before it."""
    before = [word for word in row.words if word.box.x1 <= value.box.x0 + 0.1 * row.unit]
    return before[-1].box.x0 if before else value.box.x0


def _unit_below(rows: Sequence[FlatRow], block: _Block) -> str | None:
    """The unit that did not fit beside its number and stands, or goes on, below the label."""
    quantity = block.cells[Role.QUANTITY].box
    for index in range(block.first + 1, min(block.last + 2, len(rows))):
        row = rows[index]
        if row.page != rows[block.first].page or row.y - rows[index - 1].y > 2.2 * row.line:
            return None
        found = [s for s in row.segments() if s[0].box.x0 < quantity.x1 and s[-1].box.x1 > block.start]
        unit = " ".join([block.unit or "", *(word.text for word in found[0])]).strip() if len(found) == 1 else ""
        if unit_kind(unit) is not None:
            return unit
    return None


def _labelled(row: FlatRow) -> Iterator[tuple[Role, list[Word]]]:
    """Each label of a row with the words behind it, up to the next label."""
    words = [part for word in row.words for whole in _unglued(word) for part in _at_colon(whole)]
    places: list[tuple[int, int, Role]] = []
    index = 0
    while index < len(words):
        match = _label_at(words, index)
        if match is None:
            index += 1
            continue
        places.append((index, index + match[1], match[0]))
        index += match[1]
    for place, (_, end, role) in enumerate(places):
        stop = places[place + 1][0] if place + 1 < len(places) else len(words)
        if stop > end:
            yield _said(role, words[end:stop]), words[end:stop]


def _said(role: Role, words: Sequence[Word]) -> Role:
    """ "VAT: 8%" is a rate, "VAT: 520,76" the tax."""
    is_tax = role is Role.RATE and _TAX.match(words[0].text) and not any("%" in word.text for word in words)
    return Role.VAT if is_tax else role


def _unglued(word: Word) -> list[Word]:
    """ "520,76VAT:" is a value and the next label, "5t" a number and its unit."""
    match = _GLUED.match(word.text)
    return cut(word, len(match[1])) if match else [word]


def _at_colon(word: Word) -> list[Word]:
    """ "Ilość:20" is a label and its value."""
    head, colon, rest = word.text.partition(":")
    if not colon or not rest or not head or any(char.isdigit() for char in head):
        return [word]
    return cut(word, len(head) + 1)


def _label_at(words: Sequence[Word], start: int) -> tuple[Role, int] | None:
    """The label that begins at a word and ends with a colon, with its number of words."""
    text = ""
    if any(char.isdigit() for char in words[start].text):
        return None  # the value of the label before
    for count in range(1, min(_MOST_WORDS, len(words) - start) + 1):
        text += re.sub(r"[^a-z]", "", fold(words[start + count - 1].text))
        if words[start + count - 1].text.endswith(":"):
            role = next((role for label, role in _LABELS if label == text), None)
            role = role or (_SHORT.get(text) if start else None)
            return (role, count) if role is not None else None
    return None


def _take(block: _Block, role: Role, words: Sequence[Word], row: FlatRow) -> None:
    if role is Role.UNIT:
        block.unit = " ".join(word.text for word in words)
        block.boxes += [word.box for word in words]
        return
    if role is Role.RATE:
        rate = next((word for word in words if percent(word.text) is not None), None)
        if rate is not None:
            block.cells.setdefault(role, Cell(row.page, rate.box, (rate.text,), rate.confidence))
        return
    numeric = [word for word in words if looks_numeric(word.text) and any(char.isdigit() for char in word.text)]
    numbers = [number for number in join_numbers(numeric, 0.75 * row.unit) if is_number(number.text)]
    if not numbers or words.index(numbers[0].words[0]) > 0:
        return
    number = numbers[0]
    block.cells.setdefault(
        role, Cell(row.page, number.box, (number.text,), min(word.confidence for word in number.words))
    )
    block.boxes.append(number.box)
    if role is Role.QUANTITY and block.unit is None:
        rest = " ".join(word.text for word in words[len(number.words) :][:3])
        block.unit = rest if unit_kind(rest) is not None or rest else None


def _after_name_label(row: FlatRow) -> Sequence[Word]:
    """What stands behind a row's leading "Nazwa:" or "P_7 (nazwa):"; nothing where it has no such label."""
    coded = len(row.words) > 1 and _FIELD_CODE.fullmatch(row.words[0].text) is not None
    label = row.words[1 if coded else 0]
    return row.words[2 if coded else 1 :] if label.text.endswith(":") and _plain(label) in _NAME else ()


def _plain(word: Word) -> str:
    return fold(word.text).strip("():")


def _counter(words: Sequence[Word]) -> int | None:
    """The place of the counter that the words begin with ("1.", "Pozycja 1:"), None without one."""
    place = 1 if len(words) > 1 and fold(words[0].text).strip(".:") in _ITEM else 0
    return place if (_COUNTED if place else POINTED_COUNTER).match(words[place].text) else None


def _line(rows: Sequence[FlatRow], block: _Block, taken: int) -> RawLine:
    """The block as a line; its name are the rows above its first label, from a counter or as far as text goes on."""
    first = block.first
    while first - 1 > taken and block.first - first < 3:
        row = rows[first - 1]
        gap = rows[first].y - row.y
        near = row.page == rows[first].page and gap <= 3.2 * row.line
        apart = first < block.first and gap > _EVEN * (rows[first + 1].y - rows[first].y)
        if not near or apart or sum(char.isalpha() for char in row.text) < 3 or ends_items(row):
            break
        first -= 1
        if _counter(row.words) is not None:
            break
    named = next((index for index in range(first, block.first) if _after_name_label(rows[index])), None)
    words = [word for row in rows[first : block.first] for word in row.words]
    lp = None
    if words and (counted := _counter(words)) is not None:
        lp, words = words[counted].text.strip(".):"), words[counted + 1 :]
    if named is not None:  # whatever other data stand above it
        below = [word for row in rows[named + 1 : block.first] for word in row.words]
        words = [*_after_name_label(rows[named]), *below]
    elif len(words) > 1 and _plain(words[0]) in _NAME:
        words = words[1:]
    page = rows[block.first].page
    box = around([row.box for row in rows[block.first : block.last + 1] if row.page == page])
    return RawLine(page, box, " ".join(word.text for word in words), block.unit, block.cells, lp=lp)
