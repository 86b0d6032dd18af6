"""The unit of measure of an item: the words of its cell, or those that name a unit beside the quantity."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from extractors.tables.amounts import looks_numeric, percent
from extractors.tables.table_rows import FlatRow
from extractors.tokens import Word
from programme.geometry import Box, around
from programme.units import unit_kind

_PER = re.compile(r"(?:zł|zl|pln)?\s?/\s?([^\W\d].*)$", re.IGNORECASE)
# Among the notes below a name: "j.m.: j.siew., partia PL356".
_SAID = re.compile(
    r"(?<!\w)(?:j\.? ?m\.?|jedn\w*\.?(?: miary)?) ?[:=] ?(?P<unit>[^\s,;]+(?: (?:bag|siew\w*)\.?)?)", re.IGNORECASE
)
_LONGEST = 3  # words of a unit: "big bag 20 j.s." stands in its column, which is read whole
_FAR = 4.0  # ems between a quantity and the unit printed with it in one cell


def unit_text(units: Sequence[Word]) -> str | None:
    """What the words of a unit's cell say."""
    if not units:
        return None
    text = " ".join(word.text for word in units)
    # A unit printed against its number ("40js") comes in one word: the number is the quantity's.
    text = re.sub(r"^\d[\d.,]*\s*(?=\D)", "", text)
    # Of a price beside it: "zł/jedn.", "228,09 zł | jedn.".
    text = re.sub(r"^(?:zł|zl|pln)(?:\s?/\s?|\s+)", "", text, flags=re.IGNORECASE)
    if unit_kind(text) is None:
        # A sign strayed in from the next column: the one word that is a unit.
        known = [word.text for word in units if unit_kind(word.text) is not None]
        others = "".join(word.text for word in units if unit_kind(word.text) is None)
        if len(known) == 1 and sum(sign.isalnum() for sign in others) <= 1:
            text = known[0]
    return text.strip(" |") or None


def unit_said(description: str) -> str | None:
    """The unit that a wording says its line is measured in; None where it says none that is known."""
    found = _SAID.search(description)
    return found["unit"] if found is not None and unit_kind(found["unit"]) is not None else None


def is_unit_cell(words: Sequence[Word]) -> bool:
    """Whether the words name a unit."""
    text = unit_text(words)
    return text is not None and unit_kind(text) is not None


def unit_beside(row: FlatRow, quantity: Box, used: Collection[Word]) -> tuple[Word, ...]:
    """The words of a row that name a unit, set off from all others, and stand nearest to the quantity; none where two
    stand as near. `used` are the words of the numbers in columns."""
    runs = unit_runs(row, used)
    ranked = sorted((max(run[0].box.x0 - quantity.x1, quantity.x0 - run[-1].box.x1), run) for run in runs)
    if not ranked or (len(ranked) > 1 and ranked[1][0] - ranked[0][0] < row.unit):
        return ()
    return ranked[0][1]


def unit_of_price(row: FlatRow, price: Box, used: Collection[Word]) -> tuple[Word, ...]:
    """The unit a price is said to be for ("294,19 zł/jedn. siew."), which the quantity counts."""
    after = [word for word in row.words if word.box.x0 >= price.x1 - 0.1 * row.unit]
    run: list[Word] = []
    for word in after[:_LONGEST]:
        if word in used or word.box.x0 - (run[-1].box.x1 if run else price.x1) > row.unit:
            break
        run.append(word)
    while run:
        found = _PER.match(" ".join(word.text for word in run))
        if found and unit_kind(found[1]) is not None:
            return (Word(found[1], around([word.box for word in run]), min(word.confidence for word in run)),)
        run.pop()
    return ()


def unit_near(rows: Sequence[FlatRow], quantity: Box, used: Collection[Word]) -> tuple[Word, ...]:
    """The only words of an item's other rows that name a unit under or over the quantity's place."""
    found = [
        run
        for row in rows
        for run in unit_runs(row, used)
        if run[0].box.x0 < quantity.x1 and run[-1].box.x1 > quantity.x0
    ]
    return found[0] if len(found) == 1 else ()


def unit_behind(row: FlatRow, quantity: Box, used: Collection[Word], far: float = _FAR) -> tuple[Word, ...]:
    """The longest run of words that begins at most `far` ems behind a number and names a unit."""
    after = [word for word in row.words if word.box.x0 >= quantity.x1 - 0.1 * row.unit]
    if not after or after[0] in used or after[0].box.x0 - quantity.x1 > far * row.unit:
        return ()
    run: list[Word] = []
    for word in after[:_LONGEST]:
        if word in used or not _lettered(word) or (run and word.box.x0 - run[-1].box.x1 > row.unit):
            break
        run.append(word)
    while run and not is_unit_cell(run):
        run.pop()
    return tuple(run)


def unit_runs(row: FlatRow, used: Collection[Word]) -> list[tuple[Word, ...]]:
    """The runs of words that name a unit, set off from others by space or by numbers of columns; "1 mln" is none."""
    runs: list[list[Word]] = [[]]
    for word in row.words:
        if word in used:
            runs.append([])
        elif runs[-1] and word.box.x0 - runs[-1][-1].box.x1 > 0.8 * row.unit:
            runs.append([word])
        else:
            runs[-1].append(word)
    short = [tuple(run) for run in runs if 0 < len(run) <= _LONGEST]
    return [run for run in short if all(map(_lettered, run)) and is_unit_cell(run)]


def _lettered(word: Word) -> bool:
    numeric = looks_numeric(word.text) or percent(word.text) is not None
    return not numeric and any(char.isalpha() for char in word.text)
