"""Everything of an invoice that is not the table of lines, read from words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractors.heads.amount_words import parse_amount_words
from extractors.heads.dates import read_dates, receipt_date
from extractors.heads.kinds import read_kind
from extractors.heads.ksef_in_text import ksef_number, ksef_readings
from extractors.heads.nips_in_text import NipReading, nip_readings
from extractors.heads.numbers import read_corrected_number, read_number
from extractors.heads.page_numbers import printed_pages
from extractors.heads.parties import read_parties
from extractors.text.labels import Lexed, lex
from extractors.text.lexicon import Role
from extractors.text.text_cells import fold, layout_of
from extractors.tokens import TokenPage
from programme.invoices import DocumentType, Field, Party

_CURRENCY = re.compile(r"(?:waluta|kod\s*waluty|w\s*walucie|currency)\W{0,3}\s*([a-z]{3})\b")
_CURRENCIES = {"pln", "eur", "usd", "gbp", "czk", "chf"}


@dataclass(frozen=True)
class Header:
    """What a document says beside its lines. Every field carries box, page, confidence, witnesses, alternatives.

    `nips` are all NIPs with a valid check digit; `printed_pages` is what each page says of itself, (2, 3) for
    "Strona 2 z 3", None where nothing is printed.
    """

    document_type: DocumentType
    type_confidence: float
    invoice_number: Field[str] | None
    issue_date: Field[date] | None
    sale_date: Field[date] | None
    ksef_number: Field[str] | None
    corrected_invoice_number: Field[str] | None
    seller: Party
    buyer: Party
    recipient: Party | None
    nips: tuple[Field[str], ...]
    duplicate_print: bool
    printed_pages: tuple[tuple[int, int] | None, ...]
    currency: str
    amount_in_words: Field[Decimal] | None
    title_disfigured: bool = False  # a word of the title cannot be read


def read_header(pages: Sequence[TokenPage]) -> Header:
    """The header fields of a document from its pages' words (text layer or recogniser)."""
    lexed = lex(layout_of(pages))
    nips = nip_readings(lexed)
    number = read_number(lexed)
    corrected = read_corrected_number(lexed, number.value if number else None)
    kind = read_kind(lexed, number.value if number else None, corrected is not None)
    issued, sold = read_dates(lexed, number.value if number else None)
    if kind.type is DocumentType.DELIVERY_NOTE:
        issued = issued or sold  # it is dated by the day the goods were handed over
    if kind.type is DocumentType.RECEIPT:
        issued = issued or receipt_date(lexed)
    parties = read_parties(lexed, nips)
    return Header(
        document_type=kind.type,
        type_confidence=round(kind.confidence, 4),
        invoice_number=number,
        issue_date=issued,
        sale_date=sold,
        ksef_number=ksef_number(lexed, ksef_readings(lexed)),
        corrected_invoice_number=corrected if kind.type is DocumentType.CORRECTION else None,
        seller=parties.seller,
        buyer=parties.buyer,
        recipient=parties.recipient,
        nips=_all_nips(nips),
        duplicate_print=_is_duplicate(lexed),
        printed_pages=printed_pages(pages),
        currency=_currency(lexed),
        amount_in_words=_amount_in_words(lexed),
        title_disfigured=kind.disfigured,
    )


def _all_nips(readings: Sequence[NipReading]) -> tuple[Field[str], ...]:
    best: dict[str, NipReading] = {}
    counts: dict[str, int] = {}
    for reading in readings:
        if not reading.proven:
            continue
        counts[reading.value] = counts.get(reading.value, 0) + 1
        if reading.value not in best or reading.confidence > best[reading.value].confidence:
            best[reading.value] = reading
    return tuple(reading.as_field(repeated=counts[value] > 1) for value, reading in best.items())


def _is_duplicate(lexed: Lexed) -> bool:
    """Whether the document calls itself a duplicate; a rule about duplicates in small print does not."""
    for cell in lexed.layout.cells:
        for match in re.finditer(r"(?<![a-z])duplikat(?![a-z])", cell.folded):
            capitals = cell.text[match.start() : match.end()].isupper()
            short = len(re.findall(r"[a-z]{3,}", cell.folded)) <= 7
            if capitals or (short and cell.box.y0 < 0.45):
                return True
    return False


def _currency(lexed: Lexed) -> str:
    text = "\n".join(cell.folded for cell in lexed.layout.cells)
    match = _CURRENCY.search(text)
    if match and match[1] in _CURRENCIES:
        return match[1].upper()
    match = re.search(r"do zaplaty\W{0,4}(?:[\d\s.,]+)?\s*(eur|usd|gbp|czk|chf)\b", text)
    return match[1].upper() if match else "PLN"


def _amount_in_words(lexed: Lexed) -> Field[Decimal] | None:
    """The amount behind "słownie", continued over the lines below."""
    for hit in lexed.of(Role.WORDS):
        cells = [hit.cell]
        text = hit.cell.text[hit.end :]
        if not any(char.isalpha() for char in text):
            right = lexed.layout.right_of(hit.cell, hit.cell.box)
            if right is not None:
                cells.append(right)
                text = right.text
        readings = [(parse_amount_words(text), len(cells))]
        last = cells[-1]
        for below in lexed.layout.below(last, last.box, 1.5)[:2]:
            if lexed.hits_of(below):
                break
            cells.append(below)
            text = f"{text} {below.text}"
            readings.append((parse_amount_words(text), len(cells)))
        best = _fullest([pair for pair in readings if pair[0] is not None])
        if best is None:
            continue
        value, used = best
        # Without grosze the end of the amount may have been lost with a line.
        whole = bool(
            re.search(
                r"/\s*1[0o]{2}|\d\s*gr|groszy?e?\b|\bgr\b", fold(" ".join([text, *(c.text for c in cells[:used])]))
            )
        )
        # A word lost at a line's end leaves a sound amount that is another one.
        torn = used > 1 and cells[0].engine != "text_layer"
        confidence = (0.95 if whole else 0.6) * (0.8 if torn else 1.0) * min(cell.confidence for cell in cells[:used])
        return Field[Decimal](value=value, confidence=round(confidence, 4), page=hit.cell.page, box=cells[used - 1].box)
    return None


def _fullest(readings: list[tuple[Decimal | None, int]]) -> tuple[Decimal, int] | None:
    """The reading over the fewest lines that has all there is: a longer one only where it adds to the amount."""
    best: tuple[Decimal, int] | None = None
    for value, used in readings:
        if value is not None and (best is None or value != best[0]):
            best = (value, used)
    return best
