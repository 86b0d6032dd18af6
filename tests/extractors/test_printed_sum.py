"""A row of the summary by rate must not pass for the totals where the lines contradict it."""

from __future__ import annotations

from decimal import Decimal

from extractors.tables.arithmetic import Cell, RawLine
from extractors.tables.columns import Role
from extractors.tables.proof import RawTable, prove
from extractors.tables.totals import Summary
from programme.geometry import Box
from programme.thresholds import DEFAULT_THRESHOLDS

_BOX = Box(0.1, 0.1, 0.2, 0.12)


def _cell(text: str) -> Cell:
    return Cell(1, _BOX, (text,), 0.96)


def _line(quantity: str, price: str, net: str, rate: str, vat: str, gross: str) -> RawLine:
    texts = {
        Role.QUANTITY: quantity,
        Role.PRICE: price,
        Role.NET: net,
        Role.RATE: rate,
        Role.VAT: vat,
        Role.GROSS: gross,
    }
    return RawLine(1, _BOX, "towar", "szt.", {role: _cell(text) for role, text in texts.items()})


_LINES = (
    _line("2", "19,05", "38,10", "5", "1,91", "40,01"),
    _line("45", "311,50", "14 017,50", "8", "1 121,40", "15 138,90"),
)


def test_the_printed_sum_that_lines_add_up_to_is_taken_but_proves_nothing() -> None:
    """The stamp hides net and VAT of the totals; the first row of the summary agrees with itself."""
    summary = Summary(net=(_cell("38,10"),), vat=(_cell("1,91"),), gross=(_cell("40,01"), _cell("15 178,91")))
    proof = prove(RawTable(_LINES, summary))
    assert proof.holds is False
    assert proof.totals.gross is not None
    assert proof.totals.gross.value == Decimal("15178.91")
    assert proof.totals.gross.confidence < DEFAULT_THRESHOLDS.decisive_confidence


def test_totals_that_lines_contradict_are_not_sure() -> None:
    summary = Summary(net=(_cell("38,10"),), vat=(_cell("1,91"),), gross=(_cell("40,01"),))
    gross = prove(RawTable(_LINES, summary)).totals.gross
    assert gross is not None
    assert gross.confidence < DEFAULT_THRESHOLDS.decisive_confidence
    assert not gross.witnesses
