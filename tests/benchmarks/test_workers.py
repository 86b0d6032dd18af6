"""The measure of several readers: every run reads everything anew, and the table says what was measured."""

from __future__ import annotations

from pathlib import Path

from benchmarks.workers import Run, compared, table
from tests.pipelines.build import intake


def test_each_run_reads_the_whole_intake_in_a_workspace_of_its_own(tmp_path: Path) -> None:
    folder = intake(tmp_path / "intake")
    for number in range(3):
        folder.claim(f"D{number}", f"FV {number}/2025")
    folder.write()
    runs = compared(folder.path, (1, 2))
    assert [(run.workers, run.documents) for run in runs] == [(1, 3), (2, 3)]
    assert all(run.seconds > 0 and run.cpu_seconds > 0.5 for run in runs)
    assert not list(folder.path.glob("*.db"))


def test_the_table_compares_with_the_first_run() -> None:
    rows = table([Run(1, 60, 120.0, 118.0), Run(2, 60, 64.0, 122.0)]).splitlines()[2:]
    assert rows == ["| 1 | 60 | 120.0 | 30.0 | 1.00 | 118.0 |", "| 2 | 60 | 64.0 | 56.2 | 1.88 | 122.0 |"]
