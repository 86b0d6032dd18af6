"""One claim and what belongs to it, without reading the whole programme."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from programme.identifiers import fold_invoice_number
from programme.registry import Participant, Partner
from storage.decisions import StoredVerdict, verdict_of
from storage.programmes import StoredDeclaration, declaration_of
from storage.tables import (
    DeclarationDocumentRow,
    DeclarationRow,
    Origin,
    ParticipantRow,
    PartnerRow,
    UploadRow,
    VerdictRow,
)


class Lookup:
    """Reads single things within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def declaration(self, programme_id: int, declaration_id: str) -> StoredDeclaration | None:
        """The claim as it counts now; None where it is not made any more."""
        row = self._session.scalar(
            select(DeclarationRow).where(
                DeclarationRow.programme_id == programme_id,
                DeclarationRow.declaration_id == declaration_id,
                DeclarationRow.current,
            )
        )
        if row is None:
            return None
        names = self._session.scalars(
            select(DeclarationDocumentRow.name)
            .where(DeclarationDocumentRow.declaration_row_id == row.id)
            .order_by(DeclarationDocumentRow.position)
        )
        return StoredDeclaration(declaration_of(row, names), row.version, Origin(row.origin))

    def claims_on(self, programme_id: int, sellers: Collection[str], numbers: Iterable[str]) -> list[str]:
        """Claims that declare one of these invoices of one of these sellers, by id."""
        wanted = {fold_invoice_number(number) for number in numbers}
        query = select(DeclarationRow.declaration_id, DeclarationRow.invoice_numbers).where(
            DeclarationRow.programme_id == programme_id, DeclarationRow.current, DeclarationRow.seller_nip.in_(sellers)
        )
        return sorted(
            key
            for key, declared in self._session.execute(query)
            if wanted & {fold_invoice_number(number) for number in json.loads(declared)}
        )

    def participant(self, programme_id: int, participant_id: str) -> Participant | None:
        query = select(ParticipantRow.content).where(
            ParticipantRow.programme_id == programme_id, ParticipantRow.participant_id == participant_id
        )
        content = self._session.scalar(query)
        return None if content is None else Participant.model_validate_json(content)

    def partner(self, programme_id: int, nip: str) -> Partner | None:
        """The approved seller of that NIP."""
        query = select(PartnerRow.content).where(
            PartnerRow.programme_id == programme_id, PartnerRow.nip == nip, PartnerRow.current
        )
        content = self._session.scalar(query)
        return None if content is None else Partner.model_validate_json(content)

    def verdict(self, verdict_id: int) -> StoredVerdict | None:
        row = self._session.get(VerdictRow, verdict_id)
        return None if row is None else verdict_of(row)

    def uploads(self, programme_id: int, names: Collection[str]) -> dict[str, str]:
        """Present uploads of these names: file name to SHA-256."""
        query = select(UploadRow.name, UploadRow.sha256).where(
            UploadRow.programme_id == programme_id, UploadRow.current, UploadRow.name.in_(names)
        )
        return {row.name: row.sha256 for row in self._session.execute(query)}

    def past_uploads(self, programme_id: int, names: Collection[str]) -> list[tuple[str, str]]:
        """Every upload there ever was under these names: file name and SHA-256, in the order they came."""
        query = select(UploadRow.name, UploadRow.sha256).where(
            UploadRow.programme_id == programme_id, UploadRow.name.in_(names)
        )
        return [(row.name, row.sha256) for row in self._session.execute(query.order_by(UploadRow.id))]
