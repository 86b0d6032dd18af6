"""Many at once over one database, SQLite and PostgreSQL alike: no error, and the decisions of one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from extractors.reading import read_document
from pipelines.claim_status import Status
from pipelines.claims_desk import Cells, Submitted, attach, open_draft, save_draft, submit
from pipelines.desk_worker import DeskWorker, settle, work_off
from pipelines.extraction import reader_version
from pipelines.intake import load_intake
from pipelines.my_claims import my_claims
from pipelines.own_data import erase
from pipelines.points import balances, book_points
from pipelines.settings import load_settings
from pipelines.verification import verify_programme
from pipelines.workspace import Workspace, open_workspace
from programme.users import Role, User
from programme.verdicts import Decision
from storage.documents import StoredExtraction
from storage.programmes import ProgrammeRef
from tests.pipelines.arrivals import everything, run
from tests.pipelines.build import SELLER, invoice_xml, two_years
from tests.storage.conftest import database_url, postgres_url

__all__ = ["database_url", "postgres_url"]  # fixtures: every test here runs on both databases
AT_ONCE = 4


@pytest.fixture
def workspace(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(load_settings(workers=1, database_url=database_url))
    yield workspace
    workspace.close()


def _together(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run them all at the same moment; their results, or the first error."""
    start = Barrier(len(acts))

    def go(act: Callable[[], Any]) -> Any:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(go, act) for act in acts]]


def _read_all(workspace: Workspace) -> None:
    """Read what waits in this process, which is quicker than a reader of its own."""
    with workspace.reading() as work:
        unread = work.desk.unread(reader_version())
    for item in unread:
        invoice = read_document(workspace.objects.get(item.sha256)).invoice
        with workspace.work() as work:
            work.documents.put_extraction(StoredExtraction(item.sha256, reader_version(), invoice))
            work.commit()


def _decided(workspace: Workspace, programme: ProgrammeRef) -> dict[str, tuple[Decision, tuple[str, ...]]]:
    with workspace.reading() as work:
        return {
            stored.verdict.declaration_id: (
                stored.verdict.decision,
                tuple(item.code.value for item in stored.verdict.discrepancies),
            )
            for stored in work.decisions.current(programme.id)
        }


def _booked(workspace: Workspace, programme: ProgrammeRef) -> list[tuple[str, int, Decimal]]:
    with workspace.reading() as work:
        return [(line.participant_id, line.year, line.confirmed_units) for line in balances(work, programme)]


def test_verifications_at_once_decide_as_one(workspace: Workspace, tmp_path: Path) -> None:
    folder = everything(tmp_path / "intake")
    programme = run(workspace, folder)
    decided, booked = _decided(workspace, programme), _booked(workspace, programme)
    folder.declarations[0]["seed_units"] = "39"  # a change, so that each of them has something to store
    load_intake(workspace, folder.write())
    _together([lambda: settle(workspace, programme)] * AT_ONCE)
    changed = _decided(workspace, programme)
    assert changed.pop("D01") != decided.pop("D01")
    assert changed == decided
    with workspace.reading() as work:
        versions = [item.version for item in work.decisions.history(programme.id, "D01")]
    assert versions == [1, 2], "the others found it done"
    folder.declarations[0]["seed_units"] = "40"
    load_intake(workspace, folder.write())
    _together([lambda: settle(workspace, programme)] * AT_ONCE)
    assert _booked(workspace, programme) == booked


def test_submissions_and_verifications_at_once(workspace: Workspace, tmp_path: Path) -> None:
    """Participants send ten claims, three of them with one invoice, while batches run over them."""
    programme = run(workspace, two_years(tmp_path / "intake"))
    users = {key: User(key, Role.PARTICIPANT, None, programme.id, key) for key in ("P1", "P2")}
    drafts = []
    for number in range(10):
        user = users["P2" if number == 0 else "P1"]
        draft = open_draft(workspace, user)
        other = max(number, 2)  # the first three are one invoice, one file
        name, units, day = f"FA/{other * 137}/{other}/2025", str(7 + other * 3), f"2025-09-{other + 10}"
        save_draft(workspace, user, draft.key, Cells("2025", SELLER, name, day, units))
        drafts.append((user, draft.key, invoice_xml(name, units, day)))
        with workspace.engine.begin() as connection:  # each in a draft of its own, as from several pages
            connection.exec_driver_sql(f"UPDATE claim_draft SET replaces = 'x{number}' WHERE key = '{draft.key}'")
    with workspace.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE claim_draft SET replaces = NULL")

    def send(user: User, key: str, data: bytes) -> Any:
        attach(workspace, user, key, "f.xml", data)
        return submit(workspace, user, key)

    acts: list[Callable[[], Any]] = [lambda draft=draft: send(*draft) for draft in drafts]  # type: ignore[misc]
    acts += [lambda: settle(workspace, programme), lambda: verify_programme(workspace, programme)]
    results = _together([*acts, lambda: book_points(workspace, programme)])
    keys = [result.declaration_id for result in results[:10] if isinstance(result, Submitted)]
    assert sorted(keys) == [f"U{number:06d}" for number in range(1, 11)]
    _read_all(workspace)
    _together([lambda: settle(workspace, programme)] * 3)
    states = {view.declaration.declaration_id: view for user in users.values() for view in my_claims(workspace, user)}
    confirmed = sorted(key for key in keys if states[key].status is Status.CONFIRMED)
    on_one = [key for key in keys if states[key].declaration.invoice_numbers == ("FA/274/2/2025",)]
    assert len(on_one) == 3
    assert set(keys) - set(on_one) <= set(confirmed)
    assert len(set(on_one) & set(confirmed)) <= 1, "an invoice counts once, whoever was first"
    before = _decided(workspace, programme)
    settle(workspace, programme)
    assert _decided(workspace, programme) == before, "one after another gives the same"


def test_an_unread_claim_is_not_decided_and_nothing_after_it_confirmed(workspace: Workspace, tmp_path: Path) -> None:
    programme = run(workspace, two_years(tmp_path / "intake"))
    jan = User("jan", Role.PARTICIPANT, None, programme.id, "P1")

    def claim(number: str, units: str) -> str:
        draft = open_draft(workspace, jan)
        save_draft(workspace, jan, draft.key, Cells("2025", SELLER, number, "2025-09-12", units))
        attach(workspace, jan, draft.key, "f.xml", invoice_xml(number, units))
        result = submit(workspace, jan, draft.key)
        assert isinstance(result, Submitted)
        return result.declaration_id

    first = claim("FV 70/2025", "20")
    with workspace.reading() as work:
        waiting = work.desk.unread(reader_version())
    second = claim("FV 81/2025", "13")
    with workspace.reading() as work:
        late = [item for item in work.desk.unread(reader_version()) if item not in waiting]
    for item in late:  # the later one is read first
        invoice = read_document(workspace.objects.get(item.sha256)).invoice
        with workspace.work() as work:
            work.documents.put_extraction(StoredExtraction(item.sha256, reader_version(), invoice))
            work.commit()
    settle(workspace, programme)
    states = {view.declaration.declaration_id: view.status for view in my_claims(workspace, jan)}
    assert (states[first], states[second]) == (Status.READING, Status.RECEIVED)
    _read_all(workspace)
    settle(workspace, programme)
    states = {view.declaration.declaration_id: view.status for view in my_claims(workspace, jan)}
    assert (states[first], states[second]) == (Status.CONFIRMED, Status.CONFIRMED)


def test_erasing_while_claims_are_decided(workspace: Workspace, tmp_path: Path) -> None:
    programme = run(workspace, two_years(tmp_path / "intake"))
    jan = User("jan", Role.PARTICIPANT, None, programme.id, "P1")
    _together([lambda: erase(workspace, jan), *[lambda: settle(workspace, programme)] * 3])
    settle(workspace, programme)
    with workspace.reading() as work:
        assert {item.declaration.participant_id for item in work.programmes.declarations(programme.id)} == {"P1"}
        assert all(not item.declaration.documents for item in work.programmes.declarations(programme.id))
        assert "D3" not in {stored.verdict.declaration_id for stored in work.decisions.current(programme.id)}
    assert _booked(workspace, programme)[1][2] == Decimal(40)


def test_the_worker_reads_and_decides_by_itself(workspace: Workspace, tmp_path: Path) -> None:
    """Two workers, as two servers have them, over one database."""
    import time

    programme = run(workspace, two_years(tmp_path / "intake"))
    jan = User("jan", Role.PARTICIPANT, None, programme.id, "P1")
    workers = [DeskWorker(workspace, lanes=1) for _ in range(2)]
    for worker in workers:
        worker.start()
    try:
        draft = open_draft(workspace, jan)
        save_draft(workspace, jan, draft.key, Cells("2025", SELLER, "FV 7/2025", "2025-09-12", "20"))
        attach(workspace, jan, draft.key, "f.xml", invoice_xml("FV 7/2025"))
        result = submit(workspace, jan, draft.key)
        assert isinstance(result, Submitted)
        for _ in range(300):
            if my_claims(workspace, jan)[0].status is Status.CONFIRMED:
                break
            time.sleep(0.1)
        assert my_claims(workspace, jan)[0].status is Status.CONFIRMED
    finally:
        for worker in workers:
            worker.stop()
    work_off(workspace)
    assert len([view for view in my_claims(workspace, jan) if view.status is Status.CONFIRMED]) == 3
