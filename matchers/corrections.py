"""Correction invoices: which claimed invoices they touch, in whatever claim they lie and whenever they came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from matchers.case import Case
from matchers.claims import Claim, ClaimDocument, Registry
from matchers.evidence import Result, failed, is_sure, passed
from matchers.numbers import same_number
from programme.catalogue import resolve_line
from programme.identifiers import fold_invoice_number, fold_text, number_groups, parse_ksef_number
from programme.invoices import DocumentType, Invoice, Witness
from programme.rules import ProgrammeRules
from programme.thresholds import Thresholds
from programme.verdicts import Code

# A number this long does not stand in a text by chance; a shorter one is looked for only on the buyer's corrections.
_TELLING = 7
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Goods:
    """What counts on some lines: products, and products with their quantity."""

    skus: frozenset[str]
    amounts: frozenset[tuple[str, Decimal]]


@dataclass(frozen=True)
class Correction:
    """A correction invoice somewhere in the programme: what it corrects, and where it lies.

    `numbers` are the corrected invoices' numbers as read, several on a collective correction, none where unread;
    `sure` says whether they are certain. `goods` is what stood before the correction (all it names, where it shows
    differences only); None where no product of the catalogue was read. `declaration_id` None: in no claim.
    """

    seller_nip: str | None
    buyer_nip: str | None
    numbers: tuple[str, ...]
    sure: bool
    issued: date | None
    goods: Goods | None
    before: bool
    declaration_id: str | None
    participant_id: str | None
    document: str
    text: str

    @cached_property
    def folded_text(self) -> str:
        return fold_text(self.text)


def corrections_in(
    claims: Sequence[Claim],
    thresholds: Thresholds,
    registry: Registry,
    rules: ProgrammeRules,
    loose: Sequence[ClaimDocument] = (),
) -> list[Correction]:
    """Every correction invoice among the claims' documents and the `loose` ones that no claim names.

    A corrected number that is a declared one is taken as sure: misreadings rarely hit another claim's number.
    """
    declared = {fold_invoice_number(number) for claim in claims for number in claim.declaration.invoice_numbers}
    found: list[Correction] = []
    for claim, document in _documents(claims, loose):
        invoice = document.invoice
        if invoice is None or invoice.document_type is not DocumentType.CORRECTION:
            continue
        read = invoice.corrected_invoice_number
        # Only a structured document lists further corrected numbers; of a picture they are other readings of one.
        several = read.alternatives if read is not None and Witness.STRUCTURED in read.witnesses else ()
        goods, before = _corrected_goods(invoice, registry, rules, thresholds)
        found.append(
            Correction(
                seller_nip=invoice.seller.nip.value if invoice.seller.nip else None,
                buyer_nip=invoice.buyer.nip.value if invoice.buyer.nip else None,
                numbers=(read.value, *several) if read is not None else (),
                sure=read is not None and (is_sure(read, thresholds) or fold_invoice_number(read.value) in declared),
                issued=invoice.issue_date.value if invoice.issue_date else None,
                goods=goods,
                before=before,
                declaration_id=claim.declaration.declaration_id if claim else None,
                participant_id=claim.declaration.participant_id if claim else None,
                document=document.name,
                text=invoice.text,
            )
        )
    return found


def _documents(claims: Sequence[Claim], loose: Sequence[ClaimDocument]) -> Iterator[tuple[Claim | None, ClaimDocument]]:
    for claim in claims:
        for document in claim.documents:
            yield claim, document
    for document in loose:
        yield None, document


def check_corrections(case: Case, corrections: Sequence[Correction]) -> list[Result]:
    """Whether a correction anywhere in the programme touches an invoice this claim is about."""
    if not corrections:
        return [passed("corrections", "żadna znana korekta nie dotyczy tej faktury")]
    keys = dict.fromkeys(case.declaration.invoice_numbers, case.declaration.seller_nip)
    for invoice in case.invoices:
        seller = invoice.best(lambda i: i.seller.nip)
        for number in invoice.all(lambda i: i.invoice_number):
            keys[number.value] = seller.value if seller else case.declaration.seller_nip
    results = []
    for correction in corrections:
        surely = any(_names(case, correction, number, seller) for number, seller in keys.items())
        if not surely and not _may_concern(case, correction, tuple(keys)):
            continue
        own = correction.declaration_id == case.declaration.declaration_id
        verb = "zmienia" if surely else "może zmieniać"
        message = f"Tę fakturę {verb} faktura korygująca ({_where(correction, own)}, {correction.document})."
        document = correction.document if own else None
        results.append(failed("corrections", Code.CORRECTION_INVOICE, message, document=document))
    return results or [passed("corrections", "żadna znana korekta nie dotyczy tej faktury")]


def _where(correction: Correction, own: bool) -> str:
    if own:
        return "w tym zgłoszeniu"
    return f"w zgłoszeniu {correction.declaration_id}" if correction.declaration_id else "poza zgłoszeniami"


def _names(case: Case, correction: Correction, number: str, seller: str) -> bool:
    """Whether the correction names this invoice: as the corrected one, by its KSeF number, or anywhere in its text."""
    if correction.seller_nip not in (None, seller):
        return False
    if any(same_number(corrected, number) for corrected in correction.numbers):
        return True
    return _mentions(correction, number, _TELLING if not _same_buyer(case, correction) else _LEAST) or any(
        _mentions(correction, ksef, _TELLING) for ksef in _ksef_numbers(case)
    )


def _ksef_numbers(case: Case) -> set[str]:
    read = {sourced.value for invoice in case.invoices for sourced in invoice.all(lambda i: i.ksef_number)}
    return {number for text in read if (number := parse_ksef_number(text)) is not None}


def _mentions(correction: Correction, number: str, least: int) -> bool:
    """Whether the number stands in the correction's text, its separators written anyhow."""
    groups = number_groups(number)
    if sum(map(len, groups)) < least:
        return False
    pattern = r"(?<![0-9A-Z])" + r"[\W_]*".join(map(re.escape, groups)) + r"(?![0-9A-Z])"
    return re.search(pattern, correction.folded_text) is not None


def _may_concern(case: Case, correction: Correction, numbers: Sequence[str]) -> bool:
    """A correction whose target is unread, or read badly and near to this number, concerns its buyer's claims on its
    seller that it can follow in time and that hold what it corrects."""
    if correction.sure or not _same_buyer(case, correction):
        return False
    sellers = {case.declaration.seller_nip}
    sellers |= {sourced.value for invoice in case.invoices for sourced in invoice.all(lambda i: i.seller.nip)}
    if correction.seller_nip is not None and correction.seller_nip not in sellers:
        return False
    if correction.numbers and not any(_alike(read, known) for read in correction.numbers for known in numbers):
        return False
    dates = [sourced.value for invoice in case.invoices for sourced in invoice.all(lambda i: i.issue_date)]
    if correction.issued is not None and dates and min(dates) > correction.issued:
        return False
    return _same_goods(case, correction)


def _alike(read: str, known: str) -> bool:
    """Within two misread characters, or the one without the other's prefix."""
    one, other = fold_invoice_number(read), fold_invoice_number(known)
    if min(len(one), len(other)) >= _LEAST and (one.endswith(other) or other.endswith(one)):
        return True
    return Levenshtein.distance(one, other, score_cutoff=2) <= 2


def _same_buyer(case: Case, correction: Correction) -> bool:
    if correction.participant_id == case.declaration.participant_id:
        return True
    own = {sourced.value for invoice in case.invoices for sourced in invoice.all(lambda i: i.buyer.nip)}
    if case.participant is not None and case.participant.nip is not None:
        own.add(case.participant.nip)
    return correction.buyer_nip is not None and correction.buyer_nip in own


def _same_goods(case: Case, correction: Correction) -> bool:
    """Whether this claim holds what is corrected; not knowing is yes."""
    if correction.goods is None:
        return True
    own = [
        _goods_of(document.invoice, False, case.registry, case.rules, case.thresholds)
        for invoice in case.invoices
        for document in invoice.documents
        if document.invoice is not None
    ]
    known = [goods for goods in own if goods is not None]
    if not known or len(known) < len(own):
        return True
    if correction.before:
        return any(goods.amounts & correction.goods.amounts for goods in known)
    return any(goods.skus & correction.goods.skus for goods in known)


def _corrected_goods(
    invoice: Invoice, registry: Registry, rules: ProgrammeRules, thresholds: Thresholds
) -> tuple[Goods | None, bool]:
    """The goods before the correction, and whether they are surely that; else of every line, by product only."""
    before = _goods_of(invoice, True, registry, rules, thresholds)
    if before is not None:
        return before, True
    return _goods_of(invoice, False, registry, rules, thresholds), False


def _goods_of(
    invoice: Invoice, before: bool, registry: Registry, rules: ProgrammeRules, thresholds: Thresholds
) -> Goods | None:
    skus: set[str] = set()
    amounts: set[tuple[str, Decimal]] = set()
    for line in invoice.lines:
        if line.before_correction is not before:
            continue
        sku = resolve_line(line, registry.products, rules.eligible_crop).sku
        if sku is None:
            continue
        skus.add(sku)
        if line.quantity is None or line.quantity.confidence < thresholds.decisive_confidence:
            return None  # a doubtful quantity tells nothing apart
        amounts.add((sku, line.quantity.value))
    return Goods(frozenset(skus), frozenset(amounts)) if skus else None
