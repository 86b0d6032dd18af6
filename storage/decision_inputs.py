"""What verdicts were made from, kept so that any of them can be derived again."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from programme.registry import Declaration
from programme.rules import ProgrammeRules
from storage.account_tables import ErasureRow
from storage.integrity_tables import DecisionInputsRow, VerdictInputsRow
from storage.programmes import declaration_of
from storage.tables import (
    CaseState,
    DeclarationDocumentRow,
    DeclarationRow,
    ExtractionRow,
    ParticipantRow,
    PartnerRow,
    ProductRow,
    ReviewCaseRow,
    RulesRow,
    UploadRow,
)


class DecisionInputs:
    """Writes and reads inputs of verdicts within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, programme_id: int, content: Mapping[str, Any], verdict_ids: Iterable[int]) -> None:
        """Keep `content` (JSON values, without personal data) once, as what these verdicts were made from."""
        text = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        digest = hashlib.sha256(text).hexdigest()
        row = self._session.scalar(
            select(DecisionInputsRow).where(
                DecisionInputsRow.programme_id == programme_id, DecisionInputsRow.digest == digest
            )
        )
        if row is None:
            row = DecisionInputsRow(programme_id=programme_id, digest=digest, content=zlib.compress(text, 6))
            self._session.add(row)
            self._session.flush()
        self._session.add_all(VerdictInputsRow(verdict_id=verdict_id, inputs_id=row.id) for verdict_id in verdict_ids)
        self._session.flush()

    def mark(self, programme_id: int, reader_version: str) -> str:
        """A hash that differs whenever anything a verdict of the programme may follow from does.

        Cheap: ids of rows that are never changed in place, the contents of those that are; no reading is opened.
        """
        upload = (UploadRow.programme_id == programme_id, UploadRow.current)
        read = select(ExtractionRow.id).where(
            ExtractionRow.reader_version == reader_version,
            ExtractionRow.sha256.in_(select(UploadRow.sha256).where(*upload)),
        )
        decided = (CaseState.CONFIRMED.value, CaseState.REJECTED.value)
        parts: list[Any] = [
            select(RulesRow.id).where(RulesRow.programme_id == programme_id).order_by(RulesRow.id),
            *(
                select(table.content, table.id)
                .where(table.programme_id == programme_id, table.current)
                .order_by(table.id)
                for table in (PartnerRow, ProductRow, ParticipantRow)
            ),
            select(DeclarationRow.id)
            .where(DeclarationRow.programme_id == programme_id, DeclarationRow.current)
            .order_by(DeclarationRow.id),
            select(UploadRow.id).where(*upload).order_by(UploadRow.id),
            read.order_by(ExtractionRow.id),
            select(ReviewCaseRow.declaration_id, ReviewCaseRow.state)
            .where(ReviewCaseRow.programme_id == programme_id, ReviewCaseRow.state.in_(decided))
            .order_by(ReviewCaseRow.id),
            select(ErasureRow.id).where(ErasureRow.programme_id == programme_id).order_by(ErasureRow.id),
        ]
        hashing = hashlib.sha256(reader_version.encode())
        for query in parts:
            rows = [list(row) for row in self._session.execute(query)]
            hashing.update(json.dumps(rows, ensure_ascii=False).encode())
        return hashing.hexdigest()

    def of(self, verdict_id: int) -> dict[str, Any] | None:
        """The inputs of a verdict, None for one made before they were kept."""
        row = self._session.scalar(
            select(DecisionInputsRow)
            .join(VerdictInputsRow, VerdictInputsRow.inputs_id == DecisionInputsRow.id)
            .where(VerdictInputsRow.verdict_id == verdict_id)
        )
        return None if row is None else dict(json.loads(zlib.decompress(row.content)))

    def rules(self, programme_id: int, version: int) -> ProgrammeRules | None:
        """A programme's rules as they stood in `version`."""
        content = self._session.scalar(
            select(RulesRow.content).where(RulesRow.programme_id == programme_id, RulesRow.version == version)
        )
        return None if content is None else ProgrammeRules.model_validate_json(content)

    def declarations(self, programme_id: int) -> dict[tuple[str, int], Declaration]:
        """Every version of every claim there ever was, by key and version."""
        names: dict[int, list[str]] = {}
        query = (
            select(DeclarationDocumentRow.declaration_row_id, DeclarationDocumentRow.name)
            .join(DeclarationRow, DeclarationRow.id == DeclarationDocumentRow.declaration_row_id)
            .where(DeclarationRow.programme_id == programme_id)
            .order_by(DeclarationDocumentRow.declaration_row_id, DeclarationDocumentRow.position)
        )
        for row_id, name in self._session.execute(query):
            names.setdefault(row_id, []).append(name)
        rows = self._session.scalars(select(DeclarationRow).where(DeclarationRow.programme_id == programme_id))
        return {(row.declaration_id, row.version): declaration_of(row, names.get(row.id, ())) for row in rows}
