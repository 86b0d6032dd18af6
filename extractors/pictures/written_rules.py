"""Rules written with signs ("+-----+", "=====", "|" below "|", "...."): old programs and receipts have them, and
engines read them as letters."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.bars import bars_in_columns, touching_bars
from extractors.pictures.chains import drawn_pieces, in_chains
from extractors.pictures.ink import Labels, ink_mask, numbered
from extractors.tokens import Image

_FLAT = 0.34  # letter heights; a dash, a dot, a sign's "="
_DASH_GAP = 0.9  # letter heights between the dashes of one rule
# Of rules that run down: the dots of "i" and ":" below one another stand further apart, strokes of letters are longer.
_DASH_GAP_DOWN, _DASH_LONGEST = 0.5, 0.6
_ARM = 0.3  # letter heights; of a cross
_CROSS = 1.1  # letter heights; where rules meet
_TURNED = [1, 0, 3, 2, 4]  # the columns of x, y, width, height and area as they are with rows and columns exchanged
_DASH_LENGTH = 2.2  # letter heights; shorter is a dash or three dots in a text
_LEAST_DASHES = 3
_UNLEVEL = 0.06  # letter heights that dashes of one rule stand apart in; torn letters of pale print stand in more
_IN_LETTER = 0.4  # letter heights from a stroke within a letter to the letter's sides
_TORN = 0.2  # letter heights between the pieces of a torn one
_MOST_OF_INK = 0.5  # more of the page's ink is no rules: print made of separate dots


def written_rules(divided: Image, letter_height: float) -> Image:
    """255 where rules are written with signs: rows of dashes or dots, and bars that stand one below another."""
    mask = ink_mask(divided)
    labels, stats = numbered(mask)
    across = _dashes(labels, stats, letter_height, np.ones(len(stats), dtype=bool))
    crosses = _on(labels, stats, drawn_pieces(labels, stats, across), letter_height)
    # A rule that runs down goes on through those that run across: through the upright arms of crosses, through dots.
    arm = np.ones((round(_ARM * letter_height), 1), np.uint8)
    passed = cv2.morphologyEx(drawn_pieces(labels, stats, crosses), cv2.MORPH_OPEN, arm)
    passed = cv2.bitwise_or(passed, drawn_pieces(labels, stats, across & (stats[:, 2] <= _FLAT * letter_height)))
    turned = stats[:, _TURNED]
    short = (stats[:, 3] <= _DASH_LONGEST * letter_height) & ~across
    down = _dashes(labels.T, turned, letter_height, short, _DASH_GAP_DOWN, np.asarray(passed, dtype=np.uint8).T)
    crosses |= _on(labels.T, turned, drawn_pieces(labels, stats, down).T, letter_height)
    dashes = across | down
    bars = bars_in_columns(divided, labels, stats, ~(dashes | crosses), letter_height)
    areas = stats[1:, 4].sum()
    if stats[dashes | bars, 4].sum() > _MOST_OF_INK * areas:
        return np.zeros_like(mask)
    found = drawn_pieces(labels, stats, dashes | crosses)
    touching = touching_bars(divided, np.asarray(cv2.subtract(mask, found), dtype=np.uint8), stats, letter_height)
    if not dashes.any() and not bars.any() and touching is None:
        return found
    found = found | drawn_pieces(labels, stats, bars)
    return np.asarray(found if touching is None else found | touching, dtype=np.uint8)


def _dashes(
    labels: Labels, stats: Labels, letter_height: float, chosen: npt.NDArray[np.bool_],
    gap: float = _DASH_GAP, passed: Image | None = None,
) -> npt.NDArray[np.bool_]:  # fmt: skip
    """Which of the chosen pieces of ink are dashes or dots of rules that run across, at most `gap` letter heights apart
    but for what they pass."""
    flat = chosen & (stats[:, 3] <= _FLAT * letter_height) & (stats[:, 4] >= 3)
    flat[0] = False
    reach, length = (gap * letter_height, 1.0), _DASH_LENGTH * letter_height
    found = in_chains(stats, labels.shape, flat, reach, length, _LEAST_DASHES, _UNLEVEL * letter_height, passed)
    # Not before: without parts of torn letters the rest of them would stand level.
    return found & ~_parts_of_letters(labels, stats, letter_height)


def _parts_of_letters(labels: Labels, stats: Labels, letter_height: float) -> npt.NDArray[np.bool_]:
    """Which pieces have higher ones close by on both sides (dashes and dots in zeros), above or below (the bars of
    torn capitals)."""
    x, y, width, height = (stats[:, column] for column in range(4))
    higher = height > _FLAT * letter_height
    higher[0] = False
    row, last, foot = y + height // 2, labels.shape[1] - 1, labels.shape[0] - 1
    aside, upright = np.zeros((2, len(stats)), dtype=bool), np.zeros(len(stats), dtype=bool)
    for step in range(1, round(_IN_LETTER * letter_height) + 1):
        aside[0] |= higher[labels[row, np.maximum(x - step, 0)]]
        aside[1] |= higher[labels[row, np.minimum(x + width - 1 + step, last)]]
    for step in range(1, round(_TORN * letter_height) + 1):
        for column in (x, x + width // 2, x + width - 1):
            upright |= higher[labels[np.maximum(y - step, 0), column]]
            upright |= higher[labels[np.minimum(y + height - 1 + step, foot), column]]
    return np.asarray(aside.all(axis=0) | upright, dtype=bool)


def _on(labels: Labels, stats: Labels, rules: Image, letter_height: float) -> npt.NDArray[np.bool_]:
    """Which small pieces lie on the line of rules that run across: their ends, the crosses ("+") where rules meet."""
    if not rules.any():
        return np.zeros(len(stats), dtype=bool)
    near = cv2.dilate(np.ascontiguousarray(rules), np.ones((3, round(2 * _DASH_GAP * letter_height) | 1), np.uint8))
    x, width, row = stats[:, 0], stats[:, 2], stats[:, 1] + stats[:, 3] // 2
    on = (near[row, x] & near[row, x + width // 2] & near[row, x + width - 1]) > 0
    on &= (stats[:, 2:4] <= _CROSS * letter_height).all(axis=1)
    on[0] = False
    return np.asarray(on, dtype=bool)
