"""Page pictures for people."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.finishing import picture_of


def test_a_strip_of_a_page_still_gives_a_picture() -> None:
    strip = np.full((2, 9000, 3), 255, np.uint8)
    picture = cv2.imdecode(np.frombuffer(picture_of(strip), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[:2] == (1, 1600)


def test_large_pages_are_brought_to_1600_pixels() -> None:
    picture = cv2.imdecode(np.frombuffer(picture_of(np.zeros((3508, 2480, 3), np.uint8)), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[:2] == (1600, 1131)
