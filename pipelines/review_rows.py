"""A case in words: every check with declared against found, every reason, other claims, documents without pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipelines import report_texts
from pipelines.review import CaseState, CaseView, DocumentView, documents_of
from pipelines.review_lines import DOUBTS_QUANTITY
from pipelines.text_findings import declared_by_check, finding_text, value_text
from pipelines.texts import amount_text, language, number, say
from pipelines.workspace import Workspace
from programme.invoices import Field, Invoice
from programme.registry import Declaration, Participant
from programme.users import User, require_staff
from programme.verdicts import Code, Outcome
from storage.case_following import AUDIT
from storage.programmes import ProgrammeRef
from storage.review_queue import QueueItem

# Told only after the quantity was keyed: they say, or let guess, how many units were declared and read.
_TELLS_QUANTITY = frozenset({"quantity", "views", "words", "traces"})
_TELLING_CODES = frozenset({Code.QUANTITY_MISMATCH, Code.DUPLICATE_INVOICE})
HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check: `outcome` is pass, fail or unsure; `corrected` by a person."""

    title: str
    outcome: str
    outcome_text: str
    declared: str
    found: str
    reason: str
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One discrepancy. `number` is its place among the reasons, from 1, as drawn on the page."""

    number: int
    code: str
    title: str
    message: str
    declared: str
    found: str
    document: str | None
    page: int | None
    blocking: bool


@dataclass(frozen=True, slots=True)
class ClaimSide:
    """A claim beside another one: what was declared, its documents, how it stands."""

    declaration: Declaration
    participant: Participant | None
    documents: tuple[DocumentView, ...]
    state: str


def reason_title(code: str) -> str:
    """A reason in few words."""
    return report_texts.REASONS[language()][Code(code)]


def keyed_blind(item: QueueItem) -> bool:
    """Whether the case has its quantity keyed blind, so that a list must not tell it."""
    return item.case.reopened == AUDIT or any(Code(code) in DOUBTS_QUANTITY for code in item.codes)


def reasons(view: CaseView) -> tuple[ReasonRow, ...]:
    """Why the claim is flagged; figures stay hidden while a quantity is to be keyed blind."""
    secret = bool(view.to_key)
    names = {check.reason: check.name for check in view.verdict.checks}
    rows = []
    for place, item in enumerate(view.verdict.discrepancies, start=1):
        tells = secret and (item.code in _TELLING_CODES or names.get(item.message) in _TELLS_QUANTITY)
        says = secret and item.code is Code.QUANTITY_MISMATCH
        rows.append(
            ReasonRow(
                place,
                item.code.value,
                reason_title(item.code.value),
                say("hidden_until_keyed") if says else finding_text(item.message),
                HIDDEN if tells and item.declared else value_text(item.declared),
                HIDDEN if tells and item.found and item.code is not Code.DUPLICATE_INVOICE else value_text(item.found),
                item.document,
                item.page,
                item.blocking,
            )
        )
    return tuple(rows)


def checks(view: CaseView) -> tuple[CheckRow, ...]:
    """Every check, those that did not pass first; a value a person corrected stands in place of the reading."""
    said = declared_by_check(view.declaration, view.participant)
    secret = bool(view.to_key)
    names = report_texts.CHECKS[language()]
    rows = []
    for item in view.verdict.checks:
        hide = secret and item.name in _TELLS_QUANTITY
        own = view.fields.get(_FIELD_OF.get(item.name, ""))
        outcome = item.outcome
        declared = item.declared or said.get(item.name, "")
        if own is not None:
            outcome = Outcome.PASS if _same(own, said.get(item.name, "")) else Outcome.FAIL
        rows.append(
            CheckRow(
                names.get(item.name, item.name),
                outcome.value,
                report_texts.OUTCOMES[language()][outcome],
                HIDDEN if hide and declared else value_text(declared),
                HIDDEN if hide and item.found else value_text(own if own is not None else item.found),
                say("hidden_until_keyed") if hide and outcome is not Outcome.PASS else finding_text(item.reason),
                corrected=own is not None,
            )
        )
    order = {"fail": 0, "unsure": 1, "pass": 2}
    return tuple(sorted(dict.fromkeys(rows), key=lambda row: order[row.outcome]))


# Which corrected field answers which check.
_FIELD_OF = {
    "number": "invoice_number",
    "date": "invoice_date",
    "seller": "seller_nip",
    "partner": "seller_nip",
    "buyer": "buyer_nip",
}
FIELDS = ("invoice_number", "invoice_date", "seller_nip", "buyer_nip")


def _same(found: str, declared: str) -> bool:
    return "".join(found.split()).casefold() in {"".join(part.split()).casefold() for part in declared.split(";")}


def read_fields(view: CaseView) -> dict[str, str]:
    """What stands now for each field a reviewer may correct: his correction, else the reading, else nothing."""
    values = dict.fromkeys(FIELDS, "")
    for document in view.documents:
        invoice = document.invoice
        if invoice is None:
            continue
        read: tuple[Field[Any] | None, ...] = (
            invoice.invoice_number,
            invoice.issue_date,
            invoice.seller.nip,
            invoice.buyer.nip,
        )
        for name, item in zip(FIELDS, read, strict=True):
            if item is not None and not values[name]:
                values[name] = str(item.value)
    return {**values, **view.fields}


def document_rows(invoice: Invoice) -> list[tuple[str, str]]:
    """What an invoice without a picture (KSeF XML) says, label and value."""
    labels = report_texts.LABELS[language()]
    rows: list[tuple[str, Any]] = [
        (labels["number"], invoice.invoice_number),
        (labels["date"], invoice.issue_date),
        (labels["seller"], invoice.seller.name),
        ("NIP", invoice.seller.nip),
        (labels["buyer"], invoice.buyer.name),
        ("NIP", invoice.buyer.nip),
        ("KSeF", invoice.ksef_number),
    ]
    found = [(label, value_text(str(item.value))) for label, item in rows if item is not None]
    for line in invoice.lines:
        amount = number(line.quantity.value) if line.quantity else "?"
        found.append((labels["line"], f"{line.description} · {amount} {line.unit or ''}".strip()))
    if invoice.totals.gross is not None:
        found.append((say("gross"), amount_text(invoice.totals.gross.value)))
    return found


def claim_side(
    workspace: Workspace, user: User, programme: ProgrammeRef, declaration_id: str, reader_of: CaseView
) -> ClaimSide | None:
    """Another claim, to stand beside the case's own; None where it is not made any more."""
    require_staff(user, programme.id)
    with workspace.reading() as work:
        stored = work.lookup.declaration(programme.id, declaration_id)
        version = work.lookup.verdict(reader_of.case.verdict_id)
        if stored is None or version is None:
            return None
        case = work.reviews.case_of(programme.id, declaration_id)
        booked = work.ledger.standing_of(programme.id, declaration_id)
        documents = documents_of(work, programme.id, stored.declaration, version.provenance.reader_version)
        person = work.lookup.participant(programme.id, stored.declaration.participant_id)
    units = booked.units if booked is not None else None
    return ClaimSide(stored.declaration, person, documents, claim_state(case.state if case else None, units))


def claim_state(state: CaseState | None, booked: Decimal | None) -> str:
    """How a claim stands beside another, as a key of the catalogue after "stands_"; `booked` are its units."""
    if booked is not None:
        return "confirmed"
    return "new" if state is None else {"settled": "confirmed", "open": "flagged"}.get(state.value, state.value)


def same_document(sides: Sequence[DocumentView], others: Sequence[DocumentView]) -> bool:
    """Whether both claims carry one file."""
    return bool({d.sha256 for d in sides if d.sha256} & {d.sha256 for d in others if d.sha256})
