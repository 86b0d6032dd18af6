"""What a reviewer typed in place of a reading, checked before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.review import CaseView
from pipelines.review_rows import FIELDS
from programme.formats import parse_date, parse_decimal, plain
from programme.identifiers import parse_nip

__all__ = ["FIELDS", "Wrong", "checked_fields", "checked_line"]
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that cannot be kept: which field, and the catalogue's key of why."""

    field: str
    message: str


def checked_fields(
    view: CaseView, fields: Mapping[str, str], quantities: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str], list[Wrong]]:
    """Changed `fields` and `quantities` (by line key) in their plain forms, only those that say something new."""
    kept: dict[str, str] = {}
    wrong: list[Wrong] = []
    for name, text in fields.items():
        value = _plain_field(name, text.strip())
        if value is None:
            wrong.append(Wrong(name, "wrong_value"))
        else:
            kept[name] = value
    keyed: dict[str, str] = {}
    lines = {line.key: line for line in view.lines}
    for key, text in quantities.items():
        number = parse_decimal(text)
        line = lines[key]
        if number is None or number <= 0:
            wrong.append(Wrong("quantity", "wrong_value"))
        elif number != (line.keyed if line.keyed is not None else line.quantity):
            keyed[key] = plain(number)
    return kept, keyed, wrong


def _plain_field(name: str, text: str) -> str | None:
    if not text or len(text) > _LONGEST:
        return None
    if name.endswith("_nip"):
        return parse_nip(text)
    if name == "invoice_date":
        day = parse_date(text)
        return None if day is None else day.isoformat()
    return text


def checked_line(view: CaseView, sku: str, units: str) -> tuple[list[dict[str, str]], list[Wrong]]:
    """A line the reading missed: a product of the catalogue and its seed units; nothing where both are empty."""
    if not sku and not units.strip():
        return [], []
    product = next((item for item in view.products if item.sku == sku and item.eligible), None)
    number = parse_decimal(units)
    if product is None:
        return [], [Wrong("product", "wrong_value")]
    if number is None or number <= 0:
        return [], [Wrong("quantity", "wrong_value")]
    document = view.documents[0].name if view.documents else ""
    return [{"document": document, "sku": sku, "name": product.name, "units": plain(number)}], []
