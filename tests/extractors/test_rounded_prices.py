"""A unit price printed to a grosz explains a value that it does not give exactly; it proves no quantity by that."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from extractors.tables.arithmetic import Cell, RawLine, Solution, solutions
from extractors.tables.columns import Role
from extractors.tables.line_items import Items, read_items
from programme.geometry import Box
from tests.extractors.sheets import sheet
from tests.extractors.test_new_tables import row

D = Decimal
GROSZ = D("0.01")
RYE = ("Żyto hybrydowe KWS Tayo", "30", "j.s.", "329,86", "5%", "9 424,50", "9 895,73")
SALT = ("Siarczan magnezu 25 kg", "509", "kg", "1,52", "8%", "717,69", "775,11")
SUMS = ("10 142,19", "528,65", "10 670,84")


def _invoice(*lines: tuple[str, ...], sums: tuple[str, str, str] | None = SUMS, price: str = "Cena brutto") -> Items:
    """A table priced gross (or as `price` says) beside net and gross values, and its totals."""
    places = (0.1, 0.4, 0.48, 0.56, 0.7, 0.76, 0.9)
    words = ("Nazwa", "Ilość", "J.m.", price, "VAT", "Wartość netto", "Brutto")
    cells = row(10, *zip(places, words, strict=True))
    for y, line in enumerate(lines, 12):
        cells += row(y, (0.05, str(y - 11)), *zip(places, line, strict=True))
    captions = ("Razem netto", "VAT", "Do zapłaty")
    totals = [(0.6, 20 + y, f"{a}: {b}") for y, (a, b) in enumerate(zip(captions, sums or (), strict=False))]
    return read_items([sheet([*cells, *totals])])


def _changed(line: tuple[str, ...], place: int, text: str) -> tuple[str, ...]:
    return (*line[:place], text, *line[place + 1 :])


def _best(quantity: str, price: str, net: str, gross: str, role: Role = Role.PRICE_GROSS) -> Solution:
    texts = {Role.QUANTITY: quantity, role: price, Role.RATE: "8%", Role.NET: net, Role.GROSS: gross}
    cells = {role: Cell(1, Box(0.1, 0.1, 0.2, 0.2), (text,)) for role, text in texts.items()}
    return solutions(RawLine(1, Box(0.1, 0.1, 0.9, 0.2), "Towar", "szt.", cells))[0]


@pytest.mark.parametrize(("price", "printed"), [("Cena brutto", "1,52"), ("Cena netto", "1,41")])
def test_cheap_things_in_large_numbers_contradict_nothing_and_are_not_proven(price: str, printed: str) -> None:
    rye = RYE if price == "Cena brutto" else _changed(RYE, 3, "314,15")
    salt = SALT if price == "Cena brutto" else (*SALT[:3], "1,41", "8%", "719,59", "777,16")
    sums = SUMS if price == "Cena brutto" else ("10 144,09", "528,80", "10 672,89")
    items = _invoice(rye, _changed(salt, 3, printed), sums=sums, price=price)
    assert items.arithmetic_holds is None and not items.problems
    assert [line.proven for line in items.lines] == [True, False]
    assert [line.quantity.value for line in items.lines if line.quantity] == [30, 509]


def test_the_sums_must_prove_the_values() -> None:
    for sums in (None, ("10 143,19", "528,73", "10 671,92")):
        items = _invoice(RYE, SALT, sums=sums)
        assert items.arithmetic_holds is False and not any(line.proven for line in items.lines)


def test_net_value_and_tax_must_give_the_gross_value() -> None:
    assert _best("509", "1,52", "717,69", "775,11").holds is None
    assert _best("509", "1,52", "717,69", "774,11").holds is False
    assert _best("509", "1,41", "719,59", "777,16", Role.PRICE).holds is None


def test_more_than_the_rounding_of_the_price_fails() -> None:
    for quantity in ("505", "520", "50", "5090"):
        assert _best(quantity, "1,52", "717,69", "775,11").holds is False
        assert _invoice(RYE, _changed(SALT, 1, quantity)).arithmetic_holds is False


@pytest.mark.parametrize("other", ["29", "31"])
def test_a_quantity_of_seed_changed_by_one_fails_beside_a_rounded_line(other: str) -> None:
    items = _invoice(_changed(RYE, 1, other), SALT)
    assert items.arithmetic_holds is False and not items.lines[0].proven


@pytest.mark.parametrize("price", ["100.00", "217.37", "329.86", "499.99"])
@pytest.mark.parametrize("quantity", [1, 2, 7, 40, 250, 999, 4000])
def test_a_quantity_changed_by_one_fails_at_the_prices_of_seed(price: str, quantity: int) -> None:
    gross = quantity * D(price) + quantity * D("0.004")  # a price kept finer than it is printed
    net = (gross / D("1.08")).quantize(GROSZ, ROUND_HALF_UP)
    texts = [str(value.quantize(GROSZ)).replace(".", ",") for value in (D(price), net, net * D("1.08"))]
    assert _best(str(quantity), *texts).holds is True
    for other in (quantity - 1, quantity + 1):
        assert _best(str(other), *texts).holds in ((False,) if other else (False, None))
