"""Verdicts, their discrepancies, and the review cases they open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from programme.verdicts import Decision, Verdict
from storage.case_following import CaseFollowing
from storage.columns import now
from storage.reviews import CaseRecord, case_row, record_of
from storage.tables import CaseState, DiscrepancyRow, ReviewCaseRow, VerdictRow


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a verdict was made from: versions and hashes that let it be replayed."""

    declaration_version: int
    rules_version: int
    reader_version: str
    thresholds_hash: str
    inputs_hash: str
    claim_hash: str = ""


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """A verdict as stored; `version` counts from 1 for each declaration."""

    id: int
    version: int
    verdict: Verdict
    provenance: Provenance
    at: datetime


class Decisions:
    """Reads and writes verdicts and review cases within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, programme_id: int, verdict: Verdict, provenance: Provenance) -> tuple[StoredVerdict, bool]:
        """Store a verdict as a new version, unless it and its inputs are the current one's; says which happened."""
        current = self._current(programme_id, verdict.declaration_id)
        content = verdict.model_dump_json()
        if current is not None and current.content == content and _provenance(current) == provenance:
            return StoredVerdict(current.id, current.version, verdict, provenance, current.created_at), False
        if current is not None:
            current.current = False
        row = VerdictRow(
            programme_id=programme_id,
            declaration_id=verdict.declaration_id,
            version=self._newest_version(programme_id, verdict.declaration_id) + 1,
            decision=verdict.decision.value,
            declared_units=verdict.declared_units,
            verified_units=verdict.verified_units,
            content=content,
            declaration_version=provenance.declaration_version,
            rules_version=provenance.rules_version,
            reader_version=provenance.reader_version,
            thresholds_hash=provenance.thresholds_hash,
            inputs_hash=provenance.inputs_hash,
            claim_hash=provenance.claim_hash,
        )
        self._session.add(row)
        self._session.flush()
        self._add_discrepancies(row.id, verdict)
        CaseFollowing(self._session).follow(programme_id, verdict, row.id, provenance.claim_hash)
        return StoredVerdict(row.id, row.version, verdict, provenance, row.created_at), True

    def kept(self, programme_id: int) -> dict[str, tuple[str, Provenance]]:
        """What counts now, by declaration: the verdict as JSON text, and what it was made from. One query for all."""
        query = select(VerdictRow).where(VerdictRow.programme_id == programme_id, VerdictRow.current)
        return {row.declaration_id: (row.content, _provenance(row)) for row in self._session.scalars(query)}

    def _newest_version(self, programme_id: int, declaration_id: str) -> int:
        query = select(func.max(VerdictRow.version)).where(
            VerdictRow.programme_id == programme_id, VerdictRow.declaration_id == declaration_id
        )
        return self._session.scalar(query) or 0

    def _add_discrepancies(self, verdict_id: int, verdict: Verdict) -> None:
        self._session.add_all(
            DiscrepancyRow(
                verdict_id=verdict_id,
                position=position,
                code=found.code.value,
                blocking=found.blocking,
                document=found.document,
                declared=found.declared,
                found=found.found,
                message=found.message,
            )
            for position, found in enumerate(verdict.discrepancies)
        )
        self._session.flush()

    def withdraw(self, programme_id: int, declaration_id: str) -> None:
        """The claim is no longer made: its verdict stops counting and its case is settled."""
        current = self._current(programme_id, declaration_id)
        if current is not None:
            current.current = False
        case = case_row(self._session, programme_id, declaration_id)
        if case is not None and case.state != CaseState.SETTLED:
            case.state, case.changed_at = CaseState.SETTLED.value, now()
        self._session.flush()

    def audited(self, programme_id: int, declaration_id: str, right: bool) -> None:
        """The blind audit looked at the claim's confirmation; a wrong one becomes a case for a person."""
        row = self._current(programme_id, declaration_id)
        if row is not None and row.decision == Decision.CONFIRMED.value:
            following = CaseFollowing(self._session)
            following.audited(programme_id, Verdict.model_validate_json(row.content), row.id, right)

    def current(self, programme_id: int) -> list[StoredVerdict]:
        """The verdicts that count, in the order of declaration_id."""
        query = select(VerdictRow).where(VerdictRow.programme_id == programme_id, VerdictRow.current)
        rows = sorted(self._session.scalars(query), key=lambda row: row.declaration_id)
        return [verdict_of(row) for row in rows]

    def history(self, programme_id: int, declaration_id: str) -> list[StoredVerdict]:
        """Every verdict there ever was on a declaration, oldest first."""
        query = (
            select(VerdictRow)
            .where(VerdictRow.programme_id == programme_id, VerdictRow.declaration_id == declaration_id)
            .order_by(VerdictRow.version)
        )
        return [verdict_of(row) for row in self._session.scalars(query)]

    def cases(self, programme_id: int) -> list[CaseRecord]:
        """Every case, in the order of declaration_id."""
        query = select(ReviewCaseRow).where(ReviewCaseRow.programme_id == programme_id)
        return [record_of(row) for row in sorted(self._session.scalars(query), key=lambda row: row.declaration_id)]

    def _current(self, programme_id: int, declaration_id: str) -> VerdictRow | None:
        return self._session.scalar(
            select(VerdictRow).where(
                VerdictRow.programme_id == programme_id, VerdictRow.declaration_id == declaration_id, VerdictRow.current
            )
        )


def verdict_of(row: VerdictRow) -> StoredVerdict:
    """The row as a value."""
    verdict = Verdict.model_validate_json(row.content)
    return StoredVerdict(row.id, row.version, verdict, _provenance(row), row.created_at)


def _provenance(row: VerdictRow) -> Provenance:
    return Provenance(
        row.declaration_version,
        row.rules_version,
        row.reader_version,
        row.thresholds_hash,
        row.inputs_hash,
        row.claim_hash,
    )
