"""The blind audit at a desk: the documents of a drawn claim without what was declared or read, and what a person sees.

What he keyed is compared with what the machine confirmed. Where it differs he is asked once more, told which fields
and not how: people mistype about one number in forty, and a confirmation found wrong loses its points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pipelines.blind_audit import AuditFigures, audit_figures, record_audit
from pipelines.review import DocumentView, documents_of
from pipelines.texts import number, say
from pipelines.workspace import Workspace
from programme.formats import parse_date, parse_decimal
from programme.identifiers import parse_nip, same_invoice_number
from programme.registry import Declaration, Participant
from programme.users import User, require_staff
from programme.verdicts import Verdict
from storage import UnitOfWork
from storage.audit_sample import DrawnClaim
from storage.programmes import ProgrammeRef

__all__ = ["AuditCase", "AuditList", "AuditOutcome", "Seen", "audit_case", "audit_list", "keep_audit", "source_text"]

FIELDS = ("invoice_number", "invoice_date", "seller_nip", "units")
_LONGEST_SOURCE = 40_000  # characters of an XML shown


@dataclass(frozen=True, slots=True)
class AuditDone:
    """A result: when, by whom, whether the confirmation was right, what was noted."""

    declaration_id: str
    at: datetime | None
    actor: str
    right: bool
    note: str


@dataclass(frozen=True, slots=True)
class AuditList:
    """The sample: claims still to audit in the order drawn, results newest first, the figures measured so far."""

    open: tuple[str, ...]
    done: tuple[AuditDone, ...]
    figures: AuditFigures


@dataclass(frozen=True, slots=True)
class AuditCase:
    """A drawn claim as an auditor may see it. `sample_id` goes back with what he saw."""

    sample_id: int
    declaration_id: str
    participant: Participant | None
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the auditor keyed, as typed. `buyer_is_participant` None: not answered; `doubt`: something is wrong."""

    invoice_number: str
    invoice_date: str
    seller_nip: str
    units: str
    buyer_is_participant: bool | None
    doubt: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class AuditOutcome:
    """What came of it: `right` None where nothing was kept.

    Then `missing` names fields without a usable value, `differs` fields to look at again; both empty: someone else
    has audited the claim meanwhile. `why` says in words what makes a confirmation wrong.
    """

    right: bool | None = None
    missing: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    why: str = ""


def audit_list(workspace: Workspace, user: User, programme: ProgrammeRef) -> AuditList:
    """The sample as it stands, each claim once. Raises NotAllowed for whoever is no staff."""
    require_staff(user, programme.id)
    with workspace.reading() as work:
        latest = list(work.audit_sample.latest(programme.id).values())
        figures = audit_figures(work, programme)
    done = [
        AuditDone(item.declaration_id, item.audited_at, item.actor or "", item.right, item.note)
        for item in latest
        if item.right is not None
    ]
    newest = sorted(done, key=lambda item: item.at.isoformat() if item.at else "", reverse=True)
    return AuditList(tuple(item.declaration_id for item in latest if item.right is None), tuple(newest), figures)


def audit_case(workspace: Workspace, user: User, programme: ProgrammeRef, declaration_id: str) -> AuditCase | None:
    """That claim for auditing; None where it is not drawn, not made any more or audited already. Raises NotAllowed."""
    require_staff(user, programme.id)
    with workspace.reading() as work:
        found = _found(work, programme, declaration_id)
        if found is None:
            return None
        drawn, declaration, _ = found
        verdict = work.lookup.verdict(drawn.verdict_id)
        version = verdict.provenance.reader_version if verdict is not None else ""
        person = work.lookup.participant(programme.id, declaration.participant_id)
        return AuditCase(drawn.id, declaration_id, person, documents_of(work, programme.id, declaration, version))


def _found(
    work: UnitOfWork, programme: ProgrammeRef, declaration_id: str
) -> tuple[DrawnClaim, Declaration, Verdict] | None:
    drawn = work.audit_sample.latest(programme.id).get(declaration_id)
    stored = work.lookup.declaration(programme.id, declaration_id)
    verdict = None if drawn is None else work.lookup.verdict(drawn.verdict_id)
    if drawn is None or drawn.right is not None or stored is None or verdict is None:
        return None
    return drawn, stored.declaration, verdict.verdict


def keep_audit(
    workspace: Workspace,
    user: User,
    programme: ProgrammeRef,
    declaration_id: str,
    sample_id: int,
    seen: Seen,
    again: bool = False,
) -> AuditOutcome:
    """Keep what the auditor saw on that drawn confirmation. `again`: he has looked a second time.

    The first time something differs nothing is kept, and he is asked to look again. Raises NotAllowed.
    """
    require_staff(user, programme.id)
    with workspace.reading() as work:
        found = _found(work, programme, declaration_id)
    if found is None or found[0].id != sample_id:
        return AuditOutcome()
    missing = _missing(seen)
    if missing:
        return AuditOutcome(missing=missing)
    _, declaration, verdict = found
    differs = _differs(seen, declaration, verdict)
    if differs and not again and not seen.doubt:
        return AuditOutcome(differs=differs)
    why = _why(seen, declaration, verdict, differs)
    right = not differs and not seen.doubt
    note = " ".join(part for part in (why, seen.note.strip()) if part)
    right = record_audit(workspace, programme, declaration_id, user.actor, right, parse_decimal(seen.units), note)
    return AuditOutcome(right=right, differs=differs, why=why)


def _missing(seen: Seen) -> tuple[str, ...]:
    units = parse_decimal(seen.units)
    usable = {
        "invoice_number": bool(seen.invoice_number.strip()),
        "invoice_date": parse_date(seen.invoice_date) is not None,
        "seller_nip": parse_nip(seen.seller_nip) is not None,
        "units": units is not None and units >= 0,
        "buyer": seen.buyer_is_participant is not None,
    }
    if seen.doubt:  # what cannot be read, or is no invoice, has no such values; the words say what is wrong
        return () if seen.note.strip() and usable["units"] else ("note",)
    return tuple(name for name, there in usable.items() if not there)


def _differs(seen: Seen, declaration: Declaration, verdict: Verdict) -> tuple[str, ...]:
    numbers = [part.strip() for part in seen.invoice_number.split(";") if part.strip()]
    agrees = {
        "invoice_number": _same_numbers(numbers, declaration.invoice_numbers),
        "invoice_date": parse_date(seen.invoice_date) == declaration.invoice_date,
        "seller_nip": parse_nip(seen.seller_nip) == declaration.seller_nip,
        "units": parse_decimal(seen.units) == verdict.verified_units,
        "buyer": seen.buyer_is_participant is True,
    }
    return tuple(name for name, right in agrees.items() if not right)


def _same_numbers(keyed: Sequence[str], declared: Sequence[str]) -> bool:
    return len(keyed) == len(declared) and all(
        any(same_invoice_number(one, other) for other in declared) for one in keyed
    )


def _why(seen: Seen, declaration: Declaration, verdict: Verdict, differs: Sequence[str]) -> str:
    confirmed = {
        "invoice_number": "; ".join(declaration.invoice_numbers),
        "invoice_date": declaration.invoice_date.strftime("%d.%m.%Y"),
        "seller_nip": declaration.seller_nip,
        "units": number(verdict.verified_units) if verdict.verified_units is not None else "—",
    }
    keyed: dict[str, str] = {name: getattr(seen, name).strip() for name in FIELDS}
    parts = [
        say("audit_differs", field=say(f"item_{name}"), keyed=keyed[name] or "—", confirmed=confirmed[name])
        for name in differs
        if name in confirmed
    ]
    if "buyer" in differs and seen.buyer_is_participant is False:
        parts.append(f"{say('audit_buyer')} {say('audit_buyer_not')}.")
    if seen.doubt:
        parts.append(say("audit_doubt_told"))
    return " ".join(parts)


def source_text(workspace: Workspace, document: DocumentView) -> str:
    """The text of a document that has no page to show (KSeF XML) as it came, indented; "" where there is none."""
    if document.sha256 is None or document.pictures:
        return ""
    data = workspace.objects.get(document.sha256)
    return _indented(data)[:_LONGEST_SOURCE]


def _indented(data: bytes) -> str:
    """XML with one element a line; entities are not followed. Whatever is no XML has no text to show."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True, huge_tree=False)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return ""
    return str(etree.tostring(tree, pretty_print=True, encoding="unicode"))
