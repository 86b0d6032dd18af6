"""What a PDF page draws, in drawing order: text, paths and images with their places, read through pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractors.opening import Limits
from extractors.pdfium import pdfium_raw

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MAX_DEPTH = 6  # forms inside forms


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing operation. `order` counts from 0; the box is in user space (left, bottom, right, top).

    `kind` is "text", "path", "image" or "shading". `fill` is the colour as (red, green, blue, alpha), None where
    nothing is filled. `pixels` counts an image's. `invisible` is text in render mode 3 or 7 or without opacity.
    `address` identifies a text object among the page's glyphs.
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
    fill, pixels, invisible = None, 0, False
    if kind == "path":
        fill = _path_fill(raw, handle)
    elif kind == "image":
        wide, high = ctypes.c_uint(), ctypes.c_uint()
        if raw.FPDFImageObj_GetImagePixelSize(handle, wide, high):
            pixels = wide.value * high.value
    elif kind == "text":
        fill = _colour(raw, handle)
        mode = raw.FPDFTextObj_GetTextRenderMode(handle)
        invisible = mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP) or (
            fill is not None and fill[3] == 0
        )
    address = ctypes.cast(handle, ctypes.c_void_p).value or 0
    return Drawn(order, kind, left, bottom, right, top, address, fill, pixels, invisible)


def _transformed(sides: list[float], matrix: Matrix) -> tuple[float, float, float, float]:
    left, bottom, right, top = sides
    if matrix == _IDENTITY:
        return left, bottom, right, top
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (left, right) for y in (bottom, top)]
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
