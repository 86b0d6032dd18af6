"""Headers of tables: which column is what, by the words Polish and bilingual invoices use for it (`heading_words`).

Labels over several rows are stacked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from extractors.tables.amounts import is_number, percent
from extractors.tables.heading_words import header_kinds
from extractors.tables.table_rows import FlatRow
from extractors.tables.wording import fold
from extractors.tokens import Word


class Role(StrEnum):
    """What a column holds. VALUE is a value not said to be net or gross; TAX either a rate or an amount."""

    LP = "lp"
    NAME = "name"
    CODE = "code"
    QUANTITY = "quantity"
    UNIT = "unit"
    PRICE = "price"
    PRICE_GROSS = "price_gross"
    PRICE_AFTER = "price_after"
    DISCOUNT = "discount"
    NET = "net"
    VALUE = "value"
    RATE = "rate"
    TAX = "tax"
    VAT = "vat"
    GROSS = "gross"
    BEFORE = "before"


MONEY_ROLES = frozenset(
    {Role.PRICE, Role.PRICE_GROSS, Role.PRICE_AFTER, Role.NET, Role.VALUE, Role.VAT, Role.TAX, Role.GROSS}
)
NUMBER_ROLES = MONEY_ROLES | {Role.QUANTITY, Role.DISCOUNT, Role.RATE}


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a heading, or its part, with what it means, its reach, and which of the header's rows it is in."""

    kind: str
    text: str
    x0: float
    x1: float
    row: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its header names it, with the header's reach in fractions of the page's width. `kinds` are the
    canonical words of its label, top to bottom, `pieces` the same with their places."""

    role: Role
    x0: float
    x1: float
    label: str
    kinds: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Header:
    """A table's header: the first and last of its rows (indexes), its columns left to right, and the headings that
    name no role, as (label, x0, x1)."""

    first: int
    last: int
    columns: tuple[Column, ...]
    nameless: tuple[tuple[str, float, float], ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(column.role for column in self.columns)


_STARTERS = frozenset(
    ("lp", "name", "code", "quantity", "unit", "price", "c.", "value", "sum", "rate", "st.", "%vat", "before")
)
_ITEM = fold("pozycja")
_COLUMN_NUMBER = re.compile(r"^\W?(\d{1,2})\W{0,2}(?:[=(].*)?$")
_MOST_HANGING = 2  # rows of a heading without a word that is known
_COLUMNS = 4  # at least, that are numbered
_MOST_FIGURES = 16  # of a heading's row; more are an account's number
_UNDER_NAMES = frozenset(
    ("quantity", "unit", "price", "c.", "value", "discount", "net", "gross", "vat", "rate", "st.", "%vat")
)


def role_of(kinds: Sequence[str]) -> Role | None:
    """The role of a column whose header holds these canonical words; None where they name none."""
    k = set(kinds)
    if "price_en" in k:
        k.add("price")
    if "amount" in k:
        k.add("sum")
    if "c." in k and k & {"net", "gross"}:
        k.add("price")  # "C. netto"
    if "st." in k and "vat" in k:
        k.add("rate")
    if "before" in k and "before2" in k:
        return Role.BEFORE
    if "before2" in k and k & {"value", "sum"}:
        return None  # "Wartość przed rabatem": what is not paid
    if "price" in k:
        if "after" in k or ("po" in k and "discount" in k):
            return Role.PRICE_AFTER
        taxed = "gross" in k or {"with", "vat"} <= k
        return Role.PRICE_GROSS if taxed and "net" not in k else Role.PRICE
    if "quantity" in k:
        return Role.QUANTITY
    if "discount" in k:
        return Role.DISCOUNT
    if "%vat" in k or "rate" in k or ("%" in k and "vat" in k):
        return Role.RATE
    if k & {"value", "sum"}:
        if "gross" in k or {"with", "vat"} <= k:
            return Role.GROSS
        if "vat" in k and "bez" not in k:
            return Role.VAT
        return Role.NET if "net" in k or "bez" in k else Role.VALUE
    if "name" in k or ("name2" in k and next(kind for kind in kinds if kind in ("name2", "code")) == "name2"):
        return Role.NAME  # "Towar / Kod" names, "Kod towaru" codes
    if k & {"code", "catalogue"}:
        return Role.CODE
    if "unit" in k or "piece" in k:
        return Role.UNIT
    if "vat" in k:
        return Role.TAX
    if "net" in k:
        return Role.NET
    if "gross" in k:
        return Role.GROSS
    if "lp" in k:
        return Role.LP
    if "%" in k:
        return Role.RATE
    return None


@dataclass
class _Cell:
    x0: float
    x1: float
    kinds: list[str]
    words: list[str]
    rows: set[int]
    pieces: list[Piece] = field(default_factory=list)


def _vocabulary(row: FlatRow) -> list[tuple[Word, tuple[str, ...]]]:
    """The row's words with what they may mean in a header."""
    return [(word, header_kinds(word.text)) for word in row.words]


def is_header_like(row: FlatRow) -> bool:
    """Whether most of the row's words belong into a header and none is an amount or part of an account's number."""
    known = _vocabulary(row)
    letters = [pair for pair in known if any(c.isalpha() for c in pair[0].text)]
    numbers = [w.text for w, _ in known if is_number(w.text)]
    if not letters or any("," in text or "." in text for text in numbers) or sum(map(len, numbers)) > _MOST_FIGURES:
        return False
    if len(row.words) < _COLUMNS and any((percent(word.text) or "")[:1].isdigit() for word in row.words):
        return False  # "Stawka VAT 8%" heads a group of items
    letters = [pair for pair in letters if pair[1] not in (("filler",), ("package",))]
    return sum(bool(kinds) for _, kinds in letters) >= max(1.0, 0.6 * len(letters))


def _strong(row: FlatRow) -> set[str]:
    kinds = {"price" if kind == "price_en" else kind for _, found in _vocabulary(row) for kind in found}
    if "c." in kinds and kinds & {"net", "gross"}:
        kinds.add("price")
    return kinds & {"lp", "name", "name2", "code", "quantity", "unit", "price", "value", "discount", "net", "vat"}


def find_headers(rows: Sequence[FlatRow]) -> list[Header]:
    """The headers of item tables among `rows` (all pages, in order). A summary by VAT rate is none."""
    headers: list[Header] = []
    index = 0
    while index < len(rows):
        strong = _strong(rows[index])
        items = bool(strong & {"quantity", "price"}) or ("name" in strong and "lp" in strong)
        if len(strong) < 2 or not items or not is_header_like(rows[index]):
            index += 1
            continue
        first = last = index
        reach = 2.3 * rows[index].line
        while first > 0 and _belongs(rows, first - 1, first, reach) and (not headers or first - 1 > headers[-1].last):
            first -= 1
        last = _down(rows, last, reach)
        columns, nameless = _columns(rows[first : last + 1])
        for _ in range(_MOST_HANGING):
            if _is_near(rows, last + 1, last, reach) and _hangs_below(rows[last + 1], columns, nameless):
                last = _down(rows, last + 1, reach)
                columns, nameless = _columns(rows[first : last + 1])
        roles = {column.role for column in columns}
        if roles & {Role.QUANTITY, Role.PRICE, Role.PRICE_GROSS, Role.NAME} and len(roles) >= 2:
            if last + 1 < len(rows) and _numbers_columns(rows[last + 1]) and rows[last + 1].page == rows[last].page:
                last += 1
            headers.append(Header(first, last, columns, nameless))
            index = last
        index += 1
    return headers


def _hangs_below(row: FlatRow, columns: Sequence[Column], nameless: Sequence[tuple[str, float, float]]) -> bool:
    """Whether a row of words nobody knows goes on with headings: each stands under one, and none under the names'."""
    over = [(c.x0, c.x1) for c in columns if c.role not in (Role.NAME, Role.LP)] + [(x0, x1) for _, x0, x1 in nameless]
    return all(
        (header_kinds(word.text) or not any(char.isdigit() for char in word.text))
        and any(min(x1, word.box.x1) - max(x0, word.box.x0) >= 0.5 * word.box.width for x0, x1 in over)
        for word in row.words
    )


def _numbers_columns(row: FlatRow) -> bool:
    """Whether the row numbers the columns of the table: "1 | 2 | 3 | 4", "(5)", "7=5x6"."""
    found = [_COLUMN_NUMBER.match(word.text) for word in row.words]
    numbers = [int(match[1]) for match in found if match is not None]
    return len(numbers) >= _COLUMNS and len(numbers) == len(found) and numbers == [*range(1, len(numbers) + 1)]


def _down(rows: Sequence[FlatRow], last: int, reach: float) -> int:
    """The last of the rows of headings from `last` on."""
    while _belongs(rows, last + 1, last, reach):
        last += 1
    return last


def _belongs(rows: Sequence[FlatRow], index: int, neighbour: int, reach: float) -> bool:
    return _is_near(rows, index, neighbour, reach) and is_header_like(rows[index])


def _is_near(rows: Sequence[FlatRow], index: int, neighbour: int, reach: float) -> bool:
    """Whether a row is there and on its neighbour's page, no further away than `reach`."""
    if index >= len(rows) or rows[index].page != rows[neighbour].page:
        return False
    return abs(rows[index].y - rows[neighbour].y) <= reach


def _columns(rows: Sequence[FlatRow]) -> tuple[tuple[Column, ...], tuple[tuple[str, float, float], ...]]:
    cells: list[_Cell] = []
    for number, row in enumerate(rows):
        previous: _Cell | None = None
        placed = [(word, piece, x0, x1) for word, kinds in _vocabulary(row) for piece, x0, x1 in _pieces(word, kinds)]
        for index, (word, piece, x0, x1) in enumerate(placed):
            end = _phrase_end([(kind, a, b) for _, kind, a, b in placed[index:]], 0.8 * row.unit)
            previous = _place(cells, previous, number, word.text, piece, x0, x1, 0.8 * row.unit, end)
    result = []
    for cell in sorted(cells, key=lambda c: c.x0):
        role = role_of(cell.kinds)
        if role is not None:
            result.append(Column(role, cell.x0, cell.x1, " ".join(cell.words), tuple(cell.kinds), tuple(cell.pieces)))
    if not any(column.role is Role.NAME for column in result):
        # "Pozycja" counts the lines, or names them where nothing else does.
        result = [replace(c, role=Role.NAME) if fold(c.label).startswith(_ITEM) else c for c in result]
    if not any(column.role is Role.NAME for column in result):
        result += _widest(cells)
    named = {(column.x0, column.x1) for column in result}
    nameless = tuple((" ".join(c.words), c.x0, c.x1) for c in cells if (c.x0, c.x1) not in named)
    return tuple(sorted(result, key=lambda column: column.x0)), nameless


def _widest(cells: Sequence[_Cell]) -> list[Column]:
    """The heading nobody knows under which there is the most room of all, and over the left edge's, as that of the
    names; none where it is a known one's."""
    placed = sorted(cells, key=lambda c: c.x0)
    ends = [c.x0 for c in placed[1:]] + [1.0]
    room, cell = max(((end - c.x0, c) for c, end in zip(placed, ends, strict=True)), key=lambda pair: pair[0])
    if role_of(cell.kinds) is not None or room <= placed[0].x0 or not any(map(str.isalpha, "".join(cell.words))):
        return []
    return [Column(Role.NAME, cell.x0, cell.x1, " ".join(cell.words), tuple(cell.kinds), tuple(cell.pieces))]


def _pieces(word: Word, kinds: tuple[str, ...]) -> list[tuple[str, float, float]]:
    """The kinds of a word with their share of its box; labels that stuck together share it evenly."""
    if not kinds:
        return [("", word.box.x0, word.box.x1)]
    if len(set(kinds)) == 1 or "/" in word.text:
        return [(kinds[0], word.box.x0, word.box.x1), *[(kind, word.box.x0, word.box.x1) for kind in kinds[1:]]]
    step = word.box.width / len(kinds)
    return [(kind, word.box.x0 + i * step, word.box.x0 + (i + 1) * step) for i, kind in enumerate(kinds)]


def _phrase_end(pieces: Sequence[tuple[str, float, float]], gap: float) -> float:
    """Where the label ends that the first of a row's pieces begins."""
    kinds, end = [pieces[0][0]], pieces[0][2]
    for kind, x0, x1 in pieces[1:]:
        if x0 - end > gap or not _continues(kinds, kind):
            break
        kinds.append(kind)
        end = x1
    return end


def _place(
    cells: list[_Cell],
    previous: _Cell | None,
    row: int,
    text: str,
    kind: str,
    x0: float,
    x1: float,
    gap: float,
    end: float,
) -> _Cell | None:
    """Puts a header word where it belongs: to the cell on its left, to the one it stands under, or a new one. The label
    that it begins ends at `end`."""
    beside = previous is not None and x0 - previous.x1 <= gap and _continues(previous.kinds, kind)
    if beside and not _stands_under_another(cells, previous, row, x0, x1):
        target: _Cell | None = previous
    else:
        above = [c for c in cells if row not in c.rows or c is previous]
        if kind in _UNDER_NAMES:
            # Names over the whole table, the other headings in a row below: "Nazwa towaru" is no part of "Ilość".
            above = [c for c in above if not _only_names(c.kinds)]
        shared = [(min(c.x1, x1) - max(c.x0, x0), c) for c in above]
        best = max(shared, key=lambda pair: pair[0], default=(0.0, None))
        wide = best[0] >= 0.3 * (x1 - x0) if best[1] is not None else False
        if not wide and (under := [c for c in above if _is_under(c, x0, end)]):
            best, wide = (0.0, under[0]), len(under) == 1
        target = best[1] if wide and (best[1] is not previous or x0 < (previous.x1 if previous else 0)) else None
    if target is None:
        target = _Cell(x0, x1, [], [], set())
        cells.append(target)
    target.x0, target.x1 = min(target.x0, x0), max(target.x1, x1)
    target.kinds.append(kind)
    target.words.append(text)
    target.rows.add(row)
    target.pieces.append(Piece(kind, text, x0, x1, row))
    return target


def _stands_under_another(cells: Sequence[_Cell], previous: _Cell | None, row: int, x0: float, x1: float) -> bool:
    """Whether a word that may go on with the label beside it stands wholly under a heading of the rows above, and that
    label under another: "Cena | Wartość" over "po | sprzedaży"."""
    if previous is None or len(previous.rows) < 2:
        return False
    above = [c for c in cells if c is not previous and row not in c.rows and c.x0 <= x1 and c.x1 >= x0]
    return x0 >= previous.x1 and any(min(c.x1, x1) - max(c.x0, x0) >= 0.9 * min(c.x1 - c.x0, x1 - x0) for c in above)


def _is_under(cell: _Cell, x0: float, x1: float) -> bool:
    """Whether a label and a heading above it that is narrower or wider stand under each other by most of the one."""
    return min(cell.x1, x1) - max(cell.x0, x0) >= 0.6 * min(cell.x1 - cell.x0, x1 - x0)


def _only_names(kinds: Sequence[str]) -> bool:
    return role_of(kinds) is Role.NAME and not set(kinds) & _UNDER_NAMES


def _continues(kinds: Sequence[str], kind: str) -> bool:
    """Whether a word carries the label on its left on ("Cena" "netto") or begins the next one ("Cena" "VAT")."""
    have = set(kinds)
    money = {"price", "c.", "value", "sum", "amount", "price_en"}
    if kind in ("", "filler", "name2", "code2", "unit2", "before2", "after", "bez"):
        return True
    if kind == "with":
        return bool(have & money)
    if kind == "package":
        return not have & {"code", "name", "name2"}
    if kind in ("net", "gross"):
        return bool(have & money) and not have & {"net", "gross", "vat"}
    if kind == "vat":
        return bool(have & {"bez", "with"}) or (
            bool(have & {"value", "sum", "rate", "st.", "%"}) and not have & {"net", "gross", "vat"}
        )
    if kind == "%":
        return bool(have & {"vat", "rate", "discount"})
    if kind == "piece":
        return "price" in have
    if kind in ("price_en", "amount"):
        return bool(have & {"net", "gross", "vat"}) and not have & money
    if kind == "discount":
        return bool(have & {"po", "sum", "rate", "before2"})
    if kind == "po":
        return "price" in have
    return kind not in _STARTERS
