"""Totals told by the lines: of the amounts printed below a table, those that the lines add up to.

Labels of sums are many and some are never known; that lines which each hold by themselves sum to two printed amounts,
net and gross, and that nothing larger is printed, tells them as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.tables.arithmetic import GROSZ, Cell, Solution
from extractors.tables.summary import Decided


def implied_totals(
    amounts: Sequence[Cell], solutions: Sequence[Solution], signs: Sequence[int], taxed: Decimal | None
) -> Decided | None:
    """The printed totals the lines add up to; None where a line does not hold, or the amounts are not there.

    `signs` are -1 for lines of the state before a correction, `taxed` the gross sum computed from net values by rate.
    """
    if not solutions or any(solution.holds is not True for solution in solutions):
        return None
    nets, grosses = [s.net for s in solutions], [s.gross for s in solutions]
    if any(net is None for net in nets):
        return None
    net = sum((n * sign for n, sign in zip(nets, signs, strict=True) if n is not None), Decimal(0))
    if all(g is not None for g in grosses):
        gross: Decimal | None = sum((g * sign for g, sign in zip(grosses, signs, strict=True) if g), Decimal(0))
    else:
        gross = taxed
    if gross is None or not 0 < net < gross:
        return None
    printed = [(cell, values[0].value) for cell in amounts if (values := cell.values())]
    slack = GROSZ * max(2, len(solutions))
    if any(value > gross + slack for _, value in printed):
        return None  # of a larger sum the lines may be only a part
    of_net = _printed(printed, net, GROSZ * max(1, len(solutions) // 2))
    of_gross = _printed(printed, gross, slack)
    if of_net is None or of_gross is None:
        return None
    return Decided(of_net[1], of_gross[1] - of_net[1], of_gross[1], of_net[0], None, of_gross[0], True)


def _printed(printed: Sequence[tuple[Cell, Decimal]], value: Decimal, slack: Decimal) -> tuple[Cell, Decimal] | None:
    near = [(abs(amount - value), index) for index, (_, amount) in enumerate(printed) if abs(amount - value) <= slack]
    return printed[min(near)[1]] if near else None
