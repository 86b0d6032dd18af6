"""Notes behind the name of a seed: "KWS Tayo, opłata licencyjna w cenie", "... + zaprawianie", "transport gratis".

A service that costs nothing, or comes with the goods, is no article of its own; the line is the seed's.
"""

from __future__ import annotations

import re

from programme.folding import fold
from programme.packages import first_no_seed

_FREE = re.compile(
    r"w cenie|wliczon|zawart|gratis|bezplatn|darmow|(?<![\d.,])0(?:[.,]00?)? ?(?:zl|pln)|bez (?:oplat|kaucji|dopl)"
)
_JOINED = re.compile(r"(?:\+|\bz|\bwraz z|\boraz|\bi)\s*$")


def before_note(text: str) -> str | None:
    """The wording before a note of a service, folded; None where there is no such note: no service is named, or it may
    be what is sold."""
    folded = fold(text)
    start = first_no_seed(folded)
    if start is None:
        return None
    head, tail = folded[:start], folded[start:]
    if not (_FREE.search(tail) or _JOINED.search(head)):
        return None
    return _JOINED.sub("", head).rstrip(" ,;+-/(") or None
