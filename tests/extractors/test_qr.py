"""QR codes are read from pictures of pages."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import qrcode

from extractors.pages.qr import read_qr_codes
from programme.identifiers import parse_ksef_link

LINK = "https://qr.ksef.mf.gov.pl/invoice/5265877635/12-09-2025/UtQp9Gpc51y-u3xApZjIjgkpZ01js-J8KflSPW8WzIE"


def page_with(text: str, module: int) -> np.ndarray:
    code = qrcode.QRCode(box_size=module, border=4)
    code.add_data(text)
    code.make(fit=True)
    picture = np.array(code.make_image().convert("L"), dtype=np.uint8)
    page = np.full((1200, 900), 255, dtype=np.uint8)
    page[700 : 700 + picture.shape[0], 300 : 300 + picture.shape[1]] = picture
    return page


@pytest.mark.parametrize("module", [2, 3, 5])
def test_a_ksef_code_with_its_place(module: int) -> None:
    (code,) = read_qr_codes(page_with(LINK, module), 2)
    assert (code.text, code.page) == (LINK, 2)
    assert code.box is not None and 0.3 < code.box.x0 < 0.4 and 0.55 < code.box.y0 < 0.65
    link = parse_ksef_link(code.text)
    assert link is not None and link.is_production


def test_blurred_and_turned_codes_in_colour() -> None:
    page = cv2.GaussianBlur(page_with(LINK, 3), (0, 0), 1.0)
    turned = cv2.cvtColor(np.ascontiguousarray(np.rot90(page)), cv2.COLOR_GRAY2BGR)
    assert [code.text for code in read_qr_codes(np.asarray(turned, dtype=np.uint8), 1)] == [LINK]


def test_a_page_without_code() -> None:
    assert read_qr_codes(np.full((400, 300, 3), 255, dtype=np.uint8), 1) == ()


@pytest.mark.parametrize(("ink", "read"), [(0.5, True), (0.8, False)])
def test_a_code_on_the_back_that_shows_through_is_none_of_the_page(ink: float, read: bool) -> None:
    page = page_with(LINK, 5)[:, ::-1].astype(np.float32)
    pale = np.ascontiguousarray(255 * ink + page * (1 - ink)).astype(np.uint8)
    assert bool(read_qr_codes(pale, 1)) == read
