"""Specks of pages in black and white are taken away, print and other pages are left as they are."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Pillow

from extractors.pictures.grain import without_grain
from extractors.pictures.ink import grey, marks
from extractors.tokens import Image
from tests.extractors.drawn_pages import scanned, sheet


def _bilevel() -> Image:
    return np.where(sheet()[0] < 150, 0, 255).astype(np.uint8)


def _specks(picture: Image) -> int:
    found = marks(((grey(picture) < 128) * 255).astype(np.uint8))
    return int((found.boxes[:, 2:].max(axis=1) <= 2).sum())


def _sprinkled(page: Image, share: float) -> Image:
    dots = np.random.default_rng(5).random(page.shape[:2]) < share
    return np.where(dots[:, :, None], 0, page).astype(np.uint8)


def test_pages_that_are_clean_grey_or_photographed_stay_as_they_are() -> None:
    for page in (_bilevel(), sheet()[0], scanned(sheet()[0])):
        assert without_grain(page) is page


def test_dust_is_taken_away_and_no_print() -> None:
    page = _bilevel()
    cleaned = without_grain(_sprinkled(page, 0.0004))
    assert _specks(cleaned) < 0.2 * _specks(_sprinkled(page, 0.0004))
    assert (cleaned[page == 0] == 0).mean() > 0.999


@pytest.mark.parametrize("kind", ["halftone", "grain"])
def test_a_page_full_of_dots_has_its_print_only(kind: str) -> None:
    page = sheet()[0]
    if kind == "halftone":
        dotted = np.asarray(Pillow.fromarray(grey(np.minimum(page, 232))).convert("1"), dtype=np.uint8) * 255
        dotted = np.repeat(dotted[:, :, None], 3, axis=2)
    else:
        dotted = _sprinkled(_bilevel(), 0.03)
    cleaned = grey(without_grain(dotted))
    ink = grey(_bilevel()) == 0
    assert _specks(dotted) > 10_000
    assert _specks(cleaned) < 50
    assert cleaned[ink].mean() < 110
    assert (cleaned[~ink] > 200).mean() > 0.97
