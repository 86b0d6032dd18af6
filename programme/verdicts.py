"""Discrepancies, checks and verdicts."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from programme.geometry import Box
from programme.invoices import Value


class Code(StrEnum):
    """Why a claim is flagged."""

    MISSING_DOCUMENT = "missing_document"
    UNREADABLE = "unreadable"
    NOT_AN_INVOICE = "not_an_invoice"
    CORRECTION_INVOICE = "correction_invoice"
    SELLER_UNKNOWN = "seller_unknown"
    SELLER_MISMATCH = "seller_mismatch"
    BUYER_MISMATCH = "buyer_mismatch"
    INVOICE_NUMBER_MISMATCH = "invoice_number_mismatch"
    DATE_MISMATCH = "date_mismatch"
    QUANTITY_MISMATCH = "quantity_mismatch"
    DATE_OUTSIDE_PROGRAMME = "date_outside_programme"
    PRODUCT_NOT_ELIGIBLE = "product_not_eligible"
    DUPLICATE_INVOICE = "duplicate_invoice"
    DUPLICATE_DOCUMENT = "duplicate_document"
    ARITHMETIC_MISMATCH = "arithmetic_mismatch"
    TAMPERING_SUSPECTED = "tampering_suspected"
    KSEF_MISMATCH = "ksef_mismatch"


class Outcome(StrEnum):
    """What a check says. UNSURE never passes a blocking check."""

    PASS = "pass"
    FAIL = "fail"
    UNSURE = "unsure"


class Discrepancy(Value):
    """One reason to look, with what was declared, what was found, and where.

    `message` is Polish for the reviewer; it may name the other claim of a duplicate. `document` is the file name.
    `kind` and `values` say the same for other languages: a stable key of the wording ("" where it has none yet) and
    what it names.
    """

    code: Code
    message: str
    declared: str | None = None
    found: str | None = None
    document: str | None = None
    page: int | None = None
    box: Box | None = None
    blocking: bool = True
    kind: str = ""
    values: tuple[tuple[str, str], ...] = ()


class Check(Value):
    """One rule's result, for the reviewer: its name, outcome and reason."""

    name: str
    outcome: Outcome
    reason: str = ""
    declared: str | None = None
    found: str | None = None
    document: str | None = None
    page: int | None = None
    box: Box | None = None


class Decision(StrEnum):
    """What a machine may decide; rejecting is a person's act."""

    CONFIRMED = "confirmed"
    FLAGGED = "flagged"


class Verdict(Value):
    """The decision on one declaration with all its reasons. `verified_units` None where nothing was proven."""

    declaration_id: str
    participant_id: str
    decision: Decision
    declared_units: Decimal
    verified_units: Decimal | None
    discrepancies: tuple[Discrepancy, ...] = ()
    checks: tuple[Check, ...] = ()
    documents: tuple[str, ...] = ()
    risk: float = 0.0
    risk_reasons: tuple[str, ...] = ()  # Polish, for the reviewer, weightiest first
    thresholds_hash: str = ""
