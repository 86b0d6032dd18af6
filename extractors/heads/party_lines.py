"""A line of a party: what of it is the party's own, where it ends, what ends the party's lines."""

from __future__ import annotations

import re

from extractors.text.hits import Hit, hits_in
from extractors.text.labels import Lexed
from extractors.text.lexicon import DATE_ROLES, Role
from extractors.text.text_cells import Cell
from extractors.tokens import Word
from programme.identifiers import parse_nip

PARTY_ROLES = (Role.SELLER, Role.BUYER, Role.RECIPIENT)
MOST_LINES = 14  # of a party
ENDS = (
    Role.TABLE, Role.WORDS, Role.SIGNATURE, *DATE_ROLES, Role.NUMBER, Role.KSEF, Role.CORRECTED, Role.PLACE,
)  # fmt: skip


def is_own_datum(cell: Cell) -> bool:
    """Whether a line begins with a label of a party's own data, or is nothing but a NIP."""
    hits = hits_in(cell)
    if hits and hits[0].leads and hits[0].role in (Role.NIP, Role.NAME, Role.ADDRESS):
        return True
    return re.fullmatch(r"(?:PL\s?)?[\d -]{10,13}", cell.text) is not None and bool(parse_nip(cell.text))


def is_bare_label(lexed: Lexed, cell: Cell) -> bool:
    """Whether a line is a label alone, without a value behind it."""
    hits = lexed.hits_of(cell)
    return len(hits) == 1 and hits[0].leads and not any(char.isalnum() for char in hits[0].inline)


def first_line(lexed: Lexed, hit: Hit) -> Cell | None:
    """What stands behind a party's label in its own line and is no remark on the label; None where nothing does."""
    if _REMARK.match(hit.inline):
        return None
    label = hit.cell.text[hit.start : hit.end]
    closing = hit.inline.find(")") if label.count("(") > label.count(")") else -1  # "Sprzedawca (podatnik VAT czynny):"
    return _part(hit.cell, hit.end + closing + 1, _end_of_line(lexed, hit))


# "Nabywca (rolnik ryczałtowy)", "Nabywca (nr 85683)", "Nabywca nr 85683", "Odbiorca / Nabywe" misread: of the label,
# not of the name.
_REMARK = re.compile(
    r"^\s*(?:/\s*[^\W\d_]{4,}|\((?!(?:\D*\d){10})[^()]{2,40}\)|(?:[Nn]r|[Kk]od|[Ii][Dd])\b[\s.:]*[\w/-]{0,4}\d{1,9})\W*$"
)


# What a party's own line may hold further: "Nabywca: Jan Rolny, Polna 1, 00-001 Wola, NIP 521-000-00-00".
_OWN = (Role.NAME, Role.ADDRESS, Role.NIP, Role.OTHER_ID, Role.CONTACT)


def is_mere_word(hit: Hit) -> bool:
    """Whether a label of a bank or store is part of a name: "Bank Żywności SA", "Magazyn Rolny Sp. z o.o."."""
    firm = hit.role is Role.NAME and hit.cell.folded[hit.start : hit.end] == "firma"  # "Firma Handlowo-Usługowa"
    if hit.role not in (Role.PAYMENT, Role.OTHER_NUMBER) and not firm:
        return False
    following = re.match(r"\s+([A-ZĄĆĘŁŃÓŚŹŻ][^\W\d]{2,}.*)$", hit.inline)
    return following is not None and sum(char.isdigit() for char in following[1]) < 12 and hit.inline[:1].isspace()


def _end_of_line(lexed: Lexed, hit: Hit) -> int:
    """Where a party's values behind its label end: at the next label of something else."""
    behind = [other for other in lexed.hits_of(hit.cell) if other.start >= hit.end]
    if not any(char.isalnum() for char in hit.inline) and not (behind and is_mere_word(behind[0])):
        return hit.value_end  # a label that stands alone; what follows has labels of its own
    later = [other.start for other in behind if other.role not in _OWN and not is_mere_word(other)]
    return min(later, default=len(hit.cell.text))


def _part(cell: Cell, start: int, end: int) -> Cell | None:
    """The words of a cell from `start` to `end`, cut inside a joined word where needed."""
    words: list[Word] = []
    position = 0
    for word in cell.words:
        first, last = max(start, position), min(end, position + len(word.text))
        if first < last:
            text = word.text[first - position : last - position].lstrip(":;,-–/\\|)(. ")
            if words and word.text in ("-", "–"):
                words.append(word)  # "Jan Rolny - Gospodarstwo Rolne"
            elif any(char.isalnum() for char in text):
                words.append(Word(text, cell.span_box(first, last), word.confidence))
        position += len(word.text) + 1
    return Cell(cell.page, cell.row, tuple(words), cell.engine) if words else None


def ends_block(piece: Cell, own: Hit) -> bool:
    """Whether a line begins what belongs to no party or to another than the one of the label `own`."""
    hits = hits_in(piece)
    if not hits:
        return False
    first = hits[0]
    if first.role in PARTY_ROLES and first.leads and first.cell.text != own.cell.text:
        label = piece.text[first.start : first.end]
        return not label[:1].islower() or first.inline.lstrip()[:1] in (":", "")
    return first.role in ENDS and first.leads
