"""Forgetting: documents nothing refers to any more, and a participant's data, but for what the ledger needs."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from programme.registry import Participant
from programme.verdicts import Verdict
from storage.account_tables import ObjectionRow
from storage.documents import FORGOTTEN
from storage.participant_claims import ParticipantClaims
from storage.tables import (
    DeclarationDocumentRow,
    DeclarationRow,
    DiscrepancyRow,
    DocumentRow,
    ExtractionRow,
    Origin,
    ParticipantRow,
    UploadRow,
    VerdictRow,
)


class Erasing:
    """Deletes within a unit of work. Objects are deleted by the caller, after the commit."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def orphans(self, programme_id: int, hashes: Collection[str]) -> set[str]:
        """Those of `hashes` that no upload, present or past, and no draft of the programme refers to."""
        uploads = select(UploadRow.sha256).where(UploadRow.programme_id == programme_id, UploadRow.sha256.in_(hashes))
        used = set(self._session.scalars(uploads)) | ParticipantClaims(self._session).draft_hashes(programme_id)
        return set(hashes) - used

    def forget_documents(self, programme_id: int, hashes: Collection[str]) -> set[str]:
        """Forget the bytes and readings of documents; the object keys to delete. Their hashes stay known.

        A document another programme keeps too stays there.
        """
        mine = (DocumentRow.programme_id == programme_id, DocumentRow.sha256.in_(hashes))
        self._session.execute(update(DocumentRow).where(*mine).values(stored=False, refusal=FORGOTTEN, size=0))
        elsewhere = select(DocumentRow.sha256).where(
            DocumentRow.programme_id != programme_id, DocumentRow.sha256.in_(hashes), DocumentRow.stored
        )
        gone = set(hashes) - set(self._session.scalars(elsewhere))
        readings = list(self._session.scalars(select(ExtractionRow).where(ExtractionRow.sha256.in_(gone))))
        pictures = {key for row in readings for key in json.loads(row.pictures)}
        for row in readings:
            self._session.delete(row)
        self._session.flush()
        # Two documents may have a page picture in common.
        kept = {key for text in self._session.scalars(select(ExtractionRow.pictures)) for key in json.loads(text)}
        return gone | (pictures - kept)

    def documents_of(self, programme_id: int, participant_id: str) -> set[str]:
        """SHA-256 of every document only this participant ever sent."""
        names = (
            select(DeclarationRow.participant_id, DeclarationDocumentRow.name)
            .join(DeclarationRow, DeclarationRow.id == DeclarationDocumentRow.declaration_row_id)
            .where(DeclarationRow.programme_id == programme_id)
        )
        own: set[str] = set()
        others: set[str] = set()
        for owner, name in self._session.execute(names):
            (own if owner == participant_id else others).add(name)
        uploads = select(UploadRow.name, UploadRow.sha256).where(UploadRow.programme_id == programme_id)
        rows = self._session.execute(uploads).all()
        kept = {sha256 for name, sha256 in rows if name in others}
        drafts = {
            item.sha256
            for draft in ParticipantClaims(self._session).drafts(programme_id, participant_id)
            for item in draft.documents
        }
        return ({sha256 for name, sha256 in rows if name in own} | drafts) - kept

    def erase_claims(self, programme_id: int, participant_id: str, hashes: Collection[str]) -> None:
        """Strip a participant's claims to what the ledger needs: id, year, seller, invoice number, date, units."""
        mine = (DeclarationRow.programme_id == programme_id, DeclarationRow.participant_id == participant_id)
        rows = list(self._session.scalars(select(DeclarationRow).where(*mine)))
        ids = {row.declaration_id for row in rows}
        for row in rows:
            row.origin = Origin.ERASED
        row_ids = [row.id for row in rows]
        self._session.execute(
            delete(DeclarationDocumentRow).where(DeclarationDocumentRow.declaration_row_id.in_(row_ids))
        )
        self._session.execute(
            delete(UploadRow).where(UploadRow.programme_id == programme_id, UploadRow.sha256.in_(hashes))
        )
        self._strip_verdicts(programme_id, ids)
        self._session.execute(
            update(ObjectionRow)
            .where(ObjectionRow.programme_id == programme_id, ObjectionRow.participant_id == participant_id)
            .values(reason="")
        )
        self._session.flush()

    def _strip_verdicts(self, programme_id: int, declaration_ids: Collection[str]) -> None:
        query = select(VerdictRow).where(
            VerdictRow.programme_id == programme_id, VerdictRow.declaration_id.in_(declaration_ids)
        )
        for row in self._session.scalars(query):
            verdict = Verdict.model_validate_json(row.content)
            bare = verdict.model_copy(update={"discrepancies": (), "checks": (), "documents": (), "risk_reasons": ()})
            row.content = bare.model_dump_json()
            self._session.execute(
                update(DiscrepancyRow)
                .where(DiscrepancyRow.verdict_id == row.id)
                .values(document=None, declared=None, found=None, message="")
            )
        self._session.flush()

    def erase_person(self, programme_id: int, participant_id: str, name: str) -> None:
        """Put `name` in the place of all that is known of a participant but his number."""
        content = Participant(participant_id=participant_id, name=name).model_dump_json()
        self._session.execute(
            update(ParticipantRow)
            .where(ParticipantRow.programme_id == programme_id, ParticipantRow.participant_id == participant_id)
            .values(content=content)
        )
