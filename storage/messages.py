"""The outbox: messages written with what they tell of, sent afterwards, each once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage.account_tables import MessageRow, MessageState
from storage.columns import now


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
        known = select(MessageRow.id).where(MessageRow.event_key == event_key)
        if self._session.scalar(known) is not None:
            return False
        row = MessageRow(
            programme_id=programme_id,
            participant_id=participant_id,
            declaration_id=declaration_id,
            status=status,
            channel=channel,
            event_key=event_key,
            content=json.dumps(dict(content), ensure_ascii=False, sort_keys=True),
        )
        self._session.add(row)
        self._session.flush()
        return True

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

    def take(self, until: datetime, limit: int = 100) -> list[Message]:
        """Messages due now. Each is put off to `until`, so that no other sender takes it meanwhile; commit at once."""
        query = (
            select(MessageRow)
            .where(MessageRow.state == MessageState.WAITING, MessageRow.due_at <= now())
            .order_by(MessageRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = list(self._session.scalars(query))
        for row in rows:
            row.due_at = until
            row.attempts += 1
        self._session.flush()
        return [self._message(row) for row in rows]

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
