"""The value every reader of pictures takes: one page, upright, with its ink apart from its paper."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from extractors.memory import put_aside
from extractors.pictures.ruling import painted_over
from extractors.tokens import Image

Matrix = npt.NDArray[np.float64]  # 3 x 3


@dataclass(frozen=True)
class PreparedPage:
    """One upright page picture.

    `colour` is BGR (height x width x 3), untouched but for turning, flattening, and what a scanner put in (streaks.py,
    grain.py); `ink` is grey, its background divided away and scaled for Tesseract: same page, other pixel size, so
    boxes in fractions hold for both. `transform` is 3 x 3, from pixels (x, y) of the picture given to pixels of
    `colour`, but for what straightening of bent lines moved.
    `blank` pages have no print worth reading (`ink` is then 1 x 1).
    """

    colour: Image = field(repr=False)
    ink: Image = field(repr=False)
    transform: Matrix
    blank: bool = False
    turned: int = 0  # degrees clockwise, a multiple of 90
    skew: float = 0.0  # degrees taken out
    flattened: bool = False
    written_rules: Image | None = field(default=None, repr=False)  # mask in the ink's size, None where there are none

    @cached_property
    def legible(self) -> Image:
        """`colour` without rules written with signs, which engines take for letters."""
        if self.written_rules is None:
            return self.colour
        painted = painted_over(self.colour, self.written_rules)
        return put_aside(painted) if is_large(painted) else painted


# Of one picture: beyond, an A4 page has more than 400 dots per inch.
_LARGE_PIXELS = 16_000_000


def is_large(picture: Image) -> bool:
    """Whether a picture takes so much memory that it is put aside while it is not looked at."""
    height, width = picture.shape[:2]
    return int(height) * int(width) > _LARGE_PIXELS


def spared(page: PreparedPage, one_of_many: bool = False) -> PreparedPage:
    """The page with its pictures put aside (memory.put_aside) where it is large or `one_of_many`."""
    if page.blank or not (one_of_many or is_large(page.colour)):
        return page
    rules = page.written_rules
    aside = None if rules is None else put_aside(rules)
    return replace(page, colour=put_aside(page.colour), ink=put_aside(page.ink), written_rules=aside)
