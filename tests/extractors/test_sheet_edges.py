"""Sheets that no region shows, found by their edges, on pictures drawn here."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.pages.outside import sides_with_print
from extractors.pages.sheet_edges import sheet_by_edges
from extractors.tokens import Image

_CORNERS = np.array([[150, 90], [460, 110], [520, 700], [90, 690]], np.float32)


def _photographed(desk: Image, shade: int) -> Image:
    """A printed white sheet seen from below its foot, on the desk, with a thin shadow round it."""
    page = np.full((840, 594, 3), 236, np.uint8)
    for row in range(20):
        cv2.putText(page, "Faktura 12,30 netto 4567", (60, 80 + 36 * row), 0, 0.6, (40, 40, 40), 1, cv2.LINE_AA)
    cv2.rectangle(page, (60, 300), (540, 480), (40, 40, 40), 1)
    matrix = cv2.getPerspectiveTransform(np.array([[0, 0], [594, 0], [594, 840], [0, 840]], np.float32), _CORNERS)
    size = (desk.shape[1], desk.shape[0])
    seen = cv2.warpPerspective(page, matrix, size)
    inside = cv2.warpPerspective(np.full(page.shape[:2], 255, np.uint8), matrix, size)
    shadow = cv2.GaussianBlur(np.roll(inside, 4, axis=(0, 1)), (0, 0), 2)[:, :, None] / 255.0
    under = desk * (1 - shadow * shade / 100)
    return np.where(inside[:, :, None] > 127, seen, under).clip(0, 255).astype(np.uint8)


def _close(found: np.ndarray[tuple[int, ...], np.dtype[np.float32]] | None) -> bool:
    return found is not None and float(np.abs(found - _CORNERS).max()) < 12


def test_a_white_sheet_on_a_white_table() -> None:
    desk = np.full((800, 600, 3), 222, np.uint8)
    assert _close(sheet_by_edges(_photographed(desk, 30)))


def test_a_scan_without_a_desk_has_no_sheet_on_it() -> None:
    page = np.full((800, 566, 3), 245, np.uint8)
    for row in range(18):
        cv2.putText(page, "Faktura 12,30 netto", (60, 60 + 36 * row), 0, 0.6, (40, 40, 40), 1, cv2.LINE_AA)
    cv2.rectangle(page, (40, 250), (520, 470), (40, 40, 40), 1)
    assert sheet_by_edges(page) is None


def test_slanted_print_outside_an_outline_is_seen() -> None:
    page = np.full((1600, 1200, 3), 240, np.uint8)
    for row in range(16):
        words = "Faktura VAT netto 4567 brutto razem"
        cv2.putText(page, words, (100, 150 + 80 * row), 0, 0.9, (30, 30, 30), 2, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((600, 800), -6, 1.0)
    slanted = np.asarray(cv2.warpAffine(page, turn, (1200, 1600), borderValue=(240, 240, 240)), np.uint8)
    below_the_middle = np.array([[40, 800], [1160, 900], [1150, 1590], [30, 1580]], np.float32)
    assert sides_with_print(slanted, slanted, below_the_middle, slanted=True)[0]
    whole = np.array([[2, 2], [1197, 2], [1197, 1597], [2, 1597]], np.float32)
    assert not any(sides_with_print(slanted, slanted, whole, slanted=True))
