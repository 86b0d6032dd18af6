"""Signs of a text layer as the page draws them: pictures that can be told alike without reading them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.tokens import Image
from programme.geometry import Box

Picture = npt.NDArray[np.float32]

_EM, _SIDE = 24.0, 44  # pixels: the font size signs are brought to, and the canvas they stand on
_SLACK = 2  # pixels a sign's edge may reach beyond its box
_NO_INK = 24  # grey levels: what differs less from the paper is not seen
_MOST_OVERLAP = 0.35  # of the narrower sign's width; further into one another they are not told apart
# Signs of one font that are alike differ by 0.07 of their ink (median) and by at most 0.4 at any place; different
# signs of one font by 0.25 and 0.47 at the least ("S" and "5", "8" and "0").
_ALIKE_INK, _ALIKE_PLACE = 0.22, 0.30


@dataclass(frozen=True, slots=True)
class Sign:
    """A character of the text layer: its box in fractions of the page, its font size as a fraction of the page's
    height."""

    text: str
    box: Box
    em: float


@dataclass(frozen=True, slots=True)
class DrawnSign:
    """A character and the picture in its place: 0 paper to 1 ink, centred, at one font size. `left` and `right` bound
    its place, as fractions of the cell's width."""

    text: str
    picture: Picture
    left: float
    right: float


def drawn_signs(page: Image, cell: Box, signs: Sequence[Sign], pad: float) -> tuple[DrawnSign, ...] | None:
    """The pictures of a cell's signs, left to right; None where they are not all there is to see in the cell.

    `page` is grey; `cell` is widened sideways by `pad` of its height, as it is for the recogniser. None too where signs
    stand over one another or draw nothing.
    """
    height, width = page.shape[:2]
    margin = cell.height * height * pad
    left, right = max(0, int(cell.x0 * width - margin)), min(width, round(cell.x1 * width + margin) + 1)
    top, bottom = max(0, round(cell.y0 * height)), min(height, round(cell.y1 * height) + 1)
    crop = page[top:bottom, left:right]
    if crop.size == 0:
        return None
    paper = int(np.bincount(crop.ravel(), minlength=256).argmax())
    ink = np.abs(crop.astype(np.int16) - paper)
    ordered = sorted(signs, key=lambda sign: sign.box.x0)
    spans = [(sign.box.x0 * width - left, sign.box.x1 * width - left) for sign in ordered]
    places = _places(spans, crop.shape[1])
    if places is None or paper < 128:
        return None
    drawn = []
    for sign, (first, last) in zip(ordered, places, strict=True):
        picture = _picture(ink[:, first:last], paper, sign.em * height)
        if picture is None:
            return None
        drawn.append(DrawnSign(sign.text, picture, first / crop.shape[1], last / crop.shape[1]))
        ink[:, first:last] = 0
    return tuple(drawn) if drawn and int(ink.max()) <= _NO_INK else None


def _places(spans: Sequence[tuple[float, float]], width: int) -> list[tuple[int, int]] | None:
    """The columns of each sign: its box and a little more, parted halfway between neighbours."""
    edges: list[tuple[float, float]] = []
    for index, (first, last) in enumerate(spans):
        start, end = first - _SLACK, last + _SLACK
        if index:
            before = spans[index - 1]
            if before[1] - first > _MOST_OVERLAP * min(last - first, before[1] - before[0]):
                return None
            start = max(start, (before[1] + first) / 2)
        if index + 1 < len(spans):
            end = min(end, (last + spans[index + 1][0]) / 2)
        edges.append((start, end))
    places = [(max(0, round(start)), min(width, round(end))) for start, end in edges]
    return places if all(end > start for start, end in places) else None


def _picture(ink: npt.NDArray[np.int16], paper: int, em: float) -> Picture | None:
    """What is drawn, brought to one font size, its middle in the canvas's middle."""
    if em <= 0 or int(ink.max()) <= _NO_INK:
        return None
    share: Picture = ink.astype(np.float32) / np.float32(paper)
    moments = cv2.moments(share)
    x, y = moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]
    scale = _EM / em
    if scale < 0.7:
        share = np.asarray(cv2.GaussianBlur(share, (0, 0), 0.4 / scale), dtype=np.float32)
    matrix = np.array([[scale, 0.0, _SIDE / 2 - scale * x], [0.0, scale, _SIDE / 2 - scale * y]])
    return np.asarray(cv2.warpAffine(share, matrix, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR), dtype=np.float32)


def are_alike(one: Picture, other: Picture) -> bool:
    """Whether two pictures show the same sign of the same font, whatever fraction of a pixel they stand at."""
    difference = np.abs(one - other)
    if float(difference.sum()) > _ALIKE_INK * min(float(one.sum()), float(other.sum())):
        return False
    return float(cv2.boxFilter(difference, -1, (2, 2)).max()) <= _ALIKE_PLACE
