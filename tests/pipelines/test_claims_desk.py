"""The participant's desk over a real database, real documents and the real reader."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.batch import verify_intake
from pipelines.claim_status import Status
from pipelines.claims_desk import (
    MAX_DOCUMENTS,
    Cells,
    Faulty,
    Refused,
    Submitted,
    attach,
    cells_of_draft,
    detach,
    discard_draft,
    open_draft,
    open_mending,
    save_draft,
    submit,
)
from pipelines.desk_worker import DeskWorker, work_off
from pipelines.extraction import keep, reader_pool, reader_version
from pipelines.my_claims import compare, my_claims, my_points, object_to, picture, readings, unread
from pipelines.own_data import download, erase
from pipelines.reader_pool import Job
from pipelines.review import case_view
from pipelines.workspace import Workspace
from programme.errors import BadInput
from programme.users import NotAllowed, Role, User
from samples.writer import SampleSize, generate
from storage.tables import CaseState
from tests.pipelines.build import OTHER_SELLER, SELLER, IntakeFolder, invoice_xml
from tests.pipelines.desk import HONEST, JANS, JANS_XML, claim_of, claimed, the_programme, written


def _reject(workspace: Workspace, declaration_id: str, reason: str = "already_claimed") -> None:
    from storage.reviews import NewDecision

    with workspace.work() as work:
        programme = work.programmes.all()[0]
        case = work.reviews.case_of(programme.id, declaration_id)
        assert case is not None
        new = NewDecision("reject", "ewa", reason, state=CaseState.REJECTED)
        assert work.reviews.decide(programme.id, case.id, case.version, new) is not None
        work.commit()


def test_an_honest_claim_is_confirmed(workspace: Workspace, jan: User) -> None:
    key = claimed(workspace, jan)
    claim = claim_of(workspace, jan, key)
    assert (claim.status, claim.units) == (Status.CONFIRMED, Decimal(20))
    assert my_claims(workspace, jan)[0].declaration.declaration_id == key
    balance = {line.year: line.confirmed for line in my_points(workspace, jan).years}
    assert balance == {2024: Decimal(20), 2025: Decimal(60)}


def test_of_a_file_with_several_invoices_the_typed_one_is_shown(
    workspace: Workspace, jan: User, tmp_path: Path
) -> None:
    generate(tmp_path / "season", 31, SampleSize(scenarios=("units_of_the_whole_file",)))
    (file,) = (tmp_path / "season" / "documents").iterdir()
    draft = written(workspace, jan, replace(HONEST, invoice_numbers=""), file.read_bytes())
    both = readings(workspace, jan, draft)
    assert [reading.part for reading in both] == [1, 2] and both[1].first_page == 2
    save_draft(workspace, jan, draft.key, replace(HONEST, invoice_numbers=both[1].invoice_number or ""))
    draft = open_draft(workspace, jan)
    (typed,) = readings(workspace, jan, draft)
    assert (typed.invoice_number, typed.first_page) == (both[1].invoice_number, 2)
    assert {item.field: item.agrees for item in compare(draft, [typed])}["invoice_numbers"]


def test_defaults_are_sensible_and_a_draft_is_kept(workspace: Workspace, jan: User) -> None:
    draft = open_draft(workspace, jan)
    assert cells_of_draft(draft) == Cells(year="2025", seller_nip=SELLER)
    save_draft(workspace, jan, draft.key, replace(HONEST, seed_units="dużo"))
    assert cells_of_draft(open_draft(workspace, jan)).seed_units == "dużo"


def test_what_was_read_is_compared_and_never_typed_in(workspace: Workspace, jan: User) -> None:
    draft = written(workspace, jan, replace(HONEST, seed_units="30"), invoice_xml("FV 7/2025"))
    found = {item.field: item for item in compare(draft, readings(workspace, jan, draft))}
    assert {name: item.agrees for name, item in found.items()} == {
        "seller_nip": True,
        "invoice_numbers": True,
        "invoice_date": True,
        "seed_units": False,
    }
    assert found["seed_units"].read == ("20",)
    assert cells_of_draft(draft).seed_units == "30"


def test_the_date_asked_for_is_the_one_that_is_checked(workspace: Workspace, jan: User) -> None:
    """The day of issue: who types the day of sale instead is told so beside the field, not by a flag afterwards."""
    xml = invoice_xml("FV 7/2025").replace(b"<P_6>2025-09-12", b"<P_6>2025-09-10")
    for day, agrees in (("2025-09-10", False), ("2025-09-12", True)):
        draft = written(workspace, jan, replace(HONEST, invoice_date=day), *([xml] if agrees is False else []))
        found = {item.field: item for item in compare(draft, readings(workspace, jan, draft))}
        assert (found["invoice_date"].read, found["invoice_date"].agrees) == (("2025-09-12",), agrees)
    result = submit(workspace, jan, draft.key)
    work_off(workspace)
    assert isinstance(result, Submitted)
    assert claim_of(workspace, jan, result.declaration_id).status is Status.CONFIRMED


def test_a_sale_within_the_period_may_be_billed_after_it(workspace: Workspace, jan: User) -> None:
    xml = invoice_xml("FV 7/2026", day="2026-01-05").replace(b"<P_6>2026-01-05", b"<P_6>2025-12-30")
    key = claimed(workspace, jan, replace(HONEST, invoice_numbers="FV 7/2026", invoice_date="2026-01-05"), xml)
    assert claim_of(workspace, jan, key).status is Status.CONFIRMED


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (replace(HONEST, year="2030"), {"year": "year"}),
        (replace(HONEST, year="²"), {"year": "year"}),
        (replace(HONEST, seller_nip="1234563218"), {"seller_nip": "seller"}),
        (replace(HONEST, invoice_numbers=" ; "), {"invoice_numbers": "number_empty"}),
        (replace(HONEST, invoice_numbers="9" * 300), {"invoice_numbers": "number_long"}),
        (replace(HONEST, invoice_date="31.02.2025"), {"invoice_date": "date_empty"}),
        (replace(HONEST, invoice_date="2023-01-01"), {"invoice_date": "date_outside"}),
        (replace(HONEST, invoice_date="2099-01-01"), {"invoice_date": "date_future"}),
        (replace(HONEST, seed_units="NaN"), {"seed_units": "units_empty"}),
        (replace(HONEST, seed_units="0"), {"seed_units": "units_range"}),
        (replace(HONEST, seed_units="1000000"), {"seed_units": "units_range"}),
    ],
)
def test_each_mistake_is_told_at_its_field(
    workspace: Workspace, jan: User, cells: Cells, fault: dict[str, str]
) -> None:
    draft = written(workspace, jan, cells, invoice_xml("FV 7/2025"))
    assert submit(workspace, jan, draft.key) == Faulty(fault)
    assert len(my_claims(workspace, jan)) == 3


def test_without_a_document_nothing_is_submitted(workspace: Workspace, jan: User) -> None:
    draft = written(workspace, jan, HONEST)
    assert submit(workspace, jan, draft.key) == Faulty({"documents": "no_document"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"MZ" + bytes(2000), "executable"),
        (b"<html><body>faktura</body></html>", "web_page"),
        (b"PK\x03\x04" + bytes(200), "archive"),
        (b"%PDF-1.4 " + bytes(26 * 1024 * 1024), "too_large"),
    ],
)
def test_what_is_no_document_is_refused_by_its_bytes(workspace: Workspace, jan: User, data: bytes, code: str) -> None:
    draft = open_draft(workspace, jan)
    assert attach(workspace, jan, draft.key, "faktura.pdf", data) == Refused("faktura.pdf", code)


def test_limits_of_a_draft_and_names_made_harmless(workspace: Workspace, jan: User) -> None:
    draft = open_draft(workspace, jan)
    for number in range(MAX_DOCUMENTS):
        attach(workspace, jan, draft.key, f"..\\..\\a\n{number}.xml", invoice_xml(f"FV {number}/2025"))
    assert attach(workspace, jan, draft.key, "x", invoice_xml("FV 0/2025")) == Refused("x", "twice")
    assert attach(workspace, jan, draft.key, "x", invoice_xml("FV 99/2025")) == Refused("x", "too_many")
    documents = open_draft(workspace, jan).documents
    assert [item.name for item in documents[:2]] == ["a0.xml", "a1.xml"]
    detach(workspace, jan, draft.key, documents[0].sha256)
    assert workspace.objects.head(documents[0].sha256) is None
    discard_draft(workspace, jan, draft.key)
    assert all(workspace.objects.head(item.sha256) is None for item in documents)


def test_what_is_taken_back_while_it_is_read_leaves_nothing(workspace: Workspace, jan: User) -> None:
    draft = open_draft(workspace, jan)
    data = invoice_xml("FV 66/2025")
    document = attach(workspace, jan, draft.key, "f.xml", data)
    assert not isinstance(document, Refused)
    reader = DeskWorker(workspace, lanes=1)
    assert [item.sha256 for item in reader.waiting()] == [document.sha256]
    with reader_pool(workspace.settings, 1) as pool:

        def load() -> bytes:
            detach(workspace, jan, draft.key, document.sha256)
            return data

        for read in pool.read([Job(document.sha256, document.sha256, load)]):
            keep(workspace, read)
    assert reader.waiting() == []
    with workspace.reading() as work:
        assert work.documents.extractions([document.sha256], reader_version()) == {}


def test_one_participants_pile_leaves_room_for_the_others(workspace: Workspace, jan: User, anna: User) -> None:
    mine, hers = open_draft(workspace, jan), open_draft(workspace, anna)
    for number in range(4):
        attach(workspace, jan, mine.key, "f.xml", invoice_xml(f"FV {number}/2025"))
    attach(workspace, anna, hers.key, "f.xml", invoice_xml("FV 9/2025"))
    worker = DeskWorker(workspace, lanes=3)
    taken = [worker.take() for _ in range(4)]
    assert [item.participant_id if item else None for item in taken] == ["P1", "P2", "P1", None]


def test_discarding_spares_documents_of_claims(workspace: Workspace, jan: User, folder: IntakeFolder) -> None:
    draft = written(workspace, jan, HONEST, folder.documents["D1.xml"])
    discard_draft(workspace, jan, draft.key)
    assert my_claims(workspace, jan)[-1].status is Status.CONFIRMED
    verify_intake(workspace, folder.write(), None)
    assert my_claims(workspace, jan)[-1].status is Status.CONFIRMED


def test_a_participant_reaches_nothing_of_anothers(workspace: Workspace, jan: User, anna: User) -> None:
    key = claimed(workspace, jan, replace(HONEST, seed_units="30"))
    draft = written(workspace, jan, HONEST, invoice_xml("FV 8/2025"))
    mending = open_mending(workspace, jan, key)
    sha256 = draft.documents[0].sha256
    attempts: list[Callable[[], object]] = [
        lambda: open_mending(workspace, anna, key),
        lambda: save_draft(workspace, anna, draft.key, HONEST),
        lambda: attach(workspace, anna, draft.key, "a.xml", invoice_xml("FV 9/2025")),
        lambda: detach(workspace, anna, draft.key, sha256),
        lambda: unread(workspace, anna, draft),
        lambda: readings(workspace, anna, draft),
        lambda: picture(workspace, anna, draft, sha256, 1),
        lambda: submit(workspace, anna, draft.key),
        lambda: submit(workspace, anna, mending.key),
        lambda: discard_draft(workspace, anna, draft.key),
        lambda: object_to(workspace, anna, key, "to jest moje zgłoszenie"),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert my_claims(workspace, anna) == []
    with zipfile.ZipFile(io.BytesIO(download(workspace, anna))) as archive:
        assert "FV 7" not in archive.read("data.json").decode()
        assert archive.namelist() == ["data.json"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_staff_do_nothing_in_a_participants_name(workspace: Workspace, jan: User, role: Role) -> None:
    staff = User("ewa", role)
    draft = open_draft(workspace, jan)
    for attempt in (my_claims, my_points, open_draft, download, erase):
        with pytest.raises(NotAllowed):
            attempt(workspace, staff)
    with pytest.raises(NotAllowed):
        submit(workspace, staff, draft.key)


def test_a_duplicate_never_tells_whose(workspace: Workspace, jan: User, anna: User) -> None:
    key = claimed(workspace, anna, JANS, JANS_XML)
    claim = claim_of(workspace, anna, key)
    assert claim.status is not Status.CONFIRMED
    told = " ".join((*claim.reasons, *claim.steps))
    assert "Ta faktura została już zgłoszona." in claim.reasons
    with zipfile.ZipFile(io.BytesIO(download(workspace, anna))) as archive:
        told += json.dumps([item["decisions"] for item in json.loads(archive.read("data.json"))["claims"]])
    assert not any(name in told for name in ("D1", "P1", "Żuk"))


def test_a_mistake_is_mended_and_the_old_version_stays(workspace: Workspace, jan: User) -> None:
    key = claimed(workspace, jan, replace(HONEST, seed_units="30"))
    claim = claim_of(workspace, jan, key)
    assert (claim.status, claim.may_mend) == (Status.ACTION, True)
    draft = open_mending(workspace, jan, key)
    assert cells_of_draft(draft).seed_units == "30"
    save_draft(workspace, jan, draft.key, HONEST)
    assert submit(workspace, jan, draft.key) == Submitted(key, 2)
    claim = claim_of(workspace, jan, key)
    assert (claim.status, claim.may_mend, claim.reasons) == (Status.RECEIVED, False, ()), "not decided yet"
    work_off(workspace)
    claim = claim_of(workspace, jan, key)
    assert (claim.status, claim.may_mend) == (Status.CONFIRMED, False)
    with pytest.raises(NotAllowed):
        open_mending(workspace, jan, key)


def test_an_intake_load_leaves_participants_claims_alone(workspace: Workspace, jan: User, folder: IntakeFolder) -> None:
    key = claimed(workspace, jan)
    folder.claim("X4", "FV 4/2025", "12")
    folder.documents[f"{key}.xml"] = b"another file"
    verify_intake(workspace, folder.write(), None)
    claim = claim_of(workspace, jan, key)
    assert claim.status is Status.CONFIRMED
    assert sum(line.confirmed for line in my_points(workspace, jan).years) == Decimal(92)
    folder.claim(key, "FV 5/2025", "20")
    with pytest.raises(BadInput, match=key):
        verify_intake(workspace, folder.write(), None)


def test_an_objection_once_and_with_a_reason(workspace: Workspace, jan: User) -> None:
    key = claimed(workspace, jan, replace(HONEST, seed_units="30"))
    assert object_to(workspace, jan, key, "nie zgadzam się z tym") == "objection_not_now"
    _reject(workspace, key)
    claim = claim_of(workspace, jan, key)
    assert (claim.status, claim.may_object) == (Status.REJECTED, True)
    assert claim.reasons == ("Ta faktura została już zgłoszona.",)
    assert object_to(workspace, jan, key, " nie ") == "objection_short"
    assert object_to(workspace, jan, key, "To moja jedyna faktura.") is None
    assert claim_of(workspace, jan, key).status is not Status.REJECTED
    with workspace.reading() as work:
        case = work.reviews.case_of(1, key)
    assert case is not None
    view = case_view(workspace, User("ewa", Role.REVIEWER), the_programme(workspace), declaration_id=key)
    assert (case.state, case.reopened) == (CaseState.OPEN, "objection")
    assert view is not None
    assert "To moja jedyna faktura." in [entry.text for entry in view.history], "the reviewer reads it"
    _reject(workspace, key)
    claim = claim_of(workspace, jan, key)
    assert (claim.may_object, claim.objected) == (False, True)
    assert object_to(workspace, jan, key, "To moja jedyna faktura.") == "objection_twice"


def test_points_missing_to_the_next(workspace: Workspace, jan: User, anna: User) -> None:
    mine, hers = my_points(workspace, jan), my_points(workspace, anna)
    assert (mine.points, mine.missing) == (1, "Do następnego punktu brakuje: 20 j.s. w roku 2024.")
    both = "20 j.s. w roku 2024 oraz 20 j.s. w roku 2025"
    assert (hers.points, hers.missing) == (0, f"Do następnego punktu brakuje: {both}.")


def test_the_other_partner_may_be_declared_too(workspace: Workspace, jan: User) -> None:
    cells = replace(HONEST, seller_nip=OTHER_SELLER)
    key = claimed(workspace, jan, cells, invoice_xml("FV 7/2025", seller=OTHER_SELLER))
    assert claim_of(workspace, jan, key).status is Status.CONFIRMED


def test_a_claim_made_here_takes_no_invoice_from_the_organisers_tables(
    workspace: Workspace, anna: User, folder: IntakeFolder
) -> None:
    """Whatever the organiser's ids look like, his claims stay the earlier ones."""
    folder.claim("Z9", "FV 9/2025", "20")
    verify_intake(workspace, folder.write(), None)
    cells = replace(HONEST, invoice_numbers="FV 9/2025")
    assert claim_of(workspace, anna, claimed(workspace, anna, cells, invoice_xml("FV 9/2025"))).status is Status.REVIEW
    with workspace.reading() as work:
        verdicts = {item.verdict.declaration_id: item.verdict.decision.value for item in work.decisions.current(1)}
    assert verdicts["Z9"] == "confirmed"
