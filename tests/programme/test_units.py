"""Units of measure as printed."""

from __future__ import annotations

import pytest

from programme.invoices import UnitKind
from programme.units import unit_kind


@pytest.mark.parametrize(
    "unit",
    [
        "j.s.",
        "js",
        "JS",
        "j.siew.",
        "j. siewnych",
        "jedn. siewna",
        "jedn.s.",
        "jednostek siewnych",
        "jednostka",
        "jedn.",
    ],
)
def test_seed_units_are_known_however_they_are_written(unit: str) -> None:
    assert unit_kind(unit) is UnitKind.SEED_UNIT


@pytest.mark.parametrize("unit", ["szt.", "jard", "kg", "worek", "jw.", "op."])
def test_other_units_are_none(unit: str) -> None:
    assert unit_kind(unit) is not UnitKind.SEED_UNIT
