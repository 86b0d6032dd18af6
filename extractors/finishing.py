"""From a reading to the invoice that is kept: what the wording means, page facts, pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np

from extractors.evidence.witnesses import with_witness
from extractors.interpretation import Interpretation
from extractors.pages.fingerprint import page_fingerprint
from extractors.text.entities import describe
from extractors.text.rows import rows_of
from extractors.tokens import Image, TokenPage
from programme.invoices import (
    Field,
    Finding,
    Invoice,
    LineItem,
    PageInfo,
    Problem,
    QrCode,
    Source,
    Totals,
    Witness,
)
from programme.units import unit_kind

# Longer side of a kept page picture, pixels: a person reads 8-point print on it, and it stays near 150 kB.
PICTURE_SIDE = 1600
_JPEG_QUALITY = 72
_SEVERAL = Problem(
    code="several_invoices", message="The file holds several invoices that cannot be told apart; send each by itself."
)


def finish(
    sha256: str,
    reading: Interpretation,
    images: Mapping[int, Image],
    qr_codes: Sequence[QrCode] = (),
    findings: Sequence[Finding] = (),
    problems: Sequence[Problem] = (),
    partial: bool = False,
) -> Invoice:
    """The invoice of a document read from pages. `images` are the upright pages (BGR) by number."""
    header, items = reading.header, reading.items
    return Invoice(
        sha256=sha256,
        source=_source(reading.pages),
        document_type=header.document_type,
        type_confidence=header.type_confidence,
        pages=tuple(
            _page_info(page, images.get(page.number), printed, page.number in reading.doubtful_counts)
            for page, printed in zip(reading.pages, header.printed_pages, strict=True)
        ),
        invoice_number=header.invoice_number,
        issue_date=header.issue_date,
        sale_date=header.sale_date,
        ksef_number=header.ksef_number,
        corrected_invoice_number=header.corrected_invoice_number,
        seller=header.seller,
        buyer=header.buyer,
        recipient=header.recipient,
        nips=header.nips,
        lines=tuple(with_meaning(line) for line in items.lines),
        totals=_totals(items.totals, header.amount_in_words),
        vat_rows=items.vat_rows,
        amount_in_words=header.amount_in_words,
        currency=header.currency,
        duplicate_print=header.duplicate_print,
        arithmetic_holds=items.arithmetic_holds,
        qr_codes=tuple(qr_codes),
        problems=(*items.problems, *problems, *([_SEVERAL] if reading.several else [])),
        findings=tuple(findings),
        partial=partial or reading.partial or reading.several,
    )


def together(documents: Sequence[Invoice]) -> Invoice:
    """The documents of one file as its reading: the first, with the others as `further`."""
    first, *further = documents
    return first.model_copy(update={"further": tuple(further)}) if further else first


def _totals(totals: Totals, words: Field[Decimal] | None) -> Totals:
    """The totals, with one witness more for the gross amount where the amount in words is the same."""
    if totals.gross is None or words is None or totals.gross.value != words.value:
        return totals
    return totals.model_copy(update={"gross": with_witness(totals.gross, Witness.WORDS)})


def with_meaning(line: LineItem) -> LineItem:
    """The line with what its wording says about the product, and its unit of measure normalised."""
    unit = unit_kind(line.unit) if line.unit else None
    return line.model_copy(update={"mention": describe(line.description), "unit_kind": unit})


def _source(pages: Sequence[TokenPage]) -> Source:
    sources = {page.source for page in pages}
    return sources.pop() if len(sources) == 1 else Source.MIXED


def _page_info(page: TokenPage, image: Image | None, printed: tuple[int, int] | None, doubtful: bool) -> PageInfo:
    return PageInfo(
        number=page.number,
        width=page.width,
        height=page.height,
        source=page.source,
        text="\n".join((*(row.text for row in rows_of(page)), *page.aside)),
        fingerprint=page_fingerprint(image) if image is not None else None,
        printed_page=printed,
        page_count_doubtful=doubtful,
    )


def picture_of(image: Image) -> bytes:
    """The page as JPEG for people to look at, at most 1600 pixels on its longer side."""
    import cv2

    longest = max(image.shape[:2])
    if longest > PICTURE_SIDE:
        # A page may be a strip: neither side may shrink to nothing.
        height, width = (max(1, round(side * PICTURE_SIDE / longest)) for side in image.shape[:2])
        image = np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    done, packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not done:
        raise RuntimeError("OpenCV could not pack a page picture as JPEG")
    return packed.tobytes()
