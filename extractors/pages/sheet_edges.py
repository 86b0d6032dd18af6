"""The sheet by its edges: four long straight edges with even paper inside, where no region stands out as a whole.

A white sheet on a white table, or on a checked cloth whose white squares run into it, has no outline as a region;
its edges are there all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.tokens import Image

Corners = npt.NDArray[np.float32]  # 4 x 2, pixels, clockwise from top left
Floats = npt.NDArray[np.float64]

_PRINT = 0.016  # of the longer side: strokes and rules thinner than this are closed before edges are looked for
_SEGMENT = 0.035  # of the longer side; shorter segments say nothing
_MOST_LINES = 20  # of each direction
_SAMPLES = 240  # places along a line, from one border of the frame to the other
_STRETCH, _SURROUNDINGS = 3.0, 0.05  # times the contrast; of the longer side
_EDGE = 1.5  # grey levels a pixel; less is no edge, however long
_BESIDE = 5  # pixels from an edge to where its two sides are judged
_LEAST_SIDE, _LEAST_MEAN = 0.5, 0.68  # share of a side, of all sides, that is an edge
_LEAST_AREA = 0.3  # of the frame
_LEAST_APART = 0.4  # of the frame's shorter side, between opposite sides
_LEAST_LINE = 0.2  # of a line from border to border that must be an edge
_TRIED = 500  # of the best quadrilaterals, whose paper is looked at
_SQUARE = 0.62  # cosine; corners of a sheet seen from the side are within 38 degrees of square
_EVEN = 9.0  # grey levels by which the paper along an edge may vary from one place to the next
_BORDER_SUPPORT = 0.6  # of a side where the sheet runs out of the frame


@dataclass(frozen=True)
class _Lines:
    """Straight lines from border to border of the frame: y = slope * x + start for those that run across,
    x = slope * y + start for those that run down. `edges` (lines x samples + 1) counts edges along them, from the
    first sample on; `border` marks the frame's own sides."""

    slope: Floats
    start: Floats
    edges: Floats
    border: npt.NDArray[np.bool_]


def sheet_by_edges(small: Image) -> Corners | None:
    """Corners of the sheet in a small BGR picture (longer side about 800 px), or None where no four edges agree."""
    side = max(small.shape[:2])
    size = max(5, round(_PRINT * side)) | 1
    plain = cv2.morphologyEx(cv2.GaussianBlur(small, (0, 0), 1.0), cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))
    light = np.asarray(cv2.GaussianBlur(cv2.cvtColor(plain, cv2.COLOR_BGR2GRAY), (0, 0), 1.2), np.uint8)
    segments = _segments(_stretched(light), _SEGMENT * side)
    strength = _strength(np.asarray(plain, np.uint8))
    across = _lines(segments, strength)
    down = _lines(segments[:, [1, 0, 3, 2]], np.ascontiguousarray(strength.T))
    rings, scores = _sheets(across, down, light.shape[1], light.shape[0])
    for place in np.argsort(-scores)[:_TRIED]:
        if _is_even(light, rings[place]):
            return np.asarray(rings[place], dtype=np.float32)
    return None


def _stretched(light: Image) -> Image:
    """The picture less its surroundings, its contrasts trebled: a white sheet on white differs by a few levels."""
    around = cv2.GaussianBlur(light.astype(np.float32), (0, 0), _SURROUNDINGS * max(light.shape))
    return np.asarray(np.clip(128 + _STRETCH * (light - around), 0, 255), dtype=np.uint8)


def _segments(light: Image, least: float) -> Floats:
    """Straight pieces of edges (x0, y0, x1, y1) at least so many pixels long."""
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(light)[0]
    if found is None:
        return np.zeros((0, 4))
    pieces = found.reshape(-1, 4).astype(np.float64)
    return np.asarray(pieces[np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]) >= least])


def _strength(plain: Image) -> npt.NDArray[np.float32]:
    """How steep the picture is, in any of its channels, per pixel."""
    blurred = cv2.GaussianBlur(plain, (0, 0), 1.0).astype(np.float32)
    across, down = cv2.Sobel(blurred, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(blurred, cv2.CV_32F, 0, 1) / 8
    steep = np.sqrt(across**2 + down**2).max(axis=2)
    return np.asarray(cv2.dilate(steep, np.ones((5, 5), np.uint8)), dtype=np.float32)


def _lines(segments: Floats, strength: npt.NDArray[np.float32]) -> _Lines:
    """The best supported lines that run across, and the frame's upper and lower border.

    For lines that run down, segments and strength are given with x and y exchanged.
    """
    height, width = strength.shape
    run, rise = segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]
    level = np.abs(run) > np.abs(rise)
    chosen = segments[level][np.argsort(-np.hypot(run, rise)[level])][:80]
    x = np.linspace(0, width - 1, _SAMPLES)
    found: list[tuple[float, float, Floats]] = []
    for x0, y0, x1, y1 in chosen:
        slope = float((y1 - y0) / (x1 - x0))
        start = float(y0 - slope * x0)
        if any(abs(start - b) + abs(start - b + (slope - a) * width) < 0.012 * max(width, height) for a, b, _ in found):
            continue
        y = (slope * x + start).round().astype(int)
        inside = (y >= 0) & (y < height)
        edge = np.zeros(_SAMPLES)
        edge[inside] = strength[y[inside], x[inside].round().astype(int)] >= _EDGE
        if edge.mean() >= _LEAST_LINE:
            found.append((slope, start, np.concatenate([[0.0], np.cumsum(edge)])))
    found.sort(key=lambda line: -float(line[2][-1]))
    none = np.zeros(_SAMPLES + 1)
    found = [*found[:_MOST_LINES], (0.0, 0.0, none), (0.0, height - 1.0, none)]
    slopes, starts, edges = zip(*found, strict=True)
    border = np.arange(len(found)) >= len(found) - 2
    return _Lines(np.array(slopes), np.array(starts), np.array(edges), border)


def _sheets(across: _Lines, down: _Lines, width: int, height: int) -> tuple[Corners, Floats]:
    """All pairs of pairs of lines that make a sheet: their corners (n x 4 x 2) and how well they do."""
    ones = np.array([(i, j) for i in range(len(across.slope)) for j in range(i + 1, len(across.slope))])
    twos = np.array([(i, j) for i in range(len(down.slope)) for j in range(i + 1, len(down.slope))])
    pairs = np.concatenate([np.repeat(ones, len(twos), axis=0), np.tile(twos, (len(ones), 1))], axis=1)
    borders = across.border[pairs[:, :2]].sum(axis=1) + down.border[pairs[:, 2:]].sum(axis=1)
    pairs = pairs[borders <= 1]
    # Corner (across, down) for the four combinations; x = c * y + d and y = a * x + b.
    a, b = across.slope[:, None], across.start[:, None]
    c, d = down.slope[None, :], down.start[None, :]
    meet_x = (c * b + d) / (1 - c * a)
    meet = np.stack([meet_x, a * meet_x + b], axis=2)
    one, other, left, right = pairs.T
    # The upper line first, the left line first.
    swap = meet[one, left, 1] + meet[one, right, 1] > meet[other, left, 1] + meet[other, right, 1]
    one, other = np.where(swap, other, one), np.where(swap, one, other)
    swap = meet[one, left, 0] + meet[other, left, 0] > meet[one, right, 0] + meet[other, right, 0]
    left, right = np.where(swap, right, left), np.where(swap, left, right)
    rings = np.stack([meet[one, left], meet[one, right], meet[other, right], meet[other, left]], axis=1)
    good = _plausible(rings, width, height)
    rings, one, other, left, right = rings[good], one[good], other[good], left[good], right[good]
    sides = (
        _support(across, one, rings[:, 0, 0], rings[:, 1, 0], width),
        _support(down, right, rings[:, 1, 1], rings[:, 2, 1], height),
        _support(across, other, rings[:, 3, 0], rings[:, 2, 0], width),
        _support(down, left, rings[:, 0, 1], rings[:, 3, 1], height),
    )
    supports = np.stack(sides, axis=1)
    lengths = np.linalg.norm(rings - np.roll(rings, -1, axis=1), axis=2)
    means = (supports * lengths).sum(axis=1) / lengths.sum(axis=1)
    good = (supports.min(axis=1, initial=1.0) >= _LEAST_SIDE) & (means >= _LEAST_MEAN)
    rings = np.clip(rings[good], 0, [width - 1, height - 1])
    return rings.astype(np.float32), means[good] * (_areas(rings) / (width * height)) ** 0.5


def _areas(rings: Floats) -> Floats:
    x, y = rings[:, :, 0], rings[:, :, 1]
    twice = (x * np.roll(y, -1, axis=1) - np.roll(x, -1, axis=1) * y).sum(axis=1)
    return np.asarray(np.abs(twice) / 2, dtype=np.float64)


def _plausible(rings: Floats, width: int, height: int) -> npt.NDArray[np.bool_]:
    """Which quadrilaterals may be a sheet seen by a hand-held camera."""
    slack = 0.02 * max(width, height)
    good = (rings >= -slack).all(axis=(1, 2)) & (rings <= [width + slack, height + slack]).all(axis=(1, 2))
    good &= _areas(rings) >= _LEAST_AREA * width * height
    after, before = np.roll(rings, -1, axis=1) - rings, np.roll(rings, 1, axis=1) - rings
    norms = np.maximum(np.linalg.norm(after, axis=2) * np.linalg.norm(before, axis=2), 1e-6)
    good &= (np.abs((after * before).sum(axis=2)) / norms <= _SQUARE).all(axis=1)
    across = np.linalg.norm((rings[:, 0] + rings[:, 3] - rings[:, 1] - rings[:, 2]) / 2, axis=1)
    down = np.linalg.norm((rings[:, 0] + rings[:, 1] - rings[:, 2] - rings[:, 3]) / 2, axis=1)
    return np.asarray(good & (np.minimum(across, down) >= _LEAST_APART * min(width, height)))


def _support(lines: _Lines, which: npt.NDArray[np.int64], start: Floats, end: Floats, length: int) -> Floats:
    """The share of each line between two places along it that is an edge."""
    first = np.clip((np.minimum(start, end) / length * _SAMPLES).astype(int), 0, _SAMPLES)
    last = np.clip((np.maximum(start, end) / length * _SAMPLES).astype(int), 0, _SAMPLES)
    share = (lines.edges[which, last] - lines.edges[which, first]) / np.maximum(1, last - first)
    return np.asarray(np.where(lines.border[which], _BORDER_SUPPORT, share), dtype=np.float64)


def _is_even(light: Image, ring: Corners) -> bool:
    """Whether along every side, just inside, lies one even surface: paper, not the squares of a cloth."""
    height, width = light.shape
    centre = ring.mean(axis=0)
    for place in range(4):
        one, two = ring[place].astype(np.float64), ring[(place + 1) % 4].astype(np.float64)
        points = one + (two - one) * np.linspace(0.06, 0.94, 60)[:, None]
        inward = np.array([one[1] - two[1], two[0] - one[0]]) / max(1e-6, float(np.linalg.norm(two - one)))
        if float(inward @ (centre - (one + two) / 2)) < 0:
            inward = -inward
        points = points + _BESIDE * 1.6 * inward
        x = np.clip(points[:, 0].round().astype(int), 0, width - 1)
        y = np.clip(points[:, 1].round().astype(int), 0, height - 1)
        levels = light[y, x].astype(np.float64)
        steps = np.abs(levels[4:] - levels[:-4])
        if np.percentile(steps, 80) > _EVEN:
            return False
    return True
