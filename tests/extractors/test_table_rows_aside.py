"""Rows and headings that are no items: heads of pages, words below headings, what is left to pay."""

from __future__ import annotations

from decimal import Decimal

from extractors.tables.line_items import Items, read_items
from tests.extractors.sheets import Line, sheet

D = Decimal
HEAD = [(0.05, "Lp"), (0.1, "Nazwa"), (0.42, "Ilość"), (0.5, "Jm"), (0.58, "Cena netto"), (0.78, "Wartość netto")]


def row(y: float, *cells: tuple[float, str]) -> list[Line]:
    return [(x, y, text) for x, text in cells]


def item(y: float, number: str, name: str, quantity: str, unit: str, price: str, net: str) -> list[Line]:
    return row(y, (0.05, number), (0.1, name), (0.44, quantity), (0.5, unit), (0.6, price), (0.8, net))


def seen(items: Items) -> list[tuple[str, Decimal | None, bool]]:
    return [(line.description, line.quantity.value if line.quantity else None, line.proven) for line in items.lines]


def page_head(y: float) -> list[Line]:
    return row(y, (0.05, "Nabywca: Jan Nowak"), (0.42, "Wystawiono: 26.08.2025"), (0.7, "Sprzedaż: 26.08.2025"))


def test_the_head_of_the_next_page_is_no_item() -> None:
    first = sheet([*page_head(3), *row(6, *HEAD), *item(7, "1", "Żyto KWS Tayo F1", "20", "j.s.", "300,00", "6000,00")])
    second = sheet(
        [
            *page_head(3),
            *row(6, *HEAD),
            *item(7, "2", "Pszenica C1", "170", "kg", "3,00", "510,00"),
            *row(9, (0.6, "Razem netto"), (0.8, "6510,00")),
            *row(10, (0.6, "VAT 8%"), (0.8, "520,80")),
            *row(11, (0.6, "Do zapłaty"), (0.8, "7030,80")),
        ],
        number=2,
    )
    items = read_items([first, second])
    assert seen(items) == [("Żyto KWS Tayo F1", D(20), True), ("Pszenica C1", D(170), True)]


def test_columns_of_quantities_under_headings_of_unknown_words() -> None:
    cells = [(0.05, "Lp"), (0.1, "Artykuł"), (0.33, "Zamów."), (0.43, "Wydano"), (0.53, "Do faktury")]
    rest = [(0.64, "Jm"), (0.7, "Cena netto"), (0.83, "Wartość netto")]

    def line(y: float, number: str, name: str, *figures: str) -> list[Line]:
        places = (0.35, 0.46, 0.57, 0.64, 0.72, 0.86)
        return row(y, (0.05, number), (0.1, name), *zip(places, figures, strict=True))

    items = read_items(
        [
            sheet(
                [
                    *row(8, *cells, *rest),
                    *row(9, (0.43, "wcześn.")),
                    *line(11, "1", "Żyto KWS Tayo F1", "20", "0", "20", "j.s.", "300,00", "6000,00"),
                    *line(12, "2", "Transport", "3", "0", "1", "usł.", "225,00", "225,00"),
                    *line(13, "3", "Pszenica C1", "170", "0", "170", "kg", "3,00", "510,00"),
                    *row(15, (0.6, "Razem netto"), (0.8, "6735,00")),
                    *row(16, (0.6, "Do zapłaty"), (0.8, "7273,80")),
                ]
            )
        ]
    )
    assert seen(items) == [("Żyto KWS Tayo F1", D(20), True), ("Transport", D(1), True), ("Pszenica C1", D(170), True)]


def test_nothing_left_to_pay_is_no_total() -> None:
    lines = [
        *row(8, *HEAD),
        *item(9, "1", "Żyto KWS Tayo F1", "20", "j.s.", "300,00", "6000,00"),
        *row(12, (0.1, "Zapłacono 6480,00 zł, do zapłaty 0,00 zł")),
    ]
    assert read_items([sheet(lines)]).totals.gross is None
