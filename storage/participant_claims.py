"""What participants do themselves: drafts, submitted claims, objections, and the erasure of their data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from programme.registry import Declaration
from storage.account_tables import DraftDocumentRow, DraftRow, ErasureRow, ObjectionRow
from storage.columns import now
from storage.programmes import add_declaration
from storage.reviews import case_row
from storage.serialising import add_new
from storage.tables import CaseState, DeclarationDocumentRow, DeclarationRow, Origin, UploadRow


@dataclass(frozen=True, slots=True)
class DraftDocument:
    """An uploaded file of a draft; `name` is the sender's, `kind` the extension its content deserves."""

    sha256: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim being written. `content` are the form's cells as typed; `replaces` is the claim being mended."""

    key: str
    programme_id: int
    participant_id: str
    replaces: str | None
    content: Mapping[str, Any]
    documents: tuple[DraftDocument, ...] = field(default=())
    changed_at: datetime = field(default_factory=now)


@dataclass(frozen=True, slots=True)
class Objection:
    """A participant's objection to a rejection, in his words."""

    declaration_id: str
    participant_id: str
    reason: str
    at: datetime


class ParticipantClaims:
    """Reads and writes what participants do, within a unit of work. Who may do it is checked in pipelines."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # -- drafts -------------------------------------------------------------------------------------------------

    def put_draft(self, draft: Draft) -> None:
        """Keep the draft under its key, with exactly its documents."""
        row = self._session.scalar(select(DraftRow).where(DraftRow.key == draft.key))
        content = json.dumps(dict(draft.content), ensure_ascii=False, sort_keys=True)
        if row is None:
            row = DraftRow(
                key=draft.key,
                programme_id=draft.programme_id,
                participant_id=draft.participant_id,
                replaces=draft.replaces,
                content=content,
            )
            self._session.add(row)
        row.content, row.changed_at = content, now()
        self._session.flush()
        self._session.execute(delete(DraftDocumentRow).where(DraftDocumentRow.draft_id == row.id))
        self._session.add_all(
            DraftDocumentRow(draft_id=row.id, sha256=item.sha256, name=item.name[:500], kind=item.kind)
            for item in draft.documents
        )
        self._session.flush()

    def drafts(self, programme_id: int, participant_id: str) -> list[Draft]:
        """A participant's drafts, newest first."""
        query = (
            select(DraftRow)
            .where(DraftRow.programme_id == programme_id, DraftRow.participant_id == participant_id)
            .order_by(DraftRow.id.desc())
        )
        return [self._draft(row) for row in self._session.scalars(query)]

    def drop_draft(self, key: str) -> None:
        row = self._session.scalar(select(DraftRow).where(DraftRow.key == key))
        if row is not None:
            self._session.execute(delete(DraftDocumentRow).where(DraftDocumentRow.draft_id == row.id))
            self._session.delete(row)
            self._session.flush()

    def draft_hashes(self, programme_id: int) -> set[str]:
        """SHA-256 of every document in any draft of the programme."""
        query = (
            select(DraftDocumentRow.sha256)
            .join(DraftRow, DraftRow.id == DraftDocumentRow.draft_id)
            .where(DraftRow.programme_id == programme_id)
        )
        return set(self._session.scalars(query))

    def _draft(self, row: DraftRow) -> Draft:
        query = select(DraftDocumentRow).where(DraftDocumentRow.draft_id == row.id).order_by(DraftDocumentRow.id)
        documents = tuple(DraftDocument(item.sha256, item.name, item.kind) for item in self._session.scalars(query))
        content = json.loads(row.content)
        return Draft(row.key, row.programme_id, row.participant_id, row.replaces, content, documents, row.changed_at)

    # -- claims -------------------------------------------------------------------------------------------------

    def next_id(self, programme_id: int, prefix: str) -> str:
        """A declaration id no claim ever had; later ones count as later."""
        query = select(DeclarationRow.declaration_id).where(
            DeclarationRow.programme_id == programme_id, DeclarationRow.declaration_id.startswith(prefix)
        )
        numbers = [key[len(prefix) :] for key in self._session.scalars(query)]
        return f"{prefix}{max((int(text) for text in numbers if text.isdecimal()), default=0) + 1:06d}"

    def put_claim(self, programme_id: int, declaration: Declaration, uploads: Mapping[str, str]) -> int:
        """Keep a participant's claim, or a new version of it, with its uploads (name to SHA-256); the version.

        Uploads of the version before stay, but count no more where the new version does not name them.
        """
        mine = (
            DeclarationRow.programme_id == programme_id,
            DeclarationRow.declaration_id == declaration.declaration_id,
        )
        old = self._session.scalars(select(DeclarationRow.id).where(*mine, DeclarationRow.current)).all()
        self._session.execute(update(DeclarationRow).where(*mine).values(current=False))
        version = add_declaration(self._session, programme_id, declaration, Origin.PARTICIPANT)
        names = select(DeclarationDocumentRow.name).where(DeclarationDocumentRow.declaration_row_id.in_(old))
        before = set(self._session.scalars(names)) - set(declaration.documents)
        self._retire(programme_id, before)
        known = {item.name for item in self._session.scalars(self._uploads(programme_id))}
        self._session.add_all(
            UploadRow(programme_id=programme_id, name=name, sha256=sha256, origin=Origin.PARTICIPANT)
            for name, sha256 in uploads.items()
            if name not in known
        )
        self._session.flush()
        return version

    @staticmethod
    def _uploads(programme_id: int) -> Select[tuple[UploadRow]]:
        return select(UploadRow).where(
            UploadRow.programme_id == programme_id, UploadRow.origin == Origin.PARTICIPANT, UploadRow.current
        )

    def _retire(self, programme_id: int, names: set[str]) -> None:
        for row in self._session.scalars(self._uploads(programme_id)):
            if row.name in names:
                row.current = False

    def withdraw(self, programme_id: int, declaration_id: str) -> None:
        """The claim is made no longer; its versions stay."""
        self._session.execute(
            update(DeclarationRow)
            .where(DeclarationRow.programme_id == programme_id, DeclarationRow.declaration_id == declaration_id)
            .values(current=False)
        )

    def of_participant(self, programme_id: int, participant_id: str) -> list[str]:
        """Every claim a participant ever made, in the order they came."""
        query = (
            select(DeclarationRow.declaration_id)
            .where(DeclarationRow.programme_id == programme_id, DeclarationRow.participant_id == participant_id)
            .order_by(DeclarationRow.id)
        )
        return list(dict.fromkeys(self._session.scalars(query)))

    # -- objections ---------------------------------------------------------------------------------------------

    def object_to(self, programme_id: int, declaration_id: str, participant_id: str, reason: str) -> bool:
        """Keep an objection; False where there was one on this claim already."""
        return add_new(
            self._session,
            ObjectionRow,
            {
                "programme_id": programme_id,
                "declaration_id": declaration_id,
                "participant_id": participant_id,
                "reason": reason,
            },
        )

    def reopen(self, programme_id: int, declaration_id: str, why: str) -> None:
        """Put a claim's case back before the reviewers; `why` is shown to them."""
        case = case_row(self._session, programme_id, declaration_id)
        if case is not None:
            case.state, case.reopened, case.changed_at, case.decision_id = CaseState.OPEN.value, why, now(), None
            case.leased_by = case.leased_until = case.leased_at = case.postponed_until = None
            self._session.flush()

    def objection(self, programme_id: int, declaration_id: str) -> Objection | None:
        return next((item for item in self.objections(programme_id) if item.declaration_id == declaration_id), None)

    def objections(self, programme_id: int) -> list[Objection]:
        """Every objection, oldest first."""
        query = select(ObjectionRow).where(ObjectionRow.programme_id == programme_id).order_by(ObjectionRow.id)
        return [
            Objection(row.declaration_id, row.participant_id, row.reason, row.created_at)
            for row in self._session.scalars(query)
        ]

    # -- erasures -----------------------------------------------------------------------------------------------

    def erased(self, programme_id: int) -> set[str]:
        """Participants whose data were erased."""
        query = select(ErasureRow.participant_id).where(ErasureRow.programme_id == programme_id)
        return set(self._session.scalars(query))

    def note_erasure(self, programme_id: int, participant_id: str) -> None:
        if participant_id not in self.erased(programme_id):
            self._session.add(ErasureRow(programme_id=programme_id, participant_id=participant_id))
            self._session.flush()
