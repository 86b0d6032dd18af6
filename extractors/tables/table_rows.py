"""Visual rows of a page in spite of skew and perspective, and rows of a table gathered into items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from extractors.tables.ruled_words import without_rules
from extractors.tokens import TokenPage, Word
from programme.geometry import Box, around
from programme.units import unit_kind

_FIGURES = 3  # figures in a row of a table
_TELLING = 4  # words that tell the width of a row's letters
_CLEARLY = 1.15  # letters this much wider than the page's are of another font


@dataclass(frozen=True, slots=True)
class FlatRow:
    """Words on one line, left to right. `y` is the line's height on the flattened page; its words' boxes are on the
    page as it is. `unit` is the em (two letters' width; the page's, or this row's where its letters are wider) in
    fractions of the page's WIDTH, the measure for gaps between words; `line` the height of its words in fractions of
    its height."""

    page: int
    y: float
    words: tuple[Word, ...]
    unit: float
    line: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return around([word.box for word in self.words])

    def segments(self, gap: float = 0.8) -> list[tuple[Word, ...]]:
        """The words cut wherever the space between two exceeds `gap` heights of a letter."""
        groups: list[list[Word]] = []
        for word in self.words:
            if groups and word.box.x0 - groups[-1][-1].box.x1 <= gap * self.unit:
                groups[-1].append(word)
            else:
                groups.append([word])
        return [tuple(group) for group in groups]


def flat_rows(page: TokenPage) -> list[FlatRow]:
    """The page's rows, top to bottom, after its slope (and its change over the page) is taken out."""
    words = [part for word in page.words for part in without_rules(word)]
    if not words:
        return []
    boxes = np.array([word.box for word in words])
    xs, ys = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    slope, twist = _slope(xs, ys, boxes[:, 2] - boxes[:, 0])
    flat = ys - (slope + twist * (ys - 0.5)) * (xs - 0.5)
    line = float(np.median(boxes[:, 3] - boxes[:, 1]))
    # A steep line's box is higher than its letters: take the slope across the word out again.
    line = max(line * 0.4, line - abs(slope) * float(np.median(boxes[:, 2] - boxes[:, 0])))
    letters = [word.box.width / len(word.text) for word in words if len(word.text) > 2]
    unit = 2 * median(letters) if letters else line * page.aspect
    order = np.argsort(flat, kind="stable")
    groups: list[list[int]] = []
    for index in order:
        if groups and flat[index] - np.mean([flat[i] for i in groups[-1]]) <= 0.5 * line:
            groups[-1].append(int(index))
        else:
            groups.append([int(index)])
    rows = []
    for group in groups:
        ordered = tuple(words[i] for i in sorted(group, key=lambda i: words[i].box.x0))
        own = _wider(ordered, unit)
        rows.append(FlatRow(page.number, float(np.mean([flat[i] for i in group])), ordered, own, line))
    return rows


def is_scrap(row: FlatRow) -> bool:
    """Whether a row is what recognisers see in rules and dust: signs and lone letters ("L", "-  a"), none of them a
    figure or a unit but the stroke "l"."""
    return all(
        len(letters := [char for char in word.text if char.isalnum()]) <= 1
        and not any(map(str.isdigit, letters))
        and (unit_kind(word.text) is None or "".join(letters).casefold() == "l")
        for word in row.words
    )


def _wider(words: Sequence[Word], unit: float) -> float:
    """The em of a row of figures in wider letters than the page's usual ones, as a table in a font of even widths is;
    headings in bold keep the page's."""
    if sum(word.text[-1].isdigit() and word.text[0].isdigit() for word in words) < _FIGURES:
        return unit
    letters = [word.box.width / len(word.text) for word in words if len(word.text) > 1]
    if len(letters) < _TELLING:
        return unit
    own = 2 * median(letters)
    return own if own > _CLEARLY * unit else unit


def _slope(
    xs: np.ndarray[tuple[int], np.dtype[np.float64]],
    ys: np.ndarray[tuple[int], np.dtype[np.float64]],
    widths: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> tuple[float, float]:
    """The slope of rows (dy/dx in page fractions) and its change down the page, by the sharpest row profile."""
    if len(xs) < 8:
        return 0.0, 0.0
    best, result = -1.0, (0.0, 0.0)
    for step, reach in ((0.005, 8), (0.001, 5)):
        around_it = np.arange(-reach, reach + 1) * step
        slopes = np.repeat(result[0] + around_it, len(around_it))
        twists = np.tile(result[1] + 2 * around_it, len(around_it))
        sharp = _sharpness(ys - (slopes[:, None] + twists[:, None] * (ys - 0.5)) * (xs - 0.5), widths)
        # A straight page is likelier than a bent one: ties go to the smaller correction.
        sharp *= 1 - 0.5 * np.abs(slopes) - 0.25 * np.abs(twists)
        sharpest = int(sharp.argmax())
        if sharp[sharpest] > best:
            best, result = float(sharp[sharpest]), (float(slopes[sharpest]), float(twists[sharpest]))
    return result


def _sharpness(
    ys: np.ndarray[tuple[int, int], np.dtype[np.float64]], widths: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How sharply each row of `ys` (heights of the same words, tried in so many ways) falls into lines."""
    ways, bins = len(ys), 602
    places = np.clip((ys + 0.1) * 400, 0, 600).astype(int) + bins * np.arange(ways)[:, None]
    weights = np.broadcast_to(np.sqrt(widths), ys.shape)
    histogram = np.bincount(places.ravel(), weights=weights.ravel(), minlength=ways * bins).reshape(ways, bins)
    smooth = histogram + 0.5 * (np.roll(histogram, 1, axis=1) + np.roll(histogram, -1, axis=1))
    return np.asarray((smooth**2).sum(axis=1), dtype=np.float64)


def gather(
    rows: Sequence[FlatRow], anchors: Sequence[int], headings: frozenset[int] = frozenset(), follows: bool | None = None
) -> list[list[int]]:
    """For each anchor (index of a row that holds numbers) the indexes of the rows of its item, in order.

    Rows of text between two anchors are cut at the widest space, for within an item lines stand closer than
    between items; where no space is wider, they belong to the item above (numbers stand in its first row), or
    below where names stand above their numbers (`names_lead`). Where the items are counted, each begins with its
    counter. `headings` (of groups of items) belong to none, and rows beyond one to no item on its other side.
    `follows`: what `text_follows` says of these rows, or of more than these.
    """
    counted = _by_counters(rows, anchors)
    if counted is not None:
        return [[index for index in group if index not in headings] for group in counted]
    lead = names_lead(rows, anchors)
    follows = text_follows(rows, anchors, headings) if follows is None else follows
    groups: list[list[int]] = [[anchor] for anchor in anchors]
    for index, (above, below) in enumerate(pairwise(anchors)):
        parting = [i for i in range(above + 1, below) if i in headings]
        if parting:
            groups[index] += range(above + 1, parting[0])
            groups[index + 1] += range(parting[-1] + 1, below)
            continue
        between = list(range(above, below + 1))
        cut = len(between) - 1  # rows before position `cut` go up
        if len(between) > 2 and rows[above].page == rows[below].page:
            gaps = [rows[b].y - rows[a].y for a, b in pairwise(between)]
            widest = max(gaps)
            wide = [i + 1 for i, gap in enumerate(gaps) if gap >= 0.85 * widest]
            cut = min(wide) if lead else len(between) - 1 if follows else max(wide)
        elif len(between) > 2:  # a page ends between them: its footer and the next one's head belong to neither
            groups[index] += _near(rows, range(above + 1, below), above)
            groups[index + 1] += _near(rows, range(below - 1, above, -1), below)
            continue
        groups[index] += between[1:cut]
        groups[index + 1] += between[cut:-1]
    if anchors:
        first = max((i for i in headings if i < anchors[0]), default=-1)
        last = min((i for i in headings if i > anchors[-1]), default=len(rows))
        groups[0] += _near(rows, range(anchors[0] - 1, first, -1), anchors[0])
        groups[-1] += _near(rows, range(anchors[-1] + 1, last), anchors[-1], _first_step(rows, anchors, groups))
    return [sorted(group) for group in groups]


def _first_step(rows: Sequence[FlatRow], anchors: Sequence[int], groups: Sequence[Sequence[int]]) -> float:
    """How far below its numbers an item's text begins, where every item but the last has some there."""
    steps = [_distance(rows, anchor) for anchor, group in zip(anchors, groups, strict=True) if anchor + 1 in group]
    alike = len(steps) >= max(2, len(anchors) - 1) and max(steps) <= _EVEN * min(steps)
    return _SLACK * max(steps) if alike else 0.0


def centred(rows: Sequence[FlatRow], anchors: Sequence[int], headings: frozenset[int]) -> list[list[int]] | None:
    """The rows of each item where numbers stand at half the height of their names, between two lines of an even
    number; None where none does, or the lines are not as many above as below throughout."""
    between = (a for a in anchors if 0 < a < len(rows) - 1 and not {a - 1, a + 1} & set(anchors))
    if not any(_distance(rows, a - 1) < _HALF * rows[a].line > _distance(rows, a) for a in between):
        return None
    groups: list[list[int]] = []
    ends = [*anchors[1:], len(rows)]
    last = -1
    for anchor, end in zip(anchors, ends, strict=True):
        start = anchor
        for index in _near(rows, range(anchor - 1, last, -1), anchor):
            if index in headings:
                break
            start = index
        reach = 2 * rows[anchor].y - rows[start].y
        inside = [i for i in range(anchor, end) if rows[i].page == rows[anchor].page]
        last = max(i for i in inside if i == anchor or rows[i].y <= reach + _HALF / 2 * rows[i].line)
        if abs(rows[last].y - reach) > _HALF / 2 * rows[anchor].line:
            return None
        groups.append(list(range(start, last + 1)))
    return groups if not _near(rows, range(last + 1, len(rows)), last) else None


def text_follows(rows: Sequence[FlatRow], anchors: Sequence[int], headings: frozenset[int]) -> bool:
    """Whether rows of text belong to the item above them whatever the spaces say: each item's name begins in the row
    of its numbers, nothing stands above the first, and numbers in the middle of their names' lines are ruled out, for
    those have as many lines above as below."""
    if len(anchors) < 2 or anchors[0] != 0 or any(is_bare(rows[anchor]) for anchor in anchors):
        return False
    if headings or len({rows[anchor].page for anchor in anchors}) > 1 or _parted(rows, anchors):
        return False
    above = 0
    for one, other in pairwise(anchors):
        above = other - one - 1 - above
        if above < 0:
            return True
    below = len(_near(rows, range(anchors[-1] + 1, len(rows)), anchors[-1]))
    return above != below and (below > 0 or not _hangs_above(rows, anchors))


def _parted(rows: Sequence[FlatRow], anchors: Sequence[int]) -> bool:
    """Whether one space within the text between two rows of numbers is far wider than all others there: what stands
    below it is the lower item's."""
    for one, other in pairwise(anchors):
        steps = [_distance(rows, index) for index in range(one, other)]
        widest = steps.index(max(steps))
        others = steps[:widest] + steps[widest + 1 :]
        if others and widest < len(steps) - 1 and steps[widest] >= _FAR * max(others):
            return True
    return False


def _hangs_above(rows: Sequence[FlatRow], anchors: Sequence[int]) -> bool:
    """Whether the text between two rows of numbers stands clearly nearer to the lower one, wherever there is any: names
    of which the last line is that of the numbers."""
    pairs = [pair for pair in pairwise(anchors) if pair[1] - pair[0] > 1]
    return all(_distance(rows, one) > _EVEN * _distance(rows, other - 1) for one, other in pairs)


def names_lead(rows: Sequence[FlatRow], anchors: Sequence[int]) -> bool:
    """Whether every item begins with a row of text and ends with its numbers: text above the first, none below the
    last, or none but numbers, codes and units in the rows of numbers."""
    if not anchors or anchors[0] == 0 or any(below - above == 1 for above, below in pairwise(anchors)):
        return False
    if anchors[-1] == len(rows) - 1:
        return True
    first, last = anchors[0], anchors[-1]
    above, below = _distance(rows, first - 1), _distance(rows, last)
    leads = above <= _STEP * rows[first].line and below > _EVEN * above
    return leads and len(anchors) > 1 and all(is_bare(rows[anchor]) for anchor in anchors)


def names_unsure(rows: Sequence[FlatRow], anchors: Sequence[int]) -> bool:
    """Whether names may stand above their numbers as well as below: rows of text and rows of numbers in turn at even
    distances, text above the first and below the last, and no counter that tells."""
    if (
        len(anchors) < 2
        or len(rows) == len(anchors)
        or names_lead(rows, anchors)
        or _by_counters(rows, anchors) is not None
    ):
        return False
    if anchors[0] == 0 or anchors[-1] == len(rows) - 1 or not all(is_bare(rows[anchor]) for anchor in anchors):
        return False
    steps = [_distance(rows, index) for index in range(anchors[0] - 1, anchors[-1] + 1)]
    return max(steps) <= _EVEN * min(steps)


def _distance(rows: Sequence[FlatRow], index: int) -> float:
    """From a row to the next one; endless where a page ends between."""
    above, below = rows[index], rows[index + 1]
    return below.y - above.y if above.page == below.page else float("inf")


_STEP = 2.2  # distance of rows of one item, in heights of a line
_HALF = 0.9  # heights of a line; rows nearer than that stand beside each other
_SHORT = 6  # letters of a unit nobody knows, behind its number
_FAR = 1.5  # times another distance: clearly wider
_SLACK = 1.1  # share by which distances alike differ on a scan
_EVEN = 1.3  # distances of rows that differ by less tell nothing
CODE = re.compile(r"^(?=.*\d)[A-Z0-9][A-Z0-9./_-]{2,}$")
COUNTER = re.compile(r"^(\d{1,3})[.):]?$")
POINTED_COUNTER = re.compile(r"^\d{1,3}[.)]$")  # where a bare number may be an amount


def is_bare(row: FlatRow) -> bool:
    """Whether a row holds numbers, codes and units alone: its item's name stands in a row of its own."""
    for place, word in enumerate(row.words):
        letters = sum(char.isalpha() for char in word.text)
        behind_number = place > 0 and row.words[place - 1].text[-1].isdigit() and letters <= _SHORT
        if letters > 2 and not behind_number and not CODE.match(word.text) and unit_kind(word.text) is None:
            return False
    return True


def _by_counters(rows: Sequence[FlatRow], anchors: Sequence[int]) -> list[list[int]] | None:
    """The rows of each item from its counter to the next one's; None where not every item is counted one by one."""
    left = min((row.words[0].box.x0 for row in rows), default=0.0)
    starts: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        found = COUNTER.match(row.words[0].text)
        if found and len(row.words) > 1 and row.words[0].box.x0 <= left + 2 * row.unit:
            starts.append((index, int(found[1])))
    if len(starts) != len(anchors) or len(starts) < 2:
        return None
    if len({two[1] - one[1] for one, two in pairwise(starts)}) != 1 or starts[1][1] <= starts[0][1]:
        return None
    bounds = [index for index, _ in starts]
    ends = [*bounds[1:], len(rows)]
    if any(not start <= anchor < end for start, anchor, end in zip(bounds, anchors, ends, strict=True)):
        return None
    if all(start == anchor for start, anchor in zip(bounds, anchors, strict=True)):
        return None  # the numbers stand in the counter's row; what is above it may still be its item's
    groups = []
    for start, anchor, end in zip(bounds, anchors, ends, strict=True):
        below = _near(rows, range(anchor + 1, end), anchor)
        groups.append(sorted({*range(start, anchor + 1), *below}))
    return groups


def _near(rows: Sequence[FlatRow], indexes: range, start: int, first: float = 0.0) -> list[int]:
    """Rows that follow each other closely, from `start` outwards; the nearest may stand as far away as `first`."""
    result: list[int] = []
    last, step = start, _STEP * median([row.line for row in rows])
    for index in indexes:
        reach = step if result else max(step, first)
        if rows[index].page != rows[last].page or abs(rows[index].y - rows[last].y) > reach:
            break
        result.append(index)
        last = index
    return result
