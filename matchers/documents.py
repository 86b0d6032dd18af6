"""Are the documents there, readable, and invoices? Corrections that touch a claimed invoice, in whatever claim."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from matchers.assembly import AssembledInvoice
from matchers.case import Case
from matchers.claims import Claim, ClaimDocument
from matchers.evidence import Result, failed, is_sure, passed, unsure
from programme.folding import fold
from programme.identifiers import fold_invoice_number
from programme.invoices import DocumentType, Invoice
from programme.thresholds import Thresholds
from programme.verdicts import Code

_NOT_INVOICES: Mapping[DocumentType, str] = {
    DocumentType.PROFORMA: "To faktura pro forma, nie dowód zakupu.",
    DocumentType.ADVANCE: "To faktura zaliczkowa; zakup potwierdza dopiero faktura końcowa.",
    DocumentType.RECEIPT: "To paragon, nie faktura.",
    DocumentType.DELIVERY_NOTE: "To dokument wydania (WZ), nie faktura.",
    DocumentType.OTHER: "To nie jest faktura.",
}
# Beside a good invoice these change nothing; any other extra document may (a correction read badly, say).
_HARMLESS = frozenset({DocumentType.DELIVERY_NOTE, DocumentType.PROFORMA})
# A title that says another kind than the classifier: a second look at what must never be confirmed.
_OTHER_TITLE = re.compile(r"pro[ -]?forma|faktur\w* (?:vat )?(?:zaliczkow|koryguj|korekt)|korekta do faktury")
_TITLE_ROWS = 12


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction invoice somewhere in the programme: what it corrects, and where it lies."""

    seller_nip: str | None
    buyer_nip: str | None
    corrected: str  # folded number of the corrected invoice, "" where it was not read
    sure: bool  # whether that number is certain
    declaration_id: str
    participant_id: str
    document: str


def corrections_in(claims: Sequence[Claim], thresholds: Thresholds) -> list[Correction]:
    """Every correction invoice among the claims' documents.

    A corrected number that is a declared one is taken as sure: misreadings rarely hit another claim's number.
    """
    declared = {fold_invoice_number(number) for claim in claims for number in claim.declaration.invoice_numbers}
    found = []
    for claim in claims:
        for document in claim.documents:
            invoice = document.invoice
            if invoice is None or invoice.document_type is not DocumentType.CORRECTION:
                continue
            number = invoice.corrected_invoice_number
            found.append(
                Correction(
                    seller_nip=invoice.seller.nip.value if invoice.seller.nip else None,
                    buyer_nip=invoice.buyer.nip.value if invoice.buyer.nip else None,
                    corrected=fold_invoice_number(number.value) if number else "",
                    sure=number is not None
                    and (is_sure(number, thresholds) or fold_invoice_number(number.value) in declared),
                    declaration_id=claim.declaration.declaration_id,
                    participant_id=claim.declaration.participant_id,
                    document=document.name,
                )
            )
    return found


def check_documents(case: Case) -> list[Result]:
    """Presence, readability and kind of every document of the claim."""
    documents = case.claim.documents
    if not documents:
        return [failed("documents", Code.MISSING_DOCUMENT, "Nie dołączono żadnego dokumentu.")]
    results = []
    for document in documents:
        if document.sha256 is None:
            message = "Wskazanego pliku nie ma wśród przesłanych."
            results.append(failed("documents", Code.MISSING_DOCUMENT, message, document=document.name))
        elif document.invoice is None or document.invoice.document_type is DocumentType.UNREADABLE:
            results.append(failed("documents", Code.UNREADABLE, _why_unreadable(document), document=document.name))
    for document in case.assembly.others:
        results.extend(_check_other(case, document))
    for invoice in case.invoices:
        results.extend(_check_invoice(case, invoice))
    return results


def check_corrections(case: Case, corrections: Sequence[Correction]) -> list[Result]:
    """Whether a correction anywhere in the programme touches an invoice this claim is about."""
    keys = {fold_invoice_number(number): case.declaration.seller_nip for number in case.declaration.invoice_numbers}
    for invoice in case.invoices:
        number = invoice.best(lambda i: i.invoice_number)
        seller = invoice.best(lambda i: i.seller.nip)
        if number is not None:
            keys[fold_invoice_number(number.value)] = seller.value if seller else case.declaration.seller_nip
    results = []
    for correction in corrections:
        touched = any(
            correction.seller_nip in (None, seller) and _may_name(correction, number) for number, seller in keys.items()
        )
        if not touched and not _may_concern(case, correction):
            continue
        own = correction.declaration_id == case.declaration.declaration_id
        where = "w tym zgłoszeniu" if own else f"w zgłoszeniu {correction.declaration_id}"
        verb = "zmienia" if correction.corrected in keys else "może zmieniać"
        message = f"Tę fakturę {verb} faktura korygująca ({where}, {correction.document})."
        document = correction.document if own else None
        results.append(failed("corrections", Code.CORRECTION_INVOICE, message, document=document))
    return results or [passed("corrections", "żadna znana korekta nie dotyczy tej faktury")]


def _may_name(correction: Correction, number: str) -> bool:
    """Whether the correction names this folded number; unsurely read, whether it is within two misread characters."""
    if correction.corrected == number:
        return True
    if correction.sure or not correction.corrected:
        return False
    return Levenshtein.distance(correction.corrected, number, score_cutoff=2) <= 2


def _may_concern(case: Case, correction: Correction) -> bool:
    """A correction without a readable number concerns every claim of its buyer on its seller."""
    if correction.corrected:
        return False
    buyer_nip = case.participant.nip if case.participant else None
    same_buyer = correction.participant_id == case.declaration.participant_id or (
        buyer_nip is not None and correction.buyer_nip == buyer_nip
    )
    return same_buyer and correction.seller_nip in (None, case.declaration.seller_nip)


def _why_unreadable(document: ClaimDocument) -> str:
    problems = document.invoice.problems if document.invoice else ()
    detail = "; ".join(problem.code for problem in problems)
    return "Dokumentu nie da się odczytać" + (f" ({detail})." if detail else ".")


def _check_other(case: Case, document: ClaimDocument) -> list[Result]:
    invoice = document.invoice
    if invoice is None or invoice.document_type is DocumentType.UNREADABLE:
        return []
    if invoice.document_type is DocumentType.CORRECTION:
        message = "To faktura korygująca; o punktach rozstrzyga osoba."
        return [failed("kind", Code.CORRECTION_INVOICE, message, document=document.name)]
    sure = invoice.type_confidence >= case.thresholds.type_confidence
    harmless = bool(case.invoices) and invoice.document_type in _HARMLESS and sure
    message = _NOT_INVOICES[invoice.document_type]
    return [failed("kind", Code.NOT_AN_INVOICE, message, document=document.name, blocking=not harmless)]


def _check_invoice(case: Case, invoice: AssembledInvoice) -> list[Result]:
    results = []
    for document in invoice.documents:
        content = document.invoice
        if content is None:
            continue
        if content.partial:
            message = "Odczytano tylko część stron dokumentu."
            results.append(unsure("complete", message, document=document.name))
        if content.type_confidence < case.thresholds.type_confidence and not _continues(case, invoice, document):
            message = "Nie wiadomo na pewno, czy to faktura."
            results.append(unsure("kind", message, document=document.name))
        elif _titled_otherwise(content):
            message = "Nagłówek dokumentu może oznaczać pro formę, zaliczkę lub korektę."
            results.append(unsure("kind", message, code=Code.NOT_AN_INVOICE, document=document.name))
    missing = invoice.readings[0].missing_pages()
    if missing:
        pages = ", ".join(map(str, missing))
        results.append(unsure("complete", f"Brakuje strony {pages} faktury.", document=invoice.name))
    return results or [passed("kind", f"faktura: {', '.join(document.name for document in invoice.documents)}")]


def _continues(case: Case, invoice: AssembledInvoice, document: ClaimDocument) -> bool:
    """Whether the document is a later page of a reading whose first page surely says what it is.

    Later pages carry no title, so nothing on them tells an invoice from another kind.
    """
    reading = next(reading for reading in invoice.readings if document in reading.documents)
    first = reading.documents[0]
    sure = first.invoice is not None and first.invoice.type_confidence >= case.thresholds.type_confidence
    return document is not first and sure


def _titled_otherwise(invoice: Invoice) -> bool:
    """Whether the top of the first page names another kind of document."""
    if not invoice.pages:
        return False
    rows = [row for row in invoice.pages[0].text.splitlines() if row.strip()][:_TITLE_ROWS]
    return any(_OTHER_TITLE.search(fold(row)) for row in rows)
