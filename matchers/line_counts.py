"""The lines of an invoice, counted: what each is by the catalogue, and how many seed units it makes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from matchers.assembly import Reading
from matchers.case import Case
from matchers.evidence import Sourced
from programme.catalogue import Resolution, resolve_line
from programme.invoices import Field, LineItem


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One line of an invoice with what the catalogue says of it."""

    document: str
    line: LineItem
    resolution: Resolution

    def place(self) -> Sourced[str]:
        field = self.line.quantity
        box, page = (field.box, field.page) if field else (self.line.box, self.line.page)
        return Sourced(Field(value=self.line.description, page=page or self.line.page, box=box), self.document)


@dataclass(frozen=True, slots=True)
class Count:
    """The lines of one reading of an invoice, counted. `units` sums the eligible lines without doubt."""

    lines: tuple[CountedLine, ...]
    arithmetic: bool | None
    structured: bool

    @property
    def eligible(self) -> tuple[CountedLine, ...]:
        return tuple(line for line in self.lines if line.resolution.seed_units is not None)

    @property
    def doubtful(self) -> tuple[CountedLine, ...]:
        return tuple(line for line in self.lines if line.resolution.doubt is not None)

    @property
    def units(self) -> Decimal:
        return sum((line.resolution.seed_units or Decimal(0) for line in self.eligible), Decimal(0))


def count(case: Case, reading: Reading) -> Count:
    """Resolve every line of a reading by the catalogue."""
    lines = tuple(
        CountedLine(name, line, resolve_line(line, case.registry.products, case.rules.eligible_crop))
        for name, line in reading.lines
    )
    return Count(lines, reading.arithmetic(case.thresholds.rounding), reading.is_structured)
