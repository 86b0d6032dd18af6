"""Is a reading good enough for a check? Results of checks with their place on the page.

No evidence is never a pass: a value that equals the declared one but was read unsurely is UNSURE, which blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from programme.geometry import Box
from programme.invoices import Field, Witness
from programme.thresholds import Thresholds
from programme.verdicts import Check, Code, Discrepancy, Outcome

T = TypeVar("T")


class Trust(StrEnum):
    """How far a reading carries a decision."""

    SURE = "sure"  # stands by itself, whatever was declared
    AGREEING = "agreeing"  # enough where it equals the declaration (see Thresholds.agreeing_confidence)
    WEAK = "weak"  # proves nothing


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """A field and the document it was read from."""

    field: Field[T]
    document: str

    @property
    def value(self) -> T:
        return self.field.value


@dataclass(frozen=True, slots=True)
class Result:
    """One check's outcome and what it reports."""

    check: Check
    discrepancies: tuple[Discrepancy, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way of a confirmation."""
        return any(item.blocking for item in self.discrepancies)


def trust_of(field: Field[Any], thresholds: Thresholds) -> Trust:
    """How far `field` carries, by its confidence and its witnesses."""
    witnessed = bool(field.witnesses)
    if Witness.STRUCTURED in field.witnesses or field.confidence >= thresholds.lone_reading_confidence:
        return Trust.SURE
    if witnessed and field.confidence >= thresholds.decisive_confidence:
        return Trust.SURE
    needed = thresholds.agreeing_confidence_witnessed if witnessed else thresholds.agreeing_confidence
    return Trust.AGREEING if field.confidence >= needed else Trust.WEAK


def is_sure(field: Field[Any], thresholds: Thresholds) -> bool:
    return trust_of(field, thresholds) is Trust.SURE


def carries_agreement(field: Field[Any], thresholds: Thresholds) -> bool:
    """Whether `field`, equal to the declared value, is enough to pass."""
    return trust_of(field, thresholds) is not Trust.WEAK


def passed(name: str, reason: str, *, found: str | None = None, at: Sourced[Any] | None = None) -> Result:
    """A check that passed, with what it found and where."""
    check = Check(
        name=name,
        outcome=Outcome.PASS,
        reason=reason,
        found=found,
        document=at.document if at else None,
        page=at.field.page if at else None,
        box=at.field.box if at else None,
    )
    return Result(check)


def failed(
    name: str,
    code: Code,
    message: str,
    *,
    declared: str | None = None,
    found: str | None = None,
    at: Sourced[Any] | None = None,
    document: str | None = None,
    page: int | None = None,
    box: Box | None = None,
    blocking: bool = True,
    outcome: Outcome = Outcome.FAIL,
    kind: str = "",
    values: tuple[tuple[str, str], ...] = (),
) -> Result:
    """A check that failed, or with `outcome` UNSURE could not be settled: both block unless said otherwise."""
    if at is not None:
        document, page, box = at.document, at.field.page, at.field.box
    discrepancy = Discrepancy(
        code=code, message=message, declared=declared, found=found, document=document, page=page, box=box,
        blocking=blocking, kind=kind, values=values,
    )  # fmt: skip
    check = Check(
        name=name, outcome=outcome, reason=message, declared=declared, found=found, document=document, page=page,
        box=box,
    )  # fmt: skip
    return Result(check, (discrepancy,))


def unsure(
    name: str,
    message: str,
    *,
    code: Code = Code.UNREADABLE,
    declared: str | None = None,
    found: str | None = None,
    at: Sourced[Any] | None = None,
    document: str | None = None,
) -> Result:
    """A check without enough evidence: blocks, as no evidence is never a pass."""
    return failed(name, code, message, declared=declared, found=found, at=at, document=document, outcome=Outcome.UNSURE)
