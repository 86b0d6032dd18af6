"""Quantities keyed blind: compared with the reading, kept, and confirmed at once where nothing else is in question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pipelines.review import CaseView, view_in
from pipelines.review_decisions import Act, Action, Refusal, Result, decide_in, needs_reason
from pipelines.review_lines import Keying, key_quantity
from pipelines.workspace import Workspace
from programme.formats import plain
from programme.users import User, require_decider
from programme.verdicts import Code, Discrepancy
from storage.programmes import ProgrammeRef

__all__ = ["Keyed", "key_quantities", "keying_confirms"]


@dataclass(frozen=True, slots=True)
class Keyed:
    """What came of keying.

    `kept` is the correction with what was accepted, `confirmed` the confirmation that followed at once; None where
    there was none. `again` are quantities to be keyed a second time, `unread` texts that are no number.
    """

    kept: Result | None = None
    confirmed: Result | None = None
    again: Mapping[str, Keying] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


def keying_confirms(view: CaseView) -> bool:
    """Whether the quantity is all that is in question: keyed as it was read, the claim is then confirmed at once."""
    blocking = [item for item in view.verdict.discrepancies if item.blocking]
    return bool(view.to_key) and not needs_reason(view) and all(_compares_quantity(view, item) for item in blocking)


def _compares_quantity(view: CaseView, item: Discrepancy) -> bool:
    """Whether the reason is that declared and read quantity differ, or that the quantity was read unsurely.

    A quantity that is odd in itself (an unlikely price, say) is compared with nothing and asks for judgement.
    """
    if item.code not in (Code.QUANTITY_MISMATCH, Code.UNREADABLE) or item.declared is None:
        return False
    return any(check.name == "quantity" and check.reason == item.message for check in view.verdict.checks)


def key_quantities(
    workspace: Workspace,
    user: User,
    programme: ProgrammeRef,
    case_id: int,
    version: int,
    texts: Mapping[str, str],
    before: Mapping[str, Decimal],
) -> Keyed:
    """Take what was keyed (`texts` by line key) on that version of the case; `before` is what was keyed the last time.

    A quantity counts where it is the one read, or the same twice. Where all were keyed as they were read and nothing
    else is in question, the claim is confirmed with them in the same transaction. Raises NotAllowed.
    """
    require_decider(user, programme.id)
    with workspace.work() as work:
        case = work.reviews.case(programme.id, case_id)
        view = None if case is None else view_in(work, programme, case, user)
        if view is None:
            return Keyed(kept=Result(refusal=Refusal.CLOSED))
        keyings = {
            line.key: key_quantity(line, texts[line.key], before.get(line.key))
            for line in view.to_key
            if texts.get(line.key, "").strip()
        }
        accepted = {key: plain(item.accepted) for key, item in keyings.items() if item and item.accepted is not None}
        again = {key: item for key, item in keyings.items() if item and item.accepted is None}
        unread = tuple(texts[key] for key, item in keyings.items() if item is None)
        if not accepted:
            return Keyed(again=again, unread=unread)
        agree = all(item is not None and not item.differs for item in keyings.values())
        at_once = agree and len(accepted) == len(view.to_key) and keying_confirms(view)
        kept = decide_in(work, user, programme, Act(case_id, version, Action.CORRECT, "keyed", keyed=accepted))
        confirmed = None
        if kept.decision is not None:
            if at_once:
                act = Act(case_id, kept.decision.case_version_after, Action.CONFIRM, "keyed")
                confirmed = decide_in(work, user, programme, act)
                if confirmed.refusal is Refusal.STALE:  # the transaction is gone, the correction with it
                    return Keyed(kept=confirmed)
            work.commit()
    return Keyed(kept, confirmed if confirmed is not None and confirmed.decision is not None else None, again, unread)
