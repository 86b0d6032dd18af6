"""The blind audit: a person looks at a share of what the machine confirmed, not knowing what it read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipelines.texts import say
from pipelines.workspace import Workspace
from programme.bounds import clopper_pearson
from programme.errors import BadInput
from programme.registry import Declaration
from storage import UnitOfWork
from storage.audit_sample import DrawnClaim
from storage.programmes import ProgrammeRef


@dataclass(frozen=True, slots=True)
class AuditTask:
    """A drawn claim for an auditor: the claim and its documents' names, nothing of what the machine read. `right` None:
    not audited yet."""

    declaration: Declaration
    right: bool | None


@dataclass(frozen=True, slots=True)
class AuditFigures:
    """The measured share of false confirmations, with its exact 95% bounds (0..1).

    Only claims whose audited confirmation still counts are figures; `drawn` of them, `audited`, `wrong`.
    """

    drawn: int
    audited: int
    wrong: int
    rate: float | None
    low: float
    high: float


def audit_tasks(work: UnitOfWork, programme: ProgrammeRef) -> list[AuditTask]:
    """The sample in the order drawn, each claim once, open ones and done ones."""
    declared = {
        item.declaration.declaration_id: item.declaration for item in work.programmes.declarations(programme.id)
    }
    latest = work.audit_sample.latest(programme.id)
    return [AuditTask(declared[key], claim.right) for key, claim in latest.items() if key in declared]


def record_audit(
    workspace: Workspace,
    programme: ProgrammeRef,
    declaration_id: str,
    actor: str,
    right: bool,
    units: Decimal | None = None,
    note: str = "",
) -> bool:
    """Keep what an auditor found on a drawn claim; says whether the confirmation was right.

    `units` are the seed units he read himself: other units than were confirmed make the confirmation wrong, whatever
    he says. A wrong one earns nothing any more, the next booking takes it back, and a person decides the claim. Raises
    BadInput for a claim that was not drawn.
    """
    with workspace.work() as work:
        drawn = work.audit_sample.latest(programme.id).get(declaration_id)
        if drawn is None:
            raise BadInput(say("audit_not_drawn", id=declaration_id))
        verified = _verified(work, programme, drawn)
        right = right and (units is None or units == verified)
        work.audit_sample.record(drawn.id, actor, right, units, note)
        work.decisions.audited(programme.id, declaration_id, right)
        details = {"right": right, "verdict_id": drawn.verdict_id}
        work.audit.record(programme.id, actor, "audited", f"declaration/{declaration_id}", details)
        work.commit()
    return right


def audit_figures(work: UnitOfWork, programme: ProgrammeRef) -> AuditFigures:
    """The false-confirmation rate measured so far, with its bounds.

    Each claim counts once, by the last confirmation of it that was drawn; a claim found wrong stays counted though
    its points were taken back.
    """
    latest = work.audit_sample.latest(programme.id)
    audited = [claim for claim in latest.values() if claim.right is not None]
    wrong = sum(claim.right is False for claim in audited)
    low, high = clopper_pearson(wrong, len(audited))
    return AuditFigures(len(latest), len(audited), wrong, wrong / len(audited) if audited else None, low, high)


def _verified(work: UnitOfWork, programme: ProgrammeRef, drawn: DrawnClaim) -> Decimal | None:
    history = work.decisions.history(programme.id, drawn.declaration_id)
    return next((stored.verdict.verified_units for stored in history if stored.id == drawn.verdict_id), None)
