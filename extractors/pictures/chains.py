"""Pieces of ink that stand in a row or a column, near one another: of such pieces rules are written."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pictures.ink import Labels, numbered
from extractors.tokens import Image

_FAR_UNLEVEL = 3.0  # times what most pieces of a row may stand apart in: a piece of it all the same
_COARSE = 3  # pixels to one where pieces are chained


def in_chains(
    stats: Labels, shape: tuple[int, ...], chosen: npt.NDArray[np.bool_], gap: tuple[float, float], length: float,
    least: int, unlevel: float | None = None, passed: Image | None = None,
) -> npt.NDArray[np.bool_]:  # fmt: skip
    """Which of the chosen pieces of ink stand in a row (or column) of at least `least`, `length` pixels long.

    Most tops and feet of a row are within `unlevel` pixels of a neighbour's; the pieces of a column (`unlevel` None)
    stand one below another, those side by side counted once. Gaps may be filled by ink `passed`. The pieces
    are joined as boxes on a third of the page's size, where closing costs a tenth.
    """
    result = np.zeros(len(stats), dtype=bool)
    where = np.nonzero(chosen)[0]
    if len(where) < least:
        return result
    canvas = np.zeros((shape[0] // _COARSE + 2, shape[1] // _COARSE + 2), dtype=np.uint8)
    boxes = stats[where, :4] // _COARSE
    for x, y, width, height in boxes:
        canvas[y : y + height + 1, x : x + width + 1] = 255
    if passed is not None:
        part = cv2.dilate(passed, np.ones((_COARSE, _COARSE), np.uint8))[::_COARSE, ::_COARSE]
        canvas[: part.shape[0], : part.shape[1]] |= np.asarray(part, dtype=np.uint8)
    # Odd sizes: closing with even ones moves the ink by a pixel.
    kernel = np.ones((round(gap[1] / _COARSE) | 1, round(gap[0] / _COARSE) | 1), np.uint8)
    chains, spans = numbered(np.asarray(cv2.morphologyEx(canvas, cv2.MORPH_CLOSE, kernel), np.uint8))
    owners = chains[boxes[:, 1] + boxes[:, 3] // 2, boxes[:, 0] + boxes[:, 2] // 2]
    held = np.bincount(owners, minlength=len(spans))
    good = (np.maximum(spans[:, 2], spans[:, 3]) * _COARSE >= length) & (held >= least)
    good[0] = False
    for chain in np.flatnonzero(good):
        own = where[owners == chain]
        if unlevel is None:
            result[own] = _stacked(stats[own]) >= least
            continue
        apart = _apart(stats[own])
        # The dots of a rule that goes on downwards stand in the chain too.
        result[own] = (np.median(apart) <= unlevel) & (apart <= _FAR_UNLEVEL * unlevel)
    return result


def _apart(pieces: Labels) -> npt.NDArray[np.float64]:
    """How far each piece stands above or below the nearest of two before or behind it: "=" alternates its strokes."""
    order = np.argsort(pieces[:, 0])
    tops, feet = pieces[order, 1], pieces[order, 1] + pieces[order, 3]
    nearest = np.full(len(order), np.inf)
    for step in (1, 2):
        apart = np.maximum(np.abs(tops[step:] - tops[:-step]), np.abs(feet[step:] - feet[:-step]))
        nearest[step:] = np.minimum(nearest[step:], apart)
        nearest[:-step] = np.minimum(nearest[:-step], apart)
    found = np.empty(len(order))
    found[order] = nearest
    return found


def _stacked(pieces: Labels) -> int:
    """How many of the pieces stand wholly below one another: the strokes of one letter stand side by side."""
    count, foot = 0, -1
    for _, y, _, height, *_ in pieces[np.argsort(pieces[:, 1] + pieces[:, 3])]:
        if y >= foot:
            count, foot = count + 1, y + height
    return count


def drawn_pieces(labels: Labels, stats: Labels, pieces: npt.NDArray[np.bool_]) -> Image:
    """255 where these pieces are."""
    found = np.zeros(labels.shape, dtype=np.uint8)
    for piece in np.nonzero(pieces)[0]:
        x, y, width, height = (int(value) for value in stats[piece, :4])
        found[y : y + height, x : x + width][labels[y : y + height, x : x + width] == piece] = 255
    return found
