"""A row of the summary by rate must not pass for the totals where the lines contradict it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.tables.arithmetic import Cell, RawLine
from extractors.tables.columns import Role
from extractors.tables.line_items import is_whole, read_items
from extractors.tables.proof import RawTable, prove
from extractors.tables.summary import Summary, row_sums
from programme.geometry import Box
from programme.invoices import VatRow
from programme.thresholds import DEFAULT_THRESHOLDS
from tests.extractors.sheets import sheet

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


def test_a_net_sum_is_not_sure_where_the_gross_total_is_another() -> None:
    """The line of the other rate is lost: its net value lacks on both sides, the gross total tells."""
    summary = Summary(net=(_cell("14 017,50"),), gross=(_cell("15 178,91"),))
    totals = prove(RawTable(_LINES[1:], summary)).totals
    assert totals.net is not None
    assert totals.net.confidence < DEFAULT_THRESHOLDS.decisive_confidence
    whole = prove(RawTable(_LINES[1:], Summary(net=(_cell("14 017,50"),), gross=(_cell("15 138,90"),)))).totals
    assert whole.net is not None
    assert whole.net.confidence >= DEFAULT_THRESHOLDS.decisive_confidence


def _rate_row(rate: str, net: str, vat: str, gross: str) -> VatRow:
    return VatRow(rate=rate, net=Decimal(net), vat=Decimal(vat), gross=Decimal(gross))


def test_two_tables_of_rates_are_not_added_up() -> None:
    """Of two invoices on one page the lines sum to what both rows of 8 % sum to: that proves neither invoice."""
    lines = (
        _line("20", "298,50", "5970,00", "8", "477,60", "6447,60"),
        _line("34", "289,00", "9826,00", "8", "786,08", "10612,08"),
    )
    summary = Summary(
        net=(_cell("5970,00"), _cell("9826,00")),
        vat=(_cell("477,60"), _cell("786,08")),
        gross=(_cell("6447,60"), _cell("10612,08")),
        vat_rows=(
            _rate_row("8", "5970.00", "477.60", "6447.60"),
            _rate_row("8", "9826.00", "786.08", "10612.08"),
        ),
    )
    proof = prove(RawTable(lines, summary))
    assert proof.holds is False
    assert not any(line.proven for line in proof.lines)
    two_rates = (_rate_row("8", "5970.00", "477.60", "6447.60"), _rate_row("23", "100.00", "23.00", "123.00"))
    assert row_sums(two_rates) == (Decimal("6070.00"), Decimal("500.60"), Decimal("6570.60"))


@pytest.mark.parametrize(("vat", "gross", "rate"), [("477,60", "6 447,60", "8"), ("480,60", "6 450,60", "38")])
def test_a_rate_its_amounts_tell_otherwise_is_misread(vat: str, gross: str, rate: str) -> None:
    """A rule before "8%" is read as a three: the amounts say which of the lawful rates it is, if one."""
    items = read_items(
        [
            sheet(
                [
                    (0.05, 12, "Nazwa"), (0.45, 12, "Ilość"), (0.55, 12, "Cena netto"), (0.75, 12, "Wartość netto"),
                    (0.05, 13, "KWS TAYO"), (0.45, 13, "20 j.s."), (0.55, 13, "298,50"), (0.75, 13, "5 970,00"),
                    (0.3, 16, "Stawka VAT"), (0.45, 16, "Netto"), (0.6, 16, "VAT"), (0.75, 16, "Brutto"),
                    (0.3, 17, "38%"), (0.45, 17, "5 970,00"), (0.6, 17, vat), (0.75, 17, gross),
                    (0.3, 18, "Razem"), (0.45, 18, "5 970,00"), (0.6, 18, vat), (0.75, 18, gross),
                ]
            )
        ]
    )  # fmt: skip
    assert [row.rate for row in items.vat_rows] == [rate]
    assert [line.vat_rate for line in items.lines] == [rate]
    assert is_whole(items) is (rate == "8")


@pytest.mark.parametrize(("gross", "net"), [("6 447,60", "5970.00"), ("6 447,61", None)])
def test_a_net_sum_that_was_not_read_is_the_lines_where_they_make_the_gross_sum(gross: str, net: str | None) -> None:
    line = _line("20", "298,50", "5970,00", "8", "477,60", "6447,60")
    totals = prove(RawTable((line,), Summary(gross=(_cell(gross),)))).totals
    assert (totals.net and totals.net.value) == (Decimal(net) if net else None)
    assert (totals.vat and totals.vat.value) == (Decimal("477.60") if net else None)
