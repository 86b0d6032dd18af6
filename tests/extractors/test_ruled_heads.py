"""Heads drawn as forms: fields told by their rules, values torn at the end of a line, captions under their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.files.opening import Limits
from extractors.heads.header import Header, read_header
from extractors.pdf.document import open_pdf
from extractors.text.ruled_fields import ruled_fields
from programme.invoices import Field
from tests.extractors.pdf_samples import canvas_pdf
from tests.extractors.sheets import Line, sheet

SELLER = "5261040828"
BUYER = "5265877635"
Text = tuple[float, float, str]  # x and y in points from the top left corner, text
Rule = tuple[float, float, float, float]  # a rectangle's left, top, right and bottom


def drawn(
    texts: Sequence[Text], fields: Sequence[Rule] = (), shaded: Sequence[Rule] = (), engine: str = "text_layer"
) -> Header:
    """The head of a page with these texts in Helvetica 9 and these fields, read with the page's picture, as if `engine`
    had read the words."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.88)
        for left, top, right, bottom in shaded:
            canvas.rect(left, 842 - bottom, right - left, bottom - top, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.setFont("Helvetica", 9)
        canvas.setLineWidth(0.6)
        for left, top, right, bottom in fields:
            canvas.rect(left, 842 - bottom, right - left, bottom - top)
        for x, y, text in [*texts, (40, 500, "Lp."), (90, 500, "Nazwa towaru"), (300, 500, "Ilosc")]:
            canvas.drawString(x, 842 - y, text)

    with open_pdf(canvas_pdf(draw), Limits()) as document:
        pages = [replace(page.token_page, image=page.render(200), engine=engine) for page in document.pages]
        return read_header(pages)


def value(field: Field[str] | Field[date] | None) -> object:
    return field.value if field is not None else None


def parties(header: Header) -> tuple[object, ...]:
    seller, buyer = header.seller, header.buyer
    return value(seller.name), value(seller.nip), value(buyer.name), value(buyer.nip)


PARTIES: list[Text] = [
    (40, 200, "Sprzedawca"), (40, 211, "Siew Sp. z o.o."), (40, 222, "Polna 1"), (40, 233, f"NIP {SELLER}"),
    (330, 200, "Nabywca"), (330, 211, "Jan Rolny"), (330, 222, "Lesna 2"), (330, 233, f"NIP {BUYER}"),
]  # fmt: skip


@pytest.mark.parametrize("engine", ["text_layer", "tesseract"])
def test_headings_of_ruled_fields_close_to_one_another_over_torn_values(engine: str) -> None:
    edges = [40.0, 110, 180, 228, 276, 340]
    header = drawn(
        [
            (60, 70, "Rodzaj"), (52, 81, "dokumentu"), (130, 70, "Numer"), (122, 81, "dokumentu"),
            (182, 70, "Data wyst."), (230, 70, "Data sprz."), (290, 70, "Nr zam."),
            (45, 95, "FAKTURA VAT"), (113, 95, "611/FS/09/2025"),
            (184, 95, "2025-09-"), (197, 106, "23"), (232, 95, "2025-09-"), (245, 106, "17"), (284, 95, "89/2025"),
            *PARTIES,
        ],
        [(x0, 60, x1, 85) for x0, x1 in pairwise(edges)]
        + [(x0, 85, x1, 112) for x0, x1 in pairwise(edges)],
        engine=engine,
    )  # fmt: skip
    assert value(header.invoice_number) == "611/FS/09/2025"
    assert value(header.issue_date) == date(2025, 9, 23)
    assert value(header.sale_date) == date(2025, 9, 17)


def test_a_stroke_through_a_word_bounds_no_field() -> None:
    """Recognised words in a row that strokes of letters seem to divide are one cell all the same."""
    header = drawn(
        [(190, 90, "Faktura VAT FS"), (262, 90, "98/MAG/2025"), (40, 130, "Data wystawienia: 2025-09-23"), *PARTIES],
        [(40, 78, 285, 96), (285, 78, 560, 96)],
        engine="tesseract",
    )
    assert value(header.invoice_number) == "FS 98/MAG/2025"


def test_parties_under_headings_centred_over_their_fields() -> None:
    texts = [
        (40.0, 60.0, "Faktura VAT nr FV/7/2025"), (150, 92, "Dostawca"), (395, 92, "Odbiorca / Nabywca"),
        (42, 110, "Siew Hurtownia Sp. z o.o."), (42, 122, "Polna 1, 62-061 Granowo"), (42, 134, f"NIP: {SELLER}"),
        (302, 110, "Jan Rolny"), (302, 122, "Lesna 2, 64-010 Krzywin"), (302, 134, f"NIP: {BUYER}"),
    ]  # fmt: skip
    fields = [(40.0, 80.0, 300.0, 98.0), (300, 80, 560, 98), (40, 98, 300, 140), (300, 98, 560, 140)]
    expected = ("Siew Hurtownia Sp. z o.o.", SELLER, "Jan Rolny", BUYER)
    assert parties(drawn(texts, fields)) == expected
    assert parties(drawn(texts, fields, fields[:2])) == expected


def test_a_grid_with_headings_above_and_at_the_left() -> None:
    rows = (("", "Sprzedawca", "Nabywca"), ("Nazwa", "Siew Sp. z o.o.", "Jan Rolny"), ("NIP", SELLER, BUYER))
    lefts, tops = [40.0, 100, 300, 500], [80.0, 98, 116, 134]
    header = drawn(
        [(40, 60, "Faktura VAT nr FV/7/2025")]
        + [(lefts[j] + 3, tops[i] + 12, text) for i, row in enumerate(rows) for j, text in enumerate(row) if text],
        [(lefts[j], tops[i], lefts[j + 1], tops[i + 1]) for i in range(3) for j in range(3)],
    )
    assert parties(header) == ("Siew Sp. z o.o.", SELLER, "Jan Rolny", BUYER)


def test_headings_at_the_left_of_ruled_rows_are_not_one_column() -> None:
    lefts, tops = [40.0, 110, 300, 370, 560], [80.0, 98, 116, 134]
    rows = (
        ("Sprzedawca:", "Siew Sp. z o.o.", "Nabywca:", "Jan Rolny"),
        ("Adres:", "Polna 1, 62-061 Granowo", "Adres:", "Lesna 2, 64-010 Krzywin"),
        ("NIP:", SELLER, "NIP:", BUYER),
    )
    header = drawn(
        [(40, 60, "Faktura VAT nr FV/7/2025")]
        + [(lefts[j] + 3, tops[i] + 12, text) for i, row in enumerate(rows) for j, text in enumerate(row)],
        [(lefts[j], tops[i], lefts[j + 1], tops[i + 1]) for i in range(3) for j in range(4)],
    )
    assert parties(header) == ("Siew Sp. z o.o.", SELLER, "Jan Rolny", BUYER)


TABLE: list[Line] = [(0.08, 24, "Lp."), (0.2, 24, "Nazwa towaru"), (0.6, 24, "Ilość"), (0.8, 24, "Wartość netto")]


def read(*lines: Line) -> Header:
    return read_header([sheet([*lines, *TABLE, (0.08, 25, "1"), (0.2, 25, "Rolnik szt."), (0.6, 25, "7")])])


def test_blocks_set_in_behind_small_labels() -> None:
    header = read(
        (0.08, 1, "Faktura VAT nr FV/7/2025"),
        (0.08, 4, "sprzedawca:"), (0.15, 5, "Siew Sp. z o.o."), (0.15, 6, "62-061 Granowo"),
        (0.15, 7, f"NIP: {SELLER}"),
        (0.08, 9, "nabywca:"), (0.16, 10, "Jan Rolny"), (0.16, 11, "64-010 Krzywiń"), (0.16, 12, f"NIP: {BUYER}"),
    )  # fmt: skip
    assert parties(header) == ("Siew Sp. z o.o.", SELLER, "Jan Rolny", BUYER)


def test_bracketed_captions_under_their_values() -> None:
    header = read(
        (0.08, 1, "Siew Sp. z o.o."), (0.08, 2, f"NIP {SELLER}"),
        (0.6, 1, "Granowo, 12 IX 2025 r."), (0.6, 2, "(miejscowość i data wystawienia)"),
        (0.6, 3, "10 IX 2025 r."), (0.6, 4, "(data sprzedaży)"), (0.3, 7, "FAKTURA VAT Nr 7/25"),
    )  # fmt: skip
    assert value(header.issue_date) == date(2025, 9, 12)
    assert value(header.sale_date) == date(2025, 9, 10)


def test_a_date_beside_either_line_of_its_label() -> None:
    for row in (5, 6):
        header = read(
            (0.08, 1, "Faktura VAT nr FV/7/2025"),
            (0.08, 5, "Data"), (0.08, 6, "wystawienia:"), (0.3, row, "12.09.2025"),
            (0.55, 5, "Data"), (0.55, 6, "sprzedaży:"), (0.8, row, "10.09.2025"),
        )  # fmt: skip
        assert value(header.issue_date) == date(2025, 9, 12)
        assert value(header.sale_date) == date(2025, 9, 10)


def test_a_number_torn_at_its_hyphen_is_read_whole() -> None:
    header = read((0.6, 1, "Nr faktury"), (0.6, 2, "FVS-2025-"), (0.6, 2.9, "00123"), (0.08, 1, "FAKTURA"))
    assert value(header.invoice_number) == "FVS-2025-00123"


def test_a_narrow_gap_between_letters_parts_words() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 16)
        x = 40.0
        for word, gap in (("Faktura", 0.25), ("VAT", 0.13), ("FA2507/8984", 0)):
            canvas.drawString(x, 780, word)
            x += canvas.stringWidth(word, "Helvetica-Bold", 16) + gap * 16

    with open_pdf(canvas_pdf(draw), Limits()) as document:
        header = read_header([page.token_page for page in document.pages])
    assert value(header.invoice_number) == "FA2507/8984"


def test_a_caption_at_the_right_of_its_field() -> None:
    texts: list[Text] = [(45, 40, "Faktura nr 7/2025")]
    for left, caption, lines in (
        (45, "Sprzedawca", ["Siew Sp. z o.o.", "Polna 1", "62-300 Wola", f"NIP {SELLER}"]),
        (300, "Nabywca", ["Jan Rolny", "Lesna 2", "64-000 Wola", f"NIP {BUYER}"]),
    ):
        texts += [(left + 195, 85, caption), *((left + 5, 86 + 11 * place, text) for place, text in enumerate(lines))]
    header = drawn(texts, [(45, 70, 298, 130), (300, 70, 550, 130)])
    assert parties(header) == ("Siew Sp. z o.o.", SELLER, "Jan Rolny", BUYER)


@pytest.mark.parametrize("shape", [(1, 1), (1, 800), (2, 800), (800, 1), (8, 8)])
def test_a_picture_of_a_few_pixels_has_no_fields(shape: tuple[int, int]) -> None:
    assert ruled_fields(np.zeros(shape, np.uint8), letter_height=4) == ()
