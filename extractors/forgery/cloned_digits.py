"""Digits copied from elsewhere on the picture: two glyphs more alike than the picture's own noise lets two prints be.

Two prints of one digit differ at least by the noise of both places; a copy differs only by what saving did to it. So
the difference of the best pair is compared with the noise of the paper, and with the best pairs of all other digits.
Looked for in the picture as it came: turning and flattening would blur the likeness.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractors.forgery.digit_glyphs import DigitGlyph, Floats, Quad, decisive_words, digit_glyphs, is_number
from extractors.pictures.ink import divide_background, grey
from extractors.tokens import Image, Word
from programme.geometry import Box
from programme.invoices import Finding, FindingKind

Matrix = npt.NDArray[np.float64]

_LEAST_NOISE = 1.0  # grey levels; a picture without noise (fax, strong compression) proves nothing
# Times the noise of two places, which two prints alike to the pixel differ by on the average (0.94 to 1.01 times on
# sheets drawn so). The likest pairs of 29 honest scans and photos differed by 1.85 times and more, copies saved as JPEG
# of quality 95 by 0.58 to 1.8 times: higher, more copies were found, but what the rarest honest pair does is not known.
_NOISE_SHARE = 0.95
# Of what the page's other best pairs differ by: where all prints are alike to the pixel, the best of thousands of pairs
# falls below the noise by chance, down to 0.80 times, but stays near the others: 0.81 times and more.
_USUAL_SHARE = 0.6
_ALIKE = 0.9  # correlation below which two glyphs are different digits
_MARGIN = 2  # pixels of paper taken with a glyph
_MOST_SOURCES, _MOST_TARGETS, _LEAST_GLYPHS = 300, 120, 30
_STRENGTH = 0.7


def find_clones(
    picture: Image, to_page: Matrix, size: tuple[int, int], boxes: Sequence[Box], words: Sequence[Word]
) -> list[Finding]:
    """Findings for decisive words (`boxes`, fractions of the upright page) that hold copied digits.

    `picture` is the upload's (BGR or grey), `to_page` the 3 x 3 transform of its pixels to those of the upright page,
    which is `size` (width, height) pixels large; `words` are the page's.
    """
    plain = grey(picture)
    turned, to_turned = _upright(plain, to_page)
    places = [(i, _place(word.box, size, to_turned)) for i, word in enumerate(words) if is_number(word)]
    turned, places = _part(turned, places)
    divided = divide_background(turned)
    glyphs = digit_glyphs(divided, places)
    decisive = decisive_words(words, boxes)
    targets = [g for g in glyphs if g.word in decisive][:_MOST_TARGETS]
    sources = (targets + [g for g in glyphs if g.word not in decisive])[:_MOST_SOURCES]
    if len(sources) < _LEAST_GLYPHS or not targets:
        return []
    level = turned.astype(np.float32)
    noise = _paper_noise(level, divided, sources)
    if noise is None or noise < _LEAST_NOISE:
        return []
    best = _best_differences(level, sources)
    known = [value for value in best if value is not None]
    if len(known) < _LEAST_GLYPHS // 2:
        return []
    limit = min(_NOISE_SHARE * noise * 2**0.5, _USUAL_SHARE * float(np.percentile(known, 25)))
    guilty = {g.word for g, value in zip(sources, best, strict=True) if value is not None and value < limit}
    return [
        Finding(
            kind=FindingKind.CLONED_DIGITS,
            detail="copied",
            values=(("text", words[index].text),),
            message=f"digits of {words[index].text} are copies of others on the page",
            box=words[index].box,
            strength=_STRENGTH,
        )
        for index in sorted(guilty & decisive)
    ]


def _upright(plain: Image, to_page: Matrix) -> tuple[Image, Matrix]:
    """The picture turned by quarter turns only, and the transform from page pixels to its pixels."""
    height, width = plain.shape[:2]
    centre = np.array([[width / 2, height / 2, 1], [width / 2 + 1, height / 2, 1]]).T
    moved = to_page @ centre
    along = (moved[:2] / moved[2])[:, 1] - (moved[:2] / moved[2])[:, 0]
    quarters = round(float(np.degrees(np.arctan2(along[1], along[0]))) / 90) % 4  # clockwise
    turns = {
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        1: [[0, -1, height - 1], [1, 0, 0], [0, 0, 1]],
        2: [[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]],
        3: [[0, 1, 0], [-1, 0, width - 1], [0, 0, 1]],
    }
    turned = np.ascontiguousarray(np.rot90(plain, -quarters))
    return turned, np.array(turns[quarters], dtype=np.float64) @ np.linalg.inv(to_page)


def _place(box: Box, size: tuple[int, int], to_turned: Matrix) -> Quad:
    """A box of the page as an upright rectangle of the turned picture, as high as the word is at its middle."""
    width, height = size
    corners = [(box.x0, box.centre[1]), (box.x1, box.centre[1]), (box.centre[0], box.y0), (box.centre[0], box.y1)]
    points = to_turned @ np.array([[x * width, y * height, 1.0] for x, y in corners]).T
    left, right, top, bottom = (points[:2] / points[2]).T
    return float(left[0]), float(top[1]), float(right[0]), float(bottom[1])


def _part(turned: Image, places: list[tuple[int, Quad]]) -> tuple[Image, list[tuple[int, Quad]]]:
    """The part of the picture where the numbers stand, and their places in it: the rest costs time only."""
    if not places:
        return turned[:1, :1], []
    margin = 60
    left, top = (max(0, int(min(place[axis] for _, place in places)) - margin) for axis in (0, 1))
    right, bottom = (int(max(place[axis] for _, place in places)) + margin for axis in (2, 3))
    moved = [(index, (x0 - left, y0 - top, x1 - left, y1 - top)) for index, (x0, y0, x1, y1) in places]
    return np.ascontiguousarray(turned[top:bottom, left:right]), moved


def _paper_noise(level: Floats, divided: Image, glyphs: Sequence[DigitGlyph]) -> float | None:
    """Standard deviation of bare paper beside the digits, light and shadow taken out; None with too little of it."""
    bare = cv2.erode((divided > 225).astype(np.uint8), np.ones((5, 5), np.uint8))
    found = []
    for glyph in glyphs[:: max(1, len(glyphs) // 60)]:
        w, h = glyph.width + 2 * _MARGIN, glyph.height + 2 * _MARGIN
        for dx, dy in ((0, 1.3 * h), (0, -1.3 * h), (6 * w, 0), (-6 * w, 0)):
            x, y = glyph.x + int(dx), glyph.y + int(dy)
            if x < 0 or y < 0 or x + w > level.shape[1] or y + h > level.shape[0]:
                continue
            if bare[y : y + h, x : x + w].mean() >= 0.98:
                patch = level[y : y + h, x : x + w]
                found.append(float((patch - _plane(patch)).std()))
    return float(np.median(found)) if len(found) >= 8 else None


def _plane(patch: Floats) -> Floats:
    rows = np.linspace(-1, 1, patch.shape[0], dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, patch.shape[1], dtype=np.float32)[None, :]
    centred = patch - patch.mean()
    slope = (centred * rows).sum() / (rows**2).sum() / patch.shape[1]
    lean = (centred * columns).sum() / (columns**2).sum() / patch.shape[0]
    return np.asarray(patch.mean() + slope * rows + lean * columns, dtype=np.float32)


def _best_differences(level: Floats, glyphs: Sequence[DigitGlyph]) -> list[float | None]:
    """For each glyph how little it differs (standard deviation) from the likest of the others; None without any."""
    best: list[float | None] = [None] * len(glyphs)
    for one, glyph in enumerate(glyphs):
        pattern = _cut(level, glyph, _MARGIN)
        if pattern is None:
            continue
        for other in range(one + 1, len(glyphs)):
            rival = glyphs[other]
            if abs(rival.height - glyph.height) > 1 or abs(rival.width - glyph.width) > 1:
                continue
            field = _cut(level, DigitGlyph(0, rival.x, rival.y, glyph.width, glyph.height), _MARGIN + 1)
            if field is None:
                continue
            likeness = cv2.matchTemplate(field, pattern, cv2.TM_CCOEFF_NORMED)
            _, highest, _, (x, y) = cv2.minMaxLoc(likeness)
            if highest < _ALIKE:
                continue
            difference = float((pattern - field[y : y + pattern.shape[0], x : x + pattern.shape[1]]).std())
            for index in (one, other):
                known = best[index]
                best[index] = difference if known is None else min(known, difference)
    return best


def _cut(level: Floats, glyph: DigitGlyph, margin: int) -> Floats | None:
    x, y = glyph.x - margin, glyph.y - margin
    w, h = glyph.width + 2 * margin, glyph.height + 2 * margin
    if x < 0 or y < 0 or x + w > level.shape[1] or y + h > level.shape[0]:
        return None
    return level[y : y + h, x : x + w]
