"""Bent and tilted lines of print laid level, on pages drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.pages.bend import find_bend, straightened
from extractors.pages.page_images import prepare_page
from extractors.pictures.ink import divide_background, grey, ink_mask
from extractors.tokens import Image


def _page() -> Image:
    page = np.full((1500, 1100, 3), 240, np.uint8)
    for row in range(14):
        cv2.putText(page, "FAKTURA 1234 netto 56,70", (90, 150 + 80 * row), 0, 0.7, (20, 20, 20), 2, cv2.LINE_AA)
        cv2.putText(page, f"razem {row}204,10", (720, 150 + 80 * row), 0, 0.7, (20, 20, 20), 2, cv2.LINE_AA)
    return page


def _moved(page: Image, down: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> Image:
    rows, columns = np.mgrid[0 : page.shape[0], 0 : page.shape[1]].astype(np.float32)
    return np.asarray(
        cv2.remap(page, columns, (rows - down).astype(np.float32), cv2.INTER_LINEAR, borderValue=(240, 240, 240)),
        np.uint8,
    )


def _mask(page: Image) -> Image:
    return ink_mask(divide_background(grey(page)))


def _row_sharpness(page: Image) -> float:
    """How plainly rows of print and of paper alternate."""
    profile = (_mask(page) > 0).sum(axis=1).astype(float)
    return float((profile**2).sum() / max(1.0, profile.sum()))


@pytest.mark.parametrize("shape", ["arched", "fanned", "waved"])
def test_bent_lines_become_level(shape: str) -> None:
    page = _page()
    rows, columns = np.mgrid[0 : page.shape[0], 0 : page.shape[1]].astype(np.float32)
    across, down = columns / page.shape[1] - 0.5, rows / page.shape[0]
    shifts = {
        "arched": 45 * np.cos(across * 2.4),
        "fanned": 70 * across * (1 - down),
        "waved": 14 * np.sin(across * 5 + down),
    }
    bent = _moved(page, shifts[shape].astype(np.float32))
    bend = find_bend(_mask(bent))
    assert bend is not None
    assert _row_sharpness(straightened(bent, bend)) > 0.8 * _row_sharpness(page) > _row_sharpness(bent)


def test_the_bend_found_small_serves_the_large_picture() -> None:
    page = _page()
    columns = np.mgrid[0 : page.shape[0], 0 : page.shape[1]][1].astype(np.float32)
    bent = _moved(page, (40 * np.cos(2.4 * (columns / 1100 - 0.5))).astype(np.float32))
    bend = find_bend(_mask(bent))
    assert bend is not None
    large = np.asarray(cv2.resize(bent, None, fx=1.7, fy=1.7, interpolation=cv2.INTER_CUBIC), np.uint8)
    goal = np.asarray(cv2.resize(page, None, fx=1.7, fy=1.7, interpolation=cv2.INTER_CUBIC), np.uint8)
    assert _row_sharpness(straightened(large, bend)) > 0.8 * _row_sharpness(goal)


def test_straight_lines_are_left_alone() -> None:
    assert find_bend(_mask(_page())) is None


def test_a_few_words_tell_no_bend() -> None:
    page = np.full((1500, 1100, 3), 240, np.uint8)
    cv2.putText(page, "Razem 12,00", (90, 150), 0, 0.7, (20, 20, 20), 2, cv2.LINE_AA)
    assert find_bend(_mask(page)) is None


def test_a_page_photographed_far_askew_is_levelled() -> None:
    turn = cv2.getRotationMatrix2D((550, 750), -23, 0.8)
    askew = np.asarray(cv2.warpAffine(_page(), turn, (1100, 1500), borderValue=(240, 240, 240)), np.uint8)
    prepared = prepare_page(askew)
    assert prepared.skew == pytest.approx(23, abs=0.6)
    assert prepared.turned == 0
