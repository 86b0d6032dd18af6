"""Pages in, one reading of the document out: which engine reads what, and what becomes of two readings.

Pages with a usable text layer are read as they stand. Pictures are read by Tesseract first. A reading proves
itself by sums, checksums and a look at the decisive cells by the second engine; where it does not, the second engine
reads the whole page and the two readings are combined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from extractors.evidence.agreement import combine_headers
from extractors.evidence.names_again import with_names, with_other_wording
from extractors.evidence.nip_looks import confirmed_nips, looked_at_nips
from extractors.evidence.passed_over import passed_over
from extractors.evidence.third_look import (
    looked_again,
    with_issue_date,
    with_likely_sale_date,
    with_witnessed_quantities,
)
from extractors.evidence.third_reading import completed_header, completed_items, leaves_doubt
from extractors.evidence.witnesses import confirm_by_crops, reread_ksef_number
from extractors.heads.bundles import bundle_of
from extractors.heads.header import Header, read_header
from extractors.heads.page_numbers import printed_pages, proven_marks
from extractors.heads.taking_apart import documents_in
from extractors.pages.other_preparation import otherwise_prepared
from extractors.pictures.prepared_page import PreparedPage
from extractors.readers.engines import RapidReader, Reader, TesseractReader, read_crops
from extractors.readers.slanted_words import slanted_words
from extractors.tables.line_items import Items, choose, is_whole, read_items, reconcile, reread_units
from extractors.text.ocr_slips import mended
from extractors.tokens import TokenPage
from programme.geometry import Box
from programme.invoices import DocumentType, Field, Source, Witness
from programme.thresholds import DEFAULT_THRESHOLDS

# A number or date less likely than this is read again with its whole page, not only confirmed.
_LIKELY = 0.6
_FEW_CELLS = 12
_MOST_READ_AGAIN = 3  # pages: beyond, another preparation costs more than a person's look


@dataclass(frozen=True, slots=True)
class PageView:
    """One page to be read: by its text layer where `text` is given, otherwise by its picture."""

    number: int
    text: TokenPage | None = None
    picture: PreparedPage | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A document's header and items, with the words they came from. `partial`: a page could not be read in time;
    `several`: the file holds more than one invoice; `doubtful_counts`: the pages whose count of pages one look alone
    says."""

    header: Header
    items: Items
    pages: tuple[TokenPage, ...]
    partial: bool = False
    several: bool = False
    doubtful_counts: frozenset[int] = frozenset()


def interpret_file(views: Sequence[PageView]) -> tuple[Interpretation, ...]:
    """The readings of a file's documents from its pages, in order; one where the file is one document."""
    pages, partial = _words(views, TesseractReader())
    apart = documents_in(pages)
    if len(apart.documents) > 1 and not partial:
        parts = [_interpret([views[i] for i in part], [pages[i] for i in part], False) for part in apart.documents]
        if apart.certain or all(part.items.arithmetic_holds is True for part in parts):
            return tuple(_with_stamps(part, views) for part in parts)
    return (_with_stamps(_interpret(views, pages, partial), views),)


def _with_stamps(reading: Interpretation, views: Sequence[PageView]) -> Interpretation:
    """The reading, its pages with what stands slantwise across their pictures and what Tesseract passed over: it
    decides no value, but may annul."""
    pictures = _pictures(views)

    def aside(page: TokenPage) -> tuple[str, ...]:
        picture = pictures[page.number]
        return (*slanted_words(picture), *passed_over(page, picture))

    pages = (replace(page, aside=aside(page)) if page.number in pictures else page for page in reading.pages)
    return replace(reading, pages=tuple(pages))


def _interpret(views: Sequence[PageView], pages: Sequence[TokenPage], partial: bool) -> Interpretation:
    """The reading of one document, of whose pages the words by text layer or Tesseract are given."""
    reading = _by_two_readers(views, pages, partial)
    if reading.partial or not _pictures(views) or not leaves_doubt(reading.header, reading.items):
        return reading
    if len(views) > _MOST_READ_AGAIN or _is_part(reading):
        return reading
    again = [replace(v, picture=otherwise_prepared(v.picture)) if v.picture is not None else v for v in views]
    other = _by_two_readers(again, *_words(again, TesseractReader()))
    if other.partial:
        return reading
    items = completed_items(reading.items, other.items)
    return replace(reading, header=completed_header(reading.header, other.header), items=items)


def _is_part(reading: Interpretation) -> bool:
    """Whether other pages of the invoice lie elsewhere: what it lacks stands there."""
    printed = [pair for pair in reading.header.printed_pages if pair is not None]
    return any(count > len(reading.pages) for _, count in printed)


def _by_two_readers(views: Sequence[PageView], pages: Sequence[TokenPage], partial: bool) -> Interpretation:
    """The reading from one preparation of the pages, by Tesseract and, where that does not prove itself, rapidocr."""
    first = _reading_of(pages, partial)
    if all(view.text is not None for view in views):
        return first
    pictures = _pictures(views)
    first = replace(first, items=_units(first.items, pictures))
    settled = first
    if _may_prove_itself(first):
        # A cell that Tesseract passed over is read alone: cheaper than the whole page by the other engine.
        settled = _settle(first, pictures)
    if _proves_itself(settled):
        pairs = zip(first.items.lines, settled.items.lines, strict=True)
        read_alike = [_value(one.quantity) == _value(other.quantity) for one, other in pairs]
        first = settled
        confirmed = confirm_by_crops(first.header, first.items, pictures, read_alike)
        if _is_witnessed(confirmed[0]):
            header = confirmed_nips(reread_ksef_number(confirmed[0], pictures), pictures)
            items = with_names(confirmed[1], pictures)
            return _numbered(replace(first, header=header, items=items), [first.pages], pictures)
    second = _reading_of(*_words(views, RapidReader()))
    combined = Interpretation(
        combine_headers(first.header, second.header),
        choose(first.items, second.items),
        second.pages,
        first.partial and second.partial,
        first.several or second.several,
    )
    combined = _settle(combined, pictures)
    if combined.items.arithmetic_holds is not True:
        # Joined, cells of one reading may stand in the way of the other's.
        alone = (_settle(reading, pictures).items for reading in (second, first))
        combined = replace(combined, items=next((i for i in alone if i.arithmetic_holds is True), combined.items))
    header = looked_again(combined.header, (first.header, second.header), pictures)
    header = looked_at_nips(header, (first.header, second.header), pictures)
    header = reread_ksef_number(with_issue_date(header, second.pages, pictures), pictures)
    worded = with_other_wording(combined.items, (first.items, second.items))
    items = with_names(with_witnessed_quantities(worded, pictures), pictures)
    return _numbered(replace(combined, header=header, items=items), [first.pages, second.pages], pictures)


def _numbered(
    reading: Interpretation, looks: Sequence[Sequence[TokenPage]], pictures: dict[int, PreparedPage]
) -> Interpretation:
    """The reading with the pages' own numbers as the readers' words `looks` of the pages prove them."""
    marks = proven_marks(looks, pictures)
    numbers = [page.number for page in reading.pages]
    doubtful = frozenset(n for n, mark in zip(numbers, marks, strict=True) if mark is not None and mark.doubtful)
    printed = tuple(mark.pair if mark is not None else None for mark in marks)
    header = with_likely_sale_date(replace(reading.header, printed_pages=printed))
    return replace(reading, header=header, doubtful_counts=doubtful)


def _words(views: Sequence[PageView], reader: Reader) -> tuple[list[TokenPage], bool]:
    """The pages with their words, by text layer where there is one; and whether a page took too long."""
    pages, partial = [], False
    for view in views:
        if view.text is not None:
            pages.append(view.text)
        elif view.picture is not None:
            height, width = view.picture.colour.shape[:2]
            words = mended(reader.read(view.picture))
            partial = partial or getattr(reader, "timed_out", False)
            pages.append(TokenPage(view.number, width, height, words, Source.OCR, reader.name, view.picture.colour))
    return pages, partial


def _reading_of(pages: Sequence[TokenPage], partial: bool) -> Interpretation:
    bundle = bundle_of(pages)
    items = read_items(bundle.pages)
    header = replace(read_header(bundle.pages), printed_pages=printed_pages(pages))
    return Interpretation(header, items, tuple(pages), partial, bundle.several or items.several)


def _pictures(views: Sequence[PageView]) -> dict[int, PreparedPage]:
    return {view.number: view.picture for view in views if view.picture is not None}


def _value(field: Field[Decimal] | None) -> Decimal | None:
    return field.value if field is not None else None


def _may_prove_itself(reading: Interpretation) -> bool:
    """Whether all but the sums is there, and few enough cells are in doubt to be read one by one."""
    items = reading.items
    known = reading.header.document_type is DocumentType.INVOICE and bool(items.lines) and not reading.partial
    return known and items.arithmetic_holds is not True and 0 < len(items.doubtful) <= _FEW_CELLS


def _proves_itself(reading: Interpretation) -> bool:
    """Whether the sums hold and the identifiers carry their checksums, so that a whole second reading is not needed."""
    header, items = reading.header, reading.items
    if reading.partial or header.document_type is not DocumentType.INVOICE:
        return False
    if items.arithmetic_holds is not True or not all(line.proven for line in items.lines):
        return False
    if not is_whole(items):
        return False
    if any(field is None or field.confidence < _LIKELY for field in (header.invoice_number, header.issue_date)):
        return False
    seller, buyer = header.seller.nip, header.buyer.nip
    if seller is None or Witness.CHECKSUM not in seller.witnesses:
        return False
    return buyer is not None and Witness.CHECKSUM in buyer.witnesses


def _is_witnessed(header: Header) -> bool:
    fields: tuple[Field[Any] | None, ...] = (header.invoice_number, header.issue_date)
    sure = DEFAULT_THRESHOLDS.decisive_confidence
    return all(f is not None and Witness.SECOND_READER in f.witnesses and f.confidence >= sure for f in fields)


def _units(items: Items, pictures: Mapping[int, PreparedPage]) -> Items:
    def reread(page: int, box: Box) -> list[str]:
        if page not in pictures:
            return []
        return [read_crops(pictures[page].legible, [box], pad)[0].text for pad in (0.15, 0.0, 0.4)]

    return reread_units(items, reread)


def _settle(reading: Interpretation, pictures: Mapping[int, PreparedPage]) -> Interpretation:
    """Cells whose digits prevent the sums are read again as crops, in several sizes; units not understood as well."""

    def reread(page: int, box: Box) -> list[str]:
        picture = pictures.get(page)
        if picture is None:
            return []
        readings = [read_crops(picture.legible, [box], pad)[0] for pad in (0.05, 0.15, 0.35)]
        return list(dict.fromkeys(crop.text for crop in readings if crop.text))

    items = reconcile(reading.items, reread) if reading.items.doubtful else reading.items
    return replace(reading, items=_units(items, pictures))
