"""Names of seed read again: a line that speaks of rye and of no known variety may only be misread.

A variety decides whether a line counts, and no sum proves it: "KWS Zapis" adds up as well as "KWS Emphor". Where the
crop of the row, read by the other engine, names a variety, its wording is added to the reading; nothing is taken away,
so that what either reader saw against the line still stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.pictures.prepared_page import PreparedPage
from extractors.readers.engines import read_crops
from extractors.tables.arithmetic import RawLine
from extractors.tables.line_items import Items
from programme.default_catalogue import default_products
from programme.geometry import Box
from programme.invoices import Crop, LineItem
from programme.packages import crops_named, names_hybrid
from programme.varieties import sightings

_LEAST_WIDTH = 0.12  # of the page; a narrower space before the first figure holds no name
_MOST_LINES = 12


def with_names(items: Items, pictures: Mapping[int, PreparedPage]) -> Items:
    """The items, names of rye without a variety read once more from the pictures of their pages."""
    lines, tried = [], 0
    for line, raw in zip(items.lines, items.raw.lines, strict=True):
        picture = pictures.get(raw.page)
        box = _name_box(raw)
        if picture is not None and box is not None and tried < _MOST_LINES and _lacks_variety(line.description):
            tried += 1
            text = read_crops(picture.legible, [box])[0].text
            if sightings(text, default_products()):
                line = line.model_copy(update={"description": f"{line.description} / {text}"})
        lines.append(line)
    return replace(items, lines=tuple(lines))


def with_other_wording(items: Items, readings: Sequence[Items]) -> Items:
    """The items, names of rye without a variety followed by what another reading of the same pages has for the line,
    where that names one: an engine loses a name's second row where a hole or a stamp lies beside it. A line without
    any wording, its column not found, has the other reading's."""
    lines = []
    for line in items.lines:
        if not line.description or _lacks_variety(line.description):
            twins = {twin.description for reading in readings for twin in reading.lines if _is_twin(line, twin)}
            named = [text for text in sorted(twins) if text and _adds_to(line.description, text)]
            if len(named) == 1:
                wording = f"{line.description} / {named[0]}" if line.description else named[0]
                line = line.model_copy(update={"description": wording})
        lines.append(line)
    return replace(items, lines=tuple(lines))


def _adds_to(description: str, other: str) -> bool:
    return not description or bool(sightings(other, default_products()))


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
