"""The whole job through the command line, over a generated intake: verify, compare with the truth, verify again."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from samples import SampleSize, generate

_ROOT = Path(__file__).parents[1]
# Each channel and each kind of outcome, few enough that the suite stays quick.
_SCENARIOS = (
    "genuine_xml",
    "genuine_xml_pdf",
    "genuine_pdf",
    "genuine_scan",
    "genuine_photo",
    "two_varieties",
    "wrong_quantity_xml",
    "wrong_number",
    "spouse",
    "counts_triticale",
    "packages_not_multiplied",
    "outside_programme",
    "unknown_seller",
    "missing_document",
    "encrypted_pdf",
    "proforma",
    "correction_as_claim",
    "duplicate_same_file",
    "sums_broken",
    "tamper_overlay",
    "ksef_xml_edited",
)


@dataclass(frozen=True)
class Job:
    """One run of `klos verify` and what there is to know about it."""

    intake: Path
    out: Path
    home: Path
    done: subprocess.CompletedProcess[str]

    def lines(self, name: str) -> list[dict[str, Any]]:
        return _lines(self.out / name)

    def again(self) -> subprocess.CompletedProcess[str]:
        return _verify(self.intake, self.out, self.home)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _verify(intake: Path, out: Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KLOS_")}
    environment |= {"KLOS_HOME": str(home), "OMP_THREAD_LIMIT": "1", "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-m", "cli", "verify", str(intake), "--out", str(out), "--workers", "2"]
    return subprocess.run(
        command, env=environment, cwd=home.parent, capture_output=True, text=True, timeout=900, check=False
    )


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Job]:
    """The intake verified once."""
    folder = tmp_path_factory.mktemp("whole")
    generate(folder / "intake", 21, SampleSize(scenarios=_SCENARIOS))
    done = _verify(folder / "intake", folder / "out", folder / "home")
    yield Job(folder / "intake", folder / "out", folder / "home", done)


@pytest.mark.slow
def test_it_ends_well_and_answers_everything(job: Job) -> None:
    assert job.done.returncode == 0, job.done.stderr
    assert "Traceback" not in job.done.stderr
    expected = {row["declaration_id"] for row in _lines(job.intake / "decisions.jsonl")}
    assert {row["declaration_id"] for row in job.lines("decisions.jsonl")} == expected
    uploaded = {path.name for path in (job.intake / "documents").iterdir()}
    assert {row["file"] for row in job.lines("extractions.jsonl")} >= uploaded
    assert (job.out / "report.html").stat().st_size > 10_000


@pytest.mark.slow
def test_no_wrong_claim_is_confirmed_and_each_is_flagged_for_its_reason(job: Job) -> None:
    decided = {row["declaration_id"]: row for row in job.lines("decisions.jsonl")}
    for expected in _lines(job.intake / "decisions.jsonl"):
        if expected["expect"] != "flag":
            continue
        decision = decided[expected["declaration_id"]]
        codes = {item["code"] for item in decision["discrepancies"]}
        assert decision["decision"] == "flagged", expected["scenario"]
        assert set(expected["codes"]) <= codes, (expected["scenario"], codes)
        assert not expected["codes_any"] or codes & set(expected["codes_any"]), (expected["scenario"], codes)


@pytest.mark.slow
def test_honest_claims_pass_untouched(job: Job) -> None:
    decided = {row["declaration_id"]: row for row in job.lines("decisions.jsonl")}
    for expected in _lines(job.intake / "decisions.jsonl"):
        if expected["expect"] != "confirm":
            continue
        decision = decided[expected["declaration_id"]]
        assert decision["decision"] == "confirmed", (expected["scenario"], decision["discrepancies"])
        assert Decimal(decision["verified_units"]) == Decimal(expected["verified_units"])


@pytest.mark.slow
def test_points_are_booked_for_what_is_confirmed_alone(job: Job) -> None:
    confirmed: dict[tuple[str, str], Decimal] = {}
    years = {}
    with (job.intake / "declarations.csv").open(encoding="utf-8", newline="") as file:
        years = {row["declaration_id"]: row["year"] for row in csv.DictReader(file)}
    for row in job.lines("decisions.jsonl"):
        if row["decision"] == "confirmed":
            key = (row["participant_id"], years[row["declaration_id"]])
            confirmed[key] = confirmed.get(key, Decimal(0)) + Decimal(row["verified_units"])
    with (job.out / "points.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    booked = {
        (r["participant_id"], r["year"]): Decimal(r["confirmed_units"]) for r in rows if Decimal(r["confirmed_units"])
    }
    assert booked == confirmed


@pytest.mark.slow
def test_a_second_run_changes_nothing_and_reads_nothing_anew(job: Job) -> None:
    before = _digests(job.out)
    done = job.again()
    assert done.returncode == 0, done.stderr
    # extractions.jsonl holds the seconds each reading took: the same bytes mean that nothing was read again.
    assert _digests(job.out) == before
