"""Photos of a screen instead of paper, told by the grid of the screen's red, green and blue points.

A screen sets its three colours side by side, each a third of a point further. However blurred, and also where the
camera's own grid turns it into coarse waves, the pattern keeps that order all over the page: one wave in all three
colours, the red before the green and the green before the blue by near a third of its length. No raster of print does
so, whose inks lie at angles of their own; nor a scanner that takes its colours one after another (a third of a pixel
apart: a sixth of the shortest wave); nor a lens's coloured fringes (to all sides from the middle).

Only that is told. A grid without colours is none: folds, resampling and rasters of print make such grids too. Screens
too fine for the camera, or whose colours compression took away, are passed in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from extractors.tokens import Image, Word
from programme.invoices import Finding, FindingKind

_TILE = 192  # pixels a side; a multiple of JPEG's blocks, so that their frequencies fall on whole bins
_LEAST_SIDE = 1000  # smaller pictures hold too few tiles
_LEAST_TILES, _TILES = 6, 9
_COLUMNS, _ROWS = 6, 9
_DARKEST = 80  # grey levels: paper, not desk
_INK = 0.8  # of the tile's own paper, below which there is print
_MOST_INK = 0.03
_COARSEST = 8  # bins: longer waves are light and folds
_BLOCK = _TILE // 16  # bins between the frequencies of JPEG's blocks of 16 and 8 pixels
_PEAK = 25.0  # times the power usual at its frequency; noise alone reaches some 12 in a tile
_PEAKS = 6
_COHERENT = 0.85
_LEAST_STEP, _MOST_STEP = 70.0, 165.0  # degrees from colour to colour; a third of a wave is 120
_UNLIKE_STEPS = 50.0  # degrees by which the two steps may differ
_LEAST_AMPLITUDE = 0.25  # of the strongest colour's wave
_SHARE = 0.5  # of the tiles
_NEAR = 0.12  # cycles a pixel: perspective changes the wave across the sheet
_STRENGTH = 0.3

Floats = npt.NDArray[np.float64]
Spectrum = npt.NDArray[np.complex64]
# Cycles a pixel across and down, and degrees from red to green.
ColourWave = tuple[float, float, float]


def screen_findings(picture: Image, to_page: Floats, size: tuple[int, int], words: Sequence[Word]) -> list[Finding]:
    """One finding, without a page, where a picture was taken of a screen, else none.

    `picture` is the upload's (BGR or grey, uint8), `to_page` the 3 x 3 transform of its pixels to those of the upright
    page, which is `size` (width, height) pixels large; `words` are the page's: paper is looked for among them.
    """
    if picture.ndim == 2 or min(picture.shape[:2]) < _LEAST_SIDE or not words:
        return []
    tiles = _plain_tiles(picture, to_page, size, words)
    if len(tiles) < _LEAST_TILES:
        return []
    waves = [wave for wave in map(_colour_wave, tiles) if wave is not None]
    if _agreeing(waves) < _SHARE * len(tiles):
        return []
    message = "the picture shows the grid of a screen's points"
    return [Finding(kind=FindingKind.SCREEN_PHOTO, detail="grid", message=message, strength=_STRENGTH)]


def _plain_tiles(picture: Image, to_page: Floats, size: tuple[int, int], words: Sequence[Word]) -> list[Image]:
    """The tiles with the least print, at most `_TILES`, from all over the printed part of the page."""
    across = np.percentile([word.box.x0 for word in words] + [word.box.x1 for word in words], (3, 97)) * size[0]
    down = np.percentile([word.box.y0 for word in words] + [word.box.y1 for word in words], (3, 97)) * size[1]
    points = np.array(
        [[(x, y) for x in np.linspace(across[0], across[1], _COLUMNS) for y in np.linspace(down[0], down[1], _ROWS)]]
    )
    places = cv2.perspectiveTransform(points, np.linalg.inv(to_page))[0]
    height, width = picture.shape[:2]
    found = []
    for x, y in places:
        left, top = round(float(x)) - _TILE // 2, round(float(y)) - _TILE // 2
        if left < 0 or top < 0 or left + _TILE > width or top + _TILE > height:
            continue
        pixels = picture[top : top + _TILE, left : left + _TILE]
        # Smaller by six, a screen's points are gone and print is still there.
        small = cv2.resize(pixels[:, :, 1], (_TILE // 6, _TILE // 6), interpolation=cv2.INTER_AREA)
        paper = float(np.percentile(small, 80))
        ink = float((small < _INK * paper).mean())
        if paper >= _DARKEST and ink <= _MOST_INK:
            found.append((ink, float(small.std()), left, top, pixels))
    found.sort(key=lambda item: item[:4])
    return [pixels for *_, pixels in found[:_TILES]]


@cache
def _window() -> npt.NDArray[np.float32]:
    return np.outer(np.hanning(_TILE), np.hanning(_TILE)).astype(np.float32)


@cache
def _radii() -> npt.NDArray[np.int64]:
    down, across = np.fft.fftfreq(_TILE, 1 / _TILE), np.arange(_TILE // 2 + 1)
    return np.asarray(np.hypot(down[:, None], across[None, :]).astype(np.int64))


@cache
def _usable() -> npt.NDArray[np.bool_]:
    """Bins that are neither light nor the blocks of JPEG."""
    down, across = np.abs(np.fft.fftfreq(_TILE, 1 / _TILE))[:, None], np.arange(_TILE // 2 + 1)[None, :]
    blocks = [(np.abs((line + 2) % _BLOCK - 2) <= 1.5) for line in (down, across)]
    on_axis = ((down <= 2) & blocks[1]) | ((across <= 2) & blocks[0])
    return np.asarray((_radii() >= _COARSEST) & ~on_axis & ~(blocks[0] & blocks[1]))


def _spectrum(channel: npt.NDArray[np.uint8]) -> Spectrum:
    """Of one colour of a tile: rows by half the columns."""
    values = channel.astype(np.float32)
    parts = cv2.dft((values - values.mean()) * _window(), flags=cv2.DFT_COMPLEX_OUTPUT)
    return np.asarray(parts[:, : _TILE // 2 + 1, 0] + 1j * parts[:, : _TILE // 2 + 1, 1])


def _peaks(pixels: Image) -> list[tuple[int, int]]:
    """The strongest waves in the green: row and column of the spectrum, strongest first."""
    power = np.abs(_spectrum(pixels[:, :, 1])) ** 2
    radii = _radii()
    # The mean of logarithms: a few peaks do not raise it.
    usual = np.exp(np.bincount(radii.ravel(), np.log(power + 1e-6).ravel()) / np.bincount(radii.ravel()))
    ratio = np.where(_usable(), power / usual[radii], 0.0)
    ratio = np.where(ratio >= cv2.dilate(ratio, np.ones((5, 5))), ratio, 0.0)
    strongest = np.argpartition(ratio, -_PEAKS, axis=None)[-_PEAKS:]
    found = [(float(ratio.ravel()[place]), *divmod(int(place), ratio.shape[1])) for place in strongest]
    return [(row, column) for height, row, column in sorted(found, reverse=True) if height >= _PEAK]


def _colour_wave(pixels: Image) -> ColourWave | None:
    """The strongest wave of a tile whose colours follow one another as a screen's do."""
    peaks = _peaks(pixels)
    if not peaks:
        return None
    spectra = np.stack([_spectrum(pixels[:, :, channel]) for channel in range(3)], axis=2)
    for row, column in peaks:
        step = _colour_step(spectra, row, column)
        if step is not None:
            return column / _TILE, (row if row <= _TILE // 2 else row - _TILE) / _TILE, step
    return None


def _colour_step(spectra: Spectrum, row: int, column: int) -> float | None:
    """Degrees from red to green of the wave at a bin, where green to blue is near the same and all are one wave."""
    rows = np.arange(row - 1, row + 2) % _TILE
    near = spectra[rows][:, max(0, column - 1) : column + 2].reshape(-1, 3)
    strength = np.sqrt((np.abs(near) ** 2).sum(axis=0))
    if strength.min() < _LEAST_AMPLITUDE * strength.max():
        return None
    blue, green, red = near.T
    first, second = np.vdot(green, red), np.vdot(blue, green)
    if min(abs(first) / (strength[1] * strength[2]), abs(second) / (strength[0] * strength[1])) < _COHERENT:
        return None
    one, two = float(np.degrees(np.angle(first))), float(np.degrees(np.angle(second)))
    fitting = all(_LEAST_STEP <= abs(step) <= _MOST_STEP for step in (one, two))
    return one if fitting and one * two > 0 and abs(one - two) <= _UNLIKE_STEPS else None


def _agreeing(waves: Sequence[ColourWave]) -> int:
    """How many tiles show one wave: near in length and direction, colours in one order."""
    most = 0
    for across, down, step in waves:
        # A wave that runs the other way with its colours the other way round is the same wave.
        votes = sum(
            any(np.hypot(x * sign - across, y * sign - down) <= _NEAR and step * other * sign > 0 for sign in (1, -1))
            for x, y, other in waves
        )
        most = max(most, votes)
    return most
