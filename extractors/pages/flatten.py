"""The sheet on a desk: its four corners, found only where its outline is plain to see.

Cutting off content is worse than leaving the desk in: whatever is doubtful keeps the whole frame.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from extractors.tokens import Image

Corners = npt.NDArray[np.float32]  # 4 x 2, pixels, clockwise from top left
Matrix = npt.NDArray[np.float64]  # 3 x 3

_LEAST_AREA = 0.25  # of the frame; a smaller bright quadrilateral is a thing on the page, not the page
_LEAST_FILL = 0.94  # of the quadrilateral that the bright region must fill
_LEAST_CONTRAST = 18  # grey levels between inside and outside along each side
_MARGIN = 0.006  # the sheet's edge is kept with a little of the desk


def find_sheet(small: Image) -> Corners | None:
    """Corners of the sheet in a small BGR picture (longer side about 800 px), or None when not plain.

    The sheet is taken to be brighter or less coloured than what it lies on.
    """
    blurred = cv2.GaussianBlur(small, (0, 0), 2)
    light = cv2.cvtColor(blurred, cv2.COLOR_BGR2GRAY)
    colour = cv2.cvtColor(blurred, cv2.COLOR_BGR2HSV)[:, :, 1]
    best: tuple[float, Corners] | None = None
    for plane in (light, cv2.subtract(light, colour), 255 - colour):
        for corners, fill in _quadrilaterals(np.asarray(plane, dtype=np.uint8)):
            contrast = _edge_contrast(np.asarray(plane, dtype=np.uint8), corners)
            if contrast >= _LEAST_CONTRAST and (best is None or fill > best[0]):
                best = fill, corners
    return None if best is None else _widened(best[1], small.shape[1], small.shape[0])


def _quadrilaterals(plane: Image) -> list[tuple[Corners, float]]:
    """Four-cornered bright regions of one plane with the share of the quadrilateral they fill."""
    height, width = plane.shape
    mask = cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8))
    contours = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]
    found = []
    for contour in contours:
        if cv2.contourArea(contour) < _LEAST_AREA * width * height:
            continue
        hull = cv2.convexHull(contour)
        for slack in (0.01, 0.02, 0.03, 0.05):
            outline = cv2.approxPolyDP(hull, slack * cv2.arcLength(hull, True), True)
            if len(outline) == 4:
                corners = _ordered(outline.reshape(4, 2).astype(np.float32))
                fill = cv2.contourArea(hull) / max(1.0, cv2.contourArea(corners))
                solid = cv2.contourArea(contour) / max(1.0, cv2.contourArea(hull))
                if _plausible(corners) and 1 / _LEAST_FILL > fill > _LEAST_FILL and solid > _LEAST_FILL:
                    found.append((corners, float(min(fill, 1 / fill) * solid)))
                break
    return found


def _ordered(corners: Corners) -> Corners:
    """Clockwise from the corner nearest the frame's top left."""
    centre = corners.mean(axis=0)
    angle = np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0])
    ring = corners[np.argsort(angle)]
    return np.roll(ring, -int(np.argmin(ring.sum(axis=1))), axis=0)


def _plausible(corners: Corners) -> bool:
    """Whether the corners may be a rectangle seen by a hand-held camera: no corner far from square."""
    ring = np.vstack([corners[-1:], corners, corners[:1]])
    for before, here, after in zip(ring, ring[1:], ring[2:], strict=False):
        one, two = before - here, after - here
        norm = float(np.linalg.norm(one) * np.linalg.norm(two))
        if norm == 0 or abs(float(one @ two)) / norm > 0.34:  # within 20 degrees of a right angle
            return False
    return True


def _edge_contrast(plane: Image, corners: Corners) -> float:
    """The least difference of level across the sides that lie inside the frame; 0 if none does."""
    height, width = plane.shape
    centre = corners.mean(axis=0)
    contrasts = []
    for one, two in pairwise(np.vstack([corners, corners[:1]])):
        steps = np.linspace(0.08, 0.92, 40)[:, None]
        side = one + (two - one) * steps
        along = (two - one) / max(1e-6, float(np.linalg.norm(two - one)))
        outward = np.array([along[1], -along[0]])
        if float(outward @ (side.mean(axis=0) - centre)) < 0:
            outward = -outward
        outer, inner = side + 7 * outward, side - 7 * outward
        inside = (outer[:, 0] >= 0) & (outer[:, 1] >= 0) & (outer[:, 0] < width) & (outer[:, 1] < height)
        if inside.sum() < 10:
            continue  # the sheet runs out of the frame here
        contrasts.append(float(np.median(_levels(plane, inner[inside]) - _levels(plane, outer[inside]))))
    return min(contrasts, default=0.0)


def _levels(plane: Image, points: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    height, width = plane.shape
    x = np.clip(points[:, 0].round().astype(int), 0, width - 1)
    y = np.clip(points[:, 1].round().astype(int), 0, height - 1)
    return np.asarray(plane[y, x], dtype=np.float64)


def _widened(corners: Corners, width: int, height: int) -> Corners:
    """A little larger, inside the frame."""
    centre = corners.mean(axis=0)
    grown = centre + (corners - centre) * (1 + 2 * _MARGIN)
    return np.asarray(np.clip(grown, [0, 0], [width - 1, height - 1]), dtype=np.float32)


def flattening(corners: Corners) -> tuple[Matrix, int, int]:
    """The matrix that lays the sheet flat, and the flat sheet's width and height in pixels."""
    top_left, top_right, bottom_right, bottom_left = corners.astype(np.float64)
    width = max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left))
    height = max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right))
    across, down = max(1, round(float(width))), max(1, round(float(height)))
    target = np.array([[0, 0], [across - 1, 0], [across - 1, down - 1], [0, down - 1]], dtype=np.float32)
    return np.asarray(cv2.getPerspectiveTransform(corners, target), dtype=np.float64), across, down
