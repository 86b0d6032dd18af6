"""All checks of a claim brought to one verdict: confirmed only where every blocking check passed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from matchers.assembly import assemble
from matchers.buyer import check_buyer
from matchers.case import Case
from matchers.claims import Claim, ClaimDocument, Registry
from matchers.corrections import Correction, check_corrections, corrections_in
from matchers.dates import check_issue_dates, check_period
from matchers.documents import check_documents
from matchers.duplicates import Ledger, check_duplicates, in_order
from matchers.evidence import Result
from matchers.integrity import check_arithmetic, check_ksef, check_traces
from matchers.marks import marks_of
from matchers.numbers import check_numbers
from matchers.parts import all_apart, taken_apart
from matchers.quantity import check_quantity, check_views, eligible_units
from matchers.risk import risk_of
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


def verify_claims(
    claims: Sequence[Claim],
    registry: Registry,
    rules: ProgrammeRules,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
    *,
    loose: Sequence[ClaimDocument] = (),
    rejected: frozenset[str] = frozenset(),
    upheld: frozenset[str] = frozenset(),
) -> list[Verdict]:
    """One verdict for each claim of a programme, in the order of declaration ids, whatever order they come in.

    `claims` must be all claims of the programme: duplicates, allocation and corrections are looked for among
    them. Of two claims on one invoice the later is the duplicate. `loose` are documents no claim names, where a
    correction may lie. `rejected` are claims a person has refused: they hold no invoice any more; `upheld` ones a
    person has confirmed: they hold the invoice declared, whatever was read.
    """
    claims = [taken_apart(claim, thresholds) for claim in claims]
    corrections = corrections_in(claims, thresholds, registry, rules, all_apart(loose))
    cases = in_order([_case(claim, registry, rules, thresholds) for claim in claims])
    marks = {key: marks_of(case, key in upheld) for case in cases for key in (case.declaration.declaration_id,)}
    # What a person has confirmed holds its invoice against every other claim, also against earlier ones that come
    # later; it is itself compared only with what other persons confirmed before it.
    earlier, held = Ledger(), Ledger()
    for declaration_id in marks.keys() & upheld:
        earlier.add(marks[declaration_id])
    verdicts = []
    for case in cases:
        declaration_id = case.declaration.declaration_id
        own = marks[declaration_id]
        known = held if declaration_id in upheld else earlier
        results = [*_own_checks(case, corrections), *check_duplicates(case, own, known)]
        if declaration_id in upheld:
            held.add(own)
        elif declaration_id not in rejected:
            earlier.add(own)
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
    risk, reasons = risk_of(case, discrepancies, confirmed)
    return Verdict(
        declaration_id=case.declaration.declaration_id,
        participant_id=case.declaration.participant_id,
        decision=Decision.CONFIRMED if confirmed else Decision.FLAGGED,
        declared_units=case.declaration.seed_units,
        verified_units=None if units is None else Decimal(plain(units)),
        discrepancies=discrepancies,
        checks=tuple(result.check for result in results),
        documents=case.declaration.documents or tuple(document.name for document in case.claim.documents),
        risk=risk,
        risk_reasons=reasons,
        thresholds_hash=case.thresholds.digest,
    )


def _case(claim: Claim, registry: Registry, rules: ProgrammeRules, thresholds: Thresholds) -> Case:
    participant = registry.participants_by_id.get(claim.declaration.participant_id)
    # By name, so that the order they were given in decides nothing, not even what a message points at.
    documents = sorted(claim.documents, key=lambda document: (document.name, document.part))
    claim = Claim(claim.declaration, tuple(documents), claim.turn)
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
