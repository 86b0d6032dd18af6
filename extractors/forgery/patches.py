"""Pasted cells in scans and photos: digits that do not fit their row, and rectangles that are not the paper's.

Three signs, all relative to the page itself, so that light, shadow, folds, stains, stamps, shading and JPEG do
not count: digits of another height than their row's (and their column's), a sharp-edged rectangle close
around a word that is brighter than any paper near it, or without the grain of the paper around it, and digits
crisper than the print around them (drawn_digits.py).
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from extractors.forgery.digit_glyphs import Floats, decisive_words, mixed_difference
from extractors.forgery.digit_heights import DigitWord, digit_words
from extractors.forgery.drawn_digits import find_drawn_digits
from extractors.forgery.two_levels import is_two_level
from extractors.pictures.ink import divide_background, grey
from extractors.tokens import Image, Word
from programme.geometry import Box, around
from programme.invoices import Finding, FindingKind

_HEIGHT_SHARE = 0.09  # honest pages stay below 0.06, of which one pixel's rounding is the most
_HEIGHT_PIXELS = 1.5
# Black and white: tops and feet are rounded to whole pixels each, which in a fax of standard resolution are two high.
_TWO_LEVEL_PIXELS = 4.5
_SAME_HEIGHT = 0.045
_ROW_ONLY = 0.4  # strength: a row may honestly be set in two sizes, so it is told and does not block
_UNEVEN = 4.0  # times the spread of the page's digits
_USUAL = 0.15  # share of their height that digits of one print differ by at the most
_FORM_ROW = 3  # words of digits in a row of a form
_LEAST_STEP = 5.0  # grey levels across the rectangle's edge
_BRIGHTER = 4.0  # grey levels above the brightest paper near: print only darkens
_GRAIN = 1.2  # mean grain (grey levels) of paper whose absence means something
_GRAIN_SHARE = 0.3
_CLIPPED = 252  # a saturated camera or scanner has no grain either

Mask = npt.NDArray[np.bool_]


def find_patches(image: Image, boxes: Sequence[Box], words: Sequence[Word] = ()) -> tuple[Finding, ...]:
    """Traces of pasting at decisive words of a scanned or photographed page.

    `image` is the upright page, BGR or grey; `boxes` surround the decisive words (quantities, prices, amounts,
    dates, numbers; fractions of the page); `words` are all words of the page as read: the decisive words'
    rows and columns are compared through them. Findings have no page; strength is 0.4 where only the row
    speaks, 0.9 where the column speaks too, 1.0 for a rectangle, 0.6 for crisper digits. In black and white only
    far other heights count: crispness and fine differences come from the reduction there.
    """
    plain = grey(image)
    divided = divide_background(plain)
    reduced = is_two_level(plain)
    found = _odd_heights(divided, boxes, words, _TWO_LEVEL_PIXELS if reduced else _HEIGHT_PIXELS)
    found.extend(_rectangles(plain, divided, boxes))
    if not reduced:
        found.extend(find_drawn_digits(plain, divided, boxes, words))
    return tuple(found)


# --- digits that do not fit -------------------------------------------------------------------------------------


def _odd_heights(divided: Image, boxes: Sequence[Box], words: Sequence[Word], least: float) -> list[Finding]:
    """`least` is the difference in pixels from which on heights differ, where the page's own print is even."""
    measured = digit_words(divided, words)
    least = max(least, _UNEVEN * _spread(measured))
    decisive = decisive_words(words, boxes)
    findings = []
    for row in _rows(measured):
        odd = _odd_ones(row, measured, decisive, least)
        guilty = [(word, strength) for word, strength in odd if word.index in decisive]
        if guilty:
            box = around([words[word.index].box for word, _ in guilty])
            texts = ", ".join(words[word.index].text for word, _ in guilty)
            strength = max(strength for _, strength in guilty)
            message = f"The digits of {texts} are not as high as the others of their row."
            findings.append(
                Finding(
                    kind=FindingKind.IMAGE_PATCH, detail="other_height", values=(("text", texts),), message=message,
                    box=box, strength=strength,
                )
            )  # fmt: skip
    return findings


def _spread(measured: Sequence[DigitWord]) -> float:
    """How far the heights of a page's usual print lie from their middle, in pixels: a needle printer's are uneven."""
    if not measured:
        return 0.0
    heights = np.array([word.height for word in measured])
    middle = float(np.percentile(heights, 50, method="nearest"))  # one of them, so that some are near it
    usual = heights[np.abs(heights - middle) <= _USUAL * middle]
    return float(np.median(np.abs(usual - np.median(usual))))


def _rows(measured: Sequence[DigitWord]) -> list[list[DigitWord]]:
    """Words whose digits stand on one line; followed from left to right, so that a slight slope is no matter."""
    rows: list[list[DigitWord]] = []
    for word in sorted(measured, key=lambda w: w.x0):
        near = [row for row in rows if abs(row[-1].feet - word.feet) < 0.35 * min(word.height, row[-1].height)]
        if near:
            min(near, key=lambda row: abs(row[-1].feet - word.feet)).append(word)
        else:
            rows.append([word])
    return rows


def _odd_ones(
    row: Sequence[DigitWord], page: Sequence[DigitWord], decisive: Set[int], least: float
) -> list[tuple[DigitWord, float]]:
    """Words of a row in two sizes that do not belong, with a strength.

    The fewer are odd, unless their column has their size too (a column may be set smaller throughout); and any is odd
    whose column has another size. Only `decisive` words tell of a row's and a column's size: an account's number beside
    a total in larger print, or below it, does not.
    """
    if len(row) < 3:
        return []
    ordered = sorted(row, key=lambda word: word.height)
    gaps = [(two.height - one.height, place) for place, (one, two) in enumerate(pairwise(ordered), 1)]
    gap, place = max(gaps)
    small, large = ordered[:place], ordered[place:]
    usual = float(np.median([word.height for word in row]))
    if gap < max(_HEIGHT_SHARE * usual, least) or max(len(small), len(large)) < 2:
        return []
    odd = []
    for group, others in ((small, large), (large, small)):
        if not any(other.index in decisive for other in others):
            continue
        for word in group:
            mates = [m for m in page if m not in row and _same_column(word, m)]
            alike = any(abs(m.height - word.height) <= _SAME_HEIGHT * word.height + 0.3 for m in mates)
            rival = float(np.median([other.height for other in others]))
            rivals = sum(abs(m.height - rival) <= _SAME_HEIGHT * rival + 0.3 for m in mates if m.index in decisive)
            # Fields of a form in two sizes stand three or so in a row, one over another by chance; tables have more.
            as_others = rivals >= (1 if len(row) > _FORM_ROW else 2)
            if alike:
                continue
            if as_others:
                odd.append((word, 0.9))
            elif len(group) < len(others):
                odd.append((word, _ROW_ONLY))
    return odd


def _same_column(one: DigitWord, two: DigitWord) -> bool:
    """Whether two words overlap in x, and stand near enough to be of one table."""
    shared = min(one.x1, two.x1) - max(one.x0, two.x0)
    near = abs(one.feet - two.feet) < 12 * one.height
    return near and shared >= 0.5 * min(one.x1 - one.x0, two.x1 - two.x0)


# --- rectangles that are not the paper's --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Paper:
    """A grey page, and which pixels are bare paper. Levels and grain are worked out where they are looked at: of a
    whole large page they take hundreds of MB."""

    plain: Image
    bare: Mask

    def level(self, place: tuple[slice, slice]) -> Floats:
        return self.plain[place].astype(np.float32)

    def grain(self, place: tuple[slice, slice]) -> Floats:
        rows, columns = place
        level = self.plain[rows.start : rows.stop + 1, columns.start : columns.stop + 1].astype(np.float32)
        found = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.float32)
        inner = mixed_difference(level)
        found[: inner.shape[0], : inner.shape[1]] = inner
        return found


def _rectangles(plain: Image, divided: Image, boxes: Sequence[Box]) -> list[Finding]:
    if not boxes:
        return []
    rows = plain.shape[0]
    usual = float(np.median([box.height for box in boxes])) * rows
    reach = max(2, round(0.12 * usual))
    ink = (divided < 215).astype(np.uint8)
    bare = cv2.dilate(ink, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) == 0
    paper = _Paper(plain, np.asarray(bare))
    findings = []
    for box in boxes:
        message = _rectangle(paper, box)
        if message:
            findings.append(
                Finding(kind=FindingKind.IMAGE_PATCH, detail="rectangle", message=message, box=box, strength=1.0)
            )
    return findings


def _rectangle(paper: _Paper, box: Box) -> str:
    """Why the surroundings of one word are a pasted rectangle, or ""."""
    rows, columns = paper.plain.shape
    x0, y0, x1, y1 = box.x0 * columns, box.y0 * rows, box.x1 * columns, box.y1 * rows
    high = y1 - y0
    if high < 8:
        return ""
    steps = [
        step
        for step in (_edge(paper, x0, y0, x1, y1, side, high) for side in ("left", "right", "top", "bottom"))
        if step is not None
    ]
    lighter = [step for step in steps if step >= _LEAST_STEP]
    darker = [step for step in steps if step <= -_LEAST_STEP]
    edged = max(lighter, darker, key=len)
    if len(edged) < 3 or max(map(abs, edged)) > 2.5 * min(map(abs, edged)):
        return ""
    inner = _window(paper, x0 - 0.1 * high, y0 - 0.05 * high, x1 + 0.1 * high, y1 + 0.05 * high)
    outer = _window(paper, x0 - 8 * high, y0 - 4 * high, x1 + 8 * high, y1 + 4 * high)
    within = paper.level(inner)[paper.bare[inner]]
    around_it = paper.level(outer)[paper.bare[outer]]
    if len(within) < 12 or len(around_it) < 200:
        return ""
    # The rectangle itself and its like are part of the surroundings: most of the paper must be darker.
    brightest = float(np.percentile(around_it, 85))
    if edged is lighter and float(np.median(within)) > brightest + _BRIGHTER:
        return "A sharp-edged rectangle around the word is brighter than the paper near it."
    grain_in, grain_out = (float(paper.grain(place)[paper.bare[place]].mean()) for place in (inner, outer))
    clipped = float(np.median(around_it)) >= _CLIPPED
    if not clipped and grain_out >= _GRAIN and grain_in <= _GRAIN_SHARE * grain_out:
        return "A sharp-edged rectangle around the word lacks the grain of the paper near it."
    return ""


def _window(paper: _Paper, x0: float, y0: float, x1: float, y1: float) -> tuple[slice, slice]:
    rows, columns = paper.plain.shape
    left, right = max(0, int(x0)), min(columns, int(x1) + 1)
    top, bottom = max(0, int(y0)), min(rows, int(y1) + 1)
    return slice(top, max(top, bottom)), slice(left, max(left, right))


def _edge(paper: _Paper, x0: float, y0: float, x1: float, y1: float, side: str, high: float) -> float | None:
    """The sharpest change of level along one side of a word, inside minus outside, within 1.2 word heights.

    Only bare paper on both sides of the edge counts, and at least half of the side's length must be bare; a
    change that takes more than 4 pixels is light or shadow. None where no place along the side can be judged.
    """
    reach = 1.2 * high
    if side in ("left", "right"):
        edge = x0 if side == "left" else x1
        far = edge - reach if side == "left" else edge + reach
        place = _window(paper, min(edge, far), y0, max(edge, far), y1)
        level, bare = paper.level(place).T, paper.bare[place].T
    else:
        edge = y0 if side == "top" else y1
        far = edge - reach if side == "top" else edge + reach
        place = _window(paper, x0, min(edge, far), x1, max(edge, far))
        level, bare = paper.level(place), paper.bare[place]
    if side in ("right", "bottom"):
        level, bare = level[::-1], bare[::-1]
    # Now row 0 is farthest out and the last row touches the word.
    if level.shape[0] < 6 or level.shape[1] < 4:
        return None
    both = bare[:-4] & bare[4:] & bare[1:-3] & bare[3:-1]
    inside = (level[4:] + level[3:-1]) / 2
    outside = (level[:-4] + level[1:-3]) / 2
    enough = both.sum(axis=1) >= max(4, 0.5 * level.shape[1])
    if not enough.any():
        return None
    change = np.where(both, inside - outside, np.nan)[enough]
    medians = np.nanmedian(change, axis=1)
    return float(medians[int(np.argmax(np.abs(medians)))])
