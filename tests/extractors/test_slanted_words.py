"""Big words across a page's picture are read, and honest print has none."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from extractors.pages.page_images import prepare_page
from extractors.readers.slanted_words import slanted_words, usual_words
from extractors.tokens import Image
from tests.extractors.drawn_pages import font, scanned, sheet


def _across(page: Image, text: str, slant: float, level: int) -> Image:
    mark = Pillow.new("L", (1654, 2339), 0)
    ImageDraw.Draw(mark).text((827, 1500), text, font=font(120, "LiberationSans-Bold.ttf"), fill=255, anchor="mm")
    share = np.asarray(mark.rotate(slant, center=(827, 1500)), dtype=np.float64)[:, :, None] / 255
    return np.asarray(np.minimum(page, 255 - share * (255 - level)), dtype=np.uint8)


@pytest.mark.parametrize(("text", "slant", "level"), [("ANULOWANO", 38, 190), ("STORNO", -16, 120)])
def test_a_word_across_the_page_is_read(text: str, slant: float, level: int) -> None:
    page = scanned(_across(sheet()[0], text, slant, level))
    assert slanted_words(prepare_page(page)) == (text,)


def test_print_and_its_title_are_no_slanted_words() -> None:
    assert slanted_words(prepare_page(scanned(sheet()[0]))) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("W∠OR", "WZÓR"),
        ("WOR", "WOR"),
        ("ANULOWAN0", "ANULOWANO"),
        ("ZWROT TOWAPU", "ZWROT TOWARU"),
        ("DLMO", "DEMO"),
        ("Jest", "Jest"),
        ("TES", "TES"),
    ],
)
def test_words_are_told_in_spite_of_misread_signs_short_ones_by_capitals_and_length(text: str, said: str) -> None:
    assert usual_words(text, 70) == said
