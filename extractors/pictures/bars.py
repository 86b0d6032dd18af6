"""Bars ("|", "!") that stand below one another and part the columns of a written table."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.chains import drawn_pieces, in_chains
from extractors.pictures.ink import Labels, numbered
from extractors.tokens import Image

_LEAST_BARS = 3
_BAR_WIDTH = 0.36  # letter heights
BAR_HEIGHT = 1.17  # times the height of capitals and digits: "l", "I" and "1" must never pass for a bar
BAR_FILL = 0.75  # of its box; the flag of "1" leaves more empty
_TALL_SHARE = 85  # per cent of the letters are not higher than capitals and digits
_STROKE = 1.08  # times the height of capitals: what is left of a bar that a row of print has eaten into
_SAME_COLUMN = 0.25  # letter heights that bars of one column stand apart sideways
_BAR_GAP = 3.2  # letter heights from one row's bar to the next; a row of dashes may lie between
_MOST_STROKES = 3000
_STEPS = 24  # places from a stroke's top to its foot
_DOT_FROM, _DOT_TO = 0.08, 0.45  # share of a letter's height in which the gap under its dot lies
_GAP_LEVEL = 0.93  # of the darkness of the stroke's body and of its dot
_DOTS = 256  # pieces compared with all others at a time


def bars_in_columns(
    divided: Image, labels: Labels, stats: Labels, chosen: npt.NDArray[np.bool_], letter_height: float
) -> npt.NDArray[np.bool_]:
    """Which of the chosen pieces of ink are bars that stand below one another, over at least three rows."""
    width, height = stats[:, 2], stats[:, 3]
    capital = capital_height(stats, letter_height)
    if capital is None:
        return np.zeros(len(stats), dtype=bool)
    thin = chosen & (width <= _BAR_WIDTH * letter_height)
    thin[0] = False
    tall = thin & (height >= BAR_HEIGHT * capital) & (height <= 3 * capital)
    tall &= stats[:, 4] >= BAR_FILL * width * height
    tall &= ~_dotted(divided, stats, tall, letter_height)
    gap = (1.0, _BAR_GAP * letter_height)
    bars = in_chains(stats, labels.shape, tall, gap, 2 * capital, _LEAST_BARS)
    dots, strokes = _exclamations(stats, thin, letter_height)
    marks = np.zeros(len(stats), dtype=bool)
    marks[strokes] = True
    chained = in_chains(stats, labels.shape, marks, gap, 2 * capital, _LEAST_BARS)
    bars |= chained
    bars[dots[chained[strokes]]] = True
    return bars


def touching_bars(divided: Image, mask: Image, stats: Labels, letter_height: float) -> Image | None:
    """255 where bars stand that touch the digits beside them (coarse black and white scans), None where none do.

    A bar is the part of a piece of ink that is straight, upright, thin and higher than any letter.
    """
    capital = capital_height(stats, letter_height)
    if capital is None:
        return None
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 1), np.uint8))
    upright = np.ones((max(3, round(_STROKE * capital)), 1), np.uint8)
    labels, strokes = numbered(np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, upright), np.uint8))
    thin = (strokes[:, 2] <= _BAR_WIDTH * letter_height) & (strokes[:, 3] <= 3 * capital)
    thin[0] = False
    thin &= ~_dotted(divided, strokes, thin, letter_height)
    gap = (1.0, _BAR_GAP * letter_height)
    chained = in_chains(strokes, labels.shape, thin, gap, 2 * capital, _LEAST_BARS)
    whole = chained & (strokes[:, 3] >= BAR_HEIGHT * capital)
    if whole.sum() < _LEAST_BARS:
        return None
    middle = strokes[:, 0] + strokes[:, 2] / 2
    columns = np.array([np.abs(middle[whole] - x).min() for x in middle]) <= _SAME_COLUMN * letter_height
    return drawn_pieces(labels, strokes, chained & columns)


def _exclamations(
    stats: Labels, thin: npt.NDArray[np.bool_], letter_height: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Exclamation marks: the pieces that are a dot close under an upright stroke, and these strokes, in pairs.

    No letter has a dot below it; old programs drew the rules of their tables with this sign.
    """
    x, y, width, height = (stats[:, column] for column in range(4))
    dot = np.nonzero(thin & (height <= 0.34 * letter_height) & (height >= 2))[0]
    stroke = np.nonzero(thin & (height >= 0.4 * letter_height) & (height <= 1.2 * letter_height))[0]
    if len(dot) == 0 or len(stroke) == 0:
        return dot[:0], stroke[:0]
    middles, feet = x[stroke] + width[stroke] / 2, y[stroke] + height[stroke]
    found = []
    for first in range(0, len(dot), _DOTS):  # grain may have ten thousand of each, all pairs of which take 1 GB
        some = dot[first : first + _DOTS]
        aside = np.abs((x[some] + width[some] / 2)[:, None] - middles[None, :])
        below = y[some][:, None] - feet[None, :]
        ones, twos = np.nonzero((aside <= 0.12 * letter_height) & (below >= 0) & (below <= 0.4 * letter_height))
        found.append((some[ones], stroke[twos]))
    return np.concatenate([one for one, _ in found]), np.concatenate([two for _, two in found])


def _dotted(
    divided: Image, stats: Labels, chosen: npt.NDArray[np.bool_], letter_height: float
) -> npt.NDArray[np.bool_]:
    """Which of the chosen upright strokes are letters with a dot: "j" at the head of every cell of a column of units.

    Under a dot there is less ink; how dark the strokes of one column are from top to foot tells it on the average,
    where grain and coarse print hide it in one. A bar is as dark all along, "!" is pale near its foot.
    """
    result = np.zeros(len(stats), dtype=bool)
    where = np.nonzero(chosen)[0]
    if not 0 < len(where) <= _MOST_STROKES:
        return result
    profiles = np.empty((len(where), _STEPS))
    for row, (x, y, width, height) in enumerate(stats[where, :4]):
        darkest = 255.0 - divided[y : y + height, x : x + width].min(axis=1)
        profiles[row] = np.interp(np.linspace(0, height - 1, _STEPS), np.arange(height), darkest)
    middle = stats[where, 0] + stats[where, 2] / 2
    for row in range(len(where)):
        mates = np.abs(middle - middle[row]) <= _SAME_COLUMN * letter_height
        average = profiles[mates].mean(axis=0)
        body = float(np.median(average))
        upper = average[round(_DOT_FROM * _STEPS) : round(_DOT_TO * _STEPS)]
        place = int(upper.argmin())
        above = float(average[: round(_DOT_FROM * _STEPS) + place + 1].max())
        result[where[row]] = upper[place] <= _GAP_LEVEL * min(body, above)
    return result


def capital_height(stats: Labels, letter_height: float) -> float | None:
    """The height of capitals and digits; None where the page has no letters."""
    width, height = stats[:, 2], stats[:, 3]
    letters = height[(height >= 0.5 * letter_height) & (height <= 2 * letter_height) & (width >= 0.36 * height)]
    return max(letter_height, float(np.percentile(letters, _TALL_SHARE))) if len(letters) else None
