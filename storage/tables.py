"""The tables. Every row belongs to a programme, except what is a pure function of a file's bytes (extraction).

What was declared, read and decided is never overwritten: a change is a new version. The points ledger and the
audit trail are append-only, which triggers in the database enforce (see migrations).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.columns import ExactDecimal, Moment, now


class Base(DeclarativeBase):
    type_annotation_map = {Decimal: ExactDecimal, datetime: Moment}  # noqa: RUF012 - SQLAlchemy's own form


class OrganiserRow(Base):
    __tablename__ = "organiser"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class ProgrammeRow(Base):
    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey("organiser.id"))
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class RulesRow(Base):
    """One version of a programme's rules (programme.toml as JSON); the highest version holds."""

    __tablename__ = "programme_rules"
    __table_args__ = (UniqueConstraint("programme_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    version: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)


class PartnerRow(Base):
    """An approved seller. `current` False: no longer in the organiser's list."""

    __tablename__ = "partner"
    __table_args__ = (UniqueConstraint("programme_id", "nip"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    nip: Mapped[str] = mapped_column(String(10))
    content: Mapped[str] = mapped_column(Text)
    current: Mapped[bool] = mapped_column(default=True)


class ProductRow(Base):
    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("programme_id", "sku"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    sku: Mapped[str] = mapped_column(String(100))
    position: Mapped[int] = mapped_column(default=0)  # the organiser's order, which resolves ties
    content: Mapped[str] = mapped_column(Text)
    current: Mapped[bool] = mapped_column(default=True)


class ParticipantRow(Base):
    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("programme_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    participant_id: Mapped[str] = mapped_column(String(100))
    content: Mapped[str] = mapped_column(Text)
    current: Mapped[bool] = mapped_column(default=True)


class Origin(StrEnum):
    """Through which door a claim came. An intake folder rules over what came from intake folders, and no more."""

    INTAKE = "intake"
    PARTICIPANT = "participant"  # declared by the participant himself on his pages
    ERASED = "erased"  # what the ledger needs of a participant whose data were erased


class DeclarationRow(Base):
    """One version of a claim; `current` marks the version that counts, none where the claim was withdrawn."""

    __tablename__ = "declaration"
    __table_args__ = (
        UniqueConstraint("programme_id", "declaration_id", "version"),
        Index("ix_declaration_participant", "programme_id", "participant_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    declaration_id: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
    participant_id: Mapped[str] = mapped_column(String(100))
    year: Mapped[int]
    seller_nip: Mapped[str] = mapped_column(String(10))
    invoice_numbers: Mapped[str] = mapped_column(Text)  # JSON list
    invoice_date: Mapped[date]
    seed_units: Mapped[Decimal]
    origin: Mapped[str] = mapped_column(String(20), default=Origin.INTAKE)
    current: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class DeclarationDocumentRow(Base):
    """A file name a declaration names, in its order."""

    __tablename__ = "declaration_document"
    __table_args__ = (UniqueConstraint("declaration_row_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    declaration_row_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(500))


class DocumentRow(Base):
    """The bytes of an upload, kept once a programme. `stored` False: refused at the door, `refusal` says why."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("programme_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    stored: Mapped[bool] = mapped_column(default=True)
    refusal: Mapped[str | None] = mapped_column(String(100), default=None)
    created_at: Mapped[datetime] = mapped_column(default=now)


class UploadRow(Base):
    """The name under which a document came; the same bytes may come under many names."""

    __tablename__ = "upload"
    __table_args__ = (UniqueConstraint("programme_id", "name", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    name: Mapped[str] = mapped_column(String(500))
    sha256: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(20), default=Origin.INTAKE)
    current: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class ExtractionRow(Base):
    """What one version of the reader made of a file's bytes; an improved reader adds a row."""

    __tablename__ = "extraction"
    __table_args__ = (UniqueConstraint("sha256", "reader_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    reader_version: Mapped[str] = mapped_column(String(100))
    invoice: Mapped[str] = mapped_column(Text)  # Invoice as JSON
    source: Mapped[str] = mapped_column(String(20), default="", server_default="")  # of the invoice, for counting
    pictures: Mapped[str] = mapped_column(Text)  # JSON list of object keys, one upright JPEG a page
    failure: Mapped[str | None] = mapped_column(String(50), default=None)  # time_limit, memory_limit, reader_crashed
    created_at: Mapped[datetime] = mapped_column(default=now)


class VerdictRow(Base):
    """One version of the machine's decision on a declaration, with all that is needed to replay it."""

    __tablename__ = "verdict"
    __table_args__ = (UniqueConstraint("programme_id", "declaration_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    declaration_id: Mapped[str] = mapped_column(String(100))
    version: Mapped[int]
    declaration_version: Mapped[int]
    rules_version: Mapped[int]
    reader_version: Mapped[str] = mapped_column(String(100))
    thresholds_hash: Mapped[str] = mapped_column(String(64))
    inputs_hash: Mapped[str] = mapped_column(String(64))
    # Of the claim's own declaration and documents alone, without the registries: what a person's decision rests on.
    claim_hash: Mapped[str] = mapped_column(String(64), default="", server_default="")
    decision: Mapped[str] = mapped_column(String(20))
    declared_units: Mapped[Decimal]
    verified_units: Mapped[Decimal | None]
    content: Mapped[str] = mapped_column(Text)  # Verdict as JSON
    current: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class DiscrepancyRow(Base):
    __tablename__ = "discrepancy"
    __table_args__ = (UniqueConstraint("verdict_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(50), index=True)
    blocking: Mapped[bool]
    document: Mapped[str | None] = mapped_column(String(500))
    declared: Mapped[str | None] = mapped_column(Text)
    found: Mapped[str | None] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text)


class CaseState(StrEnum):
    """Where a flagged claim stands with people."""

    OPEN = "open"
    WAITING = "waiting"  # for the participant's better document
    CONFIRMED = "confirmed"  # by a reviewer
    REJECTED = "rejected"  # by a reviewer
    SETTLED = "settled"  # needs nobody any more: confirmed by a later reading, or withdrawn


class ReviewCaseRow(Base):
    """One case a flagged declaration. `version` guards against two reviewers; a lease expires by itself."""

    __tablename__ = "review_case"
    __table_args__ = (
        UniqueConstraint("programme_id", "declaration_id"),
        Index("ix_review_case_queue", "programme_id", "state", "risk", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    declaration_id: Mapped[str] = mapped_column(String(100))
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    state: Mapped[str] = mapped_column(String(20), default=CaseState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    risk: Mapped[float] = mapped_column(default=0.0)
    leased_by: Mapped[str | None] = mapped_column(String(100), default=None)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    leased_at: Mapped[datetime | None] = mapped_column(default=None)  # since when this reviewer looks at it
    assigned_to: Mapped[str | None] = mapped_column(String(100), default=None)  # handed on to this person
    postponed_until: Mapped[datetime | None] = mapped_column(default=None)
    reopened: Mapped[str | None] = mapped_column(String(20), default=None)  # why it was last opened again
    decision_id: Mapped[int | None] = mapped_column(default=None)  # the review_decision its state rests on
    opened_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class LedgerRow(Base):
    """Confirmed units, signed; append-only. `entry_key` makes booking twice booking once."""

    __tablename__ = "points_ledger"
    __table_args__ = (Index("ix_points_ledger_participant", "programme_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    participant_id: Mapped[str] = mapped_column(String(100))
    declaration_id: Mapped[str] = mapped_column(String(100))
    year: Mapped[int]
    units: Mapped[Decimal]
    kind: Mapped[str] = mapped_column(String(20))  # confirmed, counter
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdict.id"))
    counters_id: Mapped[int | None] = mapped_column(ForeignKey("points_ledger.id"), default=None)
    entry_key: Mapped[str] = mapped_column(String(200), unique=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)


class AuditRow(Base):
    """Who did what to what, append-only. `details` is JSON without personal data."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    actor: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(50))
    subject: Mapped[str] = mapped_column(String(200))
    details: Mapped[str] = mapped_column(Text, default="{}")
    created_at: Mapped[datetime] = mapped_column(default=now)


class RunRow(Base):
    """A batch run. A run whose heartbeat is old died; its work is picked up by the next."""

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="running")  # running, finished, failed, died
    started_at: Mapped[datetime] = mapped_column(default=now)
    heartbeat_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    summary: Mapped[str] = mapped_column(Text, default="{}")
