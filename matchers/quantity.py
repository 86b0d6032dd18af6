"""The eligible seed units on a claim's invoices against the declared ones."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from matchers.assembly import AssembledInvoice, Reading
from matchers.case import Case
from matchers.evidence import Result, failed, passed, unsure
from matchers.line_counts import Count, CountedLine, count
from matchers.plausibility import unlikely_lines
from programme.formats import plain
from programme.invoices import LineItem, Witness
from programme.thresholds import Thresholds
from programme.verdicts import Code

_QUANTITY_WITNESSES = frozenset(
    {Witness.STRUCTURED, Witness.ARITHMETIC, Witness.SECOND_READER, Witness.PIXELS, Witness.REPEATED}
)


def eligible_units(case: Case) -> Decimal | None:
    """The eligible units over the claim's invoices where every counted line is certain, else None."""
    if not case.invoices:
        return None
    counts = [count(case, invoice.readings[0]) for invoice in case.invoices]
    for counted in counts:
        if counted.doubtful or not counted.eligible or _weak_line(counted, case.thresholds) is not None:
            return None
    return sum((counted.units for counted in counts), Decimal(0))


def check_quantity(case: Case) -> list[Result]:
    """Sum of the eligible units over all invoices of the claim equals the declared units, each surely read."""
    if not case.invoices:
        return []
    declared = case.declaration.seed_units
    counts = [(invoice, count(case, invoice.readings[0])) for invoice in case.invoices]
    total = sum((counted.units for _, counted in counts), Decimal(0))
    results = [_doubt(declared, line) for _, counted in counts for line in counted.doubtful]
    if not any(counted.eligible for _, counted in counts):
        return results or [_nothing(case, declared, counts)]
    if total != declared:
        results.extend(_differs(declared, total, [line for _, counted in counts for line in counted.lines]))
        return results
    results += unlikely_lines(case, [(invoice.readings[0], counted) for invoice, counted in counts])
    for invoice, counted in counts:
        if counted.arithmetic is None and not _is_complete(invoice.readings[0]):
            message = "Nie wiadomo, czy odczytano wszystkie pozycje: sum faktury nie dało się sprawdzić."
            results.append(
                unsure("quantity", message, declared=plain(declared), found=plain(total), document=invoice.name)
            )
        if not counted.eligible and not counted.doubtful:
            message = "Na tej fakturze nie ma nic, co się liczy."
            results.append(failed("quantity", Code.PRODUCT_NOT_ELIGIBLE, message, document=invoice.name))
        weak = _weak_line(counted, case.thresholds)
        if weak is not None:
            message = "Ilość odczytano niepewnie: nic jej nie potwierdza."
            results.append(unsure("quantity", message, declared=plain(declared), found=plain(total), at=weak.place()))
    if any(result.blocks for result in results):
        return results
    at = counts[0][1].eligible[0].place()
    return [*results, passed("quantity", "jednostki siewne zgodne i potwierdzone", found=plain(total), at=at)]


def _is_complete(reading: Reading) -> bool:
    """Whether, though no sum could be tried, no page can be missing: all printed pages, or the totals are there."""
    numbered = all(page.printed_page is not None for invoice in reading.invoices for page in invoice.pages)
    if numbered and not reading.missing_pages():
        return True
    return any(invoice.totals.gross is not None for invoice in reading.invoices)


def check_views(case: Case, invoice: AssembledInvoice) -> list[Result]:
    """Every complete reading of one invoice (XML and printout, two photos) counts the same units."""
    first = count(case, invoice.readings[0])
    results = []
    for other in invoice.readings[1:]:
        counted = count(case, other)
        if counted.units == first.units and not counted.doubtful:
            continue
        # A bad photo beside the XML proves nothing against it; a reading whose sums hold or whose lines stand does.
        stands = bool(counted.eligible) and _weak_line(counted, case.thresholds) is None
        proven = counted.arithmetic is True or stands or not first.structured
        code = Code.KSEF_MISMATCH if first.structured else Code.QUANTITY_MISMATCH
        message = "Dokumenty tej samej faktury podają różne ilości."
        results.append(
            failed(
                "views", code, message, declared=plain(first.units), found=plain(counted.units),
                document=other.documents[0].name, blocking=proven,
            )
        )  # fmt: skip
    return results


def _weak_line(counted: Count, thresholds: Thresholds) -> CountedLine | None:
    """The first counted line whose quantity is not good enough, or None."""
    return next((line for line in counted.eligible if not _is_proven(line.line, counted, thresholds)), None)


def _is_proven(line: LineItem, counted: Count, thresholds: Thresholds) -> bool:
    """Whether a quantity that equals the declaration is witnessed.

    Where the table adds up to its totals, no line is missing and each number sits in the sums. Where the sums
    could not be tried, the row itself must hold and a second reader must say the same. Where quantity and price may be
    the other way round, sums hold and readers agree all the same: no witness helps.
    """
    field = line.quantity
    if field is None or line.quantity_disputed:
        return False
    if counted.structured or Witness.STRUCTURED in field.witnesses:
        return True
    if field.confidence < thresholds.quantity_confidence:
        return False
    row = line.proven or Witness.ARITHMETIC in field.witnesses or row_holds(line, thresholds.rounding)
    second = bool(field.witnesses & (_QUANTITY_WITNESSES - {Witness.ARITHMETIC}))
    lone = field.confidence >= thresholds.lone_reading_confidence
    if counted.arithmetic is True:
        return row or second or lone
    return row and (second or lone)


def row_holds(line: LineItem, rounding: Decimal) -> bool:
    """Whether quantity x price (less discount) is the line's value, net or gross, a grosz allowed.

    A discount may be an amount off the value, off the price, or a percentage of it.
    """
    if line.quantity is None or line.quantity.value <= 0:
        return False
    for price, value in ((line.unit_net_price, line.net), (line.unit_gross_price, line.gross)):
        if price is None or value is None:
            continue
        off = line.discount or Decimal(0)
        quantity = line.quantity.value
        expected = {
            quantity * price,
            quantity * price - off,
            quantity * (price - off),
            quantity * price * (1 - off / 100),
        }
        if any(abs(amount - value.value) <= rounding for amount in expected):
            return True
    return False


def _doubt(declared: Decimal, line: CountedLine) -> Result:
    message = f"Nie wiadomo, ile jednostek siewnych to pozycja „{line.line.description}” ({line.resolution.doubt})."
    quantity = plain(line.line.quantity.value) if line.line.quantity else None
    return unsure(
        "quantity", message, code=Code.QUANTITY_MISMATCH, declared=plain(declared), found=quantity, at=line.place()
    )


def _nothing(case: Case, declared: Decimal, counts: Sequence[tuple[AssembledInvoice, Count]]) -> Result:
    """No eligible line: nothing was read at all, or nothing read counts."""
    invoice = counts[0][0]
    if not any(c.lines for _, c in counts):
        message = "Nie odczytano pozycji faktury."
        return unsure("quantity", message, declared=plain(declared), document=invoice.name)
    message = "Na fakturze nie ma odmiany, która się liczy w programie."
    ineligible = [line for _, c in counts for line in c.lines if line.resolution.sku is not None]
    line = ineligible[0] if ineligible else next(line for _, c in counts for line in c.lines)
    found = line.line.description
    at = line.place()
    return failed("quantity", Code.PRODUCT_NOT_ELIGIBLE, message, declared=plain(declared), found=found, at=at)


def _differs(declared: Decimal, total: Decimal, lines: Sequence[CountedLine]) -> list[Result]:
    eligible = [line for line in lines if line.resolution.seed_units is not None]
    at = eligible[0].place()
    more = "mniej" if total < declared else "więcej"
    message = f"Na fakturze jest {more} jednostek siewnych, które się liczą, niż zgłoszono."
    if declared == sum((line.line.quantity.value for line in eligible if line.line.quantity), Decimal(0)):
        message += " Zgłoszono liczbę opakowań."
    results = [failed("quantity", Code.QUANTITY_MISMATCH, message, declared=plain(declared), found=plain(total), at=at)]
    included = _counted_in(declared - total, [line for line in lines if line.resolution.eligible is False])
    if included:
        names = "; ".join(line.line.description for line in included)
        message = "Zgłoszona liczba obejmuje pozycje, które się nie liczą."
        results.append(failed("quantity", Code.PRODUCT_NOT_ELIGIBLE, message, found=names, at=included[0].place()))
    return results


def _counted_in(excess: Decimal, lines: Sequence[CountedLine]) -> tuple[CountedLine, ...]:
    """Up to three ineligible seed lines whose quantities make up the excess: what was counted in by mistake."""
    seeds = [line for line in lines if line.line.quantity and line.resolution.crop is not None][:12]
    for size in (1, 2, 3):
        for chosen in combinations(seeds, size):
            if sum((line.line.quantity.value for line in chosen if line.line.quantity), Decimal(0)) == excess:
                return chosen
    return ()
