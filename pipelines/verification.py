"""Verification: all claims of a programme are decided together, from what was read, and the verdicts kept."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from matchers import verify_claims
from matchers.claims import Claim, ClaimDocument, Registry
from pipelines.extraction import reader_version
from pipelines.workspace import Workspace
from programme.invoices import Invoice
from programme.registry import Declaration
from programme.thresholds import DEFAULT_THRESHOLDS
from storage import UnitOfWork
from storage.decisions import Provenance
from storage.programmes import ProgrammeRef


@dataclass(frozen=True, slots=True)
class VerificationSummary:
    """`changed` verdicts are new or differ from the last run's."""

    confirmed: int
    flagged: int
    changed: int


def verify_programme(workspace: Workspace, programme: ProgrammeRef) -> VerificationSummary:
    """Decide every claim of `programme` and keep the verdicts, in one transaction.

    Claims compete for invoices in the order of declaration_id, whoever read the documents and when, so the outcome
    does not depend on the number of workers. A verdict equal to the last, from equal inputs, is not stored again.
    """
    version = reader_version()
    with workspace.work() as work:
        claims, versions = _claims(work, programme.id, version)
        registry = Registry(
            tuple(work.programmes.partners(programme.id)),
            tuple(work.programmes.products(programme.id)),
            tuple(work.programmes.participants(programme.id)),
        )
        verdicts = verify_claims(claims, registry, programme.rules, DEFAULT_THRESHOLDS)
        shared = _digest_registry(registry, programme)
        changed = 0
        by_id = {claim.declaration.declaration_id: claim for claim in claims}
        erased = work.claims.erased(programme.id)
        for verdict in verdicts:
            if verdict.participant_id in erased:
                continue  # their documents are gone; what was decided stands, and their invoices stay claimed
            provenance = Provenance(
                declaration_version=versions[verdict.declaration_id],
                rules_version=programme.rules_version,
                reader_version=version,
                thresholds_hash=DEFAULT_THRESHOLDS.digest,
                inputs_hash=_digest_claim(by_id[verdict.declaration_id], shared),
                claim_hash=_digest_claim(by_id[verdict.declaration_id], ""),
            )
            stored, new = work.decisions.put(programme.id, verdict, provenance)
            changed += new
            if new:
                details = {"decision": verdict.decision.value, "version": stored.version}
                subject = f"declaration/{verdict.declaration_id}"
                work.audit.record(programme.id, "klos", "decided", subject, details)
        if changed:
            work.commit()
    confirmed = sum(verdict.decision.value == "confirmed" for verdict in verdicts)
    return VerificationSummary(confirmed, len(verdicts) - confirmed, changed)


def _claims(work: UnitOfWork, programme_id: int, version: str) -> tuple[list[Claim], dict[str, int]]:
    uploads = work.documents.uploads(programme_id)
    readings = work.documents.extractions(uploads.values(), version)
    invoices = {sha256: extraction.invoice for sha256, extraction in readings.items()}
    stored = work.programmes.declarations(programme_id)
    claims = [Claim(item.declaration, _documents(item.declaration, uploads, invoices)) for item in stored]
    return claims, {item.declaration.declaration_id: item.version for item in stored}


def _documents(
    declaration: Declaration, uploads: Mapping[str, str], invoices: Mapping[str, Invoice]
) -> tuple[ClaimDocument, ...]:
    found = []
    for name in declaration.documents:
        sha256 = find_upload(name, uploads)
        found.append(ClaimDocument(name, sha256, invoices.get(sha256) if sha256 else None))
    return tuple(found)


def find_upload(name: str, uploads: Mapping[str, str]) -> str | None:
    """The SHA-256 of the upload called `name`; accents may be composed or not (macOS splits them), or None."""
    if name in uploads:
        return uploads[name]
    wanted = unicodedata.normalize("NFC", name)
    matching = {sha256 for known, sha256 in uploads.items() if unicodedata.normalize("NFC", known) == wanted}
    return matching.pop() if len(matching) == 1 else None


def _digest_registry(registry: Registry, programme: ProgrammeRef) -> str:
    values = (*registry.partners, *registry.products, *registry.participants, programme.rules)
    return _digest([value.model_dump_json() for value in values])


def _digest_claim(claim: Claim, shared: str) -> str:
    # The bytes and the reader's version (kept beside this hash) say what was read.
    documents = [[document.name, document.sha256, document.invoice is not None] for document in claim.documents]
    return _digest([claim.declaration.model_dump_json(), documents, shared])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
