"""Review cases as reviewers meet them: the lease, the decisions, the last one undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from storage.columns import now
from storage.review_tables import ReviewDecisionRow
from storage.tables import CaseState, ReviewCaseRow


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case as stored. `version` must be handed back with every decision; `reopened`: why an open one is so again."""

    id: int
    declaration_id: str
    verdict_id: int
    state: CaseState
    version: int
    risk: float
    opened_at: datetime
    leased_by: str | None
    leased_until: datetime | None
    leased_at: datetime | None
    assigned_to: str | None
    postponed_until: datetime | None
    reopened: str | None
    decision_id: int | None

    def holder(self, moment: datetime) -> str | None:
        """Who holds the case at `moment`, None where nobody does."""
        return self.leased_by if self.leased_until is not None and self.leased_until > moment else None


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision to be kept. `state` is where the case goes; None leaves it."""

    action: str
    actor: str
    reason: str
    note: str = ""
    units: Decimal | None = None
    details: Mapping[str, object] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    claim_hash: str = ""
    bulk: str | None = None
    undoes_id: int | None = None
    state: CaseState | None = None
    postponed_until: datetime | None = None
    assigned_to: str | None = None
    keep_lease: bool = False


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """A decision as kept."""

    id: int
    case_id: int
    declaration_id: str
    verdict_id: int
    case_version: int
    case_version_after: int
    action: str
    actor: str
    reason: str
    note: str
    units: Decimal | None
    details: Mapping[str, object]
    seconds: float | None
    bulk: str | None
    undoes_id: int | None
    at: datetime


def free(moment: datetime, user: str | None = None) -> ColumnElement[bool]:
    """Cases nobody holds at `moment`, or `user` does."""
    conditions = [ReviewCaseRow.leased_until.is_(None), ReviewCaseRow.leased_until <= moment]
    if user is not None:
        conditions.append(ReviewCaseRow.leased_by == user)
    return or_(*conditions)


def case_row(session: Session, programme_id: int, declaration_id: str) -> ReviewCaseRow | None:
    """The case of a declaration, None where it was never flagged."""
    return session.scalar(
        select(ReviewCaseRow).where(
            ReviewCaseRow.programme_id == programme_id, ReviewCaseRow.declaration_id == declaration_id
        )
    )


class Reviews:
    """Reads and writes review cases within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def case(self, programme_id: int, case_id: int) -> CaseRecord | None:
        row = self._row(programme_id, case_id)
        return None if row is None else record_of(row)

    def case_of(self, programme_id: int, declaration_id: str) -> CaseRecord | None:
        """The case of a declaration, None where it was never flagged."""
        row = case_row(self._session, programme_id, declaration_id)
        return None if row is None else record_of(row)

    def lease(self, programme_id: int, case_id: int, user: str, until: datetime) -> bool:
        """Take a case for `user` until then, or prolong his lease; False where another holds it."""
        moment = now()
        row = self._row(programme_id, case_id)
        if row is None:
            return False
        mine = row.leased_by == user and row.leased_until is not None and row.leased_until > moment
        since = row.leased_at if mine else moment
        taken = self._session.execute(
            update(ReviewCaseRow)
            .where(ReviewCaseRow.id == case_id, ReviewCaseRow.programme_id == programme_id, free(moment, user))
            .values(leased_by=user, leased_until=until, leased_at=since)
        )
        self._session.refresh(row)
        return bool(taken.rowcount)  # type: ignore[attr-defined]

    def release(self, programme_id: int, user: str, besides: int | None = None) -> None:
        """Give back what `user` holds, except the case `besides`."""
        held = update(ReviewCaseRow).where(ReviewCaseRow.programme_id == programme_id, ReviewCaseRow.leased_by == user)
        if besides is not None:
            held = held.where(ReviewCaseRow.id != besides)
        self._session.execute(held.values(leased_by=None, leased_until=None, leased_at=None))

    def decide(self, programme_id: int, case_id: int, version: int, new: NewDecision) -> ReviewDecision | None:
        """Keep a decision made on `version` of the case; None, and nothing is kept, where the case moved on."""
        row = self._row(programme_id, case_id)
        if row is None or row.version != version:
            return None
        seconds = self._seconds(row, new.actor)
        if new.state is not None:
            row.state, row.changed_at = new.state.value, now()
        row.postponed_until = new.postponed_until
        if new.action != "correct":
            row.assigned_to = new.assigned_to
        if not new.keep_lease:
            row.leased_by = row.leased_until = row.leased_at = None
        row.changed_at = now()
        try:
            self._session.flush()  # the version guards the update against another writer
        except StaleDataError:
            self._session.rollback()
            return None
        kept = self._keep(programme_id, row, version, new, seconds)
        settles = new.state in (CaseState.CONFIRMED, CaseState.REJECTED)
        pointer = update(ReviewCaseRow).where(ReviewCaseRow.id == row.id)
        self._session.execute(pointer.values(decision_id=kept.id if settles else None))
        return decision_of(kept)

    def _keep(
        self, programme_id: int, row: ReviewCaseRow, version: int, new: NewDecision, seconds: float | None
    ) -> ReviewDecisionRow:
        kept = ReviewDecisionRow(
            programme_id=programme_id,
            case_id=row.id,
            declaration_id=row.declaration_id,
            verdict_id=row.verdict_id,
            case_version=version,
            case_version_after=row.version,
            action=new.action,
            actor=new.actor,
            reason=new.reason,
            note=new.note,
            units=new.units,
            details=json.dumps(dict(new.details), ensure_ascii=False, sort_keys=True),
            codes=json.dumps(sorted(new.codes)),
            claim_hash=new.claim_hash,
            seconds=seconds,
            bulk=new.bulk,
            undoes_id=new.undoes_id,
        )
        self._session.add(kept)
        self._session.flush()
        return kept

    @staticmethod
    def _seconds(row: ReviewCaseRow, actor: str) -> float | None:
        if row.leased_by != actor or row.leased_at is None:
            return None
        return round((now() - row.leased_at).total_seconds(), 1)

    def decisions(self, programme_id: int, declaration_id: str) -> list[ReviewDecision]:
        """Every decision on a claim, oldest first."""
        query = (
            select(ReviewDecisionRow)
            .where(ReviewDecisionRow.programme_id == programme_id, ReviewDecisionRow.declaration_id == declaration_id)
            .order_by(ReviewDecisionRow.id)
        )
        return [decision_of(row) for row in self._session.scalars(query)]

    def standing(self, programme_id: int, declaration_id: str) -> list[ReviewDecision]:
        """Decisions on a claim that were not undone, oldest first, without the undoing ones."""
        rows = self.decisions(programme_id, declaration_id)
        undone = {row.undoes_id for row in rows if row.undoes_id is not None}
        return [row for row in rows if row.id not in undone and row.undoes_id is None]

    def last_of(self, programme_id: int, actor: str) -> ReviewDecision | None:
        """The newest decision of `actor` that is neither an undo nor undone."""
        undone = select(ReviewDecisionRow.undoes_id).where(ReviewDecisionRow.undoes_id.is_not(None))
        query = (
            select(ReviewDecisionRow)
            .where(
                ReviewDecisionRow.programme_id == programme_id,
                ReviewDecisionRow.actor == actor,
                ReviewDecisionRow.undoes_id.is_(None),
                ReviewDecisionRow.id.not_in(undone),
            )
            .order_by(ReviewDecisionRow.id.desc())
            .limit(1)
        )
        row = self._session.scalar(query)
        return None if row is None else decision_of(row)

    def confirmed(self, programme_id: int) -> dict[str, ReviewDecision]:
        """The confirmations that stand, by declaration."""
        query = (
            select(ReviewDecisionRow)
            .join(ReviewCaseRow, ReviewCaseRow.decision_id == ReviewDecisionRow.id)
            .where(ReviewCaseRow.programme_id == programme_id, ReviewCaseRow.state == CaseState.CONFIRMED.value)
        )
        return {row.declaration_id: decision_of(row) for row in self._session.scalars(query)}

    def rejected(self, programme_id: int) -> set[str]:
        """Declarations a person rejected."""
        query = select(ReviewCaseRow.declaration_id).where(
            ReviewCaseRow.programme_id == programme_id, ReviewCaseRow.state == CaseState.REJECTED.value
        )
        return set(self._session.scalars(query))

    def _row(self, programme_id: int, case_id: int) -> ReviewCaseRow | None:
        row = self._session.get(ReviewCaseRow, case_id)
        return row if row is not None and row.programme_id == programme_id else None


def record_of(row: ReviewCaseRow) -> CaseRecord:
    """The row as a value."""
    return CaseRecord(
        row.id,
        row.declaration_id,
        row.verdict_id,
        CaseState(row.state),
        row.version,
        row.risk,
        row.opened_at,
        row.leased_by,
        row.leased_until,
        row.leased_at,
        row.assigned_to,
        row.postponed_until,
        row.reopened,
        row.decision_id,
    )


def decision_of(row: ReviewDecisionRow) -> ReviewDecision:
    """The row as a value."""
    return ReviewDecision(
        row.id,
        row.case_id,
        row.declaration_id,
        row.verdict_id,
        row.case_version,
        row.case_version_after,
        row.action,
        row.actor,
        row.reason,
        row.note,
        row.units,
        json.loads(row.details),
        row.seconds,
        row.bulk,
        row.undoes_id,
        row.created_at,
    )
