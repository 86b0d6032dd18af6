"""Pages that are pictures are rendered at the resolution they were scanned at."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image as Pillow
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.pdf.document import open_pdf


def _pdf(pixels: tuple[int, int], points: tuple[float, float], strips: int = 1, paths: int = 0) -> bytes:
    """A page of so many points that shows one grey picture of so many pixels, in strips."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=points)
    shade = np.repeat(np.linspace(180, 250, pixels[0]).astype(np.uint8)[None, :], pixels[1] // strips, axis=0)
    high = points[1] / strips
    for strip in range(strips):
        picture = Pillow.fromarray(np.roll(shade, strip))
        canvas.drawImage(ImageReader(picture), 0, strip * high, points[0], high)
    for place in range(paths):
        canvas.line(10, 10 + place, 50, 12 + place)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("pixels", "points", "strips", "paths", "expected"),
    [
        ((1240, 1754), (595.0, 842.0), 1, 0, 200),  # 150 is coarse
        ((2067, 2923), (595.0, 842.0), 1, 0, 250),
        ((1654, 2339), (595.0, 842.0), 8, 0, 200),
        ((2250, 3000), (2250.0, 3000.0), 1, 0, 72),  # a photo on a page of its own size
        ((4960, 7016), (595.0, 842.0), 1, 0, None),  # finer than is useful
        ((300, 420), (595.0, 842.0), 1, 0, None),  # a background, not the scan of a sheet
        ((1240, 1754), (595.0, 842.0), 1, 200, None),  # letters may be drawn over it
    ],
)
def test_a_scan_is_rendered_at_its_own_resolution(
    pixels: tuple[int, int], points: tuple[float, float], strips: int, paths: int, expected: int | None
) -> None:
    with open_pdf(_pdf(pixels, points, strips, paths)) as document:
        dpi = document.pages[0].scan_dpi
        assert (dpi is None) == (expected is None)
        if dpi is not None and expected is not None:
            assert dpi == pytest.approx(expected, rel=0.02)
            assert document.pages[0].render(dpi).shape[0] >= pixels[1] * 0.98
