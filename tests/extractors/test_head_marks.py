"""What stands beside a head's values without being part of them: page marks, salesmen, a form's field numbers."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.evidence.agreement import combine_headers
from extractors.files.opening import Limits
from extractors.heads.header import Header, read_header
from extractors.pdf.document import open_pdf
from programme.invoices import DocumentType, Field, Source
from tests.extractors.sheets import Line, sheet

SELLER = "5261040828"
BUYER = "5265877635"
TABLE: list[Line] = [(0.08, 24, "Lp."), (0.2, 24, "Nazwa towaru"), (0.6, 24, "Ilość"), (0.8, 24, "Wartość netto")]


def read(*lines: Line) -> Header:
    return read_header([sheet([*lines, *TABLE, (0.08, 25, "1"), (0.2, 25, "Rolnik szt."), (0.6, 25, "7")])])


def value(field: Field[str] | None) -> str | None:
    return field.value if field is not None else None


@pytest.mark.parametrize(
    ("label", "printed", "number"),
    [
        ("Numer / strona", "0959939101/1", "0959939101"),
        ("Numer / strona", "0959939101 / 1 z 1", "0959939101"),
        ("Nr faktury", "FV/123/2025 1/1", "FV/123/2025"),
        ("Nr faktury", "FV/123/1/25", "FV/123/1/25"),
        ("Nr faktury", "FV / 12 / 2025", "FV / 12 / 2025"),
    ],
)
def test_page_marks_are_no_part_of_a_number(label: str, printed: str, number: str) -> None:
    header = read((0.55, 1, "Faktura"), (0.55, 2.2, label), (0.75, 2.2, printed))
    assert value(header.invoice_number) == number


def test_fraction_of_another_count_of_pages_stays_a_doubt() -> None:
    header = read((0.55, 1, "Faktura"), (0.55, 2.2, "Nr faktury"), (0.75, 2.2, "F/00 13/25"))
    assert header.invoice_number is not None and header.invoice_number.confidence < 0.8


def test_salesman_is_not_the_seller() -> None:
    header = read(
        (0.08, 1, "Siew Sp. z o.o."), (0.08, 2, "ul. Polna 1, 62-061 Granowo"), (0.08, 3, f"NIP: {SELLER}"),
        (0.65, 1, "Data wystawienia: 02.09.2025"), (0.65, 2, "Sprzedawca: Ewa Mazur"), (0.65, 3, "Magazyn: 2"),
        (0.3, 6, "Faktura VAT FV/7/2025"),
        (0.08, 9, "Nabywca:"), (0.08, 10, "Jan Rolny"), (0.08, 11, "Leśna 2, 64-010 Krzywiń"),
        (0.08, 12, f"NIP: {BUYER}"),
    )  # fmt: skip
    assert (value(header.seller.name), value(header.seller.nip)) == ("Siew Sp. z o.o.", SELLER)
    assert (value(header.buyer.name), value(header.buyer.nip)) == ("Jan Rolny", BUYER)


def test_numbered_fields_and_names_over_two_lines() -> None:
    header = read(
        (0.08, 1, "Faktura VAT nr FV/7/2025"),
        (0.08, 4, "1. Sprzedawca"), (0.55, 4, "2. Nabywca (nazwa i adres)"),
        (0.08, 5, "Bank Nasion Lech-"), (0.55, 5, "Gospodarstwo Jan Polny-"),
        (0.08, 6, "Wolski S.A."), (0.55, 6, "Rolny"),
        (0.08, 7, "Polna 1, 62-061 Granowo"), (0.55, 7, "Leśna 2, 64-010 Krzywiń"),
        (0.08, 8, f"NIP: {SELLER}"), (0.55, 8, f"NIP: {BUYER}"),
    )  # fmt: skip
    assert value(header.seller.name) == "Bank Nasion Lech-Wolski S.A."
    assert value(header.buyer.name) == "Gospodarstwo Jan Polny-Rolny"
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)


def test_numbered_small_print_names_no_party() -> None:
    header = read(
        (0.08, 1, "Faktura VAT nr FV/7/2025"), (0.08, 4, "Nabywca"), (0.08, 5, "Jan Rolny"),
        (0.08, 6, "Leśna 2, 64-010 Krzywiń"), (0.08, 7, f"NIP: {BUYER}"),
        (0.08, 30, "1. Sprzedawca zastrzega własność towaru do dnia zapłaty."),
    )  # fmt: skip
    assert header.seller.name is None


def test_salesman_in_a_list_of_labels() -> None:
    header = read(
        (0.08, 1, "Siew Sp. z o.o., ul. Polna 1, 62-061 Granowo"), (0.08, 2, f"NIP: {SELLER}"),
        (0.5, 1, "Faktura VAT"), (0.5, 2.2, "Nr dokumentu"), (0.75, 2.2, "FVS/7/2025"),
        (0.5, 3.4, "Data dokumentu"), (0.75, 3.4, "02.09.2025"), (0.5, 4.6, "NIP klienta"), (0.75, 4.6, f"PL{BUYER}"),
        (0.5, 5.8, "Sprzedawca"), (0.75, 5.8, "Ewa Mazur"), (0.5, 7, "Dział sprzedaży"), (0.75, 7, "Nasiona"),
        (0.5, 8.2, "Warunki dostawy"), (0.75, 8.2, "EXW"),
    )  # fmt: skip
    assert value(header.seller.name) == "Siew Sp. z o.o."
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)


def test_leaders_behind_labels_and_nips_with_blanks() -> None:
    header = read(
        (0.08, 1, "Faktura VAT"), (0.08, 2, "Numer faktury........: FV/7/2025"),
        (0.08, 4, "Sprzedawca...........: Siew Sp. z o.o."),
        (0.08, 5, "Adres................: Polna 1, 62-061 Granowo"),
        (0.08, 6, "NIP..................: 526-104-08-28"),
        (0.08, 8, "Nabywca / Adres / NIP"), (0.08, 9, "Jan Rolny"), (0.08, 10, "Leśna 2, 64-010 Krzywiń"),
        (0.08, 11, "526 - 587 - 76 - 35"),
    )  # fmt: skip
    assert (value(header.seller.name), value(header.seller.nip)) == ("Siew Sp. z o.o.", SELLER)
    assert (value(header.buyer.name), value(header.buyer.nip)) == ("Jan Rolny", BUYER)


def test_identity_cards_are_no_invoice_numbers_and_points_part_series() -> None:
    header = read(
        (0.08, 1, "FV.2025.09.0012"), (0.6, 1, "FAKTURA"),
        (0.6, 5, "Odbierający"), (0.6, 6, "Tomasz Wrona"), (0.6, 7, "dowód ABC 774216"),
    )  # fmt: skip
    assert value(header.invoice_number) == "FV.2025.09.0012"


def test_labels_under_their_values_in_one_column() -> None:
    header = read(
        (0.08, 1, "Faktura S959/2025"), (0.8, 1, "08.08.2025"), (0.8, 2, "data wystawienia"), (0.8, 3, "05.08.2025"),
        (0.8, 4, "data sprzedaży"),
    )  # fmt: skip
    assert header.issue_date is not None and header.issue_date.value.day == 8
    assert header.sale_date is not None and header.sale_date.value.day == 5


def test_date_over_a_label_that_nothing_else_claims_is_a_doubt() -> None:
    header = read(
        (0.08, 1, "Faktura S959/2025"), (0.8, 1, "08.08.2025"), (0.8, 2, "data wystawienia"), (0.8, 3, "05.08.2025"),
    )  # fmt: skip
    assert header.issue_date is None or header.issue_date.confidence < 0.8


def test_short_first_word_of_a_value_under_its_label() -> None:
    columns: list[Line] = [(0.54, 2, "Data wystawienia"), (0.54, 3, "8 października 2025")]
    columns += [(0.54, 4, "Data sprzedaży"), (0.54, 5, "1 października 2025"), (0.82, 4, "Sposób płatności")]
    header = read((0.08, 1, "Faktura S959/2025"), (0.82, 2, "Termin płatności"), (0.82, 3, "7 grudnia 2025"), *columns)
    assert header.issue_date is not None and header.issue_date.value.day == 8
    assert header.sale_date is not None and header.sale_date.value.day == 1


@pytest.mark.parametrize("number", ["(S)FS-3964/25/0001", "FV 2025 09 0083", "FV 12"])
def test_numbers_of_further_forms(number: str) -> None:
    assert value(read((0.08, 1, f"Faktura VAT nr {number}")).invoice_number) == number


def test_people_over_the_parties_part_no_columns() -> None:
    header = read(
        (0.08, 1, "Faktura VAT nr FV/7/2025"), (0.45, 3, "Wystawca dokumentu"), (0.68, 3, "Odbierający"),
        (0.45, 4, "Ewa Mazur"), (0.68, 4, "Jan Wrona"),
        (0.08, 6, "Sprzedawca"), (0.52, 6, "Nabywca"),
        (0.08, 7, "Siew i Synowie Hodowla Nasion Sp. z o.o."), (0.52, 7, "Gospodarstwo Rolne Jan Polny"),
        (0.08, 8, "Polna 1, 62-061 Granowo"), (0.52, 8, "Leśna 2, 64-010 Krzywiń"),
        (0.08, 9, f"NIP: {SELLER}"), (0.52, 9, f"NIP: {BUYER}"),
    )  # fmt: skip
    assert value(header.seller.name) == "Siew i Synowie Hodowla Nasion Sp. z o.o."
    assert value(header.buyer.name) == "Gospodarstwo Rolne Jan Polny"


def test_labels_between_two_columns() -> None:
    name = "Gospodarstwo Rolno-Hodowlane Jan Polny"
    x = 0.9 - (len(name) - 3) * 0.0095 - 3 * 0.0057  # set right, as its label is
    header = read(
        (0.3, 1, "Faktura VAT nr FV/7/2025"), (0.08, 4, "Sprzedawca"), (0.8335, 4, "Nabywca"),
        (0.08, 5, "Siew Sp. z o.o."), (0.45, 5, "nazwa"), (x, 5, name),
        (0.08, 6, "Polna 1, 62-061 Granowo"), (0.45, 6, "adres"), (0.08, 7, SELLER), (0.45, 7, "NIP"),
        (0.805, 7, BUYER),
    )  # fmt: skip
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)


def test_only_nip_under_the_buyer_s_label_is_not_surely_the_seller_s() -> None:
    header = read(
        (0.3, 1, "Faktura VAT nr FV/7/2025"), (0.08, 4, "Sprzedawca"), (0.6, 4, "Nabywca"),
        (0.08, 5, "Siew Sp. z o.o."), (0.6, 5, "Jan Rolny"), (0.6, 14, f"NIP {BUYER}"),
    )  # fmt: skip
    assert header.seller.nip is None or header.seller.nip.confidence < 0.9


def test_letter_spaced_titles_and_figures_in_boxes() -> None:
    boxed: list[Line] = [(0.12 + 0.018 * place, 7, figure) for place, figure in enumerate(SELLER)]
    title: list[Line] = [(0.4 + 0.02 * place, 1, letter) for place, letter in enumerate("FAKTURA")]
    header = read(
        *title, (0.42, 2, "459/2025"), (0.08, 4, "Sprzedawca"), (0.08, 5, "Siew Sp. z o.o."),
        (0.08, 6, "Polna 1, 62-061 Granowo"), (0.08, 7, "NIP"), *boxed, (0.5, 4, "Nabywca"), (0.5, 5, "Jan Rolny"),
    )  # fmt: skip
    assert value(header.invoice_number) == "459/2025"
    assert value(header.seller.nip) == SELLER


@pytest.mark.parametrize(
    "title",
    ["Faktura VAT – mechanizm podzielonej płatności nr", "F-ra VAT nr:", "Faktura VAT (hurt) nr", "e-Faktura nr"],
)
def test_titles_with_more_words_before_the_number(title: str) -> None:
    header = read((0.08, 1, f"{title} 248/2025"))
    assert value(header.invoice_number) == "248/2025" and header.document_type is DocumentType.INVOICE


def test_short_labels_of_the_parties() -> None:
    header = read(
        (0.08, 1, "F-ra VAT nr: 248/2025"), (0.5, 1, "dn. sprz.: 19.09.2025"),
        (0.08, 4, "Sprz.:"), (0.5, 4, "Nab.:"), (0.08, 5, "Siew Sp. z o.o."), (0.5, 5, "Jan Rolny"),
        (0.08, 6, "Polna 1, 62-061 Granowo"), (0.5, 6, "Leśna 2, 64-010 Krzywiń"),
        (0.08, 7, f"NIP: {SELLER}"), (0.5, 7, f"NIP: {BUYER}"),
    )  # fmt: skip
    assert (value(header.seller.name), value(header.buyer.name)) == ("Siew Sp. z o.o.", "Jan Rolny")
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)


def test_final_invoice_that_lists_its_advances_is_an_invoice() -> None:
    header = read(
        (0.3, 1, "Faktura końcowa nr FK/23/09/2024"), (0.08, 4, "Sprzedawca"), (0.5, 4, "Nabywca"),
        (0.08, 5, "Siew Sp. z o.o."), (0.5, 5, "Jan Rolny"), (0.08, 20, "Faktura zaliczkowa"), (0.4, 20, "Kwota"),
        (0.08, 21, "FZ/12/08/2024"), (0.4, 21, "1 000,00"),
    )  # fmt: skip
    assert header.document_type is DocumentType.INVOICE and value(header.invoice_number) == "FK/23/09/2024"


def test_letterheads_whose_nip_looks_like_a_postcode_or_whose_name_stands_apart() -> None:
    parted = "526-10-40-828"
    header = read(
        (0.08, 1, "Siew Sp. z o.o."), (0.08, 2, "ul. Polna 1, 62-061 Granowo"), (0.08, 3, f"NIP: {parted}, tel. 29"),
        (0.6, 1, "Faktura VAT 7/2025"), (0.08, 8, "Nabywca:"), (0.08, 9, "Jan Rolny"),
        (0.08, 10, "Leśna 2, 64-010 Krzywiń"), (0.08, 11, f"NIP: {BUYER}"),
    )  # fmt: skip
    assert (value(header.seller.name), value(header.seller.nip)) == ("Siew Sp. z o.o.", SELLER)


def test_parties_over_captions_with_remarks() -> None:
    header = read(
        (0.1, 1, "09.09.2025"), (0.4, 1, "05.09.2025"), (0.1, 1.9, "data wystawienia"), (0.4, 1.9, "data sprzedaży"),
        (0.3, 4, "Faktura VAT Nr 5825/09/2025"),
        (0.1, 7, "Siew Sp. z o.o."), (0.7, 7, SELLER), (0.1, 8, "Polna 1, 62-061 Granowo"), (0.7, 8, "NIP sprzedawcy"),
        (0.1, 8.9, "sprzedawca (nazwa i adres)"),
        (0.1, 11, "Jan Rolny"), (0.7, 11, BUYER), (0.1, 12, "Leśna 2, 64-010 Krzywiń"), (0.7, 12, "NIP nabywcy"),
        (0.1, 12.9, "nabywca (nazwa i adres)"),
    )  # fmt: skip
    assert (value(header.seller.name), value(header.buyer.name)) == ("Siew Sp. z o.o.", "Jan Rolny")
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)


def test_values_of_two_columns_that_nearly_touch_are_two_words() -> None:
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(400, 780, "095993910")
    behind = 400 + canvas.stringWidth("095993910", "Helvetica-Bold", 10) + 1.5
    canvas.setFont("Helvetica", 10)
    canvas.drawString(behind, 780, "1/1")
    canvas.drawString(60, 780, "Faktura")
    canvas.save()
    with open_pdf(buffer.getvalue(), Limits()) as document:
        assert [word.text for word in document.pages[0].token_page.words] == ["Faktura", "095993910", "1/1"]


def test_date_torn_in_two_lines_of_a_picture() -> None:
    lines: list[Line] = [
        (0.08, 1, "Faktura VAT nr 7/2025"), (0.5, 3, "Data wystawienia: Granowo, 2025-08-"), (0.5, 3.8, "15"),
        (0.08, 5, "Nabywca"), (0.08, 6, "Jan Rolny"),
    ]  # fmt: skip
    header = read_header([replace(sheet([*lines, *TABLE]), source=Source.OCR, engine="rapidocr")])
    assert header.issue_date is not None and header.issue_date.value.isoformat() == "2025-08-15"


def test_a_stamp_s_caption_is_no_label_of_a_nip() -> None:
    lines: list[Line] = [(0.08, 1, "(pieczęć sprzedawcy)"), (0.08, 2.2, f"NIP {BUYER}")]
    header = read_header([sheet([*lines, *TABLE], "joined")])
    assert header.seller.nip is None or header.seller.nip.confidence < 0.95


def test_english_months_and_what_was_delivered() -> None:
    header = read(
        (0.08, 1, "Invoice / Faktura"), (0.7, 1, "Number"), (0.82, 1, "EXP-28/2025"), (0.7, 2, "Issued"),
        (0.82, 2, "04-Oct-2025"), (0.7, 3, "Delivered 01-Oct-2025"), (0.7, 4, "Due"), (0.82, 4, "18-Oct-2025"),
    )  # fmt: skip
    assert header.issue_date is not None and header.issue_date.value.isoformat() == "2025-10-04"
    assert header.sale_date is not None and header.sale_date.value.isoformat() == "2025-10-01"


@pytest.mark.parametrize(("left", "kind"), [("–", DocumentType.INVOICE), ("FV/1/2025", DocumentType.CORRECTION)])
def test_empty_field_of_a_corrected_invoice_makes_no_correction(left: str, kind: DocumentType) -> None:
    header = read(
        (0.08, 1, "FAKTURA SPRZEDAŻY"), (0.08, 2, "Nr: FS/7/2025"), (0.08, 3, f"Numer faktury korygowanej: {left}"),
        (0.08, 5, "Do:"), (0.5, 5, "Od:"), (0.08, 6, "Jan Rolny"), (0.5, 6, "Siew Sp. z o.o."),
        (0.08, 7, "Leśna 2, 64-010 Krzywiń"), (0.5, 7, "Polna 1, 62-061 Granowo"),
        (0.08, 8, f"NIP: {BUYER}"), (0.5, 8, f"NIP: {SELLER}"),
    )  # fmt: skip
    assert header.document_type is kind
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)


def _two_readers(first: str, second: str) -> Field[str]:
    def one(name: str, engine: str) -> Header:
        lines: list[Line] = [(0.08, 1, "Faktura VAT nr 7/2025"), (0.08, 4, "Nabywca"), (0.08, 5, name), *TABLE]
        lines.append((0.08, 6, "Polna 1, 62-061 Granowo"))
        return read_header([replace(sheet(lines), source=Source.OCR, engine=engine)])

    field = combine_headers(one(first, "tesseract"), one(second, "rapidocr")).buyer.name
    assert field is not None
    return field


def test_names_that_two_readers_spell_alike_are_sure_others_are_not() -> None:
    assert _two_readers("Anna Woźniak", "Anna Woźniak").confidence > 0.9
    differing = _two_readers("Anna Woźniak", "Anna Wożniak")
    assert differing.value == "Anna Woźniak" and differing.confidence < 0.9


def test_a_company_s_form_whose_letters_are_read_as_noughts() -> None:
    assert _two_readers("Siew Sp. z 0.o.", "Siew Sp.z 0.0.").value == "Siew Sp. z o.o."


@pytest.mark.parametrize("label", ["Numer faktury:", "Nr faktury", "Faktura", "Faktura nr"])
def test_series_named_as_the_tax(label: str) -> None:
    assert value(read((0.08, 1, f"{label} VAT/166/2025/A")).invoice_number) == "VAT/166/2025/A"


def test_date_in_words_over_two_lines() -> None:
    header = read(
        (0.08, 1, "Faktura nr 7/2025"), (0.08, 3, "Data wystawienia"), (0.4, 3, "Data sprzedaży"),
        (0.08, 4, "29 września"), (0.4, 4, "23 września"), (0.08, 4.8, "2025 r."), (0.4, 4.8, "2025 r."),
    )  # fmt: skip
    assert header.issue_date is not None and header.issue_date.value.isoformat() == "2025-09-29"
    assert header.sale_date is not None and header.sale_date.value.isoformat() == "2025-09-23"


def test_firm_as_a_name_s_first_word() -> None:
    header = read(
        (0.08, 1, "Faktura nr 7/2025"), (0.08, 4, "Sprzedawca: Firma Handlowa Zając"), (0.08, 5, "Lipa 1, 62-061 Ćma"),
        (0.08, 6, f"NIP: {SELLER}"),
    )  # fmt: skip
    assert value(header.seller.name) == "Firma Handlowa Zając"


@pytest.mark.parametrize(
    ("first", "second"), [("Nabywca i", "płatnik"), ("Nabywca /", "Odbiorca"), ("Nabywca", "(Buyer)")]
)
def test_label_of_a_party_over_two_rows_beside_its_list(first: str, second: str) -> None:
    header = read(
        (0.08, 1, "Faktura nr 7/2025"), (0.08, 4, "Sprzedawca"), (0.2, 4, "Siew Sp. z o.o."), (0.08, 5.2, "Adres"),
        (0.2, 5.2, "Polna 1, 62-061 Granowo"), (0.08, 6.4, "NIP"), (0.2, 6.4, SELLER),
        (0.55, 4, first), (0.55, 4.9, second), (0.7, 4, "Jan Rolny"), (0.55, 5.9, "Adres"),
        (0.7, 5.9, "Lipa 2, 64-010 Krzywiń"), (0.55, 7, "NIP"), (0.7, 7, BUYER),
    )  # fmt: skip
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)
    assert value(header.buyer.name) == "Jan Rolny"


def test_number_cut_at_its_hyphen_at_the_end_of_a_line_is_a_doubt() -> None:
    lines: list[Line] = [(0.08, 1, "Faktura"), (0.5, 3, "Nr faktury"), (0.75, 3, "PL2025-"), (0.5, 3.8, "03823")]
    header = read_header([replace(sheet([*lines, *TABLE]), source=Source.OCR, engine="rapidocr")])
    assert header.invoice_number is None or header.invoice_number.confidence < 0.6
