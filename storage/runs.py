"""Batch runs and their heartbeats."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.columns import now
from storage.tables import RunRow


@dataclass(frozen=True, slots=True)
class Run:
    """A batch run: `kind` is verify, run or flow, `state` running, finished, failed or died."""

    id: int
    kind: str
    state: str
    started_at: datetime
    heartbeat_at: datetime
    finished_at: datetime | None
    summary: Mapping[str, object]


class Runs:
    """Reads and writes runs within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def start(self, programme_id: int | None, kind: str) -> int:
        row = RunRow(programme_id=programme_id, kind=kind)
        self._session.add(row)
        self._session.flush()
        return row.id

    def beat(self, run_id: int) -> None:
        """Say that the run is alive."""
        self._row(run_id).heartbeat_at = now()

    def finish(self, run_id: int, state: str, summary: Mapping[str, object]) -> None:
        row = self._row(run_id)
        row.state, row.finished_at, row.heartbeat_at = state, now(), now()
        row.summary = json.dumps(dict(summary), ensure_ascii=False, sort_keys=True)

    def bury(self, silence: timedelta) -> int:
        """Mark runs without a heartbeat for `silence` as died; how many."""
        query = select(RunRow).where(RunRow.state == "running", RunRow.heartbeat_at < now() - silence)
        rows = list(self._session.scalars(query))
        for row in rows:
            row.state, row.finished_at = "died", now()
        return len(rows)

    def all(self) -> list[Run]:
        """Runs, oldest first."""
        return [
            Run(
                row.id,
                row.kind,
                row.state,
                row.started_at,
                row.heartbeat_at,
                row.finished_at,
                json.loads(row.summary),
            )
            for row in self._session.scalars(select(RunRow).order_by(RunRow.id))
        ]

    def _row(self, run_id: int) -> RunRow:
        row = self._session.get(RunRow, run_id)
        if row is None:
            raise LookupError(f"run {run_id} is unknown")
        return row
