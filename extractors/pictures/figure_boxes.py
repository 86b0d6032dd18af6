"""Boxes drawn for one figure each, as NIPs are written in on forms."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractors.pictures.bars import BAR_FILL, BAR_HEIGHT, capital_height
from extractors.pictures.ink import ink_mask, numbered
from extractors.tokens import Image

_LEAST_SIDES = 6  # of boxes in a row
_SIDE_WIDTH, _SIDE_FILL = 0.55, 0.6  # as for bars; two sides that touch are one
_UNLEVEL_SIDES, _UNEVEN_STEPS = 0.2, 0.2  # share of their height and of their distance
_RIM = 0.1  # of their height: how far their rules reach
_NARROWEST, _WIDEST = 0.4, 1.6  # distance of the sides of a box, times their height


def figure_boxes(unruled: Image, letter_height: float) -> Image:
    """255 on what `ruling` leaves of boxes for one figure each, as NIPs are written in: upright strokes alike, at even
    steps in a row. `unruled` is divided and grey, its ruling taken out."""
    mask = ink_mask(unruled)
    stats = numbered(mask)[1]
    found = np.zeros_like(mask)
    capital = capital_height(stats, letter_height)
    if capital is None:
        return found
    x, y, width, height, area = stats.T
    tall = (width <= _SIDE_WIDTH * letter_height) & (height >= BAR_HEIGHT * capital) & (height <= 3 * capital)
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
        full = (mask[place] > 0).mean(axis=0) >= BAR_FILL if mask[place].size else np.zeros(0, dtype=bool)
        found[place][:, full] |= mask[place][:, full]
