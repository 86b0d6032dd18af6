"""`python -m benchmarks.readers INTAKE`: one OCR engine, the other, and both by the reader's policy, side by side.

Every picture page is prepared once; then Tesseract alone, rapidocr alone and the reader's own policy read the same
pages. Confirmable is a proxy of straight-through: every decisive field right and the sums proven.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.accuracy import FIELDS, Accuracy, Json, Share, accuracy
from benchmarks.cost import cpu_seconds
from benchmarks.entities import catalogue_of
from benchmarks.tables import put_section, table
from extractors.calibration import calibrated
from extractors.files.frames import open_frames
from extractors.files.opening import DEFAULT_LIMITS, UploadKind, sniff
from extractors.finishing import finish
from extractors.heads.header import read_header
from extractors.interpretation import Interpretation, PageView, interpret_file
from extractors.pages.page_images import prepare_page
from extractors.pdf.document import open_pdf
from extractors.readers.engines import RapidReader, Reader, TesseractReader
from extractors.tables.line_items import read_items
from extractors.tokens import TokenPage
from pipelines.outputs import extraction_object
from programme.invoices import Source

Policy = Callable[[Sequence[PageView]], Interpretation]


@dataclass
class Measured:
    """One policy's readings by file, and what they cost in CPU seconds (preparation not counted)."""

    readings: dict[str, Json] = field(default_factory=dict)
    seconds: float = 0.0


def main(
    intake: Annotated[Path, typer.Argument(help="An intake folder with truth.jsonl.")],
    count: Annotated[int, typer.Option(help="So many documents, evenly chosen.")] = 40,
    name: Annotated[str, typer.Option(help="What the section is called.")] = "two readers",
    write: Annotated[Path | None, typer.Option(help="The Markdown file whose section is replaced.")] = None,
) -> None:
    """Measure over INTAKE's scans and photos and print the table, or write it into a section of a Markdown file."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    lines = (intake / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    truth = [json.loads(line) for line in lines if line.strip()]
    truth = [one for one in truth if one["channel"] in ("scan", "photo") and not one.get("part")]
    truth = [truth[index * len(truth) // count] for index in range(count)] if count < len(truth) else truth
    found = {policy: Measured() for policy in _POLICIES}
    products = catalogue_of(intake)
    pages = 0
    for document in truth:
        views = _views((intake / "documents" / document["file"]).read_bytes())
        pages += len(views)
        for policy, read in _POLICIES.items():
            before = cpu_seconds()
            reading = read(views)
            found[policy].seconds += cpu_seconds() - before
            invoice = calibrated(finish("", reading, {}))
            found[policy].readings[document["file"]] = extraction_object(document["file"], invoice, products)
    text = f"## {name}\n\n{len(truth)} scans and photos, {pages} pages.\n\n{_table(truth, found, pages)}"
    if write is not None:
        put_section(write, name, text)
    typer.echo(text)


def _views(data: bytes) -> list[PageView]:
    if sniff(data) is UploadKind.PDF:
        with open_pdf(data) as document:
            pages = [page.render(300) for page in document.pages]
    else:
        pages = open_frames(data, DEFAULT_LIMITS)
    return [PageView(number, picture=prepare_page(page)) for number, page in enumerate(pages, 1)]


def _alone(reader: Callable[[], Reader], views: Sequence[PageView]) -> Interpretation:
    """What one engine reads by itself, without any second look."""
    engine, pages = reader(), []
    for view in views:
        if view.picture is not None:
            height, width = view.picture.colour.shape[:2]
            words = engine.read(view.picture)
            pages.append(TokenPage(view.number, width, height, words, Source.OCR, engine.name, view.picture.colour))
    return Interpretation(read_header(pages), read_items(pages), tuple(pages))


def _by_policy(views: Sequence[PageView]) -> Interpretation:
    """The reader's own way; of a file with several invoices the first."""
    return interpret_file(views)[0]


_POLICIES: dict[str, Policy] = {
    "Tesseract alone": partial(_alone, TesseractReader),
    "rapidocr alone": partial(_alone, RapidReader),
    "both by policy": _by_policy,
}


def _table(truth: Sequence[Json], found: Mapping[str, Measured], pages: int) -> str:
    rows = [["readers", *FIELDS, "line items F1", "confirmable", "CPU s a page"]]
    for policy, measured in found.items():
        result = accuracy(truth, measured.readings)
        shares = [_over(result, name) for name in FIELDS]
        fair = [one for one in truth if one["document_type"] == "invoice"]
        confirmable = sum(_confirmable(one, measured.readings[one["file"]]) for one in fair)
        row = [policy, *(f"{share.right}/{share.of}" for share in shares), f"{_f1(result):.3f}"]
        rows.append([*row, f"{confirmable}/{len(fair)}", f"{measured.seconds / pages:.2f}"])
    return table(rows)


def _over(result: Accuracy, name: str) -> Share:
    parts = [result.fields.get((channel, name), Share()) for channel in ("scan", "photo")]
    return Share(sum(part.right for part in parts), sum(part.of for part in parts))


def _f1(result: Accuracy) -> float:
    both, read, true = (sum(result.lines[channel][i] for channel in ("scan", "photo")) for i in range(3))
    return 2 * both / (read + true) if read + true else 0.0


def _confirmable(truth: Json, reading: Any) -> bool:
    return not accuracy([truth], {truth["file"]: reading}).wrong and reading["arithmetic_holds"] is True


if __name__ == "__main__":
    typer.run(main)
