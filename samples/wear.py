"""What paper and pictures go through: worn print, pens, stamps, folds, thumbs, bad light. All draws from one seed.

`worn(name, page, rng)` changes the printed page (BGR, as if looked at straight), before it is scanned or
photographed; `spoilt(name, picture, rng)` the picture a scanner or phone made of it.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from samples.imaging import Image

Floats = npt.NDArray[np.float64]


def worn(name: str, page: Image, rng: np.random.Generator) -> Image:
    """The printed page after `name` of WORN was done to it."""
    return np.clip(WORN[name](page.astype(np.float64), rng), 0, 255).astype(np.uint8)


def spoilt(name: str, picture: Image, rng: np.random.Generator) -> Image:
    """The picture (BGR) after `name` of SPOILT was done to it."""
    return np.clip(SPOILT[name](picture.astype(np.float64), rng), 0, 255).astype(np.uint8)


# --- the print and the paper ------------------------------------------------------------------------------------


def _pale(page: Floats, rng: np.random.Generator) -> Floats:
    """Toner that runs out: weaker ink, weakest in some stripes down the page."""
    height, width = page.shape[:2]
    stripes = np.interp(np.arange(width), np.linspace(0, width, 9), rng.uniform(0.3, 0.62, 9))
    grain = cv2.GaussianBlur(rng.normal(1, 0.25, (height, width)), (0, 0), 1.2)
    return np.asarray(255 - (255 - page) * stripes[None, :, None] * np.clip(grain, 0.5, 1.3)[:, :, None])


def _dots(page: Floats, rng: np.random.Generator) -> Floats:
    """A needle printer: ink in round dots on a lattice, every other pass a little aside."""
    height, width = page.shape[:2]
    pitch = height / 297 * 25.4 / 120  # 120 dots an inch
    ys, xs = np.mgrid[0:height, 0:width]
    rows = np.floor(ys / pitch)
    away = ((ys / pitch) % 1 - 0.5) ** 2 + (((xs + (rows % 2) * 0.3) / pitch) % 1 - 0.5) ** 2
    spot = np.clip(1.35 - 2.2 * away, 0, 1)[:, :, None]
    ink = cv2.dilate(255 - page, np.ones((2, 2), np.uint8)).reshape(page.shape)
    return np.asarray(255 - ink * spot * rng.uniform(0.75, 0.95))


def _coloured(page: Floats, rng: np.random.Generator) -> Floats:
    """Pink, yellow, green or blue paper of a carbon copy, printed in grey-blue."""
    paper = np.array([[190, 190, 255], [160, 240, 255], [190, 245, 200], [250, 225, 195]][int(rng.integers(4))])
    ink = np.array([90.0, 50.0, 50.0])
    return np.asarray(ink + (paper - ink) * (page.mean(axis=2, keepdims=True) / 255))


def _marker(page: Floats, rng: np.random.Generator) -> Floats:
    """A highlighter drawn over some rows of the table, in yellow, green, pink or orange."""
    height, width = page.shape[:2]
    colour = np.array([[90, 250, 255], [120, 250, 150], [220, 140, 255], [80, 190, 255]][int(rng.integers(4))])
    layer = np.full(page.shape, 255.0)
    for _ in range(3):
        x = int(width * rng.uniform(0.1, 0.5))
        y = int(height * rng.uniform(0.25, 0.45))
        end = (x + int(width * rng.uniform(0.15, 0.45)), y + int(height * rng.uniform(-0.003, 0.003)))
        cv2.line(layer, (x, y), end, [float(level) for level in colour], int(height * 0.014))
    return np.asarray(page * layer / 255)


def _pen(page: Floats, rng: np.random.Generator) -> Floats:
    """Ticks at rows, a ring round something, a note and a signature in blue or black pen."""
    height, width = page.shape[:2]
    page = page.astype(np.uint8)
    ink = (130.0, 50.0, 30.0) if rng.random() < 0.6 else (40.0, 40.0, 40.0)
    thick = max(2, height // 900)
    for _ in range(4):
        left, top = int(width * rng.uniform(0.02, 0.95)), int(height * rng.uniform(0.2, 0.5))
        size = height * 0.008
        points = np.array([[left, top], [left + size * 0.6, top + size], [left + 2 * size, top - size * 1.4]], np.int32)
        cv2.polylines(page, [points], False, ink, thick, cv2.LINE_AA)
    centre = (int(width * rng.uniform(0.3, 0.8)), int(height * rng.uniform(0.25, 0.45)))
    axes = (int(width * 0.06), int(height * 0.012))
    cv2.ellipse(page, centre, axes, rng.uniform(-6, 6), 0, 350, ink, thick, cv2.LINE_AA)
    for text, x, y in (("OK", 0.88, 0.12), ("zapl. 12.10", 0.62, 0.9)):
        place = (int(width * x), int(height * y))
        cv2.putText(page, text, place, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, height / 1800, ink, thick, cv2.LINE_AA)
    return page.astype(np.float64)


def _stamp(page: Floats, rng: np.random.Generator) -> Floats:
    """A round and a square stamp, wherever the hand fell, also over numbers."""
    height, width = page.shape[:2]
    layer = np.full(page.shape, 255, np.uint8)
    ink = (190.0, 90.0, 60.0) if rng.random() < 0.6 else (90.0, 80.0, 200.0)
    thick = max(2, height // 800)
    centre = (int(width * rng.uniform(0.45, 0.85)), int(height * rng.uniform(0.3, 0.6)))
    radius = int(width * 0.08)
    for size in (radius, int(radius * 0.7)):
        cv2.circle(layer, centre, size, ink, thick, cv2.LINE_AA)
    left, top = int(width * rng.uniform(0.1, 0.5)), int(height * rng.uniform(0.4, 0.7))
    cv2.rectangle(layer, (left, top), (left + int(width * 0.2), top + int(height * 0.035)), ink, thick, cv2.LINE_AA)
    for text, spot in (
        ("ZAPLACONO", (left + 12, top + int(height * 0.025))),
        ("KSIEGOWOSC", (centre[0] - int(radius * 0.62), centre[1])),
    ):
        cv2.putText(layer, text, spot, cv2.FONT_HERSHEY_DUPLEX, height / 2900, ink, thick, cv2.LINE_AA)
    return np.asarray(np.minimum(page, layer + float(rng.uniform(0, 40))))


def _folded(page: Floats, rng: np.random.Generator) -> Floats:
    """Folded in three and laid out again: bent lines, light and dark sides of the folds."""
    height, width = page.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = np.zeros((height, width))
    shade = np.ones((height, width))
    for place in (1 / 3, 2 / 3):
        fold = height * (place + rng.uniform(-0.02, 0.02)) + (xs - width / 2) * rng.uniform(-0.01, 0.01)
        away = (ys - fold) / (height * 0.03)
        bend += height * 0.0016 * np.exp(-np.abs(away))
        shade *= 1 - rng.uniform(0.08, 0.22) * np.exp(-np.abs(away)) * np.sign(away)
    return np.asarray(_moved(page, xs, ys + bend) * np.clip(shade, 0.6, 1.1)[:, :, None])


def _crumpled(page: Floats, rng: np.random.Generator) -> Floats:
    """Crushed and smoothed out again: small waves with their shadows."""
    height, width = page.shape[:2]
    rough = cv2.resize(rng.normal(0, 1, (14, 10)), (width, height), interpolation=cv2.INTER_CUBIC)
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    across, down = np.gradient(rough, axis=1), np.gradient(rough, axis=0)
    reach = height * 0.0018
    shade = 1 + 9 * (across + down) * height / 1000
    steepest = float(np.abs(down).max())
    return np.asarray(
        _moved(page, xs + reach * across / steepest, ys + reach * down / steepest)
        * np.clip(shade, 0.72, 1.12)[:, :, None]
    )


def _curled(page: Floats, rng: np.random.Generator) -> Floats:
    """A sheet that will not lie flat: its lines arch, one side falls into shade."""
    height, width = page.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    across = xs / width - 0.5
    arch = height * rng.uniform(0.008, 0.016) * np.cos(across * np.pi)
    shade = 1 - rng.uniform(0.15, 0.35) * np.clip(across * rng.choice([-1, 1]), 0, 1)
    return np.asarray(_moved(page, xs, ys + arch - arch.mean()) * shade[:, :, None])


def _arched(page: Floats, rng: np.random.Generator) -> Floats:
    """A sheet from an envelope or a roll: its lines arch and fan out by whole lines of print, and sink to one side."""
    height, width = page.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    across, down = xs / width - 0.5, ys / height
    arch = height * rng.uniform(0.022, 0.034) * np.cos(across * np.pi) * (0.6 + 0.4 * down)
    fan = height * rng.uniform(-0.02, 0.02) * across * (1 - down)
    shade = 1 - rng.uniform(0.1, 0.3) * np.clip(np.abs(across) * 2 - 0.3, 0, 1)
    return np.asarray(_moved(page, xs, ys + arch - arch.mean() + fan) * shade[:, :, None])


def _back(page: Floats, rng: np.random.Generator) -> Floats:
    """Thin paper: what is printed on the back shows through, mirrored."""
    behind: Floats = np.roll(page[:, ::-1], int(page.shape[0] * rng.uniform(0.05, 0.3)), axis=0)
    soft = cv2.GaussianBlur(behind, (0, 0), 1.6).reshape(page.shape)
    return np.asarray(page * (1 - 0.22 * (255 - soft) / 255))


def _moved(page: Floats, xs: Floats, ys: Floats) -> Floats:
    moved = cv2.remap(
        page.astype(np.float32),
        xs.astype(np.float32),
        ys.astype(np.float32),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(246, 246, 246),
    )
    return np.asarray(moved, dtype=np.float64)


def _spread(page: Floats, rng: np.random.Generator) -> Floats:
    """A binder laid open: another paper's edge beside the sheet, the gutter's shadow between them."""
    height, width = page.shape[:2]
    other = np.full((height, int(width * 0.18), 3), 244, np.uint8)
    for row in range(12):
        y = int(height * (0.1 + 0.05 * row))
        text = rng.choice(["umowa", "1 240,00", "zgodnie z", "strony", "par. 4", "netto"])
        cv2.putText(other, str(text), (12, y), cv2.FONT_HERSHEY_SIMPLEX, height / 2900, (60, 60, 60), 2, cv2.LINE_AA)
    both = np.concatenate([page, other], axis=1)
    away = np.abs(np.arange(both.shape[1]) - width) / (width * 0.03)
    return np.asarray(both * (1 - 0.55 * np.exp(-away))[None, :, None])


# --- the scanner's and the phone's picture -----------------------------------------------------------------------


def _dark(picture: Floats, rng: np.random.Generator) -> Floats:
    """A barn in the evening: little light, yellow, much noise, smeared by the phone."""
    dim = picture * rng.uniform(0.34, 0.5) * np.array([0.72, 0.9, 1.0])
    return np.asarray(cv2.GaussianBlur(dim + rng.normal(0, 9, picture.shape), (0, 0), 0.6).reshape(picture.shape))


def _shaken(picture: Floats, rng: np.random.Generator) -> Floats:
    """The hand moved: smeared along a line of a few pixels."""
    size = int(rng.integers(4, 8))
    kernel = np.zeros((9, 9))
    angle = rng.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * size / 2
    one, two = (4 - reach).round().astype(int), (4 + reach).round().astype(int)
    cv2.line(kernel, [int(v) for v in one], [int(v) for v in two], 1.0, 1)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()))


def _screen(picture: Floats, rng: np.random.Generator) -> Floats:
    """Taken from a monitor: waves of moire in colour, a bluish light, the glass's reflection."""
    height, width = picture.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width]
    waves = np.empty_like(picture)
    for channel in range(3):
        angle, length = rng.uniform(0, np.pi), rng.uniform(9, 26)
        phase = (xs * np.cos(angle) + ys * np.sin(angle)) / length
        waves[:, :, channel] = 1 + rng.uniform(0.04, 0.09) * np.sin(2 * np.pi * phase)
    fine = 1 + 0.05 * np.sin(xs * np.pi / 1.5)[:, :, None]
    glow = 30 * np.exp(-(((xs / width - 0.3) / 0.2) ** 2) - ((ys / height - 0.2) / 0.15) ** 2)[:, :, None]
    return np.asarray(picture * waves * fine * np.array([1.02, 0.98, 0.93]) + glow)


def _thumb(picture: Floats, rng: np.random.Generator) -> Floats:
    """A thumb that holds the sheet at a lower corner or side, out of focus."""
    height, width = picture.shape[:2]
    mask = np.zeros((height, width))
    side = int(rng.integers(2))
    centre = (int(width * (0.03 if side else 0.97)), int(height * rng.uniform(0.78, 0.92)))
    cv2.ellipse(mask, centre, (int(width * 0.1), int(height * 0.045)), rng.uniform(-25, 25), 0, 360, 1.0, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), 5)[:, :, None]
    return np.asarray(picture * (1 - soft) + soft * np.array([120, 150, 205]))


def _glare(picture: Floats, rng: np.random.Generator) -> Floats:
    """The lamp's reflection on smooth paper: a bright spot in which print nearly goes."""
    height, width = picture.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width]
    x, y = rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.7)
    spot = np.exp(-(((xs / width - x) / 0.16) ** 2) - ((ys / height - y) / 0.1) ** 2)[:, :, None]
    return np.asarray(picture + (255 - picture) * 0.55 * spot)


def _border(picture: Floats, rng: np.random.Generator) -> Floats:
    """A copier's black edges and the shadows of punched holes."""
    height, width = picture.shape[:2]
    result = picture.copy()
    result[:, : int(width * rng.uniform(0.01, 0.03))] = 0
    result[int(height * rng.uniform(0.975, 0.99)) :] = 0
    for y in (0.36, 0.63):
        cv2.circle(result, (int(width * 0.05), int(height * y)), int(width * 0.013), (0, 0, 0), -1)
    return result


def _streaks(picture: Floats, rng: np.random.Generator) -> Floats:
    """Dust on the scanner's glass: thin lines down the whole page."""
    result = picture.copy()
    for _ in range(4):
        x = int(picture.shape[1] * rng.uniform(0.05, 0.95))
        result[:, x : x + int(rng.integers(1, 3))] *= rng.uniform(0.35, 0.7)
    return result


WORN: dict[str, Callable[[Floats, np.random.Generator], Floats]] = {
    "pale": _pale,
    "dots": _dots,
    "coloured": _coloured,
    "marker": _marker,
    "pen": _pen,
    "stamp": _stamp,
    "folded": _folded,
    "crumpled": _crumpled,
    "curled": _curled,
    "arched": _arched,
    "back": _back,
    "spread": _spread,
}
SPOILT: dict[str, Callable[[Floats, np.random.Generator], Floats]] = {
    "dark": _dark,
    "shaken": _shaken,
    "screen": _screen,
    "thumb": _thumb,
    "glare": _glare,
    "border": _border,
    "streaks": _streaks,
}
