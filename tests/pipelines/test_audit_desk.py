"""The blind audit's desk: what is shown, what is compared, asked again, kept; and quantities keyed blind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.audit_desk import Seen, audit_case, audit_list, keep_audit, source_text
from pipelines.batch import verify_intake
from pipelines.blind_audit import record_audit
from pipelines.points import book_points
from pipelines.review import case_view
from pipelines.review_decisions import Act, Action, Refusal, decide
from pipelines.review_keying import key_quantities, keying_confirms
from pipelines.review_queue import QueueFilter, queue_page
from pipelines.status import status_of
from pipelines.verification import verify_programme
from pipelines.workspace import Workspace
from programme.users import NotAllowed, Role, User
from storage.programmes import ProgrammeRef
from storage.tables import CaseState
from tests.pipelines.build import SELLER, IntakeFolder, intake, invoice_xml

OLA = User("ola", Role.AUDITOR)
ANNA = User("anna", Role.REVIEWER)
SEEN = Seen("FV 1/2025", "12.09.2025", SELLER, "40", buyer_is_participant=True)


@pytest.fixture
def folder(tmp_path: Path) -> IntakeFolder:
    """D1 honest; D2 declares 15 of 10; D3 too, with another number besides."""
    folder = intake(tmp_path / "intake")
    folder.programme += "audit_share = 1.0\n"
    folder.claim("D1", "FV 1/2025", "40")
    folder.claim("D2", "FV 2/2025", "15", invoice_date="2025-08-12")
    folder.documents["D2.xml"] = invoice_xml("FV 2/2025", "10", "2025-08-12")
    folder.claim("D3", "FV 3/2025", "15", invoice_date="2025-10-12")
    folder.documents["D3.xml"] = invoice_xml("FV 33/2025", "10", "2025-10-12")
    return folder


@pytest.fixture
def programme(workspace: Workspace, folder: IntakeFolder) -> ProgrammeRef:
    """D1 confirmed and drawn."""
    verify_intake(workspace, folder.write(), None)
    with workspace.reading() as work:
        return work.programmes.all()[0]


def _sample(workspace: Workspace, programme: ProgrammeRef) -> int:
    case = audit_case(workspace, OLA, programme, "D1")
    assert case is not None
    return case.sample_id


def test_only_confirmed_claims_are_drawn_and_shown_as_they_came(workspace: Workspace, programme: ProgrammeRef) -> None:
    assert audit_list(workspace, OLA, programme).open == ("D1",)
    case = audit_case(workspace, OLA, programme, "D1")
    assert case is not None and case.participant is not None
    assert "<P_2>FV 1/2025</P_2>" in source_text(workspace, case.documents[0])
    assert audit_case(workspace, OLA, programme, "D2") is None
    with pytest.raises(NotAllowed):
        audit_list(workspace, User("jan", Role.PARTICIPANT, 1, programme.id, "P1"), programme)


def test_what_agrees_is_right_and_counts_in_the_figures(workspace: Workspace, programme: ProgrammeRef) -> None:
    sample = _sample(workspace, programme)
    assert keep_audit(workspace, OLA, programme, "D1", sample, replace(SEEN, units="")).missing == ("units",)
    assert keep_audit(workspace, OLA, programme, "D1", sample + 1, SEEN).right is None
    assert keep_audit(workspace, OLA, programme, "D1", sample, SEEN).right is True
    found = audit_list(workspace, OLA, programme)
    assert (found.open, found.figures.audited, found.figures.wrong) == ((), 1, 0)
    assert found.figures.high == pytest.approx(0.975)
    # Audited once, it is nobody's to audit again from the page.
    assert keep_audit(workspace, ANNA, programme, "D1", sample, replace(SEEN, units="1"), again=True).right is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"units": "4"}, "units"),
        ({"invoice_number": "FV 7/2025"}, "invoice_number"),
        ({"invoice_date": "13.09.2025"}, "invoice_date"),
        ({"seller_nip": "7010001453"}, "seller_nip"),
        ({"buyer_is_participant": False}, "buyer"),
    ],
)
def test_what_differs_is_asked_again_before_it_counts(
    workspace: Workspace, programme: ProgrammeRef, changed: dict[str, object], field: str
) -> None:
    sample = _sample(workspace, programme)
    seen = replace(SEEN, **changed)  # type: ignore[arg-type]
    first = keep_audit(workspace, OLA, programme, "D1", sample, seen)
    assert (first.right, first.differs) == (None, (field,))
    assert audit_list(workspace, OLA, programme).figures.audited == 0
    second = keep_audit(workspace, OLA, programme, "D1", sample, seen, again=True)
    assert second.right is False and second.why
    figures = audit_list(workspace, OLA, programme).figures
    assert (figures.audited, figures.wrong) == (1, 1)


def test_a_doubt_needs_words_and_makes_it_wrong(workspace: Workspace, programme: ProgrammeRef) -> None:
    sample = _sample(workspace, programme)
    doubt = replace(SEEN, doubt=True)
    assert keep_audit(workspace, OLA, programme, "D1", sample, doubt).missing == ("note",)
    assert keep_audit(workspace, OLA, programme, "D1", sample, replace(doubt, note="to pro forma")).right is False
    assert "to pro forma" in audit_list(workspace, OLA, programme).done[0].note


def test_a_quantity_keyed_as_read_confirms_where_nothing_else_is_in_question(
    workspace: Workspace, programme: ProgrammeRef
) -> None:
    view = case_view(workspace, ANNA, programme, declaration_id="D2")
    assert view is not None and keying_confirms(view)
    line = view.to_key[0].key
    wrong = key_quantities(workspace, ANNA, programme, view.case.id, view.case.version, {line: "12"}, {})
    assert wrong.kept is None and wrong.again[line].read == 10
    stale = key_quantities(workspace, ANNA, programme, view.case.id, view.case.version + 1, {line: "10"}, {})
    assert stale.kept is not None and stale.kept.refusal is Refusal.STALE and stale.confirmed is None
    right = key_quantities(workspace, ANNA, programme, view.case.id, view.case.version, {line: "10"}, {})
    assert right.confirmed is not None and right.confirmed.decision is not None
    assert right.confirmed.decision.units == 10
    with workspace.reading() as work:
        assert [item.action for item in work.reviews.decisions(programme.id, "D2")] == ["correct", "confirm"]
        booked = work.ledger.standing_of(programme.id, "D2")
    assert booked is not None and booked.units == 10


def test_a_quantity_keyed_otherwise_or_beside_another_reason_confirms_nothing(
    workspace: Workspace, programme: ProgrammeRef
) -> None:
    view = case_view(workspace, ANNA, programme, declaration_id="D3")
    assert view is not None and not keying_confirms(view)
    line = view.to_key[0].key
    kept = key_quantities(workspace, ANNA, programme, view.case.id, view.case.version, {line: "10"}, {})
    assert kept.kept is not None and kept.kept.decision is not None and kept.confirmed is None
    view = case_view(workspace, ANNA, programme, declaration_id="D2")
    assert view is not None
    line = view.to_key[0].key
    first = key_quantities(workspace, ANNA, programme, view.case.id, view.case.version, {line: "12"}, {})
    before = {line: first.again[line].keyed}
    twice = key_quantities(workspace, ANNA, programme, view.case.id, view.case.version, {line: "12"}, before)
    assert twice.kept is not None and twice.kept.decision is not None and twice.confirmed is None


def test_a_confirmation_found_wrong_goes_to_a_person(workspace: Workspace, programme: ProgrammeRef) -> None:
    record_audit(workspace, programme, "D1", "ola", False, note="To pro forma.")
    book_points(workspace, programme)
    assert _told(workspace, programme) == "Zgłoszenie D1: sprawdza pracownik"
    verify_programme(workspace, programme)
    view = case_view(workspace, ANNA, programme, declaration_id="D1")
    assert view is not None and (view.case.state, view.case.reopened) == (CaseState.OPEN, "audit")
    assert "To pro forma." in [entry.text for entry in view.history]
    assert "D1" in {item.case.declaration_id for item in queue_page(workspace, ANNA, programme, QueueFilter()).items}
    assert view.blind, "what was read is not to be trusted"
    keyed = key_quantities(workspace, ANNA, programme, view.case.id, view.case.version, {view.to_key[0].key: "40"}, {})
    assert keyed.kept is not None and keyed.kept.decision is not None and keyed.confirmed is None
    version = keyed.kept.decision.case_version_after
    act = Act(view.case.id, version, Action.CONFIRM)
    assert decide(workspace, ANNA, programme, act).refusal is Refusal.NOTE_NEEDED, "why against the audit"
    decide(workspace, ANNA, programme, replace(act, reason="document_genuine"))
    assert _told(workspace, programme) == "Zgłoszenie D1: potwierdzone"
    assert _booked(workspace, programme) == {"D1"}


def test_an_audit_set_right_asks_nobody_any_more(workspace: Workspace, programme: ProgrammeRef) -> None:
    record_audit(workspace, programme, "D1", "ola", False)
    record_audit(workspace, programme, "D1", "ewa", True)
    book_points(workspace, programme)
    assert _told(workspace, programme) == "Zgłoszenie D1: potwierdzone"
    assert _booked(workspace, programme) == {"D1"}


def test_a_claim_mended_after_the_audit_is_a_new_one(
    workspace: Workspace, programme: ProgrammeRef, folder: IntakeFolder
) -> None:
    record_audit(workspace, programme, "D1", "ola", False)
    folder.declarations[0]["seed_units"] = "30"
    folder.documents["D1.xml"] = invoice_xml("FV 1/2025", "30")
    verify_intake(workspace, folder.write(), None)
    assert _told(workspace, programme) == "Zgłoszenie D1: potwierdzone"
    assert _booked(workspace, programme) == {"D1"}
    assert audit_list(workspace, OLA, programme).open == ("D1",), "to be audited anew"


def _told(workspace: Workspace, programme: ProgrammeRef) -> str:
    with workspace.reading() as work:
        return (status_of(work, programme, "D1") or [""])[0]


def _booked(workspace: Workspace, programme: ProgrammeRef) -> set[str]:
    with workspace.reading() as work:
        return set(work.ledger.standing(programme.id))
