"""Counters and numbers of articles printed in one cell with a name: "2. Żyto", "b) Żyto", "46543112 Żyto"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.tables.arithmetic import RawLine
from extractors.tables.columns import Header, Role
from extractors.tables.table_rows import CODE
from programme.units import unit_kind

_COUNTER = re.compile(r"^(?:(\d{1,6})[.)/:]?|([a-z])\))$")
_NUMBER = re.compile(r"^\d{5,}$")  # of an article; no name begins so
_STEPS = (1, 10)


def without_counters(lines: Sequence[RawLine]) -> list[RawLine]:
    """The lines, names without the counter they all begin with and without numbers of articles before them."""
    heads = [_counter(line.description) for line in lines]
    counts = [head for head in heads if head is not None]
    steps = {two - one for one, two in pairwise(counts)} or {counts[0] if counts else 0}
    if len(counts) == len(lines) and len(steps) == 1 and steps <= set(_STEPS):
        lines = [
            replace(line, description=line.description.split(" ", 1)[1], lp=line.lp or str(count))
            for line, count in zip(lines, counts, strict=True)
        ]
    return [replace(line, description=_without_number(line.description)) for line in lines]


def without_codes(lines: Sequence[RawLine], header: Header | None) -> list[RawLine]:
    """The lines, names without the code each begins with, where codes have a column before the names'."""
    columns = header.columns if header else ()
    name = next((c for c in columns if c.role is Role.NAME), None)
    if name is None or not any(c.role is Role.CODE and c.x1 <= name.x0 for c in columns):
        return list(lines)
    parts = [line.description.partition(" ") for line in lines]
    if not all(CODE.match(first) and rest for first, _, rest in parts):
        return list(lines)
    return [replace(line, description=rest) for line, (_, _, rest) in zip(lines, parts, strict=True)]


def _counter(name: str) -> int | None:
    words = name.split(" ")
    found = _COUNTER.match(words[0])
    if found is None or len(words) < 2 or (words[0].isdigit() and unit_kind(words[1]) is not None):
        return None
    return int(found[1]) if found[1] else ord(found[2]) - ord("a") + 1


def _without_number(name: str) -> str:
    words = name.split(" ")
    while len(words) > 1 and _NUMBER.match(words[0]):
        words = words[1:]
    return " ".join(words)
