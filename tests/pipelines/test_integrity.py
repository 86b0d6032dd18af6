"""Corrections, order of arrival, blind audit, redemption and replay over a real database and real XML documents."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
import typer
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

import cli_integrity
from pipelines.audit_draw import is_drawn
from pipelines.blind_audit import audit_figures, audit_tasks, record_audit
from pipelines.ledger_view import ledger_text
from pipelines.points import balances, book_points
from pipelines.redemption import points_account, redeem
from pipelines.replay import replay_decision
from pipelines.settings import load_settings
from pipelines.status import status_of
from pipelines.workspace import Workspace, open_workspace
from programme.errors import BadInput
from storage.programmes import ProgrammeRef
from tests.pipelines.arrivals import arrive, correction_xml, everything, outcome, run
from tests.pipelines.build import IntakeFolder, intake, invoice_xml, two_years

AUDIT_ALL = "audit_share = 1.0\n"


def test_any_order_of_arrival_in_any_batches_ends_alike(tmp_path: Path) -> None:
    ends = []
    rng = random.Random(7)
    for number in range(6):
        workspace = open_workspace(load_settings(home=tmp_path / f"home{number}"))
        folder = everything(tmp_path / f"intake{number}")
        ids = [row["declaration_id"] for row in folder.declarations]
        rng.shuffle(ids)
        size = (12, 1, 3, 5, 2, 4)[number]
        batches = [ids[start : start + size] for start in range(0, len(ids), size)]
        programme = arrive(workspace, folder, batches)
        ends.append(outcome(workspace, programme))
        with workspace.reading() as work:
            entries = work.ledger.entries(programme.id)
            standing = {key: entry.units for key, entry in work.ledger.standing(programme.id).items()}
        # Recomputed from the entries alone: every counter-entry names what it takes back, and why.
        sums: dict[str, Decimal] = {}
        for entry in entries:
            sums[entry.declaration_id] = sums.get(entry.declaration_id, Decimal(0)) + entry.units
            assert entry.reason or entry.kind == "confirmed"
        assert {key: units for key, units in sums.items() if units} == standing
        workspace.close()
    assert all(end == ends[0] for end in ends)
    decisions, units = ends[0]
    confirmed = {key for key, value in decisions.items() if value[0] == "confirmed"}  # type: ignore[index]
    assert confirmed == {"D01", "D02", "D12"}
    assert units == {"P1": {2024: Decimal(20), 2025: Decimal(58)}}


def test_a_correction_takes_points_back_and_says_why(workspace: Workspace, tmp_path: Path) -> None:
    folder = two_years(tmp_path / "intake")
    programme = run(workspace, folder)
    folder.claim("D4", "KOR 1", "20", invoice_date="2025-10-20")
    folder.documents["D4.xml"] = correction_xml("KOR 1", "FV 1/2025", "40", "20")
    run(workspace, folder)
    with workspace.reading() as work:
        counter = work.ledger.entries(programme.id)[-1]
        points = {line.year: line.confirmed_units for line in balances(work, programme) if line.participant_id == "P1"}
    assert (counter.declaration_id, counter.units, counter.kind) == ("D1", Decimal(-40), "counter")
    assert "correction_invoice" in counter.reason
    assert points == {2024: Decimal(20), 2025: Decimal(0)}
    with workspace.reading() as work:
        assert "Zakupu dotyczy faktura korygująca." in ledger_text(work, programme, "P1")


def test_a_correction_no_claim_names_still_touches(workspace: Workspace, tmp_path: Path) -> None:
    folder = two_years(tmp_path / "intake")
    folder.documents["luzem.xml"] = correction_xml("KOR 1", "FV 1/2025", "40", "20")
    programme = run(workspace, folder)
    decisions, _ = outcome(workspace, programme)
    assert decisions["D1"] == ("flagged", Decimal(40), ["correction_invoice"])


def test_a_better_document_of_the_same_claim_is_no_duplicate(workspace: Workspace, tmp_path: Path) -> None:
    folder = two_years(tmp_path / "intake")
    good = folder.documents["D1.xml"]
    folder.documents["D1.xml"] = good.replace(b"<P_8B>40<", b"<P_8B>4O<")  # cannot be read
    programme = run(workspace, folder)
    assert outcome(workspace, programme)[0]["D1"] != ("confirmed", Decimal(40), [])
    folder.declarations[0]["documents"] = "lepszy.xml"
    folder.documents["lepszy.xml"] = good
    run(workspace, folder)
    assert outcome(workspace, programme)[0]["D1"] == ("confirmed", Decimal(40), [])


def test_participants_are_told_of_nobody_else(workspace: Workspace, tmp_path: Path) -> None:
    folder = everything(tmp_path / "intake")
    programme = run(workspace, folder)
    with workspace.reading() as work:
        told = "\n".join(status_of(work, programme, "P2") or [])
        about = "\n".join(status_of(work, programme, "D03") or [])
    for words in (told, about):
        assert "Ta faktura została już zgłoszona" in words
        assert not any(secret in words for secret in ("P1", "D01", "Żuk", "Jan", "1234563218", "Łąki 3"))


# --- audit -----------------------------------------------------------------------------------------------------


def test_the_sample_is_a_share_and_the_same_for_everybody() -> None:
    drawn = [number for number in range(20_000) if is_drawn("program", f"D{number:05}", 0.05)]
    assert 850 < len(drawn) < 1150
    assert drawn == [number for number in range(20_000) if is_drawn("program", f"D{number:05}", 0.05)]
    assert drawn != [number for number in range(20_000) if is_drawn("inny", f"D{number:05}", 0.05)]
    assert set(drawn) <= {number for number in range(20_000) if is_drawn("program", f"D{number:05}", 0.2)}
    assert not any(is_drawn("program", f"D{number}", 0.0) for number in range(100))
    assert all(is_drawn("program", f"D{number}", 1.0) for number in range(100))


def _audited(workspace: Workspace, path: Path) -> tuple[ProgrammeRef, IntakeFolder]:
    folder = two_years(path)
    folder.programme += AUDIT_ALL
    return run(workspace, folder), folder


def test_blind_audit_measures_false_confirmations(workspace: Workspace, tmp_path: Path) -> None:
    programme, folder = _audited(workspace, tmp_path / "intake")
    with workspace.reading() as work:
        assert [task.declaration.declaration_id for task in audit_tasks(work, programme)] == ["D1", "D2"]
        nothing = audit_figures(work, programme)
    assert (nothing.drawn, nothing.audited, nothing.rate, nothing.low, nothing.high) == (2, 0, None, 0.0, 1.0)
    assert record_audit(workspace, programme, "D2", "anna", True, Decimal(20))
    assert not record_audit(workspace, programme, "D1", "anna", True, Decimal(30)), "other units than confirmed"
    with workspace.reading() as work:
        figures = audit_figures(work, programme)
    assert (figures.audited, figures.wrong, figures.rate) == (2, 1, 0.5)
    assert figures.low == pytest.approx(0.0126, abs=1e-4)
    assert figures.high == pytest.approx(0.9874, abs=1e-4)
    booking = book_points(workspace, programme)
    assert (booking.booked, booking.taken_back) == (0, 1)
    run(workspace, folder)
    with workspace.reading() as work:
        assert work.ledger.entries(programme.id)[-1].reason == "audit"
        assert set(work.ledger.standing(programme.id)) == {"D2"}
    with pytest.raises(BadInput):
        record_audit(workspace, programme, "D3", "anna", True)


def test_a_second_result_counts_instead_of_the_first(workspace: Workspace, tmp_path: Path) -> None:
    programme, _ = _audited(workspace, tmp_path / "intake")
    record_audit(workspace, programme, "D1", "anna", False)
    book_points(workspace, programme)
    record_audit(workspace, programme, "D1", "ewa", True, note="pomyłka kontroli")
    book_points(workspace, programme)
    with workspace.reading() as work:
        assert audit_figures(work, programme).wrong == 0
        assert set(work.ledger.standing(programme.id)) == {"D1", "D2"}


@pytest.mark.parametrize("table", ["decision_inputs", "verdict_inputs", "audit_result", "redemption"])
def test_what_proves_is_append_only(workspace: Workspace, tmp_path: Path, table: str) -> None:
    programme, _ = _audited(workspace, tmp_path / "intake")
    record_audit(workspace, programme, "D1", "anna", True)
    assert redeem(workspace, programme, "P1", "anna").redemption is not None
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET rowid = rowid + 100"):
        with pytest.raises(DBAPIError, match="append-only"), workspace.engine.begin() as connection:
            connection.execute(text(statement))


# --- redemption ------------------------------------------------------------------------------------------------


def test_a_point_is_given_out_once_and_only_where_there_is_one(workspace: Workspace, tmp_path: Path) -> None:
    programme = run(workspace, two_years(tmp_path / "intake"))
    first = redeem(workspace, programme, "P1", "anna", request_key="prośba 1")
    again = redeem(workspace, programme, "P1", "anna", request_key="prośba 1")
    assert first.redemption is not None
    assert again.redemption == first.redemption
    assert (again.account.earned, again.account.redeemed, again.account.available) == (1, 1, 0)
    refused = redeem(workspace, programme, "P1", "anna")
    assert refused.redemption is None
    assert refused.refusals
    with pytest.raises(BadInput):
        redeem(workspace, programme, "nikt", "anna")
    with pytest.raises(BadInput):
        redeem(workspace, programme, "P1", "anna", points=0)
    for participant_id, points in (("P2", 1), ("P1", 2)):
        with pytest.raises(BadInput, match="prośba 1"):
            redeem(workspace, programme, participant_id, "anna", points, request_key="prośba 1")


def test_the_commands_ask_which_programme_where_several_know_the_number(workspace: Workspace, tmp_path: Path) -> None:
    programme = run(workspace, two_years(tmp_path / "intake"))
    with workspace.work() as work:
        other = work.programmes.put("inny", programme.rules)
        work.programmes.put_participants(other.id, work.programmes.participants(programme.id))
        verdicts = {item.verdict.declaration_id: item.id for item in work.decisions.current(programme.id)}
        for ref in (programme, other):
            work.audit_sample.draw(ref.id, "D1", verdicts["D1"])
        work.commit()
    app = typer.Typer()
    cli_integrity.add_commands(app)
    for words in (["redeem", "P1"], ["audit", "record", "D1", "--by", "ewa", "--wrong"]):
        result = CliRunner().invoke(app, words)
        assert (result.exit_code, "--programme" in result.stderr) == (1, True)
        assert CliRunner().invoke(app, [*words, "--programme", programme.slug]).exit_code == 0


def test_a_correction_after_redemption_leaves_less_than_nothing(workspace: Workspace, tmp_path: Path) -> None:
    folder = two_years(tmp_path / "intake")
    programme = run(workspace, folder)
    assert redeem(workspace, programme, "P1", "anna").redemption is not None
    folder.documents["korekta.xml"] = correction_xml("KOR 1", "FV 1/2025", "40", "20")
    run(workspace, folder)
    with workspace.reading() as work:
        assert points_account(work, programme, "P1").available == -1


def test_a_lost_or_damaged_document_stops_redemption(workspace: Workspace, tmp_path: Path) -> None:
    programme = run(workspace, two_years(tmp_path / "intake"))
    with workspace.reading() as work:
        sha256 = work.documents.uploads(programme.id)["D2.xml"]
    data = workspace.objects.get(sha256)
    workspace.objects.delete(sha256)
    lost = redeem(workspace, programme, "P1", "anna")
    assert lost.redemption is None
    assert "D2.xml" in lost.refusals[0]
    workspace.objects.put(data)
    assert redeem(workspace, programme, "P1", "anna").redemption is not None


def test_what_speaks_against_a_claim_now_stops_redemption(workspace: Workspace, tmp_path: Path) -> None:
    """The organiser's list changed and nothing was decided since: redemption looks for itself."""
    programme = run(workspace, two_years(tmp_path / "intake"))
    with workspace.work() as work:
        partners = [partner for partner in work.programmes.partners(programme.id) if partner.nip != "5260001246"]
        work.programmes.put_partners(programme.id, partners)
        work.commit()
    refused = redeem(workspace, programme, "P1", "anna")
    assert refused.redemption is None
    assert len(refused.refusals) == 2


# --- replay ----------------------------------------------------------------------------------------------------


def test_a_decision_is_derived_again_from_its_own_inputs(workspace: Workspace, tmp_path: Path) -> None:
    folder = two_years(tmp_path / "intake")
    programme = run(workspace, folder)
    folder.declarations[0]["seed_units"] = "50"
    folder.partners = [row for row in folder.partners if row["name"] != "Inny Skład"]
    folder.claim("D0", "FV 1/2025", "40")  # counts before D1
    folder.documents["D0.xml"] = invoice_xml("FV 1/2025", "40") + b" "
    run(workspace, folder)
    with workspace.reading() as work:
        first = replay_decision(work, programme, "D1", version=1)
        second = replay_decision(work, programme, "D1")
        today = replay_decision(work, programme, "D1", version=1, today=True)
        assert replay_decision(work, programme, "D1", version=9) is None
        assert replay_decision(work, programme, "D9") is None
    assert first is not None
    assert second is not None
    assert today is not None
    assert (first.version, first.then.decision.value, first.differences, first.losses) == (1, "confirmed", (), ())
    assert (second.version, second.then.decision.value, second.differences) == (2, "flagged", ())
    assert "decyzja: potwierdzone → do sprawdzenia" in today.differences
    assert any("duplicate_invoice" in difference for difference in today.differences)
    assert any("quantity_mismatch" in difference for difference in today.differences)


def test_replay_tells_what_it_cannot_bring_back(workspace: Workspace, tmp_path: Path) -> None:
    folder = intake(tmp_path / "intake")
    folder.claim("D1", "FV 1/2025")
    programme = run(workspace, folder)
    folder.participants[0]["name"] = "Jan Żukowski"
    run(workspace, folder)
    with workspace.reading() as work:
        replay = replay_decision(work, programme, "D1", version=1)
        kept = work.inputs.of(work.decisions.history(programme.id, "D1")[0].id)
    assert "Żuk" not in str(kept)
    assert "D1.xml" not in str(kept), "people write their names into names of files"
    assert replay is not None
    assert replay.losses == ("Dane uczestnika P1 zmieniono od tamtej pory.",)
