"""A highlighter's colour over print, on pages drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.pictures.ink import grey
from extractors.pictures.marker import grey_under_marker
from extractors.tokens import Image


def _page() -> Image:
    page = np.full((1600, 1200, 3), 240, np.uint8)
    for row in range(12):
        cv2.putText(page, "24 szt. 253,00", (300, 200 + 90 * row), 0, 1.2, (25, 25, 25), 3, cv2.LINE_AA)
    return page


@pytest.mark.parametrize("colour", [(80, 190, 255), (90, 250, 255), (130, 255, 150), (215, 140, 255)])
def test_print_under_a_marker_stays_and_the_marker_goes(colour: tuple[int, int, int]) -> None:
    page = _page()
    layer = np.full(page.shape, 255, np.uint8)
    cv2.line(layer, (320, 545), (620, 550), colour, 36)
    marked = (page.astype(np.float32) * layer / 255).astype(np.uint8)
    seen = grey_under_marker(marked)
    around = seen[525:570, 330:610]
    assert int(np.percentile(around, 90)) > 225  # paper
    assert int(around.min()) < 60  # digits
    assert np.abs(seen.astype(int) - grey(page))[500:600, 250:700].mean() < 6


def test_a_page_without_marker_is_plain_grey() -> None:
    page = _page()
    cv2.putText(page, "Faktura VAT 12/2026", (300, 100), 0, 1.5, (160, 60, 20), 4, cv2.LINE_AA)  # blue print
    assert np.array_equal(grey_under_marker(page), grey(page))


def test_tinted_paper_is_no_marker() -> None:
    page = (_page() * np.array([0.62, 0.92, 1.0])).astype(np.uint8)
    assert np.array_equal(grey_under_marker(page), grey(page))
