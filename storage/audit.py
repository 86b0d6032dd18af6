"""The audit trail: who did what to what, append-only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import AuditRow


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One entry. `subject` names a thing ("declaration/D0001"); `details` hold no personal data."""

    programme_id: int | None
    actor: str
    action: str
    subject: str
    details: Mapping[str, object]
    at: datetime


class AuditTrail:
    """Writes and reads audit events within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def record(
        self,
        programme_id: int | None,
        actor: str,
        action: str,
        subject: str,
        details: Mapping[str, object] | None = None,
    ) -> None:
        text = json.dumps(dict(details or {}), ensure_ascii=False, sort_keys=True)
        self._session.add(
            AuditRow(programme_id=programme_id, actor=actor, action=action, subject=subject, details=text)
        )

    def events(self, programme_id: int | None = None, subject: str | None = None) -> list[AuditEvent]:
        """Events in the order they happened, of one programme or one subject if asked."""
        query = select(AuditRow).order_by(AuditRow.id)
        if programme_id is not None:
            query = query.where(AuditRow.programme_id == programme_id)
        if subject is not None:
            query = query.where(AuditRow.subject == subject)
        return [
            AuditEvent(row.programme_id, row.actor, row.action, row.subject, json.loads(row.details), row.created_at)
            for row in self._session.scalars(query)
        ]
