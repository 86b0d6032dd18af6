"""Pieces of ink are numbered as OpenCV's usual way numbers them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.ink import numbered


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_pieces_are_numbered_as_usual(share: float) -> None:
    mask = (np.random.default_rng(2).random((300, 217)) < share).astype(np.uint8) * 255
    mask[100:200] = cv2.erode(mask[100:200], np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    own_labels, own_stats = numbered(mask)
    assert np.array_equal(labels, own_labels)
    assert np.array_equal(stats, own_stats)
