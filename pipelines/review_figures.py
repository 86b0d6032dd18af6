"""The figures page's numbers: straight-through by channel, reasons, ages, times, objections."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from pipelines.blind_audit import AuditFigures, audit_figures
from pipelines.clock import local
from pipelines.workspace import Workspace
from programme.users import User, require_staff
from storage.columns import now
from storage.programmes import ProgrammeRef

# The edges of the ages shown, in days; the last group is open.
AGES = (1, 3, 7, 14, 30)


__all__ = ["AGES", "AuditFigures", "Channel", "Figures", "figures"]


@dataclass(frozen=True, slots=True)
class Channel:
    """Claims by what their documents are: `confirmed` of `claims` by the machine alone."""

    name: str
    claims: int
    confirmed: int

    @property
    def share(self) -> float:
        """Straight-through share, 0..1."""
        return self.confirmed / self.claims if self.claims else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Times in seconds; None where nothing was measured yet. `ages` counts open cases by group of AGES."""

    claims: int
    confirmed: int
    channels: tuple[Channel, ...]
    reasons: tuple[tuple[str, int], ...]
    ages: tuple[int, ...]
    turnaround_machine: float | None
    turnaround_person: float | None
    review_seconds: float | None
    reviewed_by_day: tuple[tuple[str, int, float], ...]  # day, cases, median seconds
    objections: int
    audit: AuditFigures

    @property
    def share(self) -> float:
        """Straight-through share of all claims, 0..1."""
        return self.confirmed / self.claims if self.claims else 0.0


def figures(workspace: Workspace, user: User, programme: ProgrammeRef) -> Figures:
    """The figures of a programme as it stands. Raises NotAllowed for whoever is no staff."""
    require_staff(user, programme.id)
    with workspace.reading() as work:
        sources = work.figures.sources(programme.id)
        reasons = work.figures.reasons(programme.id)
        waiting = work.figures.open_since(programme.id)
        decided = work.figures.decided(programme.id)
        seconds = work.figures.review_seconds(programme.id)
        audit = audit_figures(work, programme)
        objections = len(work.claims.objections(programme.id))
    channels = _channels(sources)
    person = [item for item in decided if item.by_person]
    machine = [item for item in decided if not item.by_person]
    days: dict[str, list[float]] = {}
    for at, _, spent in seconds:
        days.setdefault(local(at).date().isoformat(), []).append(spent)
    return Figures(
        claims=sum(channel.claims for channel in channels),
        confirmed=sum(channel.confirmed for channel in channels),
        channels=channels,
        reasons=tuple(reasons),
        ages=_ages([now() - moment for moment in waiting]),
        turnaround_machine=_median([(item.decided_at - item.declared_at).total_seconds() for item in machine]),
        turnaround_person=_median([(item.decided_at - item.declared_at).total_seconds() for item in person]),
        review_seconds=_median([spent for _, _, spent in seconds]),
        reviewed_by_day=tuple((day, len(times), median(times)) for day, times in sorted(days.items())),
        objections=objections,
        audit=audit,
    )


def _channels(sources: list[tuple[str, str, str]]) -> tuple[Channel, ...]:
    kinds: dict[str, set[str]] = {}
    confirmed = set()
    for key, decision, source in sources:
        kinds.setdefault(key, set()).update({source} if source else set())
        if decision == "confirmed":
            confirmed.add(key)
    claims: Counter[str] = Counter()
    through: Counter[str] = Counter()
    for key, found in kinds.items():
        name = "none" if not found else found.copy().pop() if len(found) == 1 else "mixed"
        claims[name] += 1
        through[name] += key in confirmed
    return tuple(Channel(name, count, through[name]) for name, count in claims.most_common())


def _ages(waits: list[timedelta]) -> tuple[int, ...]:
    groups = [0] * (len(AGES) + 1)
    for wait in waits:
        days = wait.total_seconds() / 86400
        groups[sum(days >= edge for edge in AGES)] += 1
    return tuple(groups)


def _median(values: list[float]) -> float | None:
    return median(values) if values else None
