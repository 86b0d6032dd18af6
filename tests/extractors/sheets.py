"""Pages of words laid out by hand: the same text as a text layer or as a recogniser without spaces gives it."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.tokens import TokenPage, Word
from programme.geometry import Box
from programme.invoices import Source

Line = tuple[float, float, str]  # left edge (fraction of width), row number from the top, text

_CHAR = 0.0095  # width of a letter, fraction of the page's width
_PITCH = 0.016  # distance of rows, fraction of the page's height
_HEIGHT = 0.011


def sheet(lines: Sequence[Line], mode: str = "text", number: int = 1, tilt: float = 0.0) -> TokenPage:
    """A page. `mode` "text" gives words, "joined" whole pieces without spaces (three spaces or more part pieces).

    `tilt` is how far the right edge of the page lies lower than the left, in rows.
    """
    words: list[Word] = []
    for x, row, text in lines:
        parts = text.split(" ") if mode == "text" else [text.replace(" ", "")]
        position = x
        for part in parts:
            width = len(part) * _CHAR
            top = 0.04 + (row + tilt * position) * _PITCH
            if part:
                confidence = 1.0 if mode == "text" else 0.96
                words.append(Word(part, Box(position, top, position + width, top + _HEIGHT), confidence))
            position += width + _CHAR * 0.6
    source, engine = (Source.PDF_TEXT, "text_layer") if mode == "text" else (Source.OCR, "rapidocr")
    return TokenPage(number, 595.0, 842.0, tuple(words), source, engine)
