"""Files that hold several documents: which of them a claim is about.

A farmer sends his season's invoices in one file with each of his claims. A claim is about the invoices it declares;
another invoice of the file that surely bears another number is no part of it. Whatever else lies there (a correction,
an invoice whose number is doubtful) stays: it may touch the claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from matchers.claims import Claim, ClaimDocument
from matchers.documents import is_titled_otherwise, speaks_of_correction
from matchers.evidence import carries_agreement, is_sure
from matchers.numbers import same_number
from programme.identifiers import fold_invoice_number
from programme.invoices import DocumentType, Invoice
from programme.thresholds import Thresholds


def parts_of(invoice: Invoice) -> tuple[Invoice, ...]:
    """Every document of the file, each by itself."""
    return (invoice.model_copy(update={"further": ()}), *invoice.further) if invoice.further else (invoice,)


def concerned(invoice: Invoice, declared: Sequence[str], thresholds: Thresholds) -> tuple[Invoice, ...]:
    """The documents of a file that concern a claim on the invoices `declared`; all, where none bears such a number."""
    documents = parts_of(invoice)
    named = [document for document in documents if _bears(document, declared)]
    if len(documents) == 1 or not named:
        return documents
    return tuple(d for d in documents if d in named or not _is_another(d, declared, thresholds))


def narrowed(invoice: Invoice, declared: Sequence[str], thresholds: Thresholds) -> Invoice:
    """The file's reading with only the documents that concern a claim on the invoices `declared`."""
    first, *further = concerned(invoice, declared, thresholds)
    return first.model_copy(update={"further": tuple(further)}) if further else first


def taken_apart(claim: Claim, thresholds: Thresholds) -> Claim:
    """The claim with each document of its files by itself, as far as it concerns the claim."""
    documents: list[ClaimDocument] = []
    for document in claim.documents:
        kept = concerned(document.invoice, claim.declaration.invoice_numbers, thresholds) if document.invoice else ()
        documents += [part for part in _apart(document) if part.invoice is None or part.invoice in kept]
    return replace(claim, documents=tuple(documents))


def all_apart(documents: Sequence[ClaimDocument]) -> tuple[ClaimDocument, ...]:
    """Documents no claim names, each of a file's by itself."""
    return tuple(part for document in documents for part in _apart(document))


def _apart(document: ClaimDocument) -> list[ClaimDocument]:
    if document.invoice is None or not document.invoice.further:
        return [document]
    return [replace(document, invoice=own, part=number) for number, own in enumerate(parts_of(document.invoice), 1)]


def _bears(document: Invoice, declared: Sequence[str]) -> bool:
    number = document.invoice_number
    return number is not None and any(same_number(name, number.value) for name in declared)


def _is_another(document: Invoice, declared: Sequence[str], thresholds: Thresholds) -> bool:
    """Whether the document is an invoice, whole and with nothing of a correction about it, of another number: surely
    read, or read well enough to agree and unlike every declared number by more than one misread sign."""
    number = document.invoice_number
    if document.document_type is not DocumentType.INVOICE or number is None or document.partial:
        return False
    if document.type_confidence < thresholds.type_confidence or document.arithmetic_holds is not True:
        return False
    if speaks_of_correction(document) or is_titled_otherwise(document):
        return False
    folded = fold_invoice_number(number.value)
    unlike = all(Levenshtein.distance(folded, fold_invoice_number(other)) > 1 for other in declared)
    return is_sure(number, thresholds) or (unlike and carries_agreement(number, thresholds))
