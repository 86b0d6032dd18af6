"""Rows below or above an item that tell of its lot, code or origin, not what it is: "Partia: PL1/2", "CN 10021000"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.tables.heading_words import header_kinds
from extractors.tables.table_rows import FlatRow
from extractors.tables.wording import fold, phrases, run_together
from extractors.tokens import Word

_PHRASES = phrases(
    "nr partii", "numer partii", "partia", "seria", "nr serii", "numer serii", "data przydatności", "data ważności",
    "termin ważności", "data badania", "data dostawy", "nr etykiety", "numer etykiety", "kraj poch", "pkwiu", "gtu",
    "kod cn", "masa netto", "masa brutto", "waga netto", "waga brutto", "świadectwo", "nr świadectwa",
    "w tym partia", "cena przed rabatem", "cena katalogowa", "kiełkowanie", "zdolność kiełkowania", "mtn", "mtz",
)  # fmt: skip
_FIRST = frozenset(phrases("cn", "lot", "indeks", "rabat", "upust", "ean", "gtin", "sku", "symbol"))


def is_attribute(words: Sequence[Word]) -> bool:
    """Whether a row of text tells of the goods and does not name them."""
    if not words:
        return False
    first = words[0].text
    coded = first.endswith(":") and header_kinds(first) == ("code",)
    return coded or run_together(words).startswith(_PHRASES) or fold(first).strip(":.,") in _FIRST


def closed_up(rows: Sequence[FlatRow], kept: Sequence[int]) -> list[FlatRow]:
    """The rows at the indexes `kept`, moved up as if those between had never been printed: of the spaces before and
    behind such a row the wider one stays."""
    result: list[FlatRow] = []
    left = set(kept)
    shift, page = 0.0, None
    for index, row in enumerate(rows):
        shift, page = (shift if row.page == page else 0.0), row.page
        if index in left:
            result.append(replace(row, y=row.y - shift))
        elif index + 1 < len(rows) and rows[index + 1].page == row.page:
            behind = rows[index + 1].y - row.y
            shift += min(behind, row.y - rows[index - 1].y) if index and rows[index - 1].page == row.page else behind
    return result
