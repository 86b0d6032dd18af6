"""Titles of documents: "Faktura VAT nr", "FAKTURA VAT / VAT INVOICE", "FakturaVATnr" without its spaces."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from extractors.text.text_cells import Cell

# What makes a title; at most the qualifiers in _BEFORE may stand before it.
_CORE = (
    "faktura", "invoice", "korekta", "rachunek", r"pro\s?-?\s?forma", "paragon", "wydanie", "dowod", r"wz(?![/\w-])",
    "zamowienie", "oferta", r"(?:(?<=duplikat)|(?<=duplikat\s))faktury", r"fv(?=\s*(?:nr|numer)\b)",
    r"dokument\s*sprzedazy", r"f-ra",
)  # fmt: skip
_BEFORE = (
    "vat", "tax", "oryginal", "kopia", "duplikat", "original", "copy", "nowa", "elektroniczna", "e",
    r"(?:rodzaj|typ)(?:\s*(?:faktury|dokumentu))?",
)  # fmt: skip
_AFTER = (
    "faktury", "vat", "korygujaca", "korygujacej", "zaliczkowa", "zaliczkowe", "koncowa", "rozliczeniowa",
    "rozliczajaca", "podstawowa", "uproszczona", "sprzedazy", "sprzedaz", "zbiorcza", "marza", "fiskalny", "zewnetrzne",
    "duplikat", "oryginal", "kopia", "elektroniczna", "eksportowa", r"do\s*paragonu", "potwierdzenie", "dostawy", "rr",
    "mp", "credit", "note", "correction", "tax", "advance", "original", "copy", "zaliczka", r"na\s*zaliczke", "korekty",
    "towaru", "fakture", r"\(\s*sprzedaz\s*\)", "wewnetrzna", "robocza", "rechnung", "invoice",
    # What an invoice must say of itself by art. 106e of the VAT act.
    r"mechanizm\s*podzielonej\s*platnosci", "mpp", r"metoda\s*kasowa", "samofakturowanie", r"odwrotne\s*obciazenie",
    r"[a-z]{4,}(?:[nw]|sk|ck|cz|jac)a",  # any adjective that goes with "faktura": "detaliczna", "hurtowa", "krajowa"
)  # fmt: skip
_MARK = ("nr", "numer", "number", "no", "num", r"n[°º]")

OTHER_TITLE = re.compile(r"^[\W_]*(?:wz|wydanie|paragon|dowod|zamowienie|oferta|rachunek)")


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in sorted(words, key=len, reverse=True)))


def title_end(cell: Cell) -> int | None:
    """Where the title words at the beginning of a cell end, "nr" included; None if no title begins it."""
    position, core = 0, False
    while True:
        start = _skip(cell.folded, position)
        end = _word(cell, start, core)
        if end is None:
            break
        core = core or _is_core(cell.folded[start:end])
        position = end
    if not core:
        return None
    mark = _match(cell, _skip(cell.folded, position), _MARK)
    return mark if mark is not None else position


def _skip(text: str, position: int) -> int:
    while position < len(text) and not text[position].isalnum():
        position += 1
    return position


def _word(cell: Cell, start: int, core: bool) -> int | None:
    if core:
        return _match(cell, start, (*_AFTER, *_CORE))
    end = _match(cell, start, (*_CORE, *_BEFORE))
    if end is None and cell.engine != "text_layer":
        word = re.match(r"[a-z0-9]{6,8}(?![a-z0-9])", cell.folded[start:])
        if word and fuzz.ratio(word[0], "faktura") >= 80:
            return start + word.end()
    return end


def _is_core(word: str) -> bool:
    return (
        bool(_pattern(_CORE[:8] + _CORE[9:11]).fullmatch(word))
        or word in ("wz", "fv", "f-ra")
        or word.startswith("dokument")
        or fuzz.ratio(word, "faktura") >= 80
    )


def _match(cell: Cell, start: int, words: tuple[str, ...]) -> int | None:
    match = _pattern(words).match(cell.folded, start)
    return match.end() if match and match.end() > start and _ends_word(cell, start, match.end()) else None


def _ends_word(cell: Cell, start: int, end: int) -> bool:
    """Whether a word may end here: before no letter, before a capital after small letters, or before another word.

    "VAT/166/2025" begins with the series of a number.
    """
    if cell.folded[start:end] == "vat" and re.match(r"[/-]\d", cell.text[end:]):
        return False
    if end >= len(cell.text) or not cell.text[end].isalpha():
        return True
    if cell.text[end - 1].islower() and cell.text[end].isupper():
        return True
    if cell.engine == "text_layer":
        return False
    rest = cell.folded[end:]
    if _pattern((*_AFTER, *_CORE, *_MARK)).match(rest):
        return True
    # "NRFV/12", "VATFVS-7": a series in capitals and its number.
    return bool(re.match(r"[A-Z]{1,5}[-/]?\d|[A-Z]{1,5}[-/]", cell.text[end:]))
