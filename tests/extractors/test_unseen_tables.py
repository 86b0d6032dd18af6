"""Tables as programs never seen print them: stacked amounts, sums of groups, short headings, names that run on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.heads.amount_words import parse_amount_words
from extractors.tables.line_items import Items, read_items
from tests.extractors.sheets import Line, sheet

D = Decimal


def row(y: float, *cells: tuple[float, str]) -> list[Line]:
    return [(x, y, text) for x, text in cells]


def lines_of(items: Items) -> list[tuple[str, Decimal | None, str | None, Decimal | None]]:
    return [
        (
            line.description,
            line.quantity.value if line.quantity else None,
            line.unit,
            line.net.value if line.net else None,
        )
        for line in items.lines
    ]


SUMS: list[Line] = [
    *row(20, (0.4, "Stawka"), (0.5, "Netto"), (0.65, "VAT"), (0.8, "Brutto")),
    *row(21, (0.4, "8%"), (0.5, "6510,00"), (0.65, "520,80"), (0.8, "7030,80")),
    *row(22, (0.4, "Razem"), (0.5, "6510,00"), (0.65, "520,80"), (0.8, "7030,80")),
]


def stacked(second: tuple[str, str]) -> list[Line]:
    return [
        *row(10, (0.05, "Lp"), (0.1, "Nazwa"), (0.45, "Ilość"), (0.53, "Jm"), (0.6, "Cena netto")),
        *row(10, (0.76, "Wartość netto")),
        *row(11, (0.6, "Cena brutto"), (0.76, "Wartość brutto")),
        *row(12.5, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.45, "20"), (0.53, "j.s."), (0.6, "300,00")),
        *row(12.5, (0.76, "6000,00")),
        *row(13.5, (0.6, "324,00"), (0.76, "6480,00")),
        *row(15, (0.05, "2"), (0.1, "Pszenica C1"), (0.45, "170"), (0.53, "kg"), (0.6, "3,00"), (0.76, "510,00")),
        *row(16, (0.6, second[0]), (0.76, second[1])),
    ]


def test_net_and_gross_stand_above_each_other_in_one_cell() -> None:
    items = read_items([sheet([*stacked(("3,24", "550,80")), *SUMS])])
    assert lines_of(items) == [
        ("Żyto KWS Tayo F1", D(20), "j.s.", D("6000.00")),
        ("Pszenica C1", D(170), "kg", D("510.00")),
    ]
    assert [line.gross and line.gross.value for line in items.lines] == [D("6480.00"), D("550.80")]
    assert items.arithmetic_holds is True


def test_stacked_amounts_that_lack_one_prove_net_values_alone() -> None:
    page = [line for line in stacked(("3,24", "550,80")) if line[2] != "550,80"]
    items = read_items([sheet([*page, *SUMS])])
    assert [line.net and line.net.value for line in items.lines] == [D("6000.00"), D("510.00")]
    assert all(line.gross is None for line in items.lines)
    assert items.arithmetic_holds is True


def grouped(first_sum: str) -> list[Line]:
    return [
        *row(6, (0.05, "Lp."), (0.1, "Towar"), (0.5, "Ilość"), (0.58, "Jm"), (0.65, "Cena netto")),
        *row(6, (0.8, "Wartość netto")),
        (0.1, 7, "Nasiona"),
        *row(8, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.5, "20"), (0.58, "j.s."), (0.65, "300,00")),
        *row(8, (0.8, "6000,00")),
        *row(9, (0.5, "Razem nasiona"), (0.8, first_sum)),
        (0.1, 10, "Pozostałe"),
        *row(11, (0.05, "2"), (0.1, "Nawóz dolistny"), (0.5, "170"), (0.58, "kg"), (0.65, "3,00"), (0.8, "510,00")),
        *row(12, (0.5, "Razem pozostałe"), (0.8, "510,00")),
    ]


def test_goods_below_the_sum_of_a_group_are_read_too() -> None:
    items = read_items([sheet([*grouped("6000,00"), *SUMS])])
    assert [line[1:] for line in lines_of(items)] == [
        (D(20), "j.s.", D("6000.00")),
        (D(170), "kg", D("510.00")),
    ]
    assert "Pozostałe" not in items.lines[0].description  # the next group's heading is no part of the goods above it
    assert items.arithmetic_holds is True


def test_a_summary_by_rate_below_the_sum_holds_no_goods() -> None:
    page = [
        *row(6, (0.05, "Lp."), (0.1, "Towar"), (0.5, "Ilość"), (0.58, "Jm"), (0.65, "Cena netto")),
        *row(6, (0.8, "Wartość netto")),
        *row(8, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.5, "20"), (0.58, "j.s."), (0.65, "325,50")),
        *row(8, (0.8, "6510,00")),
        *row(9, (0.5, "Razem"), (0.8, "6510,00")),
        *row(10, (0.1, "w tym 8%"), (0.5, "6510,00"), (0.65, "520,80"), (0.8, "7030,80")),
    ]
    assert len(read_items([sheet([*page, *SUMS])]).lines) == 1


@pytest.mark.parametrize("heading", ["C.j.n.", "Szacunek"])
def test_the_price_shows_itself_by_its_products(heading: str) -> None:
    page = [
        *row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.45, "Il."), (0.53, "j.m."), (0.62, heading), (0.8, "Wart. nt.")),
        *row(12, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.45, "20,00"), (0.53, "j.s."), (0.62, "300,00")),
        *row(12, (0.8, "6000,00")),
        *row(13, (0.05, "2"), (0.1, "Nawóz dolistny"), (0.45, "170,00"), (0.53, "kg"), (0.62, "3,00")),
        *row(13, (0.8, "510,00")),
    ]
    items = read_items([sheet([*page, *SUMS])])
    assert [line.quantity and line.quantity.value for line in items.lines] == [D(20), D(170)]
    assert all(line.proven for line in items.lines)


def test_a_number_of_two_digits_is_no_heading() -> None:
    items = read_items([sheet([(0.1, 5, "Nr 11"), (0.1, 6, "Nr II"), *grouped("6000,00"), *SUMS])])
    assert len(items.lines) == 2


def sums(gross: str) -> list[Line]:
    return [
        *row(10, (0.1, "Opis"), (0.45, "Ilość"), (0.6, "Cena"), (0.72, "VAT"), (0.8, "Wartość")),
        *row(12, (0.1, "Żyto KWS Tayo F1"), (0.45, "20 j.s."), (0.6, "300,00 zł"), (0.72, "8%"), (0.8, "6000,00 zł")),
        (0.6, 15, "Suma netto: 6000,00 zł"),
        (0.6, 16, "VAT 8%: 480,00 zł"),
        (0.6, 18, f"RAZEM: {gross} zł"),
    ]


def test_a_plain_sum_with_its_currency_is_to_pay() -> None:
    gross = read_items([sheet(sums("6480,00"))]).totals.gross
    assert gross is not None and gross.value == D("6480.00") and gross.confidence > 0.95


def test_a_gross_sum_that_does_not_follow_is_not_sure() -> None:
    totals = read_items([sheet(sums("6840,00"))]).totals
    assert totals.gross is None or totals.gross.value != D("6840.00") or totals.gross.confidence < 0.9


def test_last_groups_of_wrapped_amounts_are_no_sums() -> None:
    page = [
        *row(10, (0.1, "Stawka"), (0.3, "Netto"), (0.5, "VAT"), (0.7, "Brutto")),
        *row(11, (0.1, "8%"), (0.3, "17"), (0.5, "1"), (0.7, "18")),
        *row(12, (0.3, "568,00"), (0.5, "405,44"), (0.7, "973,44")),
        *row(13, (0.1, "Razem"), (0.3, "17"), (0.5, "1"), (0.7, "18")),
        *row(14, (0.3, "568,00"), (0.5, "405,44"), (0.7, "973,44")),
        (0.1, 16, "Do zapłaty: 18 973,44 zł"),
    ]
    gross = read_items([sheet(page)]).totals.gross
    assert gross is not None and gross.value == D("18973.44")


def test_last_groups_without_their_first_are_not_sure() -> None:
    page = [
        *row(10, (0.1, "Stawka"), (0.3, "Netto"), (0.5, "VAT"), (0.7, "Brutto")),
        *row(12, (0.1, "8%"), (0.3, "568,00"), (0.5, "405,44"), (0.7, "973,44")),
        *row(14, (0.1, "Razem"), (0.3, "568,00"), (0.5, "405,44"), (0.7, "973,44")),
        (0.1, 16, "Do zapłaty: 18 973,44 zł"),
    ]
    gross = read_items([sheet(page)]).totals.gross
    assert gross is None or gross.value == D("18973.44") or gross.confidence < 0.9


def test_net_tax_and_gross_stand_alone_in_rows_below_slashed_headings() -> None:
    page = [
        *row(10, (0.1, "Towar"), (0.4, "Ilość/j.m."), (0.55, "Cena netto/brutto"), (0.78, "Wartość netto/brutto")),
        *row(12, (0.1, "Żyto KWS Tayo F1"), (0.4, "20,00 j.s."), (0.55, "300,00"), (0.78, "6000,00")),
        *row(13, (0.55, "324,00"), (0.78, "6480,00")),
        (0.1, 16, "Netto: 6000,00"),
        (0.1, 17, "VAT: 480,00"),
        (0.1, 18, "Brutto: 6480,00 zł"),
    ]
    items = read_items([sheet(page)])
    assert items.arithmetic_holds is True
    assert items.totals.gross is not None and items.totals.gross.value == D("6480.00")


def test_a_column_of_weights_before_the_number_of_packages() -> None:
    page = [
        *row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.32, "Masa [kg]"), (0.45, "Ilość opakowań"), (0.62, "Rodzaj opak.")),
        *row(10, (0.76, "Cena"), (0.86, "Netto")),
        *row(
            12, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.32, "630,0"), (0.5, "20"), (0.64, "worek"), (0.75, "325,50")
        ),
        *row(12, (0.86, "6510,00")),
    ]
    items = read_items([sheet([*page, *SUMS])])
    assert lines_of(items) == [("Żyto KWS Tayo F1", D(20), "worek", D("6510.00"))]
    assert items.lines[0].proven


def test_a_name_that_runs_on_under_the_unit_is_not_its_unit() -> None:
    page = [
        *row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.4, "Ilość"), (0.6, "Cena netto"), (0.8, "Netto")),
        (0.1, 12, "Kukurydza Kapitolis 80 zaprawiana tys. nasion"),
        *row(13, (0.1, "partia 1"), (0.4, "20 j.s."), (0.6, "325,50"), (0.8, "6510,00")),
    ]
    assert [line.unit for line in read_items([sheet([*page, *SUMS])]).lines] == ["j.s."]


@pytest.mark.parametrize(
    "text",
    ["sto dwa złotych 2S/100", "sto dwa zł /100", "sto dwa złote dwadzieśoia pęc groszy", "sto dwa PLN 5/"],
)
def test_grosze_that_cannot_be_read_are_not_none(text: str) -> None:
    assert parse_amount_words(text) is None


@pytest.mark.parametrize(("text", "value"), [("sto dwa złote 25/100", "102.25"), ("sto dwa złotych, przelew", "102")])
def test_grosze_that_are_read_or_not_there(text: str, value: str) -> None:
    assert parse_amount_words(text) == D(value)


@pytest.mark.parametrize("sign", ["", "%"])
def test_taxes_by_rate_below_one_another_are_not_the_tax(sign: str) -> None:
    rows: list[Line] = [
        (0.05, 12, "Nazwa"), (0.4, 12, "Ilość"), (0.5, 12, "Cena netto"), (0.65, 12, "Netto"), (0.8, 12, "VAT"),
        (0.05, 13, "Rye KWS TAYO"), (0.4, 13, "20 j.s."), (0.5, 13, "300,00"), (0.65, 13, "6 000,00"), (0.8, 13, "8"),
        (0.05, 14, "Paleta"), (0.4, 14, "2 szt."), (0.5, 14, "50,00"), (0.65, 14, "100,00"), (0.8, 14, "23"),
        (0.6, 17, "Razem netto:"), (0.8, 17, "6 100,00"), (0.6, 18, f"VAT 8{sign}:"), (0.8, 18, "480,00"),
        (0.6, 19, f"VAT 23{sign}:"), (0.8, 19, "23,00"), (0.6, 20, "Razem brutto:"), (0.8, 20, "6 603,00"),
    ]  # fmt: skip
    totals = read_items([sheet(rows)]).totals
    assert totals.vat is not None and totals.vat.value == Decimal(503)
    assert totals.gross is not None and totals.gross.value == Decimal(6603) and totals.gross.confidence > 0.9
