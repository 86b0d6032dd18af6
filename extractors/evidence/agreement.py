"""Two readings of one document into one: where readers agree the value gains a witness, where they differ it loses.

Nothing is rewritten: the reading that loses stands among the winner's alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from rapidfuzz import fuzz

from extractors.evidence.witnesses import has_foreign_sign
from extractors.heads.header import Header
from extractors.heads.kinds import DISFIGURED
from extractors.text.text_cells import fold
from programme.identifiers import fold_invoice_number, normalise_invoice_number
from programme.invoices import DocumentType, Field, Party, Witness

T = TypeVar("T")

# A value only one reader found at all: the other's silence is mild evidence against it.
_LONE = 0.97
# Two readers that contradict each other: at best one of them is right.
CONTRADICTED = 0.6
# Two printed dates of which either may be meant: too little to carry a check, also where a third look agrees.
_EITHER = 0.3
# Two readings of a number that differ in what looks alike ("25/684", "ZS/684"): below what counts as surely read.
_ALIKE = 0.89
_STROKES = frozenset("Il|")  # what a slash is misread as
# No pair of OCR readings is certain: both see the same ink.
_CEILING = 0.999


# A word of its title makes an invoice one of these.
_TOLD_BY_TITLE = (DocumentType.CORRECTION, DocumentType.PROFORMA, DocumentType.ADVANCE)


def combine_headers(first: Header, second: Header) -> Header:
    """One header from two engines' readings of the same pages; `second` is the stronger engine's.

    Kinds: the more confident one; a kind only one of them saw keeps its confidence, contradicted kinds lose.
    """
    chosen, other = (second, first) if second.type_confidence >= first.type_confidence else (first, second)
    agreed = first.document_type == second.document_type
    sure = max(first.type_confidence, second.type_confidence)
    if not agreed:
        sure = chosen.type_confidence * (1 - other.type_confidence / 2)
    disfigured = first.title_disfigured or second.title_disfigured
    if disfigured or (not agreed and other.document_type in _TOLD_BY_TITLE):
        sure = min(sure, DISFIGURED)  # what one of them saw in the title the other may have missed
    seller, buyer = _party(first.seller, second.seller), _party(first.buyer, second.buyer)
    seller, buyer = with_one_owner(seller, buyer, (first, second))
    return replace(
        chosen,
        type_confidence=sure,
        title_disfigured=disfigured,
        invoice_number=_number(first.invoice_number, second.invoice_number),
        issue_date=_date(first.issue_date, second.issue_date),
        sale_date=_date(first.sale_date, second.sale_date),
        ksef_number=_exact(first.ksef_number, second.ksef_number),
        corrected_invoice_number=_number(first.corrected_invoice_number, second.corrected_invoice_number),
        seller=seller,
        buyer=buyer,
        recipient=second.recipient or first.recipient,
        nips=_nips(first.nips, second.nips),
        duplicate_print=first.duplicate_print or second.duplicate_print,
        amount_in_words=_exact(first.amount_in_words, second.amount_in_words),
    )


def _combine(first: Field[T] | None, second: Field[T] | None, same: Callable[[T, T], bool]) -> Field[T] | None:
    if first is None or second is None:
        lone = first or second
        return lone.model_copy(update={"confidence": lone.confidence * _LONE}) if lone else None
    both = first.witnesses | second.witnesses
    if same(first.value, second.value):
        confidence = 1 - (1 - first.confidence) * (1 - second.confidence)
        return second.model_copy(
            update={"confidence": min(_CEILING, confidence), "witnesses": both | {Witness.SECOND_READER}}
        )
    winner, loser = _stronger(first, second)
    alternatives = tuple(dict.fromkeys((loser.value, *winner.alternatives, *loser.alternatives)))
    proven = Witness.CHECKSUM in winner.witnesses and Witness.CHECKSUM not in loser.witnesses
    confidence = winner.confidence * (_LONE if proven else CONTRADICTED)
    return winner.model_copy(update={"confidence": confidence, "alternatives": alternatives})


def _stronger(first: Field[T], second: Field[T]) -> tuple[Field[T], Field[T]]:
    def weight(field: Field[T]) -> tuple[bool, float]:
        return Witness.CHECKSUM in field.witnesses, field.confidence

    return (first, second) if weight(first) > weight(second) else (second, first)


def _exact(first: Field[T] | None, second: Field[T] | None) -> Field[T] | None:
    return _combine(first, second, lambda a, b: a == b)


def _date(first: Field[date] | None, second: Field[date] | None) -> Field[date] | None:
    """The date of two readings. Where they take different dates from different places, both are printed, and which of
    them is meant is not known: a claim may name the wrong one, so it carries no agreement."""
    both = _exact(first, second)
    if both is None or not in_two_places(first, second):
        return both
    return both.model_copy(update={"confidence": min(_EITHER, both.confidence)})


def in_two_places(first: Field[T] | None, second: Field[T] | None) -> bool:
    """Whether the readings took different values from different places: no look at a cell says which is meant."""
    if first is None or second is None or first.value == second.value or first.box is None or second.box is None:
        return False
    return first.page != second.page or first.box.overlap(second.box) <= 0


def _number(first: Field[str] | None, second: Field[str] | None) -> Field[str] | None:
    if first and second:
        plain = normalise_invoice_number(first.value), normalise_invoice_number(second.value)
        lost = has_foreign_sign(first.value) or has_foreign_sign(second.value)
        alike = not lost and fold_invoice_number(plain[0]) == fold_invoice_number(plain[1])
        slashed = with_slashes(first.value, second.value)
        if plain[0] != plain[1] and (alike or slashed):
            # The same number but for look-alikes or separators: agreed as far as comparing goes, but one is misread.
            agreed = _combine(first, second, lambda *_: True)
            value = slashed or second.value
            return agreed and agreed.model_copy(update={"value": value, "confidence": min(_ALIKE, agreed.confidence)})
    both = _combine(first, second, lambda a, b: normalise_invoice_number(a) == normalise_invoice_number(b))
    if both is None or (first and second):
        return both
    # One engine alone read it: "NR" read as "NE" is then part of it, and nothing says so.
    return both.model_copy(update={"confidence": min(_ALIKE, both.confidence)})


def with_slashes(first: str, second: str) -> str | None:
    """The one of two texts that has a slash wherever the other has one or a stroke in its place, alike but for that
    and for blanks; None where they are not."""
    one, other = "".join(first.split()), "".join(second.split())
    if len(one) != len(other) or not all(a == b or {a, b} <= _STROKES | {"/"} for a, b in zip(one, other, strict=True)):
        return None
    places = [{place for place, sign in enumerate(text) if sign == "/"} for text in (one, other)]
    if places[0] == places[1]:
        return None
    return first if places[0] > places[1] else second if places[1] > places[0] else None


def with_one_owner(seller: Party, buyer: Party, readings: Sequence[Header]) -> tuple[Party, Party]:
    """Seller and buyer as put together from `readings`. A NIP that is the seller's in one and the buyer's in another is
    read, but whose it is they do not agree on: it stays with the surer of the two, without being sure."""
    sold, bought = seller.nip, buyer.nip
    if sold is None or bought is None or sold.value != bought.value or any(_is_one_firm(each) for each in readings):
        return seller, buyer
    kept = max(sold, bought, key=lambda nip: nip.confidence)
    doubted = kept.model_copy(update={"confidence": kept.confidence * CONTRADICTED})
    return (
        seller.model_copy(update={"nip": doubted if kept is sold else None}),
        buyer.model_copy(update={"nip": doubted if kept is bought else None}),
    )


def _is_one_firm(header: Header) -> bool:
    sold, bought = header.seller.nip, header.buyer.nip
    return sold is not None and bought is not None and sold.value == bought.value


def _party(first: Party, second: Party) -> Party:
    return Party(
        name=_similar(first.name, second.name),
        nip=_exact(first.nip, second.nip),
        address=_similar(first.address, second.address),
    )


def _similar(first: Field[str] | None, second: Field[str] | None) -> Field[str] | None:
    """A name or address of two readers: alike is good enough to agree, but only what both spell the same is sure.

    Where they differ in accents alone the first has them, who knows the language.
    """
    both = _combine(first, second, lambda a, b: fuzz.ratio(a.casefold(), b.casefold()) >= 85)
    if both is None or first is None or second is None:
        return both
    if _spelt(first.value) == _spelt(second.value):  # an engine loses blanks more often than it finds any
        return both.model_copy(update={"value": max(first.value, second.value, key=lambda text: len(text.split()))})
    value = both.value
    if Witness.SECOND_READER in both.witnesses and fold(first.value) == fold(second.value):
        value = first.value
    return both.model_copy(update={"value": value, "confidence": min(_ALIKE, both.confidence)})


def _spelt(text: str) -> str:
    return "".join(text.split()).casefold()


def _nips(first: tuple[Field[str], ...], second: tuple[Field[str], ...]) -> tuple[Field[str], ...]:
    found = {field.value: field for field in first}
    for field in second:
        found[field.value] = _exact(found.get(field.value), field) or field
    return tuple(found.values())
