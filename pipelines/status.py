"""Where a claim or a participant stands, in words a participant understands.

What is said names nobody else: a duplicate is "already claimed", never by whom.
"""

from __future__ import annotations

from pipelines.claim_status import Status, missing_text, reasons, status_from, steps
from pipelines.points import balances
from pipelines.text_findings import value_text
from pipelines.texts import number, say
from programme.registry import Declaration
from storage import UnitOfWork
from storage.messages import ClaimNow
from storage.programmes import ProgrammeRef


def status_of(work: UnitOfWork, programme: ProgrammeRef, subject: str) -> list[str] | None:
    """Lines about declaration or participant `subject`; None where the programme knows neither."""
    stored = {item.declaration.declaration_id: item.declaration for item in work.programmes.declarations(programme.id)}
    claims = {claim.declaration_id: claim for claim in work.messages.claims_now(programme.id)}
    if subject in claims:
        return _declaration(stored[subject], claims[subject])
    if subject in stored:
        return [say("status_heading", id=subject, state=say("status_erased"))]
    if work.decisions.history(programme.id, subject):
        heading = say("status_heading", id=subject, state=say(f"claim_{Status.WITHDRAWN.value}"))
        return [heading, say(f"next_{Status.WITHDRAWN.value}")]
    if any(person.participant_id == subject for person in work.programmes.participants(programme.id)):
        lines = _participant(work, programme, subject)
        for key, claim in claims.items():
            if claim.participant_id == subject:
                lines += ["", *_declaration(stored[key], claim)]
        return lines
    return None


def _declaration(declaration: Declaration, claim: ClaimNow) -> list[str]:
    status = status_from(claim.decision, claim.case, claim.codes, claim.origin)
    lines = [
        say("status_heading", id=declaration.declaration_id, state=say(f"claim_{status.value}")),
        say(
            "status_declared",
            units=number(declaration.seed_units),
            year=declaration.year,
            invoice=", ".join(declaration.invoice_numbers),
            date=value_text(declaration.invoice_date.isoformat()),
        ),
    ]
    if status is Status.CONFIRMED and claim.units is not None:
        lines.append(say("status_counted", units=number(claim.units)))
    why = reasons(status, claim.codes, claim.rejected_for, claim.asked_for)
    if why:
        lines += [say("status_why"), *(f"  - {text}" for text in why)]
    following = steps(status, claim.codes, claim.asked_for, claim.objected)
    return [*lines, say("status_next"), *(f"  - {text}" for text in following)]


def _participant(work: UnitOfWork, programme: ProgrammeRef, participant_id: str) -> list[str]:
    own = [line for line in balances(work, programme) if line.participant_id == participant_id]
    units = {line.year: line.confirmed_units for line in own}
    lines = [
        say("status_participant", id=participant_id),
        say(
            "status_points",
            points=sum(line.points for line in own),
            confirmed=_by_year({line.year: number(line.confirmed_units) for line in own}),
            pending=_by_year({line.year: number(line.pending_units) for line in own}),
        ),
    ]
    redeemed = work.redemptions.points(programme.id).get(participant_id, 0)
    if redeemed:
        available = sum(line.points for line in own) - redeemed
        lines.append(say("status_redeemed", redeemed=redeemed, available=available))
        lines += [say("status_below_zero")] if available < 0 else []
    missing = missing_text(units, programme.rules)
    return [*lines, missing] if missing else lines


def _by_year(values: dict[int, str]) -> str:
    return ", ".join(f"{year}: {value}" for year, value in sorted(values.items()))
