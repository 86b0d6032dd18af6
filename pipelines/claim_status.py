"""A claim's status as its participant sees it, by one rule for pages, messages and the web hook."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from enum import StrEnum

from pipelines.text_catalogue import NEXT_STEP, REASONS
from pipelines.texts import LANGUAGES, language, number, say
from programme.points import ways_to_next_point
from programme.rules import ProgrammeRules
from programme.verdicts import Decision
from storage.tables import CaseState, Origin


def reason_for(code: str) -> str:
    """Why a claim is looked at, for the participant."""
    return REASONS[code][LANGUAGES.index(language())]


class Status(StrEnum):
    """Where a claim stands."""

    RECEIVED = "received"
    READING = "reading"
    CONFIRMED = "confirmed"
    REVIEW = "review"  # a person looks at it; the participant need do nothing
    ACTION = "action"  # the participant has something to do
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


def status_from(
    decision: Decision | None, case: CaseState | None, codes: Collection[str], origin: Origin, all_read: bool = True
) -> Status:
    """The status from the machine's decision, the case's state and the blocking codes of the verdict.

    Only who can mend a claim is asked to: claims from the organiser's tables are the organiser's to mend.
    """
    if case is CaseState.CONFIRMED:
        return Status.CONFIRMED
    if case is CaseState.REJECTED:
        return Status.REJECTED
    if case is CaseState.WAITING:
        return Status.ACTION
    if decision is None:
        return Status.RECEIVED if all_read else Status.READING
    if decision is Decision.CONFIRMED and case is not CaseState.OPEN:  # an open one the audit found wrong
        return Status.CONFIRMED
    mendable = origin is Origin.PARTICIPANT and any(code in NEXT_STEP for code in codes)
    return Status.ACTION if mendable else Status.REVIEW


def reasons(status: Status, codes: Collection[str], rejected_for: str = "", asked_for: str = "") -> list[str]:
    """Why the claim stands where it does, in words that name nobody else. `rejected_for` and `asked_for` are the
    reviewer's codes."""
    if status is Status.REJECTED:
        return [say(f"rejected_{rejected_for}")] if rejected_for else []
    if status not in (Status.REVIEW, Status.ACTION):
        return []
    asked = [say(f"asked_{asked_for}")] if asked_for else []
    return [*asked, *(reason_for(code) for code in dict.fromkeys(codes))]


def missing_text(units: Mapping[int, Decimal], rules: ProgrammeRules) -> str:
    """What a participant with these confirmed units, by year, still has to buy for one more point; "" where none can
    be earned."""
    ways = ways_to_next_point(units, rules.years, rules.units_per_point)
    told = [
        say("points_and").join(say("status_missing_step", units=number(need), year=year) for year, need in way.items())
        for way in ways
    ]
    return say("status_missing", steps=say("points_or").join(told)) if told else ""


def steps(status: Status, codes: Collection[str], asked_for: str = "", objected: bool = False) -> list[str]:
    """What the participant can do next."""
    if status is Status.ACTION:
        wanted = ["next_document"] if asked_for else []
        wanted += [NEXT_STEP[code] for code in codes if code in NEXT_STEP]
        return [say(key) for key in dict.fromkeys(wanted or ["next_document"])]
    if status is Status.REJECTED:
        return [say("next_objected" if objected else "next_object")]
    return [say(f"next_{status.value}")]
