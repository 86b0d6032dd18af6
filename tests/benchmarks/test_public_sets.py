"""Comparing with truths written by others, and the noise put into text."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from benchmarks.noise import noisy
from benchmarks.public_sets import as_asked, documents_in, judge, outcome, read_all

RECEIPT = {"company": "LIM TRADING SDN BHD", "date": "29/12/2017", "total": "RM1,006.00", "file": "a.jpg"}
READING = {
    "totals": {"gross": {"value": "1006.00", "confidence": 0.9}},
    "issue_date": {"value": "2017-12-29", "confidence": 0.8},
    "seller": {"name": None},
}


def test_a_receipt_is_judged_field_by_field(tmp_path: Path) -> None:
    (tmp_path / "a.truth.json").write_text(json.dumps(RECEIPT), encoding="utf-8")
    (tmp_path / "a.jpg").write_bytes(b"")
    (path,) = documents_in(tmp_path)
    found = judge(path, READING)
    assert {name: right for name, (_, _, right, _) in found.fields.items()} == {
        "totals.gross": True,
        "issue_date": True,
        "seller.name": False,
    }
    assert found.wrong == 1  # not read: half of what a wrong value weighs


def test_a_hostile_file_is_read_within_limits(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7 broken off")
    (tmp_path / "manifest.tsv").write_text("file\tkind\texpected\nx.pdf\tcut\tmust be refused cleanly\n", "utf-8")
    (reading,) = read_all(documents_in(tmp_path), seconds=60, megabytes=4096)
    assert outcome(reading) == "refused"
    assert as_asked("must be refused cleanly", reading)
    assert not as_asked("readable", reading)


def test_noise_is_as_much_as_asked_for() -> None:
    text = "Żyto hybrydowe KWS Tayo F1 1 j.s. " * 100
    assert noisy(text, 0, Random(1)) == text
    again = noisy(text, 0.1, Random(1))
    assert again == noisy(text, 0.1, Random(1))
    assert 0.9 * len(text) < len(again) < 1.1 * len(text)
    assert again != text
