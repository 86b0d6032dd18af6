"""Dates told by what stands around them where no label is known, and those that others' captions claim."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.heads.header import Header, read_header
from extractors.text.captions import Sense, sense_of
from programme.thresholds import Thresholds
from tests.extractors.sheets import Line, sheet

DAY = date(2025, 9, 12)
TABLE: list[Line] = [(0.08, 24, "Lp."), (0.2, 24, "Nazwa towaru"), (0.6, 24, "Ilość"), (0.8, 24, "Wartość netto")]


def read(*lines: Line) -> Header:
    return read_header([sheet([*lines, *TABLE, (0.08, 25, "1"), (0.2, 25, "Rolnik szt."), (0.6, 25, "7")])])


@pytest.mark.parametrize(
    ("caption", "sense"),
    [
        ("data:", Sense.BARE), ("data date", Sense.BARE), ("z dnia", Sense.BARE), ("", Sense.NONE),
        ("faktura wystawiona dnia", Sense.ISSUE), ("numer / data", Sense.ISSUE), ("sprzedaz:", Sense.SALE),
        ("termin platnosci", Sense.OTHER), ("zamowienie z dnia", Sense.OTHER), ("wydruk:", Sense.OTHER),
        ("do zamowienia nr", Sense.OTHER), ("opiekun", Sense.UNKNOWN),
    ],
)  # fmt: skip
def test_the_sense_of_a_caption(caption: str, sense: Sense) -> None:
    assert sense_of(caption) is sense


@pytest.mark.parametrize(
    "lines",
    [
        [(0.08, 1, "Dokument:"), (0.3, 1, "Faktura VAT"), (0.08, 2, "Nr:"), (0.3, 2, "7/2025"),
         (0.08, 3, "Data:"), (0.3, 3, "12.09.2025"), (0.6, 1, "Płatność:"), (0.75, 1, "26.09.2025")],
        [(0.6, 1, "Faktura"), (0.58, 2, "FV/7/2025"), (0.57, 3, "z dnia 12.09.2025"), (0.55, 4, "płatna 26.09.2025")],
        [(0.6, 1, "Faktura"), (0.6, 2, "FV/7/2025"), (0.6, 4, "Data Date"), (0.6, 5, "2025/09/12"),
         (0.6, 7, "Data dostawy"), (0.6, 8, "2025/09/10")],
        [(0.08, 1, "Faktura nr FV/7/2025"), (0.5, 3, "Nr zamówienia / 45000 /"), (0.8, 4, "26.08.2025"),
         (0.5, 4, "Data"), (0.5, 6, "Data"), (0.8, 6, "12.09.2025")],
    ],
)  # fmt: skip
def test_a_mere_date_is_the_documents_own(lines: list[Line]) -> None:
    issued = read(*lines).issue_date
    assert issued is not None and issued.value == DAY
    assert issued.confidence >= Thresholds().decisive_confidence


@pytest.mark.parametrize(
    "lines",
    [
        [(0.5, 3, "Zamówienie 12/2025"), (0.5, 4, "z dnia 10.09.2025")],
        [(0.5, 3, "Dokument WZ/12/2025"), (0.5, 4, "z dnia 10.09.2025")],
        [(0.5, 3, "Wydruk: 13.09.2025"), (0.5, 4, "Umowa z dnia 10.09.2025")],
        [(0.5, 3, "Nr zamówienia / 45000 /"), (0.5, 4, "Data"), (0.8, 4, "10.09.2025")],
    ],
)
def test_dates_of_other_documents_are_not_its_own(lines: list[Line]) -> None:
    issued = read((0.08, 1, "Faktura VAT nr FV/7/2025"), *lines).issue_date
    assert issued is None or issued.confidence < Thresholds().agreeing_confidence


def test_of_two_dates_without_captions_neither_is_believed() -> None:
    issued = read((0.08, 1, "Faktura VAT nr FV/7/2025"), (0.8, 1, "12.09.2025"), (0.8, 3, "13.09.2025")).issue_date
    assert issued is None or issued.confidence < Thresholds().agreeing_confidence
    issued = read((0.08, 1, "Faktura VAT nr FV/7/2025"), (0.8, 3, "12.09.2025")).issue_date
    assert issued is not None and issued.value == DAY
    assert issued.confidence < Thresholds().decisive_confidence


@pytest.mark.parametrize("title", [[(0.08, 1, "FAKTURA FS 7/2025"), (0.8, 1, "12.09.2025")],
                                   [(0.08, 1, "Faktura VAT FS 7/2025 · 12.09.2025")]])  # fmt: skip
def test_a_date_in_the_titles_line(title: list[Line]) -> None:
    issued = read(*title, (0.08, 3, "Termin płatności: 26.09.2025")).issue_date
    assert issued is not None and issued.value == DAY
    assert issued.confidence >= Thresholds().decisive_confidence


def test_labels_of_two_languages_are_one() -> None:
    header = read(
        (0.08, 1, "Faktura / Invoice FV/7/2025"),
        (0.08, 4, "Sprzedaż Seller"), (0.08, 5, "Siew Sp. z o.o."), (0.08, 6, "62-061 Granowo"),
        (0.08, 7, "VAT-ID PL5261040828"), (0.5, 4, "Wystawiono na Bill to"),
        (0.5, 5, "Gospodarstwo Rolno-Hodowlane Jan Rolny"),
        (0.5, 6, "64-010 Krzywiń"), (0.5, 7, "VAT-ID PL5265877635"),
    )  # fmt: skip
    assert header.buyer.nip is not None and header.buyer.nip.value == "5265877635"
    assert header.buyer.name is not None and header.buyer.name.value == "Gospodarstwo Rolno-Hodowlane Jan Rolny"
    assert header.seller.nip is not None and header.seller.nip.value == "5261040828"
