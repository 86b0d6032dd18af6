"""Opening PDFs: words, upright pictures, links and embedded files, page by page, within limits.

pdfium reads and renders; pdfplumber's word extractor makes words of its characters (`words`). pdfium is not
thread-safe: one document per process at a time.
"""

from __future__ import annotations

import ctypes
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import numpy as np

from extractors.files.opening import DEFAULT_LIMITS, Limits
from extractors.pdf.budget import refuse_bombs
from extractors.pdf.geometry import Frame, upright_turn
from extractors.pdf.glyphs import Glyph, page_glyphs
from extractors.pdf.objects import Drawn, drawn_objects
from extractors.pdf.pdfium import pdfium, pdfium_raw
from extractors.pdf.quality import complaint, has_letters, was_repaired
from extractors.pdf.sign_pictures import Sign
from extractors.pdf.words import slanted_lines, turned_lines, words_with_glyphs
from extractors.tokens import Image, TokenPage, Word, checked_words
from programme.errors import UnreadableDocument
from programme.geometry import Box
from programme.invoices import Source

_POINTS_PER_INCH = 72.0
# An image this large a share of the page, with hardly any visible text, is a scanned sheet.
_SCAN_SHARE = 0.6
_SCAN_VISIBLE_LETTERS = 60
# Some scanners cut a sheet into strips; a logo is smaller. Letters drawn as paths need more resolution than a picture.
_STRIP_SHARE, _FEW_PATHS = 0.02, 100
# An A4 sheet at 110, 200 and 330 dots per inch.
_LEAST_SCAN_PIXELS, _AMPLE_SCAN_PIXELS, _MOST_SCAN_PIXELS = 1_150_000, 3_850_000, 10_500_000
_FEW_PIXELS = 1_000_000  # of the pictures on a page: a logo or two
_KSEF_URL = re.compile(
    r"https?://[\w.\-]*ksef[\w.\-]*\.gov\.pl/(?:client-app/)?(?:invoice/\d{10}/\d\d-\d\d-\d{4}/[\w\-]{43}|certificate/[\w\-/]+)"
)
_REMEDY = "Send the original PDF again, or the KSeF XML, or a sharp photo of the whole page."


class PdfPage:
    """One page, upright: /Rotate undone and the text's own direction too, in words and pictures alike.

    Everything is read when first asked for. `number` counts from 1; `width` and `height` are points of the upright
    page; boxes are fractions of it.
    """

    def __init__(self, page: Any, number: int, limits: Limits, repaired: bool) -> None:
        self._page = page
        self._limits = limits
        self._repaired = repaired
        self.number = number

    @cached_property
    def _glyphs_and_more(self) -> tuple[tuple[Glyph, ...], bool]:
        return page_glyphs(self._page, self._limits)

    @property
    def glyphs(self) -> tuple[Glyph, ...]:
        """The text layer's characters in drawing order, user space."""
        return self._glyphs_and_more[0]

    @property
    def truncated(self) -> bool:
        """Whether the text layer was longer than the limit and is not whole."""
        return self._glyphs_and_more[1]

    @cached_property
    def drawn(self) -> tuple[Drawn, ...]:
        """What the page draws, in order, user space."""
        return drawn_objects(self._page, self._limits)

    @cached_property
    def frame(self) -> Frame:
        """The page's rectangle and its turn to upright."""
        left, bottom, right, top = self._page.get_bbox()
        if not (right - left > 0 and top - bottom > 0):
            left, bottom, right, top = 0.0, 0.0, 595.0, 842.0
        angles = (glyph.angle for glyph in self.glyphs if glyph.text.isalnum())
        return Frame(left, bottom, right, top, upright_turn(angles, self._page.get_rotation()))

    @property
    def width(self) -> float:
        """Points of the upright page."""
        return self.frame.width

    @property
    def height(self) -> float:
        """Points of the upright page."""
        return self.frame.height

    @cached_property
    def words_with_glyphs(self) -> list[tuple[Word, tuple[Glyph, ...]]]:
        """Words of the text layer before the check at the border, each with its characters."""
        return words_with_glyphs(self.glyphs, self.frame)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Words of the text layer, hidden ones included."""
        return checked_words(word for word, _ in self.words_with_glyphs)

    @cached_property
    def _glyphs_by_word(self) -> dict[Word, tuple[Glyph, ...]]:
        return dict(self.words_with_glyphs)

    def signs(self, word: Word) -> tuple[Sign, ...] | None:
        """The characters of one of `words`, in its order; None where they are not known one by one."""
        glyphs = self._glyphs_by_word.get(word)
        if glyphs is None or "".join(glyph.text for glyph in glyphs) != word.text:
            return None
        return tuple(Sign(glyph.text, self._box(glyph), glyph.em / self.height) for glyph in glyphs)

    def _box(self, glyph: Glyph) -> Box:
        return self.frame.box(self.frame.rect(glyph.left, glyph.bottom, glyph.right, glyph.top))

    @property
    def slanted_lines(self) -> tuple[str, ...]:
        """Lines running another way than the page: watermarks, notes at the margin."""
        return slanted_lines(self.glyphs, self.frame)

    @cached_property
    def token_page(self) -> TokenPage:
        """The words as the common token model, without picture."""
        source, engine = Source.PDF_TEXT, "text_layer"
        turned = turned_lines(self.glyphs, self.frame)
        return TokenPage(
            self.number, self.width, self.height, self.words, source, engine, aside=self.slanted_lines, turned=turned
        )

    @property
    def has_text_layer(self) -> bool:
        """Whether there is text at all, visible or hidden."""
        return has_letters(self.glyphs)

    @cached_property
    def image_share(self) -> float:
        """Share of the page under images, 0..1, each counted whole (overlaps count twice, capped at 1)."""
        page = self.frame.width * self.frame.height
        return min(1.0, sum(_clipped_area(item, self.frame) for item in self.drawn if item.kind == "image") / page)

    @cached_property
    def visible_letters(self) -> int:
        """How many letters and digits of the text layer a person sees: not invisible, not under a large image."""
        page = self.frame.width * self.frame.height
        large = [item.order for item in self.drawn if item.kind == "image" and item.area >= 0.1 * page]
        covered_until = max(large, default=-1)
        hidden = {
            item.address
            for item in self.drawn
            if item.kind == "text" and (item.invisible or item.order < covered_until)
        }
        return sum(glyph.text.isalnum() and glyph.address not in hidden for glyph in self.glyphs)

    @property
    def is_scan(self) -> bool:
        """Whether the page is a picture of a sheet: images nearly all over it and hardly any visible text."""
        return self.image_share >= _SCAN_SHARE and self.visible_letters < _SCAN_VISIBLE_LETTERS

    @cached_property
    def text_layer_complaint(self) -> str | None:
        """Why the text layer is not to be used as the page's reading; None where it is.

        no_text, unmapped, foreign_script, run_together, scrambled (see quality), scan (a hidden layer over a
        scanned sheet is someone else's OCR: a witness at best), repaired, too_long.
        """
        reason = complaint(self.glyphs, self.words)
        if reason is not None:
            return reason
        if self.is_scan:
            return "scan"
        if self._repaired:
            return "repaired"
        return "too_long" if self.truncated else None

    @property
    def text_layer_is_usable(self) -> bool:
        """Whether the words can be read as the page's text; otherwise the page goes to OCR."""
        return self.text_layer_complaint is None

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Targets of link annotations, and KSeF links printed as text (also broken over lines), each once."""
        found = dict.fromkeys(_annotation_links(self._page))
        plain = "".join(glyph.text for glyph in self.glyphs if not glyph.text.isspace())
        found.update(dict.fromkeys(_KSEF_URL.findall(plain)))
        return tuple(found)

    @property
    def image_pixels(self) -> int:
        """Pixels of all images the page draws, before any scaling."""
        return sum(item.pixels for item in self.drawn if item.kind == "image")

    @cached_property
    def scan_dpi(self) -> float | None:
        """The resolution a page that is nothing but a picture was scanned at, in dots per inch of this page.

        Coarse scans are given a little more, which readers of small letters like. Photos put into a PDF often stand on
        pages as large as their pixels: 72 dots per inch. None where the page draws more than pictures, or where they
        are so coarse or fine that they say nothing of what to read.
        """
        page = self.frame.width * self.frame.height
        pictures = [item for item in self.drawn if item.kind == "image" and item.area >= _STRIP_SHARE * page]
        if not self.is_scan or not pictures or sum(item.kind == "path" for item in self.drawn) > _FEW_PATHS:
            return None
        dpi = _POINTS_PER_INCH * max((item.pixels / item.area) ** 0.5 for item in pictures)
        pixels = page * (dpi / _POINTS_PER_INCH) ** 2
        if not _LEAST_SCAN_PIXELS <= pixels <= _MOST_SCAN_PIXELS:
            return None
        return float(dpi * max(1.0, _AMPLE_SCAN_PIXELS / pixels) ** 0.5)

    def render(self, dpi: float, annotations: bool = True) -> Image:
        """The upright page as height x width x 3 BGR on white.

        The resolution is lowered where the picture would exceed `limits.max_render_pixels`. Raises
        UnreadableDocument: too_many_pixels (the page's images), page_too_complex (over `limits.render_seconds`).
        """
        if self.image_pixels > self._limits.max_pixels:
            raise UnreadableDocument(
                "too_many_pixels", f"Page {self.number} holds pictures of {self.image_pixels} pixels.", _REMEDY
            )
        scale = dpi / _POINTS_PER_INCH
        largest = self._limits.max_render_pixels
        scale = min(
            scale, (largest / (self.width * self.height)) ** 0.5, largest**0.5 * 4 / max(self.width, self.height)
        )
        size = max(1, round(self.width * scale)), max(1, round(self.height * scale))
        turn = (self.frame.turn - self._page.get_rotation()) % 360
        with self._to_draw() as page:
            return _render(page, size, turn // 90, annotations, self._limits.render_seconds, self.number)

    @contextmanager
    def _to_draw(self) -> Iterator[Any]:
        """The page; with large pictures one opened for drawing alone, as pdfium keeps them decoded (up to 100 MB a
        page) until it is closed."""
        if self.image_pixels < _FEW_PIXELS or len(self._page.pdf) == 1:
            yield self._page
            return
        page = self._page.pdf[self.number - 1]
        try:
            yield page
        finally:
            page.close()

    @property
    def handle(self) -> Any:
        """pdfium's page, for reading annotations."""
        return self._page

    def close(self) -> None:
        """Free pdfium's page."""
        self._page.close()


class PdfDocument:
    """An open PDF. `pages` are read lazily; `page_count` is the file's, `truncated` that not all are given.

    `repaired` says that the file's structure is damaged and was guessed. `data` are the bytes.
    """

    def __init__(self, document: Any, data: bytes, limits: Limits) -> None:
        self._document = document
        self._limits = limits
        self.data = data
        self.repaired = was_repaired(data)
        self.page_count = len(document)
        self.truncated = self.page_count > limits.max_pages

    @cached_property
    def pages(self) -> tuple[PdfPage, ...]:
        """The first `limits.max_pages` pages. Raises UnreadableDocument("damaged_page") where one cannot be loaded."""
        pdfium_error = pdfium().PdfiumError

        pages = []
        for index in range(min(self.page_count, self._limits.max_pages)):
            try:
                page = self._document[index]
            except pdfium_error as error:
                raise UnreadableDocument("damaged_page", f"Page {index + 1} is damaged.", _REMEDY) from error
            pages.append(PdfPage(page, index + 1, self._limits, self.repaired))
        return tuple(pages)

    @cached_property
    def attachments(self) -> tuple[tuple[str, bytes], ...]:
        """Embedded files as (name, bytes), up to the limits on number and size (one as large as an upload)."""
        pdfium_error = pdfium().PdfiumError

        found = []
        for index in range(min(self._document.count_attachments(), self._limits.max_attachments)):
            try:
                attachment = self._document.get_attachment(index)
                content = bytes(attachment.get_data())
            except pdfium_error:
                continue  # listed but without content: nothing to read
            if len(content) <= self._limits.max_bytes:
                found.append((str(attachment.get_name()), content))
        return tuple(found)

    @property
    def xml_attachments(self) -> tuple[tuple[str, bytes], ...]:
        """Embedded files that are XML by content."""
        return tuple(
            (name, content)
            for name, content in self.attachments
            if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<Faktura"))
        )

    def metadata(self) -> dict[str, str]:
        """The document information dictionary: Producer, Creator, CreationDate, ModDate."""
        return {str(key): str(value) for key, value in self._document.get_metadata_dict().items() if value}


@contextmanager
def open_pdf(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Iterator[PdfDocument]:
    """The PDF in `data`, closed at the end. An empty user password is tried.

    Raises UnreadableDocument: encrypted, damaged_pdf, no_pages, too_large, page_too_complex.
    """
    pypdfium2 = pdfium()
    raw = pdfium_raw()

    if len(data) > limits.max_bytes:
        raise UnreadableDocument("too_large", f"The PDF has {len(data) / 1e6:.0f} MB.", _REMEDY)
    refuse_bombs(data, limits)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise UnreadableDocument(
                "encrypted", "The PDF asks for a password.", "Send it without password protection."
            ) from error
        raise UnreadableDocument("damaged_pdf", "The PDF is damaged and cannot be opened.", _REMEDY) from error
    opened = None
    try:
        if len(document) == 0:
            raise UnreadableDocument("no_pages", "The PDF has no pages.", _REMEDY)
        opened = PdfDocument(document, data, limits)
        yield opened
    finally:
        for page in opened.__dict__.get("pages", ()) if opened is not None else ():
            page.close()
        document.close()


def _clipped_area(item: Drawn, frame: Frame) -> float:
    width = min(item.right, frame.right) - max(item.left, frame.left)
    height = min(item.top, frame.top) - max(item.bottom, frame.bottom)
    return max(0.0, width) * max(0.0, height)


def _annotation_links(page: Any) -> Iterator[str]:
    """URI targets of the page's link annotations."""
    raw = pdfium_raw()

    document = page.pdf.raw
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    for _ in range(500):
        if not raw.FPDFLink_Enumerate(page.raw, position, link):
            return
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        length = raw.FPDFAction_GetURIPath(document, action, None, 0)
        if 0 < length <= 8192:
            buffer = ctypes.create_string_buffer(length)
            raw.FPDFAction_GetURIPath(document, action, buffer, length)
            yield buffer.value.decode("utf-8", "replace")


def _render(
    page: Any, size: tuple[int, int], quarter_turns: int, annotations: bool, seconds: float, number: int
) -> Image:
    """Progressive rendering, given up after `seconds`: a hostile page costs that and no more."""
    raw = pdfium_raw()

    width, height = size
    stride = (3 * width + 3) // 4 * 4  # pdfium's lines begin at words of four bytes
    pixels = np.full((height, stride), 255, dtype=np.uint8)
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGR, pixels.ctypes.data, stride)
    if not bitmap:
        raise MemoryError
    deadline = time.monotonic() + seconds
    pause = raw.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = type(pause.NeedToPauseNow)(lambda _: int(time.monotonic() > deadline))
    flags = raw.FPDF_RENDER_LIMITEDIMAGECACHE | (raw.FPDF_ANNOT if annotations else 0)
    status = raw.FPDF_RenderPageBitmap_Start(bitmap, page.raw, 0, 0, width, height, quarter_turns, flags, pause)
    raw.FPDF_RenderPage_Close(page.raw)
    raw.FPDFBitmap_Destroy(bitmap)
    if status != raw.FPDF_RENDER_DONE:
        raise UnreadableDocument("page_too_complex", f"Page {number} takes too long to draw.", _REMEDY)
    return np.ndarray((height, width, 3), np.uint8, pixels, strides=(stride, 3, 1))
