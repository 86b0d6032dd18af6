"""Are the documents there, readable, whole, and invoices?"""

from __future__ import annotations

import re
from collections.abc import Mapping

from matchers.assembly import AssembledInvoice, Reading
from matchers.case import Case
from matchers.claims import ClaimDocument
from matchers.evidence import Result, failed, passed, unsure
from matchers.void_papers import is_void
from programme.folding import fold
from programme.invoices import DocumentType, Invoice, Source
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
_OTHER_TITLE = re.compile(
    r"pro[ -]?forma|faktur\w*[ -]*(?:vat[ -/]*)?(?:zaliczkow|koryguj|korekt)"
    r"|korekta (?:do |nr |numer )?(?:faktur|fv|nr)"
)
_MAY_COME = re.compile(r"(?:zostanie|bedzie) \w+ $|wystawim[ye] $")  # before such words: terms of sale, no title
_TITLE_ROWS = 12
# What only a correction says, wherever it stands; and what a page says that another one follows.
_CORRECTS = re.compile(
    r"faktur\w* korygowan|tresc (?:korygowan|koryguj)|przyczyn\w* korekty|(?:przed|po) korek(?:ta|cie)\b"
    r"|(?:faktur\w*|dokument\w*)(?: \w+)? skorygowan|faktur\w* koryguj\w+ (?:nr|numer)\b\W*\S*\d"
)
_GOES_ON = re.compile(r"do przeniesienia|\bc\.? ?d\.? ?n\b|ciag dalszy (?:na|nastap)|\bcd\.? na (?:str|nast)")


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
        elif speaks_of_correction(content):
            message = "Dokument mówi o korekcie; może to być faktura korygująca."
            results.append(unsure("kind", message, code=Code.CORRECTION_INVOICE, document=document.name))
        elif is_titled_otherwise(content):
            message = "Nagłówek dokumentu może oznaczać pro formę, zaliczkę lub korektę."
            results.append(unsure("kind", message, code=Code.NOT_AN_INVOICE, document=document.name))
        elif is_void(content):
            message = (
                "Dokument mówi, że jest unieważniony, próbny lub roboczy, albo że towaru nie wydano lub go zwrócono."
            )
            results.append(unsure("kind", message, code=Code.NOT_AN_INVOICE, document=document.name))
    missing = invoice.readings[0].missing_pages()
    if missing:
        pages = ", ".join(map(str, missing))
        results.append(unsure("complete", f"Brakuje strony {pages} faktury.", document=invoice.name))
    elif _stops_short(invoice.readings[0]):
        message = "Ostatnia strona zapowiada ciąg dalszy, którego nie ma."
        results.append(unsure("complete", message, document=invoice.name))
    return results or [passed("kind", f"faktura: {', '.join(document.name for document in invoice.documents)}")]


def _continues(case: Case, invoice: AssembledInvoice, document: ClaimDocument) -> bool:
    """Whether the document is a later page of a reading whose first page surely says what it is.

    Later pages carry no title, so nothing on them tells an invoice from another kind.
    """
    reading = next(reading for reading in invoice.readings if document in reading.documents)
    first = reading.documents[0]
    sure = first.invoice is not None and first.invoice.type_confidence >= case.thresholds.type_confidence
    return document is not first and sure


def is_titled_otherwise(invoice: Invoice) -> bool:
    """Whether the top of the first page names another kind of document."""
    if not invoice.pages:
        return False
    rows = [row for row in invoice.pages[0].text.splitlines() if row.strip()][:_TITLE_ROWS]
    hits = (hit for row in rows for hit in _OTHER_TITLE.finditer(fold(row)))
    return any(not _MAY_COME.search(hit.string[: hit.start()]) for hit in hits)


def speaks_of_correction(invoice: Invoice) -> bool:
    """Whether something on the document belongs on corrections only; a structured one states its kind."""
    if invoice.source is Source.KSEF_XML:
        return False
    return any(line.before_correction for line in invoice.lines) or _CORRECTS.search(fold(invoice.text)) is not None


def _stops_short(reading: Reading) -> bool:
    """Whether the last page carries its sum over to a page that is not there."""
    pages = [page for invoice in reading.invoices for page in invoice.pages]
    rows = [row for row in pages[-1].text.splitlines() if row.strip()] if pages else []
    return any(_GOES_ON.search(fold(row)) for row in rows[len(rows) // 2 :])
