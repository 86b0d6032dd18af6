"""Tables for proving afterwards what was decided: inputs of verdicts, the blind audit, redeemed points."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import now
from storage.tables import Base


class DecisionInputsRow(Base):
    """What a verification saw, once for all its verdicts: compressed JSON of lists, versions and hashes.

    It holds no personal data: claims, readings and participants are named by key, version and hash.
    """

    __tablename__ = "decision_inputs"
    __table_args__ = (UniqueConstraint("programme_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)


class VerdictInputsRow(Base):
    """Which inputs a verdict was made from; append-only."""

    __tablename__ = "verdict_inputs"

    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"), primary_key=True)
    inputs_id: Mapped[int] = mapped_column(ForeignKey("decision_inputs.id"))


class AuditSampleRow(Base):
    """A confirmed claim drawn for the blind audit, with the verdict that confirmed it."""

    __tablename__ = "audit_sample"
    __table_args__ = (UniqueConstraint("programme_id", "declaration_id", "verdict_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    declaration_id: Mapped[str] = mapped_column(String(100))
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    drawn_at: Mapped[datetime] = mapped_column(default=now)


class AuditResultRow(Base):
    """What the auditor found on a drawn claim; append-only, the last one counts."""

    __tablename__ = "audit_result"
    __table_args__ = (Index("ix_audit_result_sample", "sample_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[int] = mapped_column(ForeignKey("audit_sample.id"))
    actor: Mapped[str] = mapped_column(String(100))
    right: Mapped[bool]
    units: Mapped[Decimal | None] = mapped_column(default=None)  # as the auditor reads the document
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)


class RedemptionRow(Base):
    """Points given out; append-only. `request_key` makes asking twice asking once."""

    __tablename__ = "redemption"
    __table_args__ = (
        UniqueConstraint("programme_id", "request_key"),
        Index("ix_redemption_participant", "programme_id", "participant_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    participant_id: Mapped[str] = mapped_column(String(100))
    points: Mapped[int]
    request_key: Mapped[str] = mapped_column(String(200))
    actor: Mapped[str] = mapped_column(String(100))
    behind: Mapped[str] = mapped_column(Text)  # JSON: the bookings verified, by id of their entry
    created_at: Mapped[datetime] = mapped_column(default=now)
