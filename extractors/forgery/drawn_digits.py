"""Digits written into a picture by a program: crisper, and rougher within the stroke, than the print around them.

What a scanner or camera saw is blurred alike all over; letters set into the finished picture are not. Compared with
the nearest digits of the page of like height, so that focus, light and paper do not count.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractors.forgery.digit_glyphs import DigitGlyph, decisive_words, digit_glyphs, is_number, mixed_difference
from extractors.tokens import Image, Word
from programme.geometry import Box
from programme.invoices import Finding, FindingKind

_NEIGHBOURS, _LEAST_NEIGHBOURS = 30, 12
_LEAST_SPREAD = 0.02  # of sharpness (share of the contrast a pixel), below it all digits count as equal
# Spreads by which a word may exceed its neighbours: sharpness plus half the roughness. Over 1,250 numbers of honest
# scans and photos sharpness stayed below 3.0 and roughness below 3.5, so no number can have reached 4.8.
_LIMIT = 5.2
_STRENGTH = 0.6


def find_drawn_digits(plain: Image, divided: Image, boxes: Sequence[Box], words: Sequence[Word]) -> list[Finding]:
    """Findings for decisive words (`boxes`, fractions) of an upright page drawn after it was taken.

    `plain` is the page in grey, `divided` the same with its background divided away.
    """
    high, wide = plain.shape[:2]
    places = [
        (i, (word.box.x0 * wide, word.box.y0 * high, word.box.x1 * wide, word.box.y1 * high))
        for i, word in enumerate(words)
        if is_number(word)
    ]
    decisive = decisive_words(words, boxes)
    glyphs = digit_glyphs(divided, places)
    if not decisive or len(glyphs) <= _LEAST_NEIGHBOURS:
        return []
    measured = _measure(plain, glyphs)
    owner = np.array([glyph.word for glyph in glyphs])
    place = np.array([(glyph.x, glyph.y, glyph.height) for glyph in glyphs], dtype=np.float64)
    findings = []
    for index in sorted(decisive & set(owner.tolist())):
        score = _score(measured, place, owner == index)
        if score > _LIMIT:
            text = words[index].text
            findings.append(
                Finding(
                    kind=FindingKind.IMAGE_PATCH,
                    detail="crisper",
                    values=(("text", text),),
                    message=f"The digits of {text} are crisper than the print around them.",
                    box=words[index].box,
                    strength=_STRENGTH,
                )
            )
    return findings


def _measure(plain: Image, glyphs: Sequence[DigitGlyph]) -> npt.NDArray[np.float64]:
    """Of each glyph: the steepness of its edges as a share of its contrast, and the roughness of its stroke."""
    rows = []
    for glyph in glyphs:
        x, y, w, h = glyph.x, glyph.y, glyph.width, glyph.height
        reach = max(3, h // 4)
        left, top = max(0, x - reach), max(0, y - reach)
        around = plain[top : y + h + reach, left : x + w + reach].astype(np.float32)
        steep = np.hypot(cv2.Sobel(around, cv2.CV_32F, 1, 0, ksize=3), cv2.Sobel(around, cv2.CV_32F, 0, 1, ksize=3)) / 8
        rough = np.zeros_like(around)
        rough[:-1, :-1] = mixed_difference(around)
        inner = (slice(y - top, y - top + h), slice(x - left, x - left + w))
        body = around[inner]
        ink = float(np.percentile(body, 8))
        contrast = max(10.0, float(np.percentile(around, 85)) - ink)
        rim = steep[max(0, y - top - 1) : y - top + h + 1, max(0, x - left - 1) : x - left + w + 1]
        core = body < ink + 0.35 * contrast
        roughness = float(rough[inner][core].mean()) if core.sum() >= 8 else np.nan
        rows.append((float(np.percentile(rim, 92)) / contrast, roughness))
    return np.array(rows, dtype=np.float64)


def _score(measured: npt.NDArray[np.float64], place: npt.NDArray[np.float64], own: npt.NDArray[np.bool_]) -> float:
    """How far a word's digits exceed their neighbours', in spreads; 0 where there is nothing to compare with."""
    height = float(np.median(place[own, 2]))
    others = ~own & (np.abs(place[:, 2] - height) <= 0.12 * height + 1)
    if int(others.sum()) < _LEAST_NEIGHBOURS:
        return 0.0
    middle = place[own, :2].mean(axis=0)
    away = np.hypot((place[:, 0] - middle[0]) * 0.3, place[:, 1] - middle[1])
    near = np.flatnonzero(others)
    near = near[np.argsort(away[near])[:_NEIGHBOURS]]
    total = 0.0
    for column, weight in ((0, 1.0), (1, 0.5)):
        values, mine = measured[near, column], measured[own, column]
        values, mine = values[~np.isnan(values)], mine[~np.isnan(mine)]
        if len(values) < 8 or len(mine) == 0:
            continue
        usual = float(np.median(values))
        least = _LEAST_SPREAD if column == 0 else 0.12 * usual + 0.15
        spread = max(1.4826 * float(np.median(np.abs(values - usual))), least)
        total += weight * max(0.0, (float(np.median(mine)) - usual) / spread)
    return total
