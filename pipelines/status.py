"""Where a claim or a participant stands, in words a participant understands.

What is said names nobody else: a duplicate is "already claimed", never by whom.
"""

from __future__ import annotations

from pipelines.points import balances
from pipelines.text_catalogue import NEXT_STEP, REASONS
from pipelines.text_findings import value_text
from pipelines.texts import LANGUAGES, language, say
from programme.formats import plain
from programme.points import units_missing
from programme.registry import Declaration
from programme.verdicts import Verdict
from storage import UnitOfWork
from storage.programmes import ProgrammeRef
from storage.tables import CaseState


def status_of(work: UnitOfWork, programme: ProgrammeRef, subject: str) -> list[str] | None:
    """Lines about declaration or participant `subject`; None where the programme knows neither."""
    stored = {item.declaration.declaration_id: item.declaration for item in work.programmes.declarations(programme.id)}
    if subject in stored:
        return _declaration(work, programme, stored[subject])
    history = work.decisions.history(programme.id, subject)
    if history:
        return [say("status_heading", id=subject, state=say("status_withdrawn"))]
    if any(person.participant_id == subject for person in work.programmes.participants(programme.id)):
        own = [declaration for declaration in stored.values() if declaration.participant_id == subject]
        return _participant(work, programme, subject, own)
    return None


def reason_for(code: str) -> str:
    """Why a claim is looked at, for the participant."""
    return REASONS[code][LANGUAGES.index(language())]


def _declaration(work: UnitOfWork, programme: ProgrammeRef, declaration: Declaration) -> list[str]:
    key = declaration.declaration_id
    verdict = next(
        (item.verdict for item in work.decisions.current(programme.id) if item.verdict.declaration_id == key), None
    )
    case = next((item.state for item in work.decisions.cases(programme.id) if item.declaration_id == key), None)
    state = _state(verdict, case)
    lines = [
        say("status_heading", id=key, state=say(f"status_{state}")),
        say(
            "status_declared",
            units=_units(declaration.seed_units),
            year=declaration.year,
            invoice=", ".join(declaration.invoice_numbers),
            date=value_text(declaration.invoice_date.isoformat()),
        ),
    ]
    if state == "confirmed" and verdict is not None and verdict.verified_units is not None:
        lines.append(say("status_counted", units=_units(verdict.verified_units)))
    if state in ("flagged", "waiting") and verdict is not None:
        lines += _why_and_next(verdict)
    return lines


def _state(verdict: Verdict | None, case: CaseState | None) -> str:
    if case in (CaseState.CONFIRMED, CaseState.REJECTED, CaseState.WAITING):
        return case.value
    return "new" if verdict is None else verdict.decision.value


def _why_and_next(verdict: Verdict) -> list[str]:
    codes = list(dict.fromkeys(item.code.value for item in verdict.discrepancies if item.blocking))
    steps = list(dict.fromkeys(NEXT_STEP[code] for code in codes if code in NEXT_STEP)) or ["next_review"]
    reasons = [f"  - {reason_for(code)}" for code in codes]
    return [
        *([say("status_why"), *reasons] if reasons else []),
        say("status_next"),
        *[f"  - {say(step)}" for step in steps],
    ]


def _participant(
    work: UnitOfWork, programme: ProgrammeRef, participant_id: str, declarations: list[Declaration]
) -> list[str]:
    own = [line for line in balances(work, programme) if line.participant_id == participant_id]
    units = {line.year: line.confirmed_units for line in own}
    rules = programme.rules
    lines = [
        say("status_participant", id=participant_id),
        say(
            "status_points",
            points=sum(line.points for line in own),
            confirmed=_by_year({line.year: _units(line.confirmed_units) for line in own}),
            pending=_by_year({line.year: _units(line.pending_units) for line in own}),
        ),
    ]
    redeemed = work.redemptions.points(programme.id).get(participant_id, 0)
    if redeemed:
        available = sum(line.points for line in own) - redeemed
        lines.append(say("status_redeemed", redeemed=redeemed, available=available))
        lines += [say("status_below_zero")] if available < 0 else []
    missing = units_missing(units, rules.years, rules.units_per_point)
    steps = [say("status_missing_step", units=_units(need), year=year) for year, need in sorted(missing.items())]
    if steps and len(rules.years) > 1:
        lines.append(say("status_missing", steps=", ".join(steps)))
    for declaration in declarations:
        lines += ["", *_declaration(work, programme, declaration)]
    return lines


def _by_year(values: dict[int, str]) -> str:
    return ", ".join(f"{year}: {value}" for year, value in sorted(values.items()))


def _units(value: object) -> str:
    from decimal import Decimal

    text = plain(Decimal(str(value)))
    return text.replace(".", ",") if language() == "pl" else text
