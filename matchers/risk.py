"""How much a claim deserves a look, 0 to 1, with the reasons: it orders the queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from matchers.assembly import qr_hashes
from matchers.case import Case
from matchers.line_counts import count
from matchers.plausibility import unit_price
from programme.formats import plain
from programme.verdicts import Code, Discrepancy

# How bad a blocking code is, 0..1: deceit before mistakes before bad pictures.
_WEIGHT: Mapping[Code, float] = {
    Code.TAMPERING_SUSPECTED: 0.95,
    Code.DUPLICATE_DOCUMENT: 0.9,
    Code.DUPLICATE_INVOICE: 0.9,
    Code.KSEF_MISMATCH: 0.9,
    Code.ARITHMETIC_MISMATCH: 0.8,
    Code.BUYER_MISMATCH: 0.75,
    Code.SELLER_UNKNOWN: 0.7,
    Code.SELLER_MISMATCH: 0.7,
    Code.CORRECTION_INVOICE: 0.7,
    Code.PRODUCT_NOT_ELIGIBLE: 0.65,
    Code.QUANTITY_MISMATCH: 0.65,
    Code.DATE_OUTSIDE_PROGRAMME: 0.6,
    Code.NOT_AN_INVOICE: 0.6,
    Code.INVOICE_NUMBER_MISMATCH: 0.55,
    Code.DATE_MISMATCH: 0.55,
    Code.MISSING_DOCUMENT: 0.5,
    Code.UNREADABLE: 0.5,
}
NAMES: Mapping[Code, str] = {
    Code.TAMPERING_SUSPECTED: "ślady przeróbki",
    Code.DUPLICATE_DOCUMENT: "ten sam plik lub ta sama kartka",
    Code.DUPLICATE_INVOICE: "faktura już zgłoszona",
    Code.KSEF_MISMATCH: "sprzeczne dane KSeF",
    Code.ARITHMETIC_MISMATCH: "rachunek się nie zgadza",
    Code.BUYER_MISMATCH: "inny nabywca",
    Code.SELLER_UNKNOWN: "sprzedawca spoza listy",
    Code.SELLER_MISMATCH: "inny sprzedawca",
    Code.CORRECTION_INVOICE: "faktura korygująca",
    Code.PRODUCT_NOT_ELIGIBLE: "towar, który się nie liczy",
    Code.QUANTITY_MISMATCH: "inna ilość",
    Code.DATE_OUTSIDE_PROGRAMME: "zakup poza programem",
    Code.NOT_AN_INVOICE: "dokument nie jest fakturą",
    Code.INVOICE_NUMBER_MISMATCH: "inny numer faktury",
    Code.DATE_MISMATCH: "inna data",
    Code.MISSING_DOCUMENT: "brak dokumentu",
    Code.UNREADABLE: "nieczytelny dokument",
}
# A participant who sends his own invoice again, with a better photo say, deceives nobody.
_OWN_AGAIN = 0.45
_DUPLICATES = frozenset({Code.DUPLICATE_DOCUMENT, Code.DUPLICATE_INVOICE})
_OWN = "tego samego uczestnika"
# Each further reason takes away a fifth of what is left to certainty.
_FURTHER = 0.8
# From so many units on, a wrong confirmation costs several points.
_MANY_UNITS = Decimal(100)
_LOW_PRICE = Decimal(200)  # zloty for a seed unit: lawful, but one in a hundred sells so cheaply
_LONE_XML = "XML bez wydruku z kodem QR, który by go potwierdzał"
_CHEAP = "niska cena jednostki siewnej"
UNPROVEN = (_LONE_XML, _CHEAP)
_MOST_CONFIRMED = 0.49  # a confirmed claim never stands before a flagged one


def risk_of(case: Case, discrepancies: Sequence[Discrepancy], confirmed: bool) -> tuple[float, tuple[str, ...]]:
    """The score and its reasons in Polish, weightiest first.

    Of a flagged claim it is how bad its worst reason is, raised by each further one; of a confirmed one how doubtful
    its weakest decisive reading is, raised by what was noted without blocking and by the size of the claim.
    """
    many = case.declaration.seed_units >= _MANY_UNITS
    size = (f"duża ilość: {plain(case.declaration.seed_units)} j.s.",) if many else ()
    if confirmed:
        doubt, weakest = max(_doubts(case), default=(0.0, ""))
        noted = tuple(dict.fromkeys(item.message for item in discrepancies))
        unproven = _unproven(case)
        raised = 0.05 * len(discrepancies) + (0.05 if many else 0.0) + 0.04 * len(unproven)
        score = min(_MOST_CONFIRMED, doubt / 2 + raised)
        weak = (f"najmniej pewny odczyt: {weakest} ({1 - doubt:.0%})",) if doubt > 0.1 else ()
        return round(score, 3), (*noted, *weak, *size, *unproven)
    weights: dict[Code, float] = {}
    for item in discrepancies:
        if item.blocking:
            own = item.code in _DUPLICATES and _OWN in item.message
            weight = _OWN_AGAIN if own else _WEIGHT[item.code]
            weights[item.code] = max(weight, weights.get(item.code, 0.0))
    further = max(0, len(weights) - 1) + many
    score = 1 - (1 - max(weights.values(), default=0.5)) * _FURTHER**further
    ordered = sorted(weights, key=lambda code: (-weights[code], code.value))
    return round(score, 3), (*(NAMES[code] for code in ordered), *size)


def _unproven(case: Case) -> tuple[str, ...]:
    """Why nothing beyond the documents themselves speaks for what they say.

    A file changed without a trace, its sums kept, cannot be told from an honest one; only the hash in a QR code of
    another document ties an XML to a printout, and a price far off those of the season is odd.
    """
    reasons = []
    for invoice in case.invoices:
        hashes = {h for d in invoice.documents if d.invoice is not None for h in qr_hashes(d.invoice)}
        own = {d.invoice.xml_sha256 for d in invoice.documents if d.invoice is not None and d.invoice.xml_sha256}
        if own and not own & hashes:
            reasons.append(_LONE_XML)
        prices = [unit_price(line, case.thresholds) for line in count(case, invoice.readings[0]).eligible]
        if any(price is not None and price < _LOW_PRICE for price in prices):
            reasons.append(_CHEAP)
    return tuple(dict.fromkeys(reasons))


def _doubts(case: Case) -> list[tuple[float, str]]:
    """How doubtful each decisive reading is, with its name."""
    found: list[tuple[float, str]] = []
    for invoice in case.invoices:
        fields = (
            ("numer faktury", invoice.best(lambda i: i.invoice_number)),
            ("data wystawienia", invoice.best(lambda i: i.issue_date)),
            ("NIP sprzedawcy", invoice.best(lambda i: i.seller.nip)),
            ("NIP nabywcy", invoice.best(lambda i: i.buyer.nip)),
        )
        found += [(1 - sourced.field.confidence, name) for name, sourced in fields if sourced is not None]
        found += [(1 - line.quantity.confidence, "ilość") for _, line in invoice.readings[0].lines if line.quantity]
    return found
