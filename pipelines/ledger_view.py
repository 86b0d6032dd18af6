"""The ledger and the balance as text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipelines.claim_status import reason_for
from pipelines.clock import local
from pipelines.points import balances
from pipelines.texts import has, say
from programme.formats import plain
from storage import UnitOfWork
from storage.programmes import ProgrammeRef


def ledger_text(work: UnitOfWork, programme: ProgrammeRef, participant_id: str | None) -> str:
    """Entries and balances of all participants or of one, as tab-separated tables with a heading."""
    entries = [
        (
            entry.participant_id,
            entry.declaration_id,
            str(entry.year),
            plain(entry.units),
            say(f"ledger_{entry.kind}"),
            local(entry.at).strftime("%Y-%m-%d %H:%M"),
            _reason(entry.reason),
        )
        for entry in work.ledger.entries(programme.id, participant_id)
    ]
    lines = [
        (line.participant_id, str(line.year), plain(line.confirmed_units), plain(line.pending_units), str(line.points))
        for line in balances(work, programme)
        if participant_id is None or line.participant_id == participant_id
    ]
    columns = ("participant", "declaration", "year", "units", "kind", "at", "reason")
    ledger = _table([say(f"ledger_{name}") for name in columns], entries)
    heading = [
        say("ledger_participant"),
        say("ledger_year"),
        say("balance_confirmed"),
        say("balance_pending"),
        say("balance_points"),
    ]
    text = f"{say('ledger_title')}: {programme.slug}\n{ledger}\n\n{_table(heading, lines)}"
    given = _given_out(work, programme, participant_id)
    return f"{text}\n\n{say('redeemed_heading')}\n{given}" if given else text


def _given_out(work: UnitOfWork, programme: ProgrammeRef, participant_id: str | None) -> str:
    """Every redemption, with what is now left of the points earned; "" where there is none."""
    earned: dict[str, int] = defaultdict(int)
    for line in balances(work, programme):
        earned[line.participant_id] += line.points
    left = {person: earned[person] - points for person, points in work.redemptions.points(programme.id).items()}
    rows = [
        (
            item.participant_id,
            str(item.points),
            local(item.at).strftime("%Y-%m-%d %H:%M"),
            item.actor,
            str(left[item.participant_id]),
        )
        for item in work.redemptions.all(programme.id, participant_id)
    ]
    columns = ("ledger_participant", "redeemed_points", "ledger_at", "redeemed_by", "redeemed_left")
    return _table([say(name) for name in columns], rows) if rows else ""


def _reason(reason: str) -> str:
    """Why points were taken back, in words; "" for a booking."""
    start, _, codes = reason.partition(": ")
    if start == "no longer confirmed":
        return " ".join(reason_for(code) for code in codes.split(", ") if code)
    key = f"ledger_why_{reason.replace(' ', '_')}"
    return say(key) if has(key) else reason


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("\t".join(row) for row in (heading, *rows))
