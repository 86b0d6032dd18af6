"""Confirmed claims drawn for the blind audit, and what was found on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from storage.integrity_tables import AuditResultRow, AuditSampleRow
from storage.tables import VerdictRow


@dataclass(frozen=True, slots=True)
class DrawnClaim:
    """A claim in the sample. `right` None: not audited yet; else what the last result says."""

    id: int
    declaration_id: str
    verdict_id: int
    drawn_at: datetime
    right: bool | None
    actor: str | None
    units: Decimal | None
    note: str
    audited_at: datetime | None


class AuditSample:
    """Reads and writes the sample within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def draw(self, programme_id: int, declaration_id: str, verdict_id: int) -> bool:
        """Put a confirmed claim into the sample; False where this confirmation is in it already."""
        known = select(AuditSampleRow.id).where(
            AuditSampleRow.programme_id == programme_id,
            AuditSampleRow.declaration_id == declaration_id,
            AuditSampleRow.verdict_id == verdict_id,
        )
        if self._session.scalar(known) is not None:
            return False
        self._session.add(
            AuditSampleRow(programme_id=programme_id, declaration_id=declaration_id, verdict_id=verdict_id)
        )
        self._session.flush()
        return True

    def claims(self, programme_id: int, declaration_id: str | None = None) -> list[DrawnClaim]:
        """Every drawn claim, or every drawing of one, with its last result, in the order drawn."""
        results: dict[int, AuditResultRow] = {}
        query = (
            select(AuditResultRow)
            .join(AuditSampleRow, AuditSampleRow.id == AuditResultRow.sample_id)
            .where(AuditSampleRow.programme_id == programme_id)
            .order_by(AuditResultRow.id)
        )
        for result in self._session.scalars(query):
            results[result.sample_id] = result
        rows = select(AuditSampleRow).where(AuditSampleRow.programme_id == programme_id).order_by(AuditSampleRow.id)
        if declaration_id is not None:
            rows = rows.where(AuditSampleRow.declaration_id == declaration_id)
        return [_drawn(row, results.get(row.id)) for row in self._session.scalars(rows)]

    def latest(self, programme_id: int) -> dict[str, DrawnClaim]:
        """The last drawing of each claim, by claim, in the order first drawn."""
        return {claim.declaration_id: claim for claim in self.claims(programme_id)}

    def record(self, sample_id: int, actor: str, right: bool, units: Decimal | None, note: str) -> None:
        """Keep what an auditor found; a second result stands beside the first and counts instead of it."""
        self._session.add(AuditResultRow(sample_id=sample_id, actor=actor, right=right, units=units, note=note))
        self._session.flush()

    def failed(self, programme_id: int) -> set[str]:
        """Claims whose confirmation the audit found wrong, as long as they are as they were when it was made."""
        wrong = {claim.verdict_id: claim.declaration_id for claim in self.claims(programme_id) if claim.right is False}
        audited, now_counting = aliased(VerdictRow), aliased(VerdictRow)
        same_claim = and_(
            now_counting.programme_id == audited.programme_id,
            now_counting.declaration_id == audited.declaration_id,
            now_counting.claim_hash == audited.claim_hash,
            now_counting.current,
        )
        query = select(audited.declaration_id).join(now_counting, same_claim).where(audited.id.in_(wrong))
        return set(self._session.scalars(query))


def _drawn(row: AuditSampleRow, result: AuditResultRow | None) -> DrawnClaim:
    return DrawnClaim(
        row.id,
        row.declaration_id,
        row.verdict_id,
        row.drawn_at,
        None if result is None else result.right,
        None if result is None else result.actor,
        None if result is None else result.units,
        "" if result is None else result.note,
        None if result is None else result.created_at,
    )
