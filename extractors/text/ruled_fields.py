"""Fields of a form: rectangles closed by rules or by edges of shade, as headings, parties and values stand in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractors.tokens import Image
from programme.geometry import Box

_CONTRAST = 14  # of 255: pale grey rules and fields count
_SHORTEST = 1.9  # letter heights: no stroke of ordinary print is as long
_CROSSING = 0.17  # of that length: how thick a crossing rule may be
_LEAST_WIDTH, _LEAST_HEIGHT = 1.6, 0.9  # letter heights
_WIDEST, _HIGHEST = 0.985, 0.5  # shares of the page: more is a frame around everything
_FILLED = 0.7  # share of its rectangle that a field's ground makes up beside its print
_UPPER = 0.7  # share of the page that is looked at: heads stand above the table
_MOST = 600  # more closed pieces are a picture or a pattern


def ruled_fields(image: Image, letter_height: float) -> tuple[Box, ...]:
    """The closed fields of the upper part of an upright page's picture, as fractions of the page.

    Letters are `letter_height` pixels high.
    """
    import cv2

    whole = image.shape[0]
    image = image[: round(_UPPER * whole)]
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) if image.ndim == 3 else image
    length = max(12, round(_SHORTEST * letter_height))
    if min(grey.shape) < length:
        return ()  # no room for a wall
    walls = _edges(np.asarray(grey, dtype=np.uint8), length)
    closed = _closed(walls)
    if len(closed) >= _MOST:
        return ()
    height, width = whole, grey.shape[1]
    fields = []
    for x, y, w, h in closed:
        sized = w >= _LEAST_WIDTH * letter_height and h >= _LEAST_HEIGHT * letter_height
        if not sized or w > _WIDEST * width or h > _HIGHEST * height:
            continue
        inside = walls[y : y + h, x : x + w]
        paper = w * h - cv2.countNonZero(inside)
        # Most have no wall inside, or so many that no piece of paper is large enough.
        if paper >= _FILLED * w * h and (paper == w * h or _area(inside) >= _FILLED * w * h):
            fields.append(Box(x / width, y / height, (x + w) / width, (y + h) / height))
    return tuple(fields)


def _closed(walls: npt.NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """x, y, width and height of each piece of paper that walls and the picture's edge close in, from the top.

    They are the holes of the walls: to follow outlines costs a thirtieth of numbering all pixels.
    """
    import cv2

    framed = cv2.copyMakeBorder(walls, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    outlines, tree = cv2.findContours(framed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline, (_, _, _, parent) in zip(outlines, tree[0].tolist(), strict=True):
        if parent >= 0:
            # The outline of a hole runs along the walls around it, here a pixel off for the frame as well.
            x, y, w, h = (int(value) for value in cv2.boundingRect(outline))
            found.append((x, y, w - 2, h - 2))
    return sorted(found, key=lambda piece: (piece[1], piece[0]))


def _area(walls: npt.NDArray[np.uint8]) -> int:
    """How many pixels of a rectangle belong to the piece of paper that reaches all its sides."""
    import cv2

    stats = cv2.connectedComponentsWithStats((walls == 0).astype(np.uint8), connectivity=4)[2][1:]
    height, width = walls.shape
    whole = (stats[:, 2] == width) & (stats[:, 3] == height)
    return int(stats[whole, 4].max(initial=0))


def _edges(grey: npt.NDArray[np.uint8], length: int) -> npt.NDArray[np.uint8]:
    """1 where brightness changes along a straight line of at least `length` pixels, across or down."""
    import cv2

    across = np.zeros(grey.shape, np.uint8)
    down = np.zeros(grey.shape, np.uint8)
    across[1:, :] = cv2.absdiff(grey[1:], grey[:-1]) >= _CONTRAST
    down[:, 1:] = cv2.absdiff(grey[:, 1:], grey[:, :-1]) >= _CONTRAST
    # Where a rule crosses another there is no change to see.
    crossing = np.ones((max(5, round(_CROSSING * length)), 1), np.uint8)
    down = np.asarray(cv2.morphologyEx(down, cv2.MORPH_CLOSE, crossing), dtype=np.uint8)
    lines = [
        cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(size, np.uint8))
        for mask, size in ((across, (1, length)), (down, (length, 1)))
    ]
    # Corners where a rule meets an edge of shade may miss one another by a pixel.
    joined = cv2.dilate(cv2.bitwise_or(lines[0], lines[1]), np.ones((3, 3), np.uint8))
    return np.asarray(joined, dtype=np.uint8)
