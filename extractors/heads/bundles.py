"""Several documents in one file: copies of one invoice, delivery notes beside it, and further invoices.

A print of original and copy says everything twice, a delivery note repeats the goods: read as one they would add up to
nothing. Two different invoices read as one would add up together, and the second could be claimed again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from extractors.heads.kinds import read_kind
from extractors.heads.nips_in_text import nip_readings
from extractors.heads.numbers import own_numbers, read_number
from extractors.heads.titles import title_end
from extractors.text.head_of_page import table_headings
from extractors.text.labels import Lexed, lex
from extractors.text.lexicon import DATE_ROLES, Role
from extractors.text.text_cells import layout_of
from extractors.tokens import TokenPage
from programme.geometry import Box
from programme.identifiers import fold_invoice_number
from programme.invoices import DocumentType, Source

MOST_PAGES = 24  # files of more pages are read as they are: a bundle that long is looked at by a person anyway
_ALIKE = {Source.PDF_TEXT: 0.97, Source.OCR: 0.85, Source.MIXED: 0.85}  # share of figures two copies have in common
_LIKELY, _POSSIBLE = 0.75, 0.3
_OTHERS = frozenset({DocumentType.CORRECTION, DocumentType.PROFORMA, DocumentType.ADVANCE})


@dataclass(frozen=True, slots=True)
class Bundle:
    """`pages` are those of the one invoice to read; `several` says that the file holds further invoices."""

    pages: tuple[TokenPage, ...]
    several: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """What a page that begins a document says of itself. `sure` False: its number may be misread."""

    kind: DocumentType
    number: str
    sure: bool = field(default=True, compare=False)


def bundle_of(pages: Sequence[TokenPage]) -> Bundle:
    """The pages of the file's invoice: without copies of it and delivery notes."""
    if len(pages) > MOST_PAGES:
        return Bundle(tuple(pages))
    kept = _first_copy(pages)
    if any(map(_holds_two, kept)):
        return Bundle(kept, several=True)
    if len(kept) == 1:
        return Bundle(kept)
    heads = [head if head is not None and head.sure else None for head in map(head_of, kept)]
    invoices = [head for head in heads if head is not None and head.kind is DocumentType.INVOICE]
    if invoices:
        notes = [head is not None and head.kind is DocumentType.DELIVERY_NOTE for head in heads]
        # What follows a delivery note without a head of its own is its second page.
        dropped, inside = [], False
        for head, note in zip(heads, notes, strict=True):
            inside = note or (inside and head is None)
            dropped.append(inside)
        kept = tuple(page for page, gone in zip(kept, dropped, strict=True) if not gone)
    return Bundle(kept, _are_several([head for head in heads if head is not None], kept[0].source))


def _are_several(heads: Sequence[Head], source: Source) -> bool:
    kinds = {head.kind for head in heads}
    if DocumentType.INVOICE in kinds and kinds & _OTHERS:
        return True
    numbers = [head.number for head in heads if head.kind is DocumentType.INVOICE]
    return any(not may_be_one(numbers[0], number, source) for number in numbers[1:])


_APART, _BESIDE = 0.15, 0.3  # of the page's height and width, from one document's title to the next one's
_ROOM = 0.03  # of the page's width: how far left of its number the right one's words begin


def _holds_two(page: TokenPage) -> bool:
    """Whether two documents lie on one page, one above the other or side by side: two numbers that differ, each with
    parties and a table of lines of its own."""
    layout = layout_of([page])
    titles = [cell.box for cell in layout.cells if title_end(cell) is not None]
    apart = len(titles) > 1 and (_spread([b.y0 for b in titles]) > _APART or _spread([b.x0 for b in titles]) > _BESIDE)
    if not apart:
        return False
    lexed = lex(layout)
    numbers = [(number.cell.box, fold_invoice_number(number.text)) for number in own_numbers(lexed)]
    return any(
        one != other and (_is_above(lexed, upper, lower) or _is_beside(lexed, upper, lower, one, other, page.source))
        for upper, one in numbers for lower, other in numbers
    )  # fmt: skip


def _spread(values: list[float]) -> float:
    return max(values) - min(values)


def _is_above(lexed: Lexed, upper: Box, lower: Box) -> bool:
    """Whether a table of lines stands between two numbers, and parties over a table below the second one."""
    tables = [hit.box.y0 for page in lexed.layout.heights for hit in table_headings(lexed, page)]
    headed = any(lower.y0 < hit.box.y0 < table for hit in lexed.of(Role.SELLER, Role.BUYER) for table in tables)
    return headed and any(upper.y0 < table < lower.y0 for table in tables)


def _is_beside(lexed: Lexed, left: Box, right: Box, one: str, other: str, source: Source) -> bool:
    """Whether both halves of a sheet name the same party and the same column of a table below their number; copies
    are alike but for slips."""
    if right.x0 - left.x0 < _BESIDE or may_be_one(one, other, source):
        return False
    under, edge = max(left.y0, right.y0), right.x0 - _ROOM
    headings = [hit for page in lexed.layout.heights for hit in table_headings(lexed, page)]
    return _on_both_sides([(hit.cell.folded[hit.start : hit.end], hit.box) for hit in headings], under, edge) and (
        _on_both_sides([(hit.role, hit.box) for hit in lexed.of(Role.SELLER, Role.BUYER)], under, edge)
    )


def _on_both_sides(found: Sequence[tuple[str, Box]], under: float, edge: float) -> bool:
    """Whether something stands at the left and again at the right of an edge, below a level."""
    left = {name for name, box in found if box.y0 > under and box.x0 < edge}
    return any(name in left for name, box in found if box.y0 > under and box.x0 >= edge)


def may_be_one(one: str, other: str, source: Source) -> bool:
    """Whether two numbers (folded) may be one: a recogniser may read a figure otherwise on another page."""
    return Levenshtein.distance(one, other) <= (0 if source is Source.PDF_TEXT else 1)


def head_of(page: TokenPage) -> Head | None:
    """The kind and number of the document that begins on the page: a title, a party with its NIP, a date."""
    lexed = lex(layout_of([page]))
    if not any(title_end(cell) is not None and cell.box.y0 < 0.5 for cell in lexed.layout.cells):
        return None
    if not lexed.of(*DATE_ROLES) or not _names_parties(lexed):
        return None
    number = read_number(lexed)
    kind = read_kind(lexed, number.value if number else None, False)
    if kind.confidence < _LIKELY or number is None or number.confidence < _POSSIBLE:
        return None
    return Head(kind.type, fold_invoice_number(number.value), number.confidence >= _LIKELY)


def _names_parties(lexed: Lexed) -> bool:
    return bool(lexed.of(Role.SELLER, Role.BUYER)) and any(reading.proven for reading in nip_readings(lexed))


def _first_copy(pages: Sequence[TokenPage]) -> tuple[TokenPage, ...]:
    """The first of equal copies, each of as many pages; all pages where they are none."""
    figures = [_figures(page) for page in pages]
    for count in range(1, len(pages) // 2 + 1):
        if len(pages) % count:
            continue
        twins = [(figures[index], figures[index % count]) for index in range(count, len(pages))]
        if all(_alike(one, other, pages[0].source) for one, other in twins):
            return tuple(pages[:count])
    return tuple(pages)


def _figures(page: TokenPage) -> Counter[str]:
    """The page's words with two figures and more, "1/2" of its numbering aside."""
    text = (re.sub(r"\W", "", word.text) for word in page.words if not re.fullmatch(r"\d{1,2}/\d{1,2}", word.text))
    return Counter(word for word in text if sum(char.isdigit() for char in word) >= 2)


def _alike(one: Counter[str], other: Counter[str], source: Source) -> bool:
    most = max(one.total(), other.total())
    return min(one.total(), other.total()) >= 8 and (one & other).total() >= _ALIKE[source] * most
