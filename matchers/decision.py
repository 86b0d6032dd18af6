"""All checks of a claim brought to one verdict: confirmed only where every blocking check passed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from matchers.assembly import assemble
from matchers.buyer import check_buyer
from matchers.case import Case
from matchers.claims import Claim, Registry
from matchers.dates import check_issue_dates, check_period
from matchers.documents import Correction, check_corrections, check_documents, corrections_in
from matchers.duplicates import Ledger, check_duplicates, in_order, marks_of
from matchers.evidence import Result
from matchers.integrity import check_arithmetic, check_ksef, check_traces
from matchers.numbers import check_numbers
from matchers.quantity import check_quantity, check_views, eligible_units
from matchers.seller import check_seller
from programme.formats import plain
from programme.rules import ProgrammeRules
from programme.thresholds import DEFAULT_THRESHOLDS, Thresholds
from programme.verdicts import Code, Decision, Discrepancy, Outcome, Verdict

# Checks that must have run and not block, each at least once, before a machine confirms: a check that never ran
# is no pass.
_REQUIRED = frozenset(
    {"kind", "seller", "buyer", "number", "date", "period", "quantity", "arithmetic", "traces", "ksef", "duplicates"}
)
# How bad a blocking code is, 0..1: deceit before mistakes before bad pictures.
_WEIGHT = {
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


def verify_claims(
    claims: Sequence[Claim],
    registry: Registry,
    rules: ProgrammeRules,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> list[Verdict]:
    """One verdict for each claim of a programme, in the order of declaration ids, whatever order they come in.

    `claims` must be all claims of the programme: duplicates, allocation and corrections are looked for among
    them. Of two claims on one invoice the later is the duplicate.
    """
    corrections = corrections_in(claims, thresholds)
    earlier = Ledger()
    verdicts = []
    for case in in_order([_case(claim, registry, rules, thresholds) for claim in claims]):
        marks = marks_of(case)
        results = [*_own_checks(case, corrections), *check_duplicates(case, marks, earlier)]
        earlier.add(marks)
        verdicts.append(decide(case, results))
    return verdicts


def decide(case: Case, results: Sequence[Result]) -> Verdict:
    """The verdict over all results of a claim's checks."""
    discrepancies = tuple(_distinct([item for result in results for item in result.discrepancies]))
    ran = {result.check.name for result in results if result.check.outcome is Outcome.PASS or not result.blocks}
    blocked = any(item.blocking for item in discrepancies)
    units = eligible_units(case)
    confirmed = not blocked and ran >= _REQUIRED and units is not None and units == case.declaration.seed_units
    if not confirmed and not blocked:
        missing = ", ".join(sorted(_REQUIRED - ran)) or "quantity"
        message = f"Nie wszystkie sprawdzenia dały wynik: {missing}."
        discrepancies = (*discrepancies, Discrepancy(code=Code.UNREADABLE, message=message))
    return Verdict(
        declaration_id=case.declaration.declaration_id,
        participant_id=case.declaration.participant_id,
        decision=Decision.CONFIRMED if confirmed else Decision.FLAGGED,
        declared_units=case.declaration.seed_units,
        verified_units=None if units is None else Decimal(plain(units)),
        discrepancies=discrepancies,
        checks=tuple(result.check for result in results),
        documents=case.declaration.documents or tuple(document.name for document in case.claim.documents),
        risk=risk_of(case, discrepancies, confirmed),
        thresholds_hash=case.thresholds.digest,
    )


def risk_of(case: Case, discrepancies: Sequence[Discrepancy], confirmed: bool) -> float:
    """A number 0..1 to sort claims by: of a flagged one how bad its worst reason is, raised by each further one;
    of a confirmed one how doubtful its weakest decisive reading is, raised by what was noted without blocking."""
    if confirmed:
        doubt = max((1 - value for value in _confidences(case)), default=0.0)
        noted = 0.05 * len(discrepancies)
        return round(min(0.49, doubt / 2 + noted), 3)
    codes = {item.code for item in discrepancies if item.blocking}
    worst = max((_WEIGHT[code] for code in codes), default=0.5)
    return round(1 - (1 - worst) * 0.8 ** max(0, len(codes) - 1), 3)


def _confidences(case: Case) -> list[float]:
    values: list[float] = []
    for invoice in case.invoices:
        fields = (
            invoice.best(lambda i: i.invoice_number),
            invoice.best(lambda i: i.issue_date),
            invoice.best(lambda i: i.seller.nip),
            invoice.best(lambda i: i.buyer.nip),
        )
        values.extend(sourced.field.confidence for sourced in fields if sourced is not None)
        values.extend(line.quantity.confidence for _, line in invoice.readings[0].lines if line.quantity)
    return values


def _case(claim: Claim, registry: Registry, rules: ProgrammeRules, thresholds: Thresholds) -> Case:
    participant = registry.participants_by_id.get(claim.declaration.participant_id)
    assembly = assemble(claim.documents, thresholds.rounding)
    return Case(claim, assembly, participant, registry, rules, thresholds)


def _own_checks(case: Case, corrections: Sequence[Correction]) -> list[Result]:
    results = [
        *check_documents(case),
        *check_corrections(case, corrections),
        *check_numbers(case),
        *check_issue_dates(case),
        *check_quantity(case),
        *check_traces(case),
    ]
    for invoice in case.invoices:
        results += check_seller(case, invoice)
        results += check_buyer(case, invoice)
        results += check_period(case, invoice)
        results += check_views(case, invoice)
        results += check_arithmetic(case, invoice)
        results += check_ksef(case, invoice)
    return results


def _distinct(discrepancies: Sequence[Discrepancy]) -> list[Discrepancy]:
    """Without repetition, those that block first."""
    unique = list(dict.fromkeys(discrepancies))
    return sorted(unique, key=lambda item: not item.blocking)
