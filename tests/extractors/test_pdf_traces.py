"""Traces of editing: every forgery is seen, and nothing honest is accused."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf.document import open_pdf
from extractors.pdf.traces import pdf_traces
from programme.invoices import Finding, FindingKind
from tests.extractors.pdf_samples import (
    HEIGHT,
    WIDTH,
    appended,
    canvas_pdf,
    changed,
    content_number,
    draw_table,
    stream_body,
    table_pdf,
    white_picture,
)


def traces(data: bytes) -> tuple[Finding, ...]:
    with open_pdf(data) as document:
        return pdf_traces(document)


def kinds(data: bytes) -> set[FindingKind]:
    return {finding.kind for finding in traces(data)}


# The net value of the first line ends at x = 400 on the baseline y = 688.
CELL = (360, 684, 41, 14)


def new_value(canvas: Canvas, text: str = "9000,00") -> None:
    canvas.setFont("Helvetica", 10)
    canvas.drawRightString(400, 688, text)


def test_a_value_painted_over_and_written_anew() -> None:
    def draw(canvas: Canvas) -> None:
        draw_table(canvas)
        canvas.setFillGray(1)
        canvas.rect(*CELL, stroke=0, fill=1)
        canvas.setFillGray(0)
        new_value(canvas)

    found = traces(canvas_pdf(draw))
    assert {FindingKind.PAINTED_OVER, FindingKind.TEXT_UNDER_TEXT} <= {finding.kind for finding in found}
    painted = next(finding for finding in found if finding.kind is FindingKind.PAINTED_OVER)
    assert painted.strength == 1.0 and painted.page == 1 and painted.box is not None
    assert painted.box.x0 * WIDTH == pytest.approx(360, abs=1)
    assert (1 - painted.box.y1) * HEIGHT == pytest.approx(684, abs=1)


def test_a_value_covered_by_a_picture() -> None:
    def draw(canvas: Canvas) -> None:
        draw_table(canvas)
        canvas.drawImage(white_picture((80, 28)), *CELL)

    assert kinds(canvas_pdf(draw)) == {FindingKind.PAINTED_OVER}


def test_two_values_at_one_place() -> None:
    def draw(canvas: Canvas) -> None:
        draw_table(canvas)
        new_value(canvas)

    assert FindingKind.TEXT_UNDER_TEXT in kinds(canvas_pdf(draw))


def honest_fills(canvas: Canvas) -> None:
    for index in range(0, 8, 2):
        canvas.setFillGray(0.9)
        canvas.rect(50, 755 - 24 * index, 480, 20, stroke=0, fill=1)
    canvas.setFillGray(0)
    draw_table(canvas)


def honest_watermark(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 60)
    canvas.setFillGray(0.9)
    canvas.drawString(60, 680, "ORYGINAL")
    canvas.setFillGray(0)
    draw_table(canvas)


def honest_bold(canvas: Canvas) -> None:
    draw_table(canvas)
    canvas.translate(0.2, 0)
    draw_table(canvas)


def honest_scan(canvas: Canvas) -> None:
    draw_table(canvas)
    canvas.drawImage(white_picture(), 0, 0, WIDTH, HEIGHT)


def honest_logo_and_frames(canvas: Canvas) -> None:
    draw_table(canvas)
    canvas.drawImage(white_picture((90, 30)), 450, 790, 90, 30)
    for index in range(8):
        canvas.rect(50, 755 - 24 * index, 480, 24)


def honest_bold_total(canvas: Canvas) -> None:
    from tests.extractors.pdf_samples import TABLE

    draw_table(canvas, TABLE[:-1])
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(60, 600, "Razem")
    canvas.drawRightString(400, 600, "12700,00")
    canvas.drawRightString(500, 600, "13716,00")


def honest_highlighter(canvas: Canvas) -> None:
    draw_table(canvas)
    canvas.setFillColorRGB(1, 1, 0, alpha=0.4)
    canvas.rect(*CELL, stroke=0, fill=1)


@pytest.mark.parametrize(
    "draw",
    [
        draw_table,
        honest_fills,
        honest_watermark,
        honest_bold,
        honest_scan,
        honest_logo_and_frames,
        honest_bold_total,
        honest_highlighter,
    ],
)
def test_honest_pages_give_no_finding(draw: Callable[[Canvas], None]) -> None:
    assert traces(canvas_pdf(draw)) == ()


def annotated(subtype: str, rect: Sequence[float], **entries: object) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name("/" + subtype), Rect=list(rect), F=4, **entries
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))

    return changed(table_pdf(), change)


OVER_CELL = [360, 684, 401, 698]
BESIDE = [60, 100, 200, 140]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (annotated("FreeText", OVER_CELL, Contents="9000,00", DA="/Helv 10 Tf"), True),
        (annotated("Square", OVER_CELL, IC=[1, 1, 1]), True),
        (annotated("Redact", OVER_CELL), True),
        (annotated("FreeText", BESIDE, Contents="9000,00", DA="/Helv 10 Tf"), True),
        (annotated("FreeText", BESIDE, Contents="zaplacono", DA="/Helv 10 Tf"), False),
        (annotated("Stamp", BESIDE), False),
        (annotated("Square", OVER_CELL), False),
        (annotated("Highlight", OVER_CELL), False),
        (annotated("Text", OVER_CELL, Contents="sprawdzone 12.09"), False),
        (annotated("Widget", OVER_CELL, FT=pikepdf.Name.Sig), False),
    ],
)
def test_annotations(data: bytes, found: bool) -> None:
    assert (FindingKind.ANNOTATION_OVER_TEXT in kinds(data)) is found


def plain_table() -> bytes:
    """The table with its content stream uncompressed, so that tests can edit it."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(table_pdf())) as pdf:
        pdf.save(buffer, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    return buffer.getvalue()


def test_a_later_revision_that_changes_a_figure() -> None:
    data = plain_table()
    number, content = content_number(data)
    assert b"6000,00" in content
    forged = appended(data, number, stream_body(content.replace(b"6000,00", b"9000,00")))
    found = traces(forged)
    assert {finding.kind for finding in found} == {FindingKind.EDITED_AFTER_CREATION}
    assert found[0].strength == 1.0 and "9000,00" in found[0].message and found[0].box is not None


def test_a_later_revision_that_changes_nothing_shown() -> None:
    data = plain_table()
    number, content = content_number(data)
    assert traces(appended(data, number, stream_body(content + b"\n"))) == ()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        size = int(pdf.trailer.Size)
    assert traces(appended(data, size, b"<< /Producer (Signer) /ModDate (D:20250913) >>")) == ()


def test_resaved_and_linearised_files_are_honest() -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(table_pdf())) as pdf:
        pdf.save(buffer, linearize=True)
    assert traces(buffer.getvalue()) == ()


def test_one_figure_in_a_font_of_its_own() -> None:
    from tests.extractors.pdf_samples import TABLE

    def draw(canvas: Canvas) -> None:
        rows = [("", "", "") if row == TABLE[4] else row for row in TABLE]
        draw_table(canvas, rows)
        y = 760 - 24 * 4
        canvas.drawString(60, y, "KWS Jethro F1")
        canvas.drawRightString(300, y, "10,00")
        canvas.drawRightString(500, y, "3348,00")
        canvas.setFont("Times-Roman", 10)
        canvas.drawRightString(400, y, "3100,00")

    found = traces(canvas_pdf(draw))
    assert {finding.kind for finding in found} == {FindingKind.FONT_BREAK}
    assert "3100,00" in found[0].message


@pytest.mark.parametrize(
    ("line", "struck"),
    [((358, 691, 401, 691), True), ((358, 686.5, 401, 686.5), False), ((60, 691, 540, 691), False)],
    ids=["through a value", "under it", "a rule across the page"],
)
def test_a_line_through_a_value_strikes_it_out(line: tuple[float, float, float, float], struck: bool) -> None:
    def draw(canvas: Canvas) -> None:
        draw_table(canvas)
        canvas.setLineWidth(0.7)
        canvas.line(*line)

    found = [finding for finding in traces(canvas_pdf(draw)) if finding.kind is FindingKind.STRUCK_OUT]
    assert [finding.strength for finding in found] == ([1.0] if struck else [])
