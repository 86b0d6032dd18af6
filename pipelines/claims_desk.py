"""The participant's desk: a purchase is declared, documents are added, the claim is submitted or mended. What is
added and submitted is read and decided behind the pages (see pipelines.desk_worker).

What a document says is shown beside the declaration and never typed into it: the declaration is an independent
witness, and an honest mistake of the reader must not confirm itself. Every function takes the acting user and
reaches only what is his; a thing of another's and a thing that does not exist are refused alike.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from extractors.files.opening import Limits, UploadKind, sniff
from pipelines.clock import today
from pipelines.desk_worker import ring
from pipelines.notification import queue_changes
from pipelines.retrying import retried
from pipelines.workspace import Workspace
from programme.errors import UnreadableDocument
from programme.formats import parse_date, parse_decimal, plain
from programme.identifiers import parse_nip
from programme.registry import Declaration, Partner
from programme.rules import MOST_AHEAD, DateRule, ProgrammeRules
from programme.users import NotAllowed, User, require_participant
from storage import UnitOfWork
from storage.documents import StoredDocument
from storage.participant_claims import Draft as Draft
from storage.participant_claims import DraftDocument
from storage.programmes import ProgrammeRef
from storage.serialising import Lock
from storage.tables import CaseState, Origin

PREFIX = "U"  # declaration ids made here: U000001, U000002 ... in the order of submitting
MAX_DOCUMENTS = 10
MAX_UNITS = Decimal(100_000)
MAX_NUMBER = 200
_NAME_SHOWN = 120
FIELDS = ("year", "seller_nip", "invoice_numbers", "invoice_date", "seed_units")


@dataclass(frozen=True, slots=True)
class Cells:
    """The form as typed. `invoice_numbers` may hold several, separated by ";"; `invoice_date` is ISO or Polish."""

    year: str = ""
    seller_nip: str = ""
    invoice_numbers: str = ""
    invoice_date: str = ""
    seed_units: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """An upload that was not taken. `code` is a key of the catalogue after "upload_"."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Faulty:
    """A claim that cannot be submitted yet: field to fault, keys of the catalogue after "fault_"."""

    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Submitted:
    declaration_id: str
    version: int


def my_programme(work: UnitOfWork, user: User) -> tuple[ProgrammeRef, str]:
    """The programme and number of the participant who acts. Raises NotAllowed."""
    programme_id, participant_id = require_participant(user)
    for programme in work.programmes.all():
        if programme.id == programme_id and participant_id not in work.claims.erased(programme_id):
            return programme, participant_id
    raise NotAllowed


def partners(workspace: Workspace, user: User) -> list[Partner]:
    """The sellers a purchase may be declared from, by name."""
    with workspace.reading() as work:
        programme, _ = my_programme(work, user)
        return sorted(work.programmes.partners(programme.id), key=lambda partner: partner.name.casefold())


# -- drafts -----------------------------------------------------------------------------------------------------


def open_draft(workspace: Workspace, user: User) -> Draft:
    """The new claim the participant is writing; begun with sensible defaults where there is none."""
    with workspace.work() as work:
        programme, participant_id = my_programme(work, user)
        for draft in work.claims.drafts(programme.id, participant_id):
            if draft.replaces is None:
                return draft
        cells = Cells(year=str(_default_year(programme)), seller_nip=_last_seller(work, programme, participant_id))
        draft = _new(programme, participant_id, cells, None)
        work.claims.put_draft(draft)
        work.commit()
    return draft


def open_mending(workspace: Workspace, user: User, declaration_id: str) -> Draft:
    """A draft that mends a claim of the participant's, with its present cells and documents. Raises NotAllowed."""
    with workspace.work() as work:
        programme, participant_id = my_programme(work, user)
        declaration = own_claim(work, programme, participant_id, declaration_id)
        if not may_mend(work, programme, declaration_id):
            raise NotAllowed
        for draft in work.claims.drafts(programme.id, participant_id):
            if draft.replaces == declaration_id:
                return draft
        uploads = work.lookup.uploads(programme.id, declaration.documents)
        documents = {
            sha256: DraftDocument(sha256, name, name.rsplit(".", 1)[-1][:10]) for name, sha256 in uploads.items()
        }
        draft = _new(programme, participant_id, cells_of(declaration), declaration_id)
        draft = replace(draft, documents=tuple(documents.values()))
        work.claims.put_draft(draft)
        work.commit()
    return draft


def save_draft(workspace: Workspace, user: User, key: str, cells: Cells) -> Draft:
    """Keep what was typed, right or wrong."""
    with workspace.work() as work:
        draft = replace(_mine(work, user, key), content=_content(cells))
        work.claims.put_draft(draft)
        work.commit()
    return draft


def discard_draft(workspace: Workspace, user: User, key: str) -> None:
    """Throw a draft away, with those of its documents nothing else refers to."""
    with workspace.work() as work:
        draft = _mine(work, user, key)
        work.claims.drop_draft(key)
        gone = work.erasing.orphans(draft.programme_id, {item.sha256 for item in draft.documents})
        unused = work.erasing.forget_documents(draft.programme_id, gone)
        work.commit()
    for object_key in unused:
        workspace.objects.delete(object_key)


def attach(workspace: Workspace, user: User, key: str, name: str, data: bytes) -> DraftDocument | Refused:
    """Add an uploaded file to a draft. What it is, is told by its bytes; `name` is only shown back to its sender."""
    shown = shown_name(name)
    limit = workspace.settings.upload_megabytes * 1024 * 1024
    try:
        kind = sniff(data, Limits(max_bytes=limit))
    except UnreadableDocument as refusal:
        return Refused(shown, refusal.code)
    with workspace.reading() as work:
        _mine(work, user, key)  # nothing is stored for who may not
    sha256 = workspace.objects.put(data)
    document = DraftDocument(sha256, shown, _ending(kind, data))
    answer = retried(lambda: _attach(workspace, user, key, document, len(data)))
    ring()
    return answer


def _attach(workspace: Workspace, user: User, key: str, document: DraftDocument, size: int) -> DraftDocument | Refused:
    with workspace.work() as work:
        draft = _mine(work, user, key)
        if any(item.sha256 == document.sha256 for item in draft.documents):
            return Refused(document.name, "twice")
        if len(draft.documents) >= MAX_DOCUMENTS:
            return Refused(document.name, "too_many")
        work.documents.put(draft.programme_id, StoredDocument(document.sha256, size))
        work.claims.put_draft(replace(draft, documents=(*draft.documents, document)))
        work.commit()
    return document


def detach(workspace: Workspace, user: User, key: str, sha256: str) -> None:
    """Take a file out of a draft again."""
    with workspace.work() as work:
        draft = _mine(work, user, key)
        work.claims.put_draft(
            replace(draft, documents=tuple(item for item in draft.documents if item.sha256 != sha256))
        )
        gone = work.erasing.orphans(draft.programme_id, {sha256} & {item.sha256 for item in draft.documents})
        unused = work.erasing.forget_documents(draft.programme_id, gone)
        work.commit()
    for object_key in unused:
        workspace.objects.delete(object_key)


def _mine(work: UnitOfWork, user: User, key: str) -> Draft:
    programme, participant_id = my_programme(work, user)
    for draft in work.claims.drafts(programme.id, participant_id):
        if draft.key == key:
            return draft
    raise NotAllowed


def _new(programme: ProgrammeRef, participant_id: str, cells: Cells, replaces: str | None) -> Draft:
    return Draft(secrets.token_urlsafe(16), programme.id, participant_id, replaces, _content(cells))


def _content(cells: Cells) -> dict[str, str]:
    return {name: str(getattr(cells, name))[:500] for name in FIELDS}


def cells_of_draft(draft: Draft) -> Cells:
    return Cells(**{name: str(draft.content.get(name, "")) for name in FIELDS})


def cells_of(declaration: Declaration) -> Cells:
    return Cells(
        year=str(declaration.year),
        seller_nip=declaration.seller_nip,
        invoice_numbers="; ".join(declaration.invoice_numbers),
        invoice_date=declaration.invoice_date.isoformat(),
        seed_units=plain(declaration.seed_units).replace(".", ","),
    )


def _default_year(programme: ProgrammeRef) -> int:
    years = programme.rules.years
    return today().year if today().year in years else max(years)


def _last_seller(work: UnitOfWork, programme: ProgrammeRef, participant_id: str) -> str:
    known = {partner.nip for partner in work.programmes.partners(programme.id)}
    own = [item.declaration for item in work.programmes.declarations(programme.id)]
    sellers = [item.seller_nip for item in own if item.participant_id == participant_id and item.seller_nip in known]
    return sellers[-1] if sellers else ""


def shown_name(name: str) -> str:
    """A file's own name made harmless to show: its last part, printable, short."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:_NAME_SHOWN].strip() or "?"


def _ending(kind: UploadKind, data: bytes) -> str:
    if kind is not UploadKind.IMAGE:
        return str(kind.value)
    if data.startswith(b"\xff\xd8"):
        return "jpg"
    return "png" if data.startswith(b"\x89PNG") else "image"


# -- submitting -------------------------------------------------------------------------------------------------


def check(cells: Cells, programme: ProgrammeRef, sellers: set[str], documents: int) -> dict[str, str]:
    """Every fault of a claim, by field, as keys of the catalogue after "fault_"; empty where it may be submitted."""
    rules = programme.rules
    faults: dict[str, str] = {}
    if not cells.year.isdecimal() or int(cells.year) not in rules.years:
        faults["year"] = "year"
    if parse_nip(cells.seller_nip) not in sellers:
        faults["seller_nip"] = "seller"
    if not numbers_of(cells):
        faults["invoice_numbers"] = "number_empty"
    elif any(len(number) > MAX_NUMBER for number in numbers_of(cells)):
        faults["invoice_numbers"] = "number_long"
    day = parse_date(cells.invoice_date)
    if day is None:
        faults["invoice_date"] = "date_empty"
    elif day > today():
        faults["invoice_date"] = "date_future"
    elif not _may_count(rules, day):
        faults["invoice_date"] = "date_outside"
    units = parse_decimal(cells.seed_units) if cells.seed_units.strip() else None
    if units is None:
        faults["seed_units"] = "units_empty"
    elif units <= 0 or units > MAX_UNITS:
        faults["seed_units"] = "units_range"
    if not documents:
        faults["documents"] = "no_document"
    return faults


def _may_count(rules: ProgrammeRules, issued: date) -> bool:
    """Whether an invoice of that day may count. Where the sale decides, it may be billed after the period, and before
    it by as much as the law allows; when the sale was, the document says."""
    if rules.date_rule is DateRule.ISSUE:
        return rules.period_start <= issued <= rules.period_end
    return issued >= rules.period_start - timedelta(days=MOST_AHEAD)


def numbers_of(cells: Cells) -> tuple[str, ...]:
    """The invoice numbers typed, each once."""
    return tuple(dict.fromkeys(piece.strip() for piece in cells.invoice_numbers.split(";") if piece.strip()))


def faults_of(workspace: Workspace, user: User, draft: Draft) -> dict[str, str]:
    """The faults of a draft as it is kept."""
    with workspace.reading() as work:
        programme, _ = my_programme(work, user)
        sellers = {partner.nip for partner in work.programmes.partners(programme.id)}
    return check(cells_of_draft(draft), programme, sellers, len(draft.documents))


def submit(workspace: Workspace, user: User, key: str) -> Submitted | Faulty:
    """Make the draft a claim, or the next version of the claim it mends, exactly as an intake would.

    The claim stands once this transaction does. Reading, deciding and booking come after it, by the pages' server or
    by the next batch run, whichever is first.
    """
    result = retried(lambda: _submit(workspace, user, key))
    if isinstance(result, Submitted):
        ring()
    return result


def _submit(workspace: Workspace, user: User, key: str) -> Submitted | Faulty:
    with workspace.work() as work:
        programme, participant_id = my_programme(work, user)
        work.hold(Lock.CLAIMS, programme.id)
        draft = _mine(work, user, key)
        cells = cells_of_draft(draft)
        sellers = {partner.nip for partner in work.programmes.partners(programme.id)}
        faults = check(cells, programme, sellers, len(draft.documents))
        if faults:
            return Faulty(faults)
        if draft.replaces is not None:
            own_claim(work, programme, participant_id, draft.replaces)
            if not may_mend(work, programme, draft.replaces):
                raise NotAllowed
        declaration_id = draft.replaces or work.claims.next_id(programme.id, PREFIX)
        names = {f"{declaration_id}-{item.sha256[:12]}.{item.kind}": item.sha256 for item in draft.documents}
        declaration = _declaration(cells, declaration_id, participant_id, tuple(names))
        version = work.claims.put_claim(programme.id, declaration, names)
        work.claims.drop_draft(key)
        details = {"version": version, "documents": len(names)}
        work.audit.record(programme.id, user.actor, "claim_submitted", f"declaration/{declaration_id}", details)
        queue_changes(workspace, work, programme)
        work.commit()
    return Submitted(declaration_id, version)


def _declaration(cells: Cells, declaration_id: str, participant_id: str, documents: tuple[str, ...]) -> Declaration:
    nip, day, units = parse_nip(cells.seller_nip), parse_date(cells.invoice_date), parse_decimal(cells.seed_units)
    if nip is None or day is None or units is None:
        raise ValueError("a claim is built from checked cells only")
    return Declaration(
        declaration_id=declaration_id,
        participant_id=participant_id,
        year=int(cells.year),
        seller_nip=nip,
        invoice_numbers=numbers_of(cells),
        invoice_date=day,
        seed_units=units,
        documents=documents,
    )


def own_claim(work: UnitOfWork, programme: ProgrammeRef, participant_id: str, declaration_id: str) -> Declaration:
    """The participant's claim of that id. Raises NotAllowed for another's and for none alike."""
    stored = work.lookup.declaration(programme.id, declaration_id)
    if stored is None or stored.declaration.participant_id != participant_id:
        raise NotAllowed
    return stored.declaration


def may_mend(work: UnitOfWork, programme: ProgrammeRef, declaration_id: str) -> bool:
    """Whether the participant may change the claim: it came through his door and nobody has decided it for good."""
    if work.programmes.origins(programme.id).get(declaration_id) is not Origin.PARTICIPANT:
        return False
    case = work.reviews.case_of(programme.id, declaration_id)
    return case is not None and case.state in (CaseState.OPEN, CaseState.WAITING)
