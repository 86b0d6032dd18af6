"""Tables whose headings are lost: the rows themselves tell the columns."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.tables.line_items import read_items
from tests.extractors.sheets import Line, sheet
from tests.extractors.test_new_tables import lines_of, right, row

D = Decimal
SUMS: list[Line] = [(0.6, 20, "Razem netto: 2 194,16"), (0.6, 21, "VAT: 175,53"), (0.6, 22, "Do zapłaty: 2 369,69")]
BERADO = ("ŻYTO OZIME HYBRYDOWE KWS BERADO 1 J.S.", D(8), "SZT", D("2194.16"))
NET = ((0.84, "2 194,16"),)


def test_things_counted_are_not_sold_in_odd_fractions() -> None:
    first = row(11, (0.05, "1"), (0.1, "Żyto Dańkowskie"), right(0.52, "600,00"), (0.56, "kg"), right(0.7, "3,00"))
    other = row(12, (0.05, "2"), (0.1, "KWS Vinetto"), right(0.52, "6,00"), (0.56, "J.S."), right(0.7, "364,58"))
    sums: list[Line] = [(0.6, 20, "Razem netto: 3 987,48")]
    items = read_items(
        [sheet([*first, *row(11, right(0.84, "1 800,00")), *other, *row(12, right(0.84, "2 187,48")), *sums])]
    )
    assert [(x.quantity and x.quantity.value, x.unit, x.proven) for x in items.lines] == [
        (D("600.00"), "kg", True),
        (D("6.00"), "J.S.", True),
    ]


def test_the_price_called_so_is_none_where_what_it_multiplies_is_no_count() -> None:
    head = row(10, (0.1, "Nazwa"), (0.46, "Cena"))
    cells = row(
        11, (0.1, "KWS Vinetto"), right(0.52, "6,00"), (0.56, "J.S."), right(0.7, "364,58"), right(0.84, "2 187,48")
    )
    items = read_items([sheet([*head, *cells, (0.6, 20, "Razem netto: 2 187,48")])])
    assert lines_of(items) == [("KWS Vinetto", D("6.00"), "J.S.", D("2187.48"))] and items.lines[0].proven


@pytest.mark.parametrize(
    "cells",
    [
        ((0.05, "8"), (0.1, "SZT"), (0.17, BERADO[0]), (0.62, "274,27"), (0.72, "8%"), (0.8, "2 194,16")),
        ((0.05, "8"), (0.1, BERADO[0]), (0.55, "SZT"), (0.62, "274,27"), (0.72, "8%"), (0.8, "2 194,16")),
        ((0.05, "1"), (0.1, "274,27"), (0.2, BERADO[0]), (0.62, "8"), (0.68, "SZT"), (0.8, "2 194,16")),
        ((0.05, "1"), (0.1, "8"), (0.15, "SZT"), (0.22, "274,27"), (0.32, "2 194,16"), (0.45, BERADO[0])),
        ((0.05, "1"), (0.08, "KW084398"), (0.2, BERADO[0]), (0.62, "8"), (0.68, "SZT"), (0.74, "274,27"), *NET),
    ],
    ids=["quantity first", "unit behind the name", "price first", "name last", "code before the name"],
)  # fmt: skip
@pytest.mark.parametrize("heading", ["", "W4 RTO6C NE77O"])
def test_the_name_stands_where_the_letters_do(cells: tuple[tuple[float, str], ...], heading: str) -> None:
    items = read_items([sheet([*([(0.1, 10, heading)] if heading else []), *row(11, *cells), *SUMS])])
    description, *values = lines_of(items)[0]
    assert description.endswith(BERADO[0]) and values == [*BERADO[1:]] and items.lines[0].proven


def test_a_column_whose_own_heading_is_lost_is_no_part_of_the_names() -> None:
    head = row(10, (0.05, "Lp"), (0.1, "Nazwa"), (0.56, "J.m."), (0.64, "Cena netto"), (0.84, "Netto"))
    items = [
        (12, "1", "Żyto hybrydowe KWS Jethro 1 j.s.", "32,000", "op.", "280,10", "8 963,20"),
        (14, "2", "Pszenica ozima Kilimanjaro", "2400,000", "kg", "3,48", "8 352,00"),
    ]
    body = [
        cell
        for y, number, name, count, unit, price, net in items
        for cell in (
            *row(y, (0.05, number), (0.1, "365624"), right(0.54, count), (0.56, unit)),
            *row(y, right(0.74, price), right(0.9, net)),
            (0.1, y + 1.0, name),
        )
    ]
    found = read_items([sheet([*head, *body, (0.6, 20, "Razem netto: 17 315,20")])])
    assert [line[1:] for line in lines_of(found)] == [
        (D("32.000"), "op.", D("8963.20")),
        (D("2400.000"), "kg", D("8352.00")),
    ]
    assert all(line.proven for line in found.lines)
