"""Whose a NIP is: by its label, by the party's block it stands in or beside, by the label that heads its column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.heads.names_and_addresses import POSTCODE, split_name
from extractors.heads.nips_in_text import NipReading
from extractors.heads.party_blocks import Block
from extractors.text.hits import hits_in
from extractors.text.labels import Lexed
from extractors.text.lexicon import Role
from programme.invoices import Field


def by_label(nips: Sequence[NipReading], role: Role) -> list[NipReading]:
    """The NIP behind or under a label that names the party ("NIP nabywcy:"), as a list of one or none."""
    return [reading for reading in nips if reading.label is role][:1]


def beside(
    lexed: Lexed, nips: Sequence[NipReading], blocks: Sequence[Block], others: Sequence[Block]
) -> list[NipReading]:
    """NIPs right of a block on one of its rows or its label's, with nothing and no other party's block between."""
    found = []
    for reading in nips:
        if in_any(reading, others):
            continue
        for block in blocks:
            for cell in (*block.cells, *([block.hit.cell] if block.hit is not None else [])):
                box = reading.cell.box
                shared = min(box.y1, cell.box.y1) - max(box.y0, cell.box.y0)
                level = cell.page == reading.cell.page and shared > 0.5 * min(box.height, cell.box.height)
                next_cell = (
                    lexed.layout.right_of(reading.cell, cell.box) if level and cell.box.x1 <= box.x0 + 0.01 else None
                )
                if next_cell is not None and _is_whole_address(next_cell.text) and not lexed.hits_of(next_cell):
                    next_cell = lexed.layout.right_of(next_cell, next_cell.box)
                if level and (next_cell is None or next_cell.box.x0 >= box.x0) and cell.box.x1 <= box.x0 + 0.01:
                    found.append(reading)
    return [reading for reading in found if not any(heads(block, reading) for block in others)]


def _is_whole_address(text: str) -> bool:
    """Street and postcode in one line: the party's own, between its name and its NIP."""
    return bool(POSTCODE.search(text)) and "," in text and not split_name(text)[0]


def heads(block: Block, reading: NipReading) -> bool:
    """Whether the reading lies in the column under another party's label."""
    if block.hit is None or block.hit.cell.page != reading.cell.page:
        return False
    label, box = block.hit.box, reading.cell.box
    return label.y1 < box.y0 and (abs(label.x0 - box.x0) < 0.08 or abs(label.x1 - box.x1) < 0.01)


def nips_of_all(blocks: Sequence[Block], nips: Sequence[NipReading]) -> list[NipReading]:
    return [r for block in blocks for r in nips if _in_block(r, block) and not _is_anothers(r, block)]


# "Odbiera: Ewa Inna, NIP ...": a word of its own and a colon before the name.
_OWN_LABEL = re.compile(r"^\W*[^\W\d][^:\d]{2,40}:\s*[^\W\d]")


def _is_anothers(reading: NipReading, block: Block) -> bool:
    """Whether the NIP of a block stands in a line that names somebody else, or under a name below the address."""
    if block.hit is None or reading.cell is block.hit.cell:
        return False
    before = reading.cell.text[: reading.start].removesuffix("PL")
    hits = hits_in(reading.cell)
    if _OWN_LABEL.match(before) and not (hits and hits[0].leads):
        return True
    coded = [cell for cell in block.cells if POSTCODE.search(cell.text) and cell.box.y1 <= reading.cell.box.y0 + 0.005]
    if not coded or not all(cell.box.y0 < reading.cell.box.y0 for cell in coded):
        return False
    between = [c for c in block.cells if coded[0].box.y1 <= c.box.centre[1] < reading.cell.box.y0]
    names = [c for c in between if _NAME_LINE.match(c.text) and not hits_in(c)]
    return len(names) >= 2


_NAME_LINE = re.compile(r"^[A-ZĄĆĘŁŃÓŚŹŻ][^\W\d]+(?:[ -][^\W\d]+){0,4}$")


def _in_block(reading: NipReading, block: Block) -> bool:
    box = reading.cell.span_box(reading.start, reading.end)
    return any(
        cell.page == reading.cell.page
        and box.overlap(cell.box) > 0.5
        and abs(box.centre[1] - cell.box.centre[1]) < cell.box.height
        for cell in block.cells
    )


def behind(reading: NipReading, blocks: Sequence[Block]) -> bool:
    """Whether it stands on the very line of a party's label, behind it."""
    return any(b.hit is not None and b.hit.cell is reading.cell and b.hit.end <= reading.start for b in blocks)


def in_any(reading: NipReading, blocks: Sequence[Block]) -> bool:
    return any(_in_block(reading, block) for block in blocks)


def nip_field(readings: Sequence[NipReading], everywhere: Sequence[NipReading], trust: float) -> Field[str] | None:
    """The best of a party's NIP readings; a second, equal one anywhere on the document is a witness."""
    if not readings:
        return None
    best = max(readings, key=lambda reading: reading.confidence)
    same = [reading for reading in everywhere if reading.value == best.value and reading.proven]
    others = tuple(dict.fromkeys(r.value for r in readings if r.value != best.value and r.proven))
    found = best.as_field(trust, repeated=len(same) > 1 and not best.repaired)
    if any(r.value != best.value and r.proven and not r.repaired for r in readings):
        # Two sound NIPs for one party: two documents in one file, or a block that reaches too far.
        found = found.model_copy(update={"confidence": round(found.confidence * 0.6, 4)})
    if best.repaired:
        # A damaged NIP that stands undamaged elsewhere on the document is that one.
        clean = [r for r in everywhere if not r.repaired and r.proven and r.value in (best.value, *best.alternatives)]
        if clean:
            return clean[0].as_field(min(trust, 0.95), repeated=True)
    return found.model_copy(update={"alternatives": tuple(dict.fromkeys((*found.alternatives, *others)))})
