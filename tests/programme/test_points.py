"""The points rule against a brute-force oracle on chains of years."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.points import points, points_by_year, ways_to_next_point

TWENTY = Decimal(20)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(20, 20, 1), (40, 20, 1), (20, 40, 1), (40, 40, 2), (19, 40, 0), (39, 39, 1), (0, 100, 0), (200, 200, 10)],
)
def test_two_years(first: int, second: int, expected: int) -> None:
    assert points({2024: Decimal(first), 2025: Decimal(second)}, (2024, 2025), TWENTY) == expected


def test_each_block_counts_once_over_three_years() -> None:
    units = {2024: Decimal(20), 2025: Decimal(20), 2026: Decimal(20)}
    assert points_by_year(units, (2024, 2025, 2026), TWENTY) == {2024: 0, 2025: 1, 2026: 0}
    units[2025] = Decimal(40)
    assert points(units, (2026, 2024, 2025), TWENTY) == 2


def test_years_apart_earn_nothing() -> None:
    assert points({2023: TWENTY, 2025: TWENTY}, (2023, 2025), TWENTY) == 0


def oracle(blocks: list[int]) -> int:
    """The most pairs of blocks of neighbouring years, trying every number of pairs between each two years."""
    best = 0
    for pairs in product(*(range(min(a, b) + 1) for a, b in pairwise(blocks))):
        used = [left + right for left, right in zip((0, *pairs), (*pairs, 0), strict=True)]
        if all(spent <= have for spent, have in zip(used, blocks, strict=True)):
            best = max(best, sum(pairs))
    return best


@settings(max_examples=200, deadline=None)
@given(st.lists(st.decimals(-5, 95, places=1), min_size=2, max_size=5), st.sampled_from([Decimal(20), Decimal("12.5")]))
def test_as_many_points_as_can_be_matched(units: list[Decimal], block: Decimal) -> None:
    years = range(2020, 2020 + len(units))
    expected = oracle([int(max(value, Decimal(0)) // block) for value in units])
    assert points(dict(zip(years, units, strict=True)), tuple(years), block) == expected


@given(st.lists(st.integers(0, 100), min_size=2, max_size=4), st.integers(0, 3), st.integers(1, 60))
def test_more_units_never_cost_points(units: list[int], index: int, more: int) -> None:
    years = tuple(range(2020, 2020 + len(units)))
    held = {year: Decimal(value) for year, value in zip(years, units, strict=True)}
    richer = {**held, years[index % len(years)]: held[years[index % len(years)]] + more}
    assert points(richer, years, TWENTY) >= points(held, years, TWENTY)


@given(st.lists(st.integers(0, 100), min_size=2, max_size=2))
def test_what_is_missing_earns_a_point(units: list[int]) -> None:
    held = {2024: Decimal(units[0]), 2025: Decimal(units[1])}
    ways = ways_to_next_point(held, (2024, 2025), TWENTY)
    assert ways
    for missing in ways:
        richer = {year: held[year] + missing.get(year, Decimal(0)) for year in held}
        assert points(richer, (2024, 2025), TWENTY) > points(held, (2024, 2025), TWENTY)


def test_a_year_beside_two_others_may_be_topped_up_on_either_side() -> None:
    held = {2024: Decimal(5), 2025: TWENTY, 2026: Decimal(8)}
    assert ways_to_next_point(held, (2024, 2025, 2026), TWENTY) == ({2024: Decimal(15)}, {2026: Decimal(12)})
    assert ways_to_next_point({2024: TWENTY}, (2024,), TWENTY) == ()
