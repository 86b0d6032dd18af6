"""Dates and captions in one column: the captions over their dates, or under them; numbers of a series with signs."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.heads.header import Header, read_header
from tests.extractors.sheets import Line, sheet

ISSUED, SOLD = date(2025, 9, 12), date(2025, 9, 10)
HEAD: list[Line] = [(0.6, 1, "Faktura VAT"), (0.58, 2.2, "FS-2170/24/MG")]
PARTIES: list[Line] = [
    (0.08, 14, "Sprzedawca: Agro Skład"), (0.5, 14, "Nabywca: Jan Rolny"),
    (0.08, 15, "NIP: 5260001246"), (0.5, 15, "NIP: 1234563218"),
]  # fmt: skip


def head_of(column: list[str], pitch: float = 1.0, mode: str = "text") -> Header:
    stack: list[Line] = [(0.08, 1 + pitch * place, text) for place, text in enumerate(column)]
    return read_header([sheet([*HEAD, *stack, *PARTIES], mode)])


@pytest.mark.parametrize("mode", ["text", "joined"])
@pytest.mark.parametrize("pitch", [0.9, 1.2, 1.8])
@pytest.mark.parametrize(
    "lead", [[], ["Kutno", "miejsce wystawienia"], ["Kutno", "miejscowość"], ["Agro Skład Sp. z o.o.", "Kutno"]]
)
@pytest.mark.parametrize("caption", ["data wystawienia", "Dcta wystawienia"])
def test_captions_under_their_dates(lead: list[str], caption: str, pitch: float, mode: str) -> None:
    header = head_of([*lead, "12.09.2025", caption, "10.09.2025", "data sprzedaży"], pitch, mode)
    assert header.issue_date is not None and header.issue_date.value == ISSUED
    assert header.sale_date is None or header.sale_date.value == SOLD


@pytest.mark.parametrize("mode", ["text", "joined"])
@pytest.mark.parametrize("tail", [[], ["sposób zapłaty", "przelew"], ["termin płatności", "26.09.2025"]])
def test_captions_over_their_dates(tail: list[str], mode: str) -> None:
    header = head_of(["data wystawienia", "12.09.2025", "data sprzedaży", "10.09.2025", *tail], mode=mode)
    assert header.issue_date is not None and header.issue_date.value == ISSUED and header.issue_date.confidence >= 0.9
    assert header.sale_date is not None and header.sale_date.value == SOLD


def test_a_stack_that_can_be_read_either_way_is_doubtful() -> None:
    header = head_of(["data sprzedaży", "10.09.2025", "data wystawienia", "12.09.2025", "termin płatności"])
    assert header.issue_date is None or header.issue_date.value == ISSUED or header.issue_date.confidence < 0.9


def test_dates_whose_captions_are_nearer_to_the_next_date() -> None:
    # As on a photo: the small caption of a date stands closer to the date below it than to its own.
    column: list[Line] = [
        (0.08, 1.0, "Kutno"), (0.08, 1.9, "miejsce wystawienia"), (0.08, 2.7, "12.09.2025"),
        (0.08, 3.6, "data wystawienia"), (0.08, 4.3, "10.09.2025"), (0.08, 5.2, "data sprzedaży"),
        (0.08, 6.9, "Sprzedawca"), (0.08, 7.8, "Agro Skład"), (0.5, 6.9, "Nabywca"), (0.5, 7.8, "Jan Rolny"),
    ]  # fmt: skip
    header = read_header([sheet([*HEAD, *column], "joined")])
    assert header.issue_date is not None and header.issue_date.value == ISSUED
    assert header.sale_date is not None and header.sale_date.value == SOLD


@pytest.mark.parametrize("lead", [["Kutno", "miejscowość"], ["tel. 24 254 11 22"], []])
@pytest.mark.parametrize("caption", ["Data wydania towaru", "Daia sprzedaży"])
def test_the_date_whose_caption_is_lost_is_not_another(lead: list[str], caption: str) -> None:
    issue = head_of([*lead, "10.09.2025", caption, "12.09.2025"]).issue_date
    # Two readers see the same paper: what each is unsure of for the same reason must not add up.
    assert issue is None or issue.value == ISSUED or issue.confidence < 0.15


def test_a_place_captions_no_date() -> None:
    header = head_of(["Miejsce wystawienia", "10.09.2025", "Data dostawy", "12.09.2025"])
    assert header.issue_date is None or header.issue_date.confidence < 0.9


@pytest.mark.parametrize(
    "line",
    [
        "Data: 12.09.2025 (wystawienie), 10.09.2025 (dostawa)",
        "Data: 10.09.2025 (sprzedaż), 12.09.2025 (wystawienie)",
        "12.09.2025 r. (data wystawienia) 10.09.2025 r. (data sprzedaży)",
    ],
)
def test_what_a_date_is_in_brackets_behind_it(line: str) -> None:
    header = read_header([sheet([(0.08, 1, "Faktura SF0804744"), (0.08, 3, line), *PARTIES])])
    assert header.issue_date is not None and header.sale_date is not None
    assert (header.issue_date.value, header.sale_date.value) == (ISSUED, SOLD)


SERIES = ["FV-W 2219/25", "F.V. 12/2025", "FV/W 12/25", "FA(W) 123/25", "FV1 12/24", "FS MAG1 12/25", "S-FV 33/10/2025"]


@pytest.mark.parametrize("number", SERIES)
@pytest.mark.parametrize("title", ["Faktura VAT nr {}", "FAKTURA VAT NR {}", "Faktura {}"])
def test_a_series_with_signs_belongs_to_its_number(title: str, number: str) -> None:
    header = read_header([sheet([(0.3, 1, title.format(number)), (0.08, 3, "Data wystawienia: 12.09.2025"), *PARTIES])])
    assert header.invoice_number is not None and header.invoice_number.value == number


@pytest.mark.parametrize(
    "number", [*SERIES, "FV SPRZ KRA 12/25", "FV SPRZ KRA POZ 12/25", "[FV] 12/25", "FV-12/W 2025", "W1 FV 12/25"]
)
@pytest.mark.parametrize("arrangement", ["title", "right", "below"])
def test_a_number_without_its_series_is_never_sure(arrangement: str, number: str) -> None:
    lines: dict[str, list[Line]] = {
        "title": [(0.3, 1, f"FAKTURA VAT NR {number}")],
        "right": [(0.6, 1, "Faktura VAT"), (0.6, 2, "Numer"), (0.8, 2, number)],
        "below": [(0.1, 1, "Faktura"), (0.1, 3, "Nr faktury"), (0.1, 4, number)],
    }
    header = read_header([sheet([*lines[arrangement], (0.08, 6, "Data wystawienia: 12.09.2025"), *PARTIES])])
    assert (
        header.invoice_number is None or header.invoice_number.value == number or header.invoice_number.confidence < 0.9
    )


def test_the_number_of_a_delivery_note_in_a_box_is_none_of_the_invoice() -> None:
    boxes: list[Line] = [
        (0.06, 3, "Nr faktury"), (0.3, 3, "Data wystawienia"), (0.6, 3, "Nr dok. WZ"),
        (0.06, 4, "[A] 2661/24"), (0.3, 4, "12.09.2025"), (0.6, 4, "WZ/990/2024"),
    ]  # fmt: skip
    header = read_header([sheet([(0.06, 1, "Faktura"), *boxes, *PARTIES])])
    assert header.invoice_number is None or header.invoice_number.value != "WZ/990/2024"
    assert header.corrected_invoice_number is None


@pytest.mark.parametrize("mode", ["text", "joined"])
@pytest.mark.parametrize(
    "note", ["dok. WZ/259/2024", "Na podstawie dok. WZ/259/2024", "Nr dok. WZ/259/2024", "Dokument: ZK/7/2024"]
)
def test_a_number_of_goods_is_never_surely_the_invoices_own(note: str, mode: str) -> None:
    head: list[Line] = [(0.6, 1, "FS-2170/24/MG"), (0.6, 2, "Faktura VAT"), (0.08, 8, note)]
    number = read_header([sheet([*head, (0.6, 3.5, "Data wystawienia: 12.09.2025"), *PARTIES], mode)]).invoice_number
    assert number is not None and number.value == "FS-2170/24/MG"


def test_a_date_under_its_caption_is_no_number() -> None:
    rows: list[Line] = [
        (0.06, 1, "Faktura"), (0.79, 1, "FS-3387/24/MG"), (0.06, 2.4, "wystawiona"), (0.28, 2.4, "sprzedaż"),
        (0.06, 3.4, "12/09/2025"), (0.28, 3.4, "10/09/2025"),
    ]  # fmt: skip
    header = read_header([sheet([*rows, *PARTIES])])
    assert header.invoice_number is not None and header.invoice_number.value == "FS-3387/24/MG"
    assert header.issue_date is not None and header.issue_date.value == ISSUED
