"""Headings of groups of goods inside a table are part of no item."""

from __future__ import annotations

import pytest

from extractors.tables.line_items import read_items
from tests.extractors.sheets import Line, sheet


def row(y: float, *cells: tuple[float, str]) -> list[Line]:
    return [(x, y, text) for x, text in cells]


SUMS: list[Line] = [
    *row(20, (0.4, "Stawka"), (0.5, "Netto"), (0.65, "VAT"), (0.8, "Brutto")),
    *row(21, (0.4, "8%"), (0.5, "6510,00"), (0.65, "520,80"), (0.8, "7030,80")),
    *row(22, (0.4, "Razem"), (0.5, "6510,00"), (0.65, "520,80"), (0.8, "7030,80")),
]
NAMES = ["Żyto KWS Jethro PlusHybrids 1 j.s.", "Żyto hybrydowe KWS Tayo F1", "Pszenica ozima C1"]


def grouped(heading: str, counted: bool, x: float) -> list[Line]:
    start = 0.12 if counted else 0.05
    page = [*row(10, *([(0.05, "Lp.")] if counted else []), (start, "Nazwa"), (0.5, "Ilość"), (0.58, "J.m."))]
    page += row(10, (0.68, "Cena netto"), (0.82, "Wartość netto"))
    for number, (y, name) in enumerate(zip((12, 13, 15), NAMES, strict=True), 1):
        page += row(y, *([(0.05, str(number))] if counted else []), (start, name), (0.5, "7"), (0.58, "j.s."))
        page += row(y, (0.68, "310,00"), (0.82, "2170,00"))
    return [*page, (x, 11, heading), (x, 14, heading), *SUMS]


@pytest.mark.parametrize(
    "heading",
    ["Dostawa: WZ 338/2024 z dnia 29.09.2024", "Zamówienie nr 12/2024", "Magazyn: Września", "Partner z Kępna"],
)
def test_headings_under_the_counters_head_groups(heading: str) -> None:
    items = read_items([sheet(grouped(heading, True, 0.05))])
    assert [line.description for line in items.lines] == NAMES
    assert all(line.proven for line in items.lines)


@pytest.mark.parametrize("heading", ["Dostawa: WZ 338/2024 z dnia 29.09.2024", "WZ 77/MAG/2024", "Umowa nr 4/2024"])
def test_headings_of_documents_head_groups_where_nothing_is_counted(heading: str) -> None:
    items = read_items([sheet(grouped(heading, False, 0.05))])
    assert [line.description for line in items.lines] == NAMES


def test_a_name_that_runs_on_is_no_heading() -> None:
    page = grouped("zaprawa Vibrance Star", True, 0.12)
    assert all("Vibrance" in line.description for line in read_items([sheet(page)]).lines[:2])


def test_a_line_under_a_counter_in_the_names_own_cell_is_no_heading() -> None:
    page = [
        *row(10, (0.05, "Pozycja"), (0.5, "Ilość"), (0.58, "J.m."), (0.68, "Cena netto"), (0.82, "Wartość netto")),
        *row(12, (0.05, "1. Żyto ozime"), (0.5, "14"), (0.58, "j.s."), (0.68, "310,00"), (0.82, "4340,00")),
        *row(13, (0.05, "odm. KWS Tayo, C1")),
        *row(15, (0.05, "2. Żyto ozime"), (0.5, "7"), (0.58, "j.s."), (0.68, "310,00"), (0.82, "2170,00")),
        *row(16, (0.05, "odm. KWS Rotor, C1")),
    ]
    descriptions = [
        line.description.removeprefix("1. ").removeprefix("2. ") for line in read_items([sheet([*page, *SUMS])]).lines
    ]
    assert descriptions == ["Żyto ozime odm. KWS Tayo, C1", "Żyto ozime odm. KWS Rotor, C1"]


def test_small_print_below_names_stays_with_them_whatever_the_spaces() -> None:
    page = row(10, (0.05, "Lp."), (0.12, "Nazwa"), (0.5, "Ilość"), (0.58, "J.m."), (0.68, "Cena netto"))
    page += row(10, (0.82, "Wartość netto"))
    for y, name in ((12, "Żyto hybr. KWS Tayo"), (15.6, "Żyto hybr. KWS Rotor"), (19.2, "Żyto hybr. KWS Igor")):
        page += row(y, (0.05, "1"), (0.12, name), (0.5, "7"), (0.58, "j.s."), (0.68, "310,00"), (0.82, "2170,00"))
        page += [(0.12, y + 1.45, "F1, kat. C/1"), (0.12, y + 2.5, f"Indeks {y}")]
    sums = [(x, y + 5, text) for x, y, text in SUMS]
    lines = read_items([sheet([*page, *sums])]).lines
    assert [line.description.split(" Indeks")[0] for line in lines] == [
        "Żyto hybr. KWS Tayo F1, kat. C/1", "Żyto hybr. KWS Rotor F1, kat. C/1", "Żyto hybr. KWS Igor F1, kat. C/1"
    ]  # fmt: skip


def counted_row(y: float, number: int, name: str, quantity: str, value: str) -> list[Line]:
    page = row(y, (0.05, str(number)), (0.5, quantity), (0.58, "j.s."), (0.68, "310,00"), (0.82, value))
    return [*page, *([(0.12, y, name)] if name else [])]


HEAD = [
    *row(10, (0.05, "Lp."), (0.12, "Nazwa"), (0.5, "Ilość"), (0.58, "J.m.")),
    *row(10, (0.68, "C. netto"), (0.82, "Wartość netto")),
]


def test_numbers_at_half_the_height_of_their_names() -> None:
    page = [*HEAD, (0.12, 12, "Żyto hybr. KWS Tayo"), *counted_row(12.5, 1, "", "7", "2170,00"), (0.12, 13, "F1 C/1")]
    page += [(0.12, 14.1, "Żyto hybr."), (0.12, 15.1, "odmiany KWS Rotor"), *counted_row(15.6, 2, "", "7", "2170,00")]
    page += [(0.12, 16.1, "C/1, zaprawa"), (0.12, 17.1, "Celest"), *counted_row(18.2, 3, "Pszenica C1", "7", "2170,00")]
    items = read_items([sheet([*page, *SUMS])])
    assert [line.description for line in items.lines] == [
        "Żyto hybr. KWS Tayo F1 C/1", "Żyto hybr. odmiany KWS Rotor C/1, zaprawa Celest", "Pszenica C1"
    ]  # fmt: skip
    assert all(line.proven for line in items.lines)


def test_what_tells_of_lots_and_codes_is_no_name() -> None:
    page = [*HEAD]
    for y, name in ((12, "Żyto KWS Tayo"), (14.5, "Żyto KWS Rotor"), (17, "Pszenica C1")):
        page += [*counted_row(y, 1, name, "7", "2170,00"), (0.12, y + 1, "Partia: PL1 Nr etykiety 77 GTU_01 CN 1002")]
    items = read_items([sheet([*page, *SUMS])])
    assert [line.description for line in items.lines] == ["Żyto KWS Tayo", "Żyto KWS Rotor", "Pszenica C1"]


def test_a_document_named_beside_an_item_parts_nothing() -> None:
    page = [*HEAD]
    for number, (y, name) in enumerate(((12, "Żyto KWS Tayo"), (15, "Żyto KWS Rotor"), (18, "Pszenica C1")), 1):
        page += [
            *counted_row(y, number, name, "7", "2170,00"),
            (0.12, y + 0.8, "WZ nr 12/2025"),
            (0.12, y + 1.6, "C/1"),
        ]
    items = read_items([sheet([*page, *[(x, y + 2, text) for x, y, text in SUMS]])])
    assert [line.description for line in items.lines] == ["Żyto KWS Tayo C/1", "Żyto KWS Rotor C/1", "Pszenica C1 C/1"]
