"""Lines of print that are not straight (a curled or folded sheet, a view from the side) made straight and level.

No outline of the sheet is needed: the feet of the letters say how each line runs, and one smooth field of shifts up
and down that lays all lines level at once is fitted to them.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.ink import Boxes, letters, marks
from extractors.tokens import Image

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

_MOST_LETTERS = 2500  # of one page that are looked at, the densest text there is
_GAP = 2.2  # letter heights from one letter to the next of a line, spaces included
_ASIDE = 0.34  # letter heights between the feet of neighbours
_LEAST_CHAIN = 6  # letters in a line
_LEAST_LETTERS = 60  # in all lines; a page with less says too little
_LEAST_SPAN = 0.3  # of the picture's width that the lines must cover together
_ACROSS, _DOWN = 5, 3  # degrees of the field's polynomial
_RIDGE = 2e-5  # against wild fields where no print is
_FOOT = 0.16  # letter heights; what stands farther off its line is the tail of a "p" or "j"
_WORTH = 0.28  # letter heights by which lines must be bent or tilted to be worth a new picture
_BETTER = 0.6  # of the unevenness may remain
_STEEPEST = 0.45  # change of shift per pixel down: beyond, lines would be squeezed or swapped
_GRID = 16  # pixels between the places where the field is computed
_STRIP = 128  # rows


@dataclass(frozen=True, slots=True)
class Bend:
    """How far each place of a picture is to be moved down so that lines of print are level.

    `coefficients` are those of a polynomial in x and y, both -1..1 over the picture of `width` x `height` pixels
    that it was measured on; beyond `reach` (x0, y0, x1, y1 of the print, same units) it stays as at the edge.
    """

    coefficients: Floats
    width: int
    height: int
    reach: tuple[float, float, float, float]

    def shift(self, x: Floats, y: Floats) -> Floats:
        """Pixels (of the measured picture) downwards at places -1..1."""
        x0, y0, x1, y1 = self.reach
        return np.asarray(_terms(np.clip(x, x0, x1), np.clip(y, y0, y1)) @ self.coefficients, dtype=np.float64)


def find_bend(mask: Image) -> Bend | None:
    """The bend of the lines on an ink mask whose print runs about level, or None where they are straight."""
    height, width = mask.shape
    found = letters(marks(mask), max(mask.shape))
    size = float(np.median(found[:, 3])) if len(found) else 0.0
    found = found[(found[:, 3] >= 0.5 * size) & (found[:, 3] <= 2.2 * size)]
    if not _LEAST_LETTERS <= len(found) <= _MOST_LETTERS:
        return None
    x = found[:, 0] + found[:, 2] / 2
    y = (found[:, 1] + found[:, 3]).astype(np.float64)
    line = _lines(found, size)
    x, y, line = _feet(x, y, line, size)
    if len(x) < _LEAST_LETTERS or np.ptp(x) < _LEAST_SPAN * width:
        return None
    across, down = 2 * x / width - 1, 2 * y / height - 1
    reach = (float(across.min()), float(down.min()), float(across.max()), float(down.max()))
    coefficients = _fitted(_terms(across, down), y, line, size)
    bend = Bend(coefficients, width, height, reach)
    before, after = _uneven(y, line), _uneven(y + bend.shift(across, down), line)
    moved = bend.shift(across, down)
    if np.percentile(moved, 98) - np.percentile(moved, 2) < _WORTH * size or after > _BETTER * before:
        return None
    return bend if _is_gentle(bend) else None


def slanted_lines(found: Boxes, size: float) -> list[tuple[Boxes, float]]:
    """The lines of print among these boxes of letters about `size` pixels high, longest first, and how far each sinks
    to the right (pixels a pixel)."""
    found = found[(found[:, 3] >= 0.5 * size) & (found[:, 3] <= 2.2 * size)]
    if not _LEAST_CHAIN <= len(found) <= _MOST_LETTERS:
        return []
    x, y = found[:, 0] + found[:, 2] / 2, (found[:, 1] + found[:, 3]).astype(np.float64)
    number = _lines(found, size)
    lines = []
    for one in np.unique(number):
        members = np.nonzero(number == one)[0]
        if len(members) < _LEAST_CHAIN or np.ptp(x[members]) < 4 * size:
            continue
        slope, start = np.polyfit(x[members], y[members], 1)
        if np.median(np.abs(y[members] - slope * x[members] - start)) <= _FOOT * size:
            lines.append((found[members], float(slope)))
    return sorted(lines, key=lambda line: -len(line[0]))


def straightened(image: Image, bend: Bend) -> Image:
    """A picture of the page the bend was found on, in any size, with its lines laid level."""
    height, width = image.shape[:2]
    columns, rows = -(-width // _GRID), -(-height // _GRID)
    # Middles of the grid's cells, where cv2.resize puts the values it interpolates between.
    x = np.repeat((((np.arange(columns) + 0.5) * _GRID - 0.5) * 2 / width - 1)[None, :], rows, axis=0).ravel()
    goal = np.repeat((((np.arange(rows) + 0.5) * _GRID - 0.5) * 2 / height - 1)[:, None], columns, axis=1).ravel()
    source = goal.copy()
    for _ in range(6):  # where a place comes from: its shift is that of the source
        source = goal - 2 * bend.shift(x, source) / bend.height
    moves = ((source - goal) * height / 2).reshape(rows, columns).astype(np.float32)
    fine = cv2.resize(moves, (columns * _GRID, rows * _GRID), interpolation=cv2.INTER_LINEAR)[:height, :width]
    result = np.empty_like(image)
    across = np.repeat(np.arange(width, dtype=np.float32)[None, :], _STRIP, axis=0)
    for top in range(0, height, _STRIP):  # in strips, which stay in the processor's cache
        high = min(_STRIP, height - top)
        down = fine[top : top + high] + np.arange(top, top + high, dtype=np.float32)[:, None]
        result[top : top + high] = cv2.remap(
            image, across[:high], down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
    return result


def _terms(x: Floats, y: Floats) -> Floats:
    """The polynomial's terms at each place: all have x, as a shift of whole rows says nothing of their bend."""
    return np.stack([x**i * y**j for i in range(1, _ACROSS + 1) for j in range(_DOWN + 1)], axis=1)


def _lines(found: Boxes, size: float) -> Longs:
    """The number of the line each letter stands in: letters that are each other's next neighbours are chained."""
    left, right = found[:, 0].astype(np.float64), (found[:, 0] + found[:, 2]).astype(np.float64)
    foot, middle = (found[:, 1] + found[:, 3]).astype(np.float64), (found[:, 1] + found[:, 3] / 2).astype(np.float64)
    centre = (left + right) / 2
    gap = left[None, :] - right[:, None]
    aside = np.minimum(np.abs(foot[None, :] - foot[:, None]), np.abs(middle[None, :] - middle[:, None]))
    near = (gap < _GAP * size) & (centre[None, :] > centre[:, None] + 0.2 * size) & (aside < _ASIDE * size)
    distance = np.where(near, np.maximum(gap, 0) + 2 * aside, np.inf)
    following, leading = distance.argmin(axis=1), distance.argmin(axis=0)
    line = np.arange(len(found))
    for place in np.argsort(centre):
        after = following[place]
        if np.isfinite(distance[place, after]) and leading[after] == place:
            line[after] = line[place]
    return line


def _feet(x: Floats, y: Floats, line: Longs, size: float) -> tuple[Floats, Floats, Longs]:
    """The letters that stand on their line's foot, of lines long enough to tell."""
    kept = []
    for number in np.unique(line):
        members = np.nonzero(line == number)[0]
        for _ in range(2):
            if len(members) < _LEAST_CHAIN:
                break
            degree = 2 if len(members) >= 12 and np.ptp(x[members]) > 8 * size else 1
            with np.errstate(all="ignore"):
                curve = np.polyfit(x[members] - x[members[0]], y[members], degree)
            off = y[members] - np.polyval(curve, x[members] - x[members[0]])
            members = members[np.abs(off - np.median(off)) <= _FOOT * size]
        if len(members) >= _LEAST_CHAIN:
            kept.append(members)
    chosen = np.concatenate(kept) if kept else np.zeros(0, dtype=np.int64)
    return x[chosen], y[chosen], np.unique(line[chosen], return_inverse=True)[1]


def _centred(values: Floats, line: Longs) -> Floats:
    """Values less the mean of their line."""
    count = np.bincount(line)
    if values.ndim == 1:
        return np.asarray(values - (np.bincount(line, values) / count)[line], dtype=np.float64)
    return np.stack([_centred(column, line) for column in values.T], axis=1)


def _fitted(terms: Floats, y: Floats, line: Longs, size: float) -> Floats:
    """The coefficients that level the lines; letters that fit badly count little."""
    shape, rows = _centred(terms, line), _centred(y, line)
    weight: Floats = np.ones(len(y))
    coefficients: Floats = np.zeros(terms.shape[1])
    degrees = np.array([i + j - 1 for i in range(1, _ACROSS + 1) for j in range(_DOWN + 1)], dtype=np.float64)
    for _ in range(4):
        left = shape.T @ (shape * weight[:, None]) + np.diag(_RIDGE * len(y) * (0.05 + degrees))
        coefficients = np.asarray(np.linalg.solve(left, -shape.T @ (rows * weight)), dtype=np.float64)
        off = np.abs(rows + shape @ coefficients)
        weight = 1 / (1 + (off / (0.12 * size)) ** 2)
    return np.asarray(coefficients, dtype=np.float64)


def _uneven(y: Floats, line: Longs) -> float:
    return float(np.sqrt(np.mean(_centred(y, line) ** 2)))


def _is_gentle(bend: Bend) -> bool:
    """Whether the field keeps rows in their order and apart everywhere on the picture."""
    steps = np.linspace(-1, 1, 41)
    x, y = (grid.ravel() for grid in np.meshgrid(steps, steps))
    shift = bend.shift(x, y).reshape(41, 41)
    return bool(np.abs(np.diff(shift, axis=0)).max() / (bend.height / 40) < _STEEPEST)
