"""Values broken at a hyphen or slash at the end of a line ("2025-09-" over "23") put together again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extractors.tokens import Word
from programme.geometry import Box, around

_HEAD = re.compile(r"^(?=.*\d)[\w./\-–]*[^\W_][-–/]$")
_TAIL = re.compile(r"^(?=.*[\dA-Z])[\dA-ZĄĆĘŁŃÓŚŹŻ][\w./\-–]*$")
_DATE = re.compile(r"(?<!\d)(?:20\d\d[-/]\d\d[-/] \d\d|\d\d-\d\d- 20\d\d)$")  # torn in two: nothing else begins so
_MONTH = re.compile(
    r"(?:stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|wrze[sś]nia|pa[zź]dziernika|listopada|grudnia)$",
    re.IGNORECASE,
)
_LONGEST = 24  # characters of what is torn off: more is a line of its own
_PITCH = 0.9  # letter heights between two lines of one value
_ALIGNED = 0.01  # of the page's width

Group = list[Word]


def mended(groups: Sequence[tuple[int, Group]], within: Callable[[Box], object]) -> list[tuple[int, Group]]:
    """Pieces of a page's rows, as (row, words) in reading order, with torn values whole in their upper piece.

    A torn value's parts stand flush left, flush right or centred over one another, closely, and `within` the same.
    """
    result = [(row, list(words)) for row, words in groups]
    gone: set[int] = set()
    for index, (row, words) in enumerate(result):
        if index in gone or not (_HEAD.match(words[-1].text) or _ends_with_month(words)):
            continue
        for other in range(index + 1, len(result)):
            lower_row, lower = result[other]
            if lower_row > row + 3:
                break
            if other in gone or lower_row == row or not _continues(words, lower):
                continue
            if _is_worded(words, lower):
                result[index] = (row, [*words, *lower])
                gone.add(other)
                break
            tail = lower[0]
            if within(words[-1].box) != within(tail.box) and not _DATE.search(f"{words[-1].text} {tail.text}"):
                continue
            joined = Word(
                words[-1].text + tail.text,
                around([words[-1].box, tail.box]),
                min(words[-1].confidence, tail.confidence),
            )
            result[index] = (row, [*words[:-1], joined])
            result[other] = (lower_row, lower[1:])
            if len(lower) == 1:
                gone.add(other)
            break
    return [group for index, group in enumerate(result) if index not in gone]


def _ends_with_month(words: Group) -> bool:
    return len(words) >= 2 and words[-2].text.isdigit() and _MONTH.match(words[-1].text) is not None


def _is_worded(words: Group, lower: Group) -> bool:
    """Whether "29 września" stands over "2025 r."."""
    return _ends_with_month(words) and re.match(r"20\d\d$", lower[0].text) is not None


def _continues(words: Group, lower: Group) -> bool:
    tail = lower[0]
    if not _TAIL.match(tail.text) or sum(len(word.text) + 1 for word in lower) > _LONGEST:
        return False
    upper, under = around([word.box for word in words]), around([word.box for word in lower])
    close = -0.3 * upper.height <= under.y0 - upper.y1 <= _PITCH * upper.height
    return close and _aligned(upper, under)


def _aligned(upper: Box, under: Box) -> bool:
    sides = (upper.x0 - under.x0, upper.x1 - under.x1, upper.centre[0] - under.centre[0])
    inside = under.x0 >= upper.x0 - _ALIGNED and under.x1 <= upper.x1 + _ALIGNED
    return inside and min(map(abs, sides)) <= _ALIGNED
