"""A picture of a page made ready for reading: flat, upright, level, and its ink apart from its paper."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.memory import give_back
from extractors.pages.bend import find_bend, straightened
from extractors.pages.flatten import find_sheet, flattening
from extractors.pages.orientation import is_upside_down, runs_across, skew_degrees, text_lines
from extractors.pages.outside import extended, sides_with_print
from extractors.pages.sheet_edges import sheet_by_edges
from extractors.pictures.dark_fields import dark_on_light, without_holes
from extractors.pictures.figure_boxes import figure_boxes
from extractors.pictures.folds import without_folds
from extractors.pictures.grain import without_grain
from extractors.pictures.ink import Boxes, divide_background, grey, ink_mask, letters, marks, shrink
from extractors.pictures.marker import grey_under_marker
from extractors.pictures.prepared_page import Matrix, PreparedPage, is_large
from extractors.pictures.ruling import ruling, without
from extractors.pictures.streaks import without_streaks
from extractors.pictures.written_rules import written_rules
from extractors.tokens import Image

_SMALL = 1600  # longer side of the picture that orientation and skew are found on: A4 at 140 dpi
_SHEET = 800  # longer side for the sheet's outline
_LEAST_LETTERS = 10  # fewer pieces of ink that may be letters: a blank sheet with holes, stains or dust
_FAR_TURNED = 32.0  # degrees; beyond, a page as well lies on its side
_LEAST_SKEW = 0.25  # degrees; below, turning costs sharpness and gains nothing
# Tesseract's models read best where a letter is about this high (measured on scans of 100 to 300 dpi).
_LETTER_HEIGHT = 22.0
# Of a page's longer side: what is nearer is joined downwards, to tell how high letters in pieces once were.
_JOINED = 400
_BROKEN = 1.2  # times as high as their pieces; whole print is as high as before
_MOST_INK_PIXELS = 20_000_000


def prepare_page(image: Image) -> PreparedPage:
    """The page of a scan or photo, upright and level.

    `image` is BGR uint8 (height x width x 3) or grey. A sheet whose outline is plain to see on a desk is cut
    out and laid flat; otherwise the whole frame is kept. Nothing is ever cut off by turning.
    """
    if image.ndim == 2:
        image = np.repeat(image[:, :, None], 3, axis=2)
    image = without_grain(without_streaks(image))
    small, factor = shrink(image, _SMALL)
    divided = divide_background(grey(small))
    if _is_blank(divided):
        return PreparedPage(image, np.full((1, 1), 255, np.uint8), np.eye(3), blank=True)

    matrix, width, height, flattened = _flat(image, small, factor)
    upright, transform, turned, skew, mask = _level(image, matrix, width, height)
    bend = find_bend(mask)
    if bend is not None:
        upright = straightened(upright, bend)
    if is_large(upright):
        give_back()  # the picture as it came, and what levelling took
    ink, rules = ink_of(upright)
    return PreparedPage(upright, ink, transform, False, turned, skew, flattened, rules)


def _flat(image: Image, small: Image, factor: float) -> tuple[Matrix, int, int, bool]:
    """The matrix that lays the sheet flat, its width and height, and whether there is one; else the whole frame.

    `small` is `image` scaled by `factor`.
    """
    frame = image.shape[1], image.shape[0]
    view, view_factor = shrink(small, _SHEET)
    corners = find_sheet(view)
    if corners is not None:
        matrix, width, height = flattening(corners / (factor * view_factor))
        sides = sides_with_print(image, small, corners / view_factor)
        if any(sides):
            matrix, width, height = extended(matrix, (width, height), frame, sides)
        return matrix, width, height, True
    corners = sheet_by_edges(view)
    # Edges may also be a table's or a band's: with any print outside they are not the sheet's.
    if corners is None or any(sides_with_print(image, small, corners / view_factor, slanted=True)):
        return np.eye(3), *frame, False
    return *flattening(corners / (factor * view_factor)), True


def _is_blank(divided: Image) -> bool:
    return len(letters(marks(ink_mask(divided)), max(divided.shape))) < _LEAST_LETTERS


def _level(image: Image, matrix: Matrix, width: int, height: int) -> tuple[Image, Matrix, int, float, Image]:
    """Turns the page (as `matrix` maps it) upright and level: picture, whole transform, turn, skew, and the ink of
    a small copy."""
    factor = min(1.0, _SMALL / max(width, height))
    small = _warp(image, _scaled(matrix, factor), round(width * factor), round(height * factor))
    mask = ink_mask(divide_background(grey(small)))
    quarter = 0 if runs_across(small, mask) else 1
    mask = np.ascontiguousarray(np.rot90(mask, -quarter))
    matrix, width, height = _quarter_turns(matrix, width, height, quarter)
    # Where no line is seen as one the page is turned far.
    skew = skew_degrees(mask) if len(text_lines(mask)) else skew_degrees(mask, _FAR_TURNED)
    if abs(skew) >= _LEAST_SKEW:
        matrix, width, height = _turned(matrix, width, height, skew)
    else:
        skew = 0.0
    upright = _warp(image, matrix, width, height)
    small, factor = shrink(upright, _SMALL)
    mask = ink_mask(divide_background(grey(small)))
    lines: Boxes = text_lines(mask)
    if is_upside_down(upright, lines, factor):
        matrix, width, height = _quarter_turns(matrix, width, height, 2)
        upright, mask = np.ascontiguousarray(upright[::-1, ::-1]), np.ascontiguousarray(mask[::-1, ::-1])
        quarter += 2
    return upright, matrix, 90 * quarter, skew, mask


def _scaled(matrix: Matrix, factor: float) -> Matrix:
    return np.diag([factor, factor, 1.0]) @ matrix


def _quarter_turns(matrix: Matrix, width: int, height: int, quarters: int) -> tuple[Matrix, int, int]:
    """`matrix` followed by so many quarter turns clockwise, and the new size."""
    for _ in range(quarters):
        matrix = np.array([[0.0, -1.0, height - 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]) @ matrix
        width, height = height, width
    return matrix, width, height


def _turned(matrix: Matrix, width: int, height: int, degrees: float) -> tuple[Matrix, int, int]:
    """`matrix` followed by turning back a skew of `degrees`, on a canvas that holds all corners."""
    cos, sin = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    wide = int(np.ceil(abs(width * cos) + abs(height * sin)))
    high = int(np.ceil(abs(width * sin) + abs(height * cos)))
    turn = np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])
    middle = turn @ np.array([width / 2, height / 2, 1.0])
    turn[0, 2], turn[1, 2] = wide / 2 - middle[0], high / 2 - middle[1]
    return turn @ matrix, wide, high


def _warp(image: Image, matrix: Matrix, width: int, height: int) -> Image:
    """The picture as `matrix` maps it. Quarter turns move pixels and change none."""
    for quarters in range(4):
        turned, wide, high = _quarter_turns(np.eye(3), image.shape[1], image.shape[0], quarters)
        if (wide, high) == (width, height) and np.allclose(turned, matrix, atol=1e-6):
            return np.ascontiguousarray(np.rot90(image, -quarters))
    paper = [float(level) for level in np.median(image[::16, ::16].reshape(-1, 3), axis=0)]
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    how = cv2.INTER_AREA if scale < 0.7 else cv2.INTER_CUBIC
    if scale < 0.7:  # warping does not average: shrink first
        small, factor = shrink(image, max(1, round(max(image.shape[:2]) * scale)))
        image, matrix, how = small, matrix @ np.diag([1 / factor, 1 / factor, 1.0]), cv2.INTER_LINEAR
    warped = cv2.warpPerspective(
        image, matrix, (width, height), flags=how, borderMode=cv2.BORDER_CONSTANT, borderValue=paper
    )
    return np.asarray(warped, dtype=np.uint8)


def ink_of(upright: Image) -> tuple[Image, Image | None]:
    """The grey picture Tesseract reads: background divided away, ruling taken out, letters at the best height.

    With it the mask of rules written with signs, None where there are none.
    """
    plain = grey_under_marker(upright)
    size = letter_height(plain)
    factor = float(np.clip(_LETTER_HEIGHT / size, 0.4, 3.0))
    factor = min(factor, (_MOST_INK_PIXELS / plain.size) ** 0.5)
    if 0.9 < factor < 1.1:
        factor = 1.0
    else:
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        plain = np.asarray(cv2.resize(plain, None, fx=factor, fy=factor, interpolation=how), dtype=np.uint8)
    size *= factor
    ink = without_holes(dark_on_light(plain, divide_background(plain), size), size)
    rules = ruling(ink, size)
    unfolded = without_folds(ink, rules, size)
    if unfolded is not ink:
        ink, rules = unfolded, ruling(unfolded, size)
    written = written_rules(ink, size)
    written |= figure_boxes(without(ink, rules), size)
    return without(ink, rules | written), written if written.any() else None


def letter_height(plain: Image) -> float:
    """The usual height of letters and digits of a grey page, in pixels."""
    mask = ink_mask(divide_background(plain))
    height = _usual_height(mask)
    joining = np.ones((max(plain.shape) // _JOINED | 1, 1), np.uint8)
    whole = _usual_height(np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, joining), dtype=np.uint8))
    return whole if whole > _BROKEN * height else height


def _usual_height(mask: Image) -> float:
    found = letters(marks(mask), max(mask.shape))
    tall = found[found[:, 3] >= 6]
    return float(np.median(tall[:, 3])) if len(tall) else _LETTER_HEIGHT
