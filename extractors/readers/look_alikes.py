"""Texts compared as readers and people confuse them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from programme.formats import parse_decimal
from programme.identifiers import fold_invoice_number

# Letters NFKD does not take apart.
_STROKES = str.maketrans({"Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d"})


def folded(text: str) -> str:
    """Letters and digits only, upper case, without diacritics, look-alikes folded (O to 0, I to 1 ...)."""
    bare = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return fold_invoice_number("".join(sign for sign in bare if not unicodedata.combining(sign)))


def same_value(one: str, two: str) -> bool:
    """False only where both texts are numbers with different values ("2,0" and "20").

    In print whose ones are like capital letters "II 197,44" is 11 197,44, and "FV/O2/2025" may be "FV/02/2025".
    """
    first, second = _number(one), _number(two)
    if first is None or second is None or first == second:
        return True
    return _number(_with_figures(one)) == _number(_with_figures(two))


def _number(text: str) -> Decimal | None:
    return parse_decimal(re.sub(r"[^\d.,\s+\-−]", "", text).strip(" .,"))


def _with_figures(text: str) -> str:
    """Capitals like figures exchanged, in words that are figures with or without them: "II 197,44", "FV/O2/2025"."""
    return " ".join(
        word.translate(_FIGURES) if re.search(r"\d", word) or re.fullmatch(r"[IO.,+\-−]+", word) else word
        for word in text.split()
    )


_FIGURES = str.maketrans("IO", "10")
