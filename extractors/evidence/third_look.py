"""Third looks: decisive cells of the head that one reader alone read, or that two read differently.

Each engine reads the cell by itself, as a crop and in another preparation than the page was. A value that both engines
then say, whether on the page or in the cell, and that no other value rivals, is witnessed. A date whose label was read
but not its figures (a pen's tick lies over them) is looked for beside the label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

import numpy as np

from extractors.evidence.agreement import in_two_places
from extractors.evidence.names_again import may_count
from extractors.evidence.witnesses import says_the_same, with_witness
from extractors.heads.header import Header
from extractors.pictures.prepared_page import PreparedPage
from extractors.readers.engines import crop_of, read_images, read_lines
from extractors.tables.line_items import Items
from extractors.text.labels import lex
from extractors.text.lexicon import Role
from extractors.text.text_cells import layout_of
from extractors.tokens import Image, TokenPage
from programme.geometry import Box
from programme.invoices import Field, Witness

T = TypeVar("T")

# What two readers contradicted each other about stays below the sure values, however a third look settles it.
_SETTLED = 0.89
# A date found beside its label alone: read alike by both engines; by one of them in two preparations.
_BOTH, _ONE = 0.88, 0.55
_LONGEST_WAIT = 366  # days between a sale and its invoice
_PADS = (0.1, 0.3)
_STRETCH = 1.6  # times the width
_APART = 1.3  # times the width, for Tesseract: "V/" that touch are "VI" to it
_LINE_HEIGHT = 48  # pixels that Tesseract is given a single line in
_BESIDE = 0.42  # of the page's width, behind a label
_DATE = re.compile(r"(?<!\d)([0-3]?\d)[.,\-/ ]{0,2}([01]?\d)[.,\-/ ]{0,2}(20\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)(20\d\d)[.,\-/ ]{1,2}([01]?\d)[.,\-/ ]{1,2}([0-3]?\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class _Look:
    """What an engine reads in a cell."""

    engine: str
    text: str


def looked_again(header: Header, looks: Sequence[Header], pictures: Mapping[int, PreparedPage]) -> Header:
    """The header, its number and dates read cell by cell where the readers' headers `looks` (Tesseract's, rapidocr's)
    do not agree on them."""
    first, second = looks
    return replace(
        header,
        invoice_number=_settled(header.invoice_number, first.invoice_number, second.invoice_number, pictures),
        issue_date=_settled(header.issue_date, first.issue_date, second.issue_date, pictures),
        sale_date=_settled(header.sale_date, first.sale_date, second.sale_date, pictures),
    )


def _settled(
    field: Field[T] | None, first: Field[T] | None, second: Field[T] | None, pictures: Mapping[int, PreparedPage]
) -> Field[T] | None:
    if field is None or Witness.SECOND_READER in field.witnesses or field.box is None or field.page is None:
        return field
    if field.page not in pictures or in_two_places(first, second):
        return field
    values = list(dict.fromkeys((field.value, *field.alternatives[:3])))
    votes: dict[T, list[str]] = {value: [] for value in values}
    for engine, page_reading in (("tesseract", first), ("rapidocr", second)):
        if page_reading is not None and page_reading.value in votes:
            votes[page_reading.value].append(engine)
    for look in _looks(pictures[field.page], field.box):
        said = [value for value in values if _says(look.text, value)]
        if len(said) == 1:
            votes[said[0]].append(look.engine)
    best = max(values, key=lambda value: len(votes[value]))
    if not _says(_stretched(pictures[field.page], field.box), best):
        return field
    rival = max((len(votes[value]) for value in values if value != best), default=0)
    if len(set(votes[best])) < 2 or len(votes[best]) < rival + 2:
        return field
    readings = [look for look in (first, second) if look is not None]
    contradicted = len({str(look.value) for look in readings}) > 1
    # That its signs are read alike does not say that a text is the number: one engine alone took it for that.
    contradicted = contradicted or (isinstance(best, str) and len(readings) < 2)
    source = next((look for look in readings if look.value == best), field)
    if not contradicted:
        return with_witness(field, Witness.SECOND_READER)
    others = tuple(value for value in values if value != best)
    return source.model_copy(
        update={
            "confidence": min(_SETTLED, source.confidence),
            "witnesses": source.witnesses | {Witness.SECOND_READER},
            "alternatives": others,
        }
    )


def _says(text: str, value: object) -> bool:
    if isinstance(value, date):
        return value in _dates_in(text)
    return says_the_same(text, value)


def _looks(page: PreparedPage, box: Box) -> list[_Look]:
    """What both engines read in a cell, in several preparations."""
    crops = [crop_of(page.legible, box, pad) for pad in _PADS]
    crops.append(without_coloured_ink(crops[-1]))
    looks = [_Look("rapidocr", reading.text) for reading in read_images(crops)]
    ink = crop_of(page.ink, box, _PADS[-1])
    pictures = [ink, _wider(ink, _APART), _of_height(crops[-1])]
    return looks + [_Look("tesseract", reading.text) for reading in read_lines(pictures)]


def without_coloured_ink(picture: Image) -> Image:
    """A BGR picture in its brightest colour, paper made white: stamps and pens in colour fade, black print stays."""
    if picture.ndim == 2:
        return picture
    paper = np.maximum(np.percentile(picture.reshape(-1, 3), 80, axis=0), 32.0)
    share = np.clip(picture.astype(np.float32) / paper, 0.0, 1.0)
    light = (share.max(axis=2) * 255).astype(np.uint8)
    return np.repeat(light[:, :, None], 3, axis=2)


def _stretched(page: PreparedPage, box: Box) -> str:
    """What the recogniser reads in a cell drawn wider: in narrow print it takes two equal signs for one."""
    return read_images([_wider(crop_of(page.legible, box, _PADS[-1]), _STRETCH)])[0].text


def _wider(picture: Image, factor: float) -> Image:
    import cv2

    return np.asarray(cv2.resize(picture, None, fx=factor, fy=1.0, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _of_height(picture: Image) -> Image:
    import cv2

    factor = _LINE_HEIGHT / max(1, picture.shape[0])
    if factor <= 1:
        return picture
    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def with_issue_date(header: Header, pages: Sequence[TokenPage], pictures: Mapping[int, PreparedPage]) -> Header:
    """The header, its issue date looked for beside its label where neither reader found one on the page."""
    if header.issue_date is not None or not pictures:
        return header
    lexed = lex(layout_of(pages))
    for hit in lexed.of(Role.ISSUE_DATE, Role.ISSUE_AND_SALE):
        picture = pictures.get(hit.cell.page)
        if picture is None:
            continue
        end = max(hit.end, hit.cell.text.rfind(":", hit.end) + 1)
        label = hit.cell.span_box(hit.start, end)
        beside = Box(label.x1, label.y0, min(1.0, label.x1 + _BESIDE), label.y1)
        if beside.width <= 0:
            continue
        said = hit.cell.text[hit.end :]
        looks = [*_looks(picture, beside), *([_Look(hit.cell.engine, said)] if _dates_in(said) else [])]
        found: dict[date, list[str]] = {}
        for look in looks:
            for value in _dates_in(look.text)[:1]:
                found.setdefault(value, []).append(look.engine)
        if len(found) == 1 and max(map(len, found.values())) > 1:
            ((value, engines),) = found.items()
            both = len(set(engines)) > 1
            witnesses = frozenset({Witness.SECOND_READER}) if both else frozenset()
            field = Field[date](
                value=value,
                confidence=_BOTH if both else _ONE,
                page=hit.cell.page,
                box=beside,
                witnesses=witnesses,
            )
            return replace(header, issue_date=field)
    return header


def with_likely_sale_date(header: Header) -> Header:
    """The header, a sale more than a year from the issue doubted: on pale print both engines misread a year alike."""
    sold, issued = header.sale_date, header.issue_date
    if sold is None or issued is None or abs((sold.value - issued.value).days) <= _LONGEST_WAIT:
        return header
    return replace(header, sale_date=sold.model_copy(update={"confidence": min(_ONE, sold.confidence)}))


def _dates_in(text: str) -> list[date]:
    found = [(m.start(), int(m[3]), int(m[2]), int(m[1])) for m in _DATE.finditer(text)]
    found += [(m.start(), int(m[1]), int(m[2]), int(m[3])) for m in _ISO.finditer(text)]
    dates = []
    for _, year, month, day in sorted(found):
        try:
            dates.append(date(year, month, day))
        except ValueError:
            continue
    return dates


def with_witnessed_quantities(items: Items, pictures: Mapping[int, PreparedPage]) -> Items:
    """The items, quantities of seed that nothing witnesses read by both engines as cells: read alike, they are
    witnessed. Other goods decide nothing."""
    if items.arithmetic_holds is True:
        return items
    lines = []
    for line in items.lines:
        field: Field[Any] | None = line.quantity
        if field is None or field.witnesses or field.box is None or field.page is None:
            lines.append(line)
            continue
        if field.page in pictures and may_count(line.description):
            said = {look.engine for look in _looks(pictures[field.page], field.box) if _says(look.text, field.value)}
            if len(said) > 1:
                line = line.model_copy(update={"quantity": with_witness(field, Witness.SECOND_READER)})
        lines.append(line)
    return replace(items, lines=tuple(lines))
