"""Persons, firms and addresses compared in spite of word order, legal forms, diacritics and OCR noise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import permutations

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from matchers.given_names import is_given_name
from programme.folding import fold, fold_word, words_of
from programme.registry import Participant

# Words that do not tell one party from another.
_FARM_WORDS = frozenset(
    {
        *("gospodarstwo", "gospodarstwa", "gosp", "rolne", "roln", "rol", "rolnicze", "rolnik", "indywidualne", "ind"),
        *("indyw", "indywidualny", "gr", "igr", "pan", "pani", "firma", "nabywca", "nip", "pl"),
    }
)
_LEGAL_WORDS = frozenset(
    {
        *("spolka", "sp", "z", "o", "oo", "zoo", "ograniczona", "odpowiedzialnoscia", "s", "a", "sa", "k", "spk"),
        *("sc", "c", "j", "spj", "komandytowa", "jawna", "cywilna", "akcyjna", "spzoo"),
    }
)


def person_words(name: str) -> tuple[str, ...]:
    """A farmer's name without the words every farm bears, folded, sorted: any order compares alike."""
    words = [word for word in words_of(name) if word not in _FARM_WORDS and len(word) > 1 and not word.isdigit()]
    return tuple(sorted(words))


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's: every word of the one stands in the other.

    A misread letter is forgiven inside a word of five letters or more, never at its end, which tells Józef
    from Józefa and Kowalski from Kowalska.
    """
    first, second = person_words(one), list(person_words(other))
    if _run_together(first, second) or _run_together(second, first):
        return True
    if len(first) < 2 or len(first) != len(second):
        return False
    for word in first:
        match = next((candidate for candidate in second if same_word(word, candidate)), None)
        if match is None:
            return False
        second.remove(match)
    return True


def _run_together(words: Sequence[str], fewer: Sequence[str]) -> bool:
    """Whether `fewer` are the same words with a space lost: "StanisławWieczorek". Exactly, nothing else forgiven."""
    if not 2 <= len(words) <= 4 or not 1 <= len(fewer) < len(words):
        return False
    joined = {"".join(fold_word(word) for word in order) for order in permutations(fewer)}
    return any("".join(fold_word(word) for word in order) in joined for order in permutations(words))


def same_word(one: str, other: str) -> bool:
    """Equal words, look-alike characters and one misread inner letter forgiven."""
    a, b = fold_word(one), fold_word(other)
    if a == b:
        return True
    if is_given_name(one) and is_given_name(other):
        return False  # Maria and Marta, Dariusz and Mariusz: two people of one house
    if min(len(a), len(b)) < 5 or a[-1] != b[-1] or (a[0] != b[0] and len(a) < 7):
        return False
    return Levenshtein.distance(a, b) == 1


def shared_surname(one: str, other: str) -> str | None:
    """The word of `one`, as it writes it, that both names share, masculine and feminine endings alike ("Kowalski",
    "Kowalska"); None where they share none."""
    written: dict[str, str] = {folded: word for word in re.findall(r"[^\W\d_]+", one) for folded in words_of(word)}
    for word in person_words(one):
        for candidate in person_words(other):
            if same_word(word, candidate) or _stem(word) == _stem(candidate):
                return written.get(word, word)
    return None


def shares_a_word(one: str, other: str) -> bool:
    """Whether any word of one name is, however badly read, in the other; True where either has no words to compare."""
    first = [fold_word(word) for word in person_words(one) if len(word) > 2]
    second = "".join(fold_word(word) for word in words_of(other))
    if not first or not second:
        return True
    return any(fuzz.partial_ratio(word, second) >= 75 for word in first)


def _stem(surname: str) -> str:
    return re.sub(r"(sk|ck|dzk)[ia]$", r"\1", surname)


def firm_similarity(one: str, other: str) -> float:
    """Likeness 0..100 of two firms' names, legal forms and word order aside."""
    return fuzz.token_sort_ratio(_firm(one), _firm(other))


def firm_is_named(name: str, text: str) -> float:
    """Likeness 0..100 of a firm's name to the best part of a longer printed name."""
    core = _firm(name)
    return fuzz.partial_ratio(core, _firm(text)) if len(core) >= 4 else 0.0


def _firm(name: str) -> str:
    return " ".join(word for word in words_of(name) if word not in _LEGAL_WORDS)


def same_address(participant: Participant, printed: str) -> bool:
    """Whether a printed address is the participant's: house number, and street or place, and postcode where printed."""
    words = words_of(re.sub(r"(?<!\d)\d{2}\s*-\s*\d{3}(?!\d)", " ", fold(printed)))  # a postcode is no house number
    postcode = re.sub(r"\D", "", participant.postal_code)
    digits = re.sub(r"\s*-\s*", "", fold(printed))
    printed_codes = re.findall(r"(?<!\d)\d{5}(?!\d)", digits)
    if postcode and printed_codes and postcode not in printed_codes:
        return False
    house = re.search(r"(\d+)\s*([a-z]?)(?:\s*/\s*(\d+))?\s*$", fold(participant.address))
    if house is None or not any(word in (house[1], house[1] + house[2]) for word in words):
        return False
    if house[2] and house[1] + house[2] not in words and house[2] not in words:
        return False
    street = [w for w in words_of(participant.address) if len(w) > 2 and not any(c.isdigit() for c in w)]
    place = [w for w in words_of(participant.city) if len(w) > 2]
    found_street = bool(street) and all(_among(word, words) for word in street)
    found_place = bool(place) and all(_among(word, words) for word in place)
    located = found_place or (bool(postcode) and postcode in printed_codes)
    return found_street and located


def household(participant: Participant) -> str | None:
    """The participant's house for comparison with others', or None where no full address is registered."""
    address = " ".join(words_of(participant.address))
    place = re.sub(r"\D", "", participant.postal_code) or " ".join(words_of(participant.city))
    return f"{address} {place}" if re.search(r"\d", address) and place else None


def _among(word: str, words: list[str]) -> bool:
    return any(same_word(word, candidate) or _long_and_alike(word, candidate) for candidate in words)


def _long_and_alike(word: str, other: str) -> bool:
    """Long words bear two misread letters; in short ones a letter makes another street (Polna, Dolna)."""
    return min(len(word), len(other)) >= 8 and fuzz.ratio(fold_word(word), fold_word(other)) >= 80
