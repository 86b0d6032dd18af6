"""The outbox: messages written with what they tell of, sent afterwards, each once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session, defer

from programme.verdicts import Decision
from storage.account_tables import MessageRow, MessageState, ObjectionRow
from storage.columns import now
from storage.review_tables import ReviewDecisionRow
from storage.serialising import add_new
from storage.tables import CaseState, DeclarationRow, DiscrepancyRow, Origin, ReviewCaseRow, VerdictRow

_ACTS = frozenset({"confirm", "reject", "ask_document"})
_ACTED = frozenset({CaseState.CONFIRMED, CaseState.REJECTED, CaseState.WAITING})


def _same_claim(table: type[VerdictRow | ReviewCaseRow | ObjectionRow]) -> ColumnElement[bool]:
    return and_(
        table.programme_id == DeclarationRow.programme_id, table.declaration_id == DeclarationRow.declaration_id
    )


@dataclass(frozen=True, slots=True)
class Message:
    """One message out. `channel` is "mail" or "hook"; `event_key` names the change it tells of, once for ever."""

    id: int
    programme_id: int
    participant_id: str
    declaration_id: str
    status: str
    channel: str
    event_key: str
    content: Mapping[str, Any]
    state: MessageState
    attempts: int
    due_at: datetime
    error: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClaimNow:
    """What a claim's status follows from. `units` count where it is confirmed; the two codes are the reviewer's."""

    declaration_id: str
    participant_id: str
    year: int
    origin: Origin
    decision: Decision | None
    case: CaseState | None
    codes: tuple[str, ...]
    units: Decimal | None
    rejected_for: str
    asked_for: str
    objected: bool
    invoice_numbers: tuple[str, ...] = ()
    declared: Decimal | None = None


class Messages:
    """Reads and writes the outbox within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(
        self,
        programme_id: int,
        participant_id: str,
        declaration_id: str,
        status: str,
        channel: str,
        event_key: str,
        content: Mapping[str, Any],
    ) -> bool:
        """Queue a message; False where one of that `event_key` was queued before."""
        values = {
            "programme_id": programme_id,
            "participant_id": participant_id,
            "declaration_id": declaration_id,
            "status": status,
            "channel": channel,
            "event_key": event_key,
            "content": json.dumps(dict(content), ensure_ascii=False, sort_keys=True),
        }
        return add_new(self._session, MessageRow, values)

    def told(self, programme_id: int, channel: str) -> dict[str, tuple[int, str]]:
        """By declaration: how many messages of `channel` there were, and the status the last one told."""
        query = (
            select(MessageRow.declaration_id, MessageRow.status)
            .where(MessageRow.programme_id == programme_id, MessageRow.channel == channel)
            .order_by(MessageRow.id)
        )
        told: dict[str, tuple[int, str]] = {}
        for declaration_id, status in self._session.execute(query):
            told[declaration_id] = (told.get(declaration_id, (0, ""))[0] + 1, status)
        return told

    def claims_now(
        self, programme_id: int, participant_id: str | None = None, declaration_id: str | None = None
    ) -> list[ClaimNow]:
        """Every claim that is made now, of all participants or of one, or one claim, in the order they were made."""
        query = (
            select(DeclarationRow, VerdictRow, ReviewCaseRow, ObjectionRow.id)
            .outerjoin(VerdictRow, _same_claim(VerdictRow) & VerdictRow.current)
            .outerjoin(ReviewCaseRow, _same_claim(ReviewCaseRow))
            .outerjoin(ObjectionRow, _same_claim(ObjectionRow))
            .where(
                DeclarationRow.programme_id == programme_id,
                DeclarationRow.current,
                DeclarationRow.origin != Origin.ERASED,
            )
            .options(defer(VerdictRow.content))
            .order_by(DeclarationRow.id)
        )
        if participant_id is not None:
            query = query.where(DeclarationRow.participant_id == participant_id)
        if declaration_id is not None:
            query = query.where(DeclarationRow.declaration_id == declaration_id)
        rows = self._session.execute(query).all()
        codes = self._codes(programme_id, participant_id)
        acts = self._acts(programme_id, {row[2].id for row in rows if row[2] is not None and row[2].state in _ACTED})
        return [self._claim_now(row[0], row[1], row[2], row[3], codes, acts) for row in rows]

    def _codes(self, programme_id: int, participant_id: str | None) -> dict[int, tuple[str, ...]]:
        """Blocking codes by current verdict, each once."""
        query = (
            select(DiscrepancyRow.verdict_id, DiscrepancyRow.code)
            .join(VerdictRow, VerdictRow.id == DiscrepancyRow.verdict_id)
            .where(VerdictRow.programme_id == programme_id, VerdictRow.current, DiscrepancyRow.blocking)
            .order_by(DiscrepancyRow.verdict_id, DiscrepancyRow.position)
        )
        if participant_id is not None:
            query = query.join(DeclarationRow, _same_claim(VerdictRow) & DeclarationRow.current).where(
                DeclarationRow.participant_id == participant_id
            )
        found: dict[int, tuple[str, ...]] = {}
        for verdict_id, code in self._session.execute(query):
            if code not in found.get(verdict_id, ()):
                found[verdict_id] = (*found.get(verdict_id, ()), code)
        return found

    def _acts(self, programme_id: int, cases: set[int]) -> dict[int, ReviewDecisionRow]:
        """The last act on each of `cases`."""
        if not cases:
            return {}
        query = select(ReviewDecisionRow).where(ReviewDecisionRow.programme_id == programme_id)
        rows = list(self._session.scalars(query.order_by(ReviewDecisionRow.id)))
        undone = {row.undoes_id for row in rows}
        return {
            row.case_id: row
            for row in rows
            if row.case_id in cases and row.undoes_id is None and row.id not in undone and row.action in _ACTS
        }

    @staticmethod
    def _claim_now(
        claim: DeclarationRow,
        verdict: VerdictRow | None,
        case: ReviewCaseRow | None,
        objection_id: int | None,
        codes: Mapping[int, tuple[str, ...]],
        acts: Mapping[int, ReviewDecisionRow],
    ) -> ClaimNow:
        state = None if case is None else CaseState(case.state)
        act = acts.get(case.id) if case is not None else None
        if verdict is not None and verdict.declaration_version < claim.version:
            # Mended since: what was decided or asked of the version before says nothing of this one.
            verdict = None
            state = None if state in (CaseState.OPEN, CaseState.WAITING) else state
        by_person = act is not None and state is CaseState.CONFIRMED
        return ClaimNow(
            declaration_id=claim.declaration_id,
            participant_id=claim.participant_id,
            year=claim.year,
            origin=Origin(claim.origin),
            decision=None if verdict is None else Decision(verdict.decision),
            case=state,
            codes=() if verdict is None else codes.get(verdict.id, ()),
            units=act.units if act is not None and by_person else (verdict.verified_units if verdict else None),
            rejected_for=act.reason if act is not None and state is CaseState.REJECTED else "",
            asked_for=act.reason if act is not None and state is CaseState.WAITING else "",
            objected=objection_id is not None,
            invoice_numbers=tuple(json.loads(claim.invoice_numbers)),
            declared=claim.seed_units,
        )

    def take(self, until: datetime) -> Message | None:
        """A message due now. It is put off to `until`, so that no other sender takes it meanwhile; commit at once."""
        query = (
            select(MessageRow)
            .where(MessageRow.state == MessageState.WAITING, MessageRow.due_at <= now())
            .order_by(MessageRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = self._session.scalar(query)
        if row is None:
            return None
        row.due_at = until
        row.attempts += 1
        self._session.flush()
        return self._message(row)

    def sent(self, message_id: int) -> None:
        row = self._row(message_id)
        row.state, row.sent_at, row.error = MessageState.SENT, now(), ""

    def failed(self, message_id: int, error: str, due_at: datetime | None) -> None:
        """Note a failure; to be tried again at `due_at`, or never where it is None."""
        row = self._row(message_id)
        row.error = error[:500]
        if due_at is None:
            row.state = MessageState.GIVEN_UP
        else:
            row.due_at = due_at

    def all(self, programme_id: int, participant_id: str | None = None) -> list[Message]:
        """In the order they were queued."""
        query = select(MessageRow).where(MessageRow.programme_id == programme_id).order_by(MessageRow.id)
        if participant_id is not None:
            query = query.where(MessageRow.participant_id == participant_id)
        return [self._message(row) for row in self._session.scalars(query)]

    def mark(self) -> tuple[object, ...]:
        """Differs whenever a claim, a verdict, a case or an objection was added or moved."""
        newest = (DeclarationRow.id, VerdictRow.id, ReviewDecisionRow.id, ObjectionRow.id, ReviewCaseRow.changed_at)
        versions = self._session.scalar(select(func.sum(ReviewCaseRow.version)))
        return (*(self._session.scalar(select(func.max(column))) for column in newest), versions)

    def any_due(self) -> bool:
        """Whether a message is to be sent now."""
        query = select(MessageRow.id).where(MessageRow.state == MessageState.WAITING, MessageRow.due_at <= now())
        return self._session.scalar(query.limit(1)) is not None

    def waiting(self) -> int:
        """How many wait to be sent."""
        query = select(func.count(MessageRow.id)).where(MessageRow.state == MessageState.WAITING)
        return self._session.scalar(query) or 0

    def empty(self, programme_id: int, participant_id: str) -> None:
        """Erase what a participant's messages said and to whom; unsent ones are not sent any more."""
        mine = (MessageRow.programme_id == programme_id, MessageRow.participant_id == participant_id)
        self._session.execute(update(MessageRow).where(*mine).values(content="{}", error=""))
        unsent = update(MessageRow).where(*mine, MessageRow.state == MessageState.WAITING)
        self._session.execute(unsent.values(state=MessageState.GIVEN_UP))

    def _row(self, message_id: int) -> MessageRow:
        row = self._session.get(MessageRow, message_id)
        if row is None:
            raise LookupError(f"message {message_id} is unknown")
        return row

    @staticmethod
    def _message(row: MessageRow) -> Message:
        return Message(
            row.id,
            row.programme_id,
            row.participant_id,
            row.declaration_id,
            row.status,
            row.channel,
            row.event_key,
            json.loads(row.content),
            MessageState(row.state),
            row.attempts,
            row.due_at,
            row.error,
            row.created_at,
            row.sent_at,
        )
