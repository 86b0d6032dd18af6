"""The points ledger: confirmed seed units, booked once, taken back only by counter-entries.

It holds units, not points: the points rule needs both years together and is applied when the ledger is read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from storage.tables import LedgerRow


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One booking: signed units of a year. `kind` is "confirmed" or "counter"."""

    id: int
    participant_id: str
    declaration_id: str
    year: int
    units: Decimal
    kind: str
    verdict_id: int
    reason: str
    at: datetime


class Ledger:
    """Books and reads entries within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def entries(self, programme_id: int, participant_id: str | None = None) -> list[LedgerEntry]:
        """Entries in the order they were booked, of all participants or of one."""
        query = select(LedgerRow).where(LedgerRow.programme_id == programme_id).order_by(LedgerRow.id)
        if participant_id is not None:
            query = query.where(LedgerRow.participant_id == participant_id)
        return [self._entry(row) for row in self._session.scalars(query)]

    def standing(self, programme_id: int) -> dict[str, LedgerEntry]:
        """The booking that stands for each declaration: confirmed and not taken back."""
        return self._standing(select(LedgerRow).where(LedgerRow.programme_id == programme_id))

    def standing_of(self, programme_id: int, declaration_id: str) -> LedgerEntry | None:
        """The booking that stands for one declaration."""
        own = (LedgerRow.programme_id == programme_id, LedgerRow.declaration_id == declaration_id)
        return self._standing(select(LedgerRow).where(*own)).get(declaration_id)

    def _standing(self, query: Select[tuple[LedgerRow]]) -> dict[str, LedgerEntry]:
        rows = list(self._session.scalars(query.order_by(LedgerRow.id)))
        countered = {row.counters_id for row in rows}
        return {
            row.declaration_id: self._entry(row) for row in rows if row.kind == "confirmed" and row.id not in countered
        }

    def units(self, programme_id: int) -> dict[str, dict[int, Decimal]]:
        """Confirmed units by participant and year."""
        sums: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for entry in self.entries(programme_id):
            sums[entry.participant_id][entry.year] += entry.units
        return {participant: dict(years) for participant, years in sums.items()}

    def book(
        self,
        programme_id: int,
        participant_id: str,
        declaration_id: str,
        year: int,
        units: Decimal,
        verdict_id: int,
        decision_id: int | None = None,
    ) -> bool:
        """Book a confirmed claim under its verdict, or under a person's decision; False where that booking stands.

        What was taken back may be booked again under the same verdict (a refusal undone, an audit set right).
        """
        source = f"verdict/{verdict_id}" if decision_id is None else f"decision/{decision_id}"
        key = self._free_key(f"{programme_id}/{declaration_id}/{source}")
        return key is not None and self._add(
            LedgerRow(
                programme_id=programme_id,
                participant_id=participant_id,
                declaration_id=declaration_id,
                year=year,
                units=units,
                kind="confirmed",
                verdict_id=verdict_id,
                entry_key=key,
            )
        )

    def _free_key(self, base: str) -> str | None:
        """`base`, or with a number where bookings under it were taken back; None while one of them stands."""
        query = select(LedgerRow.id).where(
            or_(LedgerRow.entry_key == base, LedgerRow.entry_key.startswith(f"{base}/again", autoescape=True))
        )
        made = set(self._session.scalars(query))
        taken_back = set(self._session.scalars(select(LedgerRow.counters_id).where(LedgerRow.counters_id.in_(made))))
        if made - taken_back:
            return None
        return f"{base}/again{len(made)}" if made else base

    def counter(self, programme_id: int, entry: LedgerEntry, verdict_id: int, reason: str) -> bool:
        """Take a booking back; False where that was done already."""
        return self._add(
            LedgerRow(
                programme_id=programme_id,
                participant_id=entry.participant_id,
                declaration_id=entry.declaration_id,
                year=entry.year,
                units=-entry.units,
                kind="counter",
                verdict_id=verdict_id,
                counters_id=entry.id,
                entry_key=f"{programme_id}/{entry.declaration_id}/counter/{entry.id}",
                reason=reason,
            )
        )

    def _add(self, row: LedgerRow) -> bool:
        known = select(LedgerRow.id).where(LedgerRow.entry_key == row.entry_key)
        if self._session.scalar(known) is not None:
            return False
        self._session.add(row)
        self._session.flush()  # the unique key stops a concurrent second booking here
        return True

    @staticmethod
    def _entry(row: LedgerRow) -> LedgerEntry:
        return LedgerEntry(
            row.id,
            row.participant_id,
            row.declaration_id,
            row.year,
            row.units,
            row.kind,
            row.verdict_id,
            row.reason,
            row.created_at,
        )
