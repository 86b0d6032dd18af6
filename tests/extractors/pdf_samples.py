"""PDFs made for the tests with reportlab and pikepdf."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pikepdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0

TABLE = (
    ("Faktura VAT nr FV/123/09/2025", "", ""),
    ("Sprzedawca NIP 5265877635 Nabywca NIP 8567346215", "", ""),
    ("Nazwa towaru", "netto", "brutto"),
    ("KWS Tayo F1 20 j.s.", "6000,00", "6480,00"),
    ("KWS Jethro F1 10 j.s.", "3100,00", "3348,00"),
    ("KWS Berado F1 12 j.s.", "3600,00", "3888,00"),
    ("Razem", "12700,00", "13716,00"),
)


def canvas_pdf(draw: Callable[[Canvas], None], size: tuple[float, float] = (WIDTH, HEIGHT)) -> bytes:
    """One page drawn by `draw`."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def draw_table(canvas: Canvas, rows: Sequence[tuple[str, str, str]] = TABLE) -> None:
    """An invoice's table in Helvetica 10, first row at y = 760, 24 points apart; figures right-aligned at 400, 500."""
    canvas.setFont("Helvetica", 10)
    for index, (name, net, gross) in enumerate(rows):
        y = 760 - 24 * index
        canvas.drawString(60, y, name)
        canvas.drawRightString(400, y, net)
        canvas.drawRightString(500, y, gross)


def table_pdf() -> bytes:
    return canvas_pdf(draw_table)


def lines_pdf(lines: Sequence[str]) -> bytes:
    """Lines of text from the top, Helvetica 11."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for index, line in enumerate(lines):
            canvas.drawString(60, 780 - 18 * index, line)

    return canvas_pdf(draw)


def white_picture(size: tuple[int, int] = (600, 800)) -> ImageReader:
    from PIL import Image as Pictures

    buffer = io.BytesIO()
    Pictures.new("RGB", size, "white").save(buffer, "PNG")
    buffer.seek(0)
    return ImageReader(buffer)


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """`data` rewritten whole after `change`."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(buffer)
    return buffer.getvalue()


def appended(data: bytes, number: int, body: bytes) -> bytes:
    """`data` with an incremental update that gives object `number` a new body, as editors write it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root, size = pdf.trailer.Root.objgen[0], int(pdf.trailer.Size)
    previous = int(data[data.rfind(b"startxref") :].split()[1])
    start = len(data)
    update = b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, start)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (max(size, number + 1), root, previous)
    return data + update + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (start + len(update))


def content_number(data: bytes) -> tuple[int, bytes]:
    """The object number of the first page's content stream, and its bytes."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        stream = pdf.pages[0].obj.Contents
        return stream.objgen[0], stream.read_bytes()


def stream_body(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream"
