"""NIPs of firms that are no party: the bank's, the carrier's, that of who made the program or printed the form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.heads.names_and_addresses import POSTCODE, split_name
from extractors.heads.nips_in_text import NipReading
from extractors.heads.party_lines import is_own_datum
from extractors.heads.who_sells import FIRM
from extractors.text.labels import Lexed
from extractors.text.lexicon import Role
from extractors.text.text_cells import Cell

# Whose NIP stands on an invoice beside the parties': the printing house's, the vendor's of the program.
_OUTSIDER = re.compile(
    r"(?<![a-z])(?:druk|drukarnia|wydrukowano|wydruk|program|programu|oprogramowanie|software|licencja|"
    r"biuro rachunkowe|ksiegowosc prowadzi|wystawiono w)(?![a-z])"
)
# "NIP banku 526...": a word in the genitive between label and figures; "firmy" is the party itself.
_OWNER = re.compile(r"\W*(?!firmy|podatni|europ|unij)[a-z]{3,}(?:[aiyu]|ego|ej)\W*$")
# "Przewoźnik: Siew S.A.": a word of its own and a colon before a name.
_CAPTIONED = re.compile(r"\W*[^\W\d][^:\d]{2,30}:\s*[^\W\d]")
_CARRIES = re.compile(r"\W*(?:przewoz|spedy|kurier)")
_PARTY = (Role.SELLER, Role.BUYER, Role.RECIPIENT)
_OWN = (*_PARTY, Role.NAME, Role.ADDRESS, Role.CONTACT, Role.OTHER_ID, Role.NIP)
_FLUSH = 0.02  # of the page's width
_PITCH = 1.8  # letter heights
_MOST_LINES = 4  # name and address over the NIP


def foreign_nips(lexed: Lexed, nips: Sequence[NipReading]) -> list[NipReading]:
    """The NIPs that stand behind or under a caption that is no party's, or under a second firm's name."""
    return [reading for reading in nips if reading.label is Role.NIP and _is_foreign(lexed, reading)]


def _is_foreign(lexed: Lexed, reading: NipReading) -> bool:
    cell = reading.cell
    before = cell.folded[: reading.start].removesuffix("pl")
    hits = [hit for hit in lexed.hits_of(cell) if hit.end <= reading.start]
    if _OUTSIDER.search(before) and not any(hit.role in _PARTY for hit in hits):
        return True
    if hits and hits[-1].role is Role.NIP and _OWNER.fullmatch(before[hits[-1].end :]):
        return True
    if hits and hits[0].leads and hits[0].role in _PARTY and not _CARRIES.match(before):
        return False
    if not is_own_datum(cell):
        return _is_captioned(lexed, cell) and _CAPTIONED.match(before) is not None
    return _stands_under_another(lexed, cell)


def _is_captioned(lexed: Lexed, cell: Cell) -> bool:
    """Whether a line begins with a caption that is none of a party's own data, and a name behind it."""
    hits = lexed.hits_of(cell)
    own = bool(hits) and hits[0].leads and hits[0].role in _OWN and not _CARRIES.match(cell.folded)
    return not own and _CAPTIONED.match(cell.text) is not None


def _stands_under_another(lexed: Lexed, cell: Cell) -> bool:
    """Whether the lines closely over a NIP lead up to another's caption, or to a firm under another address or NIP."""
    named = False
    for _ in range(_MOST_LINES):
        over = _over(lexed, cell)
        if over is None:
            return False
        if _is_captioned(lexed, over):
            return True
        if named and is_own_datum(over):
            return True
        if POSTCODE.search(over.text) and not FIRM.search(over.folded):
            if named:
                return True
        elif FIRM.search(over.folded) and not lexed.hits_of(over):
            named = True
        elif split_name(over.text)[0] or lexed.hits_of(over):
            return False
        cell = over
    return False


def _over(lexed: Lexed, cell: Cell) -> Cell | None:
    """The line closely over another, flush with it."""
    height = max(lexed.layout.heights[cell.page], cell.box.height)
    found = [
        c for c in lexed.layout.on_page(cell.page)
        if c is not cell and -0.5 * height <= cell.box.y0 - c.box.y1 <= _PITCH * height
        and abs(c.box.x0 - cell.box.x0) < _FLUSH and c.box.y0 < cell.box.y0
    ]  # fmt: skip
    return max(found, key=lambda c: c.box.y1, default=None)
