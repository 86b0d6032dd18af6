"""Folding of printed Polish text for comparison: case, diacritics, look-alike characters, spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "đ": "d", "’": "'", "`": "'", "´": "'", "–": "-", "—": "-"})
# What OCR takes for one another inside words. Used on both sides of a comparison of words, never on numbers.
_LOOK_ALIKE = str.maketrans({"0": "o", "1": "i", "l": "i", "|": "i", "!": "i", "j": "i", "5": "s", "8": "b", "6": "g"})
WORD = re.compile(r"[a-z0-9|!]+")  # of a folded text


@lru_cache(maxsize=8192)  # the same lines and pages are looked at by many rules
def fold(text: str) -> str:
    """Lower case without diacritics, spaces collapsed: "Żyto  Łąkowe" -> "zyto lakowe"."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", plain).strip().lower()


def fold_word(text: str) -> str:
    """`fold`, then only letters and digits, then look-alikes folded: "5ERAFlN0" and "Serafino" agree."""
    return re.sub(r"[^a-z0-9|!]", "", fold(text)).translate(_LOOK_ALIKE)


def words_of(text: str) -> list[str]:
    """The words of `fold(text)`: runs of letters, digits, | and !."""
    return WORD.findall(fold(text))
