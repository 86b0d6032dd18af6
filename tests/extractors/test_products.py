"""Tables whose items share their columns with rows that are none: taxes line by line, numbered rows left empty."""

from __future__ import annotations

from decimal import Decimal

from extractors.tables.line_items import Items, read_items
from tests.extractors.sheets import Line, sheet

D = Decimal


def row(y: float, *cells: tuple[float, str]) -> list[Line]:
    return [(x, y, text) for x, text in cells]


def lines_of(items: Items) -> list[tuple[str, Decimal | None, str | None, bool]]:
    return [(x.description, x.quantity.value if x.quantity else None, x.unit, x.proven) for x in items.lines]


def test_a_row_of_tax_below_each_item_is_no_item() -> None:
    page = [
        *row(8, (0.05, "Poz."), (0.12, "Materiał"), (0.4, "Ilość"), (0.58, "Cena netto"), (0.72, "za")),
        *row(8, (0.84, "Wartość netto")),
        *row(10, (0.05, "000010"), (0.12, "10045877"), (0.4, "40,000 J.S"), (0.58, "300,00"), (0.72, "1 J.S")),
        *row(10, (0.84, "12 000,00")),
        *row(11, (0.12, "KWS Tayo żyto hybrydowe ozime")),
        *row(12, (0.12, "VAT należny 8,000 % CN 10021000"), (0.86, "960,00")),
        *row(14, (0.05, "000020"), (0.12, "10077120"), (0.4, "17,000 KG"), (0.58, "30,00"), (0.72, "1 KG")),
        *row(14, (0.86, "510,00")),
        *row(15, (0.12, "Nawóz startowy granulowany")),
        *row(16, (0.12, "VAT należny 8,000 % CN 31052010"), (0.87, "40,80")),
        *row(18, (0.12, "Podstawa VAT 8%: 12 510,00 podatek"), (0.84, "1 000,80")),
        *row(19, (0.12, "Wartość netto"), (0.84, "12 510,00")),
        *row(20, (0.12, "Do zapłaty"), (0.84, "13 510,80")),
    ]
    items = read_items([sheet(page)])
    assert [(line[0].split()[0], *line[1:]) for line in lines_of(items)] == [
        ("KWS", D(40), "J.S", True),
        ("Nawóz", D(17), "KG", True),
    ]


def test_numbered_rows_left_empty_are_no_items() -> None:
    page = [
        *row(8, (0.05, "Lp."), (0.1, "Nazwa"), (0.4, "Ilość"), (0.48, "J.m."), (0.56, "Cena netto")),
        *row(8, (0.68, "Netto"), (0.78, "VAT"), (0.88, "Brutto")),
        *row(10, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.4, "40"), (0.48, "j.s."), (0.56, "300,00 zł")),
        *row(10, (0.66, "12 000,00 zł"), (0.78, "960,00 zł"), (0.87, "12 960,00 zł")),
        *[cell for n in range(2, 7) for cell in row(9 + n, (0.05, str(n)), (0.7, "0,00 zł"), (0.8, "0,00 zł"))],
        *[cell for n in range(2, 7) for cell in row(9 + n, (0.9, "0,00 zł"))],
        *row(17, (0.56, "Razem"), (0.66, "12 000,00 zł"), (0.78, "960,00 zł"), (0.87, "12 960,00 zł")),
    ]
    items = read_items([sheet(page)])
    assert lines_of(items) == [("Żyto KWS Tayo F1", D(40), "j.s.", True)]
    assert items.arithmetic_holds is True
