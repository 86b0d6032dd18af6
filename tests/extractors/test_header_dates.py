"""Issue and sale dates by label, language and place; never those of payment, print, duplicate or order."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.heads.header import read_header
from tests.extractors.sheets import Line, sheet

PARTIES: list[Line] = [
    (0.05, 10, "Sprzedawca:"),
    (0.55, 10, "Nabywca:"),
    (0.05, 11, "Agro Pole Sp. z o.o."),
    (0.55, 11, "Jan Nowak"),
    (0.05, 12, "NIP: 5265877635"),
    (0.55, 12, "NIP: 8567346215"),
]
TITLE: list[Line] = [(0.3, 8, "Faktura VAT nr FV/12/09/2025")]
PAYMENT: list[Line] = [(0.05, 40, "Termin płatności: 26.09.2025"), (0.05, 41, "Data wydruku: 30.09.2025 12:01")]
ISSUED, SOLD = date(2025, 9, 12), date(2025, 9, 10)

VARIANTS: dict[str, list[Line]] = {
    "inline": [(0.6, 1, "Data wystawienia: 12.09.2025"), (0.6, 2, "Data sprzedaży: 10.09.2025")],
    "one row": [(0.05, 1, "Data wystawienia: 2025-09-12 Data dostawy: 2025-09-10 Zamówienie: ZO/18/2025")],
    "beside": [
        (0.5, 1, "Data wystawienia"),
        (0.75, 1, ": 12.09.2025"),
        (0.5, 2, "Data dostawy"),
        (0.75, 2, ": 10.09.2025"),
        (0.5, 3, "Data zamówienia"),
        (0.75, 3, ": 01.08.2025"),
    ],
    "row of labels over row of values": [
        (0.05, 1, "Data zamówienia"),
        (0.30, 1, "Data wystawienia"),
        (0.55, 1, "Data sprzedaży"),
        (0.78, 1, "Termin płatności"),
        (0.05, 2, "01-08-2025"),
        (0.30, 2, "12-09-2025"),
        (0.55, 2, "10-09-2025"),
        (0.78, 2, "26-09-2025"),
    ],
    "place and words": [
        (0.5, 1, "Poznań, dnia 12 września 2025 r."),
        (0.05, 16, "Data wykonania usługi: 10 września 2025 r."),
    ],
    "place and date": [(0.5, 1, "Bielsk Podlaski, 12.09.2025"), (0.05, 16, "Data dokonania dostawy: 10.09.2025")],
    "date and place": [(0.5, 1, "2025-09-12, Wilanów"), (0.05, 16, "Data zakończenia dostawy 2025-09-10")],
    "date and place, label": [
        (0.5, 1, "Data i miejsce wystawienia: 2025-09-12, Wilanów"),
        (0.5, 2, "Data wydania towaru: 2025-09-10"),
    ],
    "place and date under a label": [
        (0.5, 1, "Miejsce i data wystawienia"),
        (0.5, 2, "Wilanów, 2025-09-12"),
        (0.5, 4, "Data sprzedaży"),
        (0.5, 5, "2025-09-10"),
    ],
    "bilingual": [
        (0.4, 1, "Wystawiono dnia / Issue date: 12-09-2025, Jarocin"),
        (0.4, 2, "Data sprzedaży / Sale date: 10-09-2025"),
    ],
    "english": [(0.5, 1, "Date of issue: 12/09/2025"), (0.5, 2, "Delivery date: 10/09/2025"),
        (0.5, 3, "Due date: 26/09/2025")],
    "slashes and short year": [(0.5, 1, "Data wyst.: 12/09/25"), (0.5, 2, "Data sprz.: 10/09/25")],
}  # fmt: skip


@pytest.mark.parametrize("mode", ["text", "joined"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_dates(variant: str, mode: str) -> None:
    header = read_header([sheet(VARIANTS[variant] + TITLE + PARTIES + PAYMENT, mode)])
    assert header.issue_date is not None and header.issue_date.value == ISSUED
    assert header.sale_date is not None and header.sale_date.value == SOLD
    assert header.issue_date.box is not None and header.issue_date.page == 1


def test_without_a_sale_date_there_is_none() -> None:
    header = read_header([sheet([(0.6, 1, "Data wystawienia: 12.09.2025"), *TITLE, *PARTIES, *PAYMENT])])
    assert header.sale_date is None


def test_one_label_for_both() -> None:
    header = read_header([sheet([(0.5, 1, "Data wystawienia / sprzedaży: 12.09.2025"), *TITLE, *PARTIES, *PAYMENT])])
    assert header.issue_date is not None and header.sale_date is not None
    assert header.issue_date.value == header.sale_date.value == ISSUED


def test_a_duplicate_keeps_the_original_date() -> None:
    lines: list[Line] = [
        (0.5, 1, "DUPLIKAT z dnia 05.11.2025"),
        (0.5, 2, "Data wystawienia duplikatu: 05.11.2025"),
        (0.5, 3, "Data wystawienia: 12.09.2025"),
    ]
    header = read_header([sheet(lines + TITLE + PARTIES + PAYMENT)])
    assert header.duplicate_print
    assert header.issue_date is not None and header.issue_date.value == ISSUED


def test_a_correction_does_not_take_the_date_of_what_it_corrects() -> None:
    lines: list[Line] = [
        (0.05, 0, "Dane faktury korygowanej"),
        (0.05, 1, "Data wystawienia faktury, której dotyczy faktura korygująca: 01.08.2025"),
        (0.05, 2, "Numer faktury korygowanej: FV/7/08/2025"),
        (0.3, 5, "Faktura korygująca FK/1/09/2025"),
        (0.05, 16, "Data wystawienia: 12.09.2025"),
    ]
    header = read_header([sheet(lines + PARTIES + PAYMENT)])
    assert header.issue_date is not None and header.issue_date.value == ISSUED
    assert header.corrected_invoice_number is not None
    assert header.corrected_invoice_number.value == "FV/7/08/2025"


def test_two_places_that_agree_are_more_than_one() -> None:
    label: list[Line] = [(0.5, 2, "Data wystawienia: 12.09.2025")]
    place: list[Line] = [(0.5, 1, "Poznań, dnia 12.09.2025")]
    one = read_header([sheet(label + TITLE + PARTIES)]).issue_date
    both = read_header([sheet(place + label + TITLE + PARTIES)]).issue_date
    assert one is not None and both is not None
    assert both.confidence > one.confidence


def test_an_impossible_date_is_no_date() -> None:
    header = read_header([sheet([(0.5, 2, "Data wystawienia: 32.09.2025"), *TITLE, *PARTIES])])
    assert header.issue_date is None


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("Strona 2 z 3", (2, 3)),
        ("Str. 1/2", (1, 2)),
        ("Page 1 of 2", (1, 2)),
        ("Strona1z1", (1, 1)),
        ("strona 3 / 2", None),
    ],
)
def test_printed_pages(text: str, pages: tuple[int, int] | None) -> None:
    header = read_header([sheet([*TITLE, *PARTIES, (0.8, 58, text)])])
    assert header.printed_pages == (pages,)
