"""Seller, buyer and recipient: by label, by position and by the NIP's check digit.

A buyer's NIP is taken only from the buyer's own block or label: a farmer without a NIP has none, and the seller's
must not leak in. A recipient or payer beside a buyer is never the buyer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.heads.letterheads import around_nip, around_nips, stack_over
from extractors.heads.names_and_addresses import POSTCODE, name_and_address, split_name
from extractors.heads.nips_in_text import NipReading
from extractors.heads.party_blocks import Block, blocks_of
from extractors.heads.unlabelled_addresses import codes_by, codes_of, names_further, unlabelled_addresses
from extractors.text.labels import Lexed, hits_in
from extractors.text.lexicon import Role
from programme.invoices import Field, Party


@dataclass(frozen=True)
class Parties:
    """Who the document names. `recipient` is None where nobody is named beside the buyer."""

    seller: Party
    buyer: Party
    recipient: Party | None


def read_parties(lexed: Lexed, nips: Sequence[NipReading]) -> Parties:
    """The parties with names, NIPs and addresses."""
    blocks = [block for block in blocks_of(lexed) if block.cells]
    nips = _without_outsiders(nips, blocks)
    sellers = _ranked(blocks, Role.SELLER)
    buyers = _ranked(blocks, Role.BUYER)
    recipients = _ranked(blocks, Role.RECIPIENT)
    promoted = not buyers and _receives_as_buyer(lexed, nips, recipients, sellers)
    if promoted:
        buyers, recipients = [block for block in recipients if _is_receiver(block)], []
    buyer_block = buyers[0] if buyers else None
    recipient_nips = _nips_of_all(recipients, nips)
    buyer_nips = _by_label(nips, Role.BUYER_NIP) + _nips_of_all(buyers, nips)
    seller_block = sellers[0] if sellers else None
    seller_nips = _by_label(nips, Role.SELLER_NIP) + _nips_of_all(sellers, nips)
    if not seller_nips:
        seller_nips = _beside(lexed, nips, sellers, [*buyers, *recipients])
    labelled = bool(seller_nips)
    if not buyer_nips and labelled:
        # Only where the seller's own NIP is accounted for, or it would pass for that of a farmer who has none.
        known = {reading.value for reading in seller_nips}
        beside = _beside(lexed, nips, buyers, [*sellers, *recipients])
        buyer_nips = [reading for reading in beside if reading.value not in known]
    taken = {reading.value for reading in [*buyer_nips, *recipient_nips]}
    if not seller_nips:
        others = [*buyers, *recipients]
        free = [r for r in nips if not _in_any(r, others) and not _behind(r, others)]
        # A branch ("Oddział") repeats its firm's NIP: what stands outside of its block too is the firm's.
        bought = {reading.value for reading in buyer_nips}
        seller_nips = [r for r in free if r.value not in taken] or [r for r in free if r.value not in bought]
    if seller_block is not None and not labelled and _names_a_person(seller_block):
        seller_block = None  # "Sprzedawca: Jan Kowal" on a bill of a firm: who served
    if buyer_block is None and not buyer_nips:
        return _without_labels(lexed, nips, seller_block, seller_nips, recipients)
    seller_name, seller_address = name_and_address(seller_block.cells) if seller_block else (None, None)
    if seller_name is None and seller_nips:
        seller_name, seller_address = around_nips(lexed, seller_nips[0].value, nips, blocks)
    seller = Party(
        name=seller_name,
        nip=_field(seller_nips, nips, 0.99 if labelled else _trust_of_free(seller_nips, [*buyers, *recipients])),
        address=seller_address,
    )
    if buyer_block is not None:
        buyer_name, buyer_address = name_and_address(buyer_block.cells)
    else:
        buyer_name, buyer_address = _unlabelled(lexed, seller_address, blocks)
    own = [reading for reading in buyer_nips if reading not in seller_nips]
    # A buyer with the seller's NIP is a block read too far more often than a sale to oneself.
    same = bool(own) and seller.nip is not None and own[0].value == seller.nip.value
    trust = 0.5 if same else 0.85 if promoted else 0.99
    buyer = Party(name=buyer_name, nip=_field(own, nips, trust), address=buyer_address)
    return Parties(seller, buyer, _recipient(recipients, recipient_nips, nips))


_CLOSE = 0.25  # of the page's height, under a party's label


def _trust_of_free(readings: Sequence[NipReading], others: Sequence[Block]) -> float:
    """How sure NIPs in no party's block are the seller's: one alone, and not in the column under another party's
    label, whose own it may be."""
    if len({reading.value for reading in readings}) != 1:
        return 0.6
    under = any(
        _heads(block, reading) and block.hit is not None and reading.cell.box.y0 - block.hit.box.y1 < _CLOSE
        for block in others for reading in readings[:1]
    )  # fmt: skip
    return 0.6 if under else 0.94


_PERSON = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ][^\W\d_]+(?: [A-ZĄĆĘŁŃÓŚŹŻ][^\W\d_]+){1,2}(?:-[A-ZĄĆĘŁŃÓŚŹŻ][^\W\d_]+)?")


def _names_a_person(block: Block) -> bool:
    """Whether nothing but a person's name stands behind the label: no address, no form of a firm."""
    name, address = name_and_address(block.cells)
    return name is not None and address is None and bool(_PERSON.fullmatch(name.value.strip(" ,;.")))


# "Odbiorca" or "Płatnik" alone, without any buyer, is how some programs name the buyer.
_RECEIVER = re.compile(r"(?:dane\s*)?(?:odbiorc|platnik|recipient|receiver|payer)")


def _is_receiver(block: Block) -> bool:
    hit = block.hit
    return hit is not None and bool(_RECEIVER.match(hit.cell.folded[hit.start : hit.end].lstrip()))


def _receives_as_buyer(
    lexed: Lexed, nips: Sequence[NipReading], recipients: Sequence[Block], sellers: Sequence[Block]
) -> bool:
    """Whether recipient or payer are the only party named beside the seller, one and the same, with the only other NIP.

    An address without a label above the table may be the buyer's; then they are what they are called.
    """
    named = [block for block in recipients if _is_receiver(block)]
    names = {name.value for name, _ in (name_and_address(block.cells) for block in named) if name is not None}
    theirs = {reading.value for reading in _nips_of_all(named, nips)}
    outside = [r for r in nips if r.value not in theirs and not _in_any(r, recipients)]
    if len(names) != 1 or len(theirs) != 1 or len({r.value for r in outside}) != 1 or len(named) < len(recipients):
        return False
    if any(reading.label in (Role.BUYER_NIP, Role.RECIPIENT_NIP) for reading in nips):
        return False
    return not names_further(lexed, codes_by(lexed, outside[0]), [*recipients, *sellers])


# Whose NIP stands on an invoice beside the parties': the printing house's, the vendor's of the program.
_OUTSIDER = re.compile(
    r"(?<![a-z])(?:druk|drukarnia|wydrukowano|wydruk|program|programu|oprogramowanie|software|licencja|"
    r"biuro rachunkowe|ksiegowosc prowadzi)(?![a-z])"
)


def _without_outsiders(nips: Sequence[NipReading], blocks: Sequence[Block]) -> list[NipReading]:
    """The NIPs without those of printers and software houses, unless such a one is all there is or named a party."""
    kept = [
        r for r in nips if not _OUTSIDER.search(r.cell.folded[: r.start]) or _in_any(r, blocks)
    ]  # fmt: skip
    return kept if kept else list(nips)


def _ranked(blocks: Sequence[Block], role: Role) -> list[Block]:
    """The blocks of a role, those with an identifier or address first, else in reading order."""

    def weight(block: Block) -> int:
        text = " ".join(cell.text for cell in block.cells)
        score = (
            2 * bool(POSTCODE.search(text))
            + bool(re.search(r"\d{3}", text))
            + 2 * bool(re.search(r"(?i)\bnip\b", text))
        )
        return score + (1 if len(block.cells) > 1 else 0)

    return sorted((b for b in blocks if b.role is role), key=weight, reverse=True)


def _recipient(blocks: Sequence[Block], found: Sequence[NipReading], nips: Sequence[NipReading]) -> Party | None:
    if not blocks:
        return None
    name, address = name_and_address(blocks[0].cells)
    if name is None and address is None and not found:
        return None
    return Party(name=name, nip=_field(found, nips, 0.95), address=address)


def _by_label(nips: Sequence[NipReading], role: Role) -> list[NipReading]:
    """The NIP behind or under a label that names the party ("NIP nabywcy:"), as a list of one or none."""
    return [reading for reading in nips if reading.label is role][:1]


def _beside(
    lexed: Lexed, nips: Sequence[NipReading], blocks: Sequence[Block], others: Sequence[Block]
) -> list[NipReading]:
    """NIPs right of a block on one of its rows, with nothing and no other party's block between."""
    found = []
    for reading in nips:
        if _in_any(reading, others):
            continue
        for block in blocks:
            for cell in block.cells:
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
    return [reading for reading in found if not any(_heads(block, reading) for block in others)]


def _is_whole_address(text: str) -> bool:
    """Street and postcode in one line: the party's own, between its name and its NIP."""
    return bool(POSTCODE.search(text)) and "," in text and not split_name(text)[0]


def _heads(block: Block, reading: NipReading) -> bool:
    """Whether the reading lies in the column under another party's label."""
    if block.hit is None or block.hit.cell.page != reading.cell.page:
        return False
    label, box = block.hit.box, reading.cell.box
    return label.y1 < box.y0 and (abs(label.x0 - box.x0) < 0.08 or abs(label.x1 - box.x1) < 0.01)


def _nips_of_all(blocks: Sequence[Block], nips: Sequence[NipReading]) -> list[NipReading]:
    return [r for block in blocks for r in nips if _in_block(r, block) and not _is_anothers(r, block)]


# "Odbiera: Ewa Inna, NIP ...": a word of its own and a colon before the name.
_OWN_LABEL = re.compile(r"^\W*[^\W\d][^:\d]{2,40}:\s*[^\W\d]")


def _is_anothers(reading: NipReading, block: Block) -> bool:
    """Whether the NIP of a block stands in a line that names somebody else, or under a name below the address."""
    if block.hit is None or reading.cell is block.hit.cell:
        return False
    before = reading.cell.text[: reading.start]
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


def _behind(reading: NipReading, blocks: Sequence[Block]) -> bool:
    """Whether it stands on the very line of a party's label, behind it."""
    return any(b.hit is not None and b.hit.cell is reading.cell and b.hit.end <= reading.start for b in blocks)


def _in_any(reading: NipReading, blocks: Sequence[Block]) -> bool:
    return any(_in_block(reading, block) for block in blocks)


def _field(readings: Sequence[NipReading], everywhere: Sequence[NipReading], trust: float) -> Field[str] | None:
    """The best of a party's NIP readings; a second, equal one anywhere on the document is a witness."""
    if not readings:
        return None
    best = max(readings, key=lambda reading: reading.confidence)
    same = [reading for reading in everywhere if reading.value == best.value and reading.proven]
    others = tuple(dict.fromkeys(r.value for r in readings if r.value != best.value and r.proven))
    field = best.as_field(trust, repeated=len(same) > 1 and not best.repaired)
    if any(r.value != best.value and r.proven and not r.repaired for r in readings):
        # Two sound NIPs for one party: two documents in one file, or a block that reaches too far.
        field = field.model_copy(update={"confidence": round(field.confidence * 0.6, 4)})
    if best.repaired:
        # A damaged NIP that stands undamaged elsewhere on the document is that one.
        clean = [r for r in everywhere if not r.repaired and r.proven and r.value in (best.value, *best.alternatives)]
        if clean:
            return clean[0].as_field(min(trust, 0.95), repeated=True)
    return field.model_copy(update={"alternatives": tuple(dict.fromkeys((*field.alternatives, *others)))})


def _without_labels(
    lexed: Lexed, nips: Sequence[NipReading], seller_block: Block | None, seller_nips: Sequence[NipReading],
    recipients: Sequence[Block],
) -> Parties:  # fmt: skip
    """No buyer is named: the first NIP is the seller's; a second one may be the buyer's, but nothing proves it."""
    name, address = name_and_address(seller_block.cells) if seller_block else (None, None)
    taken = {r.value for r in _nips_of_all(recipients, nips)} | {r.value for r in nips if _behind(r, recipients)}
    marked = {reading.value for reading in nips if _is_registered(lexed, reading)}
    told = len(marked) == 1 and len({reading.value for reading in nips}) == 2 and not taken
    own = [reading for reading in nips if reading.value in marked][:1] if len(marked) == 1 else list(seller_nips[:1])
    if name is None and own:
        name, address = around_nips(lexed, own[0].value, nips, [])
    distinct = [r for r in nips if own and r.value != own[0].value and r.value not in taken]
    only = not distinct
    seller = Party(name=name, nip=_field(own, nips, 0.9 if seller_block or only or told else 0.6), address=address)
    # In the place of a letter's addressee, name and address above its NIP and all above the table: then it is the
    # buyer's. A NIP in a remark or under the table may be anybody's.
    places = {reading.value: place for reading in distinct if (place := _addressee(lexed, reading)) is not None}
    distinct = [reading for reading in distinct if reading.value in places] or distinct
    addressee = places.get(distinct[0].value) if len(places) == 1 else None
    # Of several, or from no such place, it is told to the reviewer and proves nothing: less than may carry a check.
    known = {code for field in (addressee[1] if addressee else None, address) for code in codes_of(field)}
    known |= codes_by(lexed, own[0]) if own else set()
    alone = addressee is not None and not taken and not names_further(lexed, known, recipients)
    trust = 0.3 if not alone else 0.75 if told else 0.4
    buyer = Party(
        name=addressee[0] if addressee else None,
        nip=_field(distinct[:1], nips, trust),
        address=addressee[1] if addressee else None,
    )
    return Parties(seller, buyer, _recipient(recipients, [], nips))


def _addressee(lexed: Lexed, reading: NipReading) -> tuple[Field[str], Field[str]] | None:
    """Name and address closely above a NIP on the first page above its table; None where they are not both there."""
    if reading.cell.page != lexed.layout.cells[0].page or reading.cell.box.y0 > 0.5:
        return None
    if any(
        hit.cell.page == reading.cell.page and hit.cell.box.y1 < reading.cell.box.y0 for hit in lexed.of(Role.TABLE)
    ):
        return None
    name, address = around_nip(lexed, reading, [])
    return (name, address) if name is not None and address is not None else None


def _unlabelled(
    lexed: Lexed, seller_address: Field[str] | None, blocks: Sequence[Block]
) -> tuple[Field[str] | None, Field[str] | None]:
    """Name and address of a buyer of whom only the NIP is labelled: the one address above the table left over."""
    found = unlabelled_addresses(lexed, codes_of(seller_address), blocks)
    if seller_address is None or len(found) != 1:
        return None, None
    return name_and_address(stack_over(lexed, found[0], blocks))


_REGISTERS = re.compile(r"(?<![a-z])(?:regon|krs|bdo|kapital|sad rejonowy)(?![a-z])")


def _is_registered(lexed: Lexed, reading: NipReading) -> bool:
    """Whether registers only firms name stand by a NIP (REGON, KRS, BDO, capital): the seller's on a bill."""
    height = lexed.layout.heights[reading.cell.page]
    for cell in lexed.layout.on_page(reading.cell.page):
        near = abs(cell.box.centre[1] - reading.cell.box.centre[1]) <= 4 * height
        beside = min(cell.box.x1, reading.cell.box.x1) > max(cell.box.x0, reading.cell.box.x0)
        if near and beside and _REGISTERS.search(cell.folded):
            return True
    return False
