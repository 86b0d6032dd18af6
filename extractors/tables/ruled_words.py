"""Words of a table without its rules, drawn with characters or taken for signs by an OCR engine."""

from __future__ import annotations

import re
from itertools import pairwise

from extractors.tokens import Word
from programme.geometry import Box

_DRAWN = re.compile(r"^[-–=~*+|─━═┼]{3,}$")
_SIGNS = re.compile(r"[;:'\"„”“‘’`´,.]+$")  # of a dashed rule
# Two cells that a dashed rule joins to one word: "3,00:op.", "342,00160,00"; three figures may be thousands.
_JOINED = re.compile(r"(?<=,\d\d)(?=[:;|!'\"]+[^\W_]|\d{2,},\d\d)")


def without_rules(word: Word) -> list[Word]:
    """The word without rules, cut where one of them stood between two cells; nothing where nothing else is left."""
    if _DRAWN.match(word.text) or _SIGNS.match(word.text):
        return []
    places = [0, *(match.start() for match in _JOINED.finditer(word.text)), len(word.text)]
    parts = [_part(word, start, end) for start, end in pairwise(places)]
    return [part for part in parts if part is not None]


def _part(word: Word, start: int, end: int) -> Word | None:
    """The characters from `start` to `end` without the rules beside them, the box shared out by characters."""
    part = word.text[start:end].strip("|¦[]{}_—")
    if "!" in part:  # old programs draw their rules with it; at the end of a word it means nothing to a table
        part = part.strip("!")
    if start:
        part = part.lstrip(":;'\"|!")
    if not part or part == word.text:
        return word if part else None
    width, first = word.box.width / len(word.text), word.text.index(part, start)
    x0 = word.box.x0 + first * width
    return Word(part, Box(x0, word.box.y0, x0 + len(part) * width, word.box.y1), word.confidence)
