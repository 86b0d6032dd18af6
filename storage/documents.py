"""Uploads and what was read from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from programme.invoices import Invoice
from storage.serialising import add_new
from storage.tables import DocumentRow, ExtractionRow, Origin, UploadRow

_FEW = 500  # values one query may name on any database
FORGOTTEN = "erased"  # the refusal of a document whose bytes were deleted at its sender's wish


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One upload's bytes. `refusal` names why they were not kept ("too_large"), None where they were."""

    sha256: str
    size: int
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class StoredExtraction:
    """A reading. `pictures` are object keys, one upright JPEG a page; `failure` names a limit that was hit."""

    sha256: str
    reader_version: str
    invoice: Invoice
    pictures: tuple[str, ...] = ()
    failure: str | None = None


class Documents:
    """Reads and writes uploads and extractions within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, programme_id: int, document: StoredDocument) -> bool:
        """Register a document; False where it was known already."""
        kept = {"stored": document.refusal is None, "refusal": document.refusal}
        key = {"programme_id": programme_id, "sha256": document.sha256}
        if add_new(self._session, DocumentRow, {**key, "size": document.size, **kept}):
            return True
        row = self._session.scalar(select(DocumentRow).filter_by(**key))
        if row is not None:
            row.stored, row.refusal = document.refusal is None, document.refusal
        return False

    def documents(self, programme_id: int) -> dict[str, StoredDocument]:
        """Every document ever uploaded, by SHA-256."""
        query = select(DocumentRow).where(DocumentRow.programme_id == programme_id)
        return {row.sha256: StoredDocument(row.sha256, row.size, row.refusal) for row in self._session.scalars(query)}

    def put_uploads(self, programme_id: int, names: Mapping[str, str]) -> bool:
        """Make `names` (file name to SHA-256) the present uploads of the organiser's folder; True where that changed
        anything. What participants uploaded themselves is left alone."""
        query = select(UploadRow).where(UploadRow.programme_id == programme_id, UploadRow.origin == Origin.INTAKE)
        stored = {(row.name, row.sha256): row for row in self._session.scalars(query)}
        changed = False
        for pair in names.items():
            row = stored.pop(pair, None)
            if row is None:
                self._session.add(UploadRow(programme_id=programme_id, name=pair[0], sha256=pair[1]))
                changed = True
            elif not row.current:
                row.current = changed = True
        for row in stored.values():
            if row.current:
                row.current, changed = False, True
        self._session.flush()
        return changed

    def uploads(self, programme_id: int) -> dict[str, str]:
        """Present uploads: file name to SHA-256, by name. A participant's upload goes before a file of that name."""
        query = select(UploadRow).where(UploadRow.programme_id == programme_id, UploadRow.current)
        rows = sorted(self._session.scalars(query), key=lambda row: (row.name, row.origin != Origin.INTAKE))
        return {row.name: row.sha256 for row in rows}

    def put_extraction(self, extraction: StoredExtraction) -> bool:
        """Keep a reading; False, and nothing is written, where this version of the reader has read it already."""
        values = {
            "sha256": extraction.sha256,
            "reader_version": extraction.reader_version,
            "invoice": extraction.invoice.model_dump_json(),
            "source": extraction.invoice.source.value,
            "pictures": json.dumps(extraction.pictures),
            "failure": extraction.failure,
        }
        return add_new(self._session, ExtractionRow, values)

    def is_forgotten(self, sha256: str) -> bool:
        """Whether everybody who sent the document has had it erased or took it back."""
        refusals = list(self._session.scalars(select(DocumentRow.refusal).where(DocumentRow.sha256 == sha256)))
        return bool(refusals) and all(refusal == FORGOTTEN for refusal in refusals)

    def unused_pictures(self, keys: Iterable[str]) -> set[str]:
        """Those of `keys` that are no page of any reading."""
        used = {key for text in self._session.scalars(select(ExtractionRow.pictures)) for key in json.loads(text)}
        return set(keys) - used

    def unread(self, hashes: Iterable[str], reader_version: str) -> list[str]:
        """Those of `hashes` this version of the reader has not read yet, each once, in their order."""
        wanted = list(dict.fromkeys(hashes))
        query = select(ExtractionRow.sha256).where(ExtractionRow.reader_version == reader_version)
        if len(wanted) <= _FEW:
            query = query.where(ExtractionRow.sha256.in_(wanted))
        read = set(self._session.scalars(query))
        return [sha256 for sha256 in wanted if sha256 not in read]

    def extractions(self, hashes: Iterable[str], reader_version: str) -> dict[str, StoredExtraction]:
        """Readings of `hashes` by this version of the reader, by SHA-256."""
        wanted = set(hashes)
        query = select(ExtractionRow).where(ExtractionRow.reader_version == reader_version)
        if len(wanted) <= _FEW:
            query = query.where(ExtractionRow.sha256.in_(wanted))
        return {
            row.sha256: StoredExtraction(
                row.sha256,
                row.reader_version,
                Invoice.model_validate_json(row.invoice),
                tuple(json.loads(row.pictures)),
                row.failure,
            )
            for row in self._session.scalars(query)
            if row.sha256 in wanted
        }
