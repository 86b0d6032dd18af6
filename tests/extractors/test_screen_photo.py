"""Photos of screens are told by the order of their colours; nothing that paper, print and scanners do is."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from extractors.pages.screen_photo import screen_findings
from extractors.tokens import Image, Word
from programme.geometry import Box
from programme.invoices import FindingKind

Floats = npt.NDArray[np.float64]
SIZE = (1300, 1700)
WORDS = [
    Word(text="20", confidence=1.0, box=Box(x0=x, y0=y, x1=x + 0.1, y1=y + 0.02)) for x, y in ((0.1, 0.1), (0.8, 0.9))
]


def _places() -> tuple[Floats, Floats]:
    ys, xs = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(float)
    return xs, ys


def _saved(page: Floats, seed: int = 1, quality: int = 85) -> Image:
    """With print, the camera's noise and compression."""
    page = np.repeat(page[:, :, None], 3, axis=2) if page.ndim == 2 else page
    print_ = np.full(SIZE[::-1], 255, np.uint8)
    for row in range(200, SIZE[1] - 200, 240):
        cv2.putText(print_, "Faktura VAT 20 j.s. 6000,00", (150, row), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 30, 3)
    noisy = page * (print_[:, :, None] / 255) + np.random.default_rng(seed).normal(0, 3, page.shape)
    done, packed = cv2.imencode(".jpg", np.clip(noisy, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)


def _kinds(picture: Image) -> list[FindingKind]:
    return [finding.kind for finding in screen_findings(picture, np.eye(3), SIZE, WORDS)]


def _wave(degrees: float, length: float, shift: float = 0.0) -> Floats:
    xs, ys = _places()
    angle = np.radians(degrees)
    return np.asarray(np.cos(2 * np.pi * ((xs * np.cos(angle) + ys * np.sin(angle)) / length + shift)))


@pytest.mark.parametrize(("degrees", "length"), [(3, 7.0), (-5, 11.3), (2, 4.2), (88, 9.0)])
def test_a_screen_is_told_and_does_not_block(degrees: float, length: float) -> None:
    page = np.stack([200 + 14 * _wave(degrees, length, colour / 3) for colour in range(3)], axis=2)
    findings = screen_findings(_saved(page), np.eye(3), SIZE, WORDS)
    assert [finding.kind for finding in findings] == [FindingKind.SCREEN_PHOTO]
    assert findings[0].strength < 0.5


def test_plain_paper_says_nothing() -> None:
    assert _kinds(_saved(np.full(SIZE[::-1], 215.0))) == []


def test_a_grey_raster_says_nothing() -> None:
    """Grey paper out of a copier: black dots at 45 degrees, and the same ones upright."""
    for turn in (0, 45):
        assert _kinds(_saved(205 + 20 * _wave(turn, 5.1) * _wave(turn + 90, 5.1))) == []


def test_a_colour_raster_says_nothing() -> None:
    """Tinted paper from a press: every ink at an angle of its own."""
    page = np.stack([205 + 15 * _wave(angle, 5.1) * _wave(angle + 90, 5.1) for angle in (0, 75, 15)], axis=2)
    assert _kinds(_saved(page)) == []


def test_a_scanner_that_shifts_its_colours_says_nothing() -> None:
    """A sheet scanner takes red, green and blue a third of a line apart."""
    page = np.stack([205 + 20 * _wave(90, 4.0, colour / 3 / 4.0) for colour in range(3)], axis=2)
    assert _kinds(_saved(page, quality=95)) == []


def test_fringes_of_a_lens_on_cloth_say_nothing() -> None:
    """Red and blue are drawn apart from the middle of the picture to all sides."""
    page = np.stack([205 + 20 * _wave(4, 5.0) * _wave(94, 5.0)] * 3, axis=2)
    for channel, scale in ((0, 0.998), (2, 1.002)):
        matrix = np.array([[scale, 0, (1 - scale) * SIZE[0] / 2], [0, scale, (1 - scale) * SIZE[1] / 2]])
        page[:, :, channel] = cv2.warpAffine(
            page[:, :, channel], matrix, SIZE, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
        )
    assert _kinds(_saved(page)) == []
