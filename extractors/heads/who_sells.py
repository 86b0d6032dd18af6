"""Who of parties that nobody labels is the seller: by registers, by what their names say, by their places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.heads.letterheads import around_nips
from extractors.heads.nips_in_text import NipReading
from extractors.text.labels import Lexed
from extractors.text.text_cells import fold
from programme.geometry import Box
from programme.invoices import Field

# Two or three words with capitals, of which one may be a double name.
PERSON = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ][^\W\d_]+(?: [A-ZĄĆĘŁŃÓŚŹŻ][^\W\d_]+){1,2}(?:-[A-ZĄĆĘŁŃÓŚŹŻ][^\W\d_]+)?")
_FARM = re.compile(r"gospodarstw|(?<![a-z])(?:gosp|gr|ferma)(?![a-z])")
FIRM = re.compile(
    r"\bsp\.?\s?(?:z\s?[o0]|[jk]\b)|\bs\.?\s?[ac]\b\.?|spolk|spoldziel|przedsieb|hurtow|zaklad|central|handl|sklep|"
    r"(?<![a-z])(?:firma|p\.?h\.?u?|f\.?h\.?u?|p\.?p\.?h\.?u?)(?![a-z])"
)
_LEVEL = 2.0  # letter heights between the tops of two blocks side by side


def likeliest_seller(lexed: Lexed, free: Sequence[NipReading], nips: Sequence[NipReading]) -> list[NipReading]:
    """The NIP, as a list of one or none, whose name speaks most of a firm and least of a farmer; of equals the one
    whose block stands first, the left one of two side by side."""
    blocks = []
    for reading in {reading.value: reading for reading in reversed(free)}.values():
        name, _ = around_nips(lexed, reading.value, nips, [])
        blocks.append((_leaning(name), name.box if name is not None and name.box else reading.cell.box, reading))
    if not blocks:
        return []
    most = max(leaning for leaning, _, _ in blocks)
    likely = [(box, reading) for leaning, box, reading in blocks if leaning == most]
    highest = min(likely, key=lambda block: (block[1].cell.page, block[0].y0))
    height = lexed.layout.heights[highest[1].cell.page]

    def is_level(box: Box, reading: NipReading) -> bool:
        return reading.cell.page == highest[1].cell.page and box.y0 - highest[0].y0 < _LEVEL * height

    return [min((block for block in likely if is_level(*block)), key=lambda block: block[0].x0)[1]]


def _leaning(name: Field[str] | None) -> int:
    """1 for a firm's name, -1 for a farm's or a mere person's, 0 for what may be either."""
    folded = fold(name.value) if name is not None else ""
    if _FARM.search(folded):
        return -1
    if FIRM.search(folded):
        return 1
    return -1 if name is not None and PERSON.fullmatch(name.value) else 0


_REGISTERS = re.compile(r"(?<![a-z])(?:regon|krs|bdo|kapital|sad rejonowy)(?![a-z])")


def is_registered(lexed: Lexed, reading: NipReading) -> bool:
    """Whether registers only firms name stand by a NIP (REGON, KRS, BDO, capital): the seller's on a bill."""
    height = lexed.layout.heights[reading.cell.page]
    for cell in lexed.layout.on_page(reading.cell.page):
        near = abs(cell.box.centre[1] - reading.cell.box.centre[1]) <= 4 * height
        beside = min(cell.box.x1, reading.cell.box.x1) > max(cell.box.x0, reading.cell.box.x0)
        if near and beside and _REGISTERS.search(cell.folded):
            return True
    return False
