"""`python -m benchmarks.public FOLDER`: the reader over a set of public documents (see public_sets.py)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import mean
from typing import Annotated

import typer

from benchmarks.public_sets import (
    Judged,
    PublicReading,
    as_asked,
    documents_in,
    judge,
    manifest,
    outcome,
    read_all,
)
from benchmarks.tables import put_section, table


def main(
    folder: Annotated[Path, typer.Argument(help="The set: documents with .truth.json, or with a manifest.tsv.")],
    name: Annotated[str, typer.Option(help="What the section is called.")] = "public documents",
    write: Annotated[Path | None, typer.Option(help="The Markdown file whose section is replaced.")] = None,
    sample: Annotated[int | None, typer.Option(help="Only so many documents, evenly chosen.")] = None,
    keep: Annotated[Path | None, typer.Option(help="Readings are kept here and not made twice.")] = None,
    worst: Annotated[int, typer.Option(help="How many of the worst documents to list.")] = 10,
    seconds: Annotated[float, typer.Option(help="Time limit of a document.")] = 300.0,
    megabytes: Annotated[int, typer.Option(help="Memory limit of a document (address space).")] = 6144,
) -> None:
    """Measure over FOLDER; print the table and the worst documents, or write the table into a section."""
    paths = documents_in(folder)
    if sample is not None and sample < len(paths):
        paths = [paths[index * len(paths) // sample] for index in range(sample)]
    readings = _readings(folder, paths, keep, seconds, megabytes)
    if (folder / "manifest.tsv").exists():
        text, listed = _hostile(folder, paths, readings)
    else:
        judged = [judge(path, reading.invoice) for path, reading in zip(paths, readings, strict=True)]
        text, listed = _compared(judged, readings), _worst(judged, worst)
    text = f"## {name}\n\n{len(paths)} documents. {text}"
    if write is not None:
        put_section(write, name, text)
    typer.echo("\n".join([text, "", *listed]))


def _readings(
    folder: Path, paths: Sequence[Path], keep: Path | None, seconds: float, megabytes: int
) -> list[PublicReading]:
    """The readings of `paths`, those kept from an earlier run not made again. Names are kept below the folder's."""
    kept: dict[str, PublicReading] = {}
    if keep is not None and keep.exists():
        for line in keep.read_text(encoding="utf-8").splitlines():
            where, reading = json.loads(line)
            kept[where] = PublicReading(**reading)
    missing = [path for path in paths if str(path.relative_to(folder)) not in kept]
    for path, reading in zip(missing, read_all(missing, seconds, megabytes), strict=True):
        where = str(path.relative_to(folder))
        kept[where] = reading
        if keep is not None:
            with keep.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps([where, asdict(reading)], ensure_ascii=False) + "\n")
    return [kept[str(path.relative_to(folder))] for path in paths]


def _compared(judged: Sequence[Judged], readings: Sequence[PublicReading]) -> str:
    names = dict.fromkeys(name for one in judged for name in one.fields)
    rows = [["field", "right", "not read", "wrong", "wrong at 0.9 or more"]]
    for name in names:
        asked = [one.fields[name] for one in judged]
        right = sum(fine for _, _, fine, _ in asked)
        missing = sum(not fine and read in (None, []) for _, read, fine, _ in asked)
        sure = sum(not fine and (confidence or 0) >= 0.9 for _, _, fine, confidence in asked)
        rows.append([name, f"{right} of {len(asked)}", str(missing), str(len(asked) - right - missing), str(sure)])
    whole = sum(all(fine for _, _, fine, _ in one.fields.values()) for one in judged)
    blocking = sum(any(found["strength"] >= 0.5 for found in one.invoice["findings"]) for one in readings)
    return (
        f"{whole} wholly as their truth; traces of editing reported on {blocking}. {_cost(readings)}\n\n{table(rows)}"
    )


def _cost(readings: Sequence[PublicReading]) -> str:
    seconds, peaks = [one.seconds for one in readings], [one.megabytes for one in readings]
    return (
        f"CPU seconds a document: mean {mean(seconds):.2f}, most {max(seconds):.1f}; "
        f"peak memory: mean {mean(peaks):.0f} MB, most {max(peaks):.0f} MB."
    )


def _worst(judged: Sequence[Judged], count: int) -> list[str]:
    lines = []
    for one in sorted((one for one in judged if one.wrong), key=lambda one: -one.wrong)[:count]:
        lines.append(one.file)
        for name, (expected, read, right, confidence) in one.fields.items():
            if not right:
                sure = "" if confidence is None else f" ({confidence:.2f})"
                lines.append(f"    {name}: is {expected}, read {read}{sure}")
    return lines


def _hostile(folder: Path, paths: Sequence[Path], readings: Sequence[PublicReading]) -> tuple[str, list[str]]:
    expected = {folder / row["file"]: row["expected"] for row in manifest(folder)}
    counts = Counter((_asked(expected[path]), outcome(reading)) for path, reading in zip(paths, readings, strict=True))
    ends = sorted({end for _, end in counts})
    rows = [["what must happen", *ends]]
    for asked in sorted({asked for asked, _ in counts}):
        rows.append([asked, *(str(counts[asked, end]) for end in ends)])
    pairs = list(zip(paths, readings, strict=True))
    unlike = [(path, one) for path, one in pairs if not as_asked(expected[path], one)]
    listed = [f"{path.relative_to(folder)}: {expected[path]}; {_end(one)}" for path, one in unlike]
    listed += ["", "dearest:"]
    dear = sorted(pairs, key=lambda pair: -pair[1].seconds)[:10] + sorted(pairs, key=lambda p: -p[1].megabytes)[:10]
    listed += [
        f"{path.relative_to(folder)}: {one.seconds:.1f} s, {one.megabytes:.0f} MB, {_end(one)}" for path, one in dear
    ]
    text = f"{len(paths) - len(unlike)} ended as their manifest asks. {_cost(readings)}\n\n{table(rows)}"
    return text, listed


def _asked(expected: str) -> str:
    plain = expected.split(" (")[0].split(";")[0]
    if " or " in expected or plain.startswith("either"):
        return "either"
    return "refused" if plain.startswith("must be refused") else "readable" if plain.startswith("readable") else "other"


def _end(reading: PublicReading) -> str:
    codes = ", ".join(problem["code"] for problem in reading.invoice["problems"][:3])
    return f"{outcome(reading)} as {reading.invoice['document_type']}" + (f" ({codes})" if codes else "")


if __name__ == "__main__":
    typer.run(main)
