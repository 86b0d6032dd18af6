"""What a reviewer does with a case. Every act names the version it was made on; a stale one is refused.

Each decision is one transaction: its record, the case's new state, the points ledger and the audit trail together.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

from pipelines.points import book_review, take_back_review
from pipelines.review import CaseView, view_in
from pipelines.workspace import Workspace
from programme.formats import plain
from programme.users import User, require_decider
from programme.verdicts import Decision
from storage import UnitOfWork
from storage.case_following import AUDIT
from storage.columns import now
from storage.programmes import ProgrammeRef
from storage.reviews import CaseRecord, NewDecision, ReviewDecision
from storage.tables import CaseState

__all__ = [
    "CONFIRM_REASONS",
    "DOCUMENT_REASONS",
    "HARD",
    "REJECT_REASONS",
    "Act",
    "Action",
    "Refusal",
    "Result",
    "decide",
    "decide_alike",
    "decide_in",
    "needs_reason",
    "undo_last",
]

# Against these a confirmation must say why: they are where the money is lost.
HARD = frozenset(
    {
        "duplicate_invoice",
        "duplicate_document",
        "tampering_suspected",
        "correction_invoice",
        "ksef_mismatch",
        "not_an_invoice",
        "missing_document",
    }
)
# In the order of their keys 1..9 on the page; "other" needs words.
CONFIRM_REASONS = ("two_purchases", "same_participant", "document_genuine", "correction_harmless", "other")
REJECT_REASONS = (
    "not_the_buyer",
    "no_eligible_product",
    "already_claimed",
    "not_an_invoice",
    "outside_period",
    "not_a_partner",
    "quantity_not_shown",
    "forged",
    "other",
)
DOCUMENT_REASONS = ("unreadable", "pages_missing", "wrong_document", "need_original")
_POSTPONE = timedelta(hours=20)  # the same time tomorrow is too late for a morning's work
_UNDO = timedelta(hours=24)


class Action(StrEnum):
    """What can be done with a case."""

    CONFIRM = "confirm"
    REJECT = "reject"
    ASK_DOCUMENT = "ask_document"
    POSTPONE = "postpone"
    HAND_ON = "hand_on"
    CORRECT = "correct"


_STATE = {
    Action.CONFIRM: CaseState.CONFIRMED,
    Action.REJECT: CaseState.REJECTED,
    Action.ASK_DOCUMENT: CaseState.WAITING,
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act on one case. `version` is the case's version the person saw. `reason` is a code, `note` free words.

    Of a correction: `fields` by name, `keyed` quantities by line key, `added` lines (document, sku, name, units).
    """

    case_id: int
    version: int
    action: Action
    reason: str = ""
    note: str = ""
    hand_to: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    keyed: Mapping[str, str] = field(default_factory=dict)
    added: Sequence[Mapping[str, str]] = ()


class Refusal(StrEnum):
    """Why an act was not done; nothing of it is kept."""

    STALE = "stale"  # the case changed since it was shown
    MENDED = "mended"  # its declaration or documents changed since they were read
    HELD = "held"  # another person holds it
    CLOSED = "closed"  # it is not open any more
    KEY_FIRST = "key_first"  # a quantity must be keyed before it counts
    NOTHING_COUNTS = "nothing_counts"  # no line counts, or one cannot be turned into seed units
    NOTE_NEEDED = "note_needed"  # confirming against a hard reason, or handing on, needs a reason, "other" words
    NO_UNDO = "no_undo"  # nothing to undo, or the case moved on since


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an act: the decision kept, or why it was refused."""

    decision: ReviewDecision | None = None
    refusal: Refusal | None = None


def decide(workspace: Workspace, user: User, programme: ProgrammeRef, act: Act) -> Result:
    """Do `act` as `user`. Raises NotAllowed for whoever may not decide."""
    require_decider(user, programme.id)
    with workspace.work() as work:
        result = decide_in(work, user, programme, act)
        if result.decision is not None:
            work.commit()
    return result


def decide_in(work: UnitOfWork, user: User, programme: ProgrammeRef, act: Act, bulk: str | None = None) -> Result:
    """Do `act` within a unit of work, which the caller commits."""
    case = work.reviews.case(programme.id, act.case_id)
    refusal = _refused(case, user, act)
    if case is None or refusal is not None:
        return Result(refusal=refusal or Refusal.CLOSED)
    view = view_in(work, programme, case, user)
    if view is None:
        return Result(refusal=Refusal.CLOSED)
    refusal = _unfounded(view, act)
    if refusal is not None:
        return Result(refusal=refusal)
    claim_hash = _claim_hash(work, case)
    new = replace(_new(user, act, view, claim_hash), bulk=bulk)
    kept = work.reviews.decide(programme.id, case.id, act.version, new)
    if kept is None:
        return Result(refusal=Refusal.STALE)
    if act.action is Action.CONFIRM:
        book_review(work, programme, view.declaration, kept)
    elif act.action is Action.REJECT:
        take_back_review(work, programme, case.declaration_id, case.verdict_id, "rejected")
    _audit(work, user, programme, kept)
    return Result(decision=kept)


def _refused(case: CaseRecord | None, user: User, act: Act) -> Refusal | None:
    if case is None:
        return Refusal.CLOSED
    if case.version != act.version:
        return Refusal.STALE
    if case.holder(now()) not in (None, user.actor):
        return Refusal.HELD
    return None if case.state in (CaseState.OPEN, CaseState.WAITING) else Refusal.CLOSED


def _unfounded(view: CaseView, act: Act) -> Refusal | None:
    if view.mended:
        return Refusal.MENDED
    if act.action is Action.HAND_ON:
        return None if act.hand_to else Refusal.NOTE_NEEDED
    if act.reason == "other" and not act.note.strip():
        return Refusal.NOTE_NEEDED
    if act.action is not Action.CONFIRM:
        return None
    if view.to_key:
        return Refusal.KEY_FIRST
    if view.units is None:
        return Refusal.NOTHING_COUNTS
    said = act.reason in CONFIRM_REASONS or act.note.strip()
    return Refusal.NOTE_NEEDED if needs_reason(view) and not said else None


def needs_reason(view: CaseView) -> bool:
    """Whether a confirmation of this case must say why: against a hard reason, another claim, or the audit."""
    return bool(HARD.intersection(view.codes)) or bool(view.others) or view.case.reopened == AUDIT


def _new(user: User, act: Act, view: CaseView, claim_hash: str) -> NewDecision:
    details: dict[str, Any] = {"claim_hash": claim_hash}
    if act.action is Action.CORRECT:
        details |= {"fields": dict(act.fields), "keyed": dict(act.keyed), "added": [dict(item) for item in act.added]}
    return NewDecision(
        action=act.action.value,
        actor=user.actor,
        reason=act.reason or _DEFAULT_REASON[act.action],
        note=act.note.strip(),
        units=view.units if act.action is Action.CONFIRM else None,
        details=details,
        codes=view.codes,
        claim_hash=claim_hash,
        state=_STATE.get(act.action),
        postponed_until=now() + _POSTPONE if act.action is Action.POSTPONE else None,
        assigned_to=act.hand_to if act.action is Action.HAND_ON else None,
        keep_lease=act.action is Action.CORRECT,
    )


_DEFAULT_REASON = {
    Action.CONFIRM: "checked",
    Action.REJECT: "other",
    Action.ASK_DOCUMENT: "unreadable",
    Action.POSTPONE: "later",
    Action.HAND_ON: "hand_on",
    Action.CORRECT: "read_wrongly",
}


def _claim_hash(work: UnitOfWork, case: CaseRecord) -> str:
    verdict = work.lookup.verdict(case.verdict_id)
    return verdict.provenance.claim_hash if verdict is not None else ""


def _audit(work: UnitOfWork, user: User, programme: ProgrammeRef, kept: ReviewDecision) -> None:
    details = {
        "decision": kept.id,
        "case": kept.case_id,
        "version": kept.case_version,
        "reason": kept.reason,
        "units": plain(kept.units) if kept.units is not None else None,
        "bulk": kept.bulk,
        "undoes": kept.undoes_id,
    }
    work.audit.record(programme.id, user.actor, f"review_{kept.action}", f"declaration/{kept.declaration_id}", details)


def undo_last(workspace: Workspace, user: User, programme: ProgrammeRef) -> Result:
    """Take back the user's own last decision, if its case did not move on since; the case is open again.

    What was booked is countered; the decision and its undoing both stay on record.
    """
    require_decider(user, programme.id)
    with workspace.work() as work:
        last = work.reviews.last_of(programme.id, user.actor)
        case = None if last is None else work.reviews.case(programme.id, last.case_id)
        if last is None or case is None or case.version != last.case_version_after or last.at < now() - _UNDO:
            return Result(refusal=Refusal.NO_UNDO)
        if case.holder(now()) not in (None, user.actor):
            return Result(refusal=Refusal.HELD)
        undoing = NewDecision(
            action="undo", actor=user.actor, reason=f"undo_{last.action}", undoes_id=last.id, state=_after(work, case)
        )
        kept = work.reviews.decide(programme.id, case.id, case.version, undoing)
        if kept is None:
            return Result(refusal=Refusal.STALE)
        if last.action == Action.CONFIRM.value:
            take_back_review(work, programme, case.declaration_id, case.verdict_id, "decision undone")
        _audit(work, user, programme, kept)
        work.commit()
    return Result(decision=kept)


def _after(work: UnitOfWork, case: CaseRecord) -> CaseState:
    """Undone, the case is open again, unless the machine confirmed the claim meanwhile."""
    verdict = work.lookup.verdict(case.verdict_id)
    confirmed = verdict is not None and verdict.verdict.decision is Decision.CONFIRMED
    return CaseState.SETTLED if confirmed else CaseState.OPEN


def decide_alike(workspace: Workspace, user: User, programme: ProgrammeRef, acts: Sequence[Act]) -> list[Result]:
    """Do the same to many cases: each its own transaction and its own record, tied by a mark, each to be undone alone.

    Confirmations are not done in bulk: each needs a look at its page.
    """
    require_decider(user, programme.id)
    if any(act.action in (Action.CONFIRM, Action.CORRECT) for act in acts):
        raise ValueError("confirmations and corrections are made one by one")
    bulk = uuid.uuid4().hex
    results = []
    for act in acts:
        with workspace.work() as work:
            result = decide_in(work, user, programme, act, bulk)
            if result.decision is not None:
                work.commit()
        results.append(result)
    return results
