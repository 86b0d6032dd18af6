"""Redeeming a point: the promotional unit is given only after every document behind the points was verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.extraction import reader_version
from pipelines.points import balances
from pipelines.texts import say
from pipelines.verification_inputs import VerificationInputs, find_upload, present_inputs
from pipelines.workspace import Workspace
from programme.errors import BadInput
from programme.verdicts import Decision, Verdict
from storage import DamagedObject, UnitOfWork
from storage.ledger import LedgerEntry
from storage.programmes import ProgrammeRef
from storage.redemptions import Redemption
from storage.serialising import Lock


@dataclass(frozen=True, slots=True)
class PointsAccount:
    """A participant's points: earned by the ledger, given out, and what is left, below zero where claims were taken
    back after their points had been given out."""

    earned: int
    redeemed: int

    @property
    def available(self) -> int:
        return self.earned - self.redeemed


@dataclass(frozen=True, slots=True)
class RedemptionResult:
    """Whether the points were given out, and if not, why, in words for the organiser. `account` is as it is now."""

    redemption: Redemption | None
    refusals: tuple[str, ...]
    account: PointsAccount


def points_account(work: UnitOfWork, programme: ProgrammeRef, participant_id: str) -> PointsAccount:
    """The account recomputed from the ledger and the redemptions."""
    earned = sum(line.points for line in balances(work, programme) if line.participant_id == participant_id)
    return PointsAccount(earned, work.redemptions.points(programme.id).get(participant_id, 0))


def redeem(
    workspace: Workspace,
    programme: ProgrammeRef,
    participant_id: str,
    actor: str,
    points: int = 1,
    request_key: str | None = None,
) -> RedemptionResult:
    """Give out `points`, or say why not; in one transaction, nothing is kept of a refusal but the audit trail.

    Every booking of the participant is verified anew: its documents' bytes are there and unchanged, and the claim,
    decided again by today's reader, rules and other claims, is still confirmed with the units booked (a person's
    confirmation still stands). Asking twice with one `request_key` gives out once; without a key each call is a
    request of its own. Raises BadInput for an unknown participant, no points, and the key of another request.
    """
    if points < 1:
        raise BadInput(say("redeem_points", value=points))
    with workspace.work() as work:
        work.hold(Lock.BOOKING, programme.id)  # two requests at once must not spend the same point
        if all(person.participant_id != participant_id for person in work.programmes.participants(programme.id)):
            raise BadInput(say("participant_unknown", value=participant_id))
        known = work.redemptions.get(programme.id, request_key) if request_key is not None else None
        if known is not None:
            if (known.participant_id, known.points) != (participant_id, points):
                raise BadInput(say("redeem_other_request", value=request_key))
            return RedemptionResult(known, (), points_account(work, programme, participant_id))
        account = points_account(work, programme, participant_id)
        behind = [
            entry
            for entry in work.ledger.standing(programme.id).values()
            if entry.participant_id == participant_id and entry.year in programme.rules.years
        ]
        refusals = []
        if account.available < points:
            refusals.append(say("redeem_too_few", available=account.available, points=points))
        else:
            refusals += _verify(workspace, work, programme, behind)
        subject = f"participant/{participant_id}"
        if refusals:
            work.audit.record(programme.id, actor, "redemption_refused", subject, {"points": points})
            work.commit()
            return RedemptionResult(None, tuple(refusals), account)
        number = len(work.redemptions.all(programme.id, participant_id)) + 1
        key = request_key or f"{participant_id}/{number}"
        made = work.redemptions.add(programme.id, participant_id, points, key, actor, [entry.id for entry in behind])
        work.audit.record(programme.id, actor, "redeemed", subject, {"points": points, "redemption": made.id})
        work.commit()
    return RedemptionResult(made, (), PointsAccount(account.earned, account.redeemed + points))


def _verify(
    workspace: Workspace, work: UnitOfWork, programme: ProgrammeRef, behind: Sequence[LedgerEntry]
) -> list[str]:
    """What speaks against the bookings, in words; nothing where all stand."""
    inputs = present_inputs(work, programme, reader_version())
    verdicts = {verdict.declaration_id: verdict for verdict in inputs.decide()}
    by_person = work.reviews.confirmed(programme.id)
    failed = work.audit_sample.failed(programme.id)
    refusals = []
    for entry in sorted(behind, key=lambda item: item.declaration_id):
        key = entry.declaration_id
        refusals += _damaged(workspace, work, programme, inputs, key)
        person = by_person.get(key)
        if person is not None:
            units: Decimal | None = person.units
        elif key in failed:
            units = None
        else:
            units = _machine_units(verdicts.get(key))
        if units != entry.units:
            refusals.append(say("redeem_not_confirmed", id=key))
    return refusals


def _machine_units(verdict: Verdict | None) -> Decimal | None:
    confirmed = verdict is not None and verdict.decision is Decision.CONFIRMED
    return verdict.verified_units if verdict is not None and confirmed else None


def _damaged(
    workspace: Workspace, work: UnitOfWork, programme: ProgrammeRef, inputs: VerificationInputs, declaration_id: str
) -> list[str]:
    """Documents of a claim whose bytes are not there or not the ones that were read."""
    uploads = work.documents.uploads(programme.id)
    claim = next((item for item in inputs.claims if item.declaration.declaration_id == declaration_id), None)
    if claim is None:
        return [say("redeem_not_confirmed", id=declaration_id)]
    found = []
    for name in claim.declaration.documents:
        sha256 = find_upload(name, uploads)
        if sha256 is None or not _is_intact(workspace, sha256):
            found.append(say("redeem_document", id=declaration_id, document=name))
    return found


def _is_intact(workspace: Workspace, sha256: str) -> bool:
    try:
        workspace.objects.get(sha256)  # reading back compares the bytes with their hash
    except (DamagedObject, KeyError):
        return False
    return True
