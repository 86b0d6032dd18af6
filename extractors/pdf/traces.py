"""Traces of editing in a PDF: text under text, patches, annotations and strokes over text, later revisions, fonts.

What honest programs do gives no finding: fills under text, zebra rows, watermarks, logos, hidden OCR layers over
scans, stamps beside the text, empty form fields, signatures, re-saves.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from extractors.files.opening import DEFAULT_LIMITS, Limits
from extractors.pdf.annotations import Annotation, annotations_of
from extractors.pdf.document import PdfDocument, PdfPage
from extractors.pdf.fonts import font_breaks
from extractors.pdf.glyphs import Glyph
from extractors.pdf.objects import Drawn, Rect
from extractors.pdf.origin import origin_traces
from extractors.pdf.pdfium import pdfium, pdfium_raw
from extractors.pdf.revisions import revision_traces
from extractors.pdf.strokes import struck_out
from programme.geometry import Box, around
from programme.invoices import Finding, FindingKind

# Two characters share a place when this much of the smaller one is under the other: neighbours overlap less.
_SAME_PLACE = 0.35
# A character is covered when this much of it lies under the patch.
_COVERED = 0.6
# A filled shape or picture larger than this share of the page is a background or a scan, not a patch.
_PATCH_SHARE = 0.25
# Watermarks and headings are set this much larger than the text they cross.
_LIKE_SIZE = 1.6
# Height of lower-case letters and digits over the baseline, in em: where the ink of text surely is.
_X_HEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class _Mark:
    """A visible letter or digit: its place in user space, and when it is drawn."""

    text: str
    rect: Rect
    em: float
    order: int
    address: int


def pdf_traces(document: PdfDocument, limits: Limits = DEFAULT_LIMITS) -> tuple[Finding, ...]:
    """Every trace on every page, strongest first within a page; nothing for an honest file."""
    findings = [*revision_traces(document, limits), *origin_traces(document)]
    for page in document.pages:
        marks = _marks(page)
        findings.extend(_text_under_text(page, marks))
        findings.extend(_painted_over(page, marks))
        findings.extend(_annotated(page, marks))
        findings.extend(struck_out(page))
        if not page.is_scan:
            findings.extend(font_breaks(page))
    return tuple(sorted(findings, key=lambda finding: (finding.page or 0, -finding.strength)))


def _marks(page: PdfPage) -> list[_Mark]:
    """The page's visible upright letters and digits; hidden layers (OCR) are not text a person sees."""
    drawn = {item.address: item for item in page.drawn if item.kind == "text"}
    marks = []
    for glyph in page.glyphs:
        item = drawn.get(glyph.address)
        if item is None or item.invisible or glyph.angle != page.frame.turn or not glyph.text.isalnum():
            continue
        marks.append(_Mark(glyph.text, _ink(glyph), glyph.em, item.order, glyph.address))
    return marks


def _ink(glyph: Glyph) -> Rect:
    """The band over the baseline where every letter and digit has ink, whatever the font's metrics."""
    high = _X_HEIGHT * glyph.em
    if glyph.angle == 90:
        return glyph.x - high, glyph.bottom, glyph.x, glyph.top
    if glyph.angle == 270:
        return glyph.x, glyph.bottom, glyph.x + high, glyph.top
    if glyph.angle == 180:
        return glyph.left, glyph.y - high, glyph.right, glyph.y
    return glyph.left, glyph.y, glyph.right, glyph.y + high


def _shared(a: Rect, b: Rect) -> float:
    """The common area as a share of the smaller rectangle's."""
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return wide * high / smaller if wide > 0 and high > 0 and smaller > 0 else 0.0


def _covered(mark: Rect, patch: Rect) -> bool:
    wide = min(mark[2], patch[2]) - max(mark[0], patch[0])
    high = min(mark[3], patch[3]) - max(mark[1], patch[1])
    area = (mark[2] - mark[0]) * (mark[3] - mark[1])
    return wide > 0 and high > 0 and area > 0 and wide * high >= _COVERED * area


def _box(page: PdfPage, rects: Sequence[Rect]) -> Box:
    return around([page.frame.box(page.frame.rect(*rect)) for rect in rects])


def _has_digit(marks: Sequence[_Mark]) -> bool:
    return any(mark.text.isdigit() for mark in marks)


def _string(marks: Sequence[_Mark]) -> str:
    return "".join(mark.text for mark in marks)


def _text_under_text(page: PdfPage, marks: Sequence[_Mark]) -> Iterator[Finding]:
    """Two texts that differ at one place. The same text twice is bold type or a shadow."""
    pairs = _overlapping(marks)
    for group in _near(pairs):
        under = sorted({lower for lower, _ in group}, key=lambda mark: mark.rect[0])
        over = sorted({upper for _, upper in group}, key=lambda mark: mark.rect[0])
        below, above = _string(under), _string(over)
        if below.casefold() == above.casefold() or below in above or above in below:
            continue
        decisive = _has_digit(under) or _has_digit(over)
        if len(group) < 2 and not decisive:
            continue
        yield Finding(
            kind=FindingKind.TEXT_UNDER_TEXT,
            values=(("under", below), ("over", above)),
            message=f'under "{above}" stands "{below}"',
            page=page.number,
            box=_box(page, [mark.rect for mark in (*under, *over)]),
            strength=1.0 if decisive else 0.6,
        )


def _overlapping(marks: Sequence[_Mark]) -> list[tuple[_Mark, _Mark]]:
    """Pairs (drawn earlier, drawn later) of different text objects at one place, found through a coarse grid."""
    grid: dict[tuple[int, int], list[_Mark]] = defaultdict(list)
    pairs = []
    for mark in sorted(marks, key=lambda mark: mark.order):
        x0, y0, x1, y1 = mark.rect
        cells = {(int(x // 8), int(y // 8)) for x in (x0, (x0 + x1) / 2, x1) for y in (y0, y1)}
        seen: set[int] = set()
        for cell in cells:
            for other in grid[cell]:
                if other.address == mark.address or id(other) in seen:
                    continue
                seen.add(id(other))
                alike = max(mark.em, other.em) <= _LIKE_SIZE * min(mark.em, other.em)
                if alike and _shared(mark.rect, other.rect) >= _SAME_PLACE:
                    pairs.append((other, mark))
            grid[cell].append(mark)
    return pairs


def _near(pairs: Sequence[tuple[_Mark, _Mark]]) -> list[list[tuple[_Mark, _Mark]]]:
    """Overlapping pairs in runs along a line, so that whole values are compared and not single characters."""
    groups: list[list[tuple[_Mark, _Mark]]] = []
    for pair in sorted(pairs, key=lambda pair: (round(pair[0].rect[1]), pair[0].rect[0])):
        lower = pair[0]
        for group in groups[-4:]:
            last = group[-1][0]
            if abs(last.rect[1] - lower.rect[1]) < lower.em and abs(lower.rect[0] - last.rect[2]) < 2 * lower.em:
                group.append(pair)
                break
        else:
            groups.append([pair])
    return groups


def _painted_over(page: PdfPage, marks: Sequence[_Mark]) -> Iterator[Finding]:
    """Opaque fills and pictures drawn over text that was there before; with new text on them they are forgeries."""
    area = page.width * page.height
    if not marks:
        return
    places = np.array([mark.rect for mark in marks])
    orders = np.array([mark.order for mark in marks])
    sizes = (places[:, 2] - places[:, 0]) * (places[:, 3] - places[:, 1])
    for item in page.drawn:
        for patch in item.rects:
            patch_area = (patch[2] - patch[0]) * (patch[3] - patch[1])
            if patch_area > _PATCH_SHARE * area or patch_area < _COVERED * sizes.min():
                continue
            wide = np.minimum(places[:, 2], patch[2]) - np.maximum(places[:, 0], patch[0])
            high = np.minimum(places[:, 3], patch[3]) - np.maximum(places[:, 1], patch[1])
            covered = (wide > 0) & (high > 0) & (sizes > 0) & (wide * high >= _COVERED * sizes)
            under = [marks[int(i)] for i in np.flatnonzero(covered & (orders < item.order))]
            if len(under) < 2 and not _has_digit(under):
                continue
            if item.kind == "image" and not _is_opaque(page, item):
                continue
            over = [marks[int(i)] for i in np.flatnonzero(covered & (orders > item.order))]
            # A bar without new text is mostly a redaction of private data; the value below is lost all the same.
            strength = 1.0 if over else 0.5
            shown = f', and "{_string(over)}" written on it' if over else ""
            yield Finding(
                kind=FindingKind.PAINTED_OVER,
                detail="rewritten" if over else "hidden",
                values=(("under", _string(under)), ("over", _string(over))),
                message=f'"{_string(under)}" is painted over{shown}',
                page=page.number,
                box=_box(page, [patch]),
                strength=strength,
            )


def _is_opaque(page: PdfPage, item: Drawn) -> bool:
    """Whether a picture hides what lies below it: a signature or stamp with a transparent ground does not."""

    raw = pdfium_raw()
    handle = ctypes.cast(ctypes.c_void_p(item.address), raw.FPDF_PAGEOBJECT)
    bitmap = raw.FPDFImageObj_GetRenderedBitmap(page.handle.pdf.raw, page.handle.raw, handle)
    if not bitmap:
        return False
    picture = pdfium().PdfBitmap.from_raw(bitmap)
    pixels = picture.to_numpy()
    opaque = pixels.ndim < 3 or pixels.shape[2] < 4 or float(np.mean(pixels[:, :, 3] >= 250)) > 0.95
    picture.close()
    return bool(opaque)


def _annotated(page: PdfPage, marks: Sequence[_Mark]) -> Iterator[Finding]:
    """Annotations that hide text, or that say a figure of their own."""
    for annotation in annotations_of(page.handle):
        under = [mark for mark in marks if _covered(mark.rect, annotation.rect)]
        strength = _annotation_strength(annotation, under, page.is_scan)
        if strength <= 0:
            continue
        said = f' says "{annotation.text[:60]}"' if annotation.text else ""
        over = f' over "{_string(under)[:60]}"' if under else ""
        yield Finding(
            kind=FindingKind.ANNOTATION_OVER_TEXT,
            values=(("annotation", annotation.kind), ("says", annotation.text[:60]), ("under", _string(under)[:60])),
            message=f"an annotation ({annotation.kind}){said}{over}",
            page=page.number,
            box=_box(page, [annotation.rect]),
            strength=strength,
        )


def _annotation_strength(annotation: Annotation, under: Sequence[_Mark], on_scan: bool) -> float:
    """How suspicious: 1 where a figure is hidden or written over, 0 for notes and stamps beside the text.

    A figure written beside the text ("paid on 12.09") is no part of the text layer's reading; on a scan, whose
    reading comes from the picture, it is.
    """
    over_figures = _has_digit(under)
    says_figures = any(char.isdigit() for char in annotation.text)
    if annotation.kind == "freetext":
        if over_figures or (says_figures and under):
            return 1.0
        return (0.8 if on_scan else 0.4) if says_figures else 0.5 if under else 0.0
    if annotation.kind == "widget":
        return 0.9 if annotation.text and over_figures else 0.0
    if annotation.kind == "redact":
        return 0.6 if under else 0.0
    if annotation.kind in ("square", "circle", "polygon"):
        return (1.0 if over_figures else 0.5) if under and annotation.filled else 0.0
    if annotation.kind == "strikeout":
        return 1.0 if over_figures else 0.4
    # Stamps and pen strokes across figures: often a signature, sometimes a changed digit.
    return 0.5 if over_figures else 0.0
