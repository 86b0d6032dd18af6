"""With thousands of open cases the next one and the queue still come at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from sqlalchemy import event

from pipelines.review import case_view
from pipelines.review_queue import QueueFilter, next_case, queue_page
from pipelines.workspace import Workspace
from programme.users import Role, User
from tests.storage.build import PROVENANCE, RULES, declaration, verdict

ANNA = User("anna", Role.REVIEWER)
CASES = 5000


def _seconds(act: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        start = time.monotonic()
        act()
        times.append(time.monotonic() - start)
    return median(times)


def _statements(workspace: Workspace, act: Callable[[], object]) -> int:
    """How many statements `act` sends to the database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(workspace.engine, "before_cursor_execute", note)
    act()
    event.remove(workspace.engine, "before_cursor_execute", note)
    return len(sent)


def test_five_thousand_open_cases(workspace: Workspace) -> None:
    with workspace.work() as work:
        programme = work.programmes.put("proba", RULES)
        work.programmes.put_declarations(
            programme.id, [declaration(f"D{number:05}", documents=()) for number in range(CASES)]
        )
        for number in range(CASES):
            flagged = verdict(f"D{number:05}", confirmed=False).model_copy(
                update={"risk": (number * 7919 % 1000) / 1000}
            )
            work.decisions.put(programme.id, flagged, PROVENANCE)
        work.commit()
    assert queue_page(workspace, ANNA, programme, QueueFilter()).total == CASES
    # A browser adds about a third of a second of its own; the limits seen by a person are 2 s and 1 s.
    assert _seconds(lambda: queue_page(workspace, ANNA, programme, QueueFilter())) < 1.0
    assert _seconds(lambda: queue_page(workspace, ANNA, programme, QueueFilter(text="FV 1/2025"))) < 1.0
    # Neither grows with the queue, whatever the machine is doing.
    assert _statements(workspace, lambda: queue_page(workspace, ANNA, programme, QueueFilter())) <= 8
    assert _statements(workspace, lambda: next_case(workspace, ANNA, programme)) <= 8
    passed: list[int] = []

    def clear_one() -> None:
        case_id = next_case(workspace, ANNA, programme, None, passed)
        assert case_id is not None
        passed.append(case_id)
        assert case_view(workspace, ANNA, programme, case_id) is not None

    assert _seconds(clear_one) < 0.6
