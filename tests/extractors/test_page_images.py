"""Pages made flat, upright and level; both readers; fingerprints."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.pages.fingerprint import page_fingerprint
from extractors.pages.page_images import prepare_page
from extractors.readers.engines import RapidReader, Reader, TesseractReader, read_crops, split_line
from programme.geometry import Box
from tests.extractors.drawn_pages import photographed, scanned, sheet


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_any_way_up_is_turned_upright(quarters: int) -> None:
    page = scanned(sheet()[0])
    prepared = prepare_page(np.ascontiguousarray(np.rot90(page, quarters)))
    assert prepared.turned == 90 * quarters
    assert np.array_equal(prepared.colour, page)  # quarter turns change no pixel


def test_a_sheet_on_a_desk_is_cut_out_and_laid_flat() -> None:
    prepared = prepare_page(photographed(sheet()[0]))
    assert prepared.flattened and not prepared.blank
    height, width = prepared.colour.shape[:2]
    assert abs(height / width - 297 / 210) < 0.05
    assert np.median(prepared.colour[:, : width // 100]) > 100  # paper, not desk


def test_a_blank_sheet_with_holes_is_blank() -> None:
    page = np.full((2339, 1654, 3), 245, np.uint8)
    page[700:730, 40:70] = page[1600:1630, 40:70] = 10
    assert prepare_page(scanned(page)).blank


@pytest.mark.slow
@pytest.mark.parametrize("reader", [TesseractReader(), RapidReader()])
def test_both_readers_read_a_ruled_table(reader: Reader) -> None:
    page, boxes = sheet()
    words = reader.read(prepare_page(scanned(page)))
    compact = "".join(word.text for word in words).replace(" ", "").upper()  # FV comes as Fv
    for text in ("412,50", "218,70", "FV/2931/09/2025"):
        assert text in compact
    price = next(word for word in words if "412,50" in word.text)
    assert price.box.overlap(boxes["412,50"]) > 0.5


def test_crops_are_read_alone() -> None:
    page, boxes = sheet()
    readings = read_crops(scanned(page), [boxes["24"], boxes["9 900,00"]])
    assert [reading.text.replace(" ", "") for reading in readings] == ["24", "9900,00"]


def test_a_line_is_cut_at_spaces() -> None:
    words = split_line("9 900,00 zł", Box(0.1, 0.1, 0.5, 0.2), 0.9)
    assert [word.text for word in words] == ["9", "900,00", "zł"]
    assert words[0].box.x0 == pytest.approx(0.1) and words[-1].box.x1 == pytest.approx(0.5)


def test_the_same_sheet_has_nearly_the_same_fingerprint() -> None:
    page = sheet()[0]
    scan, photo = page_fingerprint(scanned(page)), page_fingerprint(prepare_page(photographed(page)).colour)
    other = page_fingerprint(np.ascontiguousarray(scanned(page)[::-1, ::-1]))
    assert len(scan) == 64
    assert _bits_apart(scan, photo) < 70 < _bits_apart(scan, other)


def _bits_apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()
