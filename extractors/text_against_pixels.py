"""Decisive values of text-layer pages looked up in the pixels: agreement is a witness, disagreement a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from extractors.decisive import decisive_boxes
from extractors.interpretation import Interpretation
from extractors.pixels import PixelOutcome, confirm_by_pixels
from extractors.tokens import Image, TokenPage, Word
from extractors.witnesses import with_witness, words_in
from programme.geometry import Box, around
from programme.invoices import Field, Finding, FindingKind, Party, Witness

T = TypeVar("T")

# Cells looked at on one page: an invoice has some ten that decide; a page of a long one some fifty.
_MOST_CELLS = 60


def check_text_pages(reading: Interpretation, images: Mapping[int, Image]) -> tuple[Interpretation, list[Finding]]:
    """The reading with PIXELS witnesses, and a finding for each decisive cell whose pixels say something else.

    `images` are the rendered text-layer pages (upright, BGR, some 200 dpi) by number.
    """
    agreed: set[tuple[int, Box]] = set()
    findings: list[Finding] = []
    for page in reading.pages:
        image = images.get(page.number)
        if image is None:
            continue
        boxes = decisive_boxes(reading, page.number)[:_MOST_CELLS]
        cells = [(box, where, text) for box in boxes for where, text in _printed(page, box) if text]
        disagreed: set[Box] = set()
        checks = confirm_by_pixels(image, [(where, text) for _, where, text in cells])
        for (box, where, text), check in zip(cells, checks, strict=True):
            if check.outcome is PixelOutcome.AGREES:
                agreed.add((page.number, box))
                continue
            disagreed.add(box)
            if check.outcome is PixelOutcome.DIFFERS:
                findings.append(
                    Finding(
                        kind=FindingKind.TEXT_DIFFERS_FROM_PIXELS,
                        detail="text_layer",
                        values=(("layer", text), ("page", check.text)),
                        message=f"The text layer says {text!r}, the page shows {check.text!r}.",
                        page=page.number,
                        box=where,
                        strength=check.confidence,
                    )
                )
        # Of a value over two lines both must be seen.
        agreed -= {(page.number, box) for box in disagreed}
    return _witnessed(reading, agreed), findings


def _printed(page: TokenPage, box: Box) -> list[tuple[Box, str]]:
    """The words in `box` as printed, line by line, and where they stand: a value may be part of a word ("PL" before a
    NIP), or torn at the end of a line."""
    words = words_in(page, box)
    if not words:
        return [(box, "")]
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.y0):
        last = lines[-1][-1].box if lines else None
        if last is not None and word.box.y0 < last.y1 - 0.3 * last.height:
            lines[-1].append(word)
        else:
            lines.append([word])
    rows = [sorted(line, key=lambda w: w.box.x0) for line in lines]
    return [(around([word.box for word in row]), " ".join(word.text for word in row)) for row in rows]


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
