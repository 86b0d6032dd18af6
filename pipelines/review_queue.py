"""The reviewers' queue: what waits, and the lease by which one case is in one person's hands at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from pipelines.workspace import Workspace
from programme.users import User, require_decider, require_staff
from storage.columns import now
from storage.programmes import ProgrammeRef
from storage.review_queue import QueueFilter, QueueItem, Shelf

__all__ = [
    "LEASE",
    "QueueFilter",
    "QueueItem",
    "QueuePage",
    "Shelf",
    "alike",
    "next_case",
    "queue_page",
    "release",
    "take",
]

# Long enough for a hard case, short enough that a forgotten one is soon free again.
LEASE = timedelta(minutes=10)
PAGE = 25


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue with what stands around it. `total` counts what the filter lets through."""

    items: tuple[QueueItem, ...]
    total: int
    number: int
    pages: int
    shelves: dict[Shelf, int]
    reasons: tuple[tuple[str, int], ...]


def queue_page(
    workspace: Workspace, user: User, programme: ProgrammeRef, wanted: QueueFilter, number: int = 1
) -> QueuePage:
    """Page `number` (from 1; too high a number gives the last). Raises NotAllowed for whoever is no staff."""
    require_staff(user, programme.id)
    with workspace.reading() as work:
        total = work.queue.count(programme.id, wanted)
        pages = max(1, -(-total // PAGE))
        number = min(max(1, number), pages)
        return QueuePage(
            tuple(work.queue.page(programme.id, wanted, PAGE, (number - 1) * PAGE)),
            total,
            number,
            pages,
            work.queue.shelves(programme.id),
            tuple(work.queue.by_code(programme.id, wanted.shelf)),
        )


def next_case(
    workspace: Workspace,
    user: User,
    programme: ProgrammeRef,
    wanted: QueueFilter | None = None,
    besides: Collection[int] = (),
) -> int | None:
    """Lease the best free open case to `user` and give back what he held; its id, None where none is left.

    `besides` are cases he passed over. Two reviewers who ask at once get two cases.
    """
    require_decider(user, programme.id)
    wanted = wanted or QueueFilter()
    until = now() + LEASE
    with workspace.work() as work:
        candidates = work.queue.next_ids(programme.id, user.actor, wanted, limit=len(besides) + 20)
        for case_id in candidates:
            if case_id not in besides and work.reviews.lease(programme.id, case_id, user.actor, until):
                work.reviews.release(programme.id, user.actor, besides=case_id)
                work.commit()
                return case_id
        work.reviews.release(programme.id, user.actor)
        work.commit()
    return None


def take(workspace: Workspace, user: User, programme: ProgrammeRef, case_id: int) -> bool:
    """Lease this very case to `user`, or prolong his lease; False where another person holds it."""
    require_decider(user, programme.id)
    with workspace.work() as work:
        taken = work.reviews.lease(programme.id, case_id, user.actor, now() + LEASE)
        if taken:
            work.reviews.release(programme.id, user.actor, besides=case_id)
            work.commit()
    return taken


def release(workspace: Workspace, user: User, programme: ProgrammeRef) -> None:
    """Give back every case `user` holds."""
    with workspace.work() as work:
        work.reviews.release(programme.id, user.actor)
        work.commit()


def alike(workspace: Workspace, user: User, programme: ProgrammeRef, code: str) -> list[QueueItem]:
    """Open cases whose only blocking reason is `code`, held by nobody else."""
    require_staff(user, programme.id)
    moment = now()
    with workspace.reading() as work:
        found = work.queue.alike(programme.id, code)
    return [item for item in found if item.case.holder(moment) in (None, user.actor)]
