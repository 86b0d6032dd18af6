"""Does a KSeF invoice add up? Lines, sums by rate, VAT and total, by the net or by the gross method.

A grosz of rounding per line and per sum is allowed; corrections, advances and settlements are not tried, as their
totals hold differences (FA(3), P_13_x and P_15).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from programme.invoices import LineItem, Totals, VatRow

GROSZ = Decimal("0.01")
_HUNDRED = Decimal(100)


def line_holds(line: LineItem) -> bool | None:
    """Whether quantity x price (less discount) is the line's value; None where a figure is missing.

    The unit price is itself rounded: half a unit of its last place times the quantity may be off, plus a grosz.
    """
    if line.quantity is None:
        return None
    results = []
    for price, value in ((line.unit_net_price, line.net), (line.unit_gross_price, line.gross)):
        if price is not None and value is not None:
            results.append(_product_holds(line.quantity.value, price, line.discount, value.value))
    return any(results) if results else None


def _product_holds(quantity: Decimal, price: Decimal, discount: Decimal | None, value: Decimal) -> bool:
    exponent = price.as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    tolerance = GROSZ + abs(quantity) * Decimal(5).scaleb(-places - 1)
    # P_10 holds the discount of a unit or of the whole line; some print the price with the discount already taken.
    discounts = {Decimal(0)} if discount is None else {Decimal(0), discount, discount * quantity}
    return any(abs(quantity * price - less - value) <= tolerance for less in discounts)


def document_holds(lines: Sequence[LineItem], totals: Totals, rows: Sequence[VatRow]) -> bool | None:
    """Whether lines, sums by rate and total agree; None where nothing could be compared.

    Every line that has quantity, price and value must hold; the lines' net (or gross) must sum to the total; net and
    VAT must sum to gross; VAT must be its rate of the net.
    """
    checks = [held for line in lines if (held := line_holds(line)) is not None]
    summed = _sums(lines, totals)
    if summed is None:
        return None
    checks.append(summed)
    slack = GROSZ * (len(lines) + len(rows) + 1)
    if totals.net is not None and totals.vat is not None and totals.gross is not None:
        checks.append(abs(totals.net.value + totals.vat.value - totals.gross.value) <= slack)
    for row in rows:
        if row.net is not None and row.vat is not None and row.rate.isdecimal():
            checks.append(abs(row.net * Decimal(row.rate) / _HUNDRED - row.vat) <= slack)
    return all(checks)


def _sums(lines: Sequence[LineItem], totals: Totals) -> bool | None:
    """Whether the lines sum to a total, net or gross; None where lines or totals lack values."""
    slack = GROSZ * (len(lines) + 1)
    results = []
    nets = [line.net.value for line in lines if line.net is not None]
    if lines and len(nets) == len(lines) and totals.net is not None:
        results.append(abs(sum(nets, Decimal(0)) - totals.net.value) <= slack)
    grosses = [line.gross.value for line in lines if line.gross is not None]
    if lines and len(grosses) == len(lines) and totals.gross is not None:
        results.append(abs(sum(grosses, Decimal(0)) - totals.gross.value) <= slack)
    return all(results) if results else None
