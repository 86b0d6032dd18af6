"""Replay: a past decision derived again from what it was made from, or from today's state, and the difference."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipelines.extraction import reader_version
from pipelines.text_findings import finding_text
from pipelines.texts import number, say
from pipelines.verification_inputs import present_inputs, recorded_inputs
from programme.formats import plain
from programme.verdicts import Check, Decision, Discrepancy, Verdict
from storage import UnitOfWork
from storage.decisions import Provenance, StoredVerdict
from storage.programmes import ProgrammeRef


@dataclass(frozen=True, slots=True)
class Replay:
    """A past verdict beside the one derived again. `again` None: the inputs were not kept, or the claim is gone.

    `differences` are in words, none where both say the same; `losses` tell what could not be brought back.
    """

    then: Verdict
    version: int
    provenance: Provenance
    again: Verdict | None
    differences: tuple[str, ...]
    losses: tuple[str, ...]


def replay_decision(
    work: UnitOfWork, programme: ProgrammeRef, declaration_id: str, version: int | None = None, today: bool = False
) -> Replay | None:
    """Derive version `version` (the last) of the decision on a claim again; None where there is no such decision.

    From its own inputs: the claims, readings, lists, rules and thresholds it was made from. `today`: from what is
    stored now, by the present reader and rules.
    """
    history = work.decisions.history(programme.id, declaration_id)
    stored = next((item for item in reversed(history) if version in (None, item.version)), None)
    if stored is None:
        return None
    if today:
        inputs = present_inputs(work, programme, reader_version())
    else:
        record = work.inputs.of(stored.id)
        if record is None:
            return _answer(stored, None, (say("loss_inputs"),))
        inputs = recorded_inputs(work, programme, record)
    again = next((verdict for verdict in inputs.decide() if verdict.declaration_id == declaration_id), None)
    return _answer(stored, again, inputs.losses)


def _answer(stored: StoredVerdict, again: Verdict | None, losses: tuple[str, ...]) -> Replay:
    found = () if again is None else tuple(differences(stored.verdict, again))
    return Replay(stored.verdict, stored.version, stored.provenance, again, found, losses)


def differences(then: Verdict, again: Verdict) -> list[str]:
    """What two verdicts on one claim say differently, in words; nothing where they are equal."""
    found = []
    for label, one, other in (
        ("replay_decision", decision_word(then.decision), decision_word(again.decision)),
        ("replay_declared", plain(then.declared_units), plain(again.declared_units)),
        ("replay_units", _units(then), _units(again)),
        ("replay_thresholds", then.thresholds_hash, again.thresholds_hash),
    ):
        if one != other:
            found.append(f"{say(label)}: {one} → {other}")
    before, after = set(then.discrepancies), set(again.discrepancies)
    found += [f"{say('replay_gone')}: {_discrepancy(item)}" for item in then.discrepancies if item not in after]
    found += [f"{say('replay_added')}: {_discrepancy(item)}" for item in again.discrepancies if item not in before]
    checks, others = set(then.checks), set(again.checks)
    found += [f"{say('replay_check')} {_check(item)}" for item in again.checks if item not in checks]
    found += [f"{say('replay_no_check')} {_check(item)}" for item in then.checks if item not in others]
    if then.risk != again.risk:
        found.append(f"{say('replay_risk')}: {number(Decimal(str(then.risk)))} → {number(Decimal(str(again.risk)))}")
    return found


def decision_word(decision: Decision) -> str:
    """A machine's decision as people say it."""
    return say(f"replay_{decision.value}")


def _units(verdict: Verdict) -> str:
    return "–" if verdict.verified_units is None else plain(verdict.verified_units)


def _discrepancy(item: Discrepancy) -> str:
    return f"{item.code.value} ({finding_text(item.message)})"


def _check(item: Check) -> str:
    return f"{item.name}: {say(f'outcome_{item.outcome.value}')}, {finding_text(item.reason)}"
