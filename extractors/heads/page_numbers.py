"""What pages say of their place: "Strona 2 z 3", "2/3" at the foot; and whether a count of pages is to be believed.

"1/1" in a frame is easily read as "1/11", and ten pages then seem to be missing. A count that promises pages the file
does not have is therefore believed only where two looks read it alike: two pages, two readers, or a reader and its
look at the single cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.pictures.prepared_page import PreparedPage
from extractors.readers.engines import crop_of, read_crops, read_lines
from extractors.text.text_cells import Cell, Layout, fold, layout_of
from extractors.tokens import TokenPage
from programme.geometry import Box

_PAGE = re.compile(r"(?:strona|str\.?|page|s\.)\s*[:.]?\s*(\d{1,3})\s*(?:z|/|of|na|\\)\s*(\d{1,3})(?!\d)")
_BARE_PAGE = re.compile(r"^\W*(\d{1,2})\s*/\s*(\d{1,2})\W*$")
_PADS = (0.15, 0.4)  # of a cell's height, around it


@dataclass(frozen=True, slots=True)
class PageMark:
    """A page's own number and the count it states, where it stands. `doubtful`: one look alone says so."""

    number: int
    count: int
    box: Box
    doubtful: bool = False

    @property
    def pair(self) -> tuple[int, int]:
        return self.number, self.count


def page_marks(pages: Sequence[TokenPage]) -> tuple[PageMark | None, ...]:
    """What each page says of itself, as read; None where nothing is printed."""
    layout = layout_of(pages)
    return tuple(_mark_on(layout, page.number) for page in pages)


def printed_pages(pages: Sequence[TokenPage]) -> tuple[tuple[int, int] | None, ...]:
    """(2, 3) for each page that says "Strona 2 z 3", None where nothing is printed."""
    return tuple(mark.pair if mark else None for mark in page_marks(pages))


def proven_marks(
    readings: Sequence[Sequence[TokenPage]], pictures: Mapping[int, PreparedPage]
) -> tuple[PageMark | None, ...]:
    """The pages' marks from one or two readers' words of the same pages, the stronger reader last.

    Marks of text layers stand as they are; of pictures, one that promises missing pages needs a second look.
    """
    looks = [page_marks(pages) for pages in readings]
    chosen = [next((mark for mark in reversed(marks) if mark), None) for marks in zip(*looks, strict=True)]
    counts = Counter(mark.count for mark in chosen if mark)
    result: list[PageMark | None] = []
    for place, mark in enumerate(chosen):
        picture = pictures.get(readings[0][place].number)
        alone = mark is not None and mark.count > len(chosen) and counts[mark.count] < 2
        if mark is None or picture is None or not alone:
            result.append(mark)
            continue
        read = [marks[place] for marks in looks if marks[place] is not None]
        result.append(_looked_at([found for found in read if found], picture))
    return tuple(result)


def _looked_at(read: Sequence[PageMark], picture: PreparedPage) -> PageMark:
    """The mark that two looks agree on; the last one, in doubt, where none do."""
    votes = Counter(mark.pair for mark in read)
    for mark in read:
        if len(read) > 1 and votes[mark.pair] == len(read):
            return mark
    spots = dict.fromkeys(mark.box for mark in read)
    seen = [_pair_in(crop.text) for pad in _PADS for crop in read_crops(picture.legible, list(spots), pad)]
    lines = read_lines([crop_of(picture.legible, box, _PADS[0]) for box in spots])
    seen += [_pair_in(line.text) for line in lines]
    votes.update(pair for pair in seen if pair)
    # One look more than any other says: the cell was read at least three times.
    (best, most), *others = votes.most_common(2)
    sure = most >= 2 and (not others or others[0][1] < most)
    if not sure:
        return replace(read[-1], doubtful=True)
    return replace(next((m for m in read if m.pair == best), read[-1]), number=best[0], count=best[1])


def _mark_on(layout: Layout, page: int) -> PageMark | None:
    cells = layout.on_page(page)
    for cell in reversed(cells):
        match = _PAGE.search(cell.folded)
        if match:
            return _mark(cell, match)
    for cell in cells:
        match = _BARE_PAGE.match(cell.text)
        if match and (cell.box.y0 > 0.9 or cell.box.y1 < 0.06):
            return _mark(cell, match)
    return None


def _mark(cell: Cell, match: re.Match[str]) -> PageMark | None:
    pair = _valid(match)
    return PageMark(*pair, cell.span_box(match.start(), match.end())) if pair else None


def _pair_in(text: str) -> tuple[int, int] | None:
    match = _PAGE.search(fold(text)) or _BARE_PAGE.match(text)
    return _valid(match) if match else None


def _valid(match: re.Match[str]) -> tuple[int, int] | None:
    number, count = int(match[1]), int(match[2])
    return (number, count) if 1 <= number <= count else None
