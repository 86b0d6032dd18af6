"""A review case as one person sees it: the claim, its documents, every check, the lines, the history."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from matchers.parts import narrowed, parts_of
from pipelines.review_history import HistoryEntry, history_of
from pipelines.review_lines import LineView, counted, line_views, quantity_in_doubt, to_key
from pipelines.verification_inputs import claim_hash, find_upload
from pipelines.workspace import Workspace
from programme.geometry import Box
from programme.invoices import Field, Invoice
from programme.registry import Declaration, Participant, Product
from programme.thresholds import DEFAULT_THRESHOLDS
from programme.users import User, require_staff
from programme.verdicts import Verdict
from storage import UnitOfWork
from storage.case_following import AUDIT
from storage.columns import now
from storage.programmes import ProgrammeRef
from storage.reviews import CaseRecord, ReviewDecision
from storage.tables import CaseState

__all__ = ["CaseState", "CaseView", "DocumentView", "Evidence", "HistoryEntry", "case_view", "picture"]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document of the claim. `pictures` are object keys, one a page; `invoice` None where it is not there."""

    name: str
    sha256: str | None
    invoice: Invoice | None
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place on a page. `question` numbers the reason it belongs to, from 1; None for other values read."""

    document: str
    page: int
    box: Box
    label: str
    question: int | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything about one case. `units` is what a confirmation would book, None while it may not be given.

    `fields` are values a reviewer corrected, by name. `others` are claims on the same invoice. `holder` is whoever
    else holds the case now; `booked` the units the ledger holds for the claim. `mended`: the declaration or a document
    is not the one the verdict was made on, so nothing can be decided before it is read.
    """

    case: CaseRecord
    declaration: Declaration
    participant: Participant | None
    seller_name: str
    verdict: Verdict
    documents: tuple[DocumentView, ...]
    lines: tuple[LineView, ...]
    blind: bool
    fields: Mapping[str, str]
    units: Decimal | None
    evidence: tuple[Evidence, ...]
    others: tuple[str, ...]
    history: tuple[HistoryEntry, ...]
    products: tuple[Product, ...]
    holder: str | None
    booked: Decimal | None
    mended: bool

    @property
    def to_key(self) -> tuple[LineView, ...]:
        """Lines whose quantity a person must still key."""
        return to_key(self.lines)

    @property
    def codes(self) -> tuple[str, ...]:
        """The blocking reasons, each once."""
        return tuple(dict.fromkeys(item.code.value for item in self.verdict.discrepancies if item.blocking))


def case_view(
    workspace: Workspace, user: User, programme: ProgrammeRef, case_id: int | None = None, declaration_id: str = ""
) -> CaseView | None:
    """The case with that id, or the case of that declaration; None where there is none. Raises NotAllowed."""
    require_staff(user, programme.id)
    with workspace.reading() as work:
        case = (
            work.reviews.case(programme.id, case_id)
            if case_id is not None
            else work.reviews.case_of(programme.id, declaration_id)
        )
        return None if case is None else view_in(work, programme, case, user)


def view_in(work: UnitOfWork, programme: ProgrammeRef, case: CaseRecord, user: User) -> CaseView | None:
    """The case as a view, within a unit of work; None where the claim was withdrawn."""
    stored = work.lookup.declaration(programme.id, case.declaration_id)
    verdict = work.lookup.verdict(case.verdict_id)
    if stored is None or verdict is None:
        return None
    declaration = stored.declaration
    documents = documents_of(work, programme.id, declaration, verdict.provenance.reader_version)
    decisions = work.reviews.standing(programme.id, case.declaration_id)
    made = corrections(decisions, verdict.provenance.claim_hash)
    products = tuple(work.programmes.products(programme.id))
    blind = quantity_in_doubt(verdict.verdict) or case.reopened == AUDIT
    readings = [
        (document.name, part)
        for document in documents
        if document.invoice is not None
        for part in parts_of(document.invoice)
    ]
    keyed = {key: Decimal(value) for key, value in made.keyed.items()}
    lines = line_views(_once(readings), products, programme.rules, blind, keyed, made.added)
    holder = case.holder(now())
    seller = work.lookup.partner(programme.id, declaration.seller_nip)
    booked = work.ledger.standing_of(programme.id, case.declaration_id)
    return CaseView(
        case=case,
        declaration=declaration,
        participant=work.lookup.participant(programme.id, declaration.participant_id),
        seller_name=seller.name if seller else "",
        verdict=verdict.verdict,
        documents=documents,
        lines=lines,
        blind=blind,
        fields=made.fields,
        units=counted(lines, declaration.seed_units),
        evidence=evidence_of(verdict.verdict, documents, lines),
        others=_others(work, programme, declaration, verdict.verdict, made.fields),
        history=history_of(work, programme.id, case.declaration_id),
        products=products,
        holder=holder if holder != user.actor else None,
        booked=booked.units if booked is not None else None,
        mended=verdict.provenance.claim_hash != claim_hash(declaration, {item.name: item.sha256 for item in documents}),
    )


def documents_of(
    work: UnitOfWork, programme_id: int, declaration: Declaration, reader_version: str
) -> tuple[DocumentView, ...]:
    """The claim's documents with what that version of the reader made of them, in the claim's order."""
    names = {unicodedata.normalize(form, name) for name in declaration.documents for form in ("NFC", "NFD")}
    uploads = work.lookup.uploads(programme_id, {*declaration.documents, *names})
    hashes = {name: find_upload(name, uploads) for name in declaration.documents}
    readings = work.documents.extractions([value for value in hashes.values() if value], reader_version)
    views = []
    for name, sha256 in hashes.items():
        reading = readings.get(sha256) if sha256 else None
        pictures = reading.pictures if reading else ()
        invoice = narrowed(reading.invoice, declaration.invoice_numbers, DEFAULT_THRESHOLDS) if reading else None
        views.append(DocumentView(name, sha256, invoice, pictures))
    return tuple(views)


def _once(readings: list[tuple[str, Invoice]]) -> list[tuple[str, Invoice]]:
    """An invoice that came twice (XML and printout, two photos) counts once: by its number, the best source first."""
    best = sorted(readings, key=lambda item: (item[1].source.value != "ksef_xml", not item[1].arithmetic_holds))
    seen: set[str] = set()
    kept = []
    for place, (name, invoice) in enumerate(best):
        number = invoice.invoice_number.value if invoice.invoice_number else f"{name}#{place}"
        if number not in seen:
            seen.add(number)
            kept.append((name, invoice))
    return sorted(kept, key=lambda item: [name for name, _ in readings].index(item[0]))


@dataclass(frozen=True, slots=True)
class Corrections:
    """What reviewers put beside the reading: fields by name, quantities by line key, added lines."""

    fields: Mapping[str, str]
    keyed: Mapping[str, str]
    added: tuple[Mapping[str, str], ...]


def corrections(decisions: Iterable[ReviewDecision], claim_hash: str) -> Corrections:
    """The corrections that stand on this state of the claim; those made on other documents count no more."""
    fields: dict[str, str] = {}
    keyed: dict[str, str] = {}
    added: list[Mapping[str, str]] = []
    for decision in decisions:
        details: Mapping[str, Any] = decision.details
        if decision.action != "correct" or details.get("claim_hash") != claim_hash:
            continue
        fields.update(details.get("fields", {}))
        keyed.update(details.get("keyed", {}))
        added.extend(details.get("added", []))
    return Corrections(fields, keyed, tuple(added))


def evidence_of(
    verdict: Verdict, documents: tuple[DocumentView, ...], lines: tuple[LineView, ...]
) -> tuple[Evidence, ...]:
    """Every place worth drawing: the reasons' own, numbered, then what was read."""
    found = []
    for number, item in enumerate(verdict.discrepancies, start=1):
        if item.document and item.page and item.box:
            found.append(Evidence(item.document, item.page, item.box, item.code.value, number))
    for document in documents:
        if document.invoice is not None:
            found += [item for part in parts_of(document.invoice) for item in _read(document.name, part)]
    found += [
        Evidence(line.document, line.page, line.box, "line") for line in lines if line.page is not None and line.box
    ]
    return tuple(found)


def _read(name: str, invoice: Invoice) -> list[Evidence]:
    values: tuple[tuple[Field[Any] | None, str], ...] = (
        (invoice.invoice_number, "number"),
        (invoice.issue_date, "date"),
        (invoice.sale_date, "date"),
        (invoice.seller.nip, "seller"),
        (invoice.buyer.nip or invoice.buyer.name, "buyer"),
        (invoice.totals.gross, "gross"),
    )
    return [Evidence(name, item.page, item.box, label) for item, label in values if item and item.page and item.box]


def _others(
    work: UnitOfWork, programme: ProgrammeRef, declaration: Declaration, verdict: Verdict, fields: Mapping[str, str]
) -> tuple[str, ...]:
    named = [item.found for item in verdict.discrepancies if item.code.value == "duplicate_invoice" and item.found]
    numbers = (*declaration.invoice_numbers, *([fields["invoice_number"]] if "invoice_number" in fields else ()))
    sellers = {declaration.seller_nip, fields.get("seller_nip", declaration.seller_nip)}
    same = work.lookup.claims_on(programme.id, sellers, numbers)
    return tuple(dict.fromkeys(key for key in (*named, *same) if key != declaration.declaration_id))


def picture(workspace: Workspace, key: str) -> bytes:
    """A page's picture (JPEG, upright) by its object key."""
    return workspace.objects.get(key)
