"""Runs of text that belong together: the cells of a page's rows, with characters mapped back to boxes.

A text layer gives single words, some recognisers give whole lines without spaces; cells make both alike: a piece of
one visual row without a wide gap, as a string, in which any span of characters has a box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from extractors.text.parting_lines import parted
from extractors.text.rows import rows_of
from extractors.text.ruled_fields import ruled_fields
from extractors.text.spaced_letters import without_spacing
from extractors.text.torn_values import mended
from extractors.tokens import TokenPage, Word
from programme.geometry import Box, around

# A space in running text is a quarter to a half of the letter height, in fixed-pitch print up to two thirds, in
# justified text a whole one; columns stand further apart.
_GAP_IN_HEIGHTS = 1.25
_FLUSH = 0.008  # of the page: neighbouring fields of one column or row
_GAP_WITH_RULE = 0.3  # no rule has room in less

_FOLD = str.maketrans({"ł": "l", "Ł": "l", "ß": "s", "đ": "d", "Đ": "d", "\u00a0": " ", "\u202f": " ", "\u200b": " "})


def fold(text: str) -> str:
    """Lower case without diacritics, character for character: the result has the same length."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded, text.translate(_FOLD)))


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    base = unicodedata.normalize("NFKD", char)[0:1] or char
    lower = base.lower()
    return lower if len(lower) == 1 else base


@dataclass(frozen=True)
class Cell:
    """One piece of a row. `row` counts the page's rows from the top; `words` stand left to right."""

    page: int
    row: int
    words: tuple[Word, ...]
    engine: str

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def box(self) -> Box:
        return around([word.box for word in self.words])

    @cached_property
    def confidence(self) -> float:
        return min(word.confidence for word in self.words)

    def span_box(self, start: int, end: int) -> Box:
        """The box of characters `start` to `end` (exclusive) of `text`; a word's width is shared out evenly."""
        boxes: list[Box] = []
        position = 0
        for word in self.words:
            length = len(word.text)
            first, last = max(start, position), min(end, position + length)
            if first < last:
                x0 = word.box.x0 + word.box.width * (first - position) / length
                x1 = word.box.x0 + word.box.width * (last - position) / length
                boxes.append(Box(x0, word.box.y0, x1, word.box.y1))
            position += length + 1
        return around(boxes) if boxes else self.box

    def span_confidence(self, start: int, end: int) -> float:
        """The least confidence of the words that characters `start` to `end` touch."""
        position, least = 0, 1.0
        for word in self.words:
            if max(start, position) < min(end, position + len(word.text)):
                least = min(least, word.confidence)
            position += len(word.text) + 1
        return least


@dataclass(frozen=True)
class Layout:
    """All pages' cells in reading order; `aspects` are height over width by page number."""

    cells: tuple[Cell, ...]
    aspects: dict[int, float]
    heights: dict[int, float]  # median height of a word by page, fraction of page height
    fields: dict[int, tuple[Box, ...]] = field(default_factory=dict)  # ruled fields by page, where any are known
    turned: tuple[Cell, ...] = ()  # lines that run up or down their page; none of `cells`

    @cached_property
    def _by_page(self) -> dict[int, list[Cell]]:
        pages: dict[int, list[Cell]] = {}
        for cell in self.cells:
            pages.setdefault(cell.page, []).append(cell)
        return pages

    def on_page(self, page: int) -> list[Cell]:
        """The page's cells, in reading order."""
        return self._by_page.get(page, [])

    def right_of(self, cell: Cell, box: Box) -> Cell | None:
        """The next cell to the right of `box` on the same line."""
        best: Cell | None = None
        for other in self.on_page(cell.page):
            if other is cell or other.box.x0 < box.x1 - 0.01 or not _speaks(other):
                continue
            shared = min(box.y1, other.box.y1) - max(box.y0, other.box.y0)
            level = other.row == cell.row or shared >= 0.5 * min(box.height, other.box.height)
            if level and (best is None or other.box.x0 < best.box.x0):
                best = other
        return best

    def left_of(self, cell: Cell) -> Cell | None:
        """The next cell to the left on the same line."""
        level = [c for c in self.on_page(cell.page) if c.row == cell.row and c.box.x1 <= cell.box.x0 and _speaks(c)]
        return max(level, key=lambda other: other.box.x1, default=None)

    def below(self, cell: Cell, box: Box, lines: float = 2.6) -> list[Cell]:
        """Cells under `box`, overlapping it sideways, nearest first, at most `lines` line heights away."""
        height = max(box.height, self.heights[cell.page])
        found = []
        for other in self.on_page(cell.page):
            if other is cell:
                continue
            distance = other.box.y0 - box.y1
            overlap = min(box.x1, other.box.x1) - max(box.x0, other.box.x0)
            if -0.4 * height <= distance <= lines * height and overlap > 0 and other.box.y0 > box.y0 + 0.4 * height:
                found.append((distance, other))
        return [other for _, other in sorted(found, key=lambda pair: (round(pair[0] / height), pair[1].box.x0))]

    def field_of(self, cell: Cell) -> Box | None:
        """The smallest ruled field a cell stands in."""
        return _smallest_around(self.fields.get(cell.page, ()), cell.box)

    def inside(self, page: int, ruled: Box) -> list[Cell]:
        """The cells whose middle lies in a ruled field, in reading order."""
        return [
            cell for cell in self.on_page(page)
            if ruled.x0 <= cell.box.centre[0] <= ruled.x1 and ruled.y0 <= cell.box.centre[1] <= ruled.y1
        ]  # fmt: skip

    def field_under(self, page: int, ruled: Box) -> Box | None:
        """The field that continues a field's column right below it."""
        under = [
            f for f in self.fields.get(page, ())
            if abs(f.x0 - ruled.x0) < _FLUSH and abs(f.x1 - ruled.x1) < _FLUSH and 0 <= f.y0 - ruled.y1 < _FLUSH
        ]  # fmt: skip
        return min(under, key=lambda f: f.y0, default=None)

    def field_beside(self, page: int, ruled: Box) -> Box | None:
        """The field as high as a field that continues its row right of it."""
        beside = [
            f for f in self.fields.get(page, ())
            if abs(f.y0 - ruled.y0) < _FLUSH and abs(f.y1 - ruled.y1) < _FLUSH and 0 <= f.x0 - ruled.x1 < _FLUSH
        ]  # fmt: skip
        return min(beside, key=lambda f: f.x0, default=None)


def _smallest_around(fields: Sequence[Box], box: Box) -> Box | None:
    """The smallest field that the middle of a box lies in."""
    x, y = box.centre
    around_it = [f for f in fields if f.x0 <= x <= f.x1 and f.y0 <= y <= f.y1]
    return min(around_it, key=lambda f: f.width * f.height, default=None)


def layout_of(pages: Sequence[TokenPage]) -> Layout:
    """The cells of all pages, top to bottom and left to right."""
    cells: list[Cell] = []
    heights: dict[int, float] = {}
    fields: dict[int, tuple[Box, ...]] = {}
    for page in pages:
        ordered = sorted(word.box.height for word in page.words)
        heights[page.number] = ordered[len(ordered) // 2] if ordered else 0.01
        if not fields:
            fields[page.number] = _fields(page, heights[page.number])
        cells.extend(_cells(page))
    turned = tuple(Cell(page.number, 0, (word,), page.engine) for page in pages for word in page.turned)
    return Layout(tuple(cells), {page.number: page.aspect for page in pages}, heights, fields, turned)


def _fields(page: TokenPage, letter_height: float) -> tuple[Box, ...]:
    """The ruled fields of a page; of a photographed one those whose rules are straight and closed."""
    known: tuple[Box, ...] | None = page.memo.get("ruled_fields")
    if page.image is None:
        return ()
    if known is None:
        known = ruled_fields(page.image, letter_height * page.image.shape[0])
        if page.engine != "text_layer":
            known = tuple(field for field in known if not any(_crosses(field, word.box) for word in page.words))
        page.memo["ruled_fields"] = known
    return known


def _crosses(field: Box, word: Box) -> bool:
    """Whether a side of the field runs through a word: then strokes of letters were taken for it."""
    if word.y1 <= field.y0 or word.y0 >= field.y1:
        return False
    return any(word.x0 + 0.2 * word.width < side < word.x1 - 0.2 * word.width for side in (field.x0, field.x1))


def _cells(page: TokenPage) -> tuple[Cell, ...]:
    """The page's cells in reading order, the same objects each time."""
    known: tuple[Cell, ...] | None = page.memo.get("cells")
    if known is not None:
        return known
    pieces: list[tuple[int, list[Word]]] = []
    for index, row in enumerate(rows_of(page)):
        groups: list[list[Word]] = []
        for word in without_spacing(row.words, page.aspect):
            # A colon or rule set apart from its label must not pass for a value; a slash or dash joins the parts
            # of a number.
            if not re.search(r"[^\W_]|^[-–/]$", word.text):
                continue
            if groups and _joins(groups[-1][-1], word, page):
                groups[-1].append(word)
            else:
                groups.append([word])
        pieces.extend((index, group) for group in groups)
    if page.engine == "text_layer":
        pieces = mended(pieces, lambda box: None)
    else:
        # Recognisers see hyphens where there are none: only what one ruled field holds is put together, and dates.
        fields = page.memo.get("ruled_fields") or ()
        pieces = mended(pieces, lambda box: _smallest_around(fields, box) or box)
    cells = tuple(Cell(page.number, index, tuple(group), page.engine) for index, group in pieces)
    page.memo["cells"] = cells
    return cells


def _speaks(cell: Cell) -> bool:
    return any(char.isalnum() for char in cell.text)


def _joins(left: Word, right: Word, page: TokenPage) -> bool:
    heights = left.box.height, right.box.height
    # A text layer's boxes are as high as the type, so that a title beside dates parts from them; a recogniser's are as
    # high as each word's letters.
    height = (min(heights) if page.engine == "text_layer" else max(heights)) * page.aspect
    gap = right.box.x0 - left.box.x1
    if gap > _GAP_IN_HEIGHTS * height:
        return False
    if page.image is None:
        return True
    if page.engine == "text_layer":
        return gap <= _GAP_WITH_RULE * height or not parted(page.image, left, right)
    # Lines of a scan or photo are not clean enough to be seen in a gap: a whole field must close around a word.
    fields: tuple[Box, ...] = page.memo.get("ruled_fields", ())
    own = _smallest_around(fields, left.box)
    return own == _smallest_around(fields, right.box) or own is None or own.x1 > right.box.centre[0]


def split_at(cell: Cell, x: float) -> tuple[Cell | None, Cell | None]:
    """The cell cut before the first word that starts at or right of `x` (fraction of page width)."""
    left = tuple(word for word in cell.words if word.box.x0 < x)
    right = tuple(word for word in cell.words if word.box.x0 >= x)
    return (
        Cell(cell.page, cell.row, left, cell.engine) if left else None,
        Cell(cell.page, cell.row, right, cell.engine) if right else None,
    )


def split_before(cell: Cell, start: int) -> tuple[Cell, Cell]:
    """The cell cut before character `start` of its text, also within a word; something must stand on either side."""
    left: list[Word] = []
    right: list[Word] = []
    position = 0
    for word in cell.words:
        cut, end = min(max(start - position, 0), len(word.text)), position + len(word.text)
        if cut:
            left.append(Word(word.text[:cut], cell.span_box(position, position + cut), word.confidence))
        if cut < len(word.text):
            right.append(Word(word.text[cut:], cell.span_box(position + cut, end), word.confidence))
        position = end + 1
    return Cell(cell.page, cell.row, tuple(left), cell.engine), Cell(cell.page, cell.row, tuple(right), cell.engine)
