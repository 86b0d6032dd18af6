"""The words that lead to a variety's name on a line of seed: crop, material, category, package, a delivery's heading.

A line whose variety stands behind any other word may sell another thing ("Voucher na ..."), or another variety in whose
stead the name is said; there are too many such words to list them, and as many that say nothing ("Sezon 2025: ...").
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from programme.folding import fold_word, words_of

_WORDS = """
    zyto zyta zytem hybrydowe hybrydowego hybrydowy hybrydowa hybryda hybryd hybr hybrid mieszancowe mieszancowego
    mieszancowy mieszaniec mieszanc miesz ozime ozimego ozimych ozimy ozim zboza zboze zboz ziarno nasiona nasion
    nasienie nasienny siewny siewne siewnego siewna siewnych siew material materialu kwalifikowany kwalifikowane
    kwalifikowanego kwalifikat kwal kwalif kategorii kategoria certyfikowane certyfikowany elita elitarne ekologiczne
    generacji najnowszej dwukierunkowe kiszonke jesienna roslina gatunek odmiana odmiany zaprawione zaprawiony
    zaprawiane niezaprawiane zapr worek worka worki workow opak opakowanie opakowania jednostka jednostki jednostek
    jedn bigbag sztuk plushybrids plushybr pollenplus plus secale cereale winterroggen hybridroggen roggen seed
    nazwa towar towaru opis artykul produkt
    artikel bezeichnung ilosc miary cena ceny wartosc netto brutto kod indeks symbol pkwiu partia grupa seria
    kws polska lochow hodowla bylo jest korekta paszport roslin sezon nowosc promocja promocyjne oferta
    kinto vibrance premis baytan celest lamardor redigo maxim systiva
"""
_KNOWN = tuple(sorted({fold_word(word) for word in _WORDS.split()}, key=len, reverse=True))
# A delivery's heading read with its first item: "Dokument WZ/317/2025 z dnia 04.09.2025 Żyto ...".
_HEADING = re.compile(
    r"\W*(?:nr )?(?:dostaw|dok|faktura|wydani|zlecenie|zamowieni|odbior|umow|kontrakt|magazyn|wz(?![a-z]))\w*[\W_]*"
    r"(?:(?:do|nr|numer|wz|pz|z dnia|dnia|zewn\w*|magazyn\w*|wlasny)(?![a-z])[\W_]*)*\S*\d\S*(?: z dnia \S+)?"
)
_CODE = re.compile(r"[a-z]+[-./][a-z]{1,2}\W*")
_CROP = re.compile(r"zyt[oa]|hybr|mieszanc|rogg|rye")
_SHORT = 3  # letters of a word, or of what is left of one, that say nothing
_SURE = 5  # letters from which a word may be misread and is still known


def others_before(before: str) -> tuple[tuple[str, bool], ...]:
    """The words of a folded wording that ends where a variety's name begins which no seed's has there, each with
    whether rye is named before it: there stand the names of varieties."""
    heading = _HEADING.match(before)
    tokens = before[heading.end() :].split() if heading else before.split()
    found: list[tuple[str, bool]] = []
    crop = False
    for token in tokens:
        coded = any(char.isdigit() for char in token) or _CODE.fullmatch(token)
        found += [(word, crop) for word in words_of(token) if not coded and not is_seed_word(word)]
        crop = crop or _CROP.search(token) is not None
    return tuple(found)


@lru_cache(maxsize=4096)
def is_seed_word(word: str) -> bool:
    """Whether a folded word may stand before a variety: a known one, in spite of OCR noise and lost spaces, or a
    scrap."""
    plain = fold_word(word).replace("vv", "w")
    if len(plain) <= _SHORT:
        return True
    if len(plain) >= _SURE and any(
        Levenshtein.distance(known, plain, score_cutoff=_edits(known)) <= _edits(known) for known in _KNOWN
    ):
        return True
    return len(re.sub("|".join(_KNOWN), "", plain)) <= _SHORT


def _edits(known: str) -> int:
    return 0 if len(known) < _SURE else 1 if len(known) <= 7 else 2
