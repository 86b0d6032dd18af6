"""Polish numbers and dates as people and programs write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_PLAIN = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$")
_GROUPED_COMMA = re.compile(r"^[+-]?\d{1,3}(?:\.\d{3})+,\d+$")
_GROUPED_POINT = re.compile(r"^[+-]?\d{1,3}(?:,\d{3})+\.\d+$")

MONTHS = {
    "stycznia": 1, "styczeń": 1, "lutego": 2, "luty": 2, "marca": 3, "marzec": 3, "kwietnia": 4, "kwiecień": 4,
    "maja": 5, "maj": 5, "czerwca": 6, "czerwiec": 6, "lipca": 7, "lipiec": 7, "sierpnia": 8, "sierpień": 8,
    "września": 9, "wrzesień": 9, "października": 10, "październik": 10, "listopada": 11, "listopad": 11,
    "grudnia": 12, "grudzień": 12,
}  # fmt: skip


def parse_decimal(text: str) -> Decimal | None:
    """A decimal as Poles write it: "1 234,56", "1.234,56", "1234.56", "-3,5"; None for anything else.

    A lone separator is the decimal one: "20,000" is twenty (with three decimals), not twenty thousand.
    """
    compact = _SPACES.sub("", text).replace("−", "-")
    if _PLAIN.match(compact):
        return Decimal(compact.replace(",", "."))
    if _GROUPED_COMMA.match(compact):
        return Decimal(compact.replace(".", "").replace(",", "."))
    if _GROUPED_POINT.match(compact):
        return Decimal(compact.replace(",", ""))
    return None


def plain(value: Decimal) -> str:
    """A decimal without exponent or trailing zeros: "20", "12.5"."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Decimal) -> str:
    """An amount with two decimals and a point: "1234.50"."""
    return format(value.quantize(Decimal("0.01")), "f")


def parse_date(text: str) -> date | None:
    """A date in ISO or Polish order, with digits or the month's name, or None.

    "2025-09-12", "12.09.2025", "12-09-2025", "12/09/2025", "12 września 2025 r.", "12.09.25".
    """
    compact = text.strip().lower()
    match = re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?(?:\s*r\.?)?", compact)
    if match:
        return _date(int(match[1]), int(match[2]), int(match[3]))
    match = re.fullmatch(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4}|\d{2})\.?(?:\s*r\.?)?", compact)
    if match:
        year = int(match[3])
        return _date(year + 2000 if year < 100 else year, int(match[2]), int(match[1]))
    match = re.fullmatch(r"(\d{1,2})\s+([a-ząćęłńóśźż]+)\s+(\d{4})\s*(?:r\.?|roku)?", compact)
    if match and match[2] in MONTHS:
        return _date(int(match[3]), MONTHS[match[2]], int(match[1]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
