"""Table ruling taken out of a page's ink: Tesseract loses or misreads cells whose digits stand near a line.

Rules may be drawn, or written with signs ("+-----+", "=====", "|" below "|", "....."): old programs and
receipts have them, and engines read them as letters.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.ink import ink_mask, numbered
from extractors.tokens import Image

Labels = npt.NDArray[np.int32]

_LENGTH = 4.5  # letter heights; no stroke of ordinary print is as long
_FLAT = 0.34  # letter heights; a dash, a dot, a sign's "="
_DASH_GAP = 0.9  # letter heights between the dashes of one rule
# Of rules that run down: the dots of "i" and ":" below one another stand further apart, strokes of letters are longer.
_DASH_GAP_DOWN, _DASH_LONGEST = 0.5, 0.6
_ARM = 0.3  # letter heights; of a cross
_CROSS = 1.1  # letter heights; where rules meet
_TURNED = [1, 0, 3, 2, 4]  # the columns of x, y, width, height and area as they are with rows and columns exchanged
_DASH_LENGTH = 2.2  # letter heights; shorter is a dash or three dots in a text
_LEAST_DASHES, _LEAST_BARS = 3, 3
_UNLEVEL = 0.06  # letter heights that dashes of one rule stand apart in; torn letters of pale print stand in more
_FAR_UNLEVEL = 3.0  # times that: a dash of one rule all the same
_IN_LETTER = 0.4  # letter heights from a stroke within a letter to the letter's sides
_TORN = 0.2  # letter heights between the pieces of a torn one
_MOST_OF_INK = 0.5  # more of the page's ink is no rules: print made of separate dots
_BAR_WIDTH = 0.36  # letter heights
_BAR_HEIGHT = 1.17  # times the height of capitals and digits: "l", "I" and "1" must never pass for a bar
_BAR_FILL = 0.75  # of its box; the flag of "1" leaves more empty
_TALL_SHARE = 85  # per cent of the letters are not higher than capitals and digits
_STROKE = 1.08  # times the height of capitals: what is left of a bar that a row of print has eaten into
_LEAST_SIDES = 6  # of boxes in a row
_SIDE_WIDTH, _SIDE_FILL = 0.55, 0.6  # as for bars; two sides that touch are one
_UNLEVEL_SIDES, _UNEVEN_STEPS = 0.2, 0.2  # share of their height and of their distance
_RIM = 0.1  # of their height: how far their rules reach
_NARROWEST, _WIDEST = 0.4, 1.6  # distance of the sides of a box, times their height
_SAME_COLUMN = 0.25  # letter heights that bars of one column stand apart sideways
_BAR_GAP = 3.2  # letter heights from one row's bar to the next; a row of dashes may lie between
_MOST_STROKES = 3000
_STEPS = 24  # places from a stroke's top to its foot
_DOT_FROM, _DOT_TO = 0.08, 0.45  # share of a letter's height in which the gap under its dot lies
_GAP_LEVEL = 0.93  # of the darkness of the stroke's body and of its dot
_DOTS = 256  # pieces compared with all others at a time
_COARSE = 3  # pixels to one where pieces are chained
THICKNESS = 0.45  # letter heights; thicker is a shaded cell, a bar code or a heading's stroke


def ruling(divided: Image, letter_height: float) -> Image:
    """255 where a divided grey picture has straight lines across or down, else 0. Letters are about
    `letter_height` pixels high."""
    mask = ink_mask(divided)
    length = max(24, round(_LENGTH * letter_height))
    found = np.zeros_like(mask)
    for across in (True, False):
        found |= _thin(lines_along(mask, length, across), THICKNESS * letter_height, across)
    return found


def lines_along(mask: Image, length: int, across: bool) -> Image:
    """The ink of a mask in straight lines across, or down, at least `length` pixels long."""
    # Ragged lines, and such as run a little aslant, are whole only with the pixels beside them.
    beside = cv2.dilate(mask, np.ones((3, 1) if across else (1, 3), np.uint8))
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if across else (1, length))
    lines = cv2.morphologyEx(beside, cv2.MORPH_OPEN, kernel)
    return np.asarray(cv2.bitwise_and(lines, mask), dtype=np.uint8)


def written_rules(divided: Image, letter_height: float) -> Image:
    """255 where rules are written with signs: rows of dashes or dots, and bars that stand one below another."""
    mask = ink_mask(divided)
    labels, stats = numbered(mask)
    across = _dashes(labels, stats, letter_height, np.ones(len(stats), dtype=bool))
    crosses = _on(labels, stats, _drawn(labels, stats, across), letter_height)
    # A rule that runs down goes on through those that run across: through the upright arms of crosses, through dots.
    arm = np.ones((round(_ARM * letter_height), 1), np.uint8)
    passed = cv2.morphologyEx(_drawn(labels, stats, crosses), cv2.MORPH_OPEN, arm)
    passed = cv2.bitwise_or(passed, _drawn(labels, stats, across & (stats[:, 2] <= _FLAT * letter_height)))
    turned = stats[:, _TURNED]
    short = (stats[:, 3] <= _DASH_LONGEST * letter_height) & ~across
    down = _dashes(labels.T, turned, letter_height, short, _DASH_GAP_DOWN, np.asarray(passed, dtype=np.uint8).T)
    crosses |= _on(labels.T, turned, _drawn(labels, stats, down).T, letter_height)
    dashes = across | down
    bars = _bars(divided, labels, stats, ~(dashes | crosses), letter_height)
    areas = stats[1:, 4].sum()
    if stats[dashes | bars, 4].sum() > _MOST_OF_INK * areas:
        return np.zeros_like(mask)
    found = _drawn(labels, stats, dashes | crosses)
    touching = _touching_bars(divided, np.asarray(cv2.subtract(mask, found), dtype=np.uint8), stats, letter_height)
    if not dashes.any() and not bars.any() and touching is None:
        return found
    found = found | _drawn(labels, stats, bars)
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
    found = _chained(stats, labels.shape, flat, reach, length, _LEAST_DASHES, _UNLEVEL * letter_height, passed)
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


def _bars(
    divided: Image, labels: Labels, stats: Labels, chosen: npt.NDArray[np.bool_], letter_height: float
) -> npt.NDArray[np.bool_]:
    """Which of the chosen pieces of ink are bars that stand below one another, over at least three rows."""
    width, height = stats[:, 2], stats[:, 3]
    capital = _capital(stats, letter_height)
    if capital is None:
        return np.zeros(len(stats), dtype=bool)
    thin = chosen & (width <= _BAR_WIDTH * letter_height)
    thin[0] = False
    tall = thin & (height >= _BAR_HEIGHT * capital) & (height <= 3 * capital)
    tall &= stats[:, 4] >= _BAR_FILL * width * height
    tall &= ~_dotted(divided, stats, tall, letter_height)
    gap = (1.0, _BAR_GAP * letter_height)
    bars = _chained(stats, labels.shape, tall, gap, 2 * capital, _LEAST_BARS)
    dots, strokes = _exclamations(stats, thin, letter_height)
    marks = np.zeros(len(stats), dtype=bool)
    marks[strokes] = True
    chained = _chained(stats, labels.shape, marks, gap, 2 * capital, _LEAST_BARS)
    bars |= chained
    bars[dots[chained[strokes]]] = True
    return bars


def figure_boxes(unruled: Image, letter_height: float) -> Image:
    """255 on what `ruling` leaves of boxes for one figure each, as NIPs are written in: upright strokes alike, at even
    steps in a row. `unruled` is divided and grey, its ruling taken out."""
    mask = ink_mask(unruled)
    stats = numbered(mask)[1]
    found = np.zeros_like(mask)
    capital = _capital(stats, letter_height)
    if capital is None:
        return found
    x, y, width, height, area = stats.T
    tall = (width <= _SIDE_WIDTH * letter_height) & (height >= _BAR_HEIGHT * capital) & (height <= 3 * capital)
    tall &= area >= _SIDE_FILL * width * height
    tall[0] = False
    left = np.flatnonzero(tall)
    left = left[np.argsort(x[left], kind="stable")]
    while len(left) >= _LEAST_SIDES:
        high = int(height[left[0]])
        apart = np.maximum(np.abs(y[left] - y[left[0]]), np.abs(height[left] - high))
        alike = apart <= _UNLEVEL_SIDES * high
        row, left = left[alike], left[~alike]
        middles = x[row] + width[row] / 2
        steps = np.diff(middles)
        usual = float(np.median(steps)) if len(steps) else 0.0
        if not _NARROWEST <= usual / high <= _WIDEST:
            continue
        times = np.round(steps / usual)  # a side may be lost in its figure
        even = (times <= 3) & (np.abs(steps - times * usual) <= _UNEVEN_STEPS * usual)
        for run in np.split(np.arange(len(row)), np.flatnonzero(~even) + 1):
            if len(run) >= _LEAST_SIDES:
                top, foot = int(y[row[run]].min()), int((y[row[run]] + height[row[run]]).max())
                _frame_boxes(mask, found, (top, foot), middles[run], usual)
    return found


def _frame_boxes(mask: Image, found: Image, rows: tuple[int, int], sides: npt.NDArray[np.float64], step: float) -> None:
    """Marks in `found` the ink of a row of boxes between `rows`: rules above and below, and the sides, those lost as
    well as one more at each end."""
    top, foot = rows
    rim = max(2, round(_RIM * (foot - top)))
    first, last = max(0, round(sides[0] - 1.2 * step)), round(sides[-1] + 1.2 * step)
    for row in (top, foot):
        place = slice(max(0, row - rim), row + rim), slice(first, last)
        found[place] |= mask[place]
    for middle in np.arange(sides[0] - step, sides[-1] + 1.5 * step, step):
        near = float(sides[np.abs(sides - middle).argmin()])
        middle = near if abs(near - middle) < 0.5 * step else middle
        place = slice(top, foot), slice(max(0, round(middle - rim)), max(0, round(middle + rim)))
        full = (mask[place] > 0).mean(axis=0) >= _BAR_FILL if mask[place].size else np.zeros(0, dtype=bool)
        found[place][:, full] |= mask[place][:, full]


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


def _capital(stats: Labels, letter_height: float) -> float | None:
    """The height of capitals and digits; None where the page has no letters."""
    width, height = stats[:, 2], stats[:, 3]
    letters = height[(height >= 0.5 * letter_height) & (height <= 2 * letter_height) & (width >= 0.36 * height)]
    return max(letter_height, float(np.percentile(letters, _TALL_SHARE))) if len(letters) else None


def _touching_bars(divided: Image, mask: Image, stats: Labels, letter_height: float) -> Image | None:
    """255 where bars stand that touch the digits beside them (coarse black and white scans), None where none do.

    A bar is the part of a piece of ink that is straight, upright, thin and higher than any letter.
    """
    capital = _capital(stats, letter_height)
    if capital is None:
        return None
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 1), np.uint8))
    upright = np.ones((max(3, round(_STROKE * capital)), 1), np.uint8)
    labels, strokes = numbered(np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, upright), np.uint8))
    thin = (strokes[:, 2] <= _BAR_WIDTH * letter_height) & (strokes[:, 3] <= 3 * capital)
    thin[0] = False
    thin &= ~_dotted(divided, strokes, thin, letter_height)
    gap = (1.0, _BAR_GAP * letter_height)
    chained = _chained(strokes, labels.shape, thin, gap, 2 * capital, _LEAST_BARS)
    whole = chained & (strokes[:, 3] >= _BAR_HEIGHT * capital)
    if whole.sum() < _LEAST_BARS:
        return None
    middle = strokes[:, 0] + strokes[:, 2] / 2
    columns = np.array([np.abs(middle[whole] - x).min() for x in middle]) <= _SAME_COLUMN * letter_height
    return _drawn(labels, strokes, chained & columns)


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


def _chained(
    stats: Labels, shape: tuple[int, ...], chosen: npt.NDArray[np.bool_], gap: tuple[float, float], length: float,
    least: int, unlevel: float | None = None, passed: Image | None = None,
) -> npt.NDArray[np.bool_]:  # fmt: skip
    """Which of the chosen pieces of ink stand in a row (or column) of at least `least`, `length` pixels long.

    Most tops and feet of a row are within `unlevel` pixels of a neighbour's; the pieces of a column (`unlevel` None)
    stand one below another, those side by side counted once. Gaps may be filled by ink `passed`. The pieces
    are joined as boxes on a third of the page's size, where closing costs a tenth.
    """
    result = np.zeros(len(stats), dtype=bool)
    where = np.nonzero(chosen)[0]
    if len(where) < least:
        return result
    canvas = np.zeros((shape[0] // _COARSE + 2, shape[1] // _COARSE + 2), dtype=np.uint8)
    boxes = stats[where, :4] // _COARSE
    for x, y, width, height in boxes:
        canvas[y : y + height + 1, x : x + width + 1] = 255
    if passed is not None:
        part = cv2.dilate(passed, np.ones((_COARSE, _COARSE), np.uint8))[::_COARSE, ::_COARSE]
        canvas[: part.shape[0], : part.shape[1]] |= np.asarray(part, dtype=np.uint8)
    # Odd sizes: closing with even ones moves the ink by a pixel.
    kernel = np.ones((round(gap[1] / _COARSE) | 1, round(gap[0] / _COARSE) | 1), np.uint8)
    chains, spans = numbered(np.asarray(cv2.morphologyEx(canvas, cv2.MORPH_CLOSE, kernel), np.uint8))
    owners = chains[boxes[:, 1] + boxes[:, 3] // 2, boxes[:, 0] + boxes[:, 2] // 2]
    held = np.bincount(owners, minlength=len(spans))
    good = (np.maximum(spans[:, 2], spans[:, 3]) * _COARSE >= length) & (held >= least)
    good[0] = False
    for chain in np.flatnonzero(good):
        own = where[owners == chain]
        if unlevel is None:
            result[own] = _stacked(stats[own]) >= least
            continue
        apart = _apart(stats[own])
        # The dots of a rule that goes on downwards stand in the chain too.
        result[own] = (np.median(apart) <= unlevel) & (apart <= _FAR_UNLEVEL * unlevel)
    return result


def _apart(pieces: Labels) -> npt.NDArray[np.float64]:
    """How far each piece stands above or below the nearest of two before or behind it: "=" alternates its strokes."""
    order = np.argsort(pieces[:, 0])
    tops, feet = pieces[order, 1], pieces[order, 1] + pieces[order, 3]
    nearest = np.full(len(order), np.inf)
    for step in (1, 2):
        apart = np.maximum(np.abs(tops[step:] - tops[:-step]), np.abs(feet[step:] - feet[:-step]))
        nearest[step:] = np.minimum(nearest[step:], apart)
        nearest[:-step] = np.minimum(nearest[:-step], apart)
    found = np.empty(len(order))
    found[order] = nearest
    return found


def _stacked(pieces: Labels) -> int:
    """How many of the pieces stand wholly below one another: the strokes of one letter stand side by side."""
    count, foot = 0, -1
    for _, y, _, height, *_ in pieces[np.argsort(pieces[:, 1] + pieces[:, 3])]:
        if y >= foot:
            count, foot = count + 1, y + height
    return count


def _drawn(labels: Labels, stats: Labels, pieces: npt.NDArray[np.bool_]) -> Image:
    """255 where these pieces are."""
    found = np.zeros(labels.shape, dtype=np.uint8)
    for piece in np.nonzero(pieces)[0]:
        x, y, width, height = (int(value) for value in stats[piece, :4])
        found[y : y + height, x : x + width][labels[y : y + height, x : x + width] == piece] = 255
    return found


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


def _thin(lines: Image, most: float, across: bool) -> Image:
    """`lines` without what is thicker than `most` pixels."""
    size = (1, max(2, round(most) + 1)) if across else (max(2, round(most) + 1), 1)
    thick = cv2.morphologyEx(lines, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    return np.asarray(cv2.subtract(lines, thick), dtype=np.uint8)


def without(divided: Image, rules: Image) -> Image:
    """A divided grey picture with rules (255 where they are) painted over as paper."""
    cleaned = divided.copy()
    cleaned[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 255
    return cleaned


def painted_over(colour: Image, rules: Image) -> Image:
    """A BGR picture with rules (a mask of the same page in any size) painted over in the colour of the paper near."""
    height, width = colour.shape[:2]
    grown = cv2.dilate(rules, np.ones((5, 5), np.uint8))
    mask = cv2.resize(grown, (width, height), interpolation=cv2.INTER_NEAREST)
    reduced = max(1, max(height, width) // 600)
    small = cv2.resize(colour, (width // reduced, height // reduced), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 9)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    result = colour.copy()
    result[mask > 0] = paper[mask > 0]
    return result
