"""Names of seed read again: a line that speaks of rye and of no known variety may only be misread.

A variety decides whether a line counts, and no sum proves it: "KWS Zapis" adds up as well as "KWS Emphor". Where the
crop of the row, read by the other engine, names a variety, its wording is added to the reading; nothing is taken away,
so that what either reader saw against the line still stands. Of two readings of one wording of which one leaves no
doubt ("KWS MINETTO", "KWS VINETTO") that stands alone: every word of the other is in it, but for letters. A word that
names a variety which does not count is never taken for a misread one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from rapidfuzz.distance import Levenshtein

from extractors.pictures.prepared_page import PreparedPage
from extractors.readers.engines import read_crops
from extractors.tables.arithmetic import RawLine
from extractors.tables.line_items import Items
from extractors.text.entities import describe
from programme.catalogue import resolve_line
from programme.default_catalogue import default_products
from programme.folding import fold_word, words_of
from programme.geometry import Box
from programme.invoices import Crop, LineItem
from programme.packages import crops_named, names_hybrid, package_sizes
from programme.varieties import counts, most_misread, nearest, sightings, varieties_of

_LEAST_WIDTH = 0.12  # of the page; a narrower space before the first figure holds no name
_MOST_LINES = 12
_LEAST_WORD = 3  # letters; of shorter words a speck makes another
_MOST_ROWS, _ROW_STEP = 4, 1.6  # of a name; times the height of figures from one to the next
_SIZE_WORDS = 4  # of a package's size: "BB 20 j. s."
_PER_SLIP = 4  # letters of a word for each that may be misread


def with_names(items: Items, pictures: Mapping[int, PreparedPage]) -> Items:
    """The items, names of rye without a variety or with a doubtful one read once more from the pictures of their
    pages."""
    lines, tried = [], 0
    for line, raw in zip(items.lines, items.raw.lines, strict=True):
        picture = pictures.get(raw.page)
        box = _name_box(raw)
        if picture is not None and box is not None and tried < _MOST_LINES and _is_unclear(line):
            tried += 1
            rows = read_crops(picture.legible, _rows(box, raw))
            line = _with_reading(line, " ".join(row.text for row in rows if row.text))
        lines.append(line)
    return replace(items, lines=tuple(lines))


def with_other_wording(items: Items, readings: Sequence[Items]) -> Items:
    """The items, names of rye without a variety or with a doubtful one completed by what another reading of the same
    pages has for the line: an engine loses a name's second row where a hole or a stamp lies beside it. A line without
    any wording, its column not found, has the other reading's."""
    lines = []
    for line in items.lines:
        if not line.description or _is_unclear(line):
            twins = {twin.description for reading in readings for twin in reading.lines if _is_twin(line, twin)}
            others = {_with_reading(line, text).description for text in twins - {""}} - {line.description}
            if len(others) == 1:
                line = line.model_copy(update={"description": others.pop()})
        lines.append(line)
    return replace(items, lines=tuple(lines))


def _with_reading(line: LineItem, other: str) -> LineItem:
    """The line, its wording completed by another reading of it."""
    if not line.description:
        return line.model_copy(update={"description": other})
    read_so = line.model_copy(update={"description": other})
    if _sizes_differ(line.description, other):
        return line
    if _holds(other, line.description):
        if _counts(read_so):
            return read_so
        both = line.model_copy(update={"description": f"{other} / {_size_in(line.description)}"})
        if _counts(both):
            return both  # one has the variety, the other the size of the package
    if _lacks_variety(line.description) and sightings(other, default_products()):
        return line.model_copy(update={"description": f"{line.description} / {other}"})
    return line


def _size_in(text: str) -> str:
    """The fewest words of a wording that state its package's size; empty where none do."""
    words, sizes = text.split(), package_sizes(text)
    runs = (" ".join(words[i : i + n]) for n in range(1, _SIZE_WORDS + 1) for i in range(len(words)))
    return next((run for run in runs if sizes and package_sizes(run) == sizes), "")


def _sizes_differ(one: str, other: str) -> bool:
    """Whether two wordings state different packages: which is right, nothing says."""
    sizes = package_sizes(one), package_sizes(other)
    return all(sizes) and sizes[0] != sizes[1]


def _is_unclear(line: LineItem) -> bool:
    """Whether a line of rye, or near a variety of it, lacks one that counts or does not without a doubt."""
    if _lacks_variety(line.description):
        return True
    return resolve_line(_understood(line), default_products()).doubt is not None


def _counts(line: LineItem) -> bool:
    found = resolve_line(_understood(line), default_products())
    return found.eligible is True and found.doubt is None


def _understood(line: LineItem) -> LineItem:
    return line.model_copy(update={"mention": describe(line.description)})


def _holds(whole: str, part: str) -> bool:
    """Whether each word of a wording stands in another, but for some letters, and none is a variety that does not
    count."""
    if any(sighting.edits == 0 and not counts(sighting.variety) for sighting in sightings(part, default_products())):
        return False
    others = words_of(whole)
    lost = [word for word in words_of(part) if len(word) >= _LEAST_WORD and not _stands_in(word, others)]
    return not lost or (len(lost) == 1 and bool(crops_named(part)) and _is_variety_misread(lost[0], whole))


def _stands_in(word: str, words: Sequence[str]) -> bool:
    """Whether a word is among others, also where they lost their blanks, or is one of them but for some letters or for
    signs that look alike ("lis" for "1js")."""
    slips = len(word) // _PER_SLIP
    if fold_word(word) in map(fold_word, words):
        return True
    return word in "".join(words) or any(Levenshtein.distance(word, w, score_cutoff=slips) <= slips for w in words)


def _is_variety_misread(word: str, whole: str) -> bool:
    """Whether a word may be the variety that another reading has to the letter behind its breeder's brand: no farther
    from its name than a misread one is, and no variety that does not count is as near."""
    squashed = fold_word(whole)
    for sighting in nearest(sightings(whole, default_products())):
        name, brand = sighting.name, sighting.brand
        if brand in sighting.variety.brands and f"{fold_word(brand)}{name}" in squashed:
            slips = Levenshtein.distance(fold_word(word), name)
            others = (v for v in varieties_of(default_products()) if not counts(v))
            apart = all(Levenshtein.distance(fold_word(word), n) > slips for v in others for n in v.names)
            return slips <= most_misread(name) and apart
    return False


def _is_twin(line: LineItem, twin: LineItem) -> bool:
    if line.page != twin.page or line.box is None or twin.box is None or line.quantity is None or twin.quantity is None:
        return False
    near = abs(line.box.centre[1] - twin.box.centre[1]) <= max(line.box.height, twin.box.height)
    return near and line.quantity.value == twin.quantity.value


def may_count(description: str) -> bool:
    """Whether a line's wording speaks of rye, of a hybrid or of a known variety of seed."""
    return _is_rye(description) or bool(sightings(description, default_products()))


def _is_rye(description: str) -> bool:
    return bool(crops_named(description) & {Crop.RYE, Crop.HYBRID_RYE}) or names_hybrid(description)


def _lacks_variety(description: str) -> bool:
    return _is_rye(description) and not sightings(description, default_products())


def _rows(box: Box, raw: RawLine) -> list[Box]:
    """The rows of print of a name, shared out evenly: as many as its box is higher than the row's figures."""
    high = median(cell.box.height for cell in raw.cells.values())
    count = min(_MOST_ROWS, max(1, round(box.height / (_ROW_STEP * high))))
    step = box.height / count
    return [Box(box.x0, box.y0 + row * step, box.x1, box.y0 + (row + 1) * step) for row in range(count)]


def _name_box(raw: RawLine) -> Box | None:
    """The part of a row before its first figures (or behind them, where they stand first); None where it is narrow."""
    cells = [cell.box for cell in raw.cells.values() if cell.page == raw.page]
    if not cells:
        return None
    first = min(box.x0 for box in cells)
    inner = [box.x1 for box in cells if box.x1 < raw.box.x0 + 0.5 * raw.box.width]
    spaces = [(raw.box.x0, first)]
    if inner:
        after = max(inner)
        spaces.append((after, min((box.x0 for box in cells if box.x0 > after), default=raw.box.x1)))
    left, right = max(spaces, key=lambda space: space[1] - space[0])
    return Box(left, raw.box.y0, right, raw.box.y1) if right - left >= _LEAST_WIDTH else None
