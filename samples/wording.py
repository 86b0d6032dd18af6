"""Numbers, dates and amounts in words as Polish invoices print them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

_ONES = (
    "",
    "jeden",
    "dwa",
    "trzy",
    "cztery",
    "pięć",
    "sześć",
    "siedem",
    "osiem",
    "dziewięć",
    "dziesięć",
    "jedenaście",
    "dwanaście",
    "trzynaście",
    "czternaście",
    "piętnaście",
    "szesnaście",
    "siedemnaście",
    "osiemnaście",
    "dziewiętnaście",
)
_TENS = (
    "",
    "",
    "dwadzieścia",
    "trzydzieści",
    "czterdzieści",
    "pięćdziesiąt",
    "sześćdziesiąt",
    "siedemdziesiąt",
    "osiemdziesiąt",
    "dziewięćdziesiąt",
)
_HUNDREDS = (
    "",
    "sto",
    "dwieście",
    "trzysta",
    "czterysta",
    "pięćset",
    "sześćset",
    "siedemset",
    "osiemset",
    "dziewięćset",
)
_MONTHS = (
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
)


def amount(value: Decimal, thousands: str = " ", places: int = 2) -> str:
    """ "12 345,60"."""
    whole, _, rest = f"{abs(value):.{places}f}".partition(".")
    groups: list[str] = []
    while len(whole) > 3:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    text = thousands.join([whole, *groups])
    return ("-" if value < 0 else "") + text + (f",{rest}" if rest else "")


def quantity(value: Decimal, places: int | None = None) -> str:
    """ "20" or "12,5", or with fixed decimals "20,000"."""
    if places is not None:
        return f"{value:.{places}f}".replace(".", ",")
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def day(value: date, style: str = "dots") -> str:
    """A date: dots 12.09.2025, iso 2025-09-12, dashes 12-09-2025, words 12 września 2025 r."""
    if style == "iso":
        return value.isoformat()
    if style == "words":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year} r."
    return value.strftime("%d-%m-%Y" if style == "dashes" else "%d.%m.%Y")


def nip(digits: str, style: str = "plain") -> str:
    """A NIP as printed: plain, dashed, or with PL before it."""
    if style == "dashed":
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:8]}-{digits[8:]}"
    return f"PL{digits}" if style == "pl" else digits


def in_words(value: Decimal) -> str:
    """ "dwanaście tysięcy trzysta zł 60/100"."""
    whole = int(abs(value))
    groszy = int((abs(value) - whole) * 100)
    millions, rest = divmod(whole, 1_000_000)
    thousands, ones = divmod(rest, 1000)
    parts = []
    if millions:
        parts.append(_counted(millions, ("milion", "miliony", "milionów")))
    if thousands:
        parts.append(_counted(thousands, ("tysiąc", "tysiące", "tysięcy")))
    parts.append(_hundreds(ones) if ones or not parts else "")
    return f"{'minus ' if value < 0 else ''}{' '.join(part for part in parts if part)} zł {groszy:02}/100"


def _hundreds(value: int) -> str:
    if value == 0:
        return "zero"
    rest = value % 100
    small = _ONES[rest] if rest < 20 else f"{_TENS[rest // 10]} {_ONES[rest % 10]}".strip()
    return f"{_HUNDREDS[value // 100]} {small}".strip()


def _counted(value: int, forms: tuple[str, str, str]) -> str:
    if value == 1:
        return forms[0]
    few = value % 10 in (2, 3, 4) and value % 100 not in (12, 13, 14)
    return f"{_hundreds(value)} {forms[1] if few else forms[2]}"
