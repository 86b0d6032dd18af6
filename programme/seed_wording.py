"""The words that lead to a variety's name on a line of seed: crop, material, category, package, a delivery's heading.

A line whose variety stands behind any other word may sell another thing, or another variety in whose stead the name is
said ("Następca odmiany ...", "Voucher na ..."); there are too many such words to list them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from programme.folding import fold_word, words_of

_WORDS = """
    zyto zyta zytem hybrydowe hybrydowego hybrydowy hybrydowa hybryda hybryd hybr hybrid mieszancowe mieszancowego
    mieszancowy mieszaniec mieszanc ozime ozimego ozimy ozim nasiona nasion nasienie nasienny siewny siewne siewnego
    siewna siewnych siew material materialu kwalifikowany kwalifikowane kwalifikowanego kwalifikat kwal kwalif
    kategorii kategoria odmiana odmiany zaprawione zaprawiony zaprawiane zapr worek worka worki workow opak opakowanie
    opakowania jednostka jednostki jednostek jedn bigbag sztuk plushybrids plushybr pollenplus secale cereale
    nazwa towar towaru opis artykul produkt
    artikel bezeichnung ilosc miary cena ceny wartosc netto brutto kod indeks symbol pkwiu partia grupa seria
    kws bylo jest korekta paszport roslin
"""
_KNOWN = tuple(sorted({fold_word(word) for word in _WORDS.split()}, key=len, reverse=True))
# A delivery's heading read with its first item: "Dokument WZ/317/2025 z dnia 04.09.2025 Żyto ...".
_HEADING = re.compile(
    r"\W*(?:nr )?(?:dostaw|dok|faktura|wydani|zlecenie|zamowieni|odbior|umow|kontrakt|magazyn|wz(?![a-z]))\w*[\W_]*"
    r"(?:(?:do|nr|numer|wz|pz|z dnia|dnia|zewn\w*|magazyn\w*|wlasny)(?![a-z])[\W_]*)*\S*\d\S*(?: z dnia \S+)?"
)
_CODE = re.compile(r"[a-z]+[-./][a-z]{1,2}\W*")
_SHORT = 3  # letters of a word, or of what is left of one, that say nothing
_SURE = 5  # letters from which a word may be misread and is still known


def is_led_by_others(before: str) -> bool:
    """Whether a folded wording that ends where a variety's name begins holds a word that no seed's has there."""
    heading = _HEADING.match(before)
    tokens = before[heading.end() :].split() if heading else before.split()
    codes = (any(char.isdigit() for char in token) or _CODE.fullmatch(token) for token in tokens)
    named = [token for token, code in zip(tokens, codes, strict=True) if not code]
    return not all(is_seed_word(word) for token in named for word in words_of(token))


@lru_cache(maxsize=4096)
def is_seed_word(word: str) -> bool:
    """Whether a folded word may stand before a variety: a known one, in spite of OCR noise and lost spaces, or a
    scrap."""
    plain = fold_word(word)
    if len(plain) <= _SHORT:
        return True
    if len(plain) >= _SURE and any(
        Levenshtein.distance(known, plain, score_cutoff=_edits(known)) <= _edits(known) for known in _KNOWN
    ):
        return True
    return len(re.sub("|".join(_KNOWN), "", plain)) <= _SHORT


def _edits(known: str) -> int:
    return 0 if len(known) < _SURE else 1 if len(known) <= 7 else 2
