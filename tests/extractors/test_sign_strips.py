"""Signs of cells gathered into lines of print: all of them are there, and only what is read there counts."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from extractors.pdf.document import open_pdf
from extractors.pictures.ink import grey
from extractors.readers.engines import CropReading, crop_of, read_images
from extractors.readers.known_signs import KnownSigns
from extractors.readers.pixels import CELL_PAD
from extractors.readers.sign_strips import Slot, Strip, StripCell, shapes_read, strips_of
from extractors.text_against_pixels import drawn_words
from extractors.tokens import Image
from tests.extractors.pdf_samples import canvas_pdf

NUMBERS = ("FV/1024/2025", "2025-09-13", "46 978,40", "50 761,63", "-853,17", "7215,98", "12")


def _cells(font: str = "Helvetica") -> list[StripCell]:
    def draw(canvas: Any) -> None:
        for index, number in enumerate(NUMBERS):
            canvas.setFont(font, 14 if index == 0 else 9)
            canvas.drawString(60 + 3.7 * index, 700 - 33.3 * index, number.replace(" ", ""))

    known = KnownSigns()
    with open_pdf(canvas_pdf(draw)) as document:
        (page,) = document.pages
        image = page.render(200)
        cells = []
        for word in page.words:
            drawn = drawn_words(grey(image), word.box, [word], page.signs)
            assert drawn is not None
            cells.append(StripCell(crop_of(image, word.box, CELL_PAD), drawn, known.shapes(drawn)))
    return cells


@pytest.mark.parametrize("font", ["Helvetica", "Times-Bold", "Courier"])
def test_every_sign_is_read_once_in_far_fewer_columns(font: str) -> None:
    cells = _cells(font)
    strips = strips_of(cells)
    readings = read_images([strip.picture for strip in strips])
    known = set().union(*(shapes_read(strip, read) for strip, read in zip(strips, readings, strict=True)))
    missing = {sign.text for cell in cells for sign, shape in zip(cell.drawn, cell.shapes, strict=True)} - {
        sign.text for cell in cells for sign, shape in zip(cell.drawn, cell.shapes, strict=True) if shape in known
    }
    # A dash may be read as a longer one: then its cell is read.
    assert missing <= set("-/"), missing
    columns = sum(round(cell.crop.shape[1] * 48 / cell.crop.shape[0]) for cell in cells)
    assert sum(strip.picture.shape[1] for strip in strips) < 0.6 * columns


def test_a_sign_drawn_otherwise_is_not_taken_as_read() -> None:
    """The picture of a 3 where the layer says 8: the other signs of the strip are known, this one is not."""
    cells = _cells()
    (strip,) = strips_of(cells)
    eight = next(index for index, slot in enumerate(strip.slots) if slot.text == "8")
    three = next(slot for slot in strip.slots if slot.text == "3")
    picture = strip.picture.copy()
    place = slice(round(strip.slots[eight].left), round(strip.slots[eight].right))
    other = strip.picture[:, round(three.left) : round(three.right)]
    picture[:, place] = cv2.resize(other, (place.stop - place.start, other.shape[0]))
    forged = Strip(picture, strip.slots)
    known = shapes_read(forged, read_images([picture])[0])
    assert strip.slots[eight].shape not in known
    assert len(known) >= 0.8 * len({slot.shape for slot in strip.slots})


def _strip(*slots: tuple[str, int, float, float], width: int = 100) -> Strip:
    return Strip(np.full((48, width, 3), 255, np.uint8), tuple(Slot(*slot) for slot in slots))


def test_signs_count_only_alone_in_their_places() -> None:
    strip = _strip(("1", 1, 10, 30), ("2", 2, 30, 50), ("7", 3, 60, 80))
    assert shapes_read(strip, CropReading("12 7", 0.99, (0.2, 0.4, 0.7))) == {1, 2, 3}
    # Other signs read for some: the others still stand where they should.
    assert shapes_read(strip, CropReading("1Z7", 0.99, (0.2, 0.4, 0.7))) == {1, 3}
    assert shapes_read(strip, CropReading("17", 0.99, (0.2, 0.7))) == {1, 3}
    # Out of place, or two in one place.
    assert shapes_read(strip, CropReading("127", 0.99, (0.2, 0.4, 0.9))) == {1, 2}
    assert shapes_read(strip, CropReading("127", 0.99, (0.2, 0.25, 0.7))) == {3}
    assert shapes_read(strip, CropReading("127", 0.99)) == set()
    assert shapes_read(strip, CropReading("", 0.0)) == set()


def test_a_hair_beside_a_sign_is_not_read_in_its_stead() -> None:
    """A font may draw nearly nothing for one "1" and the whole of it for the next."""
    strip = _strip(("1", 1, 28, 30), ("1", 2, 30, 40))
    assert shapes_read(strip, CropReading("1", 0.99, (0.35,))) == set()


def test_a_shape_read_otherwise_elsewhere_is_in_doubt() -> None:
    strip = _strip(("8", 1, 10, 30), ("8", 1, 60, 80), ("4", 2, 80, 100))
    assert shapes_read(strip, CropReading("834", 0.99, (0.2, 0.7, 0.9))) == {2}


def test_nothing_to_read_gives_no_strip() -> None:
    blank: Image = np.full((20, 40, 3), 255, np.uint8)
    assert strips_of([]) == []
    assert strips_of([StripCell(blank, (), ())]) == []
