"""Pages of one invoice photographed apart: where one goes on with another, and what two of them show alike.

A page without a number is joined by what it says: its lines and totals add up only together with the others', or it
shows again what the others show. Two photos of one sheet overlap; rows on both count once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from programme.invoices import Field, Invoice, LineItem
from programme.thresholds import DEFAULT_THRESHOLDS

_MOST_PAGES = 4  # overlaps of more pages are not tried

Fits = Callable[[Sequence[LineItem]], bool]


def repeats_of(pages: Sequence[Sequence[LineItem]], fits: Fits) -> tuple[int, ...]:
    """For each page how many of its first lines the page before shows too, so that the rest `fits`; none where
    nothing fits. The fewest repeats that fit are taken: equal lines may stand on one invoice."""
    none = (0,) * len(pages)
    if len(pages) > _MOST_PAGES:
        return none
    for repeats in _possible(pages):
        if fits([line for page, count in zip(pages, repeats, strict=True) for line in page[count:]]):
            return repeats
    return none


def _possible(pages: Sequence[Sequence[LineItem]]) -> Iterator[tuple[int, ...]]:
    def further(place: int, chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if place == len(pages):
            yield chosen
            return
        for count in _overlaps(pages[place - 1], pages[place]):
            yield from further(place + 1, (*chosen, count))

    yield from sorted(further(1, (0,)), key=sum)


def _overlaps(before: Sequence[LineItem], after: Sequence[LineItem]) -> list[int]:
    """How many lines at the end of one page may be those at the beginning of the next; none is always possible."""
    counts = range(1, min(len(before), len(after)) + 1)
    return [0, *(n for n in counts if all(map(_same_line, before[-n:], after[:n])))]


def _same_line(one: LineItem, other: LineItem) -> bool:
    return _amounts(one) == _amounts(other) and None not in _amounts(one)


def _amounts(line: LineItem) -> tuple[Decimal | None, Decimal | None]:
    value = line.net or line.gross
    return (line.quantity.value if line.quantity else None), (value.value if value else None)


def contradict(one: Invoice, other: Invoice) -> bool:
    """Whether two pages name another seller, buyer, number, date or total, each well enough read to count."""
    pairs: tuple[tuple[Field[Any] | None, Field[Any] | None], ...] = (
        (one.seller.nip, other.seller.nip),
        (one.buyer.nip, other.buyer.nip),
        (one.invoice_number, other.invoice_number),
        (one.issue_date, other.issue_date),
        (one.ksef_number, other.ksef_number),
    )
    telling = DEFAULT_THRESHOLDS.telling_confidence
    return any(
        a is not None and b is not None and a.value != b.value and min(a.confidence, b.confidence) >= telling
        for a, b in pairs
    )


def shows_again(part: Invoice, lines: Sequence[LineItem], gross: Decimal | None) -> bool:
    """Whether a page shows nothing but what is known: each of its lines, and the gross total or at least one line."""
    known = Counter(_amounts(line) for line in lines)
    seen = Counter(_amounts(line) for line in part.lines)
    if any(None in amounts for amounts in seen) or seen - known:
        return False
    total = part.totals.gross
    if total is not None:
        return total.value == gross
    return bool(seen)
