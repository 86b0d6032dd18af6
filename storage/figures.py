"""What the figures page counts, read as plain rows; the sums are made in pipelines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from storage.review_tables import ReviewDecisionRow
from storage.tables import (
    CaseState,
    DeclarationDocumentRow,
    DeclarationRow,
    DiscrepancyRow,
    ExtractionRow,
    ReviewCaseRow,
    UploadRow,
    VerdictRow,
)


@dataclass(frozen=True, slots=True)
class Decided:
    """A claim that came to its end: when it was declared and when it was decided, by a person or not."""

    declaration_id: str
    declared_at: datetime
    decided_at: datetime
    by_person: bool


class FigureRows:
    """Reads counts within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def sources(self, programme_id: int) -> list[tuple[str, str, str]]:
        """(declaration, machine's decision, source of one of its documents) of every claim that counts."""
        query = (
            select(VerdictRow.declaration_id, VerdictRow.decision, func.coalesce(ExtractionRow.source, ""))
            .join(
                DeclarationRow,
                and_(
                    DeclarationRow.programme_id == VerdictRow.programme_id,
                    DeclarationRow.declaration_id == VerdictRow.declaration_id,
                    DeclarationRow.current,
                ),
            )
            .outerjoin(DeclarationDocumentRow, DeclarationDocumentRow.declaration_row_id == DeclarationRow.id)
            .outerjoin(
                UploadRow,
                and_(
                    UploadRow.programme_id == VerdictRow.programme_id,
                    UploadRow.name == DeclarationDocumentRow.name,
                    UploadRow.current,
                ),
            )
            .outerjoin(
                ExtractionRow,
                and_(
                    ExtractionRow.sha256 == UploadRow.sha256, ExtractionRow.reader_version == VerdictRow.reader_version
                ),
            )
            .where(VerdictRow.programme_id == programme_id, VerdictRow.current)
        )
        return [(key, decision, source) for key, decision, source in self._session.execute(query)]

    def reasons(self, programme_id: int) -> list[tuple[str, int]]:
        """Flagged claims by blocking reason, whatever became of them, the most frequent first."""
        counted = func.count(func.distinct(VerdictRow.declaration_id))
        query = (
            select(DiscrepancyRow.code, counted)
            .join(VerdictRow, VerdictRow.id == DiscrepancyRow.verdict_id)
            .where(VerdictRow.programme_id == programme_id, VerdictRow.current, DiscrepancyRow.blocking)
            .group_by(DiscrepancyRow.code)
            .order_by(counted.desc(), DiscrepancyRow.code)
        )
        return [(code, count) for code, count in self._session.execute(query)]

    def open_since(self, programme_id: int) -> list[datetime]:
        """Since when each case that waits for a reviewer waits."""
        query = select(ReviewCaseRow.opened_at).where(
            ReviewCaseRow.programme_id == programme_id, ReviewCaseRow.state == CaseState.OPEN.value
        )
        return list(self._session.scalars(query))

    def decided(self, programme_id: int) -> list[Decided]:
        """Every claim that is confirmed or rejected, with its times."""
        declared = (
            select(DeclarationRow.declaration_id, func.min(DeclarationRow.created_at).label("declared_at"))
            .where(DeclarationRow.programme_id == programme_id)
            .group_by(DeclarationRow.declaration_id)
            .subquery()
        )
        machine = (
            select(VerdictRow.declaration_id, declared.c.declared_at, VerdictRow.created_at)
            .join(declared, declared.c.declaration_id == VerdictRow.declaration_id)
            .where(VerdictRow.programme_id == programme_id, VerdictRow.current, VerdictRow.decision == "confirmed")
        )
        person = (
            select(ReviewDecisionRow.declaration_id, declared.c.declared_at, ReviewDecisionRow.created_at)
            .join(ReviewCaseRow, ReviewCaseRow.decision_id == ReviewDecisionRow.id)
            .join(declared, declared.c.declaration_id == ReviewDecisionRow.declaration_id)
            .where(ReviewDecisionRow.programme_id == programme_id)
        )
        by_person = [Decided(row[0], row[1], row[2], by_person=True) for row in self._session.execute(person)]
        known = {item.declaration_id for item in by_person}
        by_machine = [Decided(row[0], row[1], row[2], by_person=False) for row in self._session.execute(machine)]
        return [*by_person, *(item for item in by_machine if item.declaration_id not in known)]

    def review_seconds(self, programme_id: int) -> list[tuple[datetime, str, float]]:
        """(when, action, seconds on the case) of every decision whose time is known, oldest first."""
        query = (
            select(ReviewDecisionRow.created_at, ReviewDecisionRow.action, ReviewDecisionRow.seconds)
            .where(
                ReviewDecisionRow.programme_id == programme_id,
                ReviewDecisionRow.seconds.is_not(None),
                ReviewDecisionRow.bulk.is_(None),
                ReviewDecisionRow.action != "undo",
            )
            .order_by(ReviewDecisionRow.id)
        )
        return [(at, action, seconds or 0.0) for at, action, seconds in self._session.execute(query)]
