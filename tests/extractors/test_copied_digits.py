"""Digits copied or drawn into a finished scan."""

from __future__ import annotations

import random

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw

from extractors.forgery.cloned_digits import find_clones
from extractors.forgery.drawn_digits import find_drawn_digits
from extractors.pictures.ink import divide_background, grey
from extractors.tokens import Image, Word
from programme.geometry import Box
from programme.invoices import Finding, FindingKind
from tests.extractors.drawn_pages import font, scanned

_WIDTH, _HEIGHT = 1240, 900
Places = dict[str, Box]


def _sheet(seed: int, play: float) -> tuple[Image, list[Word]]:
    """A printed sheet of numbers (grey), each set aside by up to `play` pixels, and its words."""
    rng = random.Random(seed)
    picture = Pillow.new("L", (_WIDTH, _HEIGHT), 244)
    pen = ImageDraw.Draw(picture)
    letters = font(25)
    words = []
    for row in range(12):
        for column in range(4):
            text = f"{rng.randint(100, 999)},{rng.randint(10, 99)}"
            at = (120 + 270 * column + play * rng.random(), 80 + 60 * row + play * rng.random())
            pen.text(at, text, font=letters, fill=25)
            x0, y0, x1, y1 = pen.textbbox(at, text, font=letters)
            words.append(Word(text, Box(x0 / _WIDTH, y0 / _HEIGHT, x1 / _WIDTH, y1 / _HEIGHT)))
    return np.asarray(picture), words


def _page(seed: int = 1) -> tuple[Image, list[Word]]:
    """A scanned sheet of numbers (BGR) and its words."""
    # Prints never fall on the same fraction of a pixel twice: each is set a little aside.
    plain, words = _sheet(seed, 1.0)
    page = np.repeat(plain[:, :, None], 3, axis=2)
    turned = cv2.getRotationMatrix2D((_WIDTH / 2, _HEIGHT / 2), 0.4, 1.0)
    skewed = cv2.warpAffine(page, turned, (_WIDTH, _HEIGHT), flags=cv2.INTER_CUBIC, borderValue=(244, 244, 244))
    return scanned(np.asarray(skewed, dtype=np.uint8), seed), words


def _saved(page: Image) -> Image:
    packed = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)


def _pixels(word: Word) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = word.box
    return int(x0 * _WIDTH) - 4, int(y0 * _HEIGHT) - 6, int(x1 * _WIDTH) + 5, int(y1 * _HEIGHT) + 7


def _clones(page: Image, words: list[Word], of: Word) -> set[FindingKind]:
    found = find_clones(page, np.eye(3), (_WIDTH, _HEIGHT), [of.box], words)
    return {finding.kind for finding in found}


def _drawn(page: Image, boxes: list[Box], words: list[Word]) -> list[Finding]:
    plain = grey(page)
    return find_drawn_digits(plain, divide_background(plain), boxes, words)


def test_a_number_copied_from_another_cell_is_found() -> None:
    page, words = _page()
    source, target = words[5], words[22]
    x0, y0, x1, y1 = _pixels(source)
    left, top, _, _ = _pixels(target)
    page[top : top + y1 - y0, left : left + x1 - x0] = page[y0:y1, x0:x1].copy()
    words[22] = Word(source.text, target.box)
    assert _clones(_saved(page), words, words[22]) == {FindingKind.CLONED_DIGITS}


def test_honest_digits_are_no_copies_and_not_drawn() -> None:
    for seed in range(4):
        page, words = _page(seed)
        boxes = [word.box for word in words]
        assert find_clones(_saved(page), np.eye(3), (_WIDTH, _HEIGHT), boxes, words) == []
        assert _drawn(_saved(page), boxes, words) == []


def test_prints_alike_to_the_pixel_differ_by_the_noise_and_are_no_copies() -> None:
    for seed in range(4):
        plain, words = _sheet(seed, 0.0)
        soft = cv2.GaussianBlur(plain.astype(np.float32), (0, 0), 0.6)
        noisy = soft + np.random.default_rng(seed).normal(0, 3, soft.shape)
        page = np.repeat(np.clip(noisy, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)
        assert find_clones(page, np.eye(3), (_WIDTH, _HEIGHT), [word.box for word in words], words) == []


def test_a_fax_says_nothing_of_copies() -> None:
    page, words = _page()
    fax = np.asarray((page > 150) * 255, dtype=np.uint8)
    assert find_clones(fax, np.eye(3), (_WIDTH, _HEIGHT), [word.box for word in words], words) == []


def test_digits_drawn_into_the_finished_scan_are_found() -> None:
    page, words = _page()
    page = np.asarray(cv2.GaussianBlur(page, (0, 0), 0.9), dtype=np.uint8)
    target = words[22]
    x0, y0, x1, y1 = _pixels(target)
    page[y0:y1, x0:x1] = int(np.percentile(page[y0:y1, x0:x1], 80))
    picture = Pillow.fromarray(page)
    ImageDraw.Draw(picture).text((x0 + 4, y0 + 1), "842,10", font=font(25), fill=(30, 30, 30))
    (finding,) = _drawn(np.asarray(picture), [target.box], words)
    assert finding.kind is FindingKind.IMAGE_PATCH
    assert finding.detail == "crisper"
