"""Print of a tired toner is ink; the grain of a blank sheet is not."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.pictures.ink import divide_background, ink_mask


def sheet(print_level: int | None) -> np.ndarray:
    rng = np.random.default_rng(7)
    page = np.full((1600, 1130), 246, np.uint8)
    if print_level is not None:
        for row in range(24):
            cv2.putText(page, "Faktura VAT 12/2025 240,70", (80, 90 + 60 * row), 0, 1.1, print_level, 2)
    return np.clip(page + rng.normal(0, 3, page.shape), 0, 255).astype(np.uint8)


def test_pale_print_is_ink_and_grain_is_not() -> None:
    for level in (60, 200):
        assert (ink_mask(divide_background(sheet(level))) > 0).mean() > 0.01
    assert (ink_mask(divide_background(sheet(None))) > 0).mean() < 0.001
