"""Boxes on a page."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in fractions of the upright page: 0..1, origin top left, x0 <= x1, y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def overlap(self, other: Box) -> float:
        """Shared area as a fraction of the smaller box's area, 0..1."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        smaller = min(self.width * self.height, other.width * other.height)
        if width <= 0 or height <= 0 or smaller <= 0:
            return 0.0
        return width * height / smaller


def around(boxes: list[Box]) -> Box:
    """The smallest box around all of `boxes` (at least one)."""
    result = boxes[0]
    for box in boxes[1:]:
        result = result.union(box)
    return result
