"""Seller, buyer and recipient: by label, by position and by the NIP's check digit.

A buyer's NIP is taken only from the buyer's own block or label: a farmer without a NIP has none, and the seller's
must not leak in. A recipient or payer beside a buyer is never the buyer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from extractors.heads.foreign_nips import foreign_nips
from extractors.heads.letterheads import around_nip, around_nips, sender_of_letter, stack_over
from extractors.heads.names_and_addresses import POSTCODE, name_and_address
from extractors.heads.nips_in_text import NipReading
from extractors.heads.party_blocks import Block, blocks_of
from extractors.heads.party_nips import (
    behind,
    beside,
    by_label,
    heads,
    in_any,
    nip_field,
    nips_of_all,
)
from extractors.heads.unlabelled_addresses import codes_by, codes_of, names_further, unlabelled_addresses
from extractors.heads.who_sells import PERSON, is_registered, likeliest_seller
from extractors.text.hits import Hit
from extractors.text.labels import Lexed
from extractors.text.lexicon import Role
from extractors.text.text_cells import fold
from programme.invoices import Field, Party


@dataclass(frozen=True)
class Parties:
    """Who the document names. `recipient` is None where nobody is named beside the buyer."""

    seller: Party
    buyer: Party
    recipient: Party | None


def read_parties(lexed: Lexed, nips: Sequence[NipReading]) -> Parties:
    """The parties with names, NIPs and addresses."""
    foreign = foreign_nips(lexed, nips)
    parties = _parties(lexed, [reading for reading in nips if reading not in foreign])
    if parties.seller.nip is not None or not foreign:
        return parties
    # It may be the seller's after all, under a caption that is not known: for a person to look at.
    shown = nip_field(foreign[:1], nips, _SHOWN)
    return replace(parties, seller=parties.seller.model_copy(update={"nip": shown}))


_SHOWN = 0.5


def _parties(lexed: Lexed, nips: Sequence[NipReading]) -> Parties:
    blocks = [block for block in blocks_of(lexed) if block.cells]
    sides = _sides(lexed, nips, blocks)
    own = _nips_by_side(lexed, nips, sides)
    if not sides.buyers and not own.buyer:
        return _without_labels(lexed, nips, sides, own)
    seller_name, seller_address = _seller_named(lexed, sides, own, nips, blocks)
    seller_trust = 0.99 if own.labelled else _trust_of_free(lexed, own.seller, nips, sides)
    seller = Party(name=seller_name, nip=nip_field(own.seller, nips, seller_trust), address=seller_address)
    if sides.buyers:
        buyer_name, buyer_address = name_and_address(sides.buyers[0].cells)
    else:
        buyer_name, buyer_address = _unlabelled(lexed, seller_address, blocks)
    bought = [reading for reading in own.buyer if reading not in own.seller]
    # A buyer with the seller's NIP is a block read too far more often than a sale to oneself.
    same = bool(bought) and seller.nip is not None and bought[0].value == seller.nip.value
    buyer_trust = 0.5 if same else 0.85 if sides.promoted else 0.99
    buyer = Party(name=buyer_name, nip=nip_field(bought, nips, buyer_trust), address=buyer_address)
    return Parties(seller, buyer, _recipient(sides.recipients, own.recipient, nips))


@dataclass(frozen=True)
class _Sides:
    """Each side's labelled blocks, the best first. `promoted`: the buyer is called recipient or payer alone."""

    sellers: list[Block]
    buyers: list[Block]
    recipients: list[Block]
    promoted: bool

    @property
    def others(self) -> list[Block]:
        return [*self.buyers, *self.recipients]


def _sides(lexed: Lexed, nips: Sequence[NipReading], blocks: Sequence[Block]) -> _Sides:
    sellers, buyers, recipients = (_ranked(blocks, role) for role in (Role.SELLER, Role.BUYER, Role.RECIPIENT))
    if not buyers and _receives_as_buyer(lexed, nips, recipients, sellers):
        return _Sides(sellers, [block for block in recipients if _is_receiver(block)], [], promoted=True)
    return _Sides(sellers, buyers, recipients, promoted=False)


@dataclass(frozen=True)
class _Nips:
    """Each side's NIPs. `labelled`: the seller's stands in or beside his block or behind his label, not just free."""

    seller: list[NipReading]
    buyer: list[NipReading]
    recipient: list[NipReading]
    labelled: bool


def _nips_by_side(lexed: Lexed, nips: Sequence[NipReading], sides: _Sides) -> _Nips:
    received = nips_of_all(sides.recipients, nips)
    bought = by_label(nips, Role.BUYER_NIP) + nips_of_all(sides.buyers, nips)
    sold = by_label(nips, Role.SELLER_NIP) + nips_of_all(sides.sellers, nips)
    sold = sold or beside(lexed, nips, sides.sellers, sides.others)
    if sold:
        if not bought:
            # Only where the seller's own NIP is accounted for, or it would pass for that of a farmer who has none.
            known = {reading.value for reading in sold}
            near = beside(lexed, nips, sides.buyers, [*sides.sellers, *sides.recipients])
            bought = [reading for reading in near if reading.value not in known]
        return _Nips(sold, bought, received, labelled=True)
    free = [r for r in nips if not in_any(r, sides.others) and not behind(r, sides.others)]
    if not bought:
        # "Nabywca: Jan Rolny      NIP: ..." under the letterhead of a seller who has the only other one.
        level = [r for r in free if any(b.hit is not None and r.cell.row == b.hit.cell.row for b in sides.buyers)]
        level = beside(lexed, level, sides.buyers, sides.recipients)
        if {r.value for r in level} < {r.value for r in free} and len({r.value for r in free}) == 2:
            bought, free = level, [r for r in free if r not in level]
    # A branch ("Oddział") repeats its firm's NIP: what stands outside of its block too is the firm's.
    buyers = {reading.value for reading in bought}
    taken = buyers | {reading.value for reading in received}
    sold = [r for r in free if r.value not in taken] or [r for r in free if r.value not in buyers]
    return _Nips(sold, bought, received, labelled=False)


def _seller_named(
    lexed: Lexed, sides: _Sides, own: _Nips, nips: Sequence[NipReading], blocks: Sequence[Block]
) -> tuple[Field[str] | None, Field[str] | None]:
    """Name and address in the seller's block, else around his NIP.

    "Sprzedawca: Jan Kowal" on a bill of a firm is who served: a block of a mere name is the seller's only where his NIP
    has no other name.
    """
    block = sides.sellers[0] if sides.sellers else None
    named = name_and_address(block.cells) if block is not None else (None, None)
    served = block is not None and _names_a_person(block) and not nips_of_all([block], nips)
    if not own.seller or (named[0] is not None and not served):
        return named
    around = around_nips(lexed, own.seller[0].value, nips, blocks)
    if around[0] is not None:
        return around
    if named[0] is not None and own.labelled:
        return named
    sender = sender_of_letter(lexed, blocks)
    if sender[0] is not None:
        return sender
    # A letterhead with the NIP in the footer: the one address of the head that nobody is labelled with, but the buyer.
    bought = any(name_and_address(buyer.cells)[1] is not None for buyer in sides.buyers)
    letterhead = _over_the_one_address(lexed, set(), blocks) if bought else (None, None)
    return letterhead if letterhead[0] is not None else around


_CLOSE = 0.25  # of the page's height, under a party's label


def _trust_of_free(lexed: Lexed, readings: Sequence[NipReading], nips: Sequence[NipReading], sides: _Sides) -> float:
    """How sure NIPs in no party's block are the seller's: one alone, and neither in the column under another party's
    label nor on its row, whose own it may be, nor under another name than the seller's own."""
    if len({reading.value for reading in readings}) != 1:
        return 0.6
    labels = [block.hit for block in sides.others if block.hit is not None]
    level = all(any(_is_on_row(reading, hit) for hit in labels) for reading in readings)
    under = any(heads(block, readings[0]) and _is_close(readings[0], block) for block in sides.others)
    named = name_and_address(sides.sellers[0].cells)[0] if sides.sellers else None
    around = around_nips(lexed, readings[0].value, nips, [])[0] if named is not None else None
    another = named is not None and around is not None and not _share_word(named.value, around.value)
    return 0.6 if level or under or another else 0.94


_ALIKE = 75.0  # of 100: two wrong letters of eight
_NAMING = re.compile(r"(?!spol|przed)[a-z]{3,}")  # no legal form


def _share_word(one: str, other: str) -> bool:
    """Whether two names have a word in common that is no legal form."""
    words = [_NAMING.findall(fold(name)) for name in (one, other)]
    return any(fuzz.ratio(first, second) >= _ALIKE for first in words[0] for second in words[1])


def _is_on_row(reading: NipReading, hit: Hit) -> bool:
    return (reading.cell.page, reading.cell.row) == (hit.cell.page, hit.cell.row)


def _is_close(reading: NipReading, block: Block) -> bool:
    return block.hit is not None and reading.cell.box.y0 - block.hit.box.y1 < _CLOSE


def _names_a_person(block: Block) -> bool:
    """Whether nothing but a person's name stands behind the label: no address, no form of a firm."""
    name, address = name_and_address(block.cells)
    return name is not None and address is None and bool(PERSON.fullmatch(name.value.strip(" ,;.")))


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
    theirs = {reading.value for reading in nips_of_all(named, nips)}
    outside = [r for r in nips if r.value not in theirs and not in_any(r, recipients)]
    if len(names) != 1 or len(theirs) != 1 or len({r.value for r in outside}) != 1 or len(named) < len(recipients):
        return False
    if any(reading.label in (Role.BUYER_NIP, Role.RECIPIENT_NIP) for reading in nips):
        return False
    return not names_further(lexed, codes_by(lexed, outside[0]), [*recipients, *sellers])


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
    return Party(name=name, nip=nip_field(found, nips, 0.95), address=address)


def _without_labels(lexed: Lexed, nips: Sequence[NipReading], sides: _Sides, named: _Nips) -> Parties:
    """No buyer is named: the seller's is the NIP that labels or registers say is, else the likeliest; a second one may
    be the buyer's, but nothing proves it."""
    recipients = sides.recipients
    taken = {r.value for r in nips_of_all(recipients, nips)} | {r.value for r in nips if behind(r, recipients)}
    marked = {named.seller[0].value} if named.labelled else {r.value for r in nips if is_registered(lexed, r)}
    told = len(marked) == 1 and len({reading.value for reading in nips}) == 2 and not taken
    own = [reading for reading in nips if reading.value in marked][:1]
    own = own if len(marked) == 1 else likeliest_seller(lexed, named.seller, nips)
    name, address = _seller_named(lexed, sides, replace(named, seller=own), nips, [])
    distinct = [r for r in nips if own and r.value != own[0].value and r.value not in taken]
    sure = told or named.labelled or not distinct or (name is not None and bool(sides.sellers))
    seller_name = name if sure else _uncaptioned(lexed, name)
    seller = Party(name=seller_name, nip=nip_field(own, nips, 0.9 if sure else 0.6), address=address)
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
        name=_uncaptioned(lexed, addressee[0]) if addressee else None,
        nip=nip_field(distinct[:1], nips, trust),
        address=addressee[1] if addressee else None,
    )
    return Parties(seller, buyer, _recipient(recipients, [], nips))


_UNCAPTIONED = 0.67  # two readers who agree on a name do not agree on whose it is: together no more than 0.9


def _uncaptioned(lexed: Lexed, name: Field[str] | None) -> Field[str] | None:
    """The name of a party that only its place tells."""
    recognised = any(cell.engine != "text_layer" for cell in lexed.layout.cells[:1])
    if name is None or not recognised or name.confidence <= _UNCAPTIONED:
        return name
    return name.model_copy(update={"confidence": _UNCAPTIONED})


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
    if seller_address is None:
        return None, None
    return _over_the_one_address(lexed, codes_of(seller_address), blocks)


def _over_the_one_address(
    lexed: Lexed, known: set[str], blocks: Sequence[Block]
) -> tuple[Field[str] | None, Field[str] | None]:
    """Name and address where the only address above the table that is in no block stands, those `known` aside."""
    found = unlabelled_addresses(lexed, known, blocks)
    return name_and_address(stack_over(lexed, found[0], blocks)) if len(found) == 1 else (None, None)
