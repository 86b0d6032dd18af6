"""The characters of a PDF page's text layer with their places, read through pdfium."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import Any

from extractors.files.opening import Limits
from extractors.pdf.pdfium import pdfium_raw

# What pdfium gives for a hyphen at the end of a line, and what a soft hyphen is when it is really drawn.
_HYPHENS = dict.fromkeys((0x02, 0xAD, 0xFFFE, 0x2010, 0x2011), "-")
_WIDTHLESS = frozenset((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character. Places are in user space, points.

    `left`..`top` is the advance box joined with the ink; `ink` says whether anything is drawn; `x`, `y` the origin on
    the baseline; `em` the font's size on the page; `angle` the direction of reading, degrees counter-clockwise
    (multiples of 90, or -1 for slanted text); `mapped` is False where the font names no character for it; `address`
    is the text object it belongs to.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    em: float
    angle: int
    mapped: bool
    address: int


def page_glyphs(page: Any, limits: Limits) -> tuple[tuple[Glyph, ...], bool]:
    """The characters of a pdfium page in the order they are drawn, and whether there were more than the limit.

    Characters pdfium makes up (spaces and line ends between runs) are left out, as words come from geometry; real
    spaces stay. Ligatures keep their one code point here.
    """
    raw = pdfium_raw()

    textpage = raw.FPDFText_LoadPage(page.raw)
    if not textpage:
        return (), False
    try:
        count = max(0, raw.FPDFText_CountChars(textpage))
        reader = _Reader(raw, textpage)
        glyphs = [glyph for i in range(min(count, limits.max_page_chars)) if (glyph := reader.glyph(i)) is not None]
    finally:
        raw.FPDFText_ClosePage(textpage)
    return tuple(glyphs), count > limits.max_page_chars


class _Reader:
    """Reads one text page; the buffers of the C calls are made once, as there are thousands of calls."""

    def __init__(self, raw: Any, textpage: Any) -> None:
        self._raw = raw
        self._page = textpage
        self._ink = [ctypes.c_double() for _ in range(4)]
        self._loose = raw.FS_RECTF()
        self._origin = [ctypes.c_double(), ctypes.c_double()]
        self._matrix = raw.FS_MATRIX()
        self._sizes: dict[int, tuple[float, int]] = {}

    def glyph(self, index: int) -> Glyph | None:
        raw, page = self._raw, self._page
        if raw.FPDFText_IsGenerated(page, index) == 1:
            return None
        code = raw.FPDFText_GetUnicode(page, index)
        if code in _WIDTHLESS or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            return None
        handle = raw.FPDFText_GetTextObject(page, index)
        address = (ctypes.cast(handle, ctypes.c_void_p).value or 0) if handle else 0
        raw.FPDFText_GetCharBox(page, index, self._ink[0], self._ink[1], self._ink[2], self._ink[3])
        raw.FPDFText_GetLooseCharBox(page, index, self._loose)
        raw.FPDFText_GetCharOrigin(page, index, self._origin[0], self._origin[1])
        left, right, bottom, top = (value.value for value in self._ink)
        loose = self._loose
        em, angle = self._size(index, address)
        return Glyph(
            text=_HYPHENS.get(code) or chr(code),
            left=min(left, loose.left),
            bottom=min(bottom, loose.bottom),
            right=max(right, loose.right),
            top=max(top, loose.top),
            x=self._origin[0].value,
            y=self._origin[1].value,
            em=em,
            angle=angle,
            mapped=raw.FPDFText_HasUnicodeMapError(page, index) != 1,
            address=address,
        )

    def _size(self, index: int, address: int) -> tuple[float, int]:
        """Font size on the page and direction; one text object has one of each."""
        if address and address in self._sizes:
            return self._sizes[address]
        size = self._raw.FPDFText_GetFontSize(self._page, index)
        angle = -1
        if self._raw.FPDFText_GetMatrix(self._page, index, self._matrix):
            m = self._matrix
            size *= math.hypot(m.c, m.d) or 1.0
            degrees = math.degrees(math.atan2(m.b, m.a)) % 360
            nearest = round(degrees / 90) * 90
            if abs(degrees - nearest) <= 3:
                angle = nearest % 360
        self._sizes[address] = size, angle
        return size, angle
