"""The value every reader of pictures takes: one page, upright, with its ink apart from its paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from extractors.ruling import painted_over
from extractors.tokens import Image

Matrix = npt.NDArray[np.float64]  # 3 x 3


@dataclass(frozen=True)
class PreparedPage:
    """One upright page picture.

    `colour` is BGR (height x width x 3), untouched but for turning and flattening; `ink` is grey, its
    background divided away and scaled for Tesseract: same page, other pixel size, so boxes in fractions hold
    for both. `transform` is 3 x 3, from pixels (x, y) of the picture given to pixels of `colour`, but for what
    straightening of bent lines moved.
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
        return self.colour if self.written_rules is None else painted_over(self.colour, self.written_rules)
