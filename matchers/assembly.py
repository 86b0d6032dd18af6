"""The documents of a claim put together into invoices.

An XML and its printout, two photos of one invoice, and byte copies are one invoice, counted once; pages
photographed one by one are joined. A `Reading` is one complete look at the invoice (one file, or its pages);
an `AssembledInvoice` has one or more readings, the most reliable first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from matchers.claims import ClaimDocument
from matchers.evidence import Sourced
from matchers.joining import contradict, repeats_of, shows_again
from programme.identifiers import fold_invoice_number, parse_ksef_link
from programme.invoices import DocumentType, Field, Invoice, LineItem, Source, Witness
from programme.thresholds import DEFAULT_THRESHOLDS

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at an invoice: its pages' documents in page order.

    `repeats` says of each document how many of its first lines the ones before show too; () is none.
    """

    documents: tuple[ClaimDocument, ...]
    repeats: tuple[int, ...] = ()

    @property
    def invoices(self) -> tuple[Invoice, ...]:
        return tuple(document.invoice for document in self.documents if document.invoice is not None)

    @property
    def lines(self) -> tuple[tuple[str, LineItem], ...]:
        """(document name, line) in page order, each once, without the states before a correction."""
        skipped = self.repeats or (0,) * len(self.documents)
        return tuple(
            (document.name, line)
            for document, count in zip(self.documents, skipped, strict=True)
            for line in _lines(document)[count:]
        )

    @property
    def is_structured(self) -> bool:
        return any(invoice.source is Source.KSEF_XML for invoice in self.invoices)

    def arithmetic(self, rounding: Decimal) -> bool | None:
        """Whether lines and totals agree; of joined pages only all together can tell."""
        if len(self.documents) == 1:
            return self.invoices[0].arithmetic_holds
        return sums_hold([line for _, line in self.lines], self.invoices, rounding)

    def missing_pages(self) -> list[int]:
        """Pages that "Strona 1 z 2" promises and that are not there.

        A count that only one look at the page says promises nothing where all lines there add up to the totals.
        """
        pages = [page for invoice in self.invoices for page in invoice.pages]
        printed = [page.printed_page for page in pages if page.printed_page and not page.page_count_doubtful]
        if len(printed) < sum(page.printed_page is not None for page in pages) and not self._adds_up():
            printed = [page.printed_page for page in pages if page.printed_page]
        if not printed:
            return []
        have = {number for number, _ in printed}
        unnumbered = len(pages) - len(printed)
        missing = sorted(set(range(1, max(count for _, count in printed) + 1)) - have)
        return missing if len(missing) > unnumbered else []

    def _adds_up(self) -> bool:
        """Whether the lines at hand, and no subtotal carried over, make the printed totals."""
        return sums_hold([line for _, line in self.lines], self.invoices, DEFAULT_THRESHOLDS.rounding) is True


@dataclass(frozen=True, slots=True)
class AssembledInvoice:
    """One invoice of a claim. `readings` are never empty, the most reliable first."""

    readings: tuple[Reading, ...]

    @property
    def documents(self) -> tuple[ClaimDocument, ...]:
        return tuple(document for reading in self.readings for document in reading.documents)

    @property
    def name(self) -> str:
        """The name of its first document, to point at."""
        return self.readings[0].documents[0].name

    @property
    def nips(self) -> frozenset[str]:
        """Every NIP whose check digit holds, of any party, on any of its documents."""
        return frozenset(field.value for d in self.documents if d.invoice is not None for field in d.invoice.nips)

    def best(self, field_of: Callable[[Invoice], Field[T] | None]) -> Sourced[T] | None:
        """The most reliable value among all its documents, those of the first reading preferred at a tie."""
        found = self.all(field_of)
        return max(found, key=lambda sourced: _reliability(sourced.field)) if found else None

    def all(self, field_of: Callable[[Invoice], Field[T] | None]) -> list[Sourced[T]]:
        """Every document's value."""
        result = []
        for document in self.documents:
            field = field_of(document.invoice) if document.invoice is not None else None
            if field is not None:
                result.append(Sourced(field, document.name))
        return result


@dataclass(frozen=True, slots=True)
class Assembly:
    """A claim's documents, sorted out: invoices, and every other readable document by itself."""

    invoices: tuple[AssembledInvoice, ...]
    others: tuple[ClaimDocument, ...]


def assemble(documents: Sequence[ClaimDocument], rounding: Decimal) -> Assembly:
    """Group a claim's readable documents into invoices; the result does not depend on their order."""
    kept: dict[str, ClaimDocument] = {}
    for document in sorted(documents, key=lambda d: d.name):
        key = document.content_key
        if document.invoice is not None and key is not None:
            kept.setdefault(key, document)  # byte copies count once
    invoices = [d for d in kept.values() if _type(d) is DocumentType.INVOICE]
    others = [d for d in kept.values() if _type(d) is not DocumentType.INVOICE]
    groups = _by_identity([d for d in invoices if _number(d) is not None or _is_xml(d)])
    for document in [d for d in invoices if _number(d) is None and not _is_xml(d)]:
        home = _home(document, groups, rounding)
        if home is None:
            groups.append([document])
        else:
            home.append(document)
    for document in [d for d in others if _type(d) in _UNTITLED and _may_continue(d)]:
        home = _home(document, groups, rounding, _type(document) is DocumentType.RECEIPT)
        if home is not None:
            home.append(document)
            others.remove(document)
    assembled = tuple(AssembledInvoice(_readings(group, rounding)) for group in groups)
    return Assembly(assembled, tuple(others))


def sums_hold(lines: Sequence[LineItem], invoices: Sequence[Invoice], rounding: Decimal) -> bool | None:
    """Whether the net (or gross) values of `lines` add up to the printed total, a grosz a line allowed."""
    verdicts = []
    for total_of, part_of in _SUMS:
        totals = [field for invoice in invoices if (field := total_of(invoice)) is not None]
        parts = [part_of(line) for line in lines]
        if not totals or not parts or any(part is None for part in parts):
            continue
        total = max(totals, key=lambda field: field.confidence).value
        verdicts.append(abs(sum((p.value for p in parts if p), Decimal(0)) - total) <= rounding * max(1, len(parts)))
    return any(verdicts) if verdicts else None


# Kinds that content alone gives a page: the lower half of an invoice to a till receipt speaks of the receipt.
_UNTITLED = frozenset({DocumentType.OTHER, DocumentType.RECEIPT})

_SUMS: tuple[tuple[Callable[[Invoice], Field[Decimal] | None], Callable[[LineItem], Field[Decimal] | None]], ...] = (
    (lambda invoice: invoice.totals.net, lambda line: line.net),
    (lambda invoice: invoice.totals.gross, lambda line: line.gross),
)


def qr_hashes(invoice: Invoice) -> set[str]:
    """The XML hashes (hex) its KSeF QR codes carry."""
    links = (parse_ksef_link(code.text) for code in invoice.qr_codes)
    return {link.sha256 for link in links if link is not None}


def _reliability(field: Field[Any]) -> tuple[bool, bool, float]:
    return Witness.STRUCTURED in field.witnesses, bool(field.witnesses), field.confidence


def _type(document: ClaimDocument) -> DocumentType:
    return document.invoice.document_type if document.invoice else DocumentType.UNREADABLE


def _is_xml(document: ClaimDocument) -> bool:
    return document.invoice is not None and document.invoice.source is Source.KSEF_XML


def _number(document: ClaimDocument) -> str | None:
    field = document.invoice.invoice_number if document.invoice else None
    return fold_invoice_number(field.value) or None if field else None


def _by_identity(documents: Sequence[ClaimDocument]) -> list[list[ClaimDocument]]:
    groups: list[list[ClaimDocument]] = []
    for document in documents:
        homes = [group for group in groups if any(_same_invoice(document, other) for other in group)]
        merged = [document] if not homes else [member for home in homes for member in home] + [document]
        groups = [group for group in groups if group not in homes] + [merged]
    return groups


def _same_invoice(one: ClaimDocument, other: ClaimDocument) -> bool:
    """Same seller and number, same KSeF number, or a QR code that carries the other's hash."""
    a, b = one.invoice, other.invoice
    if a is None or b is None:
        return False
    if a.ksef_number and b.ksef_number and a.ksef_number.value == b.ksef_number.value:
        return True
    if (a.xml_sha256 and a.xml_sha256 in qr_hashes(b)) or (b.xml_sha256 and b.xml_sha256 in qr_hashes(a)):
        return True
    same_number = _number(one) is not None and _number(one) == _number(other)
    sellers = {field.value for field in (a.seller.nip, b.seller.nip) if field}
    return same_number and len(sellers) < 2


def _home(
    document: ClaimDocument, groups: list[list[ClaimDocument]], rounding: Decimal, only_again: bool = False
) -> list[ClaimDocument] | None:
    """The one invoice a page without a number belongs to: its page is missing there, the sums then hold, or it shows
    again what is there (`only_again`: nothing else counts). A page that contradicts an invoice is no page of it."""
    homes = []
    for group in groups:
        if any(_is_xml(member) or _contradict(member, document) for member in group):
            continue
        if any(_shows_again(document, member) for member in group):
            homes.append(group)
            continue
        if only_again:
            continue
        own = _joined(group, rounding)
        reading = _joined([*group, document], rounding)
        completes = bool(own.missing_pages()) and not reading.missing_pages()
        adds = own.arithmetic(rounding) is not True and reading.arithmetic(rounding) is True
        if completes or adds:
            homes.append(group)
    return homes[0] if len(homes) == 1 else None


def _joined(group: Sequence[ClaimDocument], rounding: Decimal) -> Reading:
    """The documents as pages of one invoice, in order, rows that two of them show counted once."""
    documents = _in_page_order(group)
    reading = Reading(documents)
    repeats = repeats_of(
        [_lines(d) for d in documents], lambda lines: sums_hold(lines, reading.invoices, rounding) is True
    )
    return Reading(documents, repeats)


def _lines(document: ClaimDocument) -> tuple[LineItem, ...]:
    lines = document.invoice.lines if document.invoice else ()
    return tuple(line for line in lines if not line.before_correction)


def _contradict(one: ClaimDocument, other: ClaimDocument) -> bool:
    return one.invoice is not None and other.invoice is not None and contradict(one.invoice, other.invoice)


def _shows_again(document: ClaimDocument, whole: ClaimDocument) -> bool:
    """Whether a document without a number is a part of a whole one photographed again."""
    if document.invoice is None or whole.invoice is None or not _is_whole(whole) or _number(document) is not None:
        return False
    gross = whole.invoice.totals.gross
    return shows_again(document.invoice, _lines(whole), gross.value if gross else None)


def _readings(group: Sequence[ClaimDocument], rounding: Decimal) -> tuple[Reading, ...]:
    whole = [Reading((d,)) for d in group if _is_xml(d) or _is_whole(d)]
    rest = [d for d in group if not (_is_xml(d) or _is_whole(d))]
    for document in [d for d in rest if _number(d) is None]:
        # A part seen again is no look of its own: it has not all lines.
        for place, reading in enumerate(whole):
            if _shows_again(document, reading.documents[0]):
                repeats = (*(reading.repeats or (0,)), len(_lines(document)))
                whole[place] = Reading((*reading.documents, document), repeats)
                rest.remove(document)
                break
    if len(rest) > 1:
        joined = _joined(rest, rounding)
        if joined.arithmetic(rounding) is True or _pages_differ(rest):
            return tuple(_most_reliable([*whole, joined]))
    return tuple(_most_reliable([*whole, *(Reading((d,)) for d in rest)]))


def _most_reliable(readings: list[Reading]) -> list[Reading]:
    order = (Source.KSEF_XML, Source.PDF_TEXT, Source.MIXED, Source.OCR)

    def rank(reading: Reading) -> tuple[int, bool, str]:
        best = min(order.index(invoice.source) for invoice in reading.invoices)
        holds = len(reading.documents) > 1 or reading.invoices[0].arithmetic_holds is True
        return best, not holds, reading.documents[0].name

    return sorted(readings, key=rank)


def _is_whole(document: ClaimDocument) -> bool:
    """Whether it needs no other page: its sums hold, and not only by a subtotal carried over from a missing page."""
    invoice = document.invoice
    return invoice is not None and invoice.arithmetic_holds is True and not Reading((document,)).missing_pages()


def _pages_differ(documents: Sequence[ClaimDocument]) -> bool:
    """Whether each document prints another page number ("Strona 1 z 2", "Strona 2 z 2")."""
    numbers = [_first_printed_page(document) for document in documents]
    return None not in numbers and len(set(numbers)) == len(numbers)


def _may_continue(document: ClaimDocument) -> bool:
    """Whether a paper without a title may be a later page: it says so, or shows lines or a total and no number."""
    if (_first_printed_page(document) or 0) > 1:
        return True
    invoice = document.invoice
    return invoice is not None and _number(document) is None and bool(invoice.lines or invoice.totals.gross is not None)


def _first_printed_page(document: ClaimDocument) -> int | None:
    pages = document.invoice.pages if document.invoice else ()
    return next((page.printed_page[0] for page in pages if page.printed_page), None)


def _in_page_order(documents: Sequence[ClaimDocument]) -> tuple[ClaimDocument, ...]:
    """By printed page; without one, the document that bears the number comes first."""

    def rank(document: ClaimDocument) -> tuple[int, bool, str]:
        return _first_printed_page(document) or 0, _number(document) is None, document.name

    return tuple(sorted(documents, key=rank))
