"""PDFs: text layers read as they stand and checked against the pixels; pages without a usable one read as pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.files.embedded_xml import embedded_findings
from extractors.files.frames import file_share
from extractors.files.opening import Limits
from extractors.finishing import PICTURE_SIDE, finish, picture_of, together
from extractors.image_reading import patches_in, qr_on
from extractors.interpretation import Interpretation, PageView, interpret_file
from extractors.memory import give_back
from extractors.pages.page_images import prepare_page
from extractors.pages.qr import read_qr_codes
from extractors.pdf.document import PdfDocument, PdfPage, open_pdf
from extractors.pdf.traces import pdf_traces
from extractors.pictures.prepared_page import spared
from extractors.readers.hidden_layer import hidden_layer_findings
from extractors.reading_result import Reading
from extractors.text_against_pixels import check_text_pages
from extractors.tokens import Image
from programme.invoices import Finding, Invoice, Problem, QrCode, Source

# Rendering of text pages: small print is still 20 pixels high for the recogniser of single cells.
_TEXT_DPI = 200
# Rendering of pages read by OCR.
_OCR_DPI = 300
_LONGEST_PAPER = 1300.0  # points: A3 and a little more


def read_pdf(data: bytes, sha256: str, limits: Limits) -> Reading:
    """Read a PDF of any kind. Raises UnreadableDocument where it cannot be opened."""
    with open_pdf(data, limits) as document:
        views: list[PageView] = []
        images: dict[int, Image] = {}
        kept: dict[int, Image] = {}
        findings: list[Finding] = []
        problems: list[Problem] = []
        qr_codes: list[QrCode] = []
        pictured = sum(not page.text_layer_is_usable for page in document.pages)
        for page in document.pages:
            view, image = _view(page, pictured, problems)
            views.append(view)
            images[page.number] = image
            # Drawing a text page again in the size that is kept costs a quarter of making its picture smaller.
            kept[page.number] = image if view.text is None else page.render(_picture_dpi(page))
            qr_codes += _qr_codes(page, view, image)
        findings += _traces(document, problems)
        file = _File(sha256, limits, document, images, kept, qr_codes, findings, problems)
        invoice = together([_document(file, reading) for reading in interpret_file(views)])
        return Reading(invoice, tuple(picture_of(kept[view.number]) for view in views))


@dataclass(frozen=True, slots=True)
class _File:
    """What is known of the whole PDF: pictures by page, and codes, traces and problems of any page."""

    sha256: str
    limits: Limits
    document: PdfDocument
    images: Mapping[int, Image]
    kept: Mapping[int, Image]
    qr_codes: Sequence[QrCode]
    findings: Sequence[Finding]
    problems: Sequence[Problem]


def _document(file: _File, reading: Interpretation) -> Invoice:
    """One document of the file. A trace on whatever page is a trace on each: it is the file that was edited."""
    texts = {page.number for page in reading.pages if page.source is Source.PDF_TEXT}
    findings = list(file.findings)
    for page in file.document.pages:
        if page.number in texts or page.number not in {own.number for own in reading.pages}:
            continue
        if page.has_text_layer and page.text_layer_complaint == "scan":
            findings += hidden_layer_findings(page.words, page.number, page.render(_TEXT_DPI))
    signs = {page.number: page.signs for page in file.document.pages}
    reading, differing = check_text_pages(reading, {number: file.images[number] for number in texts}, signs)
    pictured = {page.number: file.images[page.number] for page in reading.pages if page.number not in texts}
    findings += [*differing, *patches_in(reading, pictured)]
    own = {page.number for page in reading.pages}
    invoice = finish(
        file.sha256,
        reading,
        {number: file.kept[number] for number in own},
        [code for code in file.qr_codes if code.page in own],
        findings,
        [problem for problem in file.problems if problem.page is None or problem.page in own],
        file.document.truncated,
    )
    if not file.document.xml_attachments:
        return invoice
    differing = embedded_findings(invoice, file.document.xml_attachments, file.limits)
    return invoice.model_copy(update={"findings": (*invoice.findings, *differing)})


def _view(page: PdfPage, pictured: int, problems: list[Problem]) -> tuple[PageView, Image]:
    """The page as it is to be read, and its upright picture. `pictured` pages of the file are read as pictures."""
    complaint = page.text_layer_complaint
    if complaint is None:
        image = page.render(_TEXT_DPI)
        return PageView(page.number, text=replace(page.token_page, image=image)), image
    if complaint not in ("no_text", "scan"):
        problems.append(
            Problem(code=f"text_layer_{complaint}", message=f"The text layer of page {page.number} cannot be used.")
        )
    if pictured > 1:
        give_back()
    dpi = _ocr_dpi(page)
    share = file_share(round(page.width * page.height * (dpi / 72.0) ** 2), pictured)
    prepared = spared(prepare_page(page.render(dpi * share)), one_of_many=pictured > 1)
    if prepared.blank:
        problems.append(Problem(code="blank_page", message=f"Page {page.number} is blank.", page=page.number))
    return PageView(page.number, picture=prepared), prepared.colour


def _ocr_dpi(page: PdfPage) -> float:
    """The resolution to read a page of paper's size at is always one: thin signs of a coarse scan ("j.s.") are read
    better enlarged than as they are. A photo on a page as large as its pixels keeps its own."""
    if max(page.width, page.height) <= _LONGEST_PAPER:
        return _OCR_DPI
    return page.scan_dpi or _OCR_DPI


def _picture_dpi(page: PdfPage) -> float:
    """The resolution at which the page is as large as its kept picture."""
    return 72.0 * PICTURE_SIDE / max(page.width, page.height)


def _qr_codes(page: PdfPage, view: PageView, image: Image) -> list[QrCode]:
    """Codes on the picture, and KSeF links given as text or annotation (the official printout has all three)."""
    codes = list(qr_on(view.picture, page.number) if view.picture else read_qr_codes(image, page.number, twice=False))
    seen = {code.text for code in codes}
    codes += [QrCode(text=link, page=page.number) for link in page.links if "ksef" in link and link not in seen]
    return codes


def _traces(document: PdfDocument, problems: list[Problem]) -> Sequence[Finding]:
    if document.repaired:
        problems.append(
            Problem(code="repaired_pdf", message="The PDF's structure is damaged; it was read as pictures.")
        )
    return pdf_traces(document)
