"""The text layer against the pixels, and pasted cells."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from extractors.forgery.patches import find_patches
from extractors.readers.pixels import PixelOutcome, confirm_by_pixels
from extractors.tokens import Image, Word
from programme.geometry import Box
from tests.extractors.drawn_pages import font, scanned, sheet


def _words(boxes: dict[str, Box]) -> list[Word]:
    return [Word(text, box) for text, box in boxes.items()]


def _pasted(page: Image, box: Box, text: str, size: int, fill: int) -> Image:
    picture = Pillow.fromarray(page[:, :, 0])
    pen = ImageDraw.Draw(picture)
    x0, y0, x1, y1 = box.x0 * 1654, box.y0 * 2339, box.x1 * 1654, box.y1 * 2339
    pen.rectangle((x0 - 6, y0 - 4, x1 + 8, y1 + 4), fill=fill)
    pen.text((x0, y1), text, font=font(size), fill=20, anchor="ls")
    return np.repeat(np.asarray(picture)[:, :, None], 3, axis=2)


@pytest.mark.filterwarnings("error")
def test_two_numbers_of_which_none_is_of_the_usual_height_are_no_patches() -> None:
    picture = Pillow.new("L", (800, 400), 250)
    pen = ImageDraw.Draw(picture)
    boxes = {}
    for text, top, size in (("4711", 40, 26), ("2950", 200, 70)):
        pen.text((60, top), text, font=font(size), fill=20)
        x0, y0, x1, y1 = pen.textbbox((60, top), text, font=font(size))
        boxes[text] = Box(x0 / 800, y0 / 400, x1 / 800, y1 / 400)
    page = np.repeat(np.asarray(picture)[:, :, None], 3, axis=2)
    assert find_patches(page, list(boxes.values()), _words(boxes)) == ()


def test_pixels_agree_with_an_honest_text_layer() -> None:
    page, boxes = sheet()
    checks = confirm_by_pixels(page, [(box, text) for text, box in boxes.items()])
    assert {check.outcome for check in checks} == {PixelOutcome.AGREES}


def test_pixels_contradict_a_changed_text_layer() -> None:
    page, boxes = sheet()
    cells = [(boxes["24"], "84"), (boxes["9 900,00"], "34 650,00"), (boxes["36"], "36"), (boxes["15"], "15")]
    outcomes = [check.outcome for check in confirm_by_pixels(page, cells)]
    assert outcomes == [PixelOutcome.DIFFERS, PixelOutcome.DIFFERS, PixelOutcome.AGREES, PixelOutcome.AGREES]


def test_hidden_text_where_nothing_is_drawn_differs() -> None:
    page, boxes = sheet()
    cells = [(Box(0.2, 0.8, 0.25, 0.81), "40"), (boxes["24"], "24"), (boxes["36"], "36")]
    assert confirm_by_pixels(page, cells)[0].outcome is PixelOutcome.DIFFERS


def test_an_honest_scan_has_no_patch() -> None:
    page, boxes = sheet()
    assert find_patches(scanned(page), list(boxes.values()), _words(boxes)) == ()


def test_smaller_digits_pasted_before_the_scan_are_found() -> None:
    page, boxes = sheet()
    changed = scanned(_pasted(page, boxes["24"], "84", 20, 246))
    (finding,) = find_patches(changed, list(boxes.values()), _words(boxes))
    assert finding.box is not None and finding.box.overlap(boxes["24"]) > 0.9 and finding.strength == 0.9


def test_a_white_patch_on_scanned_paper_is_found() -> None:
    page, boxes = sheet()
    changed = _pasted(scanned(page), boxes["24"], "84", 25, 255)
    found = find_patches(changed, [boxes["24"], boxes["36"]], _words(boxes))
    assert [finding.strength for finding in found] == [1.0]


def _printed(*numbers: tuple[str, int, int, int]) -> tuple[Image, dict[str, Box]]:
    """A scanned sheet with numbers (text, left, foot, size in pixels), and their boxes."""
    picture = Pillow.new("L", (1654, 2339), 246)
    pen = ImageDraw.Draw(picture)
    boxes = {}
    for text, left, foot, size in numbers:
        pen.text((left, foot), text, font=font(size), fill=20, anchor="ls")
        x0, y0, x1, y1 = pen.textbbox((left, foot), text, font=font(size), anchor="ls")
        boxes[text] = Box(x0 / 1654, y0 / 2339, x1 / 1654, y1 / 2339)
    return scanned(np.repeat(np.asarray(picture)[:, :, None], 3, axis=2)), boxes


def test_small_print_below_a_number_is_not_its_column() -> None:
    row = [(text, left, 630, 31) for text, left in (("65", 900), ("120,00", 950), ("70329", 1300))]
    page, boxes = _printed(("561941", 200, 630, 24), *row, ("0770", 890, 870, 24))
    amounts = [boxes[text] for text in ("65", "120,00", "70329")]
    assert find_patches(page, amounts, _words(boxes)) == ()
    (finding,) = find_patches(page, list(boxes.values()), _words(boxes))
    assert finding.values == (("text", "561941, 65"),) and finding.strength == 0.9


def test_a_total_in_larger_print_beside_an_account_is_honest() -> None:
    account = [(text, 200 + 110 * place, 630, 24) for place, text in enumerate(("6092", "5147", "7851", "8775"))]
    total = [("11", 1250, 630, 31), ("707,74", 1310, 630, 31)]
    page, boxes = _printed(
        *account, *total, ("867,24", 1320, 570, 24), ("10", 1250, 510, 24), ("840,50", 1310, 510, 24)
    )
    amounts = [box for text, box in boxes.items() if text not in {text for text, *_ in account}]
    assert find_patches(page, amounts, _words(boxes)) == ()
