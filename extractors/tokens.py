"""The one token model: words of a page, whatever engine or text layer they come from.

PDF words and OCR words are the same `Word`; everything after works alike for both. Readings are checked
once, here, at the border (`checked_words`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from programme.geometry import Box
from programme.invoices import Source

Image = npt.NDArray[np.uint8]  # height x width (grey) or height x width x 3 (BGR)


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without spaces; `box` in fractions of the upright page; confidence 0..1.

    Engines that give whole cells or lines (rapidocr) are split into words at spaces, boxes shared out by
    character count.
    """

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class TokenPage:
    """One upright page as words. `width`/`height` in points (PDF) or pixels (image): only their ratio matters.

    `engine` is "text_layer", "tesseract" or "rapidocr". `image` is the upright page's picture (BGR or grey)
    where one was made; it is never stored. `aside` are lines that run another way than the page, as watermarks do;
    `turned` are those of them that run up or down it, with their boxes, where these are known.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    source: Source
    engine: str
    image: Image | None = field(default=None, repr=False, compare=False)
    aside: tuple[str, ...] = ()
    turned: tuple[Word, ...] = ()
    # What was once worked out from the words (rows, cells): several readers of one page ask for the same.
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def aspect(self) -> float:
        """Height over width: multiply a y fraction by it to compare with x fractions."""
        return self.height / self.width


def checked_words(words: Iterable[Word]) -> tuple[Word, ...]:
    """The words that are usable: some text, a finite box with area, clipped to the page; confidence clipped."""
    result = []
    for word in words:
        text = word.text.strip()
        if not text or not all(map(math.isfinite, word.box)):
            continue
        x0, y0, x1, y1 = (min(1.0, max(0.0, value)) for value in word.box)
        if x1 > x0 and y1 > y0:
            result.append(Word(text, Box(x0, y0, x1, y1), min(1.0, max(0.0, word.confidence))))
    return tuple(result)
