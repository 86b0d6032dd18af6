"""A participant's own data: a download of all of it, and its erasure (RODO art. 15, 17 and 20).

What stays after an erasure, and why (art. 17(3)(b) and (e)): the participant's number, which is the organiser's and
names nobody here; of confirmed claims the year, seller, invoice number, date and units, so that the points ledger
still adds up and an invoice that brought points brings none again; the hashes of his files, for the same reason;
the append-only ledger and audit trail, which hold the number only. Everything else goes: name, address, NIP, e-mail,
documents, their pictures and readings, drafts, words of objections and messages, accounts. Claims that are not
confirmed are withdrawn. Backups must be aged out by the operator; after restoring one, the erasures recorded since
are to be done again (`erased` lists them).
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from pipelines.claims_desk import my_programme
from pipelines.extraction import reader_version
from pipelines.intake import ERASED
from pipelines.notification import outbox_file
from pipelines.outputs import extraction_object
from pipelines.points import book_points
from pipelines.retrying import retried
from pipelines.workspace import Workspace
from programme.formats import plain
from programme.registry import Declaration
from programme.users import User
from programme.verdicts import Decision
from storage import UnitOfWork
from storage.programmes import ProgrammeRef
from storage.serialising import Lock
from storage.tables import CaseState


def download(workspace: Workspace, user: User) -> bytes:
    """All the participant's data as a ZIP: data.json and his documents. Raises NotAllowed for who is none."""
    with workspace.reading() as work:
        programme, participant_id = my_programme(work, user)
        data = _data(work, programme, participant_id)
        documents = _documents(work, programme, participant_id)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True))
        for name, sha256 in sorted(documents.items()):
            if workspace.objects.head(sha256) is not None:
                archive.writestr(f"documents/{name}", workspace.objects.get(sha256))
    return packed.getvalue()


def _data(work: UnitOfWork, programme: ProgrammeRef, participant_id: str) -> dict[str, Any]:
    person = work.lookup.participant(programme.id, participant_id)
    counting = {claim.declaration_id for claim in work.messages.claims_now(programme.id, participant_id)}
    drafts = work.claims.drafts(programme.id, participant_id)
    return {
        "programme": programme.rules.name,
        "participant": person.model_dump(mode="json") if person else None,
        "accounts": [
            {"name": item.name, "role": item.role.value}
            for item in work.accounts.all()
            if (item.user.programme_id, item.user.participant_id) == (programme.id, participant_id)
        ],
        "claims": [
            _claim(work, programme, key, versions, key in counting)
            for key, versions in _versions(work, programme, participant_id).items()
        ],
        "ledger": [
            {
                "declaration_id": entry.declaration_id,
                "year": entry.year,
                "units": plain(entry.units),
                "kind": entry.kind,
                "at": entry.at.isoformat(),
            }
            for entry in work.ledger.entries(programme.id, participant_id)
        ],
        "redemptions": [
            {"points": item.points, "at": item.at.isoformat()}
            for item in work.redemptions.all(programme.id, participant_id)
        ],
        "drafts": [dict(draft.content) for draft in drafts],
        "messages": [
            {"at": item.created_at.isoformat(), "channel": item.channel, "status": item.status, **item.content}
            for item in work.messages.all(programme.id, participant_id)
        ],
    }


def _versions(work: UnitOfWork, programme: ProgrammeRef, participant_id: str) -> dict[str, list[Declaration]]:
    """Every claim the participant ever made, in the order they came, with all its versions, the last one last."""
    versions: dict[str, list[Declaration]] = {
        key: [] for key in work.claims.of_participant(programme.id, participant_id)
    }
    for (key, _), declaration in sorted(work.inputs.declarations(programme.id).items()):
        if declaration.participant_id == participant_id:
            versions[key].append(declaration)
    return versions


def _claim(
    work: UnitOfWork, programme: ProgrammeRef, declaration_id: str, versions: list[Declaration], counts: bool
) -> dict[str, Any]:
    objection = work.claims.objection(programme.id, declaration_id)
    uploads = work.lookup.uploads(programme.id, versions[-1].documents)
    products = work.programmes.products(programme.id)
    found = work.documents.extractions(uploads.values(), reader_version())
    readings = [
        extraction_object(name, found[sha256].invoice, products, programme.rules.eligible_crop)
        for name, sha256 in uploads.items()
        if sha256 in found
    ]
    # A reviewer's message on a duplicate may name another participant's claim, so reasons go out as codes alone.
    verdicts = [
        {
            "version": item.version,
            "decision": item.verdict.decision.value,
            "codes": sorted({found.code.value for found in item.verdict.discrepancies}),
            "at": item.at.isoformat(),
        }
        for item in work.decisions.history(programme.id, declaration_id)
    ]
    return {
        "declaration_id": declaration_id,
        "counts": counts,
        "versions": [declaration.model_dump(mode="json") for declaration in versions],
        "documents_read": readings,
        "decisions": verdicts,
        "objection": objection.reason if objection else None,
    }


def _documents(work: UnitOfWork, programme: ProgrammeRef, participant_id: str) -> dict[str, str]:
    """Names for the ZIP (our own, never the sender's) to SHA-256: present documents, and past ones only he sent."""
    files: dict[str, str] = {}
    only_his = work.erasing.documents_of(programme.id, participant_id)
    for key, versions in _versions(work, programme, participant_id).items():
        names = {name for declaration in versions for name in declaration.documents}
        present = work.lookup.uploads(programme.id, versions[-1].documents).items()
        past = {(name, sha256) for name, sha256 in work.lookup.past_uploads(programme.id, names) if sha256 in only_his}
        for position, (name, sha256) in enumerate(dict.fromkeys([*sorted(present), *sorted(past)]), start=1):
            files[f"{_plain_name(key)}-{position}.{_ending(name)}"] = sha256
    for number, draft in enumerate(work.claims.drafts(programme.id, participant_id), start=1):
        for position, item in enumerate(draft.documents, start=1):
            files[f"draft{number}-{position}.{item.kind}"] = item.sha256
    return files


def _plain_name(text: str) -> str:
    return "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in text)[:60]


def _ending(name: str) -> str:
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return ending if ending.isalnum() and len(ending) <= 5 else "bin"


def erase(workspace: Workspace, user: User) -> None:
    """Erase the participant's data for good, but for what this module's head says; his accounts end with it."""
    programme, unused, mails = retried(lambda: _erase(workspace, user))
    for key in unused:
        workspace.objects.delete(key)
    for path in mails:
        path.unlink(missing_ok=True)
    book_points(workspace, programme)


def _erase(workspace: Workspace, user: User) -> tuple[ProgrammeRef, set[str], list[Path]]:
    """What is in the database, in one transaction; gives the objects and files to delete after it."""
    with workspace.work() as work:
        programme, participant_id = my_programme(work, user)
        work.hold(Lock.CLAIMS, programme.id)
        _withdraw_unconfirmed(work, programme, participant_id)
        hashes = work.erasing.documents_of(programme.id, participant_id)
        for draft in work.claims.drafts(programme.id, participant_id):
            work.claims.drop_draft(draft.key)
        work.erasing.erase_claims(programme.id, participant_id, hashes)
        unused = work.erasing.forget_documents(programme.id, hashes)
        mails = [outbox_file(workspace.settings, item) for item in work.messages.all(programme.id, participant_id)]
        work.messages.empty(programme.id, participant_id)
        work.accounts.remove_of_participant(programme.id, participant_id)
        work.erasing.erase_person(programme.id, participant_id, ERASED)
        work.claims.note_erasure(programme.id, participant_id)
        work.audit.record(programme.id, user.actor, "data_erased", f"participant/{participant_id}")
        work.commit()
    return programme, unused, mails


def _withdraw_unconfirmed(work: UnitOfWork, programme: ProgrammeRef, participant_id: str) -> None:
    for claim in work.messages.claims_now(programme.id, participant_id):
        by_machine = claim.decision is Decision.CONFIRMED and claim.case is not CaseState.REJECTED
        if not (by_machine or claim.case is CaseState.CONFIRMED):
            work.claims.withdraw(programme.id, claim.declaration_id)
            work.decisions.withdraw(programme.id, claim.declaration_id)
