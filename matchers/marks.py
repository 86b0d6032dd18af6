"""What tells one purchase from another: marks by which a claim's invoices are recognised in other claims."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from matchers.assembly import AssembledInvoice, qr_hashes
from matchers.case import Case
from matchers.evidence import is_sure
from matchers.line_counts import count
from matchers.names import household, person_words
from matchers.numbers import same_number
from programme.folding import fold_word
from programme.formats import plain
from programme.identifiers import fold_invoice_number, number_groups, parse_ksef_number
from programme.invoices import Source

GOODS = ":goods "  # in a content key that speaks of what was bought, not of the total


@dataclass(frozen=True, slots=True)
class NumberMark:
    """A seller's invoice number, KSeF's own key (seller, kind, number); only plain invoices come here."""

    seller_nip: str
    number: str

    @property
    def key(self) -> str:
        return f"invoice:{self.seller_nip}:VAT:{fold_invoice_number(self.number)}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a picture, and what must be alike on another before the same paper is suspected."""

    document: str
    fingerprint: str
    anchors: frozenset[str]  # folded number and gross total: one of them must be the same
    number: str | None  # where surely read
    issued: date | None  # where surely read
    buyer_nip: str | None


@dataclass(frozen=True, slots=True)
class InvoiceMarks:
    """One invoice of a claim: `keys` are its identity, `contents` what two papers of one purchase share."""

    name: str
    numbers: frozenset[NumberMark]
    keys: frozenset[str]
    contents: frozenset[str]
    issued: date | None
    sure_number: str | None
    sure_gross: Decimal | None

    def is_one_purchase_with(self, other: InvoiceMarks) -> bool:
        """Whether both papers tell of one purchase, though they may bear two numbers.

        Equal goods alone prove nothing where both were surely issued on one day under two numbers for two totals: a
        purchase openly shared out over two invoices.
        """
        if self.keys & other.keys:
            return True
        shared = self.contents & other.contents
        if not shared or any(GOODS not in key for key in shared):
            return bool(shared)
        numbers = self.sure_number is not None and other.sure_number is not None
        totals = self.sure_gross is not None and other.sure_gross is not None and self.sure_gross != other.sure_gross
        return not (numbers and totals and self.issued == other.issued)


@dataclass(frozen=True, slots=True)
class Marks:
    """What identifies a claim's invoices and files, for comparison with other claims."""

    declaration_id: str
    participant_id: str
    declared_units: Decimal
    numbers: frozenset[NumberMark]
    keys: frozenset[str]  # KSeF numbers, hashes of XML files, also as a QR code gives them
    contents: frozenset[str]  # one purchase under another or a misread number
    files: frozenset[str]  # SHA-256 of the uploads
    invoices: tuple[InvoiceMarks, ...]
    sheets: tuple[Sheet, ...]


def marks_of(case: Case, upheld: bool = False) -> Marks:
    """A claim's marks: what was read, and what was declared where the reading does not surely say otherwise.

    `upheld`: a person has confirmed the claim, so that what was declared holds whatever was read.
    """
    invoices = tuple(_marks(case, invoice) for invoice in case.invoices)
    return Marks(
        case.declaration.declaration_id,
        case.declaration.participant_id,
        case.declaration.seed_units,
        frozenset(mark for item in invoices for mark in item.numbers) | _declared(case, upheld),
        frozenset(key for item in invoices for key in item.keys),
        frozenset(key for item in invoices for key in item.contents),
        frozenset(f"file:{key}" for document in case.claim.documents if (key := document.content_key)),
        invoices,
        tuple(_sheets(case)),
    )


def _marks(case: Case, invoice: AssembledInvoice) -> InvoiceMarks:
    sellers = {sourced.value for sourced in invoice.all(lambda i: i.seller.nip)} or {case.declaration.seller_nip}
    numbers = {sourced.value for sourced in invoice.all(lambda i: i.invoice_number)}
    keys: set[str] = set()
    for sourced in invoice.all(lambda i: i.ksef_number):
        ksef = parse_ksef_number(sourced.value)
        if ksef is not None:
            keys.add(f"ksef:{ksef}")
    for document in invoice.documents:
        if document.invoice is not None:
            keys |= {f"xml:{sha256}" for sha256 in qr_hashes(document.invoice)}
            if document.invoice.xml_sha256:
                keys.add(f"xml:{document.invoice.xml_sha256}")
    number = invoice.best(lambda i: i.invoice_number)
    gross = invoice.best(lambda i: i.totals.gross)
    issued = invoice.best(lambda i: i.issue_date)
    return InvoiceMarks(
        invoice.name,
        frozenset(NumberMark(seller, number) for seller in sellers for number in numbers),
        frozenset(keys),
        frozenset(_contents(case, invoice, sellers, numbers)),
        issued.value if issued is not None else None,
        number.value if number is not None and is_sure(number.field, case.thresholds) else None,
        gross.value if gross is not None and is_sure(gross.field, case.thresholds) else None,
    )


def _declared(case: Case, upheld: bool) -> set[NumberMark]:
    """The declared numbers too, unless every document surely bears another number."""
    numbers = [invoice.best(lambda i: i.invoice_number) for invoice in case.invoices]
    found = set()
    for declared in case.declaration.invoice_numbers:
        refuted = bool(numbers) and all(
            read is not None and is_sure(read.field, case.thresholds) and not same_number(declared, read.value)
            for read in numbers
        )
        if upheld or not refuted:
            found.add(NumberMark(case.declaration.seller_nip, declared))
    return found


def _contents(case: Case, invoice: AssembledInvoice, sellers: Iterable[str], numbers: Iterable[str]) -> set[str]:
    """Seller, buyer and a date, with the total, with what counts, or with the digits of the number.

    A purchase whose invoice was zeroed and issued again has another number and day of issue, but the day of sale,
    the buyer or his household, and what was sold stay.
    """
    dates = {sourced.value for sourced in invoice.all(lambda i: i.issue_date)}
    sales = {sourced.value for sourced in invoice.all(lambda i: i.sale_date)} or dates
    amounts = {f"gross {plain(s.value)}" for s in invoice.all(lambda i: i.totals.gross)}
    goods = _goods(case, invoice)
    said = amounts | ({goods} if goods else set())
    digits = {"number " + "-".join(_digit_groups(number)) for number in numbers if len(_digit_groups(number)) > 1}
    keys: set[str] = set()
    for seller in sellers:
        for buyer in _buyers(case, invoice):
            start = f"{seller}:{buyer}"
            keys |= {f"content:{start}:sold {day.isoformat()}:{what}" for day in sales for what in said}
            keys |= {f"content:{start}:issued {day.isoformat()}:{what}" for day in dates for what in said | digits}
    return keys


def _buyers(case: Case, invoice: AssembledInvoice) -> set[str]:
    """The buyer by NIP, or by name where none is printed; and the household, for the same farm under another name."""
    buyers = {sourced.value for sourced in invoice.all(lambda i: i.buyer.nip)}
    if not buyers:
        names = {" ".join(fold_word(w) for w in person_words(s.value)) for s in invoice.all(lambda i: i.buyer.name)}
        buyers = {name for name in names if name}
    home = household(case.participant) if case.participant is not None else None
    return buyers | ({f"home {home}"} if home else set())


def _goods(case: Case, invoice: AssembledInvoice) -> str | None:
    """What counts on the invoice, by product and units; None where it is not clear."""
    counted = count(case, invoice.readings[0])
    if not counted.eligible or counted.doubtful:
        return None
    parts = sorted(
        f"{line.resolution.sku or fold_word(line.line.description)} {plain(line.resolution.seed_units)}"
        for line in counted.eligible
        if line.resolution.seed_units is not None
    )
    return GOODS.lstrip(":") + ", ".join(parts)


def _digit_groups(number: str) -> list[str]:
    """The numbers in an invoice number: a prefix may be printed apart and lost in one of two readings."""
    return [group for group in number_groups(number) if re.fullmatch(r"\d+", group)]


def _sheets(case: Case) -> Iterable[Sheet]:
    for document in case.claim.documents:
        content = document.invoice
        if content is None or content.source not in (Source.OCR, Source.MIXED):
            continue
        number, issued, nip = content.invoice_number, content.issue_date, content.buyer.nip
        anchors = {fold_invoice_number(number.value)} if number is not None else set()
        if content.totals.gross is not None:
            anchors.add(plain(content.totals.gross.value))
        for page in content.pages:
            if anchors and page.fingerprint and int(page.fingerprint, 16):
                yield Sheet(
                    document.name,
                    page.fingerprint,
                    frozenset(anchors),
                    number.value if number is not None and is_sure(number, case.thresholds) else None,
                    issued.value if issued is not None and is_sure(issued, case.thresholds) else None,
                    nip.value if nip is not None else None,
                )
