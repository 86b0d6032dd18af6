"""Page numbers: a count that promises missing pages is looked at again before it is believed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from extractors.heads.page_numbers import PageMark, proven_marks
from extractors.pictures.prepared_page import PreparedPage
from extractors.tokens import TokenPage, Word
from programme.geometry import Box
from programme.invoices import Source
from tests.extractors.drawn_pages import font

_SPOT = (1350, 2240)


def _page(printed: str, number: int = 1) -> PreparedPage:
    """A sheet with `printed` in a frame at its foot."""
    picture = Pillow.new("L", (1654, 2339), 246)
    pen = ImageDraw.Draw(picture)
    pen.text(_SPOT, printed, font=font(28), fill=20)
    x0, y0, x1, y1 = pen.textbbox(_SPOT, printed, font=font(28))
    pen.rectangle((x0 - 30, y0 - 14, x1 + 12, y1 + 14), outline=20, width=2)
    colour = np.repeat(np.asarray(picture)[:, :, None], 3, axis=2)
    return PreparedPage(colour, colour[:, :, 0], np.eye(3))


def _words(read: str | None, number: int = 1) -> list[TokenPage]:
    """What a reader made of it; None: it passed it over."""
    left, top = _SPOT
    box = Box(left / 1654, (top + 4) / 2339, (left + 170) / 1654, (top + 32) / 2339)
    words = () if read is None else (Word(read, box, 0.9),)
    return [TokenPage(number, 1654, 2339, words, Source.OCR, "rapidocr")]


def _mark(readings: Sequence[list[TokenPage]], printed: str) -> PageMark | None:
    return proven_marks(readings, {1: _page(printed)})[0]


@pytest.mark.parametrize("readings", [["Strona1/11"], ["Strona1/1", "Strona1/11"], [None, "Strona1/11"]])
def test_a_stroke_taken_for_a_figure_makes_no_eleven_pages(readings: list[str | None]) -> None:
    mark = _mark([_words(text) for text in readings], "Strona 1/1")
    assert mark is not None
    assert mark.pair == (1, 1)


def test_a_page_that_promises_another_is_believed() -> None:
    for readings in (["Strona1/2"], ["Strona1/2", "Strona1/2"]):
        mark = _mark([_words(text) for text in readings], "Strona 1/2")
        assert mark is not None
        assert (mark.pair, mark.doubtful) == ((1, 2), False)


def test_what_no_second_look_says_is_doubtful() -> None:
    mark = _mark([_words("Strona1/7")], "")
    assert mark is not None
    assert (mark.pair, mark.doubtful) == ((1, 7), True)


def test_pages_that_agree_need_no_second_look() -> None:
    pages = [*_words("Strona1/3"), *_words("Strona2/3", 2)]
    marks = proven_marks([pages], {1: _page(""), 2: _page("", 2)})
    assert [mark and mark.doubtful for mark in marks] == [False, False]
