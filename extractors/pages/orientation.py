"""Which way up a page is, by its content: lines of print across or down, upright or on the head; and its skew."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.ink import Boxes, letters, marks, numbered
from extractors.tokens import Image

_MOST_LINES = 12  # lines read both ways to tell up from down
_LEAST_LETTERS = 4  # in a line
_PLAINLY = 2.5  # times as much line length one way as the other
_FIRST_LINES = 4  # read as they stand before any is turned
_PLAIN = 0.88  # trust of a line that surely stands upright; lines on their head stay below 0.8


def text_lines(mask: Image, least: int = _LEAST_LETTERS) -> Boxes:
    """Boxes (x, y, width, height) of what may be lines of print running across an ink mask, most letters first.

    A line has at least `least` letters.
    """
    side = max(mask.shape)
    found = letters(marks(mask), side)
    if len(found) == 0:
        return np.zeros((0, 4), dtype=np.int32)
    canvas = np.zeros(mask.shape, dtype=np.uint8)
    for x, y, width, height in found:
        canvas[y : y + height, x : x + width] = mask[y : y + height, x : x + width]
    size = int(np.clip(np.median(np.maximum(found[:, 2], found[:, 3])), 5, 40))
    joined = cv2.morphologyEx(canvas, cv2.MORPH_CLOSE, np.ones((1, 2 * size + 1), np.uint8))
    labels, stats = numbered(np.asarray(joined, dtype=np.uint8))
    held = np.bincount(_line_of(found, labels), minlength=len(stats))
    width, height = stats[:, 2], stats[:, 3]
    good = (width >= 4 * height) & (height >= 0.6 * size) & (height <= 3 * size) & (width >= 5 * size)
    good &= held >= least
    good[0] = False  # the background
    order = np.argsort(-held[good], kind="stable")
    return np.asarray(stats[good][order, :4], dtype=np.int32)


def _line_of(found: Boxes, labels: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """The label each letter lies in: the greatest along its middle row (0 is no line)."""
    return np.array([int(labels[y + h // 2, x : x + w].max()) for x, y, w, h in found], dtype=np.int64)


def runs_across(image: Image, mask: Image) -> bool:
    """Whether the lines of print run across the picture rather than down it.

    `mask` is the ink of a smaller copy of `image`. The lengths of lines found either way tell; where they
    do not tell plainly (typewriter print stands in columns too), some lines are read both ways.
    """
    across = text_lines(mask)
    turned_mask = np.ascontiguousarray(np.rot90(mask, -1))
    down = text_lines(turned_mask)
    one, two = float(across[:, 2].sum()), float(down[:, 2].sum())
    if one > _PLAINLY * two or two > _PLAINLY * one:
        return one > two
    factor = max(mask.shape) / max(image.shape[:2])
    return _legibility(image, across, factor) >= _legibility(np.rot90(image, -1), down, factor)


def _legibility(image: Image, lines: Boxes, factor: float) -> float:
    """How well a few of the lines read, upright or on their head, 0..1."""
    from extractors.readers.engines import read_images

    crops = _line_crops(image, lines, factor)
    if not crops:
        return 0.0
    readings = read_images(crops + [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops])
    trusts = np.array([_trust(reading.text, reading.confidence) for reading in readings]).reshape(2, -1)
    # The best few: rows of dashes are lines too, and say nothing.
    best = np.sort(trusts, axis=1)[:, -_FIRST_LINES:]
    return float(best.sum(axis=1).max()) / _FIRST_LINES


def legible(image: Image, line: npt.NDArray[np.int32], factor: float) -> bool:
    """Whether a box (x, y, width, height of a copy scaled by `factor`) of a picture holds print, either way up."""
    from extractors.readers.engines import read_images

    crops = _line_crops(image, line[None, :], factor)
    readings = read_images(crops + [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops])
    return any(_trust(reading.text, reading.confidence) >= _PLAIN for reading in readings)


def slanted_legible(image: Image, line: Boxes, slope: float, factor: float) -> bool:
    """Whether letters (boxes on a copy scaled by `factor`) in a line that sinks by `slope` are print, either way up."""
    from extractors.readers.engines import read_images

    left, right = float(line[:, 0].min()), float((line[:, 0] + line[:, 2]).max())
    high = float(np.percentile(line[:, 3], 85))
    right = min(right, left + 14 * high)
    first = line[line[:, 0] < right]
    middle = float(np.mean(first[:, 1] + first[:, 3] / 2 - slope * (first[:, 0] + first[:, 2] / 2)))
    long, pad = (right - left) / factor, 0.7 * high / factor
    turn = np.array([[1.0, 0.0, left / factor], [slope, 1.0, (middle + slope * left - high / 2) / factor - pad]])
    size = max(1, round(long)), max(1, round(high / factor + 2 * pad))
    crop = cv2.warpAffine(image, turn, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    picture = np.asarray(crop, dtype=np.uint8)
    readings = read_images([picture, np.ascontiguousarray(picture[::-1, ::-1])])
    return any(_trust(reading.text, reading.confidence) >= _PLAIN for reading in readings)


def skew_degrees(mask: Image, reach: float = 12.0) -> float:
    """How far the lines of print are turned from level, in degrees (positive: they sink to the right).

    The turn at which the rows' ink profile is sharpest, to 0.05 degrees; 0 where there is too little ink.
    """
    found = letters(marks(mask), max(mask.shape))
    if len(found) < 12:
        return 0.0
    # The feet of the letters: baselines are sharper than whole letters, and ruling does not count.
    x = found[:, 0] + found[:, 2] / 2
    y = (found[:, 1] + found[:, 3]).astype(np.float64)
    best = 0.0
    for step, span in ((1.0, reach), (0.25, 1.0), (0.05, 0.25)):
        angles = best + np.arange(-span, span + step / 2, step)
        scores = [_sharpness(x, y, float(angle)) for angle in angles]
        best = float(angles[int(np.argmax(scores))])
    return 0.0 if abs(best) >= reach - 0.5 else best


def _sharpness(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], degrees: float) -> float:
    radians = np.deg2rad(degrees)
    rows = y * np.cos(radians) - x * np.sin(radians)
    rows -= rows.min()
    profile = np.bincount((rows * 0.5).astype(np.int64)).astype(np.float64)
    shifted = np.bincount((rows * 0.5 + 0.5).astype(np.int64)).astype(np.float64)
    return float((profile**2).sum() + (shifted**2).sum())


def is_upside_down(image: Image, lines: Boxes, factor: float) -> bool:
    """Whether print that runs across stands on its head.

    `image` is the full picture, `lines` boxes found on it scaled by `factor`. Most pages are upright, so a
    few of the longest lines are read as they stand first; only where they do not read as words are more
    read both ways, and the way that reads with more confidence is up. Unclear counts as upright.
    """
    from extractors.readers.engines import read_images

    crops = _line_crops(image, lines, factor)
    first = [_trust(reading.text, reading.confidence) for reading in read_images(crops[:_FIRST_LINES])]
    if sum(trust >= _PLAIN for trust in first) * 2 > len(first):
        return False
    turned = [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops]
    readings = read_images(crops[_FIRST_LINES:] + turned)
    trusts = first + [_trust(reading.text, reading.confidence) for reading in readings]
    up, down = trusts[: len(crops)], trusts[len(crops) :]
    return sum(down) > sum(up) and sum(two > one for one, two in zip(up, down, strict=True)) * 2 > len(crops)


def _line_crops(image: Image, lines: Boxes, factor: float) -> list[Image]:
    """Pictures of the first lines; a piece of each is enough, long ones cost time and are likelier to be bent."""
    crops = []
    for x, y, width, height in lines[:_MOST_LINES]:
        pad = height * 0.25
        width = min(width, 10 * height)
        top, bottom = int((y - pad) / factor), int((y + height + pad) / factor)
        left, right = int((x - pad) / factor), int((x + width + pad) / factor)
        crop = image[max(0, top) : bottom, max(0, left) : right]
        if crop.shape[0] >= 8 and crop.shape[1] >= 16:
            crops.append(crop)
    return crops


def _trust(text: str, confidence: float) -> float:
    """Confidence weighed by how much of the reading is letters and digits Poles use; short pieces prove little."""
    signs = text.replace(" ", "")
    if sum(sign.isalnum() for sign in signs) < 4:
        return 0.0  # a row of dashes reads alike either way up
    usual = sum(1 for sign in signs if (sign.isalnum() or sign in ".,:/-()") and ord(sign) < 0x180)
    return confidence * usual / len(signs)
