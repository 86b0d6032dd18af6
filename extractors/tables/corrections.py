"""Lines of the state before a correction: by the headings of tables, or by KSeF's column "Stan przed"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.tables.amounts import is_number
from extractors.tables.arithmetic import RawLine
from extractors.tables.table_rows import FlatRow
from extractors.tables.totals import ends_items, is_footer
from extractors.tables.wording import fold, phrases, run_together

_BEFORE = phrases("przed korektą", "było", "stan przed", "pozycje przed", "treść korygowana", "przed zmianą")
_AFTER = phrases(
    "po korekcie", "powinno być", "(jest)", "jest:", "pozycje po", "stan po", "treść korygująca", "po zmianie"
)  # fmt: skip
_YES = fold("tak")


def section(row: FlatRow) -> bool | None:
    """True for a row that heads the state before a correction, False after; None for any other row."""
    if len(row.words) > 8:
        return None
    text = run_together(row.words)
    if any(phrase in text for phrase in _AFTER):
        return False
    return True if any(phrase in text for phrase in _BEFORE) else None


def with_state(lines: Sequence[RawLine], rows: Sequence[FlatRow]) -> list[RawLine]:
    """The lines, those marked "Tak" under a column "Stan przed" as before the correction.

    KSeF's visualisation prints that column in the table itself or in a second one, joined by Lp. and order; a
    document may hold several tables, so each column marks the lines whose counters run as its own do.
    """
    result, taken = list(lines), [False] * len(lines)
    for index in range(len(rows)):
        reach = _state_column(rows, index)
        if reach is None:
            continue
        entries = _entries(rows, index)
        marked = [_marked(other, reach) for other in entries]
        start = _run_of(lines, [row.words[0].text.strip(".):,") for row in entries], taken)
        if start is None or not any(marked):
            continue
        for offset, flag in enumerate(marked):
            result[start + offset] = replace(result[start + offset], before=flag)
            taken[start + offset] = True
    return result


def _run_of(lines: Sequence[RawLine], counters: Sequence[str], taken: Sequence[bool]) -> int | None:
    """Where lines begin, none yet marked, whose counters are `counters`; failing that all lines, by order."""
    size = len(counters)
    if not size or size > len(lines):
        return None
    for start in range(len(lines) - size + 1):
        if not any(taken[start : start + size]) and [line.lp for line in lines[start : start + size]] == [*counters]:
            return start
    return 0 if size == len(lines) and not any(taken) else None


def _state_column(rows: Sequence[FlatRow], index: int) -> tuple[float, float] | None:
    """The x reach of a header "Stan przed", in one row or in two."""
    row = rows[index]
    for position, word in enumerate(row.words):
        if fold(word.text) != fold("stan"):
            continue
        after = row.words[position + 1 : position + 2]
        if after and fold(after[0].text) == fold("przed"):
            return word.box.x0, after[0].box.x1
        for below in rows[index + 1 : index + 2]:
            for other in below.words:
                if fold(other.text) == fold("przed") and other.box.x0 < word.box.x1 and word.box.x0 < other.box.x1:
                    return min(word.box.x0, other.box.x0), max(word.box.x1, other.box.x1)
    return None


def _entries(rows: Sequence[FlatRow], header: int) -> list[FlatRow]:
    """The rows below that begin with a counter, up to where the table ends."""
    found = []
    for row in rows[header + 1 :]:
        if is_footer(row):
            continue
        if ends_items(row) or fold(row.words[0].text).strip(".:") == fold("lp"):
            break
        if is_number(row.words[0].text) and len(row.words) > 1:
            found.append(row)
    return found


def _marked(row: FlatRow, reach: tuple[float, float]) -> bool:
    return any(fold(w.text) == _YES and w.box.x0 < reach[1] and reach[0] < w.box.x1 for w in row.words)
