"""Review: leases, decisions, undo, re-keying, and what a re-run of the machine does to them."""

from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from pipelines.batch import verify_intake
from pipelines.intake import load_intake
from pipelines.ledger_view import ledger_text
from pipelines.points import book_points
from pipelines.review import CaseView, case_view
from pipelines.review_decisions import Act, Action, Refusal, decide, decide_alike, undo_last
from pipelines.review_door import deciders
from pipelines.review_lines import key_quantity
from pipelines.review_queue import QueueFilter, Shelf, next_case, queue_page, take
from pipelines.status import status_of
from pipelines.verification import verify_programme
from pipelines.workspace import Workspace
from programme.users import NotAllowed, Role, User
from storage.programmes import ProgrammeRef
from storage.tables import CaseState
from tests.pipelines.build import IntakeFolder, intake, invoice_xml

ANNA = User("anna", Role.REVIEWER)
BARTEK = User("bartek", Role.REVIEWER)


def _flagged(path: Path) -> IntakeFolder:
    """D1 honest, D2 declares 15 where the invoice has 10, D3 declares another number than the invoice."""
    folder = intake(path)
    folder.claim("D1", "FV 1/2025", "40")
    folder.claim("D2", "FV 2/2025", "15")
    folder.documents["D2.xml"] = invoice_xml("FV 2/2025", "10")
    folder.claim("D3", "FV 3/2025", "20")
    folder.documents["D3.xml"] = invoice_xml("FV 33/2025", "20")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> IntakeFolder:
    return _flagged(tmp_path / "intake")


@pytest.fixture
def programme(workspace: Workspace, folder: IntakeFolder) -> ProgrammeRef:
    verify_intake(workspace, folder.write(), None)
    with workspace.reading() as work:
        return work.programmes.all()[0]


def _case(workspace: Workspace, programme: ProgrammeRef, key: str, user: User = ANNA) -> CaseView:
    view = case_view(workspace, user, programme, declaration_id=key)
    assert view is not None
    return view


def _units(workspace: Workspace, programme: ProgrammeRef) -> Decimal:
    with workspace.reading() as work:
        return sum((entry.units for entry in work.ledger.entries(programme.id)), Decimal(0))


def _act(view: CaseView, action: Action, **more: object) -> Act:
    return Act(view.case.id, view.case.version, action, **more)  # type: ignore[arg-type]


def test_the_queue_counts_filters_and_finds(workspace: Workspace, programme: ProgrammeRef) -> None:
    page = queue_page(workspace, ANNA, programme, QueueFilter())
    assert {item.case.declaration_id for item in page.items} == {"D2", "D3"}
    assert page.items[0].case.risk >= page.items[1].case.risk
    assert dict(page.reasons) == {"quantity_mismatch": 1, "invoice_number_mismatch": 1}
    only = queue_page(workspace, ANNA, programme, QueueFilter(code="quantity_mismatch"))
    assert [item.case.declaration_id for item in only.items] == ["D2"]
    assert queue_page(workspace, ANNA, programme, QueueFilter(text="fv 3/2025")).total == 1
    assert queue_page(workspace, ANNA, programme, QueueFilter(text="100%")).total == 0


def test_two_reviewers_never_get_one_case(workspace: Workspace, programme: ProgrammeRef) -> None:
    got: list[int | None] = []
    users = [User(f"r{number}", Role.REVIEWER) for number in range(4)]
    threads = [threading.Thread(target=lambda u=u: got.append(next_case(workspace, u, programme))) for u in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [case_id for case_id in got if case_id is not None]
    assert len(taken) == 2 and len(set(taken)) == 2


def test_a_held_case_is_refused_to_others_and_shown_as_held(workspace: Workspace, programme: ProgrammeRef) -> None:
    view = _case(workspace, programme, "D3")
    assert take(workspace, ANNA, programme, view.case.id)
    assert not take(workspace, BARTEK, programme, view.case.id)
    assert _case(workspace, programme, "D3", BARTEK).holder == "anna"
    assert decide(workspace, BARTEK, programme, _act(view, Action.REJECT)).refusal is Refusal.HELD


def test_confirming_books_and_undoing_counters(workspace: Workspace, programme: ProgrammeRef) -> None:
    before = _units(workspace, programme)
    view = _case(workspace, programme, "D3")
    assert not view.blind and view.units == 20
    result = decide(workspace, ANNA, programme, _act(view, Action.CONFIRM))
    assert result.decision is not None and result.decision.actor == "anna" and result.decision.case_version == 1
    assert _units(workspace, programme) == before + 20
    assert undo_last(workspace, ANNA, programme).decision is not None
    assert _units(workspace, programme) == before
    with workspace.reading() as work:
        assert "decyzję cofnięto" in ledger_text(work, programme, "P1")
    again = _case(workspace, programme, "D3")
    assert again.case.state is CaseState.OPEN
    decide(workspace, ANNA, programme, _act(again, Action.CONFIRM))
    assert _units(workspace, programme) == before + 20
    with workspace.reading() as work:
        actions = [item.action for item in work.reviews.decisions(programme.id, "D3")]
    assert actions == ["confirm", "undo", "confirm"]


def test_a_stale_decision_is_refused(workspace: Workspace, programme: ProgrammeRef) -> None:
    view = _case(workspace, programme, "D3")
    decide(workspace, ANNA, programme, _act(view, Action.POSTPONE))
    assert decide(workspace, BARTEK, programme, _act(view, Action.REJECT)).refusal is Refusal.STALE
    assert queue_page(workspace, ANNA, programme, QueueFilter(Shelf.POSTPONED)).total == 1


def test_a_flagged_quantity_is_keyed_blind_before_it_counts(workspace: Workspace, programme: ProgrammeRef) -> None:
    view = _case(workspace, programme, "D2")
    assert view.blind and view.units is None
    assert decide(workspace, ANNA, programme, _act(view, Action.CONFIRM)).refusal is Refusal.KEY_FIRST
    line = view.to_key[0]
    once = key_quantity(line, "12")
    assert once is not None and once.accepted is None and once.differs
    twice = key_quantity(line, "12", once.keyed)
    assert twice is not None and twice.accepted == 12
    right = key_quantity(line, "10,0")
    assert right is not None and right.accepted == 10
    decide(workspace, ANNA, programme, _act(view, Action.CORRECT, keyed={line.key: "10"}))
    keyed = _case(workspace, programme, "D2")
    assert keyed.units == 10 and not keyed.to_key
    decided = decide(workspace, ANNA, programme, _act(keyed, Action.CONFIRM)).decision
    assert decided is not None and decided.units == 10


def test_an_added_line_counts_and_never_more_than_declared(workspace: Workspace, programme: ProgrammeRef) -> None:
    view = _case(workspace, programme, "D2")
    added = [{"document": "D2.xml", "sku": "TAYO-1", "name": "KWS TAYO 1 j.s.", "units": "7"}]
    decide(workspace, ANNA, programme, _act(view, Action.CORRECT, keyed={view.to_key[0].key: "10"}, added=added))
    view = _case(workspace, programme, "D2")
    assert view.units == 15
    assert decide(workspace, ANNA, programme, _act(view, Action.CONFIRM)).decision is not None
    with workspace.reading() as work:
        told = status_of(work, programme, "D2") or []
    assert "potwierdzone" in told[0] and "Zaliczono 15 j.s." in told, "what the person counted, not the machine"


def test_a_persons_decision_outlives_a_rerun_until_the_claim_changes(
    workspace: Workspace, programme: ProgrammeRef, folder: IntakeFolder
) -> None:
    decide(workspace, ANNA, programme, _act(_case(workspace, programme, "D3"), Action.CONFIRM))
    booked = _units(workspace, programme)
    folder.participants[1]["city"] = "Gąski"
    verify_intake(workspace, folder.write(), None)
    assert _case(workspace, programme, "D3").case.state is CaseState.CONFIRMED
    assert _units(workspace, programme) == booked
    folder.documents["D3.xml"] = invoice_xml("FV 34/2025", "20")
    verify_intake(workspace, folder.write(), None)
    reopened = _case(workspace, programme, "D3").case
    assert (reopened.state, reopened.reopened) == (CaseState.OPEN, "inputs")
    assert _units(workspace, programme) == booked - 20


def test_a_rejected_claim_stays_rejected_in_a_rerun(
    workspace: Workspace, programme: ProgrammeRef, folder: IntakeFolder
) -> None:
    decide(workspace, ANNA, programme, _act(_case(workspace, programme, "D2"), Action.REJECT, reason="forged"))
    verify_intake(workspace, folder.write(), None)
    assert _case(workspace, programme, "D2").case.state is CaseState.REJECTED


def test_bulk_is_recorded_one_by_one_and_never_confirms(workspace: Workspace, programme: ProgrammeRef) -> None:
    views = [_case(workspace, programme, key) for key in ("D2", "D3")]
    results = decide_alike(workspace, ANNA, programme, [_act(view, Action.ASK_DOCUMENT) for view in views])
    marks = {result.decision.bulk for result in results if result.decision is not None}
    assert len(results) == 2 and len(marks) == 1 and None not in marks
    with pytest.raises(ValueError, match="one by one"):
        decide_alike(workspace, ANNA, programme, [_act(views[0], Action.CONFIRM)])


def test_a_duplicate_needs_words_and_shows_the_other_claim(workspace: Workspace, tmp_path: Path) -> None:
    folder = intake(tmp_path / "two")
    folder.claim("D1", "FV 1/2025", "20")
    folder.claim("D2", "FV 1/2025", "20", participant_id="P2")
    verify_intake(workspace, folder.write(), None)
    with workspace.reading() as work:
        programme = work.programmes.all()[0]
    view = _case(workspace, programme, "D2")
    assert view.others == ("D1",)
    for line in view.to_key:
        decide(workspace, ANNA, programme, _act(view, Action.CORRECT, keyed={line.key: "20"}))
        view = _case(workspace, programme, "D2")
    assert decide(workspace, ANNA, programme, _act(view, Action.CONFIRM)).refusal is Refusal.NOTE_NEEDED
    assert decide(workspace, ANNA, programme, _act(view, Action.CONFIRM, note="dwie dostawy")).decision is not None


def test_an_auditor_decides_nothing_and_a_participant_sees_nothing(
    workspace: Workspace, programme: ProgrammeRef
) -> None:
    view = _case(workspace, programme, "D3", User("ola", Role.AUDITOR))
    with pytest.raises(NotAllowed):
        decide(workspace, User("ola", Role.AUDITOR), programme, _act(view, Action.REJECT))
    with pytest.raises(NotAllowed):
        case_view(workspace, User("jan", Role.PARTICIPANT, 1, programme.id, "P1"), programme, view.case.id)


def test_a_case_handed_on_waits_for_that_person(workspace: Workspace, programme: ProgrammeRef) -> None:
    view = _case(workspace, programme, "D2")
    decide(workspace, ANNA, programme, _act(view, Action.HAND_ON, hand_to="bartek", note="proszę o drugą opinię"))
    assert next_case(workspace, BARTEK, programme) == view.case.id
    other = next_case(workspace, ANNA, programme)
    assert other not in (None, view.case.id)


def test_a_claim_mended_while_it_is_looked_at_is_not_decided_unseen(
    workspace: Workspace, programme: ProgrammeRef, folder: IntakeFolder
) -> None:
    view = _case(workspace, programme, "D3")
    folder.declarations[2]["seed_units"] = "30"
    folder.documents["D3.xml"] = invoice_xml("FV 33/2025", "30")
    load_intake(workspace, folder.write())
    booked = _units(workspace, programme)
    for action in (Action.CONFIRM, Action.REJECT, Action.ASK_DOCUMENT):
        assert decide(workspace, ANNA, programme, _act(view, action)).refusal is Refusal.MENDED
    assert _units(workspace, programme) == booked
    verify_intake(workspace, folder.path, None)
    decided = decide(workspace, ANNA, programme, _act(_case(workspace, programme, "D3"), Action.CONFIRM)).decision
    assert decided is not None and decided.units == 30


def test_why_a_case_is_open_again_is_told_until_it_is_decided(
    workspace: Workspace, programme: ProgrammeRef, folder: IntakeFolder
) -> None:
    decide(workspace, ANNA, programme, _act(_case(workspace, programme, "D3"), Action.CONFIRM))
    folder.documents["D3.xml"] = invoice_xml("FV 34/2025", "20")
    verify_intake(workspace, folder.write(), None)
    decide(workspace, ANNA, programme, _act(_case(workspace, programme, "D3"), Action.HAND_ON, hand_to="bartek"))
    assert _case(workspace, programme, "D3", BARTEK).case.reopened == "inputs"
    decide(workspace, BARTEK, programme, _act(_case(workspace, programme, "D3"), Action.CONFIRM))
    assert undo_last(workspace, BARTEK, programme).decision is not None
    assert _case(workspace, programme, "D3", BARTEK).case.reopened == "inputs"


def test_a_claim_taken_out_of_the_tables_and_put_back_waits_for_a_person_again(
    workspace: Workspace, programme: ProgrammeRef, folder: IntakeFolder
) -> None:
    row = folder.declarations.pop()
    verify_intake(workspace, folder.write(), None)
    assert queue_page(workspace, ANNA, programme, QueueFilter()).total == 1
    folder.declarations.append(row)
    verify_intake(workspace, folder.write(), None)
    assert _case(workspace, programme, "D3").case.state is CaseState.OPEN
    assert queue_page(workspace, ANNA, programme, QueueFilter()).total == 2


@pytest.mark.parametrize("word", ["żuk", "ŻUK", "łąki", "P1"])
def test_the_search_knows_polish_letters(workspace: Workspace, programme: ProgrammeRef, word: str) -> None:
    assert queue_page(workspace, ANNA, programme, QueueFilter(text=word)).total == 2


@pytest.mark.parametrize("word", ["postal_code", "null"])
def test_the_search_looks_at_values_only(workspace: Workspace, programme: ProgrammeRef, word: str) -> None:
    assert queue_page(workspace, ANNA, programme, QueueFilter(text=word)).total == 0


def test_a_case_is_handed_only_to_who_may_see_its_programme(workspace: Workspace, programme: ProgrammeRef) -> None:
    with workspace.work() as work:
        other = work.programmes.put("inny", programme.rules)
        for name, ref in (("wszystkie@x.pl", None), ("ten@x.pl", programme), ("inny@x.pl", other)):
            work.accounts.put(User(name, Role.REVIEWER, None, ref.id if ref else None), None)
        work.commit()
    assert deciders(workspace, programme) == ["ten@x.pl", "wszystkie@x.pl"]


def test_a_persons_decision_outlives_a_document_that_is_still_to_be_read_anew(
    workspace: Workspace, programme: ProgrammeRef
) -> None:
    """A better reader has read some documents, another participant's claim is decided, and this one's turn comes."""
    decide(workspace, ANNA, programme, _act(_case(workspace, programme, "D3"), Action.CONFIRM))
    booked = _units(workspace, programme)
    with workspace.engine.begin() as connection:
        connection.execute(
            text("DELETE FROM extraction WHERE sha256 = (SELECT sha256 FROM upload WHERE name = 'D3.xml')")
        )
    verify_programme(workspace, programme)
    book_points(workspace, programme)
    assert _case(workspace, programme, "D3").case.state is CaseState.CONFIRMED
    assert _units(workspace, programme) == booked
