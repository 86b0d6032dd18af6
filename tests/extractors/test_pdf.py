"""PDF pages: words, upright pictures, the text layer's worth, limits."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.files.opening import Limits
from extractors.pdf.document import PdfPage, open_pdf
from extractors.reading import read_document
from extractors.text.rows import rows_of
from programme.errors import UnreadableDocument
from tests.extractors.pdf_samples import (
    HEIGHT,
    TABLE,
    WIDTH,
    canvas_pdf,
    changed,
    draw_table,
    lines_pdf,
    table_pdf,
    white_picture,
)

EXPECTED = [" ".join(cell for cell in row if cell) for row in TABLE]


def rows(data: bytes) -> list[str]:
    with open_pdf(data) as document:
        return [row.text for row in rows_of(document.pages[0].token_page)]


def complaint(data: bytes) -> str | None:
    with open_pdf(data) as document:
        return document.pages[0].text_layer_complaint


def test_words_with_their_places() -> None:
    with open_pdf(table_pdf()) as document:
        page = document.pages[0]
        assert (round(page.width), round(page.height)) == (WIDTH, HEIGHT)
        assert page.has_text_layer and page.text_layer_is_usable and not page.is_scan
        assert [row.text for row in rows_of(page.token_page)] == EXPECTED
        word = next(word for word in page.words if word.text == "6480,00")
        assert word.box.x1 * WIDTH == pytest.approx(500, abs=1)
        assert word.box.y0 * HEIGHT < HEIGHT - (760 - 72) < word.box.y1 * HEIGHT + 1


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("direction", [0, 90, 180, 270])
def test_upright_whatever_turns_the_page(rotate: int, direction: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(direction)
        shift = (-WIDTH / 2, -HEIGHT / 2) if direction in (0, 180) else (-HEIGHT / 2, -WIDTH / 2 - 200)
        canvas.translate(*shift)
        draw_table(canvas)

    data = changed(canvas_pdf(draw), lambda pdf: setattr(pdf.pages[0], "Rotate", rotate))
    with open_pdf(data) as document:
        page = document.pages[0]
        assert [row.text for row in rows_of(page.token_page)] == EXPECTED
        picture = page.render(100)
        assert picture.shape[1] / picture.shape[0] == pytest.approx(page.width / page.height, rel=0.01)
        assert_ink_under_words(page, picture)


def assert_ink_under_words(page: PdfPage, picture: np.ndarray) -> None:
    """Where a word's box is, the picture is dark; elsewhere it is white."""
    height, width = picture.shape[:2]
    rest = picture.copy()
    for word in page.words:
        x0, y0, x1, y1 = word.box
        part = np.s_[int(y0 * height) - 1 : int(y1 * height) + 2, int(x0 * width) - 2 : int(x1 * width) + 3]
        assert picture[part].min() < 120, word
        rest[part] = 255
    assert rest.min() > 200


def test_glyph_by_glyph_in_any_order_without_spaces() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        glyphs = []
        for index, row in enumerate(EXPECTED):
            x = 60.0
            for char in row:
                if char != " ":
                    glyphs.append((x, 760 - 24 * index, char))
                x += canvas.stringWidth(char, "Helvetica", 10)
        for x, y, char in sorted(glyphs, key=lambda glyph: (glyph[2], glyph[0])):
            canvas.drawString(x, y, char)

    assert rows(canvas_pdf(draw)) == EXPECTED


def test_false_spaces_and_odd_characters() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        text = canvas.beginText(60, 760)
        for part in ("Sprzedaw", " "):
            text.textOut(part)
        text.moveCursor(-canvas.stringWidth(" ", "Helvetica", 10), 0)
        canvas.drawText(text)
        width = canvas.stringWidth("Sprzedaw", "Helvetica", 10)
        canvas.drawString(60 + width, 760, "ca")
        canvas.drawString(60, 720, "1\u00a0234,56 z\u00b3")

    assert rows(canvas_pdf(draw)) == ["Sprzedawca", "1 234,56 z³"]


def test_bold_by_drawing_twice_is_one_word() -> None:
    def draw(canvas: Canvas) -> None:
        draw_table(canvas)
        canvas.translate(0.3, 0)
        draw_table(canvas)

    assert rows(canvas_pdf(draw)) == EXPECTED


def test_a_slanted_watermark_is_kept_apart() -> None:
    def draw(canvas: Canvas) -> None:
        draw_table(canvas)
        canvas.translate(200, 400)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 60)
        canvas.drawString(0, 0, "PRO FORMA")
        canvas.drawString(0, -200, "W Z Ó R")

    data = canvas_pdf(draw)
    assert rows(data) == EXPECTED
    with open_pdf(data) as document:
        assert document.pages[0].slanted_lines == ("PRO FORMA", "W Z Ó R")
    assert read_document(data).invoice.pages[0].text.splitlines()[-2:] == ["PRO FORMA", "W Z Ó R"]


def test_a_scan_with_hidden_text_is_a_scan() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(white_picture(), 0, 0, WIDTH, HEIGHT)
        text = canvas.beginText(60, 700)
        text.setFont("Helvetica", 10)
        text.setTextRenderMode(3)
        text.textLines("\n".join(EXPECTED))
        canvas.drawText(text)

    with open_pdf(canvas_pdf(draw)) as document:
        page = document.pages[0]
        assert page.is_scan and page.has_text_layer
        assert page.text_layer_complaint == "scan"


def test_text_over_a_full_page_background_is_no_scan() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(white_picture(), 0, 0, WIDTH, HEIGHT)
        draw_table(canvas)

    assert complaint(canvas_pdf(draw)) is None


def test_garbage_text_layers_are_not_believed() -> None:
    prose = "Dokument sprzedaży dla gospodarstwa rolnego, towar dostarczono do magazynu w dniu odbioru przez nabywcę"
    shifted = "".join(chr(97 + (ord(char) - 97 + 5) % 26) if "a" <= char <= "z" else char for char in prose * 4)
    assert complaint(lines_pdf([shifted[i : i + 90] for i in range(0, len(shifted), 90)])) == "scrambled"
    assert complaint(lines_pdf(["(cid:12)(cid:7) (cid:44) (cid:9)(cid:3)"] * 6)) == "unmapped"
    assert (
        complaint(lines_pdf(["Fakturasprzedazydlagospodarstwarolnegotowardostarczonodomagazynu"] * 4)) == "run_together"
    )
    assert complaint(canvas_pdf(lambda canvas: None)) == "no_text"


def test_a_file_whose_structure_was_guessed_goes_to_ocr() -> None:
    data = table_pdf()
    start = data.rfind(b"startxref")
    with open_pdf(data[:start] + b"startxref\n17\n%%EOF\n") as document:
        assert document.repaired
        assert document.pages[0].text_layer_complaint == "repaired"


def encrypted(user: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(table_pdf())) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(user=user, owner="secret", R=6))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (encrypted("haslo"), "encrypted"),
        (b"%PDF-1.7\n" + b"x" * 500, "damaged_pdf"),
        (table_pdf()[:300], "damaged_pdf"),
    ],
)
def test_what_cannot_be_opened(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught, open_pdf(data):
        pass
    assert caught.value.code == code


def test_an_empty_user_password_opens() -> None:
    assert rows(encrypted("")) == EXPECTED


def test_links_and_embedded_xml() -> None:
    url = "https://qr.ksef.mf.gov.pl/invoice/5265877635/12-09-2025/" + "A" * 43

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 100, url[:60])
        canvas.drawString(60, 90, url[60:])
        canvas.linkURL("https://example.org/x", (60, 200, 100, 210))

    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["faktura.xml"] = b"<?xml version='1.0'?><Faktura/>"
        pdf.attachments["note.txt"] = b"hello"

    with open_pdf(changed(canvas_pdf(draw), attach)) as document:
        assert set(document.pages[0].links) == {url, "https://example.org/x"}
        assert [name for name, _ in document.xml_attachments] == ["faktura.xml"]


def test_pages_and_pixels_are_limited() -> None:
    def more(pdf: pikepdf.Pdf) -> None:
        for _ in range(4):
            pdf.pages.append(pdf.pages[0])

    limits = Limits(max_pages=2, max_render_pixels=100_000)
    with open_pdf(changed(table_pdf(), more), limits) as document:
        assert (document.page_count, len(document.pages), document.truncated) == (5, 2, True)
        height, width = document.pages[0].render(300).shape[:2]
        assert 90_000 < height * width <= 101_000


def test_a_page_of_huge_pictures_is_not_drawn() -> None:
    data = canvas_pdf(lambda canvas: canvas.drawImage(white_picture((1000, 1000)), 0, 0, WIDTH, HEIGHT))
    with open_pdf(data, Limits(max_pixels=900_000)) as document, pytest.raises(UnreadableDocument) as caught:
        document.pages[0].render(100)
    assert caught.value.code == "too_many_pixels"


def test_bombs_are_refused_before_they_are_parsed() -> None:
    def inflate(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = pdf.make_stream(b"0 0 m " * 8_000_000)

    def recurse(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"/F Do /F Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        pdf.pages[0].Contents = pdf.make_stream(b"/F Do")

    for change in (inflate, recurse):
        with pytest.raises(UnreadableDocument) as caught, open_pdf(changed(table_pdf(), change)):
            pass
        assert caught.value.code == "page_too_complex"
