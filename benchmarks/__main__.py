"""`python -m benchmarks INTAKE`: see the package's docstring."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.accuracy import Json, accuracy, decisions
from benchmarks.cost import costs
from benchmarks.tables import accuracy_table, cost_table, decision_table, put_section, reliability_table
from pipelines.batch import verify_intake
from pipelines.settings import load_settings
from pipelines.workspace import open_workspace


def main(
    intake: Annotated[Path, typer.Argument(help="An intake folder with truth.jsonl and decisions.jsonl beside it.")],
    name: Annotated[str, typer.Option(help="What the section is called.")] = "own generator",
    write: Annotated[Path | None, typer.Option(help="The Markdown file whose section is replaced.")] = None,
    workers: Annotated[int, typer.Option(help="Reader processes.")] = 2,
    results: Annotated[Path | None, typer.Option(help="Result files of a run already made.")] = None,
    cost: Annotated[bool, typer.Option(help="Also measure CPU and memory of each document.")] = True,
    show_wrong: Annotated[
        bool, typer.Option(help="List what was read wrongly or flagged, on standard output.")
    ] = False,
) -> None:
    """Measure over INTAKE and print the tables, or write them into a section of a Markdown file."""
    truth, expected = _lines(intake / "truth.jsonl"), _lines(intake / "decisions.jsonl")
    with tempfile.TemporaryDirectory() as scratch:
        out = results or Path(scratch) / "out"
        if results is None:
            workspace = open_workspace(load_settings(home=Path(scratch) / "workspace"))
            verify_intake(workspace, intake, out, workers)
        read = accuracy(truth, {one["file"]: one for one in _lines(out / "extractions.jsonl")})
        decided = decisions(truth, expected, {one["declaration_id"]: one for one in _lines(out / "decisions.jsonl")})
    parts = [f"## {name}", f"{len(expected)} claims, {len(truth)} documents."]
    parts += [decision_table(decided), accuracy_table(read), reliability_table(read)]
    if cost:
        channels = {document["file"]: document["channel"] for document in truth}
        paths = [intake / "documents" / file for file in channels]
        parts.append(cost_table(costs([path for path in paths if path.exists()]), channels))
    text = "\n\n".join(parts)
    if write is not None:
        put_section(write, name, text)
    typer.echo(text)
    if show_wrong:
        typer.echo("\n".join(["", *read.wrong, *decided.flagged_honest, *decided.false_confirmations]))


def _lines(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    typer.run(main)
