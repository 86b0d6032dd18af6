"""How a review case follows the machine's verdicts: opened, settled, or reopened over a person's decision."""

from __future__ import annotations

import json

from sqlalchemy import update
from sqlalchemy.orm import Session

from programme.verdicts import Decision, Verdict
from storage.columns import now
from storage.review_tables import ReviewDecisionRow
from storage.reviews import case_row
from storage.tables import CaseState, ReviewCaseRow, VerdictRow

AUDIT = "audit"  # why a case is open that the machine confirmed
# What a person decided; it holds while what he saw holds.
_DECIDED = frozenset({CaseState.CONFIRMED, CaseState.REJECTED})


class CaseFollowing:
    """Keeps a claim's case in step with a new verdict, within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def follow(self, programme_id: int, verdict: Verdict, verdict_id: int, claim_hash: str) -> None:
        """A new verdict on a claim was stored.

        A person's decision outlives it, unless the claim's declaration or documents changed since (`claim_hash`),
        or a blocking reason speaks against a confirmation that the person did not see. Then the case is open again
        and says why. A case nobody decided follows the verdict.
        """
        case = case_row(self._session, programme_id, verdict.declaration_id)
        flagged = verdict.decision is Decision.FLAGGED
        if case is None:
            if flagged:
                self._open(programme_id, verdict, verdict_id)
        elif CaseState(case.state) in _DECIDED:
            self._hold_or_reopen(case, verdict, verdict_id, claim_hash)
        else:
            self._undecided(case, verdict, verdict_id, claim_hash)
        self._session.flush()

    def audited(self, programme_id: int, verdict: Verdict, verdict_id: int, right: bool) -> None:
        """The blind audit looked at the confirmation `verdict`: found wrong, it waits for a person; set right, for
        nobody. What a person has decided stands."""
        case = case_row(self._session, programme_id, verdict.declaration_id)
        if case is None:
            if not right:
                self._open(programme_id, verdict, verdict_id, AUDIT)
        elif right and _asked_by_audit(case):
            case.state, case.changed_at = CaseState.SETTLED.value, now()
        elif not right and case.state == CaseState.SETTLED.value:
            case.state, case.reopened, case.changed_at = CaseState.OPEN.value, AUDIT, now()
        self._session.flush()

    def _open(self, programme_id: int, verdict: Verdict, verdict_id: int, why: str | None = None) -> None:
        self._session.add(
            ReviewCaseRow(
                programme_id=programme_id,
                declaration_id=verdict.declaration_id,
                verdict_id=verdict_id,
                state=CaseState.OPEN.value,
                risk=verdict.risk,
                reopened=why,
            )
        )

    def _hold_or_reopen(self, case: ReviewCaseRow, verdict: Verdict, verdict_id: int, claim_hash: str) -> None:
        decision = None if case.decision_id is None else self._session.get(ReviewDecisionRow, case.decision_id)
        if decision is None or decision.claim_hash != claim_hash:
            self._move(case, verdict, verdict_id, "inputs")
            return
        seen = set(json.loads(decision.codes))
        new = {item.code.value for item in verdict.discrepancies if item.blocking} - seen
        if new and case.state == CaseState.CONFIRMED.value:
            self._move(case, verdict, verdict_id, "evidence")
            return
        self._point_at(case, verdict_id)

    def _undecided(self, case: ReviewCaseRow, verdict: Verdict, verdict_id: int, claim_hash: str) -> None:
        before = self._session.get(VerdictRow, case.verdict_id)
        same_claim = before is not None and before.claim_hash == claim_hash
        # Settled and flagged again: a claim that was withdrawn is made once more.
        returned = case.state == CaseState.SETTLED.value and verdict.decision is Decision.FLAGGED
        if same_claim and not returned and before is not None and before.content == verdict.model_dump_json():
            self._point_at(case, verdict_id)
        elif same_claim and (
            _asked_by_audit(case) or (verdict.decision is Decision.FLAGGED and case.state == CaseState.WAITING.value)
        ):
            case.verdict_id, case.risk = verdict_id, verdict.risk
        else:
            waited = case.state == CaseState.WAITING.value and not same_claim
            self._move(case, verdict, verdict_id, "inputs" if waited else None if returned else case.reopened)

    def _point_at(self, case: ReviewCaseRow, verdict_id: int) -> None:
        """Nothing a person sees changed: the case's version stays, so that nobody's work becomes stale."""
        self._session.execute(update(ReviewCaseRow).where(ReviewCaseRow.id == case.id).values(verdict_id=verdict_id))
        self._session.refresh(case)

    @staticmethod
    def _move(case: ReviewCaseRow, verdict: Verdict, verdict_id: int, why: str | None) -> None:
        flagged = verdict.decision is Decision.FLAGGED
        case.verdict_id, case.risk, case.changed_at = verdict_id, verdict.risk, now()
        case.state = (CaseState.OPEN if flagged else CaseState.SETTLED).value
        case.reopened = why if flagged else None
        case.leased_by = case.leased_until = case.leased_at = case.postponed_until = case.decision_id = None


def _asked_by_audit(case: ReviewCaseRow) -> bool:
    return case.state == CaseState.OPEN.value and case.reopened == AUDIT
