"""The words of headings: what a printed word may mean above a column of a table.

Words are compared folded (`wording`), then by edit distance; labels joined into one word ("Wartośćbrutto") are taken
apart.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from extractors.tables.wording import fold

# Folded stem -> canonical word. Only words that stand in headers of item tables.
_LEXICON = {
    "lp": "lp", "poz": "lp", "pozycja": "lp", "no": "lp", "nr": "lp", "#": "lp",
    "nazwa": "name", "towar": "name2", "towaru": "name2", "usługa": "name2", "usługi": "name2", "opis": "name",
    "oznaczenie": "name", "wyszczególnienie": "name", "description": "name", "produkt": "name", "artykuł": "name",
    "asortyment": "name", "item": "name", "product": "name", "goods": "name2", "treść": "name",
    "przedmiot": "name",
    "kod": "code", "indeks": "code", "index": "code", "pkwiu": "code", "cn": "code", "gtin": "code", "ean": "code",
    "materiał": "code", "symbol": "code", "sku": "code", "unikalny": "code", "gtu": "code", "code": "code",
    "klasyfikacji": "code2", "wiersza": "code2", "numer": "code2", "katalogowy": "catalogue", "kat": "catalogue",
    "c": "c.", "st": "st.",
    "ilość": "quantity", "qty": "quantity", "quantity": "quantity", "liczba": "quantity", "ilosc": "quantity",
    "jm": "unit", "j.m": "unit", "miara": "unit", "miary": "unit2", "unit": "unit", "j": "piece", "m": "unit2",
    "j.miary": "unit", "jedn": "piece", "jednostka": "piece", "jednostkowa": "piece", "jednostkowy": "piece",
    "cena": "price", "price": "price_en", "wartość": "value", "wart": "value", "kwota": "sum", "amount": "amount",
    "należność": "value", "value": "amount", "suma": "sum",
    "netto": "net", "net": "net", "brutto": "gross", "gross": "gross", "total": "sum",
    "il": "quantity", "nt": "net", "bt": "gross", "kw": "sum", "rab": "discount", "cjn": "price",
    "stawka": "rate", "rate": "rate", "vat": "vat", "ptu": "vat", "podatek": "vat", "podatku": "vat", "tax": "vat",
    "%": "%", "vat%": "%vat", "%vat": "%vat", "rabat": "discount", "rabatu": "discount", "upust": "discount",
    "upustu": "discount", "discount": "discount", "opust": "discount", "rabacie": "after", "upuście": "after",
    "po": "po", "bonifikata": "discount", "zniżka": "discount", "skonto": "discount",
    "sprzedaży": "filler", "bez": "bez", "z": "with", "zł": "filler", "pln": "filler", "lub": "filler", "i": "filler",
    "stan": "before", "przed": "before2", "w": "filler", "za": "filler", "of": "filler", "eur": "filler",
    "zawartość": "content",
    "masa": "code", "waga": "code", "kg": "filler", "opakowań": "filler", "opakowania": "filler", "opak": "package",
    "opakowanie": "package",
    "rodzaj": "filler", "podatkiem": "vat", "op": "filler", "szt": "filler",
}  # fmt: skip
_SHORT_QUANTITY = fold("il")
_PRICE_OR_RATE = frozenset((fold("c"), fold("st")))  # short for "cena" and "stawka", with a point
_SEED_UNIT = frozenset((fold("j.s"), fold("js"), fold("i.s")))
# Fonts without a mapping lose letters with diacritics: "Ilość" comes out as "Ilo", "Wartość" as "Warto".
_LOST = {fold("".join(c for c in word if c.isascii())): kind for word, kind in _LEXICON.items() if not word.isascii()}
_FOLDED = {word: kind for word, kind in _LOST.items() if len(word) > 2} | {fold(w): k for w, k in _LEXICON.items()}


@lru_cache(maxsize=8192)
def header_kinds(text: str) -> tuple[str, ...]:
    """What a printed word may mean in a header: canonical words, several where labels stuck together."""
    plain = fold(text).strip(".,:;()[]{}'\"*_-")
    if not plain or plain == "/":
        return ()
    if plain in _SEED_UNIT:
        return ("filler",)  # "Ilość [j.s.]", "Cena [zł/j.s.]"
    if plain in _PRICE_OR_RATE and "." not in text:
        return ()
    if "/" in plain:
        halves = [(part, header_kinds(part)) for part in text.split("/") if fold(part).strip(".,:;()[]{}'\"*_")]
        foreign = all(part.strip(".").isalpha() for part, kinds in halves if not kinds)  # "Menge/Ilość"
        return tuple(kind for _, kinds in halves for kind in kinds) if foreign else ()
    if plain in _FOLDED:
        # "Il." is short for "ilość"; "11", "110" and "II" fold alike and are numbers.
        if plain in _LOST and any(c.isdigit() for c in text):
            return ()
        return () if plain == _SHORT_QUANTITY and "il" not in text.casefold() else (_FOLDED[plain],)
    if "." in plain:
        joined = plain.replace(".", "")
        if joined in _FOLDED:
            return (_FOLDED[joined],)
        parts = [header_kinds(part) for part in plain.split(".") if part]
        if all(parts):
            return tuple(kind for part in parts for kind in part)
    if len(plain) >= 4:
        near = max(_FOLDED, key=lambda word: fuzz.ratio(word, plain) if len(word) >= 4 else 0)
        if len(near) >= 4 and fuzz.ratio(near, plain) >= 78:
            return (_FOLDED[near],)
        return _taken_apart(plain)
    return ()


def _taken_apart(plain: str) -> tuple[str, ...]:
    for cut in range(len(plain) - 1, 1, -1):
        head, tail = plain[:cut], plain[cut:]
        if head in _FOLDED and len(head) >= 2:
            if tail in _FOLDED:
                return (_FOLDED[head], _FOLDED[tail])
            rest = _taken_apart(tail) if len(tail) >= 4 else ()
            if rest:
                return (_FOLDED[head], *rest)
    return ()
