"""Invoice numbers of any form, beside the numbers of other documents."""

from __future__ import annotations

import pytest

from extractors.heads.header import read_header
from programme.identifiers import normalise_invoice_number
from tests.extractors.sheets import Line, sheet

REST: list[Line] = [
    (0.05, 10, "Sprzedawca:"),
    (0.55, 10, "Nabywca:"),
    (0.05, 11, "Agro Pole Sp. z o.o."),
    (0.55, 11, "Jan Nowak"),
    (0.05, 12, "NIP: 5265877635"),
    (0.55, 12, "NIP: 8567346215"),
    (0.05, 14, "Zamówienie nr: ZO/7183/2025"),
    (0.35, 14, "WZ nr 4512/MAG/2025"),
    (0.65, 14, "Nr klienta: 100234"),
    (0.05, 15, "Umowa nr 77/2025/K"),
    (0.05, 40, "Nr konta: 18 8844 4124 9670 0359 7340 6043"),
]
NUMBERS = [
    "FV/123/09/2025", "FV 856/2024", "9000007740", "FS-1508/25/JAR", "2024/09/7722/S", "FVS-02479-24", "F/000269/24",
    "00123/FVS/2025", "FA/7537/2025/08/A", "FS 6125/MAG/2025", "12/2025", "PL01/25/000123", "S-FV/2025/09/0017",
    "1/09/2025",
]  # fmt: skip
LAYOUTS: dict[str, list[Line]] = {
    "title nr": [(0.3, 6, "Faktura VAT nr {}")],
    "title": [(0.3, 6, "Faktura VAT {} oryginał")],
    "TITLE NR": [(0.3, 6, "FAKTURA VAT NR {}")],
    "bare title": [(0.3, 6, "Faktura {}")],
    "below": [(0.3, 6, "FAKTURA VAT"), (0.3, 7.2, "nr {}")],
    "number of the invoice": [(0.7, 2, "Numer faktury:"), (0.7, 3, "{}"), (0.3, 6, "Faktura podstawowa")],
    "document no.": [(0.55, 2, "FAKTURA"), (0.55, 4, "Nr dokumentu"), (0.8, 4, ": {}")],
    "bilingual": [(0.2, 6, "Faktura VAT / VAT Invoice {}")],
    "english": [(0.2, 6, "INVOICE"), (0.2, 8, "Invoice No.: {}")],
    "number after colon": [(0.3, 6, "FAKTURA VAT"), (0.3, 7.3, "Nr: {} z dnia 12.09.2025")],
    "with date": [(0.3, 6, "Faktura VAT nr {} z dnia 12.09.2025")],
    "sales": [(0.3, 6, "Faktura sprzedaży nr {}")],
}


@pytest.mark.parametrize("mode", ["text", "joined"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("number", NUMBERS)
def test_number(number: str, layout: str, mode: str) -> None:
    lines = [(x, row, text.format(number)) for x, row, text in LAYOUTS[layout]]
    header = read_header([sheet(lines + REST, mode)])
    assert header.invoice_number is not None
    assert normalise_invoice_number(header.invoice_number.value) == normalise_invoice_number(number)
    if mode == "text":
        assert header.invoice_number.value == number


def test_number_alone_under_the_title() -> None:
    lines: list[Line] = [(0.05, 2, "15-09-2024"), (0.3, 6, "FAKTURA VAT"), (0.3, 7.4, "FV 7588/2024")]
    header = read_header([sheet(lines + REST)])
    assert header.invoice_number is not None and header.invoice_number.value == "FV 7588/2024"


def test_an_invoice_without_a_number_does_not_borrow_one() -> None:
    header = read_header([sheet([(0.3, 6, "FAKTURA VAT"), *REST])])
    assert header.invoice_number is None


def test_the_number_of_a_correction_and_of_what_it_corrects() -> None:
    lines: list[Line] = [
        (0.3, 5, "Faktura korygująca FK/8387/09/2024 oryginał"),
        (0.05, 7, "Dotyczy faktury nr 9000009696 z dnia 2024-09-08. Przyczyna: błędna ilość"),
    ]
    header = read_header([sheet(lines + REST)])
    assert header.invoice_number is not None and header.invoice_number.value == "FK/8387/09/2024"
    assert header.corrected_invoice_number is not None
    assert header.corrected_invoice_number.value == "9000009696"


@pytest.mark.parametrize("mode", ["text", "joined"])
def test_one_line_for_both_numbers(mode: str) -> None:
    lines: list[Line] = [(0.1, 5, "Faktura VAT korygująca nr FKS/12/2025 do faktury nr FS/7/2025")]
    header = read_header([sheet(lines + REST, mode)])
    assert header.invoice_number is not None and header.invoice_number.value == "FKS/12/2025"
    assert header.corrected_invoice_number is not None
    assert header.corrected_invoice_number.value == "FS/7/2025"


def test_a_number_that_stands_again_is_surer() -> None:
    lines: list[Line] = [(0.3, 6, "Faktura VAT nr FV/123/09/2025")]
    once = read_header([sheet(lines + REST)]).invoice_number
    again: list[Line] = [(0.05, 45, "Tytuł przelewu: FV/123/09/2025")]
    twice = read_header([sheet(lines + REST + again)]).invoice_number
    assert once is not None and twice is not None
    assert twice.confidence > once.confidence
    assert "repeated" in twice.witnesses


def test_a_package_in_a_row_of_goods_is_no_number_without_caption() -> None:
    lines: list[Line] = [
        (0.1, 1, "Wystawiono"),
        (0.1, 2, "12.08.2025"),
        (0.1, 6, "Saletra amonowa 34,4% N"),
        (0.1, 7, "BB 500 kg"),
        (0.6, 6, "1823,00"),
    ]
    for mode in ("ocr", "text"):
        assert read_header([sheet(lines, mode)]).invoice_number is None
