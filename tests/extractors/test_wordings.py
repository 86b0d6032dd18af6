"""Some three hundred wordings of invoice lines, through the tagger and the catalogue together, as a claim sees them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractors.finishing import with_meaning
from programme.catalogue import resolve_line
from programme.default_catalogue import default_products
from programme.invoices import Field, LineItem

_TABLE = Path(__file__).parent / "data" / "wordings.tsv"
_QUANTITY = Decimal(2)


def wordings() -> list[tuple[str, str, str]]:
    """The table's rows: description, unit, what is expected of one of the quantity."""
    rows = [line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    return [(description, unit, expected) for description, unit, expected in rows]


def answer(description: str, unit: str) -> str:
    """What becomes of a line: seed units in one of the quantity, "no" or "doubt"."""
    line = with_meaning(LineItem(description=description, unit=unit or None, quantity=Field(value=_QUANTITY)))
    found = resolve_line(line, default_products())
    if found.eligible is None or found.doubt is not None:
        return "doubt"
    if not found.eligible or found.seed_units is None:
        return "no"
    return f"{(found.seed_units / _QUANTITY).normalize():f}"


def test_the_table_is_large_and_has_every_kind_of_answer() -> None:
    answers = [expected for _, _, expected in wordings()]
    assert len(answers) >= 290
    assert {"no", "doubt", "1", "2", "20"} <= set(answers)


@pytest.mark.parametrize(("description", "unit", "expected"), wordings())
def test_wording(description: str, unit: str, expected: str) -> None:
    assert answer(description, unit) == expected
