"""Figures that were exchanged in a PDF's drawing itself, with nothing left under them; and honest tables alike."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pikepdf
import pytest

from extractors.pdf.document import open_pdf
from extractors.pdf.fonts import _family
from extractors.pdf.traces import pdf_traces
from programme.invoices import FindingKind

ROWS = (("Zyto", "24,000", "287,50", "6 900,00"), ("Saletra", "3,200", "1 650,00", "5 280,00"))
ONE_ROW = ROWS[:1]
X = (60, 300, 380, 460)
Cell = tuple[int, int]


def table(
    rows: Sequence[Sequence[str]] = ROWS,
    fonts: dict[Cell, str] | None = None,
    sizes: dict[Cell, float] | None = None,
    last: Sequence[Cell] = (),
    by_columns: bool = False,
) -> bytes:
    """A page with a table, its cells in other fonts or sizes, or drawn after all the rest (`last`)."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=(595, 842), invariant=1)

    def cell(row: int, column: int) -> None:
        canvas.setFont((fonts or {}).get((row, column), "Helvetica"), (sizes or {}).get((row, column), 9))
        draw = canvas.drawString if column == 0 else canvas.drawRightString
        draw(X[column], 600 - 20 * row, rows[row][column])

    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(60, 780, "Faktura VAT FV/12/2025")
    cells = [(row, column) for row in range(len(rows)) for column in range(4)]
    if by_columns:
        cells.sort(key=lambda place: place[1])
    for place in cells:
        if place not in last:
            cell(*place)
    canvas.setFont("Helvetica", 9)
    for line in range(16):
        canvas.drawString(60, 420 - 14 * line, f"Warunki sprzedazy, punkt {line} regulaminu")
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawRightString(460, 480, "12 180,00")
    for place in last:
        cell(*place)
    canvas.save()
    return out.getvalue()


def kinds(data: bytes) -> set[tuple[FindingKind, str]]:
    with open_pdf(data) as document:
        return {(finding.kind, finding.detail) for finding in pdf_traces(document)}


@pytest.mark.parametrize("rows", [ROWS, ONE_ROW])
def test_a_cell_in_a_font_of_its_own(rows: Sequence[Sequence[str]]) -> None:
    assert kinds(table(rows, fonts={(0, 1): "Times-Roman"})) == {(FindingKind.FONT_BREAK, "other_font")}


def test_a_cell_in_a_size_of_its_own() -> None:
    assert kinds(table(sizes={(0, 1): 9.8})) == {(FindingKind.FONT_BREAK, "other_size")}


@pytest.mark.parametrize("rows", [ROWS, ONE_ROW])
def test_a_cell_drawn_after_all_the_rest(rows: Sequence[Sequence[str]]) -> None:
    found = kinds(table(rows, last=[(0, 1)]))
    assert found == {(FindingKind.DRAWN_LATER, "drawn_later")}


def test_figures_in_the_cut_off_part() -> None:
    with pikepdf.open(io.BytesIO(table())) as document:
        document.pages[0].CropBox = pikepdf.Array([0, 590, 595, 842])
        out = io.BytesIO()
        document.save(out)
    assert (FindingKind.CUT_OFF_TEXT, "cut_off") in kinds(out.getvalue())


def test_honest_tables_give_nothing() -> None:
    column = dict.fromkeys([(0, 3), (1, 3)], "Helvetica-Bold")
    other_font = dict.fromkeys([(0, 1), (1, 1)], "Courier")
    smaller = dict.fromkeys([(0, 1), (1, 1)], 8.0)
    for data in (
        table(), table(ONE_ROW), table(by_columns=True), table(ONE_ROW, by_columns=True), table(fonts=column),
        table(fonts=other_font), table(sizes=smaller), table(last=[(0, 3), (1, 3)]),
        table(ONE_ROW, fonts={(0, 3): "Helvetica-Bold"}),
    ):  # fmt: skip
        assert kinds(data) == set()


def test_a_figure_in_much_larger_print_than_its_row_is_meant_so() -> None:
    rows = (*ROWS, ("Razem", "27,200", "937,50", "12 180,00"))
    assert kinds(table(rows, sizes={(2, 2): 12.2})) == set()
    assert kinds(table(rows, sizes={(2, 2): 9.9})) == {(FindingKind.FONT_BREAK, "other_size")}


def test_a_form_printed_in_one_face_and_filled_in_in_another() -> None:
    """The post code of the printed stamp stands beside a date and above row numbers that were filled in."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont("Times-Roman", 9)
    for row, line in enumerate(("Skup i Sprzedaz Zboza", "07-100 Wegrow, skrytka pocztowa", "Nazwa towaru, cena")):
        canvas.drawString(60, 780 - 14 * row, line)
    canvas.setFont("Helvetica", 10)
    for x, text in ((400, "13"), (420, "sierpnia"), (480, "2024")):
        canvas.drawString(x, 766, text)
    for row in range(4):
        canvas.drawString(60, 560 - 20 * row, str(row + 1))
        canvas.drawRightString(460, 560 - 20 * row, f"{row}11,50")
    canvas.save()
    assert kinds(out.getvalue()) == set()


def test_signs_drawn_one_by_one_are_no_runs_of_their_own() -> None:
    """An address beside a block of dates: between its two figures lie nine signs, each an object of its own."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica", 9)
    for place, (x, text) in enumerate(((480, "05.08.2025"), (40, "ul. 11 Listopada Stary Rynek 103"))):
        for sign in text:
            canvas.drawString(x, 780 - 2 * place, sign)
            x += canvas.stringWidth(sign, "Helvetica", 9)
    canvas.save()
    assert kinds(out.getvalue()) == set()


def test_the_editing_program_is_noted_and_does_not_block() -> None:
    with pikepdf.open(io.BytesIO(table())) as document:
        document.docinfo["/Producer"] = "Sejda 3.2"
        out = io.BytesIO()
        document.save(out)
    with open_pdf(out.getvalue()) as opened:
        (finding,) = [item for item in pdf_traces(opened) if item.detail == "program"]
    assert finding.kind is FindingKind.EDITING_PROGRAM
    assert finding.strength < 0.5


def test_a_head_of_cells_in_two_sizes_is_no_edit() -> None:
    """A date in a head row, smaller than the address beside it, right above a column of the table."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=(595, 842), invariant=1)
    for text, x, y, size in (
        ("ul. Polna 75", 60, 780, 9), ("62-100", 60, 766, 9), ("14", 300, 766, 9), ("28.09.2025", 460, 766, 8),
        ("36", 200, 600, 9), ("1 250,00", 330, 600, 9), ("45 000,00", 460, 600, 9),
    ):  # fmt: skip
        canvas.setFont("Helvetica", size)
        canvas.drawRightString(x + 60, y, text)
    for line in range(16):
        canvas.drawString(60, 420 - 14 * line, f"Warunki sprzedazy, punkt {line} regulaminu")
    canvas.save()
    assert kinds(out.getvalue()) == set()


def test_a_style_glued_to_a_font_s_name_is_no_other_family() -> None:
    assert {_family(name) for name in ("BAAAAA+FreeSans", "CAAAAA+FreeSansBold", "FreeSans-Oblique")} == {"freesans"}
    assert _family("ArialMT") == _family("Arial,BoldItalic") == "arial"
    assert _family("Courier") != _family("Helvetica")
