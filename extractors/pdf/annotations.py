"""Annotations of a PDF page: what kind, where, and whether they put something over the page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractors.pdf.objects import Rect
from extractors.pdf.pdfium import pdfium_raw

_MAX_ANNOTATIONS = 300
_HIDDEN_FLAGS = 0x02 | 0x20  # Hidden, NoView (PDF 1.7, 12.5.3)


@dataclass(frozen=True, slots=True)
class Annotation:
    """One visible annotation. `kind` is its PDF subtype in lower case ("freetext"); `rect` in user space.

    `text` is its content or a field's value; `filled` says that it has an interior colour.
    """

    kind: str
    rect: Rect
    text: str
    filled: bool


def annotations_of(page: Any) -> tuple[Annotation, ...]:
    """The visible annotations of a pdfium page, links and pop-ups left out."""
    return tuple(_read_all(page))


def _read_all(page: Any) -> Iterator[Annotation]:
    raw = pdfium_raw()
    kinds = {
        raw.FPDF_ANNOT_FREETEXT: "freetext",
        raw.FPDF_ANNOT_STAMP: "stamp",
        raw.FPDF_ANNOT_WIDGET: "widget",
        raw.FPDF_ANNOT_REDACT: "redact",
        raw.FPDF_ANNOT_SQUARE: "square",
        raw.FPDF_ANNOT_CIRCLE: "circle",
        raw.FPDF_ANNOT_POLYGON: "polygon",
        raw.FPDF_ANNOT_INK: "ink",
        raw.FPDF_ANNOT_LINE: "line",
        raw.FPDF_ANNOT_STRIKEOUT: "strikeout",
    }
    count = max(0, raw.FPDFPage_GetAnnotCount(page.raw))
    for index in range(min(count, _MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            kind = kinds.get(raw.FPDFAnnot_GetSubtype(annotation))
            if kind is None or raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN_FLAGS:
                continue
            rect = raw.FS_RECTF()
            if raw.FPDFAnnot_GetRect(annotation, rect):
                left, right = sorted((rect.left, rect.right))
                bottom, top = sorted((rect.bottom, rect.top))
                text = _string(raw, annotation, b"V" if kind == "widget" else b"Contents")
                filled = bool(raw.FPDFAnnot_HasKey(annotation, b"IC"))
                yield Annotation(kind, (left, bottom, right, top), text, filled)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _string(raw: Any, annotation: Any, key: bytes) -> str:
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < length <= 65536:
        return ""
    buffer = (ctypes.c_uint16 * ((length + 1) // 2))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace").strip()
