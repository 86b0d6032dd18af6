"""Writes a whole intake folder with its truth."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from samples import products
from samples.honest import HONEST
from samples.model import Truth
from samples.rough import ROUGH
from samples.truth import decision_truth, short
from samples.world import YEARS, World
from samples.wrong_claims import WRONG_CLAIMS
from samples.wrong_papers import WRONG_PAPERS

SCENARIOS = {**HONEST, **WRONG_PAPERS, **WRONG_CLAIMS}
_ALL = {**SCENARIOS, **ROUGH}
_WRONG_SHARE = 0.4  # of a large intake: every kind of wrong claim often enough, honest ones the majority

# One of each channel and each outcome, in a few megabytes.
SHIPPED = (
    "genuine_xml",
    "genuine_pdf",
    "genuine_scan",
    "genuine_photo",
    "photo_turned_exif",
    "genuine_xml_pdf",
    "package_multiplication",
    "two_years",
    "farmer_without_nip",
    "wrong_quantity_xml",
    "counts_triticale",
    "spouse",
    "unknown_seller",
    "outside_programme",
    "proforma",
    "delivery_note",
    "missing_document",
    "encrypted_pdf",
    "correction_as_claim",
    "duplicate_other_participant",
    "sums_broken",
    "tamper_overlay",
    "tamper_hidden_text",
    "ksef_xml_edited",
    "wrong_number",
)


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How much to generate: about `claims` declarations, or exactly the named `scenarios` in that order."""

    claims: int = 60
    scenarios: tuple[str, ...] | None = None
    rough: bool = False  # honest claims that are hard to read, and nothing else

    def plan(self, rng: Random) -> list[str]:
        """The scenarios to run. Every kind comes before any comes twice."""
        if self.scenarios is not None:
            return list(self.scenarios)
        if self.rough:
            names = list(ROUGH)
            return [names[index % len(names)] for index in range(self.claims)]
        wrong_count = round(self.claims * _WRONG_SHARE)
        wrong = list({**WRONG_PAPERS, **WRONG_CLAIMS})
        honest = list(HONEST)
        plan = [wrong[index % len(wrong)] for index in range(wrong_count)]
        plan += [honest[index % len(honest)] for index in range(self.claims - wrong_count)]
        rng.shuffle(plan)
        return plan


def generate(folder: Path, seed: int, size: SampleSize | None = None) -> Truth:
    """Writes an intake into `folder`, truth.jsonl and decisions.jsonl beside the tables.

    The same seed and size give the same bytes on the same machine (fonts differ between systems). Raises
    FileExistsError where `folder` holds anything already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    (folder / "documents").mkdir(parents=True)
    world = World(folder, seed)
    for index, name in enumerate((size or SampleSize()).plan(Random(f"{seed} plan"))):
        world.begin(index, name)
        _ALL[name](world)
    for number, claim in enumerate(world.claims, start=1):
        claim.declaration_id = f"Z{number:04}"
    truth = Truth(world.documents, [decision_truth(claim) for claim in world.claims])
    _write_tables(world)
    _write_lines(folder / "truth.jsonl", truth.documents)
    _write_lines(folder / "decisions.jsonl", truth.decisions)
    return truth


_PROGRAMME = f"""name = "Żytnia Premia 2025/2026"
organiser = "Przykładowy Organizator Sp. z o.o."
period_start = 2025-07-01
period_end = 2026-12-31
years = [{", ".join(map(str, YEARS))}]
units_per_point = 20
eligible_crop = "hybrid_rye"
"""
# The columns of each table; what they are called where the values come from, if otherwise.
_COLUMNS = {
    "partners": "nip name aliases",
    "products": "sku name aliases crop eligible seed_units_per_package",
    "participants": "participant_id name nip address postal_code city email",
    "declarations": ("declaration_id participant_id year seller_nip invoice_number invoice_date seed_units documents"),
}
_ATTRIBUTES = {"seed_units_per_package": "seed_units", "postal_code": "postal"}


def _write_tables(world: World) -> None:
    (world.folder / "programme.toml").write_text(_PROGRAMME, encoding="utf-8")
    tables: dict[str, Sequence[object]] = {
        "partners": world.sellers,
        "products": products.catalogue(),
        "participants": world.farmers,
        "declarations": world.claims,
    }
    for name, values in tables.items():
        columns = _COLUMNS[name].split()
        rows = [[_cell(getattr(value, _ATTRIBUTES.get(column, column))) for column in columns] for value in values]
        _write_csv(world.folder / f"{name}.csv", columns, rows)


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return "|".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return short(value) if isinstance(value, Decimal) else str(value)


def _write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def _write_lines(path: Path, objects: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects), encoding="utf-8")
