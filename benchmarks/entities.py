"""`python -m benchmarks.entities INTAKE ...`: what the spaCy components add, measured by leaving them out.

Two components work in the reader: span rules over a line's wording (extractors.text.entities) and the trained
classifier of document kinds (extractors.heads.kind_by_content). Each is compared with geometry, regular expressions
and the catalogue alone. Wordings come from the truth of an intake with noise put in; for kinds, text comes from the
text layers of its PDFs, also with their titles taken away as a fold, a shadow or a thumb does it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Annotated, Any

import typer

from benchmarks.accuracy import Json
from benchmarks.noise import noisy
from benchmarks.tables import put_section, table
from extractors.heads.kind_by_content import classify
from extractors.heads.kinds import kind_by_rules, read_kind, second_opinion
from extractors.heads.titles import title_end
from extractors.text.entities import describe
from extractors.text.labels import lex
from extractors.text.text_cells import layout_of
from extractors.tokens import TokenPage
from programme.catalogue import resolve_line
from programme.errors import UnreadableDocument
from programme.invoices import Field, LineItem, ProductMention
from programme.registry import Product
from programme.units import unit_kind

_NOISE = (0.0, 0.03, 0.08, 0.15)


@dataclass(frozen=True)
class Wording:
    """A line as its truth has it, with the catalogue it is looked up in."""

    description: str
    unit: str
    quantity: Decimal
    seed_units: Decimal | None
    products: tuple[Product, ...]


def main(
    intakes: Annotated[list[Path], typer.Argument(help="Intake folders with truth.jsonl.")],
    name: Annotated[str, typer.Option(help="What the section is called.")] = "what spaCy adds",
    write: Annotated[Path | None, typer.Option(help="The Markdown file whose section is replaced.")] = None,
) -> None:
    """Measure over INTAKES and print the tables, or write them into a section of a Markdown file."""
    lines = list(dict.fromkeys(line for intake in intakes for line in wordings(intake)))
    pages = [pair for intake in intakes for pair in text_pages(intake)]
    parts = [f"## {name}", wording_table(lines), kind_table(pages)]
    text = "\n\n".join(parts)
    if write is not None:
        put_section(write, name, text)
    typer.echo(text)


def wordings(intake: Path) -> Iterator[Wording]:
    """Every line of the invoices of an intake's truth."""
    products = catalogue_of(intake)
    for document in _truth(intake):
        if document["document_type"] != "invoice":
            continue
        for line in document["lines"]:
            if line["quantity"]:
                units = Decimal(line["seed_units"]) if line["seed_units"] else None
                yield Wording(line["description"], line["unit"] or "", Decimal(line["quantity"]), units, products)


def catalogue_of(intake: Path) -> tuple[Product, ...]:
    """The products of an intake."""
    from pipelines.tables import read_products

    return read_products(intake)


def _truth(intake: Path) -> list[Json]:
    lines = (intake / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def wording_table(lines: Sequence[Wording]) -> str:
    """Seed units of lines by the catalogue's expressions alone, and with the span rules, as noise grows."""
    rows = [["characters misread", "span rules", "right", "left to a person", "not counted", "wrong"]]
    for share in _NOISE:
        for tagged in (False, True):
            found = Counter(_answer(line, share, tagged, Random(index)) for index, line in enumerate(lines))
            counts = [str(found[answer]) for answer in ("right", "doubt", "missed", "wrong")]
            rows.append([f"{share:.0%}", "with" if tagged else "without", *counts])
    return f"{len(lines)} lines, {len({line.description for line in lines})} wordings.\n\n{table(rows)}"


def _answer(line: Wording, share: float, tagged: bool, rng: Random) -> str:
    text = noisy(line.description, share, rng)
    item = LineItem(
        description=text,
        unit=line.unit or None,
        unit_kind=unit_kind(line.unit) if line.unit else None,
        quantity=Field(value=line.quantity),
        mention=describe(text) if tagged else ProductMention(),
    )
    found = resolve_line(item, line.products)
    if found.eligible is None or found.doubt is not None:
        return "doubt"
    units = found.seed_units if found.eligible else None
    return "right" if units == line.seed_units else "missed" if units is None else "wrong"


def text_pages(intake: Path) -> Iterator[tuple[str, list[TokenPage]]]:
    """The documents of an intake with a text layer: their true kind and their pages' words."""
    from extractors.pdf.document import open_pdf

    for document in _truth(intake):
        path = intake / "documents" / document["file"]
        if document["channel"] != "pdf_text" or document["document_type"] == "unreadable" or not path.exists():
            continue
        try:
            with open_pdf(path.read_bytes()) as opened:
                pages = [page.token_page for page in opened.pages if page.text_layer_complaint is None]
        except UnreadableDocument:
            continue
        if pages:
            yield document["document_type"], pages


def kind_table(documents: Sequence[tuple[str, list[TokenPage]]]) -> str:
    """Kinds by rules alone, by the classifier alone and by both; and, worst of all, papers taken for invoices."""
    rows = [
        [
            "text",
            "kinds by",
            "right",
            "invoices told at 0.6 or more",
            "other papers taken for one",
            "mean confidence of the right",
        ]
    ]
    for hidden in (False, True):
        for share in (0.0, 0.05):
            results = [
                (kind, _kinds(spoilt(pages, hidden, share, Random(index))))
                for index, (kind, pages) in enumerate(documents)
            ]
            what = f"{'title lost' if hidden else 'whole'}, {share:.0%} misread"
            for by in ("rules", "classifier", "both", "the reader"):
                pairs = [(kind, found[by]) for kind, found in results]
                right = [confidence for kind, (best, confidence) in pairs if best == kind]
                taken = sum(best == "invoice" and kind != "invoice" and sure >= 0.6 for kind, (best, sure) in pairs)
                surely = sum(best == "invoice" == kind and sure >= 0.6 for kind, (best, sure) in pairs)
                mean = sum(right) / len(right) if right else 0
                rows.append([what, by, f"{len(right)} of {len(pairs)}", str(surely), str(taken), f"{mean:.3f}"])
    kinds = Counter(kind for kind, _ in documents)
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    return f"{len(documents)} PDFs with a text layer ({told}).\n\n{table(rows)}"


def _kinds(pages: Sequence[TokenPage]) -> dict[str, tuple[str, float]]:
    lexed = lex(layout_of(pages))
    if not lexed.layout.cells:
        return dict.fromkeys(("rules", "classifier", "both", "the reader"), ("other", 0.0))
    scores = classify("\n".join(cell.text for cell in lexed.layout.cells))
    best = max(scores, key=lambda kind: scores[kind]) if scores else None
    rules = kind_by_rules(lexed, None, False)
    both, whole = second_opinion(rules, scores), read_kind(lexed, None, False)
    return {
        "rules": (rules.type.value, rules.confidence),
        "classifier": (best.value, scores[best]) if best is not None else ("other", 0.0),
        "both": (both.type.value, both.confidence),
        "the reader": (whole.type.value, whole.confidence),
    }


def spoilt(pages: Sequence[TokenPage], hidden: bool, share: float, rng: Random) -> list[TokenPage]:
    """The pages with noise in their words and, where `hidden`, without the rows that begin with a title."""
    result = []
    titles: list[Any] = []
    if hidden:
        titles = [cell for cell in layout_of(pages).cells if title_end(cell) is not None and cell.box.y0 < 0.6]
    for page in pages:
        gone = [cell.box for cell in titles if cell.page == page.number]
        words = [
            replace(word, text=noisy(word.text, share, rng) or ".")
            for word in page.words
            if not any(box.y0 - 0.002 <= word.box.centre[1] <= box.y1 + 0.002 for box in gone)
        ]
        result.append(replace(page, words=tuple(words)))
    return result


if __name__ == "__main__":
    typer.run(main)
