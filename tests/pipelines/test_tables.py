"""Intake tables: every way an organiser may save them, and every way they may be wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.workbook.workbook import Workbook

from pipelines.tables import Intake, explain, read_intake, slug_of
from pipelines.texts import speak
from programme.errors import BadInput, MalformedTable
from tests.pipelines.build import IntakeFolder, intake, two_years, write_csv


def _faults(folder: Path) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(MalformedTable) as caught:
        read_intake(folder)
    return [(fault.file, fault.row, fault.column) for fault in caught.value.errors]


def test_plain_tables(tmp_path: Path) -> None:
    read = read_intake(two_years(tmp_path).write())
    assert read.slug == "klub-probny-probne-zniwa"
    assert read.rules.units_per_point == 20
    assert read.partners[0].aliases == ("ŁAN",)
    assert read.participants[1].nip is None
    first = read.declarations[0]
    assert (first.invoice_numbers, first.invoice_date) == (("FV 1/2025",), date(2025, 9, 12))
    assert (first.seed_units, first.documents) == (Decimal(40), ("D1.xml",))


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [
        (";", "cp1250"),
        (";", "utf-8-sig"),
        ("\t", "utf-16"),
        ("\t", "utf-16-le"),
        (";", "utf-16-be"),
        (",", "utf-8-sig"),
    ],
)
def test_polish_tables_say_the_same(tmp_path: Path, delimiter: str, encoding: str) -> None:
    folder = two_years(tmp_path)
    expected = read_intake(folder.write())
    folder.declarations[0]["seed_units"] = "40,0"
    folder.declarations[0]["invoice_date"] = "12.09.2025"
    folder.products[0]["eligible"] = "TAK"
    folder.participants[0]["nip"] = "PL 123-456-32-18"
    for name in ("partners", "products", "participants", "declarations"):
        write_csv(tmp_path / f"{name}.csv", getattr(folder, name), delimiter, encoding)
    assert read_intake(tmp_path) == expected


def test_spreadsheets_say_the_same(tmp_path: Path) -> None:
    folder = two_years(tmp_path)
    expected = read_intake(folder.write())
    for name in ("partners", "products", "participants", "declarations"):
        (tmp_path / f"{name}.csv").unlink()
        _write_xlsx(tmp_path / f"{name}.xlsx", getattr(folder, name))
    assert read_intake(tmp_path) == expected


def _write_xlsx(path: Path, rows: list[dict[str, str]]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for row in rows:
        cells: list[object] = list(row.values())
        for position, (column, value) in enumerate(row.items()):
            if column in ("seed_units", "seed_units_per_package"):
                cells[position] = float(value)
            if column in ("year", "nip", "seller_nip") and value:
                cells[position] = int(value)
            if column == "invoice_date":
                cells[position] = date.fromisoformat(value)
            if column == "eligible":
                cells[position] = value == "true"
        sheet.append(cells)
    book.save(path)


def test_every_bad_row_is_named_not_only_the_first(tmp_path: Path) -> None:
    folder = two_years(tmp_path)
    folder.partners[1]["nip"] = "7010001454"
    folder.products.append({**folder.products[0], "seed_units_per_package": "dużo", "eligible": "może"})
    folder.participants.append({**folder.participants[0]})
    folder.declarations[0]["participant_id"] = "P9"
    folder.declarations[1]["invoice_date"] = "31.02.2025"
    folder.declarations[1]["seed_units"] = "-5"
    folder.declarations[2]["declaration_id"] = "D1"
    folder.declarations[2]["seller_nip"] = "123"
    faults = _faults(folder.write())
    assert set(faults) == {
        ("partners.csv", 3, "nip"),
        ("products.csv", 3, "sku"),
        ("products.csv", 3, "seed_units_per_package"),
        ("products.csv", 3, "eligible"),
        ("participants.csv", 4, "participant_id"),
        ("declarations.csv", 2, "participant_id"),
        ("declarations.csv", 3, "invoice_date"),
        ("declarations.csv", 3, "seed_units"),
        ("declarations.csv", 4, "declaration_id"),
        ("declarations.csv", 4, "seller_nip"),
    }


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("declaration_id", ""),
        ("declaration_id", "D" * 101),
        ("participant_id", ""),
        ("year", "dwa"),
        ("year", "25"),
        ("seller_nip", ""),
        ("invoice_number", " ; "),
        ("invoice_date", ""),
        ("invoice_date", "wczoraj"),
        ("seed_units", ""),
        ("seed_units", "0"),
        ("seed_units", "dwadzieścia"),
        ("seed_units", "NaN"),
    ],
)
def test_a_bad_cell_is_named(tmp_path: Path, column: str, value: str) -> None:
    folder = two_years(tmp_path)
    folder.declarations[1][column] = value
    assert _faults(folder.write()) == [("declarations.csv", 3, column)]


def test_a_missing_column_and_a_missing_file(tmp_path: Path) -> None:
    folder = two_years(tmp_path)
    for row in folder.declarations:
        del row["seed_units"]
    folder.write()
    (tmp_path / "partners.csv").unlink()
    assert _faults(tmp_path) == [("partners.csv", None, None), ("declarations.csv", 1, "seed_units")]


def test_a_row_with_lost_or_extra_cells(tmp_path: Path) -> None:
    path = two_years(tmp_path).write() / "partners.csv"
    path.write_text(path.read_text() + "1234563218,Za mało\n\n1234563218,Za,dużo,naraz\n")
    assert _faults(tmp_path) == [("partners.csv", 4, None), ("partners.csv", 6, None)]


def test_an_unclosed_quote_and_a_binary_file(tmp_path: Path) -> None:
    folder = two_years(tmp_path).write()
    (folder / "partners.csv").write_bytes(b'nip,name,aliases\n5260001246,"bez ko\xc5\x84ca\n')
    (folder / "products.csv").write_bytes(bytes(range(256)))
    files = {file for file, _, _ in _faults(folder)}
    assert {"partners.csv", "products.csv"} <= files


def test_a_broken_spreadsheet(tmp_path: Path) -> None:
    folder = two_years(tmp_path).write()
    (folder / "partners.csv").rename(folder / "partners.xlsx")
    assert _faults(folder) == [("partners.xlsx", None, None)]


def test_claims_are_not_blamed_for_participants_that_could_not_be_read(tmp_path: Path) -> None:
    folder = two_years(tmp_path).write()
    (folder / "participants.csv").write_text("numer,nazwisko\nP1,Nowak\n", encoding="utf-8")
    assert {file for file, _, _ in _faults(folder)} == {"participants.csv"}


def test_unknown_and_missing_keys_are_named(tmp_path: Path) -> None:
    folder = two_years(tmp_path)
    folder.programme = folder.programme.replace("units_per_point = 20", "units_per_pont = 20")
    assert {column for _, _, column in _faults(folder.write())} == {"units_per_point", "units_per_pont"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("period_end = 2025-12-31", "period_end = 2023-12-31", ": data końcowa przed początkową"),
        ("period_end = 2025-12-31", 'period_end = "jutro"', ", klucz period_end: to nie jest data: jutro"),
        ("units_per_point = 20", "units_per_point = 0", ", klucz units_per_point: musi być większe niż 0: 0"),
        ("units_per_point = 20", 'units_per_point = "dwa"', ", klucz units_per_point: to nie jest liczba: dwa"),
        (
            'eligible_crop = "hybrid_rye"',
            'eligible_crop = "banany"',
            ", klucz eligible_crop: banany: ma być jedno z: hyb",
        ),
        ("years = [2024, 2025]", "years = []", ", klucz years: puste pole"),
        ("years = [2024, 2025]", "years = [2024, 2024]", ": ten sam rok dwa razy"),
        ("years = [2024, 2025]", "years = [", ": błąd zapisu TOML"),
    ],
)
def test_a_bad_programme(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = two_years(tmp_path)
    folder.programme = folder.programme.replace(old, new)
    with pytest.raises(MalformedTable) as caught:
        read_intake(folder.write())
    (told, _) = explain(caught.value).splitlines()
    assert told.startswith(f"programme.toml{said}")


def test_what_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        read_intake(tmp_path / "nowhere")


def test_the_organisers_own_columns_are_left_alone(tmp_path: Path) -> None:
    folder: IntakeFolder = intake(tmp_path)
    folder.claim("D1", "FV 1/2025")
    for row in folder.declarations:
        row["uwagi"] = "wewnętrzne"
    read: Intake = read_intake(folder.write())
    assert len(read.declarations) == 1


def test_faults_are_told_in_both_languages(tmp_path: Path) -> None:
    folder = two_years(tmp_path)
    folder.declarations[0]["participant_id"] = "P9"
    folder.write()
    told = {}
    for lang in ("en", "pl"):
        speak(lang)
        with pytest.raises(MalformedTable) as caught:
            read_intake(tmp_path)
        told[lang] = explain(caught.value)
    assert told["pl"].startswith("declarations.csv, wiersz 2, kolumna participant_id: nie ma takiego uczestnika: P9")
    assert told["en"].startswith("declarations.csv, row 2, column participant_id: there is no such participant: P9")


def test_a_slug_is_plain() -> None:
    assert slug_of("Żytni Klub (Łódź): Żniwa 2024/2025") == "zytni-klub-lodz-zniwa-2024-2025"
    assert slug_of("???") == "programme"
