"""A page that left doubt, read once more in another preparation: what that adds to the first reading.

The first reading stands. What it lacks, is more likely wrong than right about, or says without a witness where both
engines agree in the other, is taken from that; a table that adds up in the other preparation only is taken whole. What
both saw and read differently is never made surer by it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from extractors.evidence.agreement import CONTRADICTED, with_one_owner, with_slashes
from extractors.heads.header import Header
from extractors.tables.line_items import Items
from programme.invoices import DocumentType, Field, Party, Witness
from programme.thresholds import DEFAULT_THRESHOLDS

T = TypeVar("T")
_UNLIKELY = 0.5
_CONTESTED = 0.89  # the most that a value is worth which another preparation showed otherwise


def leaves_doubt(header: Header, items: Items) -> bool:
    """Whether an invoice's reading lacks what decides: its kind, number, date or seller, or a table that adds up."""
    if header.document_type is not DocumentType.INVOICE:
        return False
    if header.type_confidence < DEFAULT_THRESHOLDS.type_confidence or header.seller.nip is None:
        return True
    if any(field is None or field.confidence < CONTRADICTED for field in (header.invoice_number, header.issue_date)):
        return True
    return items.arithmetic_holds is not True or any(line.quantity_disputed for line in items.lines)


def completed_header(header: Header, other: Header) -> Header:
    """The header with what it lacks from the other preparation's, where that is an invoice's too."""
    if other.document_type is not DocumentType.INVOICE:
        return header
    seller, buyer = _party(header.seller, other.seller), _party(header.buyer, other.buyer)
    seller, buyer = with_one_owner(seller, buyer, (header, other))
    return replace(
        header,
        type_confidence=max(header.type_confidence, other.type_confidence),
        invoice_number=_filled(header.invoice_number, other.invoice_number),
        issue_date=_filled(header.issue_date, other.issue_date),
        sale_date=_filled(header.sale_date, other.sale_date),
        seller=seller,
        buyer=buyer,
        amount_in_words=header.amount_in_words or other.amount_in_words,
    )


def completed_items(items: Items, other: Items) -> Items:
    """The items of the preparation in which they add up and no column is disputed, those of the first where they do in
    both or in neither."""

    def sound(found: Items) -> tuple[bool, bool]:
        adds_up = found.arithmetic_holds is True
        return adds_up, adds_up and not any(line.quantity_disputed for line in found.lines)

    return other if sound(other) > sound(items) else items


def _party(party: Party, other: Party) -> Party:
    return party.model_copy(
        update={
            "nip": _filled(party.nip, other.nip),
            "name": party.name or other.name,
            "address": party.address or other.address,
        }
    )


def _filled(field: Field[T] | None, other: Field[T] | None) -> Field[T] | None:
    if field is None or other is None:
        return field or other
    if field.value == other.value or _is_one_text(field.value, other.value):
        return field
    agreed = Witness.SECOND_READER in other.witnesses and other.confidence >= DEFAULT_THRESHOLDS.decisive_confidence
    better = not field.witnesses and agreed and field.confidence < DEFAULT_THRESHOLDS.decisive_confidence
    if not better and (field.confidence >= _UNLIKELY or other.confidence <= field.confidence):
        known = tuple(dict.fromkeys((*field.alternatives, other.value)))
        if field.witnesses:
            # Both engines saw the same ink: where the ink drawn out otherwise says another thing, it is unclear ink.
            clear = Witness.CHECKSUM in field.witnesses or other.confidence < _UNLIKELY
            sure = field.confidence if clear else min(_CONTESTED, field.confidence)
            return field.model_copy(update={"confidence": sure, "alternatives": known[:4]})
        return field.model_copy(update={"confidence": field.confidence * CONTRADICTED, "alternatives": known[:4]})
    alternatives = tuple(dict.fromkeys((field.value, *other.alternatives, *field.alternatives)))
    return other.model_copy(update={"confidence": min(_CONTESTED, other.confidence), "alternatives": alternatives[:4]})


def _is_one_text(one: object, other: object) -> bool:
    """Whether two texts differ in separators only: a recogniser doubles strokes ("247//10/2025"), joins words and
    takes a slash for a stroke ("FS 12/MAGI10/2024")."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    return re.sub(r"[\W_]+", " ", one) == re.sub(r"[\W_]+", " ", other) or with_slashes(one, other) == one
