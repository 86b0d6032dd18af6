"""Stamps that Tesseract reads as scraps are read by the other engine, and nothing else of a page is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from extractors.evidence.passed_over import passed_over
from extractors.pages.page_images import prepare_page
from extractors.readers.engines import TesseractReader
from extractors.text.rows import rows_of
from extractors.tokens import Image, TokenPage
from programme.invoices import Source
from tests.extractors.drawn_pages import font, scanned, sheet


def _stamped(page: Image, text: str, slant: float) -> Image:
    """The page with a worn stamp in a frame, in black and white."""
    mark = Pillow.new("L", (1654, 2339), 0)
    pen = ImageDraw.Draw(mark)
    pen.rectangle((560, 1420, 1100, 1580), outline=255, width=4)
    for middle, line, size in ((1470, text, 44), (1540, "14. 10. 2025", 32)):
        pen.text((830, middle), line, font=font(size, "LiberationSans-Bold.ttf"), fill=255, anchor="mm")
    share = np.asarray(mark.rotate(slant, center=(827, 1500), resample=Pillow.Resampling.BICUBIC)) / 255
    worn = np.random.default_rng(5).normal(0, 1, (234, 166)).astype(np.float32)
    worn = np.clip(0.88 + 0.42 * cv2.resize(worn, (1654, 2339), interpolation=cv2.INTER_CUBIC), 0, 1)
    stamped = scanned(np.asarray(page * (1 - 0.8 * share * worn)[:, :, None], dtype=np.uint8))
    return np.asarray(cv2.threshold(stamped, 150, 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)


def _read(picture: Image) -> tuple[TokenPage, tuple[str, ...]]:
    prepared = prepare_page(picture)
    height, width = prepared.colour.shape[:2]
    page = TokenPage(1, width, height, TesseractReader().read(prepared), Source.OCR, "tesseract")
    return page, passed_over(page, prepared)


@pytest.mark.parametrize("text", ["NIE KSIĘGOWAĆ", "ODRZUCONO"])
def test_a_worn_stamp_is_read_by_the_other_engine(text: str) -> None:
    page, rows = _read(_stamped(sheet()[0], text, 9))
    assert text not in {row.text for row in rows_of(page)}
    assert text in rows


def test_a_well_read_page_has_nothing_more() -> None:
    assert _read(scanned(sheet()[0]))[1] == ()
