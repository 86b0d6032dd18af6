"""What happened to a claim: decisions of the machine and of reviewers, the audit, an objection, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from pipelines.texts import has, number, say
from storage import UnitOfWork

MACHINE = "klos"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Something that happened to the claim. `what` is a key of the catalogue, `text` what a person said.

    `version` is the machine's decision's number; `reason` a decision's code; `details` its corrections.
    """

    at: datetime
    actor: str
    what: str
    text: str = ""
    version: int | None = None
    reason: str = ""
    units: Decimal | None = None
    bulk: bool = False
    details: Mapping[str, Any] = field(default_factory=dict)


def history_of(work: UnitOfWork, programme_id: int, declaration_id: str) -> tuple[HistoryEntry, ...]:
    """Everything that happened to the claim, oldest first."""
    entries = [
        HistoryEntry(item.at, MACHINE, f"history_{item.verdict.decision.value}", version=item.version)
        for item in work.decisions.history(programme_id, declaration_id)
    ]
    entries += [
        HistoryEntry(
            item.at,
            item.actor,
            f"history_{item.action}",
            item.note,
            reason=item.reason,
            units=item.units,
            bulk=item.bulk is not None,
            details=item.details,
        )
        for item in work.reviews.decisions(programme_id, declaration_id)
    ]
    entries += [
        HistoryEntry(item.audited_at, item.actor or "", "history_audit_wrong", item.note)
        for item in work.audit_sample.claims(programme_id, declaration_id)
        if item.right is False and item.audited_at is not None
    ]
    objection = work.claims.objection(programme_id, declaration_id)
    if objection is not None:
        entries.append(HistoryEntry(objection.at, objection.participant_id, "history_objection", objection.reason))
    return tuple(sorted(entries, key=lambda entry: entry.at))


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """An entry in words of the language spoken."""

    at: datetime
    who: str
    what: str
    details: str


def history_rows(entries: Sequence[HistoryEntry]) -> list[HistoryRow]:
    """The entries in words, in their order."""
    return [
        HistoryRow(
            entry.at,
            say("the_machine") if entry.actor == MACHINE else entry.actor,
            say(entry.what),
            " · ".join(_details(entry)),
        )
        for entry in entries
    ]


def _details(entry: HistoryEntry) -> list[str]:
    parts = []
    if entry.version is not None:
        parts.append(say("history_version", version=entry.version))
    if entry.reason and has(f"reason_{entry.reason}"):
        parts.append(say(f"reason_{entry.reason}"))
    if entry.units is not None:
        parts.append(say("units_short", units=number(entry.units)))
    parts += [f"{say(f'item_{name}')}: {value}" for name, value in entry.details.get("fields", {}).items()]
    parts += [f"{say('quantity')}: {number(Decimal(value))}" for value in entry.details.get("keyed", {}).values()]
    for line in entry.details.get("added", []):
        parts.append(f"{line['name']}: {say('units_short', units=number(Decimal(line['units'])))}")
    if entry.bulk:
        parts.append(say("history_bulk"))
    if entry.text:
        parts.append(f"„{entry.text}”")
    return parts
