"""Points: confirmed claims are booked once; a claim that is confirmed no more is taken back by a counter-entry."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from pipelines.retrying import retried
from pipelines.workspace import Workspace
from programme.points import points_by_year
from programme.registry import Declaration
from programme.verdicts import Decision
from storage import UnitOfWork
from storage.ledger import LedgerEntry
from storage.programmes import ProgrammeRef
from storage.reviews import ReviewDecision
from storage.serialising import Lock
from storage.tables import CaseState


@dataclass(frozen=True, slots=True)
class Booking:
    """How many entries a run wrote."""

    booked: int
    taken_back: int


@dataclass(frozen=True, slots=True)
class YearBalance:
    """One line of points.csv: units of a participant in a year, and the points the year completed."""

    participant_id: str
    year: int
    confirmed_units: Decimal
    pending_units: Decimal
    points: int


def book_points(workspace: Workspace, programme: ProgrammeRef) -> Booking:
    """Bring the ledger in line with the verdicts that count, in one transaction; twice is once."""
    return retried(lambda: _book(workspace, programme))


def _book(workspace: Workspace, programme: ProgrammeRef) -> Booking:
    with workspace.work() as work:
        work.hold(Lock.BOOKING, programme.id)
        wanted = _wanted(work, programme.id)
        standing = work.ledger.standing(programme.id)
        booked = taken = 0
        for declaration_id, entry in sorted(standing.items()):
            target = wanted.get(declaration_id)
            if target is not None and _same(entry, target):
                wanted.pop(declaration_id, None)
                continue
            verdict_id = target.verdict_id if target is not None else _latest(work, programme.id, entry)
            reason = _reason(work, programme.id, declaration_id, target)
            taken += work.ledger.counter(programme.id, entry, verdict_id, reason)
        for declaration_id, target in sorted(wanted.items()):
            booked += work.ledger.book(
                programme.id,
                target.participant_id,
                declaration_id,
                target.year,
                target.units,
                target.verdict_id,
                target.decision_id,
            )
        if booked or taken:
            details = {"booked": booked, "taken_back": taken}
            work.audit.record(programme.id, "klos", "points_booked", f"programme/{programme.slug}", details)
            work.commit()
    return Booking(booked, taken)


def _reason(work: UnitOfWork, programme_id: int, declaration_id: str, target: _Target | None) -> str:
    """Why a booking is taken back: codes of the verdict, or what a person or the organiser did."""
    if target is not None:
        return "verdict changed"
    if declaration_id in work.audit_sample.failed(programme_id):
        return "audit"
    if declaration_id in work.reviews.rejected(programme_id):
        return "rejected"
    current = {stored.verdict.declaration_id: stored.verdict for stored in work.decisions.current(programme_id)}
    verdict = current.get(declaration_id)
    if verdict is None:
        return "withdrawn"
    codes = sorted({item.code.value for item in verdict.discrepancies if item.blocking})
    return "no longer confirmed: " + ", ".join(codes)


@dataclass(frozen=True, slots=True)
class _Target:
    participant_id: str
    year: int
    units: Decimal
    verdict_id: int
    decision_id: int | None = None


def _wanted(work: UnitOfWork, programme_id: int) -> dict[str, _Target]:
    declared = {
        item.declaration.declaration_id: item.declaration for item in work.programmes.declarations(programme_id)
    }
    by_person = work.reviews.confirmed(programme_id)
    rejected = work.reviews.rejected(programme_id)
    wrong = work.audit_sample.failed(programme_id)
    targets = {}
    for stored in work.decisions.current(programme_id):
        verdict = stored.verdict
        declaration = declared.get(verdict.declaration_id)
        if declaration is None or verdict.declaration_id in rejected:
            continue
        person = by_person.get(verdict.declaration_id)
        if person is not None and person.units is not None:
            targets[verdict.declaration_id] = _Target(
                declaration.participant_id, declaration.year, person.units, person.verdict_id, person.id
            )
        elif verdict.declaration_id in wrong:
            continue  # the audit found the machine's confirmation wrong; only a person's counts then
        elif verdict.decision is Decision.CONFIRMED and verdict.verified_units is not None:
            targets[verdict.declaration_id] = _Target(
                declaration.participant_id, declaration.year, verdict.verified_units, stored.id
            )
    return targets


def book_review(work: UnitOfWork, programme: ProgrammeRef, claim: Declaration, decision: ReviewDecision) -> bool:
    """Book what a person confirmed (`decision.units`), within his unit of work; False where it was booked before.

    A booking that stands for the claim already, of other units, is taken back first.
    """
    if decision.units is None:
        raise ValueError("a decision without units books nothing")
    work.hold(Lock.BOOKING, programme.id)
    target = _Target(claim.participant_id, claim.year, decision.units, decision.verdict_id, decision.id)
    standing = work.ledger.standing_of(programme.id, claim.declaration_id)
    if standing is not None:
        if _same(standing, target):
            return False
        work.ledger.counter(programme.id, standing, decision.verdict_id, "decided by a person")
    return work.ledger.book(
        programme.id,
        target.participant_id,
        claim.declaration_id,
        target.year,
        target.units,
        target.verdict_id,
        target.decision_id,
    )


def take_back_review(
    work: UnitOfWork, programme: ProgrammeRef, declaration_id: str, verdict_id: int, reason: str
) -> bool:
    """Counter what is booked for a claim, within a person's unit of work; False where nothing is."""
    work.hold(Lock.BOOKING, programme.id)
    standing = work.ledger.standing_of(programme.id, declaration_id)
    return standing is not None and work.ledger.counter(programme.id, standing, verdict_id, reason)


def _same(entry: LedgerEntry, target: _Target) -> bool:
    return (entry.participant_id, entry.year, entry.units) == (target.participant_id, target.year, target.units)


def _latest(work: UnitOfWork, programme_id: int, entry: LedgerEntry) -> int:
    history = work.decisions.history(programme_id, entry.declaration_id)
    return history[-1].id if history else entry.verdict_id


def balances(work: UnitOfWork, programme: ProgrammeRef) -> list[YearBalance]:
    """Every participant's balance in every year that counts, by participant and year.

    Confirmed units come from the ledger alone; pending are the declared units of claims not decided for good.
    """
    confirmed = work.ledger.units(programme.id)
    pending = _pending_units(work, programme.id)
    rules = programme.rules
    lines: list[YearBalance] = []
    for person in work.programmes.participants(programme.id):
        key = person.participant_id
        units = confirmed.get(key, {})
        earned = points_by_year(units, rules.years, rules.units_per_point)
        lines.extend(
            YearBalance(key, year, units.get(year, Decimal(0)), pending.get((key, year), Decimal(0)), earned[year])
            for year in sorted(rules.years)
        )
    return lines


def _pending_units(work: UnitOfWork, programme_id: int) -> dict[tuple[str, int], Decimal]:
    decided = {stored.verdict.declaration_id: stored.verdict for stored in work.decisions.current(programme_id)}
    states = {case.declaration_id: case.state for case in work.decisions.cases(programme_id)}
    pending: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for item in work.programmes.declarations(programme_id):
        declaration = item.declaration
        verdict = decided.get(declaration.declaration_id)
        state = states.get(declaration.declaration_id)
        open_still = verdict is None or verdict.decision is Decision.FLAGGED or state is CaseState.OPEN
        if open_still and state not in (CaseState.REJECTED, CaseState.CONFIRMED):
            pending[declaration.participant_id, declaration.year] += declaration.seed_units
    return dict(pending)
