"""Parties that are the rows of a table, and NIPs on an invoice that are no party's."""

from __future__ import annotations

import pytest

from extractors.evidence.agreement import combine_headers
from extractors.heads.header import Header, read_header
from programme.thresholds import Thresholds
from tests.extractors.sheets import Line, sheet
from tests.extractors.test_header_parties import BUYER, SELLER, TABLE, THIRD, TITLE

_SURE = Thresholds().decisive_confidence


def _row(row: float, label: str, name: str, address: str, nip: str, right: float = 0.0) -> list[Line]:
    """A party's row; `right` is how far its NIP is set in."""
    return [(0.05, row, label), (0.2, row, name), (0.45, row, address), (0.78 + right, row, nip)]


def _rows(sold: str = "Sprzedawca", bought: str = "Nabywca") -> list[Line]:
    return [
        *_row(4, sold, "Agro Pole Sp. z o.o.", "ul. Polna 7, 62-300 Wola", f"NIP {SELLER}"),
        *_row(6, bought, "Jan Nowak", "ul. Gajowa 12, 64-000 Ło", f"NIP {BUYER}"),
        *_row(8, "Odbiorca", "Anna Rolna", "Las 2, 88-410 Trzebin", f"NIP {THIRD}"),
    ]


def _nips(header: Header) -> tuple[str | None, str | None]:
    seller, buyer = header.seller.nip, header.buyer.nip
    return seller.value if seller is not None else None, buyer.value if buyer is not None else None


@pytest.mark.parametrize("mode", ["text", "joined"])
@pytest.mark.parametrize("heading", [True, False])
def test_a_nip_at_the_end_of_a_partys_row_is_its_own(heading: bool, mode: str) -> None:
    titles: list[Line] = [(0.2, 2, "Nazwa"), (0.45, 2, "Adres"), (0.78, 2, "NIP")]
    header = read_header([sheet([*(titles if heading else []), *_rows(), *TITLE, *TABLE], mode)])
    assert _nips(header) == (SELLER, BUYER)
    assert header.seller.nip is not None and header.seller.nip.confidence > _SURE
    assert header.buyer.name is not None and header.buyer.name.value.replace(" ", "") == "JanNowak"
    assert header.recipient is not None and header.recipient.nip is not None
    assert header.recipient.nip.value == THIRD


def test_the_figures_under_a_heading_of_nips_are_nips_however_they_are_set() -> None:
    lines: list[Line] = [
        (0.05, 2, "Strona"), (0.2, 2, "Nazwa i forma prawna"), (0.45, 2, "Adres"), (0.78, 2, "Nr NIP"),
        *_row(4, "Nabywca", "Jan Nowak", "Gaj 12, 64-000 Kutno", BUYER, 0.08),
        *_row(6, "Odbiorca", "Anna Rolna", "Las 2, 88-410 Trzebin", ""),
        *_row(8, "Sprzedawca", "Agro Pole S.A.", "Polna 7, 62-300 Wola", "526-587-76-35", 0.05),
    ]  # fmt: skip
    assert _nips(read_header([sheet([*lines, *TITLE, *TABLE])])) == (SELLER, BUYER)


def test_lines_of_a_cell_belong_to_its_row() -> None:
    lines: list[Line] = [
        *_row(4, "Sprzedawca", "Agro Pole Sp. z o.o.", "Polna 7", f"NIP {SELLER}"), (0.45, 4.9, "62-300 Wola"),
        *_row(6.5, "Nabywca", "Gospodarstwo Rolne", "Gaj 12", f"NIP {BUYER}"),
        (0.2, 7.4, "Jan Nowak"), (0.45, 7.4, "64-000 Kutno"),
    ]  # fmt: skip
    header = read_header([sheet([*lines, *TITLE, *TABLE])])
    assert _nips(header) == (SELLER, BUYER)
    assert header.buyer.name is not None and header.buyer.name.value == "Gospodarstwo Rolne Jan Nowak"
    assert header.seller.address is not None and header.seller.address.value == "Polna 7, 62-300 Wola"


@pytest.mark.parametrize(("sold", "bought"), [("Sprzed~wco", "Nabywca"), ("", "Nabywca"), ("Sprzedawca", "Nohyweo")])
def test_a_row_whose_label_cannot_be_read_is_nobody_elses(sold: str, bought: str) -> None:
    page = sheet([*_rows(sold, bought), *TITLE, *TABLE], "joined")
    header = combine_headers(read_header([page]), read_header([page]))
    for nip, own in ((header.seller.nip, SELLER), (header.buyer.nip, BUYER)):
        assert nip is None or nip.value == own or nip.confidence < _SURE


def _blocks(*further: Line, seller: str = f"NIP: {SELLER}", buyer: str = f"NIP: {BUYER}") -> list[Line]:
    return [
        (0.05, 2, "Sprzedawca:"), (0.55, 2, "Nabywca:"), (0.05, 3, "Agro Pole Sp. z o.o."), (0.55, 3, "Jan Nowak"),
        (0.05, 4, "Polna 7, 62-300 Wola"), (0.55, 4, "Gaj 12, 64-000 Kutno"), (0.05, 5, seller), (0.55, 5, buyer),
        *further,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "further",
    [
        [(0.05, 6, "Bank: Bank Rolny w Kutnie"), (0.05, 7, f"NIP banku {THIRD}")],
        [(0.05, 6, "Transport: Wóz Sp. z o.o."), (0.05, 7, f"NIP: {THIRD}")],
        [(0.05, 6, f"Wystawiono w systemie Bit Sp. z o.o., NIP {THIRD}")],
        [(0.05, 6, "Wóz Sp. z o.o."), (0.05, 7, "Rynek 1, 87-100 Gaj"), (0.05, 8, f"NIP: {THIRD}")],
        [(0.05, 60, "Przewoźnik: Wóz Sp. z o.o."), (0.05, 61, f"NIP: {THIRD}")],
    ],
)
def test_a_nip_under_another_firms_caption_is_no_partys(further: list[Line]) -> None:
    header = read_header([sheet([*_blocks(*further), *TITLE, *TABLE])])
    assert _nips(header) == (SELLER, BUYER)
    assert header.seller.nip is not None and header.seller.nip.confidence > _SURE
    # Nor does it stand in for one that cannot be read.
    without = read_header([sheet([*_blocks(*further, seller="", buyer=""), *TITLE, *TABLE])])
    assert without.buyer.nip is None
    assert without.seller.nip is None or without.seller.nip.confidence < 0.7


def test_a_free_nip_under_another_name_is_not_surely_the_sellers() -> None:
    further: list[Line] = [(0.05, 60, "Wóz Sp. z o.o."), (0.05, 61, f"NIP: {THIRD}")]
    header = read_header([sheet([*_blocks(*further, seller=""), *TITLE, *TABLE])])
    assert header.seller.nip is None or header.seller.nip.confidence < 0.7
    same: list[Line] = [(0.05, 60, "Agro Pole Sp. z o.o."), (0.05, 61, f"NIP: {SELLER}")]
    header = read_header([sheet([*_blocks(*same, seller=""), *TITLE, *TABLE])])
    assert header.seller.nip is not None and header.seller.nip.confidence > _SURE


@pytest.mark.parametrize(("printed", "mode"), [(SELLER, "text"), (SELLER, "joined"), (f"WlP: {SELLER}", "joined")])
def test_a_nip_under_an_address_whose_caption_is_lost(printed: str, mode: str) -> None:
    assert _nips(read_header([sheet([*_blocks(seller=printed), *TITLE, *TABLE], mode)])) == (SELLER, BUYER)


def test_a_carrier_under_the_values_of_a_party_is_no_column() -> None:
    lines: list[Line] = [
        (0.05, 1, "Sprzedawca:"), (0.2, 1, "Agro Pole Sp. z o.o."), (0.2, 2, "Polna 7, 62-300 Wola"),
        (0.2, 3, f"NIP: {SELLER}"), (0.2, 4, "Przewoźnik: Wóz Sp. z o.o."), (0.2, 5, f"NIP: {THIRD}"),
        (0.05, 7, "Nabywca:"), (0.2, 7, "Jan Nowak"), (0.2, 8, "Gaj 12, 64-000 Kutno"), (0.2, 9, f"NIP: {BUYER}"),
    ]  # fmt: skip
    header = read_header([sheet([*lines, *TITLE, *TABLE])])
    assert _nips(header) == (SELLER, BUYER)
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Nowak"


def test_a_nip_before_the_label_of_a_row() -> None:
    lines: list[Line] = [
        (0.05, 2, "NIP"), (0.2, 2, "Strona"), (0.5, 2, "Nazwa i adres"),
        (0.05, 4, SELLER), (0.2, 4, "sprzedawca"), (0.33, 4, "Agro Pole S.A., Polna 7, 62-300"), (0.33, 4.9, "Wola"),
        (0.05, 6, BUYER), (0.2, 6, "nabywca"), (0.33, 6, "Jan Nowak, ul. Gajowa 12, 64-000 Kutno"),
    ]  # fmt: skip
    header = read_header([sheet([*lines, *TITLE, *TABLE])])
    assert _nips(header) == (SELLER, BUYER)
    assert header.seller.nip is not None and header.seller.nip.confidence > _SURE
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Nowak"


def test_a_branch_in_a_letterhead_is_the_firms_own() -> None:
    lines: list[Line] = [
        (0.35, 0, "Agro Pole Sp. z o.o."), (0.34, 1, "ul. Polna 7, 62-300 Wola"),
        (0.28, 2, "Oddział Gaj, 13-206 Gaj, tel. 59 769 77 76"), (0.32, 3, f"NIP {SELLER} REGON 617857726"),
        (0.05, 6, "Nabywca: Jan Nowak"), (0.05, 7, "Gajowa 12, 64-000 Kutno"), (0.05, 8, f"NIP nabywcy {BUYER}"),
    ]  # fmt: skip
    header = read_header([sheet([*lines, *TITLE, *TABLE])])
    assert _nips(header) == (SELLER, BUYER) and header.recipient is None
    assert header.seller.nip is not None and header.seller.nip.confidence > _SURE
    assert header.seller.name is not None and header.seller.name.value == "Agro Pole Sp. z o.o."
