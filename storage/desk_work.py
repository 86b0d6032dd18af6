"""What waits to be read and decided of what participants did themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from storage.account_tables import DraftDocumentRow, DraftRow
from storage.tables import DeclarationDocumentRow, DeclarationRow, ExtractionRow, Origin, UploadRow, VerdictRow


@dataclass(frozen=True, slots=True)
class UnreadDocument:
    """A participant's upload this version of the reader has not read."""

    programme_id: int
    participant_id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class UndecidedClaim:
    """A claim made on the participant's pages without a verdict on its present version. `read`: all its documents."""

    programme_id: int
    participant_id: str
    declaration_id: str
    read: bool


class DeskWork:
    """Reads what is to be done, within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def unread(self, reader_version: str) -> list[UnreadDocument]:
        """Documents of undecided claims and of drafts, each once; claims first, the oldest first."""
        documents = [*self._of_claims(reader_version), *self._of_drafts(reader_version)]
        return list({(item.programme_id, item.sha256): item for item in reversed(documents)}.values())[::-1]

    def undecided(self, reader_version: str) -> list[UndecidedClaim]:
        """Claims that wait for a verdict, of all programmes, the oldest first."""
        unread = {(item.programme_id, item.sha256) for item in self._of_claims(reader_version)}
        found: dict[tuple[int, str], UndecidedClaim] = {}
        for claim, sha256 in self._session.execute(self._undecided()):
            key = (claim.programme_id, claim.declaration_id)
            read = (claim.programme_id, sha256) not in unread
            read = read and (key not in found or found[key].read)
            found[key] = UndecidedClaim(claim.programme_id, claim.participant_id, claim.declaration_id, read)
        return list(found.values())

    def _of_claims(self, reader_version: str) -> Iterable[UnreadDocument]:
        rows = [(claim, sha256) for claim, sha256 in self._session.execute(self._undecided()) if sha256 is not None]
        read = self._read({sha256 for _, sha256 in rows}, reader_version)
        return [
            UnreadDocument(claim.programme_id, claim.participant_id, sha256)
            for claim, sha256 in rows
            if sha256 not in read
        ]

    def _read(self, hashes: set[str], reader_version: str) -> set[str]:
        query = select(ExtractionRow.sha256).where(
            ExtractionRow.reader_version == reader_version, ExtractionRow.sha256.in_(hashes)
        )
        return set(self._session.scalars(query)) if hashes else set()

    @staticmethod
    def _undecided() -> Select[tuple[DeclarationRow, str]]:  # the second is None where there is no upload
        decided = and_(
            VerdictRow.programme_id == DeclarationRow.programme_id,
            VerdictRow.declaration_id == DeclarationRow.declaration_id,
            VerdictRow.current,
            VerdictRow.declaration_version == DeclarationRow.version,
        )
        upload = and_(
            UploadRow.programme_id == DeclarationRow.programme_id,
            UploadRow.name == DeclarationDocumentRow.name,
            UploadRow.current,
        )
        return (
            select(DeclarationRow, UploadRow.sha256)
            .outerjoin(VerdictRow, decided)
            .outerjoin(DeclarationDocumentRow, DeclarationDocumentRow.declaration_row_id == DeclarationRow.id)
            .outerjoin(UploadRow, upload)
            .where(DeclarationRow.current, DeclarationRow.origin == Origin.PARTICIPANT, VerdictRow.id.is_(None))
            .order_by(DeclarationRow.id, DeclarationDocumentRow.position)
        )

    def _of_drafts(self, reader_version: str) -> Iterable[UnreadDocument]:
        reading = and_(ExtractionRow.sha256 == DraftDocumentRow.sha256, ExtractionRow.reader_version == reader_version)
        query = (
            select(DraftRow.programme_id, DraftRow.participant_id, DraftDocumentRow.sha256)
            .join(DraftRow, DraftRow.id == DraftDocumentRow.draft_id)
            .outerjoin(ExtractionRow, reading)
            .where(ExtractionRow.id.is_(None))
            .order_by(DraftDocumentRow.id)
        )
        return [UnreadDocument(*row) for row in self._session.execute(query)]
