"""Addresses of a page by their postcodes: whose is known, and which nobody labelled."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.heads.names_and_addresses import POSTCODE
from extractors.heads.nips_in_text import NipReading
from extractors.heads.party_blocks import Block
from extractors.text.labels import Lexed
from extractors.text.lexicon import Role
from extractors.text.text_cells import Cell
from programme.invoices import Field


def codes_of(field: Field[str] | None) -> set[str]:
    """The postcodes in an address, as five digits."""
    return {"".join(code) for code in POSTCODE.findall(field.value)} if field is not None else set()


def codes_by(lexed: Lexed, reading: NipReading) -> set[str]:
    """The postcodes in the lines around a NIP: of the address that belongs to it."""
    height = lexed.layout.heights[reading.cell.page]
    box = reading.cell.box
    near = [
        cell for cell in lexed.layout.on_page(reading.cell.page)
        if abs(cell.box.centre[1] - box.centre[1]) <= _ADDRESS_LINES * height
        and min(cell.box.x1, box.x1) > max(cell.box.x0, box.x0)
    ]  # fmt: skip
    return {"".join(code) for cell in near for code in POSTCODE.findall(cell.text)}


_ADDRESS_LINES = 6.5  # letter heights: four lines


def unlabelled_addresses(lexed: Lexed, known: set[str], blocks: Sequence[Block]) -> list[Cell]:
    """The cells above the table with a postcode that is none of `known` and in no block: addresses nobody labelled."""
    page = lexed.layout.cells[0].page
    table = min((hit.cell.box.y0 for hit in lexed.of(Role.TABLE) if hit.cell.page == page), default=0.5)
    named = [cell.box for block in blocks for cell in block.cells]
    return [
        cell
        for cell in lexed.layout.on_page(page)
        if cell.box.y1 < table and not any(cell.box.overlap(box) > 0.5 for box in named)
        and any("".join(code) not in known for code in POSTCODE.findall(cell.text))
    ]  # fmt: skip


def names_further(lexed: Lexed, known: set[str], blocks: Sequence[Block]) -> bool:
    """Whether a further address stands above the table, without a label: it may be that of a buyer who has no NIP."""
    return bool(unlabelled_addresses(lexed, known, blocks))
