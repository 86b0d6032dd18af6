"""Pictures reduced to black and white are known as such, and their rounding is no trace of editing."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.forgery.patches import find_patches
from extractors.forgery.two_levels import is_two_level
from extractors.pictures.ink import grey
from extractors.tokens import Image, Word
from programme.geometry import Box
from tests.extractors.drawn_pages import scanned, sheet


def _fax(page: Image) -> Image:
    """A fax of standard resolution, its pixels made square again."""
    high, wide = page.shape[:2]
    small = cv2.resize(grey(page), (wide, high * 98 // 204), interpolation=cv2.INTER_AREA)
    black = np.where(small < 170, 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(black, (wide, high), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _words(boxes: dict[str, Box]) -> list[Word]:
    return [Word(text, box) for text, box in boxes.items()]


def test_black_and_white_is_known_also_when_turned_and_compressed() -> None:
    fax = _fax(scanned(sheet()[0]))
    assert is_two_level(fax)
    turn = cv2.getRotationMatrix2D((800, 1100), 0.8, 1.0)
    turned = cv2.warpAffine(fax, turn, fax.shape[::-1], flags=cv2.INTER_CUBIC, borderValue=(255.0,))
    assert is_two_level(np.asarray(turned, dtype=np.uint8))
    saved = cv2.imdecode(cv2.imencode(".jpg", fax, [cv2.IMWRITE_JPEG_QUALITY, 60])[1], cv2.IMREAD_GRAYSCALE)
    assert is_two_level(np.asarray(saved, dtype=np.uint8))


def test_a_scan_in_grey_is_not() -> None:
    assert not is_two_level(grey(scanned(sheet()[0])))


def test_an_empty_page_is_not() -> None:
    assert not is_two_level(np.full((300, 200), 255, dtype=np.uint8))


def test_a_fax_of_an_honest_page_has_no_patch() -> None:
    page, boxes = sheet()
    assert find_patches(_fax(scanned(page)), list(boxes.values()), _words(boxes)) == ()
