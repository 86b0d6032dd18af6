"""Which words of a line stand under a heading, where the line runs on under other headings too."""

from __future__ import annotations

from extractors.text.text_cells import Cell
from programme.geometry import Box

_FLUSH = 0.01  # of the page's width


def own_words(cell: Cell, box: Box, others: list[Box]) -> tuple[int, int] | None:
    """The characters of `cell` that stand under the heading `box`, where it runs on under `others` of the same row."""
    if (
        not any(min(other.x1, cell.box.x1) > max(other.x0, cell.box.x0) for other in others)
        or cell.box.width < 0.5 * box.width
    ):
        return None
    position, start, end = 0, None, 0
    for word in cell.words:

        def distance(heading: Box, word: Box = word.box) -> tuple[float, float]:
            overlap = min(heading.x1, word.x1) - max(heading.x0, word.x0)
            return -overlap, abs(heading.centre[0] - word.centre[0])

        if min([box, *others], key=distance) is box:
            start = position if start is None else start
            end = position + len(word.text)
        elif start is not None:
            break
        position += len(word.text) + 1
    return (start, end) if start is not None else None


def words_under(cell: Cell, box: Box, heading: Cell | None) -> tuple[int, int]:
    """The characters of `cell` from the word that starts under `box` or last before it, up to the next heading's."""
    flush = abs(cell.box.x1 - box.x1) < 0.012 or abs(cell.box.centre[0] - box.centre[0]) < 0.012
    if flush and cell.box.width <= 3 * box.width:
        return 0, len(cell.text)  # set right or centred under its label, it may begin left of it
    position, start, end, found = 0, 0, len(cell.text), False
    for word in cell.words:
        if word.box.x0 <= box.x0 + _FLUSH and not found:
            start, found = position, word.box.x0 >= box.x0 - _FLUSH
        elif heading is not None and end == len(cell.text) and abs(word.box.x0 - heading.box.x0) < 0.006:
            end = max(0, position - 1)
        position += len(word.text) + 1
    # Not into the middle of what starts well left of the label: a sentence that runs under it.
    return start, end
