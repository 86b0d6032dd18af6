"""Cells of a text layer that are drawn with signs read elsewhere: fewer are read, and no lie passes that did not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from extractors.pdf.document import open_pdf
from extractors.pdf.sign_pictures import DrawnSign, Sign
from extractors.pictures.ink import grey
from extractors.readers.engines import read_images
from extractors.readers.known_signs import KnownSigns, to_be_read
from extractors.readers.pixels import PixelCheck, PixelOutcome
from extractors.text_against_pixels import TextCell, drawn_words, looked_up
from extractors.tokens import Image, Word
from programme.geometry import Box
from tests.extractors.pdf_samples import canvas_pdf

NUMBERS = (
    "6598,80", "12473,00", "24600,00", "30120,45", "853,17", "9640,25", "1437,90", "2308,61", "46978,40", "50761,63",
    "7215,98", "31602,74",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    image: Image
    words: tuple[Word, ...]
    signs: dict[Word, tuple[Sign, ...]]

    def cells(self, image: Image | None = None) -> list[TextCell]:
        shown = self.image if image is None else image
        plain = grey(shown)
        return [
            TextCell(1, shown, word.box, word.box, word.text, drawn_words(plain, word.box, [word], self.signs.get))
            for word in self.words
        ]

    def saying(self, table: dict[str, str], only: int | None = None) -> Page:
        """The same picture under a layer whose signs are others, in one word or in all."""
        words, signs = [], {}
        for index, word in enumerate(self.words):
            own = table if only in (None, index) else {}
            new = replace(word, text="".join(own.get(sign, sign) for sign in word.text))
            words.append(new)
            signs[new] = tuple(replace(sign, text=own.get(sign.text, sign.text)) for sign in self.signs[word])
        return Page(self.image, tuple(words), signs)

    def place(self, sign: Sign) -> tuple[slice, slice]:
        height, width = self.image.shape[:2]
        box = sign.box
        rows = slice(round(box.y0 * height) - 1, round(box.y1 * height) + 2)
        return rows, slice(round(box.x0 * width), round(box.x1 * width))


@pytest.fixture(scope="module")
def page() -> Page:
    def draw(canvas: Any) -> None:
        for index, number in enumerate(NUMBERS):
            canvas.setFont("Helvetica", 10 if index % 3 else 9)
            canvas.drawString(60 + 3.7 * index, 700 - 33.3 * index, number)

    with open_pdf(canvas_pdf(draw)) as document:
        (only,) = document.pages
        known = {word: signs for word in only.words if (signs := only.signs(word)) is not None}
        return Page(only.render(200), only.words, known)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many pictures the recogniser was given at each call."""
    counts: list[int] = []

    def counting(crops: Any) -> Any:
        counts.append(len(crops))
        return read_images(crops)

    monkeypatch.setattr("extractors.readers.pixels.read_images", counting)
    monkeypatch.setattr("extractors.text_against_pixels.read_images", counting)
    yield counts


def test_honest_cells_agree_and_few_are_read(page: Page, read: list[int]) -> None:
    cells = page.cells()
    assert all(cell.drawn is not None for cell in cells)
    checks = looked_up(cells)
    assert {check.outcome for check in checks} == {PixelOutcome.AGREES}
    assert sum(read) <= len(cells) / 2


def test_signs_exchanged_or_wiped_out_in_the_picture_are_found(page: Page) -> None:
    rng = random.Random(4)
    places = [sign for signs in page.signs.values() for sign in signs]
    for _ in range(12):
        index = rng.randrange(len(page.words))
        own = page.signs[page.words[index]]
        target = rng.choice([sign for sign in own if sign.text.isdigit()])
        others = [s for s in places if s.text.isdigit() and s.text != target.text and s.em == target.em]
        image = page.image.copy()
        rows, columns = page.place(target)
        image[rows, columns] = 255
        if rng.random() < 0.7:
            other = page.image[page.place(rng.choice(others))]
            shape = image[rows, columns].shape
            image[rows, columns] = np.full(shape, 255, np.uint8)
            image[rows, columns][: other.shape[0], : other.shape[1]] = other[: shape[0], : shape[1]]
        assert looked_up(page.cells(image))[index].outcome is not PixelOutcome.AGREES


def test_a_comma_wiped_out_is_found(page: Page) -> None:
    for index in (4, 5):
        (comma,) = (sign for sign in page.signs[page.words[index]] if sign.text == ",")
        image = page.image.copy()
        image[page.place(comma)] = 255
        assert looked_up(page.cells(image))[index].outcome is not PixelOutcome.AGREES


def test_a_layer_that_says_otherwise_is_found_in_one_cell_and_in_all(page: Page) -> None:
    one = page.saying({"6": "8"}, only=8)
    outcomes = [check.outcome for check in looked_up(one.cells())]
    assert outcomes[8] is not PixelOutcome.AGREES
    assert outcomes.count(PixelOutcome.AGREES) == len(outcomes) - 1
    exchanged = page.saying({"4": "9", "9": "4"})
    for cell, check in zip(exchanged.cells(), looked_up(exchanged.cells()), strict=True):
        assert (check.outcome is PixelOutcome.AGREES) is not bool({"4", "9"} & set(cell.text)), cell.text


def _drawn(*signs: tuple[str, float, float]) -> tuple[DrawnSign, ...]:
    rng = np.random.default_rng(1)
    return tuple(DrawnSign(text, rng.random((44, 44), np.float32), left, right) for text, left, right in signs)


def test_a_picture_that_may_show_two_signs_is_not_learned() -> None:
    """A font may draw "12" for its "1" and a hair for its "2": read right together, "1" alone would be a lie."""
    honest = _drawn(("1", 0.05, 0.5), ("2", 0.5, 0.95))
    known = KnownSigns()
    shapes = known.shapes(honest)
    known.learn(honest, shapes, PixelCheck(PixelOutcome.AGREES, "12", 0.99, (0.27, 0.73)), 1.2)
    assert known.knows(shapes)
    forged = _drawn(("1", 0.05, 0.93), ("2", 0.93, 0.97))
    known = KnownSigns()
    shapes = known.shapes(forged)
    known.learn(forged, shapes, PixelCheck(PixelOutcome.AGREES, "12", 0.99, (0.27, 0.73)), 1.2)
    assert not known.knows(shapes[:1])
    assert not known.knows(shapes[1:])


def test_what_was_not_read_as_it_is_written_teaches_nothing() -> None:
    drawn = _drawn(("O", 0.05, 0.5), ("2", 0.5, 0.95))
    for check in (
        PixelCheck(PixelOutcome.AGREES, "02", 0.99, (0.27, 0.73)),
        PixelCheck(PixelOutcome.UNCLEAR, "O2", 0.99, (0.27, 0.73)),
        PixelCheck(PixelOutcome.AGREES, "O2", 0.99),
    ):
        known = KnownSigns()
        shapes = known.shapes(drawn)
        known.learn(drawn, shapes, check, 1.2)
        assert not known.knows(shapes)


def test_cells_that_have_every_sign_are_chosen() -> None:
    assert to_be_read([(1, 2), (1, 2, 3), (3,), None, (2, 1)], [2, 3, 1, 2, 2]) in ([1, 3], [0, 2, 3], [2, 3, 4])
    assert to_be_read([(), None], [1, 1]) == [1]
    assert not KnownSigns().knows(())


def test_boxes_are_fractions(page: Page) -> None:
    assert all(isinstance(sign.box, Box) and 0 < sign.em < 0.05 for signs in page.signs.values() for sign in signs)
