"""Ink apart from paper: the background divided away, and what looks like print.

The tutorial recipe (adaptive threshold) is the worst preparation for photos; dividing the picture by its
estimated background keeps the strokes' grey levels and takes shadows and uneven light away.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.tokens import Image

Boxes = npt.NDArray[np.int32]  # n x 4: x, y, width, height in pixels
Labels = npt.NDArray[np.int32]  # what `numbered` gives: a page's pieces by pixel, or their places, a row each

# One thread a page, as pages are read side by side; to share one out costs more than it gives, and the quick way of
# numbering pieces of ink is taken by one thread only.
cv2.setNumThreads(1)

_INK_LEVEL = 190  # of 255 after division: print is below, paper and its noise above
_DARKEST = 0.3  # per cent of a page's pixels that print covers at the least
_PALEST = 225  # of 255: the darkest print of a page is below (a tired toner's 199 was seen), a blank sheet above (239)


def grey(image: Image) -> Image:
    """One channel of a BGR or grey picture."""
    if image.ndim == 2:
        return image
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def shrink(image: Image, side: int) -> tuple[Image, float]:
    """The picture with its longer side at most `side`, and the factor (<= 1) it was scaled by."""
    height, width = image.shape[:2]
    factor = min(1.0, side / max(height, width))
    if factor == 1.0:
        return image, 1.0
    # Whole-step decimation first: averaging a hundred megapixels is not worth its time.
    step = max(1, int(0.5 / factor))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = cv2.resize(np.ascontiguousarray(image[::step, ::step]), size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), factor


def divide_background(picture: Image) -> Image:
    """A grey picture divided by its background: paper near 255 everywhere, ink dark, light evened out.

    The background is the brightest level around each place (wider than any stroke), smoothed.
    """
    height, width = picture.shape[:2]
    side = max(height, width)
    reduced = max(1, side // 500)
    size = (max(1, width // reduced), max(1, height // reduced))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    paper = _smoothed(np.asarray(paper, dtype=np.uint8))
    background = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    background = np.maximum(background, 24)  # an unlit frame has no paper to divide by
    return np.asarray(cv2.divide(picture, background, scale=250), dtype=np.uint8)


_REACH = 24  # pixels: beyond the median's 7 and the blur's 12 nothing changes


def _smoothed(paper: Image) -> Image:
    """The median of 15 x 15 pixels, blurred. Where all around is one level nothing is to be done: most of a drawn
    page."""
    level = int(paper.max())
    rows, columns = (np.flatnonzero((paper < level).any(axis=axis)) for axis in (1, 0))
    smoothed = np.full_like(paper, level)
    if len(rows):
        height, width = paper.shape
        part = (
            slice(max(0, int(rows[0]) - _REACH), min(height, int(rows[-1]) + _REACH + 1)),
            slice(max(0, int(columns[0]) - _REACH), min(width, int(columns[-1]) + _REACH + 1)),
        )
        smoothed[part] = cv2.GaussianBlur(cv2.medianBlur(np.ascontiguousarray(paper[part]), 15), (0, 0), 4)
    return smoothed


@dataclass(frozen=True, slots=True)
class Marks:
    """Connected pieces of ink of a divided picture: `boxes` n x 4 (x, y, width, height), `areas` n."""

    boxes: Boxes
    areas: npt.NDArray[np.int32]


def ink_mask(divided: Image) -> Image:
    """255 where a divided picture has ink, else 0. Where all print is pale, ink begins halfway to its darkest."""
    darkest = float(np.percentile(divided[::2, ::2], _DARKEST))
    # Grain alone stays nearer to the paper's white than `_PALEST`.
    level = (255 + darkest) / 2 if _INK_LEVEL - 15 <= darkest <= _PALEST else _INK_LEVEL
    return np.asarray(cv2.threshold(divided, level, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)


def marks(mask: Image) -> Marks:
    """The connected pieces of a mask."""
    stats = numbered(mask)[1][1:]
    return Marks(stats[:, :4].astype(np.int32), stats[:, 4].astype(np.int32))


def numbered(mask: Image) -> tuple[Labels, Labels]:
    """The number of its connected piece (8 neighbours) for each pixel of a mask, 0 for none; and each piece's x, y,
    width, height and area, the ground's first."""
    # The same numbers as OpenCV's usual way gives, in 40 % of its time.
    found = cv2.connectedComponentsWithStatsWithAlgorithm(mask, 8, cv2.CV_32S, cv2.CCL_BBDT)
    return np.asarray(found[1], dtype=np.int32), np.asarray(found[2], dtype=np.int32)


def letters(found: Marks, side: int) -> Boxes:
    """The pieces that may be letters or digits, by size alone, on a picture whose longer side is `side`."""
    width, height = found.boxes[:, 2], found.boxes[:, 3]
    longest, shortest = np.maximum(width, height), np.minimum(width, height)
    good = (longest >= 5) & (longest <= side / 20) & (shortest >= 2) & (found.areas >= 8)
    good &= longest <= 8 * shortest
    return found.boxes[good]
