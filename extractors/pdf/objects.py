"""What a PDF page draws, in drawing order: text, paths and images with their places, read through pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractors.files.opening import Limits
from extractors.pdf.pdfium import pdfium_raw

Matrix = tuple[float, float, float, float, float, float]
Rect = tuple[float, float, float, float]  # left, bottom, right, top
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MAX_DEPTH = 6  # forms inside forms
_OPAQUE = 250  # alpha, 0..255
_MAX_SEGMENTS = 400  # of one path; what has more is a drawing, not a patch


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing operation. `order` counts from 0; the box is in user space (left, bottom, right, top).

    `kind` is "text", "path", "image" or "shading". `fill` is the colour as (red, green, blue, alpha), None where
    nothing is filled. `pixels` counts an image's. `invisible` is text in render mode 3 or 7 or without opacity.
    `address` identifies a text object among the page's glyphs, `font` is its font's name with the subset's prefix.
    `rects` are the rectangles an opaque path fills or an opaque image covers (others: none), cut by its clip.
    """

    order: int
    kind: str
    left: float
    bottom: float
    right: float
    top: float
    address: int
    fill: tuple[int, int, int, int] | None = None
    pixels: int = 0
    invisible: bool = False
    font: str = ""
    rects: tuple[Rect, ...] = ()

    @property
    def area(self) -> float:
        """Square points."""
        return max(0.0, self.right - self.left) * max(0.0, self.top - self.bottom)


def drawn_objects(page: Any, limits: Limits) -> tuple[Drawn, ...]:
    """All drawing operations of a pdfium page, forms opened, up to `limits.max_page_objects`."""
    raw = pdfium_raw()

    found: list[Drawn] = []
    for handle, matrix in _walk(raw, page.raw, None, _IDENTITY, 0):
        if len(found) >= limits.max_page_objects:
            break
        drawn = _read(raw, handle, matrix, len(found))
        if drawn is not None:
            found.append(drawn)
    return tuple(found)


def _walk(raw: Any, page: Any, form: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    count = raw.FPDFPage_CountObjects(page) if form is None else raw.FPDFFormObj_CountObjects(form)
    for index in range(max(0, count)):
        handle = raw.FPDFPage_GetObject(page, index) if form is None else raw.FPDFFormObj_GetObject(form, index)
        if not handle:
            continue
        if raw.FPDFPageObj_GetType(handle) == raw.FPDF_PAGEOBJ_FORM:
            if depth < _MAX_DEPTH:
                yield from _walk(raw, page, handle, _compose(_matrix(raw, handle), matrix), depth + 1)
        else:
            yield handle, matrix


def _matrix(raw: Any, handle: Any) -> Matrix:
    values = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, values):
        return _IDENTITY
    return values.a, values.b, values.c, values.d, values.e, values.f


def _compose(inner: Matrix, outer: Matrix) -> Matrix:
    """`inner` first, then `outer` (row vectors, as in PDF)."""
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _read(raw: Any, handle: Any, matrix: Matrix, order: int) -> Drawn | None:
    kinds = {
        raw.FPDF_PAGEOBJ_TEXT: "text",
        raw.FPDF_PAGEOBJ_PATH: "path",
        raw.FPDF_PAGEOBJ_IMAGE: "image",
        raw.FPDF_PAGEOBJ_SHADING: "shading",
    }
    kind = kinds.get(raw.FPDFPageObj_GetType(handle))
    sides = [ctypes.c_float() for _ in range(4)]
    if kind is None or not raw.FPDFPageObj_GetBounds(handle, *sides):
        return None
    left, bottom, right, top = _transformed([side.value for side in sides], matrix)
    fill, pixels, invisible, font = None, 0, False, ""
    rects: tuple[Rect, ...] = ()
    if kind == "path":
        fill = _path_fill(raw, handle)
        if fill is not None and fill[3] >= _OPAQUE and not raw.FPDFPageObj_HasTransparency(handle):
            rects = _filled_rects(raw, handle, matrix)
    elif kind == "image":
        wide, high = ctypes.c_uint(), ctypes.c_uint()
        if raw.FPDFImageObj_GetImagePixelSize(handle, wide, high):
            pixels = wide.value * high.value
        if not raw.FPDFPageObj_HasTransparency(handle):
            rects = ((left, bottom, right, top),)
    elif kind == "text":
        fill = _colour(raw, handle)
        font = _font_name(raw, handle)
        mode = raw.FPDFTextObj_GetTextRenderMode(handle)
        invisible = mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP) or (
            fill is not None and fill[3] == 0
        )
    if rects:
        rects = _clipped(raw, handle, matrix, rects)
    address = ctypes.cast(handle, ctypes.c_void_p).value or 0
    return Drawn(order, kind, left, bottom, right, top, address, fill, pixels, invisible, font, rects)


def _filled_rects(raw: Any, handle: Any, matrix: Matrix) -> tuple[Rect, ...]:
    """The axis-parallel rectangles among a filled path's parts; other shapes are left out."""
    count = raw.FPDFPath_CountSegments(handle)
    if not 0 < count <= _MAX_SEGMENTS:
        return ()
    whole = _compose(_matrix(raw, handle), matrix)
    parts: list[list[tuple[float, float]]] = []
    across, up = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(handle, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, across, up)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            parts.append([])
        elif kind != raw.FPDF_SEGMENT_LINETO or not parts:
            return ()
        parts[-1].append(_apply(whole, across.value, up.value))
    return tuple(rect for part in parts if (rect := _as_rect(part)) is not None)


def _as_rect(points: list[tuple[float, float]]) -> Rect | None:
    """The rectangle four corners make (a fifth closes it), None for anything else."""
    if len(points) not in (4, 5):
        return None
    across, up = sorted({round(x, 1) for x, _ in points}), sorted({round(y, 1) for _, y in points})
    if len(across) != 2 or len(up) != 2:
        return None
    return across[0], up[0], across[1], up[1]


def _clipped(raw: Any, handle: Any, matrix: Matrix, rects: tuple[Rect, ...]) -> tuple[Rect, ...]:
    """The rectangles cut to the bounds of the object's clip, as far as it has one."""
    clip = raw.FPDFPageObj_GetClipPath(handle)
    if not clip:
        return rects
    left, bottom, right, top = float("-inf"), float("-inf"), float("inf"), float("inf")
    across, up = ctypes.c_float(), ctypes.c_float()
    for path in range(min(8, max(0, raw.FPDFClipPath_CountPaths(clip)))):
        points = []
        for index in range(min(_MAX_SEGMENTS, max(0, raw.FPDFClipPath_CountPathSegments(clip, path)))):
            segment = raw.FPDFClipPath_GetPathSegment(clip, path, index)
            raw.FPDFPathSegment_GetPoint(segment, across, up)
            points.append(_apply(matrix, across.value, up.value))
        if points:
            left, right = max(left, min(x for x, _ in points)), min(right, max(x for x, _ in points))
            bottom, top = max(bottom, min(y for _, y in points)), min(top, max(y for _, y in points))
    cut = [(max(a, left), max(b, bottom), min(c, right), min(d, top)) for a, b, c, d in rects]
    return tuple(rect for rect in cut if rect[0] < rect[2] and rect[1] < rect[3])


def _font_name(raw: Any, handle: Any) -> str:
    font = raw.FPDFTextObj_GetFont(handle)
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    return buffer.value.decode("utf-8", "replace")


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return x * a + y * c + e, x * b + y * d + f


def _transformed(sides: list[float], matrix: Matrix) -> tuple[float, float, float, float]:
    left, bottom, right, top = sides
    if matrix == _IDENTITY:
        return left, bottom, right, top
    corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _path_fill(raw: Any, handle: Any) -> tuple[int, int, int, int] | None:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(handle, mode, stroke) or mode.value == raw.FPDF_FILLMODE_NONE:
        return None
    return _colour(raw, handle)


def _colour(raw: Any, handle: Any) -> tuple[int, int, int, int] | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(handle, *parts):
        return None
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha
