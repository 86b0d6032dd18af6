"""QR codes on a page picture."""

from __future__ import annotations

import numpy as np

from extractors.pictures.ink import grey
from extractors.tokens import Image
from programme.geometry import Box
from programme.invoices import QrCode

# Twice the size only up to this many pixels: beyond, the modules are large enough as they are.
_MAX_UPSCALED_PIXELS = 60_000_000
# Level of a code's dark modules over its paper's: faint toner stays below, print on the back of a sheet above.
_PALE = 0.7


def read_qr_codes(image: Image, page: int, twice: bool = True) -> tuple[QrCode, ...]:
    """Every QR code on the upright picture (grey or BGR) of page `page`, each once, with its box.

    Full resolution first; if nothing is found and `twice` is set, again at twice the size, which reads codes of
    2 pixels a module on blurred pictures (a page rendered from a PDF is sharp and does not need it).
    OpenCV's own detector reads none that zxing-cpp does not, and is not asked.
    """
    image = grey(image)
    codes = _read(image, page)
    height, width = image.shape[:2]
    if codes or not twice or 4 * height * width > _MAX_UPSCALED_PIXELS:
        return codes
    import cv2

    larger = cv2.resize(image, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return _read(np.asarray(larger, dtype=np.uint8), page)


def _shines_through(image: Image, box: Box) -> bool:
    """Whether a code is so pale beside its paper that it is the back side's (readers read mirrored codes too)."""
    height, width = image.shape[:2]
    top, bottom = int(box.y0 * height), max(int(box.y0 * height) + 1, int(box.y1 * height))
    left, right = int(box.x0 * width), max(int(box.x0 * width) + 1, int(box.x1 * width))
    dark, paper = np.percentile(image[top:bottom, left:right], (10, 90))
    return bool(dark > _PALE * paper)


def _read(image: Image, page: int) -> tuple[QrCode, ...]:
    import zxingcpp

    height, width = image.shape[:2]
    found: dict[str, QrCode] = {}
    for code in zxingcpp.read_barcodes(
        np.ascontiguousarray(image), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    ):
        corners = code.position
        points = (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)
        across = [min(1.0, max(0.0, point.x / width)) for point in points]
        down = [min(1.0, max(0.0, point.y / height)) for point in points]
        box = Box(min(across), min(down), max(across), max(down))
        if code.text and not _shines_through(image, box):
            found.setdefault(code.text, QrCode(text=code.text, page=page, box=box))
    return tuple(found.values())
