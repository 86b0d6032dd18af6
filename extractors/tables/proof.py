"""A whole table against its totals: which values are taken, which lines are proven, which cells stay doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice, product

from extractors.tables.arithmetic import (
    GROSZ,
    Cell,
    RawLine,
    Solution,
    resolved_rate,
    share_of,
    solutions,
    undisputed,
)
from extractors.tables.columns import Role
from extractors.tables.implied_sums import implied_totals
from extractors.tables.summary import Decided, Summary, decide, row_sums
from programme.geometry import Box
from programme.invoices import Field, LineItem, Problem, Totals, Witness

_UNNAMED = 0.75  # at most, of a value not said to be net or gross
_DISPUTED = 0.45  # of a quantity that may as well be the price: the product holds either way, so this stays a doubt
_MOST_TAXED = Decimal("1.23")  # of a net value
_MOST = 4096  # combinations of lines' solutions tried against the totals


@dataclass(frozen=True, slots=True)
class DoubtfulCell:
    """A cell whose digits prevent the sums: where it is and what was read there. `line` is the index of its
    line (None for a total), `role` what it holds."""

    page: int
    box: Box
    texts: tuple[str, ...]
    role: Role
    line: int | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """All lines and sums before decision. `sure` says which column is the quantity is undisputed."""

    lines: tuple[RawLine, ...] = ()
    summary: Summary = field(default_factory=Summary)
    sure: bool = True

    @property
    def signs(self) -> list[int]:
        """-1 for each line of the state before a correction, which the totals leave out, 1 for any other."""
        return [-1 if line.before else 1 for line in self.lines]

    def sum_of(self, values: Sequence[Decimal | None]) -> Decimal | None:
        """What a value of each line sums to; None where one lacks."""
        known = [value * sign for value, sign in zip(values, self.signs, strict=True) if value is not None]
        return sum(known, Decimal(0)) if len(known) == len(self.lines) else None


@dataclass(frozen=True)
class Proof:
    """What `prove` decided."""

    lines: tuple[LineItem, ...]
    totals: Totals
    holds: bool | None
    doubtful: tuple[DoubtfulCell, ...]
    problems: tuple[Problem, ...]
    raw: RawTable


@dataclass(frozen=True)
class _Choice:
    solutions: tuple[Solution, ...]
    sums: bool | None  # None: there was nothing to compare with
    undisputed: tuple[bool, ...]


def prove(raw: RawTable) -> Proof:
    """Decides every value of the table; a value without proof keeps its literal reading and low confidence."""
    decided = decide(raw.summary)
    choice = _choose(raw, decided)
    if choice.sums is not True:
        taxed = _taxed(raw, choice.solutions) if raw.lines else None
        implied = implied_totals(raw.summary.amounts, choice.solutions, raw.signs, taxed)
        other = _choose(raw, implied) if implied is not None else choice
        if implied is not None and other.sums is True:
            choice = other
            decided = decided if _is_stated(raw.summary, decided) else implied
    if choice.sums is not True:
        for variant in _variants(raw):
            other = _choose(variant, decided)
            if other.sums is True and all(s.holds for s in other.solutions) and not _is_taxed_too(variant, other):
                raw, choice = variant, other
                break
    lines = tuple(_item(raw, index, choice) for index in range(len(raw.lines)))
    holds = _verdict(choice)
    problems = []
    if holds is False:
        problems.append(Problem(code="arithmetic_fails", message="Lines and totals do not add up"))
    if lines and not raw.sure:
        problems.append(Problem(code="columns_disputed", message="Which column is the quantity is not certain"))
    printed = _printed_sum(raw, choice, decided)
    follows = printed.agree or _gross_follows(raw, choice, printed)
    # Lines that sum to a net value but not to the gross one may lack the line, and the net value, of another rate.
    whole = follows or printed.gross is None
    if printed.net is printed.vat is None and raw.lines and printed.gross == _taxed(raw, choice.solutions):
        printed = replace(printed, net=raw.sum_of([s.net for s in choice.solutions]))
    totals = _totals(printed, choice.sums, follows, whole and _net_follows(raw, choice, printed))
    return Proof(lines, totals, holds, _doubtful(raw, choice, decided), tuple(problems), raw)


def _variants(raw: RawTable) -> Iterator[RawTable]:
    """The table read otherwise: a value not said to be net taken for gross."""
    if any(Role.VALUE in line.cells for line in raw.lines) and not any(Role.GROSS in line.cells for line in raw.lines):
        swap = {Role.VALUE: Role.GROSS, Role.PRICE: Role.PRICE_GROSS}
        yield replace(
            raw,
            lines=tuple(
                replace(line, cells={swap.get(role, role): cell for role, cell in line.cells.items()})
                for line in raw.lines
            ),
        )


def _is_taxed_too(raw: RawTable, choice: _Choice) -> bool:
    """Whether what the gross values sum to is printed with a tax on it as well: they may be net values."""
    total = raw.sum_of([solution.gross for solution in choice.solutions])
    printed = {reading.value for cell in raw.summary.gross for reading in cell.values() if reading.penalty == 0}
    slack = GROSZ * max(2, len(raw.lines))
    return total is not None and any(total + slack < gross <= total * _MOST_TAXED + slack for gross in printed)


def _verdict(choice: _Choice) -> bool | None:
    if not choice.solutions:
        return None
    tried = [s.holds for s in choice.solutions]
    if any(t is False for t in tried) or choice.sums is False:
        return False
    if choice.sums is None and any(s.rounded for s in choice.solutions):
        return False  # only sums can say that the values of such lines are right
    if all(t is None for t in tried) or choice.sums is None or any(t is None for t in tried):
        return None
    return all(choice.undisputed)


def _choose(raw: RawTable, decided: Decided) -> _Choice:
    options = [solutions(line) or [Solution({}, None, 0)] for line in raw.lines]
    base = tuple(found[0] for found in options)
    firm = tuple(undisputed(found) or found[0].holds is None for found in options)
    sums = _sums(raw, base, decided)
    if sums is None or (sums and all(firm)):
        return _Choice(base, sums, firm)
    best: list[tuple[tuple[int, int], tuple[Solution, ...]]] = []
    for combination in _alternatives(options, firm):
        if _sums(raw, combination, decided):
            failing = sum(s.holds is False for s in combination)
            best.append(((failing, sum(s.penalty for s in combination)), combination))
    best.sort(key=lambda pair: pair[0])
    if not best:
        return _Choice(base, sums, firm)
    chosen = best[0][1]
    rivals = [c for rank, c in best[1:] if rank == best[0][0]]
    if sums is False and rivals:
        return _Choice(base, False, firm)  # several add up: none is taken
    # A line's quantity is certain where no other combination that adds up as well has another.
    certain = tuple(
        s.holds is not False and all(c[i].quantity == s.quantity for c in rivals) for i, s in enumerate(chosen)
    )
    return _Choice(chosen, True, certain)


def _alternatives(options: Sequence[list[Solution]], firm: Sequence[bool]) -> Iterator[tuple[Solution, ...]]:
    """Combinations of the lines' solutions: of the lines in doubt, all; where none is, one line at a time."""
    short = [_distinct(found) for found in options]
    if not all(firm):
        chosen = [[found[0]] if sure else few for found, few, sure in zip(options, short, firm, strict=True)]
        yield from islice(product(*chosen), _MOST)
        return
    for index, few in enumerate(short):
        for solution in few:
            yield tuple(solution if i == index else found[0] for i, found in enumerate(options))


def _distinct(found: Sequence[Solution]) -> list[Solution]:
    """The best few solutions that differ in what is summed; where some hold, only those."""
    holding = [s for s in found if s.holds] or list(found)
    seen: dict[tuple[Decimal | None, Decimal | None, Decimal | None], Solution] = {}
    for solution in holding:
        seen.setdefault((solution.quantity, solution.net, solution.gross), solution)
    return list(seen.values())[:6]


def _sums(raw: RawTable, chosen: Sequence[Solution], decided: Decided) -> bool | None:
    """Whether the lines (less their state before a correction) sum to the printed totals."""
    if not chosen:
        return None
    net, gross = raw.sum_of([s.net for s in chosen]), raw.sum_of([s.gross for s in chosen])
    slack, gross_slack = GROSZ * max(1, len(chosen) // 2), GROSZ * max(2, len(chosen))
    verdicts = []
    net_of_rates, _, gross_of_rates = row_sums(raw.summary.vat_rows)
    # Of rows by rate one may be unread: where the totals agree with one another, they alone say what the lines sum to.
    stated = decided.net is not None and decided.agree and None not in (decided.net_cell, decided.gross_cell)
    net_targets = [t for t in (decided.net, None if stated else net_of_rates) if t is not None]
    net_targets += list(_carried(raw.summary, decided))
    if net_targets and net is not None:
        verdicts.append(any(abs(net - target) <= slack for target in net_targets))
    gross_targets = [t for t in (decided.gross, gross_of_rates) if t is not None]
    if gross_targets and gross is None and not verdicts:
        gross = _taxed(raw, chosen)
    if gross_targets and gross is not None:
        verdicts.append(any(abs(gross - target) <= gross_slack for target in gross_targets))
    if not verdicts:
        return None
    # The net sum decides: gross values of lines are rounded each by itself, and may lack a misread digit.
    return verdicts[0]


def _carried(summary: Summary, decided: Decided) -> Iterator[Decimal]:
    """Net sums of the lines at hand where pages before or after them are missing, by their carried subtotals."""
    before = summary.carried_in or Decimal(0)
    if summary.carried_in is not None and decided.net is not None:
        yield decided.net - summary.carried_in
    if summary.carried_out is not None and decided.net is None:
        yield summary.carried_out - before


def _is_stated(summary: Summary, decided: Decided) -> bool:
    """Whether the gross total stands under a label and is what the rows by rate sum to. Lines that add up to more are
    then those of an order, of which an advance or the rest is invoiced."""
    labelled = {reading.value for cell in summary.gross for reading in cell.values()}
    return decided.gross is not None and decided.gross in labelled and decided.gross == row_sums(summary.vat_rows)[2]


def _taxed(raw: RawTable, chosen: Sequence[Solution]) -> Decimal | None:
    """The gross total computed from net values by rate, where each line names its rate."""
    by_rate: dict[Decimal, Decimal] = {}
    for line, solution, sign in zip(raw.lines, chosen, raw.signs, strict=True):
        rate = resolved_rate(line)
        if rate is None or solution.net is None:
            return None
        share = share_of(rate)
        by_rate[share] = by_rate.get(share, Decimal(0)) + sign * solution.net
    parts = [(net * (1 + share)).quantize(GROSZ, ROUND_HALF_UP) for share, net in by_rate.items()]
    return sum(parts, Decimal(0))


def _item(raw: RawTable, index: int, choice: _Choice) -> LineItem:
    line, solution = raw.lines[index], choice.solutions[index]
    firm = choice.undisputed[index] and solution.holds is True
    proven = firm and choice.sums is True and raw.sure and (solution.quantity or 0) != 0
    rate = resolved_rate(line) or _only_rate(raw, choice)
    quantity, net, gross = (
        _field(line, role, solution, proven, firm, raw.sure) for role in (Role.QUANTITY, Role.NET, Role.GROSS)
    )
    known = [f.confidence for f in (quantity, net or gross) if f is not None]
    confidence = min(known) if quantity is not None and known else 0.2
    return LineItem(
        description=line.description,
        quantity=quantity,
        unit=line.unit,
        unit_net_price=solution.values.get(Role.PRICE),
        unit_gross_price=solution.values.get(Role.PRICE_GROSS),
        discount=solution.values.get(Role.DISCOUNT),
        net=net,
        vat_rate=rate,
        vat=solution.values.get(Role.VAT),
        gross=gross,
        page=line.page,
        box=line.box,
        confidence=confidence,
        proven=proven,
        quantity_disputed=not raw.sure,
        before_correction=line.before,
        exact_wording=line.exact,
    )


def _only_rate(raw: RawTable, choice: _Choice) -> str | None:
    """The rate of the whole document, where its lines sum up to totals of one rate: a row of another may be misread, so
    the one row must hold all of them."""
    rates = {row.rate for row in raw.summary.vat_rows}
    net, taxed = raw.sum_of([solution.net for solution in choice.solutions]), row_sums(raw.summary.vat_rows)[0]
    if len(rates) != 1 or choice.sums is not True:
        return None
    if net is not None and taxed is not None and abs(net - taxed) > GROSZ * max(2, len(raw.lines)):
        return None
    return next(iter(rates))


def _field(
    line: RawLine, role: Role, solution: Solution, proven: bool, firm: bool, columns_sure: bool
) -> Field[Decimal] | None:
    value = solution.values.get(role)
    cell = line.cells.get(role) or (line.cells.get(Role.VALUE) if role in (Role.NET, Role.GROSS) else None)
    if value is None or cell is None:
        return None
    others = tuple(r.value for r in cell.values(role is not Role.QUANTITY) if r.value != value)
    # Proven: what remains is misreading that adds up. Holding alone: two or three cells agree. Else: the reader's word.
    sure = max(0.99, cell.confidence) if proven else 0.93 * cell.confidence if firm else 0.7 * cell.confidence
    if role is Role.QUANTITY and not columns_sure:
        sure = min(sure, _DISPUTED)
    if not proven and role not in line.cells:
        sure = min(sure, _UNNAMED)
    if solution.holds is False or (role is Role.GROSS and _contradicts_tax(line, solution)):
        sure, proven = 0.35 * cell.confidence, False
    witnesses = frozenset({Witness.ARITHMETIC}) if proven else frozenset()
    return Field[Decimal](
        value=value, confidence=sure, page=cell.page, box=cell.box, witnesses=witnesses, alternatives=others
    )


def _contradicts_tax(line: RawLine, solution: Solution) -> bool:
    """Whether the gross value is not the net value and its tax, at the rate the line names."""
    rate = resolved_rate(line)
    if rate is None or solution.net is None or solution.gross is None:
        return False
    return abs(solution.net * (1 + share_of(rate)) - solution.gross) > 2 * GROSZ


def _printed_sum(raw: RawTable, choice: _Choice, decided: Decided) -> Decided:
    """The totals, or where the lines contradict them, the printed gross sum that the lines do add up to.

    A row of the summary by rate agrees with itself as well as the totals do; where a stamp hides the rest, it passes
    for them. The contradiction stands all the same: nothing is proven by this.
    """
    total = raw.sum_of([solution.gross for solution in choice.solutions])
    if choice.sums is not False or total is None:
        return decided
    for cell in raw.summary.gross:
        for reading in cell.values():
            if abs(reading.value - total) <= GROSZ * max(2, len(raw.lines)):
                return Decided(gross=reading.value, gross_cell=cell)
    return decided


def _gross_follows(raw: RawTable, choice: _Choice, decided: Decided) -> bool:
    """Whether the lines give the gross total, by their gross values or by their net values and rates: that they sum
    to the net total says nothing about it."""
    if decided.gross is None:
        return decided.net is None or decided.vat is None
    total = raw.sum_of([s.gross for s in choice.solutions])
    if total is None:
        total = _taxed(raw, choice.solutions)
    return total is not None and abs(total - decided.gross) <= GROSZ * max(2, len(raw.lines))


def _net_follows(raw: RawTable, choice: _Choice, decided: Decided) -> bool:
    """Whether the lines' net values, printed or told by gross value and rate, give the net total: that they sum to the
    gross total says nothing about it, and a tax misread under a pen's stroke makes a net total that agrees with it."""
    net = decided.net
    if net is None and decided.gross is not None and decided.vat is not None:
        net = decided.gross - decided.vat
    if net is not None and decided.gross is not None and net * (decided.gross - net) < 0:
        return False  # a tax has the sign of its net value
    if net is None or raw.summary.carried_in or raw.summary.carried_out:
        return True
    total = raw.sum_of([_net_of(line, s) for line, s in zip(raw.lines, choice.solutions, strict=True)])
    if total is None:
        return decided.agree or decided.gross is None
    return abs(total - net) <= GROSZ * max(2, len(raw.lines))


def _net_of(line: RawLine, solution: Solution) -> Decimal | None:
    rate = resolved_rate(line)
    if solution.net is not None or solution.gross is None or rate is None:
        return solution.net
    return (solution.gross / (1 + share_of(rate))).quantize(GROSZ, ROUND_HALF_UP)


def _totals(decided: Decided, lines_sum: bool | None, gross_follows: bool, net_follows: bool) -> Totals:
    def total(value: Decimal | None, cell: Cell | None, follows: bool = True) -> Field[Decimal] | None:
        if value is None:
            return None
        # Totals that agree with one another but not with the lines may be those of one rate only.
        sure = (lines_sum is True and follows) or (decided.agree and lines_sum is None)
        confidence = 0.99 if sure else (0.88 if decided.agree else 0.8) * (cell.confidence if cell else 0.8)
        witnesses = frozenset({Witness.ARITHMETIC}) if sure else frozenset()
        return Field[Decimal](
            value=value,
            confidence=confidence,
            page=cell.page if cell else None,
            box=cell.box if cell else None,
            witnesses=witnesses,
        )

    net, vat, gross = decided.net, decided.vat, decided.gross
    if net is not None and vat is not None and gross is None:
        gross = net + vat
    elif net is not None and gross is not None and vat is None:
        vat = gross - net
    elif gross is not None and vat is not None and net is None:
        net = gross - vat
    return Totals(
        net=total(net, decided.net_cell, net_follows),
        vat=total(vat, decided.vat_cell, gross_follows and net_follows),
        gross=total(gross, decided.gross_cell, gross_follows),
    )


def _doubtful(raw: RawTable, choice: _Choice, decided: Decided) -> tuple[DoubtfulCell, ...]:
    """The cells to read again: those of lines that do not hold; where all hold but the sum fails, all values."""
    found: list[DoubtfulCell] = []
    priced = any(Role.PRICE in line.cells or Role.PRICE_GROSS in line.cells for line in raw.lines)
    roles = (Role.QUANTITY, Role.PRICE, Role.PRICE_GROSS, Role.DISCOUNT, Role.NET, Role.VALUE, Role.GROSS)
    all_hold = all(s.holds and f for s, f in zip(choice.solutions, choice.undisputed, strict=True))
    for index, (line, solution, firm) in enumerate(zip(raw.lines, choice.solutions, choice.undisputed, strict=True)):
        unproven = priced and (solution.holds is not True or not firm)
        if unproven or (all_hold and choice.sums is False):
            for role in roles:
                if role in line.cells:
                    found.append(DoubtfulCell(line.page, line.cells[role].box, line.cells[role].texts, role, index))
                elif role in line.spots and unproven:
                    found.append(DoubtfulCell(line.page, line.spots[role], (), role, index))
    if choice.sums is not True and (all_hold or not decided.agree):
        for role, cells in ((Role.NET, raw.summary.net), (Role.VAT, raw.summary.vat), (Role.GROSS, raw.summary.gross)):
            found += [DoubtfulCell(cell.page, cell.box, cell.texts, role) for cell in cells[:2]]
    return tuple(found)
