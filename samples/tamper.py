"""Falsified documents: what a dishonest hand does to a PDF or a scan, and files that are simply broken."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np

from programme.geometry import Box
from samples.imaging import Image

_OPC = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a text stands on a PDF page: lower left x, y, width and height in points."""

    page: int
    x: float
    y: float
    width: float
    height: float


def find_text(pdf: bytes, text: str, nth: int = 0) -> Spot:
    """The `nth` place where `text` stands as a word of its own. Raises LookupError where it stands nowhere."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    for index, page in enumerate(document):
        textpage = page.get_textpage()
        searcher = textpage.search(text, match_case=True, match_whole_word=True)
        while (hit := searcher.get_next()) is not None:
            if nth == 0:
                boxes = [textpage.get_charbox(hit[0] + offset) for offset in range(hit[1])]
                left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
                return Spot(index, left, bottom, max(b[2] for b in boxes) - left, max(b[3] for b in boxes) - bottom)
            nth -= 1
    raise LookupError(f"{text!r} does not stand in the document")


def painted_over(pdf: bytes, spot: Spot, new: str) -> bytes:
    """A white rectangle over the spot and new text on it, saved on top of the old file's pages."""
    stroke = f"q 1 1 1 rg {spot.x - 1:.2f} {spot.y - 1.5:.2f} {spot.width + 2:.2f} {spot.height + 3:.2f} re f Q\n"
    return _with_content(pdf, spot, stroke + _shown(new, spot.x, spot.y, spot.height * 1.36))


def hidden_text(pdf: bytes, spot: Spot, new: str) -> bytes:
    """The page's picture stays as it is; the text layer says `new` at the spot.

    The page is replaced by its own picture, with all its words written invisibly over it except the one at the spot.
    """
    import pypdfium2
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    from samples.fonts import register_fonts

    register_fonts()
    document = pypdfium2.PdfDocument(pdf)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for index, page in enumerate(document):
        width, height = page.get_size()
        canvas.setPageSize((width, height))
        picture = io.BytesIO()
        page.render(scale=170 / 72).to_pil().save(picture, "JPEG", quality=80)
        picture.seek(0)
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)
        textpage = page.get_textpage()
        for number in range(textpage.count_rects()):
            left, bottom, right, top = textpage.get_rect(number)
            words = textpage.get_text_bounded(left, bottom, right, top)
            inside = index == spot.page and abs(left - spot.x) < 2 and abs(bottom - spot.y) < 2
            line = canvas.beginText(left, bottom)
            line.setTextRenderMode(3)
            line.setFont("sans", max(4.0, (top - bottom) * 1.2))
            line.textOut(new if inside else words)
            canvas.drawText(line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def annotated(pdf: bytes, spot: Spot, new: str) -> bytes:
    """A free-text annotation with an opaque ground laid over the spot."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[spot.page]
        rect = [spot.x - 2, spot.y - 2, spot.x + spot.width + 6, spot.y + spot.height + 3]
        width, height = rect[2] - rect[0], rect[3] - rect[1]
        look = f"1 1 1 rg 0 0 {width:.2f} {height:.2f} re f\n" + _shown(new, 2, 2.4, spot.height * 1.36)
        appearance = document.make_stream(look.encode("ascii"))
        appearance.Type, appearance.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        appearance.BBox = pikepdf.Array([0, 0, width, height])
        appearance.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Ftamper=_helvetica(document)))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=pikepdf.Array(rect),
            F=4,
            Contents=new,
            DA=pikepdf.String("/Helv 8 Tf 0 g"),
            AP=pikepdf.Dictionary(N=appearance),
        )
        page.obj.Annots = pikepdf.Array([document.make_indirect(note)])
        return _saved(document)


def patched(image: Image, box: Box, new: str) -> Image:
    """A scan with the cell at `box` (fractions) painted clean and `new` set in another font."""
    import cv2

    result = image.copy()
    height, width = image.shape[:2]
    x0, y0, x1, y1 = (
        int(box.x0 * width) - 3,
        int(box.y0 * height) - 3,
        int(box.x1 * width) + 3,
        int(box.y1 * height) + 3,
    )
    result[y0:y1, x0:x1] = int(np.percentile(image[y0:y1, x0:x1], 90))
    size = (y1 - y0 - 8) / 22
    cv2.putText(
        result,
        new,
        (x0 + 2, y1 - 4),
        cv2.FONT_HERSHEY_SIMPLEX,
        size,
        (30, 30, 30),
        max(1, round(size * 2)),
        cv2.LINE_AA,
    )
    return result


def resaved(pdf: bytes) -> bytes:
    """The same pages saved anew by another program: innocent, only the metadata differ."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.docinfo["/Producer"] = "Przegladarka PDF 7"
        document.docinfo["/ModDate"] = "D:20251120101500+01'00'"
        return _saved(document)


def truncated(data: bytes) -> bytes:
    """The first half of a file: the upload broke off."""
    return data[: len(data) // 2]


def word_document(text: str) -> bytes:
    """A minimal .docx, to be uploaded under a .pdf name."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    head = '<?xml version="1.0"?>'
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{_OPC}/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{_OPC}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{head}<w:document xmlns:w="{_OFFICE}/wordprocessingml/2006/main">'
        f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 9, 1, 12, 0, 0)), content)
    return buffer.getvalue()


def _shown(text: str, x: float, y: float, size: float) -> str:
    return f"q 0 g BT /Ftamper {size:.2f} Tf {x:.2f} {y:.2f} Td ({text}) Tj ET Q\n"


def _helvetica(document: Any) -> Any:
    import pikepdf

    return document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )


def _with_content(pdf: bytes, spot: Spot, stream: str) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[spot.page]
        page.add_resource(_helvetica(document), pikepdf.Name.Font, pikepdf.Name.Ftamper)
        page.contents_add(document.make_stream(b"q\n"), prepend=True)
        page.contents_add(document.make_stream(b"Q\n" + stream.encode("ascii")))
        return _saved(document)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer, deterministic_id=True)
    return buffer.getvalue()
