"""Decisive values of text-layer pages looked up in the pixels: agreement is a witness, disagreement a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from extractors.decisive import decisive_boxes
from extractors.interpretation import Interpretation
from extractors.pixels import PixelOutcome, confirm_by_pixels
from extractors.tokens import Image, TokenPage
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
        cells = [(box, *_printed(page, box)) for box in decisive_boxes(reading, page.number)[:_MOST_CELLS]]
        cells = [(box, where, text) for box, where, text in cells if text]
        checks = confirm_by_pixels(image, [(where, text) for _, where, text in cells])
        for (box, where, text), check in zip(cells, checks, strict=True):
            if check.outcome is PixelOutcome.AGREES:
                agreed.add((page.number, box))
            elif check.outcome is PixelOutcome.DIFFERS:
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
    return _witnessed(reading, agreed), findings


def _printed(page: TokenPage, box: Box) -> tuple[Box, str]:
    """The words in `box` as printed, and where they stand: a value may be part of a word ("PL" before a NIP)."""
    words = words_in(page, box)
    if not words:
        return box, ""
    text = " ".join(word.text for word in words)
    return around([word.box for word in words]), text


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
