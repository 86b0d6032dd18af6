"""Intake: an intake folder's tables and uploads become the programme's state, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.extraction import readable_name
from pipelines.tables import Intake, read_intake
from pipelines.texts import say
from pipelines.workspace import Workspace
from programme.errors import BadInput
from programme.registry import Participant
from storage import UnitOfWork
from storage.documents import StoredDocument
from storage.programmes import Changes, ProgrammeRef
from storage.serialising import Lock
from storage.tables import Origin

TOO_LARGE = "too_large"
NOT_A_FILE = "not_a_file"
ERASED = "—"  # the name of a participant whose data were erased
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
    nothing. Claims that participants made on their own pages are not the folder's: they stay as they are. Data of
    participants who had them erased are not taken in again. Raises MalformedTable, with nothing stored, where a
    table is wrong, and BadInput where it claims a number a participant's own claim has.
    """
    intake = read_intake(folder)
    with workspace.reading() as work:
        _, hidden = _without_erased(work, intake)
    files = _store_files(workspace, folder / "documents", hidden)
    with workspace.work() as work:
        before = work.programmes.get(intake.slug)
        work.hold(Lock.CLAIMS, 0 if before is None else before.id)
        # Storing many files takes minutes: who has had his data erased meanwhile is left out too.
        intake, hidden = _without_erased(work, intake)
        loaded = _load(work, before, intake, {name: file for name, file in files.items() if name not in hidden})
        erased = {file.sha256 for name, file in files.items() if name in hidden}
        unused = work.erasing.forget_documents(loaded.programme.id, work.erasing.orphans(loaded.programme.id, erased))
        if loaded.changed or unused:
            work.commit()
    for key in unused:
        workspace.objects.delete(key)
    return loaded


def _without_erased(work: UnitOfWork, intake: Intake) -> tuple[Intake, set[str]]:
    """The intake without erased participants' data, and the names of files that only their claims name."""
    programme = work.programmes.get(intake.slug)
    if programme is None:
        return intake, set()
    taken = {key for key, origin in work.programmes.origins(programme.id).items() if origin is Origin.PARTICIPANT}
    clash = sorted(taken & {item.declaration_id for item in intake.declarations})
    if clash:
        raise BadInput(say("claim_is_participants", ids=", ".join(clash)))
    erased = work.claims.erased(programme.id)
    kept = tuple(item for item in intake.declarations if item.participant_id not in erased)
    named = {name for item in kept for name in item.documents}
    hidden = {name for item in intake.declarations if item not in kept for name in item.documents} - named
    people = tuple(without_erased(intake.participants, erased))
    return replace(intake, participants=people, declarations=kept), hidden


def without_erased(people: Iterable[Participant], erased: Collection[str]) -> list[Participant]:
    """`people`, of those whose data were erased nothing but the number."""
    return [
        Participant(participant_id=person.participant_id, name=ERASED) if person.participant_id in erased else person
        for person in people
    ]


def _load(work: UnitOfWork, before: ProgrammeRef | None, intake: Intake, files: Mapping[str, StoredDocument]) -> Loaded:
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


def _store_files(workspace: Workspace, folder: Path, hidden: set[str]) -> dict[str, StoredDocument]:
    """Keep every file lying directly in `folder`, by name, but those `hidden`.

    Files are found by listing the folder, never by a name somebody declared, so no declared name can reach outside
    it. What is no plain file (a link, a pipe) is not opened. Objects without a row, left by a load that failed
    afterwards, do no harm: nothing refers to them.
    """
    if not folder.is_dir():
        return {}
    limit = workspace.settings.upload_megabytes * 1024 * 1024
    files: dict[str, StoredDocument] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_dir() or readable_name(path) in hidden:
            continue
        files[readable_name(path)] = _store_file(workspace, path, limit)
    return files


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
