"""The main job over real intakes: once, twice, changed, interrupted, and on other servers."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from pipelines.batch import run_programme, verify_intake
from pipelines.settings import load_settings
from pipelines.status import status_of
from pipelines.texts import speak
from pipelines.workspace import Workspace, open_workspace
from programme.errors import MalformedTable
from tests.pipelines.build import IntakeFolder, intake, invoice_xml, two_years
from tests.storage.databases import MISSING_POSTGRES, postgres, postgres_programs
from tests.storage.s3_server import KEY, SECRET, s3_server


def _results(out: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}


def _decisions(out: Path) -> dict[str, str]:
    lines = (out / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    return {item["declaration_id"]: item["decision"] for item in map(json.loads, lines)}


def _points(out: Path) -> dict[tuple[str, str], tuple[str, str, str]]:
    with (out / "points.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {
        (row["participant_id"], row["year"]): (row["confirmed_units"], row["pending_units"], row["points"])
        for row in rows
    }


def test_the_main_job_and_its_files(workspace: Workspace, tmp_path: Path) -> None:
    folder, out = two_years(tmp_path / "intake").write(), tmp_path / "out"
    summary = verify_intake(workspace, folder, out)
    assert (summary.confirmed, summary.flagged, summary.documents_read, summary.points) == (2, 1, 3, 1)
    assert sorted(_results(out)) == ["decisions.jsonl", "extractions.jsonl", "points.csv", "report.html"]
    assert _decisions(out) == {"D1": "confirmed", "D2": "confirmed", "D3": "flagged"}
    assert _points(out) == {
        ("P1", "2024"): ("20", "0", "0"),
        ("P1", "2025"): ("40", "15", "1"),
        ("P2", "2024"): ("0", "0", "0"),
        ("P2", "2025"): ("0", "0", "0"),
    }
    first = json.loads((out / "extractions.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert first["file"] == "D1.xml"
    assert first["seller"]["nip"] == {"value": "5260001246", "confidence": 1.0, "page": None, "box": None}
    assert first["totals"]["gross"]["value"] == "17280.00"
    assert first["seed_units"]["value"] == "40"
    assert first["lines"][0]["sku"] == "TAYO-1"
    assert (first["lines"][0]["quantity"], first["lines"][0]["seed_units"]) == ("40", "40")


def test_running_twice_changes_nothing_and_reads_nothing(workspace: Workspace, tmp_path: Path) -> None:
    folder, out = two_years(tmp_path / "intake").write(), tmp_path / "out"
    verify_intake(workspace, folder, out)
    before, state = _results(out), _state(workspace)
    again = verify_intake(workspace, folder, out, workers=1)
    assert (again.documents_read, again.documents_known) == (0, 3)
    assert (again.verdicts_changed, again.booked, again.taken_back) == (0, 0, 0)
    assert _results(out) == before
    assert _state(workspace) == state
    verify_intake(workspace, folder, tmp_path / "elsewhere")
    assert _results(tmp_path / "elsewhere") == before


def _state(workspace: Workspace) -> dict[str, int]:
    """How many rows each table has, runs aside."""
    from storage.tables import Base

    with workspace.engine.connect() as connection:
        return {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
            for name in Base.metadata.tables
            if name != "run"
        }


def test_the_number_of_workers_decides_nothing(tmp_path: Path) -> None:
    folder = intake(tmp_path / "intake")
    for number in range(6):
        folder.claim(f"D{number}", f"FV {number // 2}/2025", str(20 + number // 2))
    folder.write()
    decided = []
    for workers in (1, 3):
        workspace = open_workspace(load_settings(home=tmp_path / f"home{workers}"))
        verify_intake(workspace, folder.path, tmp_path / f"out{workers}", workers)
        workspace.close()
        decided.append((tmp_path / f"out{workers}" / "decisions.jsonl").read_text(encoding="utf-8"))
    assert decided[0] == decided[1]
    assert _decisions(tmp_path / "out1") == {f"D{n}": "flagged" if n % 2 else "confirmed" for n in range(6)}


def test_a_changed_intake_updates_and_takes_points_back(workspace: Workspace, tmp_path: Path) -> None:
    folder, out = two_years(tmp_path / "intake"), tmp_path / "out"
    verify_intake(workspace, folder.write(), out)
    folder.declarations[1]["seed_units"] = "30"  # the invoice says 20
    folder.declarations[2]["seed_units"] = "10"  # now as the invoice says
    summary = verify_intake(workspace, folder.write(), out)
    assert (summary.documents_read, summary.booked, summary.taken_back) == (0, 1, 1)
    assert _decisions(out) == {"D1": "confirmed", "D2": "flagged", "D3": "confirmed"}
    assert _points(out)["P1", "2024"] == ("0", "30", "0")
    assert _points(out)["P1", "2025"] == ("50", "0", "0")


def test_a_claim_no_longer_listed_is_withdrawn_and_may_come_back(workspace: Workspace, tmp_path: Path) -> None:
    folder, out = two_years(tmp_path / "intake"), tmp_path / "out"
    verify_intake(workspace, folder.write(), out)
    before = _results(out)
    second = folder.declarations.pop(1)
    summary = verify_intake(workspace, folder.write(), out)
    assert (summary.withdrawn, summary.taken_back) == (1, 1)
    assert "D2" not in _decisions(out)
    assert _points(out)["P1", "2024"] == ("0", "0", "0")
    folder.declarations.insert(1, second)
    summary = verify_intake(workspace, folder.write(), out)
    assert (summary.booked, summary.documents_read) == (1, 0)
    after = _results(out)
    assert {name: after[name] for name in after if name != "report.html"} == {
        name: before[name] for name in before if name != "report.html"
    }


def test_an_exchanged_document_is_read_again(workspace: Workspace, tmp_path: Path) -> None:
    folder, out = two_years(tmp_path / "intake"), tmp_path / "out"
    verify_intake(workspace, folder.write(), out)
    folder.documents["D3.xml"] = invoice_xml("FV 3/2025", "15")
    summary = verify_intake(workspace, folder.write(), out)
    assert (summary.documents_read, summary.confirmed) == (1, 3)


def test_a_malformed_table_stores_nothing(workspace: Workspace, tmp_path: Path) -> None:
    folder = two_years(tmp_path / "intake")
    folder.declarations[2]["seed_units"] = "?"
    with pytest.raises(MalformedTable):
        verify_intake(workspace, folder.write(), tmp_path / "out")
    assert sum(_state(workspace).values()) == 0
    assert list(workspace.objects.list()) == []
    assert not (tmp_path / "out").exists()


def test_names_cannot_reach_outside_the_documents_folder(workspace: Workspace, tmp_path: Path) -> None:
    folder = intake(tmp_path / "intake")
    outside = tmp_path / "secret.xml"
    outside.write_bytes(invoice_xml("FV 1/2025"))
    for number, name in enumerate(("../../secret.xml", str(outside), "documents/D0.xml", "link.xml")):
        folder.claim(f"D{number}", "FV 1/2025", documents=name)
        del folder.documents[f"D{number}.xml"]
    folder.write()
    (folder.path / "documents" / "link.xml").symlink_to(outside)
    verify_intake(workspace, folder.path, tmp_path / "out")
    assert set(_decisions(tmp_path / "out").values()) == {"flagged"}
    (line,) = (tmp_path / "out" / "extractions.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["document_type"] == "unreadable"
    assert list(workspace.objects.list()) == []


def test_odd_names_and_hostile_files(tmp_path: Path) -> None:
    import unicodedata

    folder = intake(tmp_path / "intake")
    folder.claim("D1", "FV 1/2025", documents=unicodedata.normalize("NFC", "żółć 1.xml"))
    folder.documents = {
        unicodedata.normalize("NFD", "żółć 1.xml"): invoice_xml("FV 1/2025"),
        "pusty.pdf": b"",
        "śmieci.jpg": os.urandom(5000),
        "bomba.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        "za duży.pdf": b"%PDF-1.4" + bytes(2 * 1024 * 1024),
    }
    folder.write()
    (folder.path / "documents" / os.fsdecode(b"\xff\xfe.pdf")).write_bytes(b"%PDF-")
    workspace = open_workspace(load_settings(upload_megabytes=1, workers=2))
    verify_intake(workspace, folder.path, tmp_path / "out")
    workspace.close()
    assert _decisions(tmp_path / "out") == {"D1": "confirmed"}
    lines = (tmp_path / "out" / "extractions.jsonl").read_text(encoding="utf-8").splitlines()
    types = [json.loads(line)["document_type"] for line in lines]
    assert sorted(types) == ["invoice"] + ["unreadable"] * 5


def test_a_run_reads_what_a_dead_run_left(tmp_path: Path) -> None:
    """The process is killed in the middle of a batch; the next run goes on from there and ends the same."""
    folder = _many(tmp_path / "intake", 240)
    script = "from pathlib import Path\nimport sys\nfrom pipelines.batch import verify_intake\n"
    script += "from pipelines.settings import load_settings\nfrom pipelines.workspace import open_workspace\n"
    script += "verify_intake(open_workspace(load_settings()), Path(sys.argv[1]), Path(sys.argv[2]), 1)\n"
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root}
    process = subprocess.Popen([sys.executable, "-c", script, folder.path, tmp_path / "out"], env=environment)
    workspace = open_workspace(load_settings())
    end = time.monotonic() + 120
    while _count(workspace, "extraction") < 1 and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = 240 - _count(workspace, "extraction")
    assert 0 < left < 240
    with workspace.reading() as work:
        (programme,) = work.programmes.all()
    summary = run_programme(workspace, programme, None, 2)
    assert (summary.documents_read, summary.confirmed) == (left, 240)
    assert _count(workspace, "points_ledger") == 240
    workspace.close()


def _many(path: Path, count: int) -> IntakeFolder:
    folder = intake(path)
    for number in range(count):
        folder.claim(f"D{number:04}", f"FV {number}/2025", str(number + 1))
    folder.write()
    return folder


def _count(workspace: Workspace, table: str) -> int:
    with workspace.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_the_main_job_on_postgresql(tmp_path: Path) -> None:
    if postgres_programs() is None:
        pytest.fail(MISSING_POSTGRES, pytrace=False)
    folder = two_years(tmp_path / "intake").write()
    with postgres() as url:
        workspace = open_workspace(load_settings(database_url=url))
        first = verify_intake(workspace, folder, tmp_path / "out")
        before = _results(tmp_path / "out")
        second = verify_intake(workspace, folder, tmp_path / "out")
        workspace.close()
    assert (first.confirmed, first.points, second.booked, second.documents_read) == (2, 1, 0, 0)
    assert _results(tmp_path / "out") == before


def test_the_main_job_with_its_files_in_a_bucket(tmp_path: Path) -> None:
    folder, served = two_years(tmp_path / "intake").write(), tmp_path / "s3"
    served.mkdir()
    with s3_server(served) as endpoint:
        bucket = {"s3_endpoint": endpoint, "s3_access_key": KEY, "s3_secret_key": SECRET, "s3_secure": False}
        workspace = open_workspace(load_settings(**bucket))
        summary = verify_intake(workspace, folder, tmp_path / "out")
        again = verify_intake(workspace, folder, tmp_path / "out")
        stored = list(workspace.objects.list())
        workspace.close()
    assert (summary.confirmed, summary.points, again.documents_read) == (2, 1, 0)
    assert stored == sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("documents/*"))
    assert not (tmp_path / "home" / "objects").exists()


def test_status_tells_the_participant_and_nobody_else(workspace: Workspace, tmp_path: Path) -> None:
    folder = intake(tmp_path / "intake")
    folder.claim("D1", "FV 1/2025")
    folder.claim("D2", "FV 1/2025", participant_id="P2")
    verify_intake(workspace, folder.write(), None)
    with workspace.reading() as work:
        (programme,) = work.programmes.all()
        speak("pl")
        first = "\n".join(status_of(work, programme, "D1") or [])
        second = "\n".join(status_of(work, programme, "D2") or [])
        person = "\n".join(status_of(work, programme, "P1") or [])
        speak("en")
        english = "\n".join(status_of(work, programme, "D1") or [])
        speak("pl")
        assert status_of(work, programme, "D9") is None
    assert "potwierdzone" in first
    assert "confirmed" in english
    assert "Ta faktura została już zgłoszona." in second
    assert not {"D1", "P1", "Żuk"} & set(second.replace(",", " ").split())
    assert "20 j.s. w roku 2024" in person
