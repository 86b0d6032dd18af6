"""Cells that a stamp or a pen hid: what the rest of their row says about them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.tables.line_items import Items, choose, read_items, reconcile, reread_units
from programme.geometry import Box
from tests.extractors.sheets import Line, sheet

_HEAD: list[Line] = [
    (0.05, 12, "Nazwa"), (0.32, 12, "Ilość"), (0.42, 12, "Cena netto"), (0.54, 12, "Wartość netto"),
    (0.68, 12, "VAT"), (0.75, 12, "Kwota VAT"), (0.87, 12, "Wartość brutto"),
]  # fmt: skip
_SUMS: list[Line] = [
    (0.05, 20, "Razem netto"),
    (0.54, 20, "6 480,00"),
    (0.05, 21, "Razem brutto"),
    (0.87, 21, "6 998,40"),
]


def _lost(net: str, vat: str, price: str) -> Items:
    rows: list[Line] = [
        (0.05, 14, "Rye KWS TAYO"), (0.32, 14, "20"), (0.42, 14, "300,00"), (0.54, 14, "6 000,00"),
        (0.68, 14, "8%"), (0.75, 14, "480,00"), (0.87, 14, "6 480,00"),
        (0.05, 16, "Olej adiuwant"), (0.32, 16, "4"), (0.42, 16, price), (0.54, 16, net),
        (0.68, 16, "8%"), (0.75, 16, vat), (0.87, 16, "518,40"),
    ]  # fmt: skip
    return read_items([sheet([*_HEAD, *rows, *_SUMS])])


@pytest.mark.parametrize(("vat", "price", "holds"), [("38,40", "120,00", True), ("58,40", "125,00", False)])
def test_a_hidden_net_value_follows_from_vat_and_gross_that_agree_with_the_rate(
    vat: str, price: str, holds: bool
) -> None:
    items = _lost("WPLYN", vat, price)
    assert (items.arithmetic_holds is True) is holds
    assert items.lines[0].quantity is not None
    assert items.lines[0].quantity.value == Decimal(20)


def _with_warehouses(unit: str) -> Items:
    """A row whose unit was not read under a heading that was not read, with a warehouse's code before the quantity."""
    rows: list[Line] = [
        (0.05, 12, "Nazwa towaru"), (0.36, 12, "Whse"), (0.44, 12, "Ilość"), (0.62, 12, "Cena netto"),
        (0.76, 12, "Wartość netto"),
        (0.05, 14, "Rye KWS TAYO worek 1 j.s."), (0.36, 14, "M2"), (0.44, 14, "30,00"), (0.52, 14, unit),
        (0.62, 14, "300,00"), (0.76, 14, "9 000,00"),
        (0.05, 20, "Razem netto"), (0.76, 20, "9 000,00"),
    ]  # fmt: skip
    return read_items([sheet(rows)])


@pytest.mark.parametrize("seen", ["op.", "30,00 op."])
def test_a_unit_outside_its_column_is_looked_for_in_it(seen: str) -> None:
    lost, read = _with_warehouses(""), _with_warehouses("op.")
    assert read.lines[0].unit == "op."
    assert reread_units(lost, lambda page, box: [seen] if box.x1 > 0.5 else ["M2"]).lines[0].unit == "op."
    assert choose(lost, read).lines[0].unit == "op."


def test_a_unit_outside_its_column_stays_where_nothing_stands_in_it() -> None:
    assert reread_units(_with_warehouses(""), lambda page, box: ["30,00"]).lines[0].unit == "M2"


@pytest.mark.parametrize(
    ("cell", "looks", "quantity", "unit"),
    [
        ("1515", ["1518", "151s."], "15", "j.s."),
        ("151s", ["1515"], "15", "s"),
        ("15", ["15 j.s."], "15", "j.s."),
        ("151s", ["15 ].S."], "15", "].S."),
        ("1615", ["161s"], "1615", None),
    ],
)
def test_a_unit_read_as_figures_of_its_quantity_is_told_by_the_product(
    cell: str, looks: list[str], quantity: str, unit: str | None
) -> None:
    rows: list[Line] = [
        (0.05, 12, "Nazwa towaru"), (0.44, 12, "Ilość"), (0.62, 12, "Cena netto"), (0.76, 12, "Wartość netto"),
        (0.05, 14, "Rye KWS TAYO worek 1 j.s."), (0.44, 14, cell), (0.62, 14, "300,00"), (0.76, 14, "4 500,00"),
        (0.05, 16, "Olej adiuwant"), (0.44, 16, "4"), (0.5, 16, "szt."), (0.62, 16, "120,00"), (0.76, 16, "480,00"),
        (0.05, 20, "Razem netto"), (0.76, 20, "4 980,00"),
    ]  # fmt: skip

    def reread(page: int, box: Box) -> list[str]:
        return looks if box.x0 < 0.5 and box.y0 < 0.27 else []

    line = reread_units(reconcile(read_items([sheet(rows)]), reread), reread).lines[0]
    assert line.quantity is not None and line.quantity.value == Decimal(quantity)
    assert line.proven is (quantity == "15")
    assert line.unit == unit


@pytest.mark.parametrize(("unit", "read"), [("op.", "op."), ("", None)])
def test_what_stands_under_a_heading_nobody_knows_is_no_unit_beside_a_column_of_units(
    unit: str, read: str | None
) -> None:
    rows: list[Line] = [
        (0.05, 12, "Nazwa towaru"), (0.4, 12, "Ilość"), (0.47, 12, "Whse"), (0.54, 12, "J.m."),
        (0.62, 12, "Cena netto"), (0.76, 12, "Wartość netto"),
        (0.05, 14, "Rye KWS TAYO 1 j.s."), (0.4, 14, "30,00"), (0.475, 14, "M2"), (0.54, 14, unit),
        (0.62, 14, "300,00"), (0.76, 14, "9 000,00"),
        (0.05, 20, "Razem netto"), (0.76, 20, "9 000,00"),
    ]  # fmt: skip
    line = read_items([sheet(rows)]).lines[0]
    assert (line.description, line.unit) == ("Rye KWS TAYO 1 j.s.", read)


@pytest.mark.parametrize(("cell", "name"), [("31,5", "KWS TAYO"), ("PL77/1", "KWS TAYO"), ("BB", "KWS TAYO BB")])
def test_cells_behind_a_name_are_none_of_it_unless_they_name_the_package(cell: str, name: str) -> None:
    rows: list[Line] = [
        (0.05, 12, "Nazwa towaru"), (0.3, 12, "Inne"), (0.44, 12, "Ilość"), (0.52, 12, "J.m."),
        (0.62, 12, "Cena netto"), (0.76, 12, "Wartość netto"),
        (0.05, 14, "KWS TAYO"), (0.3, 14, cell), (0.44, 14, "3"), (0.52, 14, "szt."), (0.62, 14, "300,00"),
        (0.76, 14, "900,00"), (0.05, 20, "Razem netto"), (0.76, 20, "900,00"),
    ]  # fmt: skip
    assert read_items([sheet(rows)]).lines[0].description == name
