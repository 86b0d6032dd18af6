"""Labels of Polish and bilingual invoices in a piece of text, found in spite of OCR noise and lost spaces.

Labels are compared as letters and digits only, without diacritics and with the usual look-alikes folded, so that
"Data wystawienia:", "Datawystawienia:" and "DATA WYSTAW1ENIA" are one. On pages read by a recogniser longer
labels may differ by a letter or two (rapidfuzz).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from extractors.text.lexicon import LEXICON, PARTY_NOUNS, Role
from extractors.text.text_cells import Cell, fold
from programme.geometry import Box

_LOOKALIKE = str.maketrans({"i": "l", "1": "l", "|": "l", "!": "l", "0": "o"})
# "DLA:" and "OD:", "Nab.:" and "Sprz.:", or alone, name the parties on some invoices; elsewhere they are mere
# prepositions, or speak of dates.
_SHORT = re.compile(r"^\W*(dla|do(?=\s*:)|od|nab\.|nabyw\.|sprz\.|sprzed\.)\s*(?::(?!\s*\d)|$)")
# What a NIP's label must keep, however it is misread: "pieczęć sprzedawcy" is none.
_NIP_ROLES = (Role.SELLER_NIP, Role.BUYER_NIP, Role.RECIPIENT_NIP)
_OF_NIPS = re.compile(r"nlp|vat|podat|ldent")  # as squeezed
_INTO_VALUE = re.compile(r":\s*(?:vat|fv)$")
_FUZZY_FROM = 9  # letters: shorter words have honest neighbours one letter away
_FUZZY_SCORE = 86.0
_ALONE_SCORE = 85.0  # of a party's noun that is all its cell holds: a wrong letter of seven
# Headers stand on the first pages and in short pieces; a long file must not cost minutes.
_FUZZY_PAGES = 4
_FUZZY_LENGTH = 160


def squeeze(text: str) -> tuple[str, list[int]]:
    """Letters and digits of folded text with look-alikes made one, and each one's position in `text`."""
    letters, positions = [], []
    for index, char in enumerate(fold(text)):
        if char.isalnum() or char == "|":
            letters.append(char.translate(_LOOKALIKE))
            positions.append(index)
    return "".join(letters), positions


@lru_cache(maxsize=1)
def _labels() -> tuple[tuple[str, Role], ...]:
    pairs = {(squeeze(label)[0], role) for role, labels in LEXICON.items() for label in labels}
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@lru_cache(maxsize=1)
def _by_beginning() -> dict[str, tuple[int, ...]]:
    """Places in `_labels` by the labels' first three letters (shorter labels whole): most cells hold no label."""
    found: dict[str, list[int]] = {}
    for place, (label, _) in enumerate(_labels()):
        found.setdefault(label[:3], []).append(place)
    return {beginning: tuple(places) for beginning, places in found.items()}


@lru_cache(maxsize=1)
def _party_nouns() -> frozenset[str]:
    return frozenset(squeeze(noun)[0] for noun in PARTY_NOUNS)


@lru_cache(maxsize=1)
def _end_words() -> dict[str, int]:
    """Letters in the shorter of the first and the last word of each label, squeezed, that has several words."""
    labels = (label for labels in LEXICON.values() for label in labels if " " in label)
    return {squeeze(label)[0]: min(len(word) for word in (label.split()[0], label.split()[-1])) for label in labels}


def _labels_in(squeezed: str) -> list[tuple[str, Role]]:
    """The labels that may stand in a squeezed text, in the order of `_labels`."""
    beginnings = _by_beginning()
    pieces = {squeezed[at : at + size] for size in (1, 2, 3) for at in range(len(squeezed))}
    labels = _labels()
    return [labels[place] for place in sorted(place for piece in pieces for place in beginnings.get(piece, ()))]


_FIELD_NUMBER = re.compile(r"\W*(?:\d{1,2}|[IVX]{1,4}|[A-Ha-h])\s*[.)]\s*")


@dataclass(frozen=True)
class Hit:
    """A label found: characters `start` to `end` of the cell's text. `value_end` is where its value must stop."""

    role: Role
    cell: Cell
    start: int
    end: int
    value_end: int
    exact: bool = True

    @property
    def inline(self) -> str:
        return self.cell.text[self.end : self.value_end]

    @property
    def leads(self) -> bool:
        """Whether nothing but signs or its number on a form ("1. Sprzedawca") stands before it in its cell."""
        before = self.cell.text[: self.start]
        if not any(char.isalnum() for char in before):
            return True
        # "1. Sprzedawca zobowiązuje się": small print is numbered too.
        return bool(_FIELD_NUMBER.fullmatch(before)) and not self.inline.lstrip()[:1].islower()

    @property
    def box(self) -> Box:
        return self.cell.span_box(self.start, self.end)


def hits_in(cell: Cell) -> list[Hit]:
    """All labels of a cell, left to right; where two overlap the longer wins."""
    if not any(char.isalpha() for char in cell.text):
        return []
    squeezed, positions = squeeze(cell.text)
    taken: list[tuple[int, int, Role, bool]] = []

    def offer(first: int, last: int, role: Role, exact: bool) -> None:
        start, end = positions[first], positions[last - 1] + 1
        if any(start < other_end and other_start < end for other_start, other_end, _, _ in taken):
            return
        if _bounded(cell.text, start, end) and not _reaches_into_value(cell, start, end):
            taken.append((start, end, role, exact))

    for label, role in _labels_in(squeezed):
        at = squeezed.find(label)
        while at >= 0:
            offer(at, at + len(label), role, True)
            at = squeezed.find(label, at + 1)
    short = _SHORT.match(fold(cell.text))
    if short is not None:
        role = Role.BUYER if short[1] in ("dla", "do", "nab.", "nabyw.") else Role.SELLER
        taken.append((short.start(1), short.end(1), role, True))
    if cell.engine != "text_layer" and cell.page <= _FUZZY_PAGES and len(squeezed) <= _FUZZY_LENGTH:
        for first, last, role in _misread_labels(squeezed):
            offer(first, last, role, False)
    taken.sort()
    return _joined(cell, taken)


def _misread_labels(squeezed: str) -> list[tuple[int, int, Role]]:
    """Labels that a squeezed text holds but for a letter or two, with where they begin and end: the likeliest first,
    which has the most letters beside those that are missing or too many."""
    found = []
    for label, role in _labels():
        alone = abs(len(squeezed) - len(label)) <= 1 and label in _party_nouns()
        if (len(label) < _FUZZY_FROM and not alone) or len(squeezed) < len(label) - 1:
            continue
        spot = fuzz.partial_ratio_alignment(label, squeezed, score_cutoff=_ALONE_SCORE if alone else _FUZZY_SCORE)
        if spot is None or spot.src_end - spot.src_start < len(label) - 1 or spot.dest_end <= spot.dest_start:
            continue
        start, most = spot.dest_start, spot.dest_end
        # The alignment is no longer than the label: a letter read as two pushes the last one out.
        score, end = max((fuzz.ratio(label, squeezed[start:end]), end) for end in (most, min(most + 1, len(squeezed))))
        if role in _NIP_ROLES and not _OF_NIPS.search(squeezed[start:end]):
            continue
        if len(label) - (end - start) >= _end_words().get(label, len(label)):
            continue  # "wystawiona" is no misread "wystawiona na"
        found.append(((len(label) + end - start) * (1.5 * score / 100 - 1), start, end, role))
    found.sort(key=lambda entry: -entry[0])
    return [(first, last, role) for _, first, last, role in found]


def _reaches_into_value(cell: Cell, start: int, end: int) -> bool:
    """Whether a label's last word begins its value: "Numer faktury: VAT/166/2025", "Nr faktury VAT/166/2025"."""
    label = cell.folded[start:end]
    series = label.endswith("vat") and re.match(r"[/-]\d", cell.text[end:]) is not None
    return series or _INTO_VALUE.search(label) is not None


def _bounded(text: str, start: int, end: int) -> bool:
    """Whether the label is not the middle of a longer word; lost spaces before a capital are forgiven."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if before.isalpha() and not (before.islower() and text[start].isupper()):
        return False
    if (before.isdigit() and text[start].isdigit()) or (after.isdigit() and text[end - 1].isdigit()):
        return False
    if after.isalpha() and text[end : end + 2].upper() == "PL" and text[end + 2 : end + 4].strip()[:1].isdigit():
        return True  # "NIPPL5265877635"
    if after.isalpha():
        return end - start > 2 and text[end - 1].islower() and after.isupper()
    return not (after.isdigit() and end - start <= 2)


_JOINED_ROLES: dict[frozenset[Role], Role] = {
    frozenset({Role.BUYER, Role.RECIPIENT}): Role.BUYER,
    frozenset({Role.ISSUE_DATE, Role.SALE_DATE}): Role.ISSUE_AND_SALE,
    frozenset({Role.NIP, Role.OTHER_ID}): Role.NIP,
    frozenset({Role.SELLER, Role.RECIPIENT}): Role.SELLER,
    **{frozenset({role, plain}): role for role in _NIP_ROLES for plain in (Role.NIP, Role.OTHER_ID)},
}


_NAMED_TWICE = (Role.SELLER, Role.BUYER, Role.RECIPIENT, Role.ISSUE_DATE, Role.SALE_DATE, Role.OTHER_DATE)
_BETWEEN = ("/", "|", "–", "—", "i", "oraz", "and", "-", "\\", "lub", "&", "(", "[")


def _joined(cell: Cell, taken: list[tuple[int, int, Role, bool]]) -> list[Hit]:
    """Neighbours that form one label ("Płatnik / Nabywca:", "Wystawiono dnia / Issue date:") become one."""
    merged: list[tuple[int, int, Role, bool]] = []
    for start, end, role, exact in taken:
        if merged:
            first, last, other, other_exact = merged[-1]
            between = fold(cell.text[last:start]).strip()
            together = role if role is other else _JOINED_ROLES.get(frozenset({role, other}))
            twice = role is other and not between and role in _NAMED_TWICE  # "Data dostawy Delivery date"
            if together is not None and (twice or between in _BETWEEN or between.strip("()[]") in _BETWEEN):
                merged[-1] = (first, end, together, exact and other_exact)
                continue
        merged.append((start, end, role, exact))
    if not merged:
        return []
    limits = [start for start, _, _, _ in merged[1:]] + [len(cell.text)]
    return [
        Hit(role, cell, start, end, limit, exact)
        for (start, end, role, exact), limit in zip(merged, limits, strict=True)
    ]
