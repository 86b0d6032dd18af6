"""Labels and values of heads however they lie to one another: before, below, far above, two dates behind one label."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.files.opening import Limits
from extractors.heads.header import Header, read_header
from extractors.pdf.document import open_pdf
from programme.invoices import Field
from tests.extractors.pdf_samples import canvas_pdf
from tests.extractors.sheets import Line, sheet
from tests.extractors.test_ruled_heads import drawn, parties

SELLER = "5261040828"
BUYER = "5265877635"
ISSUED, SOLD = date(2025, 9, 12), date(2025, 9, 10)


def read(*lines: Line) -> Header:
    table: list[Line] = [(0.08, 24, "Lp."), (0.2, 24, "Nazwa towaru"), (0.6, 24, "Ilość"), (0.8, 24, "Wartość netto")]
    return read_header([sheet([(0.4, 0, "Faktura VAT nr 7/2025"), *lines, *table])])


def value(field: Field[str] | Field[date] | None) -> object:
    return field.value if field is not None else None


@pytest.mark.parametrize(
    "lines",
    [
        [(0.08, 3, "Data wystawienia / Data sprzedaży: 12.09.2025 / 10.09.2025")],
        [(0.08, 3, "Data sprzedaży / wystawienia: 10.09.2025 / 12.09.2025")],
        [(0.08, 3, "12.09.2025 (data wystawienia)"), (0.08, 4, "10.09.2025 (data sprzedaży)")],
        [(0.08, 3, "12.09.2025"), (0.4, 3, "10.09.2025"), (0.7, 3, "19.09.2025"),
         (0.08, 4.6, "data wystawienia"), (0.4, 4.6, "data sprzedaży"), (0.7, 4.6, "termin płatności")],
        [(0.1, 3, "Granowo, 12.09.2025"), (0.08, 4.3, "(miejscowość i data wystawienia)"),
         (0.12, 5.6, "10.09.2025"), (0.08, 6.9, "(data dokonania dostawy)")],
        [(0.08, 3, "Data wystawienia: 12 09 2025"), (0.08, 4, "Data sprzedaży: 10 09 2025")],
        [(0.08, 3, "Data dok.: 12.09.2025"), (0.08, 4, "Data sprz.: 10.09.2025"), (0.08, 5, "Term. pł.: 19.09.2025")],
        [(0.08, 3, "Data wyst. dok.: 12.09.2025"), (0.08, 4, "Data dok. dostawy: 10.09.2025")],
    ],
    ids=["in order", "sale first", "behind", "far below", "under the line", "blanks", "short", "shorter"],
)  # fmt: skip
def test_both_dates(lines: list[Line]) -> None:
    header = read(*lines)
    assert (value(header.issue_date), value(header.sale_date)) == (ISSUED, SOLD)


def test_one_date_of_both() -> None:
    header = read((0.08, 3, "Data wyst./sprzedaży: 12.09.2025"))
    assert value(header.issue_date) == value(header.sale_date) == ISSUED


def test_a_date_of_another_label_that_was_lost_in_reading() -> None:
    header = read((0.08, 3, "Data wystawienia 2)2.: ,ta dostawy: 2025-09-10"))
    assert value(header.issue_date) != SOLD


def test_the_name_before_its_label() -> None:
    header = read(
        (0.08, 4, "Siew Sp. z o.o. (sprzedawca)"), (0.5, 4, "Jan Rolny (nabywca)"), (0.08, 5, "Polna 1"),
        (0.5, 5, "Leśna 2"), (0.08, 6, "62-300 Września"), (0.5, 6, "64-000 Kościan"),
        (0.08, 7, f"NIP {SELLER}"), (0.5, 7, f"NIP {BUYER}"),
    )  # fmt: skip
    assert parties(header) == ("Siew Sp. z o.o.", SELLER, "Jan Rolny", BUYER)


@pytest.mark.parametrize("label", [0, 1.5], ids=["beside", "below"])
def test_a_row_of_nips_under_the_parties(label: float) -> None:
    x = 0.05 if label == 0 else 0.0
    header = read(
        (0.08, 4, "Sprzedawca"), (0.5, 4, "Nabywca"), (0.08, 5, "Siew Sp. z o.o."), (0.5, 5, "Jan Rolny"),
        (0.08, 6, "62-300 Września"), (0.5, 6, "64-000 Kościan"),
        (0.08 + x, 7.8, SELLER), (0.5 + x, 7.8, BUYER), (0.08, 7.8 + label, "NIP"), (0.5, 7.8 + label, "NIP"),
    )  # fmt: skip
    assert parties(header) == ("Siew Sp. z o.o.", SELLER, "Jan Rolny", BUYER)


def test_headings_in_fields_beside_the_parties() -> None:
    header = drawn(
        [
            (45, 225, "Sprzedawca"), (115, 210, "Siew Sp. z o.o."), (115, 221, "Polna 1"), (115, 232, "62-300 Wola"),
            (115, 243, f"NIP {SELLER}"), (45, 275, "Nabywca"), (115, 260, "Jan Rolny"), (115, 271, "Lesna 2"),
            (115, 282, "64-000 Wola"), (115, 293, f"NIP {BUYER}"), (40, 100, "Faktura nr 7/2025"),
        ],
        [(40, 200, 110, 249), (110, 200, 400, 249), (40, 249, 110, 300), (110, 249, 400, 300)],
    )  # fmt: skip
    assert parties(header) == ("Siew Sp. z o.o.", SELLER, "Jan Rolny", BUYER)


@pytest.mark.parametrize("framed", [True, False])
def test_headings_that_run_up_beside_the_parties(framed: bool) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(40, 780, "Faktura nr 7/2025")
        for x, heading, lines in (
            (40, "SPRZEDAWCA", ("Siew Sp. z o.o.", "Polna 1", "62-300 Wola", f"NIP {SELLER}")),
            (300, "NABYWCA", ("Jan Rolny", "Lesna 2", "64-000 Wola", f"NIP {BUYER}")),
        ):
            if framed:
                canvas.rect(x, 680, 14, 60)
                canvas.rect(x + 14, 680, 230, 60)
            for row, text in enumerate(lines):
                canvas.drawString(x + 20, 728 - 12 * row, text)
            canvas.saveState()
            canvas.translate(x + 10, 684)
            canvas.rotate(90)
            canvas.setFont("Helvetica", 6.5)
            canvas.drawString(0, 0, heading)
            canvas.restoreState()
        for x, text in ((40, "Lp."), (90, "Nazwa towaru"), (300, "Ilosc")):
            canvas.drawString(x, 340, text)

    with open_pdf(canvas_pdf(draw), Limits()) as document:
        pages = [replace(page.token_page, image=page.render(200)) for page in document.pages]
        assert parties(read_header(pages)) == ("Siew Sp. z o.o.", SELLER, "Jan Rolny", BUYER)


def test_a_letterhead_with_its_nip_in_the_footer() -> None:
    header = read(
        (0.08, 2, "Siew Sp. z o.o."), (0.08, 3, "Polna 1, 62-300 Września"), (0.08, 6, "Nabywca:"),
        (0.08, 7, "Jan Rolny"), (0.08, 8, "Leśna 2, 64-000 Kościan"), (0.08, 9, f"NIP: {BUYER}"),
        (0.2, 50, f"NIP {SELLER}   Kapitał zakładowy 500 000 zł"),
    )  # fmt: skip
    assert parties(header) == ("Siew Sp. z o.o.", SELLER, "Jan Rolny", BUYER)


def test_the_number_of_an_order_beside_the_title_is_another_ones() -> None:
    header = read_header([
        sheet([
            (0.08, 1, "FAKTURA VAT"), (0.08, 2.5, "Nr zamówienia"), (0.3, 2.5, "Nr faktury"),
            (0.08, 3.6, "ZO/1027/2025"), (0.3, 3.6, "FS/77/2025"),
        ])
    ])  # fmt: skip
    assert value(header.invoice_number) == "FS/77/2025"


def test_the_label_of_a_number_in_three_languages() -> None:
    header = read_header(
        [sheet([(0.08, 1, "Faktura / Invoice"), (0.08, 2.5, "Numer / Nummer / Number: FV 2025/4482")])]
    )
    assert value(header.invoice_number) == "FV 2025/4482"


@pytest.mark.parametrize("mode", ["text", "joined"])
def test_without_captions_no_party_is_sure(mode: str) -> None:
    header = read_header([
        sheet([
            (0.4, 0, "Faktura VAT nr 7/2025"), (0.08, 3, "Gospodarstwo Rolne Jan Rolny"), (0.5, 3, "Siew S.A."),
            (0.08, 4, "Polna 1"), (0.5, 4, "Leśna 2"), (0.08, 5, "64-000 Kościan"), (0.5, 5, "62-300 Września"),
            (0.08, 6, f"NIP {BUYER}"), (0.5, 6, f"NIP {SELLER}"), (0.08, 24, "Lp."), (0.2, 24, "Nazwa towaru"),
        ], mode)
    ])  # fmt: skip
    assert (value(header.seller.nip), value(header.buyer.nip)) == (SELLER, BUYER)
    for field in (header.seller.nip, header.buyer.nip):
        assert field is not None and field.confidence <= 0.6
    for name in (header.seller.name, header.buyer.name):
        assert name is not None and name.confidence <= (0.9 if mode == "text" else 0.67)


def test_captions_of_a_form_far_under_the_parties() -> None:
    header = read_header([
        sheet([
            (0.4, 0, "Faktura VAT"), (0.08, 2, "Siew Sp. z o.o."), (0.5, 2, "Jan Rolny"),
            (0.08, 3, "62-300 Września"), (0.5, 3, "64-000 Kościan"), (0.08, 4, f"NIP {SELLER}"),
            (0.5, 4, f"NIP {BUYER}"), (0.08, 6.6, "sprzedawca"), (0.5, 6.6, "nabywca"),
            (0.08, 8.6, "F24-098/25"), (0.3, 8.6, "12.09.2025"), (0.5, 8.6, "10.09.2025"), (0.7, 8.6, "19.09.2025"),
            (0.08, 9.6, "numer faktury VAT"), (0.3, 9.6, "data wystawienia"), (0.5, 9.6, "data sprzedaży"),
            (0.7, 9.6, "termin płatności"), (0.08, 24, "Lp."), (0.2, 24, "Nazwa towaru"), (0.6, 24, "Ilość"),
        ])
    ])  # fmt: skip
    assert parties(header) == ("Siew Sp. z o.o.", SELLER, "Jan Rolny", BUYER)
    assert value(header.invoice_number) == "F24-098/25"


def test_a_label_over_two_lines_is_no_name() -> None:
    header = read(
        (0.08, 4, "Sprzedawca"), (0.5, 4, "Nabywca"), (0.08, 5, "Identyfikator"), (0.5, 5, "Identyfikator"),
        (0.08, 6, f"podatkowy NIP: {SELLER}"), (0.5, 6, f"podatkowy NIP: {BUYER}"), (0.08, 7, "Siew Sp. z o.o."),
        (0.5, 7, "Jan Rolny"), (0.08, 8, "62-300 Września"), (0.5, 8, "64-000 Kościan"),
    )  # fmt: skip
    assert parties(header) == ("Siew Sp. z o.o.", SELLER, "Jan Rolny", BUYER)


def test_what_a_recogniser_leaves_of_a_caption_is_no_name() -> None:
    header = read(
        (0.08, 4, "Sprzedawca"), (0.5, 4, "Nabywca"), (0.08, 5, "SPRZEDAWCY"), (0.08, 6, "Siew Sp. z o.o."),
        (0.5, 5, "f NABYWCA Jan Rolny"), (0.08, 7, "62-300 Września"), (0.5, 6, "64-000 Kościan"),
        (0.08, 8, f"NIP {SELLER}"), (0.5, 7, f"NIP {BUYER}"),
    )  # fmt: skip
    assert parties(header) == ("Siew Sp. z o.o.", SELLER, "Jan Rolny", BUYER)


@pytest.mark.parametrize(
    ("title", "below", "number"),
    [
        ("Faktura nr FA", "32/MAG1/2024", "FA 32/MAG1/2024"),
        ("Faktura VAT nr FVS-2025-", "02592", "FVS-2025-02592"),
        ("Faktura VAT nr FVS-2025- Data wystawienia: 12.09.2025", "02592", "FVS-2025-02592"),
        ("Faktura VAT nr FV 79 / Piła / 09 / 2025", "oryginał", "FV 79 / Piła / 09 / 2025"),
        ("FAKTURA VAT MPP", "32/2024", "32/2024"),
        ("FAKTURA VAT", "32/2024", "32/2024"),
    ],
)
def test_a_number_broken_over_two_lines(title: str, below: str, number: str) -> None:
    header = read_header([sheet([(0.08, 1, title), (0.08, 2, below), (0.5, 5, "Nabywca")])])
    assert value(header.invoice_number) == number


@pytest.mark.parametrize(
    "title",
    [
        "Faktura VAT nr FVS003276 / ORYGINAŁ",
        "FAKTURA VAT – FVS003276 – ORYGINAŁ",
        "DOWÓD SPRZEDAŻY: FAKTURA VAT FVS003276",
    ],
)
def test_a_number_between_other_words(title: str) -> None:
    header = read_header(
        [sheet([(0.08, 1, title), (0.5, 5, "Nabywca"), (0.1, 24, "Nazwa towaru"), (0.5, 24, "Ilość")])]
    )
    assert header.invoice_number is not None and header.invoice_number.confidence > 0.9
    assert value(header.invoice_number) == "FVS003276"


def test_the_series_and_number_under_the_title() -> None:
    header = read_header([sheet([(0.08, 1, "FAKTURA"), (0.08, 2.5, "Seria i numer: FVS003276"), (0.5, 5, "Nabywca")])])
    assert value(header.invoice_number) == "FVS003276"


def test_nips_at_the_ends_of_the_headings_rows() -> None:
    header = read(
        (0.08, 3, "Sprzedawca (podatnik VAT czynny):"), (0.7, 3, f"NIP: {SELLER}"), (0.08, 4, "Siew S.A."),
        (0.08, 5, "62-300 Września"), (0.08, 7, "Nabywca"), (0.7, 7, f"NIP: {BUYER}"), (0.08, 8, "Jan Rolny"),
        (0.08, 9, "64-000 Kościan"),
    )  # fmt: skip
    assert parties(header) == ("Siew S.A.", SELLER, "Jan Rolny", BUYER)


def test_a_table_with_a_row_for_each_party() -> None:
    header = read(
        (0.2, 3, "Nazwa"), (0.45, 3, "Adres"), (0.75, 3, "NIP"), (0.05, 4.2, "Sprzedawca"), (0.2, 4.2, "Siew S.A."),
        (0.45, 4.2, "Polna 1, 62-300 Wola"), (0.75, 4.2, SELLER), (0.05, 5.6, "Nabywca"), (0.2, 5.6, "Jan Rolny"),
        (0.45, 5.6, "Leśna 2, 64-000 Kościan"), (0.75, 5.6, BUYER),
    )  # fmt: skip
    assert parties(header) == ("Siew S.A.", SELLER, "Jan Rolny", BUYER)


def test_a_nip_broken_at_a_blank() -> None:
    header = read(
        (0.08, 4, f"Sprzedający Siew S.A., Polna 1, 62-300 Września, NIP: PL{SELLER[:6]}"), (0.08, 5, SELLER[6:]),
        (0.08, 6, "Kupujący Jan Rolny, Leśna 2, 64-000 Gorzów"), (0.08, 7, f"Wielkopolski, NIP: PL{BUYER}"),
    )  # fmt: skip
    assert parties(header) == ("Siew S.A.", SELLER, "Jan Rolny", BUYER)


def test_a_number_under_the_caption_of_the_documents_data() -> None:
    header = read_header([
        sheet([
            (0.08, 1, "FAKTURA"), (0.1, 8, "Siew S.A."), (0.4, 8, "Dane faktury"), (0.7, 8, "Jan Rolny"),
            (0.4, 9, "Data: 12.09.2025"), (0.4, 10, "Numer: FVS/6615/2024/01"), (0.7, 9, "Indeks 528553"),
        ])
    ])  # fmt: skip
    assert value(header.invoice_number) == "FVS/6615/2024/01"


NAMED: list[Line] = [(0.25, 4, 'GS "Zgoda" w Mogilnie'), (0.25, 5, "Polna 1, 62-300 Wola"), (0.25, 6, f"NIP: {SELLER}")]
BOUGHT: list[Line] = [(0.66, 4, "Jan Rolny"), (0.66, 5, "Leśna 2, 64-000 Kościan"), (0.66, 6, f"NIP: {BUYER}")]


@pytest.mark.parametrize(
    ("caption", "mode"),
    [
        ("Nabywca", "text"), ("NABYWCA:", "text"), ("Płatnik / Nabywca", "text"), ("Nabvwca", "text"),
        ("Kupujący", "joined"), ("Płatnik / Nabywca", "joined"),
    ],
)  # fmt: skip
def test_a_caption_close_behind_the_name_before_it(caption: str, mode: str) -> None:
    glued = [(0.25, 4, f'GS "Zgoda" w Mogilnie {caption}'), *NAMED[1:]]
    header = read_header([replace(sheet([(0.08, 4, "Sprzedawca"), *glued, *BOUGHT], mode), engine="tesseract")])
    seller, sold, buyer, bought = parties(header)
    assert seller is not None and re.match(r'GS ?"Zgoda" ?w ?Mogilnie(?: ?Polna.*)?$', seller)
    assert buyer is not None and re.match(r"Jan ?Rolny(?: ?Leśna.*)?$", buyer)
    assert (sold, bought) == (SELLER, BUYER)


@pytest.mark.parametrize("caption", ["Odbiorca / Nabywca", "2. Nabywca", "Płatnik i nabywca", "Nabywca - Odbiorca"])
def test_a_caption_of_several_words_is_not_cut(caption: str) -> None:
    moved = [(x, row + 1.2, text) for x, row, text in [*NAMED, *BOUGHT]]
    header = read_header([sheet([(0.25, 4, "Wystawca"), (0.66, 4, caption), *moved])])
    assert parties(header) == ('GS "Zgoda" w Mogilnie', SELLER, "Jan Rolny", BUYER)


def test_captions_within_a_row_that_has_no_gaps() -> None:
    row = 'Sprzedawca GS "Zgoda" w Mogilnie Nabywca Jan Rolny Odbiorca Ewa Rolna'
    header = read_header([sheet([(0.08, 4, row)])])
    assert value(header.seller.name) == 'GS "Zgoda" w Mogilnie'
    assert value(header.buyer.name) == "Jan Rolny"
    assert header.recipient is not None and value(header.recipient.name) == "Ewa Rolna"


def test_a_name_that_holds_a_party_s_caption_is_not_sure() -> None:
    header = read((0.08, 4, "Sprzedawca"), (0.08, 5, "GS Zgoda w Mogilnie Nabywea"), (0.08, 6, f"NIP: {SELLER}"))
    assert header.seller.name is not None and header.seller.name.confidence < 0.6
