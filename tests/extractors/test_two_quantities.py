"""Several columns of quantities, rows of lots, units named by headings, names over two rows of headings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.tables.line_items import Items, read_items
from tests.extractors.sheets import Line, sheet

D = Decimal


def row(y: float, *cells: tuple[float, str]) -> list[Line]:
    return [(x, y, text) for x, text in cells]


def quantities(items: Items) -> list[tuple[str, Decimal | None, str | None]]:
    return [(line.description, line.quantity.value if line.quantity else None, line.unit) for line in items.lines]


SUMS: list[Line] = [
    *row(20, (0.4, "Stawka"), (0.5, "Netto"), (0.65, "VAT"), (0.8, "Brutto")),
    *row(21, (0.4, "8%"), (0.5, "6510,00"), (0.65, "520,80"), (0.8, "7030,80")),
    *row(22, (0.4, "Razem"), (0.5, "6510,00"), (0.65, "520,80"), (0.8, "7030,80")),
]


def counted(first: str, second: str, one: str, other: str, price: str) -> list[Line]:
    return [
        *row(10, (0.05, "Lp."), (0.1, "Nazwa towaru"), (0.38, first), (0.5, second), (0.62, "Jm")),
        *row(10, (0.7, "Cena netto"), (0.85, "Wartość netto")),
        *row(12, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.38, one), (0.5, other), (0.62, "j.s.")),
        *row(12, (0.7, price), (0.85, "6510,00")),
    ]


@pytest.mark.parametrize("first", ["Ilość op.", "Ilość zam."])
def test_the_quantity_beside_its_unit_that_multiplies_is_the_one(first: str) -> None:
    items = read_items([sheet([*counted(first, "Ilość", "10", "20", "325,50"), *SUMS])])
    assert quantities(items) == [("Żyto KWS Tayo F1", D(20), "j.s.")]
    assert items.lines[0].proven and not items.lines[0].quantity_disputed


@pytest.mark.parametrize("heads", [("Ilość op.", "Ilość"), ("Ilość", "Ilość j.s."), ("Ilość", "Ilość")])
def test_packages_do_not_take_the_unit_of_another_quantity(heads: tuple[str, str]) -> None:
    items = read_items([sheet([*counted(*heads, "10", "20", "651,00"), *SUMS])])
    assert all(line.quantity_disputed and not line.proven for line in items.lines)


def test_lots_that_share_out_an_item_are_no_lines() -> None:
    page = [
        *row(10, (0.05, "Nr"), (0.15, "Opis"), (0.5, "Ilość"), (0.58, "Jm"), (0.66, "Cena netto")),
        *row(10, (0.82, "Wartość netto")),
        *row(12, (0.05, "T100"), (0.15, "Żyto KWS Tayo F1"), (0.5, "20"), (0.58, "j.s.")),
        *row(12, (0.66, "325,50"), (0.82, "6510,00")),
        *row(13, (0.15, "Nr partii PL1"), (0.5, "12")),
    ]
    shared = read_items([sheet([*page, *row(14, (0.15, "Nr partii PL2"), (0.5, "8")), *SUMS])])
    assert [line.quantity and line.quantity.value for line in shared.lines] == [D(20)]
    assert shared.arithmetic_holds is True
    more = read_items([sheet([*page, *row(14, (0.15, "Nr partii PL2"), (0.5, "9")), *SUMS])])
    assert more.arithmetic_holds is not True


def with_unit_in_heading(second: str) -> list[Line]:
    return [
        *row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.45, "Ilość"), (0.55, "Cena netto"), (0.75, "Wartość netto")),
        *row(11, (0.45, "[j.s.]"), (0.55, "[zł/j.s.]"), (0.75, "[zł]")),
        *row(13, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.45, "10"), (0.55, "325,50"), (0.75, "3255,00")),
        *row(15, (0.05, "2"), (0.1, "Żyto KWS Rotor F1"), (0.45, second), (0.55, "325,50"), (0.75, "3255,00")),
        *SUMS,
    ]


def test_a_heading_names_the_unit() -> None:
    items = read_items([sheet(with_unit_in_heading("10"))])
    assert quantities(items) == [("Żyto KWS Tayo F1", D(10), "j.s."), ("Żyto KWS Rotor F1", D(10), "j.s.")]
    mixed = read_items([sheet(with_unit_in_heading("10 worek"))])
    assert [line.unit for line in mixed.lines] == [None, "worek"]


def test_names_over_the_other_headings_are_no_part_of_them() -> None:
    page = [
        *row(9, (0.05, "Lp."), (0.1, "Nazwa towaru/usługi")),
        *row(10, (0.1, "PKWiU"), (0.28, "Ilość"), (0.36, "J.m."), (0.6, "Cena netto"), (0.8, "Wartość netto")),
        *row(12, (0.05, "1"), (0.1, "Żyto ozime hybrydowe KWS Tayo F1 C1")),
        *row(13, (0.1, "01.11.32.0"), (0.28, "20,00"), (0.36, "j.s."), (0.6, "325,50"), (0.8, "6510,00")),
    ]
    items = read_items([sheet([*page, *SUMS])])
    assert quantities(items) == [("Żyto ozime hybrydowe KWS Tayo F1 C1", D(20), "j.s.")]
    assert items.lines[0].proven


def test_names_run_on_under_the_heading_of_their_codes() -> None:
    page = [
        *row(10, (0.05, "Lp."), (0.15, "Nazwa towaru / Indeks"), (0.5, "Ilość"), (0.58, "Jm")),
        *row(10, (0.66, "Cena netto"), (0.82, "Wartość netto")),
        *row(12, (0.05, "1"), (0.09, "Żyto ozime hybrydowe odmiany KWS Tayo"), (0.5, "20"), (0.58, "j.s.")),
        *row(12, (0.66, "325,50"), (0.82, "6510,00")),
    ]
    items = read_items([sheet([*page, *SUMS])])
    assert quantities(items) == [("Żyto ozime hybrydowe odmiany KWS Tayo", D(20), "j.s.")]


@pytest.mark.parametrize("heads", [("j.s./opak.", "Razem j.s."), ("xx", "yy")])
def test_packages_counted_in_seed_units_in_columns_of_their_own(heads: tuple[str, str]) -> None:
    page = [
        *row(10, (0.05, "Lp."), (0.1, "Nazwa towaru"), (0.35, "Jm"), (0.42, "Ilość"), (0.5, heads[0]), (0.6, heads[1])),
        *row(10, (0.72, "Cena netto"), (0.85, "Wartość netto")),
        *row(12, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.35, "worek"), (0.42, "10"), (0.52, "2"), (0.62, "20")),
        *row(12, (0.72, "651,00"), (0.85, "6510,00")),
    ]
    items = read_items([sheet([*page, *SUMS])])
    assert all(line.quantity_disputed and not line.proven for line in items.lines)


def test_goods_for_nothing_do_not_break_the_sums() -> None:
    page = [
        *row(10, (0.05, "Lp."), (0.1, "Nazwa towaru"), (0.35, "Jm"), (0.42, "Ilość"), (0.5, "Cena netto")),
        *row(10, (0.65, "Rabat %"), (0.85, "Wartość netto")),
        *row(12, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.35, "j.s."), (0.42, "20"), (0.5, "325,50"), (0.65, "0,00")),
        *row(12, (0.85, "6510,00")),
        *row(13, (0.05, "2"), (0.1, "Żyto KWS Tayo F1"), (0.35, "j.s."), (0.42, "2"), (0.5, "325,50")),
        *row(13, (0.65, "100,00"), (0.85, "0,00")),
    ]
    items = read_items([sheet([*page, *SUMS])])
    assert items.arithmetic_holds is None
    assert [line.proven for line in items.lines] == [True, False]


def test_rows_that_number_the_columns_are_of_the_heading() -> None:
    page = [
        *row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.45, "Ilość"), (0.55, "Jm"), (0.65, "Cena netto")),
        *row(10, (0.82, "Wartość netto")),
        *row(11, (0.05, "1"), (0.1, "2"), (0.45, "3"), (0.55, "4"), (0.65, "5"), (0.82, "6=3x5")),
        *row(13, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.45, "20"), (0.55, "j.s."), (0.65, "325,50")),
        *row(13, (0.82, "6510,00")),
        *row(14, (0.05, "2"), (0.45, "0"), (0.65, "0,00"), (0.82, "0,00")),
    ]
    items = read_items([sheet([*page, *SUMS])])
    assert quantities(items) == [("Żyto KWS Tayo F1", D(20), "j.s.")]
    assert items.lines[0].proven


def test_numbers_far_from_their_headings_stand_in_their_order() -> None:
    page = [
        *row(10, (0.05, "Nazwa"), (0.35, "Ilość"), (0.5, "Cena netto"), (0.66, "Wartość netto"), (0.82, "Brutto")),
        *row(12, (0.05, "Żyto KWS Tayo F1"), (0.46, "20"), (0.61, "325,50"), (0.77, "6510,00"), (0.92, "7030,80")),
    ]
    items = read_items([sheet([*page, *SUMS])])
    assert [(line.quantity and line.quantity.value, line.proven) for line in items.lines] == [(D(20), True)]
    assert items.lines[0].unit_net_price == D("325.50")


def test_a_net_price_beside_nothing_but_a_gross_value() -> None:
    page = [
        *row(10, (0.05, "Nazwa"), (0.45, "Ilość"), (0.55, "Jm"), (0.62, "Cena netto"), (0.75, "VAT")),
        *row(10, (0.82, "Wartość brutto")),
        *row(12, (0.05, "Żyto KWS Tayo F1"), (0.45, "20"), (0.55, "j.s."), (0.62, "325,50"), (0.75, "8%")),
        *row(12, (0.82, "7030,80")),
    ]
    items = read_items([sheet([*page, *SUMS])])
    assert items.arithmetic_holds is True
    assert items.lines[0].proven


def test_values_said_in_the_row_below_an_item() -> None:
    page: list[Line] = [(0.05, 10, "1. Żyto KWS Tayo F1"), (0.6, 10, "20 j.s. x 325,50 zł")]
    page += [(0.05, 11, "kod 77, VAT 8%"), (0.55, 11, "netto 6510,00 zł / brutto 7030,80 zł"), *SUMS]
    items = read_items([sheet(page)])
    assert [line.net and line.net.value for line in items.lines] == [D("6510.00")]
    assert items.lines[0].proven


def test_a_tax_that_the_lines_contradict_is_not_sure() -> None:
    page = [
        *row(10, (0.05, "Nazwa"), (0.4, "Ilość"), (0.48, "Jm"), (0.55, "Cena netto"), (0.68, "Wartość netto")),
        *row(10, (0.85, "Wartość brutto")),
        *row(12, (0.05, "Żyto KWS Tayo F1"), (0.4, "20"), (0.48, "j.s."), (0.55, "325,50"), (0.68, "6510,00")),
        *row(12, (0.85, "7030,80")),
        *row(15, (0.6, "Podatek VAT:"), (0.8, "20,80")),
        *row(16, (0.6, "Razem brutto:"), (0.8, "7030,80")),
    ]
    items = read_items([sheet(page)])
    assert items.totals.gross is not None and items.totals.gross.confidence > 0.9
    for total in (items.totals.net, items.totals.vat):
        assert total is None or total.value in (D("6510.00"), D("520.80")) or total.confidence < 0.9


def test_a_stroke_read_as_a_minus_does_not_exchange_net_and_gross() -> None:
    page = [
        *row(10, (0.05, "Nazwa"), (0.4, "Ilość"), (0.48, "Jm"), (0.55, "Cena netto"), (0.68, "Wartość netto")),
        *row(10, (0.85, "Wartość brutto")),
        *row(12, (0.05, "Żyto KWS Tayo F1"), (0.4, "20"), (0.48, "j.s."), (0.55, "325,50"), (0.68, "6510,00")),
        *row(12, (0.85, "7030,80")),
        *row(15, (0.4, "Stawka"), (0.5, "Netto"), (0.65, "VAT"), (0.8, "Brutto")),
        *row(16, (0.4, "8%"), (0.5, "6510,00"), (0.65, "520,80"), (0.8, "7030,80")),
        *row(17, (0.4, "Razem"), (0.5, "6510,00"), (0.65, "-520,80"), (0.8, "7030,80")),
    ]
    totals = read_items([sheet(page)]).totals
    assert totals.net is None or totals.net.value == D("6510.00") or totals.net.confidence < 0.9
    assert totals.vat is None or totals.vat.value == D("520.80") or totals.vat.confidence < 0.9
    assert totals.gross is not None and totals.gross.value == D("7030.80")


def test_a_lot_below_the_last_name_is_a_line_of_it_where_numbers_stand_in_its_middle() -> None:
    page = [
        *row(10, (0.05, "Nazwa"), (0.4, "Jm"), (0.48, "Ilość"), (0.6, "Cena netto"), (0.75, "Wartość netto")),
        *row(12, (0.05, "Nawóz NPK 500 kg"), (0.4, "szt."), (0.48, "10"), (0.6, "1000,00"), (0.75, "10000,00")),
        *row(13.4, (0.05, "Żyto hybrydowe KWS Tayo 1 j.s. Redigo")),
        *row(14.4, (0.05, "Pro"), (0.4, "j.s."), (0.48, "20"), (0.6, "325,50"), (0.75, "6510,00")),
        *row(15.4, (0.05, "Nr partii: PL922/70/7683")),
        *row(17, (0.5, "Razem netto:"), (0.75, "16510,00")),
    ]
    items = read_items([sheet(page)])
    assert [line.description for line in items.lines][:1] == ["Nawóz NPK 500 kg"]
    assert items.lines[1].description.startswith("Żyto hybrydowe KWS Tayo 1 j.s. Redigo Pro")


def test_sums_each_with_its_word_in_one_row_are_no_item() -> None:
    page = [
        *row(10, (0.05, "Nazwa"), (0.4, "Jm"), (0.48, "Ilość"), (0.6, "Cena netto"), (0.75, "Wartość netto")),
        *row(12, (0.05, "Żyto KWS Tayo F1"), (0.4, "j.s."), (0.48, "20"), (0.6, "325,50"), (0.75, "6510,00")),
        *row(14, (0.2, "VAT 8 %"), (0.35, "NETTO"), (0.48, "6510,00"), (0.58, "VAT"), (0.66, "520,80")),
        *row(14, (0.76, "BRUTTO"), (0.87, "7030,80")),
        *row(15, (0.2, "RAZEM"), (0.35, "NETTO"), (0.48, "6510,00"), (0.58, "VAT"), (0.66, "520,80")),
        *row(15, (0.76, "BRUTTO"), (0.87, "7030,80")),
    ]
    items = read_items([sheet(page)])
    assert [(line.quantity and line.quantity.value, line.proven) for line in items.lines] == [(D(20), True)]
    assert items.totals.gross is not None and items.totals.gross.value == D("7030.80")
