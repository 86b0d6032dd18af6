"""Words of tables, compared in a fold that makes OCR's usual confusions equal (l/i/1, o/0, diacritics)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from extractors.tokens import Word

_FOLD = str.maketrans({"ł": "i", "l": "i", "1": "i", "|": "i", "!": "i", "0": "o", "5": "s", "8": "b"})


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without diacritics, look-alike characters made one."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isprintable() and not unicodedata.combining(c)).translate(_FOLD)


def phrases(*labels: str) -> tuple[str, ...]:
    """Labels folded and without spaces, to be sought in what `run_together` gives."""
    return tuple(fold(label).replace(" ", "") for label in labels)


def run_together(words: Iterable[Word]) -> str:
    """The words folded and without the spaces between them, which readers lose and add."""
    return fold("".join(word.text for word in words))
