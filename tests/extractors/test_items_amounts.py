"""Numbers as printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.tables.amounts import is_number, looks_numeric, percent, readings
from tests.extractors.invoice_layouts import money


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,56", "1234.56"), ("22 530,00", "22530.00"), ("22530,00", "22530.00"), ("9.381,25", "9381.25"),
        ("1234.56", "1234.56"), ("86,16PLN", "86.16"), ("5310,00 zł", "5310.00"), ("-4 296,00", "-4296.00"),
        ("12 740,00", "12740.00"), ("1.234.567,89", "1234567.89"), ("0,95", "0.95"), ("40", "40"),
        ("4 296,00-", "-4296.00"), ("375.50", "375.50"),
    ],
)  # fmt: skip
def test_money(text: str, value: str) -> None:
    assert readings(text)[0].value == Decimal(value)


@pytest.mark.parametrize(("text", "value"), [("24,200", "24.2"), ("20,000", "20"), ("40", "40"), ("2,561", "2.561")])
def test_quantities_take_three_digits_for_decimals(text: str, value: str) -> None:
    assert readings(text, money=False)[0].value == Decimal(value)


def test_confusions_are_alternatives_only() -> None:
    assert readings("4O")[0].penalty == 2 and readings("4O")[0].value == 40
    assert Decimal("736329") in [r.value for r in readings("736329")]
    assert Decimal("7363.29") in [r.value for r in readings("736329")]
    assert all(r.value != 10 for r in readings("40", money=False))


@pytest.mark.parametrize("text", ["szt.", "1szt.", "j.s.", "C1", "KWS", "34%N", "", "-", "10021000A"])
def test_no_numbers(text: str) -> None:
    assert not is_number(text) and not looks_numeric(text)
    assert readings(text) == ()


@pytest.mark.parametrize(
    ("text", "rate"), [("8%", "8"), ("8 %", "8"), ("23%", "23"), ("zw", "zw"), ("8,00%", "8"), ("8", None)]
)
def test_rates(text: str, rate: str | None) -> None:
    assert percent(text) == rate


@given(st.integers(-10_000_000, 10_000_000), st.sampled_from([" ", "\u00a0", "", "."]))
def test_printed_money_comes_back(grosze: int, thousands: str) -> None:
    value = Decimal(grosze) / 100
    assert readings(money(value, thousands))[0].value == value
