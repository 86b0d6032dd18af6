"""Bytes in, a reading out: opens any upload and composes the extractors.

Text layers are read as they stand and checked against the rendered pixels; image pages are read by Tesseract,
and by the second engine where that reading does not prove itself. Candidates come first (header.py,
line_items.py), the choice between readers later (agreement.py, line_items.choose).
"""

from __future__ import annotations

import hashlib
import time

from extractors.calibration import calibrated
from extractors.files.opening import Limits, UploadKind, sniff
from extractors.reading_result import Reading
from programme.errors import UnreadableDocument
from programme.invoices import DocumentType, Invoice, Problem, Source

# Part of the key under which readings are stored: raise it when a change may read any document differently.
READER_VERSION = "12"


def read_document(data: bytes, limits: Limits | None = None) -> Reading:
    """Read one upload of any kind.

    A document that cannot be read is a result, not an error: `document_type` is "unreadable" and `problems` says
    why. Raises only on defects of ours.
    """
    started = time.perf_counter()
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        reading = _read(data, sha256, limits or Limits())
    except UnreadableDocument as error:
        reading = Reading(unreadable(sha256, error.code, str(error)))
    seconds = round(time.perf_counter() - started, 3)
    return Reading(calibrated(reading.invoice).model_copy(update={"seconds": seconds}), reading.pictures)


def unreadable(sha256: str, code: str, message: str) -> Invoice:
    """The reading of a document that could not be read, with the reason."""
    return Invoice(
        sha256=sha256,
        source=Source.OCR,
        document_type=DocumentType.UNREADABLE,
        problems=(Problem(code=code, message=message),),
        partial=True,
    )


def _read(data: bytes, sha256: str, limits: Limits) -> Reading:
    kind = sniff(data, limits)
    if kind is UploadKind.XML:
        from extractors.files.ksef_xml import read_ksef_xml

        return Reading(read_ksef_xml(data, sha256))
    if kind is UploadKind.PDF:
        from extractors.pdf_reading import read_pdf

        return read_pdf(data, sha256, limits)
    from extractors.image_reading import read_image

    return read_image(data, sha256, limits)
