"""Amounts written in Polish words: "szesnaście tysięcy dwieście dwadzieścia jeden złotych 60/100"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from rapidfuzz import fuzz, process

from extractors.text.text_cells import fold

_UNITS = {
    "zero": 0, "jeden": 1, "jedna": 1, "jedno": 1, "dwa": 2, "dwie": 2, "trzy": 3, "cztery": 4, "piec": 5, "szesc": 6,
    "siedem": 7, "osiem": 8, "dziewiec": 9, "dziesiec": 10, "jedenascie": 11, "dwanascie": 12, "trzynascie": 13,
    "czternascie": 14, "pietnascie": 15, "szesnascie": 16, "siedemnascie": 17, "osiemnascie": 18, "dziewietnascie": 19,
    "dwadziescia": 20, "trzydziesci": 30, "czterdziesci": 40, "piecdziesiat": 50, "szescdziesiat": 60,
    "siedemdziesiat": 70, "osiemdziesiat": 80, "dziewiecdziesiat": 90, "sto": 100, "dwiescie": 200, "trzysta": 300,
    "czterysta": 400, "piecset": 500, "szescset": 600, "siedemset": 700, "osiemset": 800, "dziewiecset": 900,
}  # fmt: skip
_SCALES = {
    "tysiac": 1000, "tysiace": 1000, "tysiecy": 1000, "tys": 1000, "milion": 1000000, "miliony": 1000000,
    "milionow": 1000000, "mln": 1000000,
}  # fmt: skip
_ZLOTY = {"zlotych", "zloty", "zlote", "zl", "zi", "zt", "pln", "eur", "euro", "zloty."}
_GROSZ = {"grosz", "grosze", "groszy", "gr"}
_MINUS = {"minus"}
_SKIP = {"i", "oraz", "and", "slownie", "pozostalo", "do", "zaplaty", "w", "kwota", "in", "words"}
_FRACTION = re.compile(r"(?<![\da-z])([\doO]{1,2})\s*/\s*[1l][0oO]{2}")
_GROSZE_IN_DIGITS = re.compile(r"(?<!\d)(\d{1,2})\s*gr(?:osz[aey]?)?(?![a-z]*[^\W\d_])", re.IGNORECASE)
# Grosze behind the currency that did not come out: "złotych 2S/100", "zł 45/1".
_UNREAD_FRACTION = re.compile(
    r"(?<![a-z])(?:zlotych|zloty|zlote|z[lit]|pln)\W{0,3}(?:[a-z\d]{1,3}\s*/|/\s*\d|\d{1,2}\s*g)"
)
_AHEAD = 4  # words in which grosze end


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, tuple[str, int]]:
    words = {word: ("unit", value) for word, value in _UNITS.items()}
    # "tysiąc" may stand alone, "tysiące" and "tysięcy" only behind their number.
    words |= {word: ("scale" if word in ("tysiac", "milion") else "scales", value) for word, value in _SCALES.items()}
    words |= (
        dict.fromkeys(_ZLOTY, ("zloty", 0)) | dict.fromkeys(_GROSZ, ("grosz", 0)) | dict.fromkeys(_MINUS, ("minus", 0))
    )
    return words


@lru_cache(maxsize=4096)
def _known(word: str) -> tuple[str, int] | None:
    """What a word means; long words may differ by a letter where only one word of the vocabulary is so near."""
    vocabulary = _vocabulary()
    if word in vocabulary:
        return vocabulary[word]
    if len(word) < 4:
        return None
    if word.replace("rn", "m") in vocabulary:  # recognisers take "m" for "rn"
        return vocabulary[word.replace("rn", "m")]
    near = process.extract(word, vocabulary.keys(), scorer=fuzz.ratio, score_cutoff=80, limit=3)
    near = [found for found in near if abs(len(found[0]) - len(word)) <= 2]
    if not near:
        return None
    # "dwanaście"/"dziewięć" never tie: refuse a word as near to two different numbers.
    if len(near) > 1 and near[0][1] - near[1][1] < 4 and vocabulary[near[0][0]] != vocabulary[near[1][0]]:
        return None
    return vocabulary[near[0][0]]


def _split_joined(word: str) -> list[tuple[str, int]] | None:
    """A word of several numbers without spaces ("dwadziesciajeden"), longest first; None if it does not come out."""
    if not word:
        return []
    vocabulary = _vocabulary()
    for length in range(min(len(word), 17), 1, -1):
        if word[:length] in vocabulary:
            rest = _split_joined(word[length:])
            if rest is not None:
                return [vocabulary[word[:length]], *rest]
    return None


def parse_amount_words(text: str) -> Decimal | None:
    """The amount that `text` spells, with grosze from "60/100", "60 gr" or words; None where a word is not understood.

    Reading stops at the first word that is no number once an amount was read. A value without any grosze is whole;
    one that ends neither with a currency nor with grosze may be cut off, and gives None.
    """
    folded = fold(text)
    fraction = _FRACTION.search(folded) or _GROSZE_IN_DIGITS.search(folded)
    grosze = int(re.sub("[oO]", "0", fraction[1])) if fraction else None
    words = re.findall(r"[a-z]+", folded[: fraction.start()] if fraction else folded)
    if fraction is None and _UNREAD_FRACTION.search(folded):
        return None
    tokens: list[tuple[str, int]] = []
    for place, word in enumerate(words):
        if word in _SKIP:
            continue
        parts = _split_joined(word)
        if parts is None:
            near = _known(word)
            parts = None if near is None else [near]
        if parts is None:
            if any(kind in ("zloty", "grosz") for kind, _ in tokens):
                if grosze is None and not any(kind == "grosz" for kind, _ in tokens) and _names_grosze(words, place):
                    return None  # grosze in words that could not be read are not none
                break
            if tokens or len(word) > 3:
                return None  # what is not understood may be part of the amount
            continue
        tokens.extend(parts)
    return _value(tokens, grosze)


def _names_grosze(words: list[str], start: int) -> bool:
    return any((_known(word) or ("", 0))[0] == "grosz" for word in words[start : start + _AHEAD])


def _value(tokens: list[tuple[str, int]], grosze: int | None) -> Decimal | None:
    negative, seen = False, False
    total, group, small = 0, 0, grosze
    main: int | None = None
    lowest: int | None = None  # the last word for thousands or millions
    for kind, value in tokens:
        if kind == "minus":
            negative = True
        elif kind == "unit":
            # A number never follows a smaller one of its own group: "dwa dwieście" is a misreading.
            if group and (value >= 100 or group % 100 >= 1) and not _may_follow(group, value):
                return None
            group, seen = group + value, True
        elif kind in ("scale", "scales"):
            # "tysiąc" alone is one thousand, also behind millions; "tysięcy" has its number before it.
            if not group and (kind == "scales" or (seen and (lowest is None or value >= lowest))):
                return None
            total, group, seen, lowest = total + max(group, 1) * value, 0, True, value
        elif kind == "zloty":
            if main is None and seen:
                main, total, group, lowest = total + group, 0, 0, None
        elif kind == "grosz" and main is not None and small is None:
            small = total + group
    if not seen or (main is None and small is None):
        return None  # nothing says where the amount ends: the rest may be missing
    main = total + group if main is None else main
    if small is not None and small > 99:
        return None
    result = Decimal(main) + Decimal(small or 0) / 100
    return (-result if negative else result).quantize(Decimal("0.01"))


def _may_follow(group: int, value: int) -> bool:
    """Whether the number word `value` may stand after `group` (<1000): hundreds, then tens, then ones."""
    if value >= 100:
        return False
    if value >= 10:
        return group % 100 == 0
    return group % 10 == 0 and (group % 100 == 0 or group % 100 >= 20)
