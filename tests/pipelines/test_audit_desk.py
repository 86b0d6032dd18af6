"""The blind audit's desk: what is shown, what is compared, asked again, kept; and quantities keyed blind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.audit_desk import Seen, audit_case, audit_list, keep_audit, source_text
from pipelines.batch import verify_intake
from pipelines.review import case_view
from pipelines.review_decisions import Refusal
from pipelines.review_keying import key_quantities, keying_confirms
from pipelines.workspace import Workspace
from programme.users import NotAllowed, Role, User
from storage.programmes import ProgrammeRef
from tests.pipelines.build import SELLER, intake, invoice_xml

OLA = User("ola", Role.AUDITOR)
ANNA = User("anna", Role.REVIEWER)
SEEN = Seen("FV 1/2025", "12.09.2025", SELLER, "40", buyer_is_participant=True)


@pytest.fixture
def programme(workspace: Workspace, tmp_path: Path) -> ProgrammeRef:
    """D1 confirmed and drawn; D2 declares 15 of 10; D3 too, with another number besides."""
    folder = intake(tmp_path / "intake")
    folder.programme += "audit_share = 1.0\n"
    folder.claim("D1", "FV 1/2025", "40")
    folder.claim("D2", "FV 2/2025", "15", invoice_date="2025-08-12")
    folder.documents["D2.xml"] = invoice_xml("FV 2/2025", "10", "2025-08-12")
    folder.claim("D3", "FV 3/2025", "15", invoice_date="2025-10-12")
    folder.documents["D3.xml"] = invoice_xml("FV 33/2025", "10", "2025-10-12")
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
