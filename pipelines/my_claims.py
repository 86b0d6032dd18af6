"""What a participant sees of his own: claims with status, reason and next step, points, and what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from matchers.numbers import same_number
from matchers.parts import concerned
from pipelines.claim_status import Status, missing_text, reasons, status_from, steps
from pipelines.claims_desk import Cells, cells_of_draft, my_programme, numbers_of, own_claim
from pipelines.extraction import reader_version
from pipelines.notification import queue_changes
from pipelines.outputs import units_of
from pipelines.points import balances
from pipelines.texts import number
from pipelines.workspace import Workspace
from programme.catalogue import Resolution, resolve_line
from programme.formats import parse_date, parse_decimal, plain
from programme.identifiers import parse_nip
from programme.invoices import DocumentType, Field, Invoice, LineItem
from programme.registry import Declaration
from programme.thresholds import DEFAULT_THRESHOLDS
from programme.users import NotAllowed, User
from storage import UnitOfWork
from storage.documents import StoredExtraction
from storage.messages import ClaimNow
from storage.participant_claims import Draft
from storage.programmes import ProgrammeRef
from storage.tables import CaseState, Origin

T = TypeVar("T")

MAX_REASON = 2000
MIN_REASON = 10
# Why an objection is not taken: keys of the catalogue.
TOO_SHORT, OBJECTED_ALREADY, NOTHING_TO_OBJECT_TO = "objection_short", "objection_twice", "objection_not_now"


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim of the participant's. `units` count where it is confirmed; `reasons` and `steps` are sentences."""

    declaration: Declaration
    seller_name: str
    status: Status
    units: Decimal | None
    reasons: tuple[str, ...]
    steps: tuple[str, ...]
    may_mend: bool
    may_object: bool
    objected: bool


@dataclass(frozen=True, slots=True)
class YearPoints:
    """A year of the programme: units confirmed and pending, and the points the year completed."""

    year: int
    confirmed: Decimal
    pending: Decimal
    points: int


@dataclass(frozen=True, slots=True)
class PointsView:
    """Balance by year, all points, and what is missing to one more, in words ("": none can be earned)."""

    years: tuple[YearPoints, ...]
    points: int
    missing: str
    units_per_point: Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one document, for its sender; None where nothing was read.

    `document_type` None: not read yet. `lines` are (description, quantity with unit, seed units that count or None).
    A file of several invoices has a reading for each, `part` counting them from 1; `first_page` is where it begins.
    """

    sha256: str
    name: str
    document_type: DocumentType | None = None
    invoice_number: str | None = None
    issue_date: date | None = None
    seller_name: str | None = None
    seller_nip: str | None = None
    seed_units: Decimal | None = None
    lines: tuple[tuple[str, str, Decimal | None], ...] = ()
    pictures: tuple[str, ...] = ()
    part: int = 0
    first_page: int = 1


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of the declaration against the documents. `agrees` None where nothing was read to compare with."""

    field: str
    read: tuple[str, ...]
    agrees: bool | None


# -- claims and points ------------------------------------------------------------------------------------------


def my_claims(workspace: Workspace, user: User) -> list[ClaimView]:
    """Every claim the participant makes now, the newest first. Raises NotAllowed for who is no participant."""
    with workspace.reading() as work:
        programme, participant_id = my_programme(work, user)
        claims = work.messages.claims_now(programme.id, participant_id)
        names = {partner.nip: partner.name for partner in work.programmes.partners(programme.id)}
        views = [_view(work, programme, participant_id, claim, names) for claim in claims]
    return views[::-1]


def _view(
    work: UnitOfWork,
    programme: ProgrammeRef,
    participant_id: str,
    claim: ClaimNow,
    names: dict[str, str],
) -> ClaimView:
    declaration = own_claim(work, programme, participant_id, claim.declaration_id)
    all_read = True
    if claim.decision is None:
        uploads = work.lookup.uploads(programme.id, declaration.documents)
        all_read = not work.documents.unread(uploads.values(), reader_version())
    status = status_from(claim.decision, claim.case, claim.codes, claim.origin, all_read)
    return ClaimView(
        declaration=declaration,
        seller_name=names.get(declaration.seller_nip, declaration.seller_nip),
        status=status,
        units=claim.units if status is Status.CONFIRMED else None,
        reasons=tuple(reasons(status, claim.codes, claim.rejected_for, claim.asked_for)),
        steps=tuple(steps(status, claim.codes, claim.asked_for, claim.objected)),
        may_mend=claim.origin is Origin.PARTICIPANT and claim.case in (CaseState.OPEN, CaseState.WAITING),
        may_object=status is Status.REJECTED and not claim.objected,
        objected=claim.objected,
    )


def my_points(workspace: Workspace, user: User) -> PointsView:
    """The participant's points and what is missing to the next."""
    with workspace.reading() as work:
        programme, participant_id = my_programme(work, user)
        lines = [line for line in balances(work, programme) if line.participant_id == participant_id]
    rules = programme.rules
    units = {line.year: line.confirmed_units for line in lines}
    years = tuple(YearPoints(line.year, line.confirmed_units, line.pending_units, line.points) for line in lines)
    return PointsView(years, sum(line.points for line in lines), missing_text(units, rules), rules.units_per_point)


def object_to(workspace: Workspace, user: User, declaration_id: str, reason: str) -> str | None:
    """Object to a rejection, once a claim. None where it was taken, else a key of the catalogue. Raises NotAllowed.

    The case goes back to the reviewers as open.
    """
    words = reason.strip()
    if len(words) < MIN_REASON:
        return TOO_SHORT
    with workspace.work() as work:
        programme, participant_id = my_programme(work, user)
        own_claim(work, programme, participant_id, declaration_id)
        claim = work.messages.claims_now(programme.id, participant_id, declaration_id)[0]
        if claim.case is not CaseState.REJECTED:
            return NOTHING_TO_OBJECT_TO
        if not work.claims.object_to(programme.id, declaration_id, participant_id, words[:MAX_REASON]):
            return OBJECTED_ALREADY
        work.claims.reopen(programme.id, declaration_id, "objection")
        work.audit.record(programme.id, user.actor, "objected", f"declaration/{declaration_id}")
        queue_changes(workspace, work, programme)
        work.commit()
    return None


# -- what was read ----------------------------------------------------------------------------------------------


def _own_draft(work: UnitOfWork, user: User, draft: Draft) -> ProgrammeRef:
    """The programme of a draft of the participant's. Raises NotAllowed for another's."""
    programme, participant_id = my_programme(work, user)
    if (draft.programme_id, draft.participant_id) != (programme.id, participant_id):
        raise NotAllowed
    return programme


def readings(workspace: Workspace, user: User, draft: Draft) -> list[Reading]:
    """What was read from the documents of a draft of the participant's, in their order.

    Of a file with several invoices only those whose numbers were typed, once one of them was.
    """
    with workspace.reading() as work:
        programme = _own_draft(work, user, draft)
        products = work.programmes.products(programme.id)
        found = work.documents.extractions([item.sha256 for item in draft.documents], reader_version())
    crop = programme.rules.eligible_crop
    typed = numbers_of(cells_of_draft(draft))
    shown = []
    for item in draft.documents:
        stored = found.get(item.sha256)
        if stored is None:
            shown.append(Reading(item.sha256, item.name))
        else:
            several = bool(stored.invoice.further)
            for part, invoice in enumerate(concerned(stored.invoice, typed, DEFAULT_THRESHOLDS), 1):
                resolved = [(line, resolve_line(line, products, crop)) for line in invoice.lines]
                reading = _reading(item.name, stored, invoice, resolved)
                if several:
                    first_page = invoice.pages[0].number if invoice.pages else 1
                    reading = replace(reading, part=part, first_page=first_page)
                shown.append(reading)
    return shown


def unread(workspace: Workspace, user: User, draft: Draft) -> int:
    """How many documents of a draft of the participant's are not read yet."""
    with workspace.reading() as work:
        _own_draft(work, user, draft)
        return len(work.documents.unread([item.sha256 for item in draft.documents], reader_version()))


def _reading(
    name: str, stored: StoredExtraction, invoice: Invoice, resolved: Sequence[tuple[LineItem, Resolution]]
) -> Reading:
    def value(field: Field[T] | None) -> T | None:
        return None if field is None else field.value

    return Reading(
        sha256=stored.sha256,
        name=name,
        document_type=invoice.document_type,
        invoice_number=value(invoice.invoice_number),
        issue_date=value(invoice.issue_date),
        seller_name=value(invoice.seller.name),
        seller_nip=value(invoice.seller.nip),
        seed_units=units_of(resolved),
        lines=tuple((line.description, _quantity(line), resolution.seed_units) for line, resolution in resolved),
        pictures=stored.pictures,
    )


def _quantity(line: LineItem) -> str:
    return f"{number(line.quantity.value) if line.quantity else '?'} {line.unit or ''}".strip()


def compare(draft: Draft, found: Sequence[Reading]) -> list[Compared]:
    """The declaration's fields against what was read. The year is the date's, so it is not compared by itself.

    A field that is still empty neither agrees nor differs.
    """
    cells: Cells = cells_of_draft(draft)
    invoices = [item for item in found if item.document_type is not None]
    numbers = tuple(dict.fromkeys(item.invoice_number for item in invoices if item.invoice_number))
    dates = tuple(dict.fromkeys(item.issue_date for item in invoices if item.issue_date))
    sellers = tuple(dict.fromkeys(item.seller_nip for item in invoices if item.seller_nip))
    amounts = [item.seed_units for item in invoices if item.seed_units is not None]
    units = sum(amounts, Decimal(0))
    typed = numbers_of(cells)
    day = parse_date(cells.invoice_date)
    declared = parse_decimal(cells.seed_units) if cells.seed_units else None
    # Each number typed stands on a document, and each document's number was typed.
    same = [any(same_number(number, read) for read in numbers) for number in typed]
    same += [any(same_number(number, read) for number in typed) for read in numbers]
    named = [f"{item.seller_name or ''} {item.seller_nip}".strip() for item in invoices if item.seller_nip]
    return [
        Compared(
            "seller_nip",
            tuple(dict.fromkeys(named)),
            (parse_nip(cells.seller_nip),) == sellers if sellers and cells.seller_nip else None,
        ),
        Compared("invoice_numbers", numbers, all(same) if numbers and typed else None),
        Compared(
            "invoice_date",
            tuple(found.isoformat() for found in dates),
            day in dates if dates and cells.invoice_date.strip() else None,
        ),
        Compared(
            "seed_units",
            (plain(units),) if amounts else (),
            declared == units if amounts and cells.seed_units.strip() else None,
        ),
    ]


def picture(workspace: Workspace, user: User, draft: Draft, sha256: str, page: int) -> bytes | None:
    """The upright picture of a page (from 1) of a draft's document, JPEG; None where there is no such page."""
    for reading in readings(workspace, user, draft):
        if reading.sha256 == sha256 and 1 <= page <= len(reading.pictures):
            return workspace.objects.get(reading.pictures[page - 1])
    return None
