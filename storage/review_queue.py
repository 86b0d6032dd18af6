"""The reviewers' queue: filtered, ordered and cut to a page in the database, never in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    case,
    cast,
    distinct,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from programme.registry import Participant
from storage.columns import now
from storage.reviews import CaseRecord, free, record_of
from storage.tables import CaseState, DeclarationRow, DiscrepancyRow, ParticipantRow, ReviewCaseRow


class Shelf(StrEnum):
    """Where a case lies for the reviewer."""

    OPEN = "open"
    POSTPONED = "postponed"
    WAITING = "waiting"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What to show. `code` and `text` None: everything; `text` is looked for in numbers, names, NIPs and places."""

    shelf: Shelf = Shelf.OPEN
    code: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One row of the queue."""

    case: CaseRecord
    participant_id: str
    participant: str
    seller_nip: str
    invoice_numbers: str
    invoice_date: date
    seed_units: Decimal
    year: int
    codes: tuple[str, ...] = ()


class ReviewQueue:
    """Reads the queue within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, programme_id: int, wanted: QueueFilter, limit: int, offset: int = 0) -> list[QueueItem]:
        """`limit` rows from `offset` on, riskiest first, the oldest first among alike."""
        return self._items(self._rows(programme_id, wanted), limit, offset)

    def _items(self, query: Select[Any], limit: int, offset: int = 0) -> list[QueueItem]:
        rows = self._session.execute(query.order_by(*_order()).limit(limit).offset(offset)).all()
        codes = self._codes([row.verdict_id for row, _, _ in rows])
        return [
            QueueItem(
                record_of(row),
                claim.participant_id,
                Participant.model_validate_json(content).name if content else "",
                claim.seller_nip,
                claim.invoice_numbers,
                claim.invoice_date,
                claim.seed_units,
                claim.year,
                codes.get(row.verdict_id, ()),
            )
            for row, claim, content in rows
        ]

    def count(self, programme_id: int, wanted: QueueFilter) -> int:
        query = self._select(programme_id, wanted, func.count(distinct(ReviewCaseRow.id)))
        return self._session.scalar(query) or 0

    def shelves(self, programme_id: int) -> dict[Shelf, int]:
        """How many cases lie on each shelf."""
        moment = now()
        counts = [func.count(case((_on(programme_id, shelf, moment), 1))) for shelf in Shelf]
        query = select(*counts).where(ReviewCaseRow.programme_id == programme_id)
        return dict(zip(Shelf, self._session.execute(query).one(), strict=True))

    def by_code(self, programme_id: int, shelf: Shelf = Shelf.OPEN) -> list[tuple[str, int]]:
        """Cases on a shelf by blocking reason, the most frequent first."""
        counted = func.count(distinct(ReviewCaseRow.id))
        query = (
            select(DiscrepancyRow.code, counted)
            .join(ReviewCaseRow, ReviewCaseRow.verdict_id == DiscrepancyRow.verdict_id)
            .where(_on(programme_id, shelf, now()), DiscrepancyRow.blocking)
            .group_by(DiscrepancyRow.code)
            .order_by(counted.desc(), DiscrepancyRow.code)
        )
        return [(code, count) for code, count in self._session.execute(query)]

    def next_ids(self, programme_id: int, user: str, wanted: QueueFilter, limit: int = 5) -> list[int]:
        """Cases `user` may take next, best first: handed to him, then by risk and age; none handed to another."""
        query = self._select(programme_id, wanted, ReviewCaseRow.id).where(
            free(now(), user), or_(ReviewCaseRow.assigned_to.is_(None), ReviewCaseRow.assigned_to == user)
        )
        mine = ReviewCaseRow.assigned_to.is_(None)
        return list(self._session.scalars(query.order_by(mine, *_order()).limit(limit)))

    def alike(self, programme_id: int, code: str, limit: int = 200) -> list[QueueItem]:
        """Open cases whose only blocking reason is `code`."""
        only = (
            select(func.count(distinct(DiscrepancyRow.code)))
            .where(DiscrepancyRow.verdict_id == ReviewCaseRow.verdict_id, DiscrepancyRow.blocking)
            .scalar_subquery()
        )
        return self._items(self._rows(programme_id, QueueFilter(code=code)).where(only == 1), limit)

    def _rows(self, programme_id: int, wanted: QueueFilter) -> Select[Any]:
        return self._select(programme_id, wanted, ReviewCaseRow, DeclarationRow, ParticipantRow.content)

    def _select(self, programme_id: int, wanted: QueueFilter, *what: Any) -> Select[Any]:
        query = (
            select(*what)
            .select_from(ReviewCaseRow)
            .join(
                DeclarationRow,
                and_(
                    DeclarationRow.programme_id == ReviewCaseRow.programme_id,
                    DeclarationRow.declaration_id == ReviewCaseRow.declaration_id,
                    DeclarationRow.current,
                ),
            )
            .outerjoin(
                ParticipantRow,
                and_(
                    ParticipantRow.programme_id == DeclarationRow.programme_id,
                    ParticipantRow.participant_id == DeclarationRow.participant_id,
                ),
            )
            .where(_on(programme_id, wanted.shelf, now()))
        )
        if wanted.code:
            query = query.where(
                exists().where(
                    DiscrepancyRow.verdict_id == ReviewCaseRow.verdict_id,
                    DiscrepancyRow.code == wanted.code,
                    DiscrepancyRow.blocking,
                )
            )
        return query.where(self._containing(wanted.text)) if wanted.text else query

    def _containing(self, text: str) -> ColumnElement[bool]:
        pattern = "%" + text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        columns: tuple[SQLColumnExpression[str], ...] = (
            DeclarationRow.declaration_id,
            DeclarationRow.participant_id,
            DeclarationRow.invoice_numbers,
            DeclarationRow.seller_nip,
            *(self._of_participant(name) for name in ("name", "nip", "city")),
        )
        return or_(*(column.ilike(pattern, escape="\\") for column in columns))

    def _of_participant(self, name: str) -> ColumnElement[str]:
        """A value within the participant's JSON; the two databases have no word for it in common."""
        if self._session.get_bind().dialect.name == "postgresql":
            value: ColumnElement[str] = cast(ParticipantRow.content, postgresql.JSON)[name].astext
            return value
        return func.json_extract(ParticipantRow.content, f"$.{name}")

    def _codes(self, verdict_ids: list[int]) -> dict[int, tuple[str, ...]]:
        query = (
            select(DiscrepancyRow.verdict_id, DiscrepancyRow.code)
            .where(DiscrepancyRow.verdict_id.in_(verdict_ids), DiscrepancyRow.blocking)
            .order_by(DiscrepancyRow.verdict_id, DiscrepancyRow.position)
        )
        found: dict[int, tuple[str, ...]] = {}
        for verdict_id, code in self._session.execute(query):
            known = found.get(verdict_id, ())
            found[verdict_id] = known if code in known else (*known, code)
        return found


def _order() -> tuple[SQLColumnExpression[Any], ...]:
    # Tenths of risk, so that among about equal ones the oldest comes first and nothing waits for ever.
    return cast(ReviewCaseRow.risk * 10, Integer).desc(), ReviewCaseRow.opened_at, ReviewCaseRow.id


def _on(programme_id: int, shelf: Shelf, moment: datetime) -> ColumnElement[bool]:
    mine = ReviewCaseRow.programme_id == programme_id
    if shelf is Shelf.DECIDED:
        decided = (CaseState.CONFIRMED.value, CaseState.REJECTED.value)
        return and_(mine, ReviewCaseRow.state.in_(decided))
    if shelf is Shelf.WAITING:
        return and_(mine, ReviewCaseRow.state == CaseState.WAITING.value)
    later = ReviewCaseRow.postponed_until > moment
    now_or_never = or_(ReviewCaseRow.postponed_until.is_(None), ReviewCaseRow.postponed_until <= moment)
    opened = ReviewCaseRow.state == CaseState.OPEN.value
    return and_(mine, opened, later if shelf is Shelf.POSTPONED else now_or_never)
