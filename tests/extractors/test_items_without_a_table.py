"""Items told one a row without a table, however their quantities are written: "20,00 j.s. à 302,50 netto 6 050,00"."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.tables.line_items import read_items
from tests.extractors.sheets import Line, sheet
from tests.extractors.test_new_tables import lines_of

D = Decimal
SUMS: list[Line] = [
    (0.1, 15, "Stawka"), (0.3, 15, "Netto"), (0.5, 15, "VAT"), (0.7, 15, "Brutto"),
    (0.1, 16, "8%"), (0.3, 16, "8 971,50"), (0.5, 16, "717,72"), (0.7, 16, "9 689,22"),
    (0.1, 18, "Do zapłaty: 9 689,22"),
]  # fmt: skip


@pytest.mark.parametrize("joint", ["à", "po", "x"])
@pytest.mark.parametrize(
    ("seed", "lime"), [("20,00", "485,00"), ("20", "485"), ("20,000", "485,000"), ("20,0", "485,0")]
)
def test_a_number_with_a_unit_before_its_price_counts(seed: str, lime: str, joint: str) -> None:
    rows: list[Line] = [
        (0.08, 10, "1. Żyto hybrydowe KWS Tayo 1 j.s."),
        (0.45, 10, f"{seed} j.s. {joint} 402,50 netto 8 050,00 +8% brutto 8 694,00"),
        (0.08, 11, "2. Siarczan magnezu 25 kg"),
        (0.45, 11, f"{lime} kg {joint} 1,90 netto 921,50 +8% brutto 995,22"),
    ]
    found = read_items([sheet([*rows, *SUMS])])
    assert [(line[1], line[2]) for line in lines_of(found)] == [
        (D(seed.replace(",", ".")), "j.s."),
        (D(lime.replace(",", ".")), "kg"),
    ]
    assert all(line.proven for line in found.lines)


def test_a_price_for_a_unit_is_no_quantity() -> None:
    rows: list[Line] = [
        (0.08, 10, "1. Żyto hybrydowe KWS Tayo 1 j.s."),
        (0.45, 10, "402,50 j.s. za 20 netto 8 050,00 +8% brutto 8 694,00"),
    ]
    found = read_items([sheet([*rows, (0.1, 15, "Razem netto: 8 050,00"), (0.1, 16, "Do zapłaty: 8 694,00")])])
    assert not [
        line for line in found.lines if line.quantity is not None and line.quantity.value == D("402.50") and line.proven
    ]
