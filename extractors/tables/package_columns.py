"""Columns that say how the goods are packed: "Opak." over "1 j.s.", "J.s. w op." over "20".

What stands there is a part of the line's wording: without it nobody knows what a package holds. A column of how many
packages or seed units there are in all is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from extractors.tables.amounts import looks_numeric
from extractors.tables.columns import Header
from extractors.tables.table_rows import FlatRow
from extractors.tokens import Word
from programme.folding import fold
from programme.packages import package_sizes

_PACKAGE = re.compile(r"opak|(?<![a-z])op(?![a-z])|zawarto|wielko|pojemno|work")
_COUNT = re.compile(r"ilo|liczb|razem|laczn|suma|wydan|zamow")
_SEED_UNITS = re.compile(r"(?<![a-z])(?:j[.,]? ?s(?![a-z])|jedn\w*[.,]? ?siew)")
_MOST_WORDS = 4


def package_columns(header: Header | None) -> tuple[tuple[str, float, float], ...]:
    """The headings (label, reach in x) under which packages are described."""
    nameless = header.nameless if header else ()
    return tuple(column for column in nameless if says_package(column[0]))


def says_package(label: str) -> bool:
    """Whether a heading is of what a package holds, not of how many there are."""
    folded = fold(label)
    return _PACKAGE.search(folded) is not None and _COUNT.search(folded) is None


def with_package(description: str, header: Header | None, rows: Sequence[FlatRow], used: Collection[Word]) -> str:
    """The description with what the columns of packages say in its rows, where they name a size that it does not.
    `used` are the words of other columns."""
    for label, x0, x1 in package_columns(header):
        for row in rows:
            cells = (cell for cell in row.segments() if cell[0].box.x0 < x1 and cell[-1].box.x1 > x0)
            words = [word for cell in cells for word in cell if word not in used and _nearest(word, header) == (x0, x1)]
            text = " ".join(word.text for word in words)
            if len(words) == 1 and looks_numeric(text) and _SEED_UNITS.search(fold(label)):
                text += " j.s."
            sizes = package_sizes(text)
            if sizes and len(words) <= _MOST_WORDS and sizes != package_sizes(description):
                description = f"{description} {text}"
    return description


def _nearest(word: Word, header: Header | None) -> tuple[float, float]:
    """The reach of the heading that stands nearest to a word's middle."""
    middle = word.box.centre[0]
    over = [(c.x0, c.x1) for c in header.columns] + [(x0, x1) for _, x0, x1 in header.nameless] if header else []
    return min(over, key=lambda reach: max(reach[0] - middle, middle - reach[1], 0.0))
