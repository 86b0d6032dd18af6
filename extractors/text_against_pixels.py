"""Decisive values of text-layer pages looked up in the pixels: agreement is a witness, disagreement a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from extractors.decisive import decisive_boxes
from extractors.evidence.witnesses import with_witness, words_in
from extractors.interpretation import Interpretation
from extractors.pdf.sign_pictures import DrawnSign, Sign, drawn_signs
from extractors.pictures.ink import grey
from extractors.readers.engines import crop_of, read_images
from extractors.readers.known_signs import KnownSigns, to_be_read
from extractors.readers.pixels import CELL_PAD, PixelCheck, PixelOutcome, distrust_misplaced, look_up
from extractors.readers.sign_strips import StripCell, shapes_read, strips_of
from extractors.tokens import Image, TokenPage, Word
from programme.geometry import Box, around
from programme.invoices import Field, Finding, FindingKind, Party, Witness

T = TypeVar("T")

# Cells looked at on one page: an invoice has some ten that decide; a page of a long one some fifty.
_MOST_CELLS = 60


# The characters of a word of a page, None where they are not known one by one.
SignsOf = Callable[[Word], tuple[Sign, ...] | None]


@dataclass(frozen=True, slots=True)
class TextCell:
    """A decisive value of a page, or one line of it: the value's box, where its words are printed and what they say;
    how they are drawn, None where that cannot be compared."""

    page: int
    image: Image
    box: Box
    where: Box
    text: str
    drawn: tuple[DrawnSign, ...] | None

    @property
    def aspect(self) -> float:
        """Width over height of what is read."""
        height, width = self.image.shape[:2]
        tall = self.where.height * height
        return float((self.where.width * width / tall + 2 * CELL_PAD) / (1 + 2 * CELL_PAD))


def check_text_pages(
    reading: Interpretation, images: Mapping[int, Image], signs: Mapping[int, SignsOf] | None = None
) -> tuple[Interpretation, list[Finding]]:
    """The reading with PIXELS witnesses, and a finding for each decisive cell whose pixels say something else.

    `images` are the rendered text-layer pages (upright, BGR, some 200 dpi) by number. With `signs`, cells drawn with
    signs that were read in others are not read themselves.
    """
    cells: list[TextCell] = []
    for page in reading.pages:
        image = images.get(page.number)
        if image is not None:
            cells += _cells(reading, page, image, (signs or {}).get(page.number))
    checks = looked_up(cells)
    agreed: set[tuple[int, Box]] = set()
    disagreed: set[tuple[int, Box]] = set()
    findings: list[Finding] = []
    for number in dict.fromkeys(cell.page for cell in cells):
        own = [index for index, cell in enumerate(cells) if cell.page == number]
        for index, check in zip(own, distrust_misplaced([checks[index] for index in own]), strict=True):
            cell = cells[index]
            if check.outcome is PixelOutcome.AGREES:
                agreed.add((number, cell.box))
                continue
            disagreed.add((number, cell.box))
            if check.outcome is PixelOutcome.DIFFERS:
                findings.append(_finding(cell, check))
    # Of a value over two lines both must be seen.
    return _witnessed(reading, agreed - disagreed), findings


def _finding(cell: TextCell, check: PixelCheck) -> Finding:
    return Finding(
        kind=FindingKind.TEXT_DIFFERS_FROM_PIXELS,
        detail="text_layer",
        values=(("layer", cell.text), ("page", check.text)),
        message=f"The text layer says {cell.text!r}, the page shows {check.text!r}.",
        page=cell.page,
        box=cell.where,
        strength=check.confidence,
    )


def _cells(reading: Interpretation, page: TokenPage, image: Image, signs: SignsOf | None) -> Iterator[TextCell]:
    plain = grey(image)
    for box in decisive_boxes(reading, page.number)[:_MOST_CELLS]:
        for words in _printed(page, box):
            where, text = around([word.box for word in words]), " ".join(word.text for word in words)
            yield TextCell(page.number, image, box, where, text, drawn_words(plain, where, words, signs))


def drawn_words(plain: Image, where: Box, words: Sequence[Word], signs: SignsOf | None) -> tuple[DrawnSign, ...] | None:
    """How the words of one cell are drawn on a grey page; None where that cannot be told sign by sign."""
    found: list[Sign] = []
    for word in words:
        own = signs(word) if signs is not None else None
        if own is None:
            return None
        found += own
    return drawn_signs(plain, where, found, CELL_PAD)


def looked_up(cells: Sequence[TextCell]) -> list[PixelCheck]:
    """What the pixels say of each cell: their signs are read once each, the cells where that leaves a doubt."""
    known = KnownSigns()
    shapes = [known.shapes(cell.drawn) if cell.drawn is not None else None for cell in cells]
    known.take(_read_in_strips(cells, shapes))
    left = [known.unknown(own) if own is not None else None for own in shapes]
    first = to_be_read(left, [cell.aspect for cell in cells])
    checks = dict(zip(first, _read([cells[index] for index in first]), strict=True))
    for index, check in checks.items():
        cell, own = cells[index], shapes[index]
        if cell.drawn is not None and own is not None:
            known.learn(cell.drawn, own, check, cell.aspect)
    later = [index for index in range(len(cells)) if index not in checks and not known.knows(shapes[index] or ())]
    checks |= dict(zip(later, _read([cells[index] for index in later]), strict=True))
    alike = [PixelCheck(PixelOutcome.AGREES, cell.text, 1.0) for cell in cells]
    return [checks.get(index, alike[index]) for index in range(len(cells))]


def _read_in_strips(cells: Sequence[TextCell], shapes: Sequence[Sequence[int] | None]) -> set[int]:
    """The shapes that are read as the layer names them, put together by themselves."""
    strips = strips_of(
        [
            StripCell(crop_of(cell.image, cell.where, CELL_PAD), cell.drawn, own)
            for cell, own in zip(cells, shapes, strict=True)
            if cell.drawn is not None and own is not None
        ]
    )
    readings = read_images([strip.picture for strip in strips])
    return {shape for strip, reading in zip(strips, readings, strict=True) for shape in shapes_read(strip, reading)}


def _read(cells: Sequence[TextCell]) -> list[PixelCheck]:
    return look_up([(cell.image, cell.where, cell.text) for cell in cells])


def _printed(page: TokenPage, box: Box) -> list[list[Word]]:
    """The words in `box` as printed, line by line: a value may be part of a word ("PL" before a NIP), or torn at the
    end of a line."""
    lines: list[list[Word]] = []
    for word in sorted(words_in(page, box), key=lambda w: w.box.y0):
        last = lines[-1][-1].box if lines else None
        if last is not None and word.box.y0 < last.y1 - 0.3 * last.height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w.box.x0) for line in lines]


def _witnessed(reading: Interpretation, agreed: set[tuple[int, Box]]) -> Interpretation:
    def seen(field: Field[T] | None) -> Field[T] | None:
        if field is None or field.page is None or field.box is None or (field.page, field.box) not in agreed:
            return field
        return with_witness(field, Witness.PIXELS)

    def party(value: Party) -> Party:
        return value.model_copy(update={"nip": seen(value.nip)})

    header = replace(
        reading.header,
        invoice_number=seen(reading.header.invoice_number),
        issue_date=seen(reading.header.issue_date),
        sale_date=seen(reading.header.sale_date),
        seller=party(reading.header.seller),
        buyer=party(reading.header.buyer),
    )
    lines = tuple(
        line.model_copy(update={"quantity": seen(line.quantity), "net": seen(line.net)}) for line in reading.items.lines
    )
    return replace(reading, header=header, items=replace(reading.items, lines=lines))
