"""NIP, KSeF numbers and links, invoice numbers. Vectors: the ministry's own samples."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.identifiers import (
    fold_invoice_number,
    is_ksef_shaped,
    normalise_invoice_number,
    parse_ksef_link,
    parse_ksef_number,
    parse_nip,
)

KSEF_NUMBERS = (
    "5265877635-20250826-0100001AF629-AF",
    "5265877635-20250626-010080DD2B5E-26",
    "5265877635-20250916-010040741B3E-46",
    "5265877635-20250916-0100C002FF3E-D5",
    "5265877635-20250916-02000009FF3E-FB",
    "5265877635-20250916-020000583241-84",
    "5265877635-20250916-0200A0D6723E-C2",
    "5265877635-20250925-010020A0A242-0A",
    "5555555555-20250828-010080615740-E4",
)


@pytest.mark.parametrize("number", KSEF_NUMBERS)
def test_ksef_numbers(number: str) -> None:
    assert parse_ksef_number(number) == number
    assert parse_ksef_number(f" {number.lower()} ") == number
    for place in (3, 13, 24, 34):
        other = "1" if number[place] != "1" else "2"
        broken = number[:place] + other + number[place + 1 :]
        assert is_ksef_shaped(broken)
        assert parse_ksef_number(broken) is None


def test_ksef_number_without_hyphens_is_none() -> None:
    assert parse_ksef_number(KSEF_NUMBERS[0].replace("-", "")) is None


def test_ksef_link() -> None:
    link = parse_ksef_link(
        "https://qr-test.ksef.mf.gov.pl/invoice/1111111111/01-02-2026/UtQp9Gpc51y-u3xApZjIjgkpZ01js-J8KflSPW8WzIE"
    )
    assert link is not None
    assert (link.seller_nip, link.issue_date, link.is_production) == ("1111111111", date(2026, 2, 1), False)
    assert len(link.sha256) == 64
    assert parse_ksef_link("https://qr.ksef.mf.gov.pl/invoice/1111111111/31-02-2026/UtQp9Gpc51y") is None
    assert parse_ksef_link("https://example.org/") is None


@pytest.mark.parametrize("printed", ["526-587-76-35", "PL 5265877635", "526 587 76 35", "pl5265877635"])
def test_nip_as_printed(printed: str) -> None:
    assert parse_nip(printed) == "5265877635"


@given(st.integers(0, 9), st.integers(0, 9))
def test_one_changed_digit_breaks_a_nip(place: int, digit: int) -> None:
    nip = "5262814120"
    changed = nip[:place] + str(digit) + nip[place + 1 :]
    assert (parse_nip(changed) is not None) is (changed == nip)


def test_invoice_numbers() -> None:
    assert normalise_invoice_number(" fv / 12–09 ") == "FV/12-09"
    assert fold_invoice_number("FV/O12/l") == fold_invoice_number("FV-012-1")
    assert fold_invoice_number("FV/8/1") != fold_invoice_number("FV/3/1")
    assert fold_invoice_number("FV/012") != fold_invoice_number("FV/12")
