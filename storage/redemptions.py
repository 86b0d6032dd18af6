"""Points given out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.integrity_tables import RedemptionRow


@dataclass(frozen=True, slots=True)
class Redemption:
    """Points a participant has been given the promotional unit for; `behind` are the ledger entries verified."""

    id: int
    participant_id: str
    points: int
    request_key: str
    actor: str
    behind: tuple[int, ...]
    at: datetime


class Redemptions:
    """Reads and writes redemptions within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, programme_id: int, request_key: str) -> Redemption | None:
        row = self._session.scalar(
            select(RedemptionRow).where(
                RedemptionRow.programme_id == programme_id, RedemptionRow.request_key == request_key
            )
        )
        return None if row is None else _redemption(row)

    def all(self, programme_id: int, participant_id: str | None = None) -> list[Redemption]:
        """In the order given out, of all participants or of one."""
        query = select(RedemptionRow).where(RedemptionRow.programme_id == programme_id).order_by(RedemptionRow.id)
        if participant_id is not None:
            query = query.where(RedemptionRow.participant_id == participant_id)
        return [_redemption(row) for row in self._session.scalars(query)]

    def points(self, programme_id: int) -> dict[str, int]:
        """Points given out, by participant."""
        sums: dict[str, int] = defaultdict(int)
        for redemption in self.all(programme_id):
            sums[redemption.participant_id] += redemption.points
        return dict(sums)

    def add(
        self, programme_id: int, participant_id: str, points: int, request_key: str, actor: str, behind: Sequence[int]
    ) -> Redemption:
        row = RedemptionRow(
            programme_id=programme_id,
            participant_id=participant_id,
            points=points,
            request_key=request_key,
            actor=actor,
            behind=json.dumps(sorted(behind)),
        )
        self._session.add(row)
        self._session.flush()  # the unique key stops a concurrent second one here
        return _redemption(row)


def _redemption(row: RedemptionRow) -> Redemption:
    return Redemption(
        row.id,
        row.participant_id,
        row.points,
        row.request_key,
        row.actor,
        tuple(json.loads(row.behind)),
        row.created_at,
    )
