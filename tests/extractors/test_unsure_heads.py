"""Dates and numbers that a recogniser misread, or that stand where two may be meant."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.evidence.agreement import combine_headers
from extractors.heads.header import read_header
from programme.invoices import DocumentType
from programme.thresholds import Thresholds
from tests.extractors.sheets import Line, sheet
from tests.extractors.test_header_parties import COLUMNS, TABLE, TITLE


@pytest.mark.parametrize(
    "line",
    [
        "Data wystawienia: 03.04.20Z5", "Data wystawien1a: O3.04.2025", "Kutno, dnia 03.04.Z025 r.",
        "Data wystawienia: 2025-O4-03", "Data wystawienia: O3 kwietnia 20Z5",
        "Data wystawienia: 3IV2025", "Data wystawienia: 03.04.2Q25",
    ],
)  # fmt: skip
def test_a_date_with_a_figure_read_as_a_letter(line: str) -> None:
    page = sheet([(0.6, 0, line), *COLUMNS, *TITLE, *TABLE], "joined")
    found = combine_headers(read_header([page]), read_header([page])).issue_date
    assert found is not None and found.value == date(2025, 4, 3)


@pytest.mark.parametrize("day", ["l7", "|7", "17"])
def test_a_stroke_before_a_day_is_a_figure(day: str) -> None:
    page = sheet([(0.6, 0, "Data wystawienia:"), (0.8, 0, f"{day} stycznia 2025"), *COLUMNS, *TITLE, *TABLE], "joined")
    header = read_header([page])
    assert header.issue_date is not None and header.issue_date.value == date(2025, 1, 17)


def test_a_year_of_two_figures_is_none_that_goes_on() -> None:
    header = read_header([sheet([(0.6, 0, "Data wystawienia: 03.04.20X5"), *COLUMNS, *TITLE, *TABLE], "joined")])
    assert header.issue_date is None


def test_a_series_before_figures_is_no_day() -> None:
    header = read_header([sheet([(0.6, 0, "Data wystawienia: S-12.09.25"), *COLUMNS, *TITLE, *TABLE], "joined")])
    assert header.issue_date is None or header.issue_date.value == date(2025, 9, 12)


def test_a_text_layer_misreads_nothing() -> None:
    header = read_header([sheet([(0.6, 0, "Data wystawienia: 03.04.20Z5"), *COLUMNS, *TITLE, *TABLE])])
    assert header.issue_date is None


@pytest.mark.parametrize("stamp", ["2025-09-22 11:42", "2025-09-22 nr wydr. 000123"])
def test_a_receipts_date_stands_beside_the_time(stamp: str) -> None:
    lines: list[Line] = [
        (0.3, 1, "Siew Sp. z o.o."), (0.3, 3, "PARAGON FISKALNY"), (0.3, 5, "Zyto TAYO 2 x 300,00 600,00 B"),
        (0.3, 7, "SUMA PLN 600,00"), (0.3, 9, stamp),
    ]  # fmt: skip
    header = read_header([sheet(lines)])
    assert header.document_type is DocumentType.RECEIPT
    assert header.issue_date is not None and header.issue_date.value == date(2025, 9, 22)
    assert header.issue_date.confidence < Thresholds().decisive_confidence


def test_a_number_under_the_title_goes_before_one_far_right_of_it() -> None:
    lines: list[Line] = [(0.05, 14, "FAKTURA VAT"), (0.7, 14, "1290/25/K"), (0.05, 15.2, "FS 77/09/2025")]
    header = read_header([sheet([*COLUMNS, *lines, *TABLE])])
    assert header.invoice_number is not None and header.invoice_number.value == "FS 77/09/2025"
    assert header.invoice_number.confidence < Thresholds().decisive_confidence
    alone = read_header([sheet([*COLUMNS, *lines[:2], *TABLE])]).invoice_number
    assert alone is not None and alone.value == "1290/25/K"
