"""From a PDF's user space to the upright page: /Rotate and the direction of the text both undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from programme.geometry import Box

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's visible rectangle in user space (left, bottom, right, top; points) and the clockwise turn
    (0, 90, 180, 270 degrees) that makes it upright."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def width(self) -> float:
        """Of the upright page, in points."""
        return self.top - self.bottom if self.turn in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        """Of the upright page, in points."""
        return self.right - self.left if self.turn in (90, 270) else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A user space point in points of the upright page, origin top left."""
        across, down = x - self.left, self.top - y
        if self.turn == 90:
            return (self.top - self.bottom) - down, across
        if self.turn == 180:
            return (self.right - self.left) - across, (self.top - self.bottom) - down
        if self.turn == 270:
            return down, (self.right - self.left) - across
        return across, down

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """A user space rectangle as (x0, y0, x1, y1) in points of the upright page."""
        u0, v0 = self.point(left, bottom)
        u1, v1 = self.point(right, top)
        return min(u0, u1), min(v0, v1), max(u0, u1), max(v0, v1)

    def box(self, rect: Rect) -> Box:
        """A rectangle in points of the upright page as a Box, clipped to the page."""
        x0, y0, x1, y1 = rect
        return Box(
            min(1.0, max(0.0, x0 / self.width)),
            min(1.0, max(0.0, y0 / self.height)),
            min(1.0, max(0.0, x1 / self.width)),
            min(1.0, max(0.0, y1 / self.height)),
        )


def upright_turn(angles: Iterable[int], page_rotation: int) -> int:
    """The clockwise turn that makes a page upright.

    `angles` are the directions of its characters in user space, degrees counter-clockwise. Text that runs at 90
    degrees is upright after a quarter turn clockwise, whatever /Rotate says; where there is little text, or it runs
    several ways, /Rotate (`page_rotation`) is believed.
    """
    counted = Counter(angles)
    total = sum(counted.values())
    if total >= 20:
        angle, count = counted.most_common(1)[0]
        if angle in (0, 90, 180, 270) and count >= 0.6 * total:
            return angle
    return page_rotation % 360
