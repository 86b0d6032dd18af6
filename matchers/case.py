"""One claim laid out for its checks."""

from __future__ import annotations

from dataclasses import dataclass

from matchers.assembly import AssembledInvoice, Assembly
from matchers.claims import Claim, Registry
from programme.invoices import Source
from programme.registry import Declaration, Participant
from programme.rules import ProgrammeRules
from programme.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, its documents assembled, and what it is checked against. `participant` None: not registered."""

    claim: Claim
    assembly: Assembly
    participant: Participant | None
    registry: Registry
    rules: ProgrammeRules
    thresholds: Thresholds

    @property
    def declaration(self) -> Declaration:
        return self.claim.declaration

    @property
    def invoices(self) -> tuple[AssembledInvoice, ...]:
        return self.assembly.invoices


def is_picture(invoice: AssembledInvoice) -> bool:
    """Whether everything known of the invoice was read from pictures, so that what was not read may still be there."""
    return all(
        document.invoice is None or document.invoice.source in (Source.OCR, Source.MIXED)
        for document in invoice.documents
    )
