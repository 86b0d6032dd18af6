"""Headings of groups of goods inside a table are part of no item."""

from __future__ import annotations

import pytest

from extractors.line_items import read_items
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
