"""Two readers against one: the whole of `klos verify` over the same intake, timed from start to end.

    python -m benchmarks.workers INTAKE [--workers 1 --workers 2] [--again 2]

Each run is a process of its own with a fresh workspace. On a machine with other work the CPU seconds say more than the
wall clock: what two readers cost more than one is lost.
"""

from __future__ import annotations

import argparse
import compileall
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Run:
    """One `klos verify`: seconds of wall clock, and of CPU in all its processes."""

    workers: int
    documents: int
    seconds: float
    cpu_seconds: float


def timed(intake: Path, workers: int) -> Run:
    """`klos verify` of an intake folder with so many readers, in a workspace of its own.

    Raises subprocess.CalledProcessError where the run fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("KLOS_")},
            "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH")))),
            "KLOS_HOME": str(Path(folder) / "workspace"),
        }
        command = [sys.executable, "-m", "cli", "verify", str(intake), "--out", str(Path(folder) / "out")]
        before, started = _children_cpu(), time.perf_counter()
        subprocess.run(
            [*command, "--workers", str(workers)], env=environment, cwd=folder, check=True, capture_output=True
        )
        seconds = time.perf_counter() - started
        lines = (Path(folder) / "out" / "extractions.jsonl").read_text("utf-8").splitlines()
        return Run(workers, len(lines), seconds, _children_cpu() - before)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compared(intake: Path, workers: Sequence[int] = (1, 2), again: int = 1) -> list[Run]:
    """The quickest of `again` runs with each number of readers; the numbers take turns, as machines get slower."""
    for package in ("programme", "extractors", "matchers", "storage", "pipelines"):
        compileall.compile_dir(_ROOT / package, quiet=2)  # as after an installation: no run compiles for the next
    runs = [timed(intake, number) for _ in range(again) for number in workers]
    return [min((run for run in runs if run.workers == number), key=lambda run: run.seconds) for number in workers]


def table(runs: Sequence[Run]) -> str:
    """The runs as Markdown, each with its throughput as a multiple of the first's."""
    rows = [
        "| readers | documents | seconds | documents a minute | times the first | CPU seconds |",
        "|---|---|---|---|---|---|",
    ]
    for run in runs:
        minute, times = 60 * run.documents / run.seconds, runs[0].seconds / run.seconds
        cells = (run.workers, run.documents, f"{run.seconds:.1f}", f"{minute:.1f}", f"{times:.2f}")
        rows.append(f"| {' | '.join(map(str, cells))} | {run.cpu_seconds:.1f} |")
    return "\n".join(rows)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("intake", type=Path)
    parser.add_argument("--workers", type=int, action="append", help="readers of a run; may be given several times")
    parser.add_argument("--again", type=int, default=1, help="runs with each number; the quickest counts")
    given = parser.parse_args()
    print(table(compared(given.intake.resolve(), given.workers or (1, 2), given.again)))


if __name__ == "__main__":
    main()
