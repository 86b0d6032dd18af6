"""A season's invoices in one file, from the intake to the reviewer's page."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from pipelines.batch import verify_intake
from pipelines.review import case_view
from pipelines.workspace import Workspace
from programme.users import Role, User
from samples.writer import SampleSize, generate

SCENARIOS = ("season_in_one_file", "units_of_the_whole_file")


def _objects(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_claim_takes_its_invoice_of_the_file(workspace: Workspace, tmp_path: Path) -> None:
    folder, out = tmp_path / "intake", tmp_path / "out"
    generate(folder, 31, SampleSize(scenarios=SCENARIOS))
    verify_intake(workspace, folder, out)
    decisions = {item["declaration_id"]: item for item in _objects(out / "decisions.jsonl")}
    truth = {item["declaration_id"]: item for item in _objects(folder / "decisions.jsonl")}
    assert len(decisions) == 3
    for key, expected in truth.items():
        assert (decisions[key]["decision"] == "confirmed") == (expected["expect"] == "confirm")
    wrong = next(key for key, item in truth.items() if item["expect"] == "flag")
    with workspace.reading() as work:
        programme = work.programmes.all()[0]
    view = case_view(workspace, User("anna", Role.REVIEWER), programme, declaration_id=wrong)
    assert view is not None and view.codes == ("quantity_mismatch",)
    with (folder / "declarations.csv").open(encoding="utf-8", newline="") as stream:
        declared = next(row for row in csv.DictReader(stream) if row["declaration_id"] == wrong)
    read = view.documents[0].invoice
    assert read is not None and not read.further
    assert read.invoice_number is not None and read.invoice_number.value == declared["invoice_number"]
    assert {place.page for place in view.evidence} <= {page.number for page in read.pages}
    assert len(view.documents[0].pictures) > len(read.pages)


def test_the_result_file_names_every_invoice_of_the_file(workspace: Workspace, tmp_path: Path) -> None:
    generate(tmp_path / "intake", 31, SampleSize(scenarios=SCENARIOS[1:]))
    verify_intake(workspace, tmp_path / "intake", tmp_path / "out")
    (document,) = _objects(tmp_path / "out" / "extractions.jsonl")
    further = document["further"]
    assert len(further) == 1
    assert further[0]["document_type"] == document["document_type"] == "invoice"
    assert further[0]["invoice_number"]["value"] != document["invoice_number"]["value"]
