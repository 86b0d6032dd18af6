"""Heads and party blocks as no template of ours prints them; and NIPs that must not pass for the buyer's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.files.opening import Limits
from extractors.heads.header import Header, read_header
from extractors.heads.names_and_addresses import name_and_address
from extractors.pdf.document import open_pdf
from extractors.text.text_cells import layout_of
from programme.invoices import Field, Source
from programme.thresholds import Thresholds
from tests.extractors.sheets import Line, sheet

SELLER = "5261040828"
BUYER = "5265877635"
OTHER = "1132191233"
TABLE: list[Line] = [(0.08, 24, "Lp."), (0.2, 24, "Nazwa towaru"), (0.6, 24, "Ilość"), (0.8, 24, "Wartość netto")]


def read(*lines: Line) -> Header:
    return read_header([sheet([*lines, *TABLE, (0.08, 25, "1"), (0.2, 25, "Rolnik szt."), (0.6, 25, "7")])])


def nip(field: Field[str] | None) -> str | None:
    return field.value if field is not None else None


def carries(field: Field[str] | None) -> bool:
    return field is not None and field.confidence >= Thresholds().agreeing_confidence_witnessed


def test_labels_in_a_left_column_of_each_party() -> None:
    header = read(
        (0.08, 1, "Faktura VAT nr FV/7/2025"),
        (0.08, 4, "Sprzedający"), (0.55, 4, "Kupujący"),
        (0.08, 5, "Nazwa"), (0.17, 5, "Siew Sp. z o.o."), (0.55, 5, "Nazwa"), (0.64, 5, "Jan Rolny"),
        (0.08, 6, "Adres"), (0.17, 6, "Polna 1, 62-061 Granowo"),
        (0.55, 6, "Adres"), (0.64, 6, "Leśna 2, 64-010 Krzywiń"),
        (0.08, 7, "NIP"), (0.17, 7, SELLER), (0.55, 7, "NIP"), (0.64, 7, BUYER),
    )  # fmt: skip
    assert header.seller.name is not None and header.seller.name.value == "Siew Sp. z o.o."
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Rolny"
    assert (nip(header.seller.nip), nip(header.buyer.nip)) == (SELLER, BUYER)


def test_dates_under_headings_of_two_lines() -> None:
    columns = [
        (0.1, "wydruku", "24-09-2025"), (0.3, "wystawienia", "22-09-2025"), (0.5, "sprzedaży", "21-09-2025"),
    ]  # fmt: skip
    lines: list[Line] = [(0.08, 1, "Faktura VAT nr FV/7/2025"), (0.7, 4, "Termin"), (0.7, 5, "płatności")]
    for x, word, day in columns:
        lines += [(x, 4, "Data"), (x, 5, word), (x, 6.3, day)]
    header = read(*lines, (0.7, 6.3, "06-10-2025"))
    assert header.issue_date is not None and header.issue_date.value == date(2025, 9, 22)
    assert header.sale_date is not None and header.sale_date.value == date(2025, 9, 21)


@pytest.mark.parametrize("text", ["12 IX 2025 r.", "12.IX.2025", "12-wrz-2025", "12 wrz 2025", "12 września 2025"])
def test_months_in_roman_figures_and_short(text: str) -> None:
    header = read((0.08, 1, "Faktura VAT nr FV/7/2025"), (0.08, 3, f"Data wystawienia: {text}"))
    assert header.issue_date is not None and header.issue_date.value == date(2025, 9, 12)


@pytest.mark.parametrize("number", ["12/IX/2025", "4-IX-2025/7", "2025-12-V-2025"])
def test_a_series_in_roman_figures_stays_a_number(number: str) -> None:
    header = read((0.08, 1, f"Faktura VAT nr {number}"))
    assert header.invoice_number is not None and header.invoice_number.value == number
    assert header.issue_date is None


def test_a_nip_wrapped_behind_its_label_and_a_further_address_with_another() -> None:
    header = read(
        (0.08, 1, "Faktura VAT nr FV/7/2025"),
        (0.08, 4, "Dostawca"), (0.22, 4, "Siew Sp. z o.o., Polna 1, 62-061 Granowo, NIP"), (0.22, 5, SELLER),
        (0.08, 7, "Nabywca"), (0.22, 7, "Jan Rolny, Leśna 2, 64-010 Krzywiń, NIP"), (0.22, 8, BUYER),
        (0.08, 10, f"Adres dostawy Magazyn Rolny Sp. z o.o., Krótka 3, 60-001 Poznań, NIP {OTHER}"),
    )  # fmt: skip
    assert (nip(header.seller.nip), nip(header.buyer.nip)) == (SELLER, BUYER)


def test_a_value_under_the_next_columns_label_is_doubted() -> None:
    header = read(
        (0.08, 1, "Faktura"),
        (0.6, 3, "Nr dokumentu"), (0.75, 3, "Strona"), (0.65, 4, "095993910771/1"),
    )  # fmt: skip
    assert header.invoice_number is None or header.invoice_number.confidence < Thresholds().decisive_confidence


FOOTER: list[Line] = [
    (0.08, 40, f"Siew Sp. z o.o., Polna 1, 62-061 Granowo, NIP {SELLER}"), (0.08, 41, "REGON 867967777"),
]  # fmt: skip
ADDRESSEE: list[Line] = [(0.08, 5, "Jan Rolny"), (0.08, 6, "Leśna 2"), (0.08, 7, "64-010 Krzywiń")]


def test_seller_in_the_footer_beside_a_printing_house() -> None:
    printer: Line = (0.08, 42, f"Druk: Drukarnia Offset s.c., Prosta 2, 60-100 Poznań, NIP {OTHER}")
    header = read((0.08, 1, "Faktura nr 7/2025"), *ADDRESSEE, (0.08, 8, f"NIP {BUYER}"), *FOOTER, printer)
    assert (nip(header.seller.nip), nip(header.buyer.nip)) == (SELLER, BUYER)
    assert carries(header.buyer.nip) and header.buyer.name is not None and header.buyer.name.value == "Jan Rolny"


@pytest.mark.parametrize("where", [(0.08, 30, f"Uwagi: odbiór NIP {BUYER}"), (0.6, 3, f"NIP {BUYER}")])
def test_a_nip_that_stands_alone_is_nobodys(where: Line) -> None:
    header = read((0.08, 1, "Faktura nr 7/2025"), *ADDRESSEE, *FOOTER, where)
    assert not carries(header.buyer.nip)


def test_a_recipients_nip_is_not_the_unnamed_buyers() -> None:
    header = read(
        (0.08, 1, "Faktura nr 7/2025"), *ADDRESSEE, *FOOTER,
        (0.5, 5, "Odbiorca"), (0.5, 6, "Adam Inny"), (0.5, 7, "Polna 3, 64-010 Krzywiń"), (0.5, 8, f"NIP {BUYER}"),
    )  # fmt: skip
    assert not carries(header.buyer.nip)


def test_two_addressees_prove_nothing() -> None:
    header = read(
        (0.08, 1, "Faktura nr 7/2025"), *ADDRESSEE, (0.08, 8, f"NIP {BUYER}"),
        (0.5, 5, "Adam Inny"), (0.5, 6, "Polna 3"), (0.5, 7, "64-010 Krzywiń"), (0.5, 8, f"NIP {OTHER}"), *FOOTER,
    )  # fmt: skip
    assert not carries(header.buyer.nip)


def test_a_further_address_without_a_nip_may_be_the_buyers() -> None:
    shop: Line = (0.5, 7, "00-950 Warszawa")
    header = read((0.08, 1, "Faktura nr 7/2025"), *ADDRESSEE, (0.08, 8, f"NIP {BUYER}"), (0.5, 5, "Ewa Inna"),
                  (0.5, 6, "Długa 3"), shop, *FOOTER)  # fmt: skip
    assert not carries(header.buyer.nip)


def test_a_window_letter_as_a_real_pdf() -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.setFont("Helvetica", 9)
    for x, y, text in (
        (60, 780, "Dokument sprzedazy"), (60, 768, "FAKT-6657-2025"), (60, 740, "Jan Rolny"), (60, 729, "Lesna 2"),
        (60, 718, "64-010 Krzywin"), (60, 707, f"NIP {BUYER}"), (330, 780, "Data wyst.: 9-sie-2025"),
        (60, 660, "Lp."), (120, 660, "Nazwa towaru"), (330, 660, "Ilosc"), (450, 660, "Wartosc netto"),
        (60, 100, f"Siew Sp. z o.o., Polna 1, 62-061 Granowo, NIP {SELLER}, REGON 867967777"),
    ):  # fmt: skip
        canvas.drawString(x, y, text)
    canvas.save()
    with open_pdf(buffer.getvalue(), Limits()) as document:
        header = read_header([page.token_page for page in document.pages])
    assert header.invoice_number is not None and header.invoice_number.value == "FAKT-6657-2025"
    assert header.issue_date is not None and header.issue_date.value == date(2025, 8, 9)
    assert (nip(header.seller.nip), nip(header.buyer.nip)) == (SELLER, BUYER)


def test_dates_in_one_piece_under_labels_in_one_piece_go_in_order() -> None:
    header = read(
        (0.08, 1, "Faktura VAT nr FV/7/2025"),
        (0.08, 3, "Data wystawienia: Data sprzedaży: Data zapłaty:"), (0.08, 4, "12.09.2025 11.09.2025 26.09.2025"),
    )  # fmt: skip
    assert header.issue_date is not None and header.issue_date.value == date(2025, 9, 12)
    assert header.sale_date is not None and header.sale_date.value == date(2025, 9, 11)


@pytest.mark.parametrize(
    "further",
    [
        ["Towar odbiera: Anna Rolna NIP"],
        ["Odbierze z magazynu: Anna Rolna, NIP"],
        ["Wspólnik", "Anna Rolna", "NIP"],
    ],
)
def test_a_nip_of_somebody_else_in_the_buyers_block(further: list[str]) -> None:
    lines = [(0.5, 8 + index, text) for index, text in enumerate(further[:-1])]
    header = read(
        (0.08, 1, "Faktura VAT nr FV/7/2025"),
        (0.08, 4, "Sprzedawca"), (0.08, 5, "Siew Sp. z o.o."), (0.08, 6, "Polna 1"), (0.08, 7, f"NIP {SELLER}"),
        (0.5, 4, "Nabywca"), (0.5, 5, "Jan Rolny"), (0.5, 6, "Leśna 2"), (0.5, 7, "64-010 Krzywiń"),
        *lines, (0.5, 8 + len(lines), f"{further[-1]} {BUYER}"),
    )  # fmt: skip
    assert nip(header.seller.nip) == SELLER
    assert not carries(header.buyer.nip)


def test_lines_centred_under_their_labels_and_a_remark_behind_one() -> None:
    header = read(
        (0.4, 1, "Faktura VAT nr FV/7/2025"),
        (0.2, 4, "sprzedający"), (0.11, 5, "Siew Hurtownia Nasion Sp. z o.o."), (0.195, 6, "Polna Wola 1"),
        (0.18, 7, "62-061 Granowo"), (0.177, 8, f"NIP {SELLER}"),
        (0.66, 4, "kupujący"), (0.565, 5, "Jan Rolny Gospodarstwo Rolne"), (0.66, 6, "Leśna 12"),
        (0.63, 7, "64-010 Krzywiń"), (0.627, 8, f"NIP {BUYER}"),
    )  # fmt: skip
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Rolny Gospodarstwo Rolne"
    assert header.seller.name is not None and header.seller.name.value == "Siew Hurtownia Nasion Sp. z o.o."
    header = read(
        (0.08, 1, "Faktura VAT nr FV/7/2025"), *FOOTER, (0.08, 4, "Nabywca (rolnik ryczałtowy)"), *ADDRESSEE,
        (0.08, 8, f"NIP {BUYER}"),
    )  # fmt: skip
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Rolny"


def test_a_branch_with_the_firms_nip_and_a_bilingual_number() -> None:
    header = read(
        (0.5, 1, "FAKTURA / INVOICE"), (0.5, 2, "Numer / No."), (0.75, 2, "INV/7/2025"),
        (0.08, 1, "Siew Sp. z o.o."), (0.08, 2, "Polna 1, 62-061 Granowo"), (0.08, 3, f"NIP PL {SELLER}"),
        (0.08, 4, "Oddział w Kaliszu"), (0.08, 5, "Łódzka 9, 62-800 Kalisz"), (0.08, 6, f"NIP: {SELLER}"),
        (0.5, 9, "Nabywca"), (0.5, 10, "Jan Rolny"), (0.5, 11, "Leśna 2, 64-010 Krzywiń"), (0.5, 12, f"NIP: {BUYER}"),
    )  # fmt: skip
    assert (nip(header.seller.nip), nip(header.buyer.nip)) == (SELLER, BUYER)
    assert header.invoice_number is not None and header.invoice_number.value == "INV/7/2025"


def test_a_labelled_nip_in_the_table_of_dates_and_the_buyer_in_the_window() -> None:
    header = read(
        (0.08, 3, "Siew Sp. z o.o., Polna 1, 62-061 Granowo"), (0.55, 3, "Faktura / Rechnung"), (0.8, 3, "RG-7/2025"),
        (0.08, 4, "Jan Rolny"), (0.55, 4, "Data wystawienia / Rechnungsdatum"), (0.85, 4, "12.09.2025"),
        (0.08, 5, "Leśna 2, 64-010 Krzywiń"), (0.55, 5, "Data dostawy / Lieferdatum"), (0.85, 5, "08.09.2025"),
        (0.08, 6, f"NIP / USt-IdNr.: PL {BUYER}"),
        (0.55, 6, "NIP sprzedawcy / USt-IdNr."), (0.85, 6, f"PL {SELLER}"),
    )  # fmt: skip
    assert header.seller.name is not None and header.seller.name.value == "Siew Sp. z o.o."
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Rolny"
    assert (nip(header.seller.nip), nip(header.buyer.nip)) == (SELLER, BUYER)
    assert carries(header.seller.nip) and carries(header.buyer.nip)


@pytest.mark.parametrize("remark", ["(nr 85683)", "nr 85683", "(rolnik ryczałtowy)", "kod: AB/102"])
def test_a_remark_behind_the_buyers_label_is_no_name(remark: str) -> None:
    header = read(
        (0.08, 1, "Faktura VAT nr FV/7/2025"),
        (0.08, 3, "Sprzedawca"), (0.08, 4, "Siew Sp. z o.o."), (0.08, 5, "Polna 1, 62-061 Granowo"),
        (0.08, 6, f"NIP: {SELLER}"),
        (0.55, 3, f"NABYWCA {remark}"), (0.55, 4, "Jan Rolny"), (0.55, 5, "Leśna 2, 64-010 Krzywiń"),
        (0.55, 6, f"NIP: {BUYER}"),
    )  # fmt: skip
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Rolny"
    assert nip(header.buyer.nip) == BUYER


def test_a_column_of_dates_close_behind_the_buyers() -> None:
    header = read(
        (0.08, 1, "Faktura VAT nr FV/7/2025"),
        (0.08, 3, "Od:"), (0.08, 4, "Siew Sp. z o.o."), (0.08, 5, "Polna 1, 62-061 Granowo"),
        (0.08, 6, f"NIP: {SELLER}"),
        (0.55, 3, "Dla:"), (0.55, 4, "Gosp. Rolne Jan Rolny 12.09.2025"), (0.55, 5, "Leśna 2, 64-010 Krzywiń"),
        (0.55, 6, f"NIP: {BUYER}"),
        (0.75, 3, "Data wystawienia:"), (0.75, 5, "Data sprzedaży:"), (0.75, 6, "08.09.2025"),
    )  # fmt: skip
    assert header.buyer.name is not None and header.buyer.name.value == "Gosp. Rolne Jan Rolny"
    assert nip(header.buyer.nip) == BUYER


def test_a_salesman_beside_a_labelled_nip_is_not_the_seller() -> None:
    header = read(
        (0.08, 1, "Faktura FV/7/2025"),
        (0.08, 3, "Jan Rolny"), (0.08, 4, "Leśna 2"), (0.08, 5, "64-010 Krzywiń"), (0.08, 6, f"NIP nabywcy: {BUYER}"),
        (0.55, 3, "Siew Sp. z o.o."), (0.55, 4, "ul. Polna 1"), (0.55, 5, "62-061 Granowo"),
        (0.55, 6, f"NIP sprzedawcy: {SELLER}"),
        (0.08, 9, "Data sprzedaży"), (0.4, 9, "Nr zamówienia"), (0.7, 9, "Sprzedawca (osoba)"),
        (0.08, 10, "12.09.2025"), (0.4, 10, "ZS/308/2025"), (0.7, 10, "Michał Dobosz"),
    )  # fmt: skip
    assert header.seller.name is not None and header.seller.name.value == "Siew Sp. z o.o."
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Rolny"


@pytest.mark.parametrize(
    ("line", "name"),
    [('Skład Rolniczy"U Bartka" Kruk', 'Skład Rolniczy "U Bartka" Kruk'), ("nabywca Jan Rolny", "Jan Rolny"),
     ("Sprzedawca (pieczęć) Siew", "Siew"), ("Wydał: Ewa Siewna", "Ewa Siewna")],
)  # fmt: skip
def test_names_without_words_of_the_form(line: str, name: str) -> None:
    page = sheet([(0.1, 1, line)])
    found, _ = name_and_address(layout_of([page]).cells)
    assert found is not None and found.value == name


def test_a_misread_label_is_the_likeliest_not_the_longest() -> None:
    lines: list[Line] = [(0.08, 1, "Faktura FV/7/2025"), (0.08, 3, "Data wystawientia: 2025-09-12")]
    header = read_header([sheet(lines, mode="joined")])
    assert header.issue_date is not None and header.issue_date.value == date(2025, 9, 12)


def test_figures_in_boxes_whose_rules_are_read_as_signs() -> None:
    boxed = "|".join(SELLER)
    lines: list[Line] = [
        (0.08, 1, "Faktura FV/7/2025"), (0.08, 3, "Sprzedawca"), (0.08, 4, "Siew"), (0.08, 5, f"NIP |{boxed}"),
        (0.55, 3, "Nabywca"), (0.55, 4, "Jan Rolny"), (0.55, 5, f"NIP ({BUYER[0]}[/" + "/".join(BUYER[1:])),
    ]  # fmt: skip
    header = read_header([sheet(lines, mode="joined")])
    assert (nip(header.seller.nip), nip(header.buyer.nip)) == (SELLER, BUYER)
    assert header.seller.nip is not None and header.seller.nip.confidence < Thresholds().decisive_confidence


def test_a_number_whose_signs_a_recogniser_lost_is_not_sure() -> None:
    plain = sheet([(0.08, 1, "Faktura VAT nr FV 2025 08")])
    pages = [plain, replace(plain, engine="tesseract", source=Source.OCR)]
    text, recognised = (read_header([page]).invoice_number for page in pages)
    assert text is not None and recognised is not None
    assert recognised.confidence < min(text.confidence, Thresholds().decisive_confidence)
