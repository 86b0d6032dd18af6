"""Pieces of ink are numbered as OpenCV usually does; paper is smoothed where it is not of one level."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.pictures.ink import _smoothed, numbered


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_pieces_are_numbered_as_usual(share: float) -> None:
    mask = (np.random.default_rng(2).random((300, 217)) < share).astype(np.uint8) * 255
    mask[100:200] = cv2.erode(mask[100:200], np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    own_labels, own_stats = numbered(mask)
    assert np.array_equal(labels, own_labels)
    assert np.array_equal(stats, own_stats)


@pytest.mark.parametrize("patches", [0, 1, 3, 400])
def test_paper_is_smoothed_as_if_all_of_it_were(patches: int) -> None:
    rng = np.random.default_rng(patches)
    paper = np.full((260, 190), 255, np.uint8)
    for _ in range(patches):
        y, x = int(rng.integers(0, 255)), int(rng.integers(0, 185))
        paper[y : y + int(rng.integers(1, 40)), x : x + int(rng.integers(1, 40))] = rng.integers(0, 255)
    whole = cv2.GaussianBlur(cv2.medianBlur(paper, 15), (0, 0), 4)
    assert np.array_equal(_smoothed(paper), whole)
