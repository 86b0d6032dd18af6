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


def units_missing(units: Mapping[int, Decimal], years: Sequence[int], units_per_point: Decimal) -> dict[int, Decimal]:
    """Units still to buy, by year, for one more point; the cheapest single-year top-up, or the pair of first steps."""
    have = points(units, years, units_per_point)
    missing: dict[int, Decimal] = {}
    for year in years:
        current = max(units.get(year, Decimal(0)), Decimal(0))
        step = units_per_point - current % units_per_point
        if points({**units, year: current + step}, years, units_per_point) > have:
            missing[year] = step
    if missing:
        return missing
    first = sorted(years)[:2]
    return {year: units_per_point - max(units.get(year, Decimal(0)), Decimal(0)) % units_per_point for year in first}
