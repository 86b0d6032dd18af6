"""Cells that a stamp or a pen hid: what the rest of their row says about them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.tables.line_items import Items, read_items
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
