"""Verification: all claims of a programme are decided together, from what was read, and the verdicts kept.

Any number of processes may do it at once, beside people who submit, decide and erase: what is read and derived takes
no lock, what is kept does, and is kept only where nothing it follows from has changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matchers.claims import Claim, ClaimDocument, Registry
from matchers.duplicates import order_key
from pipelines.audit_draw import draw_sample
from pipelines.extraction import reader_version
from pipelines.retrying import retried
from pipelines.verification_inputs import VerificationInputs, as_record, claim_hash, digest, present_inputs
from pipelines.workspace import Workspace
from programme.verdicts import Decision, Verdict
from storage import UnitOfWork
from storage.decisions import Provenance
from storage.programmes import ProgrammeRef
from storage.serialising import Lock

_TRIES = 3  # without the lock; then everything is done within it, so that it ends


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
    A claim with a document that is still to be read gets no verdict yet, and no claim after it is confirmed: the
    document may hold its invoice. A share of the confirmed claims is drawn for the blind audit.
    """
    for _ in range(_TRIES):
        summary = retried(lambda: _verify(workspace, programme))
        if summary is not None:
            return summary
    return retried(lambda: _verify_within_lock(workspace, programme))


def _verify(workspace: Workspace, programme: ProgrammeRef) -> VerificationSummary | None:
    """None, and nothing is kept, where what the verdicts follow from changed while they were made."""
    with workspace.reading() as work:
        mark = work.inputs.mark(programme.id, reader_version())
        inputs = present_inputs(work, _fresh(work, programme), reader_version())
    verdicts = inputs.decide()
    with workspace.work() as work:
        work.hold(Lock.CLAIMS, programme.id)
        if work.inputs.mark(programme.id, reader_version()) != mark:
            return None
        return _keep(work, programme, inputs, verdicts)


def _verify_within_lock(workspace: Workspace, programme: ProgrammeRef) -> VerificationSummary:
    with workspace.work() as work:
        work.hold(Lock.CLAIMS, programme.id)
        inputs = present_inputs(work, _fresh(work, programme), reader_version())
        return _keep(work, programme, inputs, inputs.decide())


def _fresh(work: UnitOfWork, programme: ProgrammeRef) -> ProgrammeRef:
    """The programme with the rules it has now."""
    return work.programmes.get(programme.slug) or programme


def _keep(
    work: UnitOfWork, programme: ProgrammeRef, inputs: VerificationInputs, verdicts: Sequence[Verdict]
) -> VerificationSummary:
    shared = _digest_registry(inputs)
    by_id = {claim.declaration.declaration_id: claim for claim in inputs.claims}
    erased = work.claims.erased(programme.id)
    unread, after_unread = _not_yet(inputs)
    kept = work.decisions.kept(programme.id)  # most are as they were, and the lock is not held long
    made: list[int] = []
    for verdict in verdicts:
        key = verdict.declaration_id
        if verdict.participant_id in erased:
            continue  # their documents are gone; what was decided stands, and their invoices stay claimed
        if key in unread or (key in after_unread and verdict.decision is Decision.CONFIRMED):
            continue
        claim = by_id[key]
        provenance = Provenance(
            declaration_version=inputs.versions[key],
            rules_version=inputs.rules_version,
            reader_version=inputs.reader_version,
            thresholds_hash=inputs.thresholds.digest,
            inputs_hash=_claim_hash(claim, shared),
            claim_hash=_claim_hash(claim),
        )
        if kept.get(key) == (verdict.model_dump_json(), provenance):
            continue
        stored, new = work.decisions.put(programme.id, verdict, provenance)
        if new:
            made.append(stored.id)
            details = {"decision": verdict.decision.value, "version": stored.version}
            work.audit.record(programme.id, "klos", "decided", f"declaration/{key}", details)
    if made:
        work.inputs.put(programme.id, as_record(inputs), made)
    drawn = draw_sample(work, programme)
    if made or drawn:
        work.commit()
    confirmed = sum(verdict.decision is Decision.CONFIRMED for verdict in verdicts)
    return VerificationSummary(confirmed, len(verdicts) - confirmed, len(made))


def _not_yet(inputs: VerificationInputs) -> tuple[set[str], set[str]]:
    """Claims with a document still to be read, and those that come after the first of them.

    What a person refused holds no invoice, and what a person confirmed holds the one declared, read or not.
    """
    ordered = sorted(inputs.claims, key=_turn)
    keys = [claim.declaration.declaration_id for claim in ordered]
    unread = [claim.declaration.declaration_id for claim in ordered if _unread(claim.documents)]
    if _unread(inputs.loose):  # a correction may lie in it, of anybody's invoice
        return set(unread), set(keys)
    by_person = inputs.rejected | inputs.upheld
    first = next((keys.index(key) for key in unread if key not in by_person), len(keys))
    return set(unread), set(keys[first + 1 :])


def _turn(claim: Claim) -> tuple[object, ...]:
    """The order in which claims count, as matchers have it."""
    key = claim.declaration.declaration_id
    return claim.turn, order_key(key), key


def _unread(documents: Sequence[ClaimDocument]) -> bool:
    return any(document.sha256 is not None and document.invoice is None for document in documents)


def _digest_registry(inputs: VerificationInputs) -> str:
    registry: Registry = inputs.registry
    values = (*registry.partners, *registry.products, *registry.participants, inputs.rules)
    return digest([value.model_dump_json() for value in values])


def _claim_hash(claim: Claim, shared: str = "") -> str:
    return claim_hash(claim.declaration, {document.name: document.sha256 for document in claim.documents}, shared)
