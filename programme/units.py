"""Units of measure as printed, with OCR noise, normalised."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from programme.folding import fold
from programme.invoices import UnitKind

_FORMS: dict[UnitKind, str] = {
    UnitKind.SEED_UNIT: """
        js jsi jsiew jsiewna jsiewne jsiewnych jedn jed jedns jeds jednsiew jedsiew jednsiewna jedsiewna jednsiewne
        jednsiewnych jednostka jednostki jednostek jednostkasiewna jednostkisiewne jednosteksiewnych jednsiewn unit
        units u mln mlnnas mlnnasion mlnszt mlnziaren mio miosztuk jsm jednsw seedunit
    """,
    UnitKind.BAG: """
        worek wor wrk work worki workow op opak opakowanie opakowania opakowan bag bags pacz paczka opk worka
    """,
    UnitKind.BIG_BAG: "bb bigbag bigbagi bigbagow bbag bigb",
    UnitKind.PIECE: "szt sztuk sztuka sztuki sz pcs pc egz egzemplarz st s2t szl",
    UnitKind.MASS: "kg t to tona tony ton dt q g kq k9 kilogram dkg tn",
    UnitKind.VOLUME: "l litr ltr litry litrow ml hl m3 lt",
    UnitKind.AREA: "ha dawkaha hektar ar m2 dawka",
    UnitKind.OTHER: """
        kpl usl usluga godz h km pal paleta mb zest zestaw pakiet doba mies kurs tys tysnas tysnasion tysszt komplet
        rbg pkt m para kart karton
    """,
}
_BY_FORM = {form: kind for kind, forms in _FORMS.items() for form in forms.split()}
# Recognisers take the J of "j.s." for a bracket or another thin letter, and its s for "$" or two letters.
MISREAD_SEED_UNIT = r"(?:(?:[\]\[}] ?[.,]? ?|[il|!][.,])[s5]|j ?[.,]? ?(?:[$§]|[s5]{2}))(?:[.,]|(?![a-z0-9]))"
_LONG = tuple(form for form in _BY_FORM if len(form) >= 5)


def unit_kind(unit: str) -> UnitKind | None:
    """What kind of unit a cell of the unit column names, or None where it is not understood.

    "j.siew.", "jedn. siewna", "J.5.", "js" → SEED_UNIT; "worek", "op." → BAG; "BB 20 j.s." → BIG_BAG.
    """
    folded = fold(unit).replace("|", "l")
    if re.search(r"\bb\.?\s?b\b|big\W?\s?bag|\bbb\d", folded):
        return UnitKind.BIG_BAG
    letters = re.sub(r"^\d+(?:[.,]\d+)?(?=\s*[a-z])", "", folded.strip())
    compact = re.sub(r"[^a-z0-9]", "", letters)
    if not compact or compact.isdigit():
        return None
    if compact == "j5" or re.fullmatch(MISREAD_SEED_UNIT, letters.strip()):
        return UnitKind.SEED_UNIT
    if compact in _BY_FORM:
        return _BY_FORM[compact]
    repaired = compact.translate(str.maketrans("501", "sol"))
    if repaired in _BY_FORM:
        return _BY_FORM[repaired]
    if len(compact) >= 3 and compact[0] in "li1" and compact[1:] in _BY_FORM:
        return _BY_FORM[compact[1:]]  # a table's rule stuck to the cell
    noisy = re.fullmatch(r"j+\.?\s?s\b\.?\s?([a-z]{0,2})", folded.strip())
    if noisy and noisy[1] not in _BY_FORM:
        return UnitKind.SEED_UNIT  # a letter read twice, or the edge of the next cell's ink behind it: "Jj.S", "j.s oj"
    if len(repaired) < 4:
        return None
    near = process.extractOne(repaired, _LONG, scorer=fuzz.ratio, score_cutoff=80)
    return _BY_FORM[near[0]] if near else None
