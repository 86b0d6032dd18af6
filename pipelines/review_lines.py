"""The lines of a case's documents as a reviewer counts them: read, keyed blind, corrected, added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from programme.catalogue import resolve_line
from programme.formats import parse_decimal, plain
from programme.geometry import Box
from programme.invoices import Field, Invoice, LineItem
from programme.registry import Product
from programme.rules import ProgrammeRules
from programme.verdicts import Code, Outcome, Verdict

# With one of these the quantity as read is not to be trusted, whatever the quantity's own check says.
DOUBTS_QUANTITY = frozenset(
    {
        Code.QUANTITY_MISMATCH,
        Code.ARITHMETIC_MISMATCH,
        Code.TAMPERING_SUSPECTED,
        Code.PRODUCT_NOT_ELIGIBLE,
        Code.UNREADABLE,
        Code.CORRECTION_INVOICE,
        Code.KSEF_MISMATCH,
    }
)


@dataclass(frozen=True, slots=True)
class LineView:
    """A line that may count. `key` names it within the case; `quantity` is as read, in `unit`.

    `units` are its seed units as things stand, None where they cannot be told; `blind` says that a person must key
    the quantity before it counts; `keyed` is what was keyed and accepted. `added` lines were missed by the reading.
    """

    key: str
    document: str
    description: str
    unit: str
    quantity: Decimal | None
    units: Decimal | None
    sku: str | None
    page: int | None = None
    box: Box | None = None
    blind: bool = False
    keyed: Decimal | None = None
    added: bool = False


def quantity_in_doubt(verdict: Verdict) -> bool:
    """Whether the quantities of a flagged claim must be keyed blind before they count."""
    if any(item.code in DOUBTS_QUANTITY for item in verdict.discrepancies if item.blocking):
        return True
    outcomes = [check.outcome for check in verdict.checks if check.name == "quantity"]
    return not outcomes or any(outcome is not Outcome.PASS for outcome in outcomes) or verdict.verified_units is None


def line_views(
    readings: Sequence[tuple[str, Invoice]],
    products: Sequence[Product],
    rules: ProgrammeRules,
    blind: bool,
    keyed: Mapping[str, Decimal],
    added: Sequence[Mapping[str, str]] = (),
) -> tuple[LineView, ...]:
    """Lines of `readings` (document name, invoice) that count or may count, and those a reviewer added."""
    views = []
    # A file may hold several invoices: their lines are counted on, so that each has a key of its own.
    counts: dict[str, int] = {}
    for document, invoice in readings:
        for line in invoice.lines:
            position = counts.get(document, 0)
            counts[document] = position + 1
            resolution = resolve_line(line, products, rules.eligible_crop)
            if line.before_correction or resolution.eligible is False:
                continue
            key = f"{document}#{position}"
            views.append(_view(key, document, line, products, rules, blind, keyed.get(key)))
    return (*views, *(_added(item, position) for position, item in enumerate(added)))


def _view(
    key: str,
    document: str,
    line: LineItem,
    products: Sequence[Product],
    rules: ProgrammeRules,
    blind: bool,
    keyed: Decimal | None,
) -> LineView:
    counted = line if keyed is None else line.model_copy(update={"quantity": _keyed(line, keyed)})
    resolution = resolve_line(counted, products, rules.eligible_crop)
    place = line.quantity if line.quantity is not None and line.quantity.box is not None else None
    return LineView(
        key=key,
        document=document,
        description=line.description,
        unit=line.unit or "",
        quantity=line.quantity.value if line.quantity else None,
        units=resolution.seed_units,
        sku=resolution.sku,
        page=place.page if place else line.page,
        box=place.box if place else line.box,
        blind=blind,
        keyed=keyed,
    )


def _keyed(line: LineItem, value: Decimal) -> Field[Decimal]:
    """The reading stays as it was; this is the person's value beside it, at the same place."""
    at = line.quantity
    return Field[Decimal](value=value, page=at.page if at else line.page, box=at.box if at else None)


def _added(item: Mapping[str, str], position: int) -> LineView:
    units = Decimal(item["units"])
    return LineView(
        key=f"+{position}",
        document=item["document"],
        description=item["name"],
        unit="j.s.",
        quantity=units,
        units=units,
        sku=item["sku"],
        keyed=units,
        added=True,
    )


def to_key(lines: Sequence[LineView]) -> tuple[LineView, ...]:
    """Lines that still wait for a blind key."""
    return tuple(line for line in lines if line.blind and line.keyed is None)


def counted(lines: Sequence[LineView], declared: Decimal) -> Decimal | None:
    """The seed units a confirmation would book: what the documents show, at most what was declared.

    None while a line waits for a blind key, cannot be turned into units, or nothing counts at all.
    """
    if not lines or to_key(lines) or any(line.units is None for line in lines):
        return None
    total = sum((line.units for line in lines if line.units is not None), Decimal(0))
    return min(total, declared) if total > 0 else None


@dataclass(frozen=True, slots=True)
class Keying:
    """What a keyed quantity came to: `accepted` or to be keyed again; `read` is what the machine read, told now."""

    accepted: Decimal | None
    read: Decimal | None
    keyed: Decimal

    @property
    def differs(self) -> bool:
        return self.read != self.keyed


def key_quantity(line: LineView, text: str, before: Decimal | None = None) -> Keying | None:
    """Compare a blindly keyed quantity with the reading; None where `text` is no positive number.

    Equal to the reading, it counts. Different, it counts once the person keys the same a second time (`before`),
    having been told that they differ: people mistype about one number in forty.
    """
    value = parse_decimal(text)
    if value is None or value <= 0:
        return None
    agreed = value in (line.quantity, before)
    return Keying(Decimal(plain(value)) if agreed else None, line.quantity, value)
