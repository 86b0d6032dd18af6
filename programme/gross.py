"""The gross sum that the lines make, beside the one in figures and the one in words.

The lines may add up to the net total while the gross sum says otherwise. Where the words say what the lines make, the
figures of the gross sum were misread. Where figures and words agree with each other and not with the lines, the lines
were changed after the words were written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from programme.invoices import LineItem

_GROSZ = Decimal("0.01")
# What rounding can do: a grosz a line, and VAT taken of the sum or of each line.
_SLACK = Decimal("0.05")


def gross_of(lines: Iterable[LineItem]) -> Decimal | None:
    """The gross sum by the lines' net values and rates, or where these are not all there by their gross values; None
    where neither is known. Net values come first: they are what the net total proves."""
    known = list(lines)
    if not known:
        return None
    by_rate: dict[Decimal, Decimal] = {}
    for line in known:
        if line.net is None or not line.vat_rate:
            return _sum_of_grosses(known)
        rate = Decimal(line.vat_rate) if line.vat_rate.isdigit() else Decimal(0)
        by_rate[rate] = by_rate.get(rate, Decimal(0)) + line.net.value
    parts = (net * (1 + rate / 100) for rate, net in by_rate.items())
    return sum((part.quantize(_GROSZ, ROUND_HALF_UP) for part in parts), Decimal(0))


def _sum_of_grosses(lines: Sequence[LineItem]) -> Decimal | None:
    grosses = [line.gross.value for line in lines if line.gross is not None]
    return sum(grosses, Decimal(0)) if len(grosses) == len(lines) else None


def is_alike(one: Decimal, other: Decimal, lines: int) -> bool:
    """Whether two gross sums of an invoice of so many lines differ by no more than rounding."""
    return abs(one - other) <= _SLACK + _GROSZ * lines
