"""Sums printed on a document, and the totals among them that agree with each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.tables.arithmetic import GROSZ, Cell
from programme.invoices import VatRow

RowSums = tuple[Decimal | None, Decimal | None, Decimal | None]  # net, VAT, gross


@dataclass(frozen=True, slots=True)
class Summary:
    """What the document prints as its sums: candidates of each total, the likeliest first, and VAT rows."""

    net: tuple[Cell, ...] = ()
    vat: tuple[Cell, ...] = ()
    gross: tuple[Cell, ...] = ()
    vat_rows: tuple[VatRow, ...] = ()
    carried_in: Decimal | None = None  # net, from a page before the first one read
    carried_out: Decimal | None = None  # net, to a page after the last one read
    amounts: tuple[Cell, ...] = ()  # every amount printed outside the items


@dataclass(frozen=True, slots=True)
class Decided:
    """Totals that agree with each other, each with the cell it was read from (None where it was computed)."""

    net: Decimal | None = None
    vat: Decimal | None = None
    gross: Decimal | None = None
    net_cell: Cell | None = None
    vat_cell: Cell | None = None
    gross_cell: Cell | None = None
    agree: bool = False


def decide(summary: Summary) -> Decided:
    """The totals that agree: net + VAT = gross, the VAT rows' sums; what is alone is taken but not agreed."""
    sums = row_sums(summary.vat_rows)
    best: tuple[int, Decided] = (-1000, Decided())
    for net in _options(summary.net, sums[0]):
        for vat in _options(summary.vat, sums[1]):
            for gross in _options(summary.gross, sums[2]):
                decided = _weigh(net, vat, gross, sums)
                if decided[0] > best[0]:
                    best = decided
    if _is_tail(best[1].gross, summary.gross):
        return replace(best[1], agree=False)
    return best[1]


def _is_tail(gross: Decimal | None, cells: Sequence[Cell]) -> bool:
    """Whether a longer sum ends in the digits of `gross`: where amounts run over two rows of narrow cells, their last
    groups ("568,00", "405,44", "973,44") add up by themselves, and the longer one tells."""
    digits = "" if gross is None else _digits(gross)
    others = {_digits(reading.value) for cell in cells for reading in cell.values() if reading.penalty <= 1}
    return len(digits) >= 5 and any(len(other) > len(digits) and other.endswith(digits) for other in others)


def _digits(value: Decimal) -> str:
    return "".join(map(str, value.quantize(GROSZ).as_tuple().digits))


def row_sums(rows: Iterable[VatRow]) -> RowSums:
    """Net, VAT and gross sums of the rows by rate; None where there are none, or a rate has two: those are of two
    tables of rates, and what two invoices on one page sum to proves neither."""
    known = [row for row in rows if row.net is not None and row.vat is not None and row.gross is not None]
    taxed = [row.rate for row in known if row.vat]
    if not known or len(set(taxed)) < len(taxed):
        return None, None, None
    return (
        sum((r.net for r in known if r.net is not None), Decimal(0)),
        sum((r.vat for r in known if r.vat is not None), Decimal(0)),
        sum((r.gross for r in known if r.gross is not None), Decimal(0)),
    )


_Option = tuple[Decimal | None, Cell | None, int]


def _options(cells: Sequence[Cell], computed: Decimal | None) -> list[_Option]:
    options: list[_Option] = []
    for cell in cells[:4]:
        options += [(reading.value, cell, reading.penalty) for reading in cell.values()]
    if computed is not None:
        options.append((computed, None, 1))
    return [*options, (None, None, 2)]


def _weigh(net: _Option, vat: _Option, gross: _Option, sums: RowSums) -> tuple[int, Decided]:
    score = 0
    agree = False
    if net[0] is not None and vat[0] is not None and gross[0] is not None:
        # What was only computed from the VAT rows agrees with itself: that proves nothing.
        agree = abs(net[0] + vat[0] - gross[0]) <= GROSZ and any(o[1] is not None for o in (net, vat, gross))
        agree = agree and net[0] * vat[0] >= 0  # a tax has the sign of its net value
        score += 60 if agree else -40
    for option, computed in zip((net, vat, gross), sums, strict=True):
        if option[0] is not None and option[1] is not None:
            score += 10
        if option[0] is not None and computed is not None and option[1] is not None:
            near = abs(option[0] - computed) <= 2 * GROSZ
            score += 8 if near else 0
            agree = agree or near
        score -= 3 * option[2]
    return score, Decided(net[0], vat[0], gross[0], net[1], vat[1], gross[1], agree)
