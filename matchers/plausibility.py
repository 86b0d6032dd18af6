"""Is what a line says of price, discount and returns likely for seed bought and kept? What is not goes to a person.

A forger who raises a quantity and leaves the sums untouched must lower the price, invent a discount or take the rest
back on another line: each of these stays visible.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from matchers.assembly import Reading
from matchers.case import Case
from matchers.evidence import Result, Sourced, failed, unsure
from matchers.line_counts import Count, CountedLine
from programme.formats import plain
from programme.invoices import Field, LineItem
from programme.thresholds import Thresholds
from programme.verdicts import Code

_CENT = Decimal("0.01")


def unlikely_lines(case: Case, counts: Sequence[tuple[Reading, Count]]) -> list[Result]:
    """Doubts about the eligible lines of a claim's invoices, each with its reading and count."""
    results: list[Result] = []
    for reading, counted in counts:
        for line in counted.eligible:
            results += _price(case, line) + _discount(case, line)
            if counted.structured and line.line.unit_net_price is None and line.line.unit_gross_price is None:
                message = "Pozycja nie ma ceny jednostkowej, więc nic nie potwierdza jej ilości."
                results.append(unsure("quantity", message, code=Code.QUANTITY_MISMATCH, at=line.place()))
        results += _taken_back(case, reading, counted)
    return results


def _price(case: Case, line: CountedLine) -> list[Result]:
    """A price no seed unit has: a gift, a promotional unit, kilograms, or a package taken for a unit."""
    price = unit_price(line, case.thresholds)
    if price is None or case.thresholds.least_unit_price <= price <= case.thresholds.most_unit_price:
        return []
    message = "Cena jednostki siewnej jest nieprawdopodobna; może to gratis, kilogramy lub opakowania."
    found = f"{plain(price)} zł"
    return [unsure("quantity", message, code=Code.QUANTITY_MISMATCH, found=found, at=line.place())]


def unit_price(line: CountedLine, thresholds: Thresholds) -> Decimal | None:
    """Net price of one seed unit, by the line's value; else by the price printed."""
    units, quantity = line.resolution.seed_units, line.line.quantity
    if not units or quantity is None:
        return None
    if line.line.net is not None and line.line.net.confidence >= thresholds.telling_confidence:
        return (line.line.net.value / units).quantize(_CENT)
    price = line.line.unit_net_price
    return (price * quantity.value / units).quantize(_CENT) if price is not None else None


def _discount(case: Case, line: CountedLine) -> list[Result]:
    """How much less the line costs than quantity times price: more than any dealer takes off is no discount."""
    item = line.line
    if item.quantity is None or item.quantity.value <= 0:
        return []
    for price, value in ((item.unit_net_price, item.net), (item.unit_gross_price, item.gross)):
        if price is None or value is None or price <= 0 or value.confidence < case.thresholds.telling_confidence:
            continue
        off = 1 - value.value / (item.quantity.value * price)
        if off > case.thresholds.most_discount and item.discount is not None:
            message = "Rabat na pozycji jest nieprawdopodobnie duży; ilość mogła zostać zmieniona."
            return [unsure("quantity", message, code=Code.QUANTITY_MISMATCH, found=f"{off:.0%}", at=line.place())]
    return []


def _taken_back(case: Case, reading: Reading, counted: Count) -> list[Result]:
    """Negative lines: a rebate is noted; one that takes back a good part of what counts may be a return."""
    bought = sum((line.line.net.value for line in counted.eligible if line.line.net is not None), Decimal(0))
    negative = [(name, item) for name, item in reading.lines if item.net is not None and item.net.value < 0]
    results = []
    for name, item in negative:
        if item.net is None:
            continue
        much = bought > 0 and -item.net.value > case.thresholds.most_taken_back * bought
        message = "Pozycja ujemna: część towaru mogła zostać zwrócona lub darowana."
        results.append(
            failed(
                "quantity", Code.QUANTITY_MISMATCH, message, found=f"{item.description}: {plain(item.net.value)}",
                at=_place(name, item), blocking=much,
            )
        )  # fmt: skip
    return results


def _place(document: str, item: LineItem) -> Sourced[str]:
    return Sourced(Field(value=item.description, page=item.page, box=item.box), document)
