"""Where names stand in a table whose headings do not say it: where most of its letters are."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.tables.amounts import looks_numeric, percent
from extractors.tables.columns import Column, Role
from extractors.tables.grid import Cluster
from extractors.tables.table_rows import CODE, FlatRow
from extractors.tables.unit_cells import is_unit_cell
from extractors.tokens import Word
from programme.geometry import around


def name_place(rows: Sequence[FlatRow], clusters: Sequence[Cluster]) -> Column | None:
    """The column of names as `rows` of numbers tell it: the room beside or between two columns of numbers that has the
    most letters, from where its text begins. None where no row holds text."""
    columns = sorted((c for c in clusters if c.role is not None), key=lambda c: c.centre)
    rooms = list(zip([0.0, *(c.centre for c in columns)], [*(c.centre for c in columns), 1.0], strict=True))
    texts = [segment for row in rows for segment in row.segments() if _is_text(segment)]
    held = [[t for t in texts if x0 <= around([word.box for word in t]).centre[0] < x1] for x0, x1 in rooms]
    fullest = max(held, key=_letters)
    if not fullest:
        return None
    return Column(Role.NAME, min(t[0].box.x0 for t in fullest), max(t[-1].box.x1 for t in fullest), "")


def _is_text(segment: Sequence[Word]) -> bool:
    """Whether words that stand close together are no numbers, codes or unit."""
    figures = all(looks_numeric(w.text) or percent(w.text) is not None or CODE.match(w.text) for w in segment)
    return not figures and not is_unit_cell(segment) and _letters([segment]) > 1


def _letters(segments: Sequence[Sequence[Word]]) -> int:
    return sum(char.isalpha() for segment in segments for word in segment for char in word.text)
