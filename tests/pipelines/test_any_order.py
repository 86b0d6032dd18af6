"""One intake verified whole, by any number of workers, its rows and files shuffled, in batches, on both databases: the
same decisions.jsonl and points.csv to the last byte."""

from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path

import pytest

from pipelines.batch import verify_intake
from pipelines.settings import load_settings
from pipelines.workspace import open_workspace
from samples import SampleSize, generate
from tests.storage.conftest import database_url, postgres_url

__all__ = ["database_url", "postgres_url"]  # fixtures
# Claims that touch one another, of XML and digital PDFs, which read quickly.
SCENARIOS = (
    "genuine_xml",
    "two_years",
    "wrong_quantity_xml",
    "duplicate_same_file",
    "correction_later",
    "split_two_invoices",
    "genuine_xml_pdf",
    "spouse",
    "farmer_without_nip",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("orders") / "intake"
    generate(folder, 77, SampleSize(scenarios=SCENARIOS))
    return folder


def _copy(whole: Path, folder: Path, rng: random.Random, part: tuple[int, int] | None = None) -> Path:
    """The intake with the rows of all tables and the files in another order; of the claims only those of `part`."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "documents").mkdir(parents=True)
    shutil.copy(whole / "programme.toml", folder)
    for table in whole.glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
        if table.name == "declarations.csv" and part is not None:
            rows = rows[part[0] : part[1]]
        rng.shuffle(rows)
        with (folder / table.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading, *rows])
    files = sorted((whole / "documents").iterdir())
    rng.shuffle(files)
    for path in files:
        shutil.copy(path, folder / "documents")
    return folder


def _verified(whole: Path, base: Path, url: str, workers: int, first: tuple[int, int] | None) -> dict[str, bytes]:
    """The result files after verifying `first` alone (None: nothing), then all."""
    rng = random.Random(f"{workers} {first}")
    workspace = open_workspace(load_settings(workers=workers, database_url=url))
    try:
        for part in (first, None) if first else (None,):
            verify_intake(workspace, _copy(whole, base / "intake", rng, part), base / "out", workers)
    finally:
        workspace.close()
    return {name: (base / "out" / name).read_bytes() for name in ("decisions.jsonl", "points.csv")}


@pytest.fixture(scope="module")
def alone(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """One worker, all at once."""
    base = tmp_path_factory.mktemp("alone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KLOS_HOME", str(base / "home"))
        return _verified(whole, base, f"sqlite:///{base / 'klos.db'}", 1, None)


def test_the_same_to_the_last_byte(database_url: str, whole: Path, alone: dict[str, bytes], tmp_path: Path) -> None:
    """On SQLite the earlier claims come first, to four workers; on PostgreSQL the later ones, to two."""
    sqlite = database_url.startswith("sqlite")
    workers, first = (4, (0, 5)) if sqlite else (2, (5, 99))
    assert alone["decisions.jsonl"].count(b'"confirmed"') >= 3 and alone["decisions.jsonl"].count(b'"flagged"') >= 3
    assert _verified(whole, tmp_path, database_url, workers, first) == alone
