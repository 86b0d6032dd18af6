"""The table of what reviewers decided, append-only: an undo is a row of its own."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import now
from storage.tables import Base


class ReviewDecisionRow(Base):
    """One act of one person on one case, with what he saw: the case's version, the verdict, the blocking codes."""

    __tablename__ = "review_decision"
    __table_args__ = (
        Index("ix_review_decision_case", "case_id"),
        Index("ix_review_decision_actor", "programme_id", "actor"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("review_case.id"))
    declaration_id: Mapped[str] = mapped_column(String(100))
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    case_version: Mapped[int]  # the version the decision was made on
    case_version_after: Mapped[int]  # an undo is possible while the case still has this one
    action: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(50))
    note: Mapped[str] = mapped_column(Text, default="")
    units: Mapped[Decimal | None] = mapped_column(default=None)  # what counts, of a confirmation
    details: Mapped[str] = mapped_column(Text, default="{}")  # JSON: corrections and keyed quantities
    codes: Mapped[str] = mapped_column(Text, default="[]")  # JSON: the blocking codes the person saw
    claim_hash: Mapped[str] = mapped_column(String(64), default="")
    seconds: Mapped[float | None] = mapped_column(default=None)  # from taking the case to deciding
    bulk: Mapped[str | None] = mapped_column(String(40), default=None)  # the same for decisions made together
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("review_decision.id"), unique=True, default=None)
    created_at: Mapped[datetime] = mapped_column(default=now)
