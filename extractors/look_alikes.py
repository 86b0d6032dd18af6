"""Texts compared as readers and people confuse them."""

from __future__ import annotations

import re
import unicodedata

from programme.formats import parse_decimal
from programme.identifiers import fold_invoice_number

# Letters NFKD does not take apart.
_STROKES = str.maketrans({"Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d"})


def folded(text: str) -> str:
    """Letters and digits only, upper case, without diacritics, look-alikes folded (O to 0, I to 1 ...)."""
    bare = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return fold_invoice_number("".join(sign for sign in bare if not unicodedata.combining(sign)))


def same_value(one: str, two: str) -> bool:
    """False only where both texts are numbers with different values ("2,0" and "20")."""
    first, second = (parse_decimal(re.sub(r"[^\d.,\s+\-−]", "", text).strip(" .,")) for text in (one, two))
    return first is None or second is None or first == second
