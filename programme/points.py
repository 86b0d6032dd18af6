"""The points rule: a point for each block of units bought in each of two consecutive years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal


def points_by_year(units: Mapping[int, Decimal], years: Sequence[int], units_per_point: Decimal) -> dict[int, int]:
    """Points earned, by the later year of each pair of consecutive years.

    `units` are confirmed seed units by year. Each full block of `units_per_point` in a year is matched with one
    block of the year before; over more than two years each block counts once (a block that earned a point
    with the year before earns none with the year after). Matching earliest pairs first is optimal on a chain.
    """
    free = {year: int(max(units.get(year, Decimal(0)), Decimal(0)) // units_per_point) for year in years}
    earned = dict.fromkeys(sorted(years), 0)
    for year in sorted(years):
        if year - 1 in free:
            matched = min(free[year - 1], free[year])
            free[year - 1] -= matched
            free[year] -= matched
            earned[year] = matched
    return earned


def points(units: Mapping[int, Decimal], years: Sequence[int], units_per_point: Decimal) -> int:
    """All points earned over `years`: 20+20 -> 1, 40+20 -> 1, 40+40 -> 2 at 20 units a point."""
    return sum(points_by_year(units, years, units_per_point).values())


def ways_to_next_point(
    units: Mapping[int, Decimal], years: Sequence[int], units_per_point: Decimal
) -> tuple[dict[int, Decimal], ...]:
    """What earns one more point, any one of these: units still to buy, by year, all of them together.

    The next step of a single year, for each year where that is enough; else those of the first two years.
    """
    have = points(units, years, units_per_point)
    current = {year: max(units.get(year, Decimal(0)), Decimal(0)) for year in sorted(years)}
    steps = {year: units_per_point - bought % units_per_point for year, bought in current.items()}
    alone = tuple(
        {year: step}
        for year, step in steps.items()
        if points({**units, year: current[year] + step}, years, units_per_point) > have
    )
    if alone or len(steps) < 2:
        return alone
    return ({year: steps[year] for year in list(steps)[:2]},)
