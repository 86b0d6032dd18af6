"""From the reader's evidence to probabilities: what a confidence has been worth when it was compared with the truth.

Evidence steps (label, place, letters, agreement) multiply, each with a doubt of its own, so that a witnessed value
that every step likes still ends near 0.96. Measured over several thousand values of the generator, ordinary and
rough, the evaluation corpus and public documents, fewer than one in three hundred such values is wrong. The map below
takes that doubt away where an independent witness stands beside the value, and nowhere else.

What keeps it honest: it begins at 0.9 and leaves that point where it is, so no value comes to pass a threshold of
0.9 or less that did not pass before; a value without a witness is left as it is, so that `lone_reading_confidence`
is reached by the reading itself or not at all; below 0.9, where the few wrong values are, nothing is changed.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from programme.gross import gross_of, is_alike
from programme.invoices import Field, Invoice, Party, Totals, Witness

T = TypeVar("T")

# (as the evidence says, as measured) of witnessed values; straight lines between. The measured shares are higher
# still: they are kept below what the count of values can bear (one error more than was seen).
_KNOTS = ((0.90, 0.90), (0.93, 0.975), (0.96, 0.989), (0.98, 0.994), (1.0, 1.0))

# What the only NIP beside a sure seller's is worth as the buyer's.
_ONLY_OTHER, _SURE = 0.87, 0.9
_MISREAD = 0.1  # a gross sum that lines and words agree against


def calibrated(invoice: Invoice) -> Invoice:
    """The invoice with its header's and totals' confidences as probabilities. Lines keep theirs, which are measured
    right as they are (`benchmarks`)."""
    totals = invoice.totals
    buyer = invoice.buyer.model_copy(update={"nip": _only_other(invoice)})
    return invoice.model_copy(
        update={
            "invoice_number": _field(invoice.invoice_number),
            "issue_date": _field(invoice.issue_date),
            "sale_date": _field(invoice.sale_date),
            "corrected_invoice_number": _field(invoice.corrected_invoice_number),
            "seller": _party(invoice.seller),
            "buyer": _party(buyer),
            "recipient": _party(invoice.recipient) if invoice.recipient is not None else None,
            "totals": Totals(net=_field(totals.net), vat=_field(totals.vat), gross=_field(_gross(invoice))),
        }
    )


def _only_other(invoice: Invoice) -> Field[str] | None:
    """The buyer's NIP: where the seller's is sure and no third stands on the paper, whose else could it be?

    Of 19 such NIPs without a label on rough papers all were the buyer's. It stays below the sure values: a buyer
    without a NIP may leave the one of a program's maker as the only other.
    """
    seller, buyer = invoice.seller.nip, invoice.buyer.nip
    if seller is None or buyer is None or Witness.CHECKSUM not in buyer.witnesses:
        return buyer
    alone = {field.value for field in invoice.nips} == {seller.value, buyer.value} and seller.value != buyer.value
    if not alone or seller.confidence < _SURE or buyer.confidence >= _ONLY_OTHER:
        return buyer
    return buyer.model_copy(update={"confidence": _ONLY_OTHER})


def _gross(invoice: Invoice) -> Field[Decimal] | None:
    """The gross sum; one that nothing witnesses is misread where the lines and the words make another.

    Of eight gross sums without a witness on rough papers seven were wrong, under a stamp or a pen.
    """
    gross, words = invoice.totals.gross, invoice.amount_in_words
    if gross is None or words is None or gross.witnesses or gross.value == words.value:
        return gross
    lines = [line for line in invoice.lines if not line.before_correction]
    made = gross_of(lines) if invoice.arithmetic_holds is True else None
    if made is None or not is_alike(made, words.value, len(lines)):
        return gross
    return gross.model_copy(update={"confidence": min(gross.confidence, _MISREAD)})


def probability(confidence: float, witnesses: frozenset[Witness]) -> float:
    """The measured probability of a value read with `confidence` beside `witnesses`."""
    if not witnesses or confidence <= _KNOTS[0][0]:
        return confidence
    for (x0, y0), (x1, y1) in pairwise(_KNOTS):
        if confidence <= x1:
            return round(y0 + (y1 - y0) * (confidence - x0) / (x1 - x0), 4)
    return 1.0


def _field(field: Field[T] | None) -> Field[T] | None:
    if field is None:
        return None
    return field.model_copy(update={"confidence": probability(field.confidence, field.witnesses)})


def _party(party: Party) -> Party:
    return party.model_copy(update={"nip": _field(party.nip)})
