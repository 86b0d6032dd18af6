"""Intake: an intake folder's tables and uploads become the programme's state, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from pipelines.tables import Intake, read_intake
from pipelines.workspace import Workspace
from storage import UnitOfWork
from storage.documents import StoredDocument
from storage.programmes import Changes, ProgrammeRef

TOO_LARGE = "too_large"
NOT_A_FILE = "not_a_file"
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. `uploads` is file name to SHA-256."""

    programme: ProgrammeRef
    uploads: dict[str, str]
    declarations: Changes
    changed: bool


def load_intake(workspace: Workspace, folder: Path) -> Loaded:
    """Load `folder` into the workspace: afterwards the programme is what the folder says.

    A claim that is no longer listed is withdrawn; nothing is deleted. Loading the same folder again changes
    nothing. Raises MalformedTable, with nothing stored, where a table is wrong.
    """
    intake = read_intake(folder)
    files = _store_files(workspace, folder / "documents")
    with workspace.work() as work:
        loaded = _load(work, intake, files)
        if loaded.changed:
            work.commit()
    return loaded


def _load(work: UnitOfWork, intake: Intake, files: dict[str, StoredDocument]) -> Loaded:
    before = work.programmes.get(intake.slug)
    programme = work.programmes.put(intake.slug, intake.rules)
    registries = (
        work.programmes.put_partners(programme.id, intake.partners),
        work.programmes.put_products(programme.id, intake.products),
        work.programmes.put_participants(programme.id, intake.participants),
    )
    declarations = work.programmes.put_declarations(programme.id, intake.declarations)
    for document in {document.sha256: document for document in files.values()}.values():
        work.documents.put(programme.id, document)
    uploads = {name: document.sha256 for name, document in files.items()}
    new_files = work.documents.put_uploads(programme.id, uploads)
    for declaration_id in declarations.removed:
        work.decisions.withdraw(programme.id, declaration_id)
    new_rules = before is None or before.rules_version != programme.rules_version
    changed = new_rules or new_files or any(registries) or bool(declarations)
    if changed:
        details = {
            "rules_version": programme.rules_version,
            "uploads": len(uploads),
            "declarations_added": len(declarations.added),
            "declarations_changed": list(declarations.changed),
            "declarations_withdrawn": list(declarations.removed),
        }
        work.audit.record(programme.id, "klos", "intake_loaded", f"programme/{intake.slug}", details)
    return Loaded(programme, uploads, declarations, changed)


def _store_files(workspace: Workspace, folder: Path) -> dict[str, StoredDocument]:
    """Keep every file lying directly in `folder`, by name.

    Files are found by listing the folder, never by a name somebody declared, so no declared name can reach outside
    it. What is no plain file (a link, a pipe) is not opened. Objects without a row, left by a load that failed
    afterwards, do no harm: nothing refers to them.
    """
    if not folder.is_dir():
        return {}
    limit = workspace.settings.upload_megabytes * 1024 * 1024
    files: dict[str, StoredDocument] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_dir():
            continue
        files[readable_name(path)] = _store_file(workspace, path, limit)
    return files


def readable_name(path: Path) -> str:
    """The file's name as text that can be stored, also where its bytes are no UTF-8."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _store_file(workspace: Workspace, path: Path, limit: int) -> StoredDocument:
    if not stat.S_ISREG(path.lstat().st_mode) and not _links_within(path):
        return StoredDocument(hashlib.sha256(os.fsencode(path.name)).hexdigest(), 0, NOT_A_FILE)
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        if size <= limit:
            data = stream.read(limit + 1)
            if len(data) <= limit:
                return StoredDocument(workspace.objects.put(data), len(data))
        stream.seek(0)
        hashing = hashlib.sha256()
        while piece := stream.read(_PIECE):
            hashing.update(piece)
    return StoredDocument(hashing.hexdigest(), size, TOO_LARGE)


def _links_within(path: Path) -> bool:
    """Whether `path` is a link to a plain file in its own folder."""
    target = path.resolve()
    return path.is_symlink() and target.is_file() and target.parent == path.parent.resolve()
