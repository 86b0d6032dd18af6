"""Tables of accounts and of the participants' door: sign-ins, drafts, objections, messages out, erasures."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import now
from storage.tables import Base


class AccountRow(Base):
    """A person who may sign in. `password_hash` None: only through the organisation's own sign-in (OIDC)."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), default=None)
    participant_id: Mapped[str | None] = mapped_column(String(100), default=None)
    password_hash: Mapped[str | None] = mapped_column(Text, default=None)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(default=None)
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class SignInRow(Base):
    """One sign-in. Tokens are kept as SHA-256 only: the page's own, the browser's cookie, and the code between."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    cookie_hash: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    code_until: Mapped[datetime | None] = mapped_column(default=None)
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class DraftRow(Base):
    """A claim being written, or a claim being mended (`replaces`). Nothing of it counts before it is submitted."""

    __tablename__ = "claim_draft"
    __table_args__ = (Index("ix_claim_draft_participant", "programme_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    participant_id: Mapped[str] = mapped_column(String(100))
    replaces: Mapped[str | None] = mapped_column(String(100), default=None)
    content: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class DraftDocumentRow(Base):
    """A document of a draft. `name` is the file's own, shown back to its sender and used for nothing else."""

    __tablename__ = "claim_draft_document"
    __table_args__ = (UniqueConstraint("draft_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("claim_draft.id", ondelete="CASCADE"))
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(10))  # file extension by content


class ObjectionRow(Base):
    """A participant's objection to a decision: one a claim, ever."""

    __tablename__ = "objection"
    __table_args__ = (UniqueConstraint("programme_id", "declaration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    declaration_id: Mapped[str] = mapped_column(String(100))
    participant_id: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)


class MessageState(StrEnum):
    """Where a message out stands."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class MessageRow(Base):
    """A message to be sent, written in the transaction of what it tells of; `event_key` makes it one message."""

    __tablename__ = "message_out"
    __table_args__ = (Index("ix_message_out_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    participant_id: Mapped[str] = mapped_column(String(100))
    declaration_id: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(10))  # mail, hook
    event_key: Mapped[str] = mapped_column(String(300), unique=True)
    content: Mapped[str] = mapped_column(Text)  # JSON; emptied when the participant's data are erased
    state: Mapped[str] = mapped_column(String(20), default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=now)
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)


class ErasureRow(Base):
    """A participant whose data were erased: a later load of the organiser's tables must not bring them back."""

    __tablename__ = "erasure"
    __table_args__ = (UniqueConstraint("programme_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    participant_id: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(default=now)
