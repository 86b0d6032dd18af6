"""Verification: all claims of a programme are decided together, from what was read, and the verdicts kept."""

from __future__ import annotations

from dataclasses import dataclass

from matchers.claims import Claim, Registry
from pipelines.audit_draw import draw_sample
from pipelines.extraction import reader_version
from pipelines.verification_inputs import as_record, digest, find_upload, present_inputs
from pipelines.workspace import Workspace
from storage.decisions import Provenance
from storage.programmes import ProgrammeRef

__all__ = ["VerificationSummary", "find_upload", "verify_programme"]


@dataclass(frozen=True, slots=True)
class VerificationSummary:
    """`changed` verdicts are new or differ from the last run's."""

    confirmed: int
    flagged: int
    changed: int


def verify_programme(workspace: Workspace, programme: ProgrammeRef) -> VerificationSummary:
    """Decide every claim of `programme` and keep the verdicts with what they were made from, in one transaction.

    Claims compete for invoices in the order of declaration_id, whoever read the documents and when, so the outcome
    does not depend on the number of workers. A verdict equal to the last, from equal inputs, is not stored again.
    A share of the confirmed claims is drawn for the blind audit.
    """
    with workspace.work() as work:
        inputs = present_inputs(work, programme, reader_version())
        verdicts = inputs.decide()
        shared = _digest_registry(inputs.registry, programme)
        by_id = {claim.declaration.declaration_id: claim for claim in inputs.claims}
        erased = work.claims.erased(programme.id)
        made: list[int] = []
        for verdict in verdicts:
            if verdict.participant_id in erased:
                continue  # their documents are gone; what was decided stands, and their invoices stay claimed
            claim = by_id[verdict.declaration_id]
            provenance = Provenance(
                declaration_version=inputs.versions[verdict.declaration_id],
                rules_version=inputs.rules_version,
                reader_version=inputs.reader_version,
                thresholds_hash=inputs.thresholds.digest,
                inputs_hash=_digest_claim(claim, shared),
                claim_hash=_digest_claim(claim, ""),
            )
            stored, new = work.decisions.put(programme.id, verdict, provenance)
            if new:
                made.append(stored.id)
                details = {"decision": verdict.decision.value, "version": stored.version}
                subject = f"declaration/{verdict.declaration_id}"
                work.audit.record(programme.id, "klos", "decided", subject, details)
        if made:
            work.inputs.put(programme.id, as_record(inputs), made)
        drawn = draw_sample(work, programme)
        if made or drawn:
            work.commit()
    confirmed = sum(verdict.decision.value == "confirmed" for verdict in verdicts)
    return VerificationSummary(confirmed, len(verdicts) - confirmed, len(made))


def _digest_registry(registry: Registry, programme: ProgrammeRef) -> str:
    values = (*registry.partners, *registry.products, *registry.participants, programme.rules)
    return digest([value.model_dump_json() for value in values])


def _digest_claim(claim: Claim, shared: str) -> str:
    # The bytes and the reader's version (kept beside this hash) say what was read.
    documents = [[document.name, document.sha256, document.invoice is not None] for document in claim.documents]
    return digest([claim.declaration.model_dump_json(), documents, shared])
