"""Finding a catalogue's varieties in the wording of a line, in spite of OCR noise and lost spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from programme.folding import WORD, fold, fold_word, words_of
from programme.registry import Product
from programme.seed_wording import others_before

# Words of a product name that do not tell the variety.
_FILLER_WORDS = """
    f1 c1 c2 c b f bb big bag bigbag worek op opak szt js j s jedn mln nasion nas tys plushybrids plus hybrids
    pollenplus zyto zyta ozime oz hybrydowe hybr mieszancowe mat material nasiona siewny kwal kwalif kg a zaprawione
    zapr kukurydza pszenica jeczmien pszenzyto rzepak
    """
_FILLER = frozenset(_FILLER_WORDS.split())
_BRANDS = frozenset({"kws", "kw", "su", "saaten", "d", "sy", "dsv", "lg", "hr", "danko", "dankowskie"})
BREEDERS = _BRANDS - {"kw", "d", "hr"}  # without what may be a code or a misreading
_WHOLE_BRAND = {"kw": "kws", "d": "dankowskie"}  # what is left of a brand, cut or abbreviated
_BRANDS_FOLDED = {fold_word(brand): _WHOLE_BRAND.get(brand, brand) for brand in _BRANDS}
_LONG_BRANDS = ("kws", "dankowskie")  # long enough to be known within a word
_GENERATION = fold_word("F1")
_SHORT = 4  # names of up to four letters must be exact: one edit would turn them into another word


@dataclass(frozen=True, slots=True)
class Variety:
    """One variety of the catalogue: its names (folded) and brands, and all products that carry it."""

    names: tuple[str, ...]
    brands: frozenset[str]
    products: tuple[Product, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A variety found in a wording. `edits` from its nearest name; `brand` the brand word printed before it; `place`
    where the name begins in the wording's words, folded and joined; `whole`: no letter goes on behind it."""

    variety: Variety
    name: str
    edits: int
    brand: str | None
    place: int = 0
    whole: bool = True


@lru_cache(maxsize=64)
def varieties_of(products: tuple[Product, ...]) -> tuple[Variety, ...]:
    """The catalogue's products grouped by variety: products that share a core name belong together."""
    groups: list[tuple[set[str], set[str], list[Product]]] = []
    for product in products:
        names, brands = set(), set()
        for label in (product.name, *product.aliases):
            name, brand = _core(label)
            if name:
                names.add(name)
            if brand:
                brands.add(brand)
        shared = [group for group in groups if group[0] & names]
        for group in shared:
            groups.remove(group)
            names |= group[0]
            brands |= group[1]
        groups.append((names, brands, [p for group in shared for p in group[2]] + [product]))
    return tuple(
        Variety(tuple(sorted(names, key=lambda n: (-len(n), n))), frozenset(brands), tuple(items))
        for names, brands, items in groups
    )


def sightings(text: str, products: Sequence[Product]) -> tuple[Sighting, ...]:
    """Every variety whose name stands in `text`, best first: fewest edits, then brand printed, then longest name."""
    return _sightings(text, tuple(products))


@lru_cache(maxsize=4096)
def _sightings(text: str, products: tuple[Product, ...]) -> tuple[Sighting, ...]:
    words = [fold_word(word) for word in words_of(text)]
    found = []
    for variety in varieties_of(products):
        seen = [s for s in (_sight(variety, name, words) for name in variety.names) if s is not None]
        if seen:
            found.append(min(seen, key=_rank))
    return tuple(sorted(found, key=_rank))


def nearest(found: Sequence[Sighting]) -> list[Sighting]:
    """The best sighting and all that are equally near; a name inside a longer found name is not counted."""
    best = [s for s in found if s.edits == found[0].edits] if found else []
    branded = [s for s in best if s.brand is not None and s.brand in s.variety.brands]
    if branded:
        best = branded
    return [s for s in best if not any(s.name != other.name and s.name in other.name for other in best)]


def _rank(sighting: Sighting) -> tuple[int, bool, int]:
    return sighting.edits, sighting.brand is None, -len(sighting.name)


def comes_near(text: str, products: Sequence[Product], sold_as_seed: bool) -> str | None:
    """The name of an eligible variety that no sighting found and the wording may still be, misread; None else.

    Wider than a sighting, so it is only ever a reason to doubt. Names of up to five letters come near many a word: they
    count only beside a breeder's brand or where the line is `sold_as_seed`.
    """
    words = [fold_word(word) for word in words_of(text)]
    squashed = "".join(words)
    branded = any(fold_word(brand) in squashed for brand in _LONG_BRANDS)
    for variety in varieties_of(tuple(products)):
        if not counts(variety):
            continue
        shortest = _SHORT if sold_as_seed or branded else _SHORT + 2
        if any(_near(name, words, squashed) for name in variety.names if len(name) >= shortest):
            return variety.products[0].name
    return None


def counts(variety: Variety) -> bool:
    """Whether any product of the variety is eligible."""
    return any(product.eligible for product in variety.products)


def most_misread(name: str) -> int:
    """How many characters of a folded name may be misread where it is only a doubt: more than `allowed_edits`."""
    return 1 if len(name) <= 6 else 2


def _near(name: str, words: Sequence[str], squashed: str) -> bool:
    edits = most_misread(name)
    if len(name) <= _SHORT + 1:
        pieces = [piece for word in words for piece in (word, *(word.removeprefix(fold_word(b)) for b in _LONG_BRANDS))]
        return any(Levenshtein.distance(name, piece, score_cutoff=edits) <= edits for piece in pieces)
    aligned = fuzz.partial_ratio_alignment(name, squashed)
    if aligned is None or len(squashed) + edits < len(name):
        return False
    piece = squashed[aligned.dest_start : aligned.dest_end]
    return Levenshtein.distance(name, piece, score_cutoff=edits) <= edits


def is_alone(text: str, sighting: Sighting) -> bool:
    """Whether nothing but the variety, what any seed line says and scraps of three letters stand in the wording."""
    return len(_core(text)[0].replace(sighting.name, "")) <= 3


def names_variety(text: str) -> bool:
    """Whether any word of the wording may be the name of a variety: it is no brand and no word of any seed line."""
    return len(_core(text)[0]) > 2


def is_led_by_another_thing(text: str, sighting: Sighting) -> bool:
    """Whether a word that no seed line begins with stands before the variety: "Koszulka KWS Tayo"."""
    return bool(others_before(_before(text, sighting)))


def names_another_first(text: str, sighting: Sighting) -> bool:
    """Whether what may be another variety's name stands between the crop and the variety: "Żyto hybrydowe Piano, jak
    KWS Tayo". A name begins with a capital letter."""
    capitalised = {fold(word) for word in re.findall(r"[^\W\d_]+", text) if word[0].isupper()}
    return any(behind_crop and word in capitalised for word, behind_crop in others_before(_before(text, sighting)))


def _before(text: str, sighting: Sighting) -> str:
    """The folded wording up to the variety's name, without breeders' brands."""
    folded, left, end = fold(text), sighting.place, 0
    for match in re.finditer(WORD, folded):
        end = match.start() + min(left, len(match[0]))
        left -= len(fold_word(match[0]))
        if left < 0:
            break
    return " ".join(word for word in folded[:end].split() if word.strip(".,:;()-") not in _BRANDS)


def brands_named(text: str) -> frozenset[str]:
    """The breeders' brands printed as words of their own."""
    return frozenset(word for word in words_of(text) if word in _BRANDS)


def _core(label: str) -> tuple[str, str | None]:
    """A product label without brand, package and filler words, folded and joined; and its brand."""
    label = re.sub(r"\d[\d\s.,]*\s*(?:j\.?\s*s\.?|mln|tys\.?|nasion|kg)[^|]*$", " ", label, flags=re.IGNORECASE)
    words = words_of(label)
    brand = next((_WHOLE_BRAND.get(word, word) for word in words if word in _BRANDS), None)
    kept = [word for word in words if word not in _FILLER and word not in _BRANDS and not re.search(r"\d", word)]
    return "".join(fold_word(word) for word in kept), brand


def _sight(variety: Variety, name: str, words: list[str]) -> Sighting | None:
    allowed = allowed_edits(name)
    best: tuple[int, int] | None = None
    for start in range(len(words)):
        for size in (1, 2, 3):
            window = "".join(words[start : start + size])
            if start + size > len(words) or abs(len(window) - len(name)) > allowed:
                continue
            edits = Levenshtein.distance(name, window, score_cutoff=allowed)
            if edits <= allowed and (best is None or edits < best[0]):
                best = edits, start
    if best is not None:
        return Sighting(variety, name, best[0], _brand_before(words, best[1]), len("".join(words[: best[1]])))
    return _sight_squashed(variety, name, words)


def _sight_squashed(variety: Variety, name: str, words: Sequence[str]) -> Sighting | None:
    """Where spaces were lost: the name inside the joined text, after its brand or long enough to stand alone."""
    squashed = "".join(words)
    for brand in sorted(variety.brands):
        if (branded := fold_word(brand) + name) in squashed:
            place = squashed.index(branded)
            return Sighting(variety, name, 0, brand, place, _ends_word(words, place + len(branded)))
    if len(name) <= _SHORT + 1:
        return None
    if name in squashed:
        place = squashed.index(name)
        return Sighting(variety, name, 0, None, place, _ends_word(words, place + len(name)))
    aligned = fuzz.partial_ratio_alignment(name, squashed)
    if aligned is None or len(squashed) < len(name):
        return None
    piece = squashed[aligned.dest_start : aligned.dest_end]
    edits = Levenshtein.distance(name, piece)
    if edits > min(1, allowed_edits(name)):
        return None
    before = squashed[: aligned.dest_start]
    printed = next((b for b in sorted(variety.brands) if before.endswith(fold_word(b))), None)
    return Sighting(variety, name, edits, printed, len(before)) if printed is not None else None


def _ends_word(words: Sequence[str], end: int) -> bool:
    """Whether a place in the joined words is the end of one of them, or a figure or "F1" follows there."""
    for word in words:
        if end <= len(word):
            return end == len(word) or word[end].isdigit() or word.startswith(_GENERATION, end)
        end -= len(word)
    return True


def allowed_edits(name: str) -> int:
    """How many characters of a folded name may be misread: none up to 4 letters, one up to 7, then two."""
    return 0 if len(name) <= _SHORT else 1 if len(name) <= 7 else 2


def _brand_before(words: list[str], start: int) -> str | None:
    """The brand in the word before `start`: printed, glued to another word, or "KWS" with one letter misread."""
    if start == 0:
        return None
    word = words[start - 1]
    if word in _BRANDS_FOLDED:
        return _BRANDS_FOLDED[word]
    if word.endswith("kws") or (len(word) == 3 and Levenshtein.distance(word, "kws") == 1):
        return "kws"
    return "dankowskie" if word.endswith("dankowskie") else None
