"""Heads in columns and forms: captions under values, headings grown together, NIPs under headings, numbers by captions,
a receiver who is the buyer, an addressee whose NIP stands elsewhere."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.heads.header import Header, read_header
from extractors.text.captions import Sense, sense_of_number
from programme.invoices import Field
from programme.thresholds import Thresholds
from tests.extractors.sheets import Line, sheet

SELLER = "5261040828"
BUYER = "5265877635"
OTHER = "1132191233"
TABLE: list[Line] = [(0.08, 24, "Lp."), (0.2, 24, "Nazwa towaru"), (0.6, 24, "Ilość"), (0.8, 24, "Wartość netto")]


def read(*lines: Line) -> Header:
    return read_header([sheet([*lines, *TABLE, (0.08, 25, "1"), (0.2, 25, "Rolnik szt."), (0.6, 25, "7")])])


def value(field: Field[str] | Field[date] | None) -> object:
    return field.value if field is not None else None


def carries(field: Field[str] | None) -> bool:
    return field is not None and field.confidence >= Thresholds().agreeing_confidence_witnessed


def test_a_form_with_its_captions_under_the_values() -> None:
    header = read(
        (0.1, 1, "FAKTURA VAT"), (0.3, 1, "6173/2025"), (0.5, 1, "18.10.2025"), (0.7, 1, "12.10.2025"),
        (0.1, 1.8, "nazwa dokumentu"), (0.3, 1.8, "numer"), (0.5, 1.8, "data wystawienia"),
        (0.7, 1.8, "data sprzedaży"),
        (0.15, 5, "Siew Sp. z o.o."), (0.15, 5.8, "sprzedawca"), (0.15, 6.6, "Polna 1, 62-061 Granowo"),
        (0.15, 7.4, "adres"), (0.15, 8.2, SELLER), (0.15, 9, "NIP"),
        (0.6, 5, "Jan Rolny"), (0.6, 5.8, "nabywca"), (0.6, 6.6, "Leśna 2, 64-010 Krzywiń"), (0.6, 7.4, "adres"),
        (0.6, 8.2, BUYER), (0.6, 9, "NIP"),
    )  # fmt: skip
    assert value(header.invoice_number) == "6173/2025"
    assert (value(header.issue_date), value(header.sale_date)) == (date(2025, 10, 18), date(2025, 10, 12))
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)
    assert (value(header.seller.name), value(header.buyer.name)) == ("Siew Sp. z o.o.", "Jan Rolny")


ADDRESSEE: list[Line] = [(0.08, 5, "Sz. P."), (0.08, 6, "Jan Rolny"), (0.08, 7, "Leśna 2"), (0.08, 8, "64-010 Krzywiń")]
LETTERHEAD: list[Line] = [(0.6, 1, "Siew Sp. z o.o."), (0.6, 2, "62-061 Granowo"), (0.6, 3, f"NIP: {SELLER}")]


def test_headings_grown_together_over_values_that_are_not() -> None:
    header = read(
        *LETTERHEAD, *ADDRESSEE, (0.08, 10, "Faktura VAT"),
        (0.08, 12, "Numer faktury Data wystawienia Data sprzedaży NIP nabywcy Warunki"),
        (0.1, 13, "53107227"), (0.22, 13, "03.10.2025"), (0.37, 13, f"30.09.2025 {BUYER}"), (0.62, 13, "30 dni"),
    )  # fmt: skip
    assert value(header.invoice_number) == "53107227"
    assert (value(header.issue_date), value(header.sale_date)) == (date(2025, 10, 3), date(2025, 9, 30))
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)
    assert (value(header.seller.name), value(header.buyer.name)) == ("Siew Sp. z o.o.", "Jan Rolny")


@pytest.mark.parametrize(
    "label", ["NIP nabywcy", "Nr rej. VAT nabywcy", "Państwa NIP", "Identyfikator podatkowy klienta"]
)
def test_whose_nip_a_label_says(label: str) -> None:
    header = read(*LETTERHEAD, *ADDRESSEE, (0.08, 10, "Faktura VAT nr 7/2025"), (0.6, 12, f"{label}: {BUYER}"))
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)


@pytest.mark.parametrize(
    ("caption", "sense"),
    [
        ("fv:", Sense.ISSUE), ("nr dowodu sprzedazy", Sense.ISSUE), ("nr", Sense.BARE), ("numer:", Sense.BARE),
        ("nr zamowienia", Sense.OTHER), ("dokument wz", Sense.OTHER), ("nr klienta", Sense.OTHER),
        ("tel.", Sense.OTHER), ("bdo", Sense.OTHER), ("opiekun", Sense.UNKNOWN), ("", Sense.NONE),
    ],
)  # fmt: skip
def test_the_sense_of_a_numbers_caption(caption: str, sense: Sense) -> None:
    assert sense_of_number(caption) is sense


@pytest.mark.parametrize(
    "lines",
    [
        [(0.08, 1, "FV:"), (0.3, 1, "Dn.:"), (0.5, 1, "Mag.:"), (0.08, 2, "62/08/2025/SK"), (0.3, 2, "12.09.2025"),
         (0.5, 2, "02/7")],
        [(0.08, 1, "FV: 62/08/2025/SK Dn.: 12.09.2025 Zam.: 17/ZAM/2025")],
    ],
)  # fmt: skip
def test_a_number_and_date_by_their_captions(lines: list[Line]) -> None:
    header = read(*lines, (0.4, 4, "FAKTURA VAT"), *((x, row + 4, text) for x, row, text in LETTERHEAD))
    assert value(header.invoice_number) == "62/08/2025/SK"
    assert value(header.issue_date) == date(2025, 9, 12)


def test_numbers_of_other_things_are_not_the_documents() -> None:
    header = read(
        (0.08, 1, "FAKTURA"), (0.5, 1, "Zam.: 17/ZAM/2025"), (0.5, 2, "Umowa U-12/2025"), (0.5, 3, "WZ: 9/2025")
    )
    assert header.invoice_number is None


RECEIVER: list[Line] = [
    (0.5, 5, "Odbiorca:"),
    (0.5, 6, "Jan Rolny"),
    (0.5, 7, "64-010 Krzywiń"),
    (0.5, 8, f"NIP: {BUYER}"),
]


def test_a_receiver_alone_is_the_buyer() -> None:
    header = read((0.08, 1, f"Siew Sp. z o.o., NIP {SELLER}"), (0.08, 3, "Faktura nr 7/2025"), *RECEIVER)
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)
    assert carries(header.buyer.nip) and value(header.buyer.name) == "Jan Rolny"


@pytest.mark.parametrize(
    "further",
    [
        [(0.08, 6, "Adam Inny"), (0.08, 7, "Polna 9, 63-700 Krotoszyn")],
        [(0.08, 6, "Adam Inny"), (0.08, 7, f"NIP {OTHER}")],
        [(0.08, 5, "Płatnik:"), (0.08, 6, "Adam Inny"), (0.08, 7, "Polna 9"), (0.08, 8, "63-700 Krotoszyn")],
        [(0.08, 5, "Nabywca:"), (0.08, 6, "Adam Inny"), (0.08, 7, "63-700 Krotoszyn")],
    ],
)
def test_a_receiver_beside_somebody_else_is_none(further: list[Line]) -> None:
    header = read((0.08, 1, f"Siew Sp. z o.o., NIP {SELLER}"), (0.08, 3, "Faktura nr 7/2025"), *further, *RECEIVER)
    assert value(header.buyer.nip) != BUYER or not carries(header.buyer.nip)


def test_captions_in_brackets_name_what_stands_above_them() -> None:
    header = read(
        (0.1, 1, f"Siew Sp. z o.o., 62-061 Granowo, Polna 1 NIP {SELLER}"),
        (0.2, 1.7, "(pieczęć / nazwa i adres sprzedawcy, NIP)"),
        (0.7, 1, "Granowo, 12.09.2025"),
        (0.68, 1.7, "(miejscowość, data wystawienia)"),
        (0.4, 4, "Faktura VAT nr 7/2025"),
        (0.1, 6, "Jan Rolny, 64-010 Krzywiń, Leśna 2"), (0.2, 6.7, "(nazwa i adres nabywcy)"),
        (0.6, 6, BUYER), (0.6, 6.7, "(NIP nabywcy)"),
    )  # fmt: skip
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)
    assert (value(header.seller.name), value(header.buyer.name)) == ("Siew Sp. z o.o.", "Jan Rolny")
    assert value(header.issue_date) == date(2025, 9, 12)


def test_dates_in_a_rail_beside_the_table() -> None:
    table: list[Line] = [(0.35, 1, "Lp."), (0.42, 1, "Nazwa towaru"), (0.65, 1, "Ilość"), (0.8, 1, "Wartość netto")]
    header = read_header(
        [sheet([*table, (0.06, 1, "FAKTURA"), (0.06, 2, "F/7/2025"), (0.06, 4, "WYSTAWIONA"), (0.06, 5, "12.09.2025"),
                (0.06, 7, "SPRZEDAŻ"), (0.06, 8, "10.09.2025"), (0.06, 10, "DO ZAPŁATY DO"), (0.06, 11, "26.09.2025"),
                (0.35, 2, "1"), (0.42, 2, "Żyto"), (0.65, 2, "7"), (0.8, 2, "70,00")])]
    )  # fmt: skip
    assert (value(header.issue_date), value(header.sale_date)) == (date(2025, 9, 12), date(2025, 9, 10))


def test_a_buyer_named_in_a_sentence_is_no_label() -> None:
    header = read(
        (0.08, 1, "Faktura korygująca FK/7/2025"), (0.08, 3, "Przyczyna korekty: błędna nazwa nabywcy"),
        (0.08, 4, "Typ skutku: w dacie ujęcia"), (0.08, 7, "Sprzedawca"), (0.08, 8, f"NIP: {SELLER}"),
        (0.5, 7, "Nabywca"), (0.5, 8, f"NIP: {BUYER}"), (0.5, 9, "Nazwa: Jan Rolny"),
    )  # fmt: skip
    assert (value(header.buyer.nip), value(header.buyer.name)) == (BUYER, "Jan Rolny")


def test_titles_dates_and_lone_dashes_in_names() -> None:
    header = read(
        (0.08, 1, "FAKTURA"), (0.08, 2, "Siew Sp. z o.o."), (0.08, 3, "62-061 Granowo"), (0.08, 4, f"NIP {SELLER}"),
        (0.6, 1, "Numer: 7/2025"), (0.08, 7, "Nabywca: Jan Rolny - Gospodarstwo Rolne; 64-010 Krzywiń, Leśna 2"),
        (0.08, 8, f"NIP {BUYER}"),
    )  # fmt: skip
    assert (value(header.seller.name), value(header.buyer.name)) == (
        "Siew Sp. z o.o.",
        "Jan Rolny - Gospodarstwo Rolne",
    )


def test_labels_in_two_languages_over_two_lines_beside_their_values() -> None:
    header = read(
        (0.08, 1, "Numer faktury"), (0.08, 1.9, "Invoice number"), (0.25, 1, "2025/05484"),
        (0.5, 1, "Sprzedawca"), (0.5, 1.9, "Seller"), (0.65, 1, "Siew Hurtownia"), (0.65, 2, "Nasion Sp. z o.o."),
        (0.65, 3, "62-061 Granowo"), (0.65, 4, f"NIP PL{SELLER}"),
        (0.5, 6, "Nabywca"), (0.5, 6.9, "Buyer"), (0.65, 6, "Jan Rolny"), (0.65, 7, "Leśna 2"),
        (0.65, 8, "64-010 Krzywiń"), (0.65, 9, f"NIP PL{BUYER}"), (0.08, 11, "FAKTURA VAT VAT INVOICE"),
    )  # fmt: skip
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)
    assert (value(header.seller.name), value(header.buyer.name)) == ("Siew Hurtownia Nasion Sp. z o.o.", "Jan Rolny")


def test_number_and_date_under_one_heading() -> None:
    header = read(
        *((x, row + 6, text) for x, row, text in LETTERHEAD), (0.08, 5, "Faktura VAT"),
        (0.08, 1, "Nr faktury / data"), (0.08, 2, "F25/09/0123"), (0.08, 3, "12.09.2025"),
        (0.36, 1, "Nr zamówienia / data"), (0.36, 2, "12/ZAM/2025"), (0.36, 3, "05.09.2025"),
        (0.66, 1, "Nr dostawy / data"), (0.66, 2, "801234567"), (0.66, 3, "10.09.2025"),
    )  # fmt: skip
    assert value(header.invoice_number) == "F25/09/0123"
    assert value(header.issue_date) == date(2025, 9, 12)


def test_a_day_of_the_week_before_the_date() -> None:
    header = read((0.6, 1, "piątek, 12 września 2025 r."), (0.08, 3, "Faktura nr 7/2025"))
    assert value(header.issue_date) == date(2025, 9, 12)
    assert header.issue_date is not None and header.issue_date.confidence >= Thresholds().decisive_confidence


def test_a_number_near_the_title_without_any_caption() -> None:
    header = read(
        (0.5, 1, "FAKTURA VAT"), (0.65, 2.5, "FS/250/08/24/A"), (0.08, 5, f"Sprzedawca: Siew Sp. z o.o., NIP {SELLER}"),
        (0.2, 25, "Partia 12/34/56789"),
    )  # fmt: skip
    assert value(header.invoice_number) == "FS/250/08/24/A"
    assert header.invoice_number is not None
    assert Thresholds().agreeing_confidence <= header.invoice_number.confidence < Thresholds().decisive_confidence


def test_two_names_of_one_label_are_not_two_columns() -> None:
    header = read(
        (0.08, 1, "e-Faktura 659/2025/KS"),
        (0.08, 4, "Podmiot 1 – Sprzedawca"), (0.08, 5, "F.H.U. Siew Marian Urban"), (0.08, 6, f"NIP: {SELLER}"),
        (0.08, 7, "Polna 46/2, 62-061 Granowo"), (0.55, 4, "Podmiot 2 – Nabywca"), (0.55, 5, "Gospodarstwo Jan Rolny"),
        (0.55, 6, f"NIP: {BUYER}"), (0.55, 7, "Leśna 2, 64-010 Krzywiń"),
    )  # fmt: skip
    assert (value(header.seller.name), value(header.buyer.name)) == (
        "F.H.U. Siew Marian Urban",
        "Gospodarstwo Jan Rolny",
    )
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)
