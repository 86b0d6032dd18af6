"""The exact interval of a measured share."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.bounds import clopper_pearson


@pytest.mark.parametrize(
    ("wrong", "looked_at", "low", "high"),
    [
        # Closed forms where nothing or everything is wrong: 1 - 0.025 ** (1 / n) and its mirror.
        (0, 10, 0.0, 1 - 0.025 ** (1 / 10)),
        (0, 100, 0.0, 1 - 0.025 ** (1 / 100)),
        (10, 10, 0.025 ** (1 / 10), 1.0),
        # Published tables of exact binomial limits.
        (1, 10, 0.0025, 0.4450),
        (5, 10, 0.1871, 0.8129),
        (2, 50, 0.0049, 0.1371),
        (10, 100, 0.0490, 0.1762),
    ],
)
def test_known_values(wrong: int, looked_at: int, low: float, high: float) -> None:
    assert clopper_pearson(wrong, looked_at) == pytest.approx((low, high), abs=5e-5)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_each_tail_beyond_a_bound_is_a_fortieth(counts: tuple[int, int]) -> None:
    wrong, looked_at = counts
    low, high = clopper_pearson(wrong, looked_at)
    assert 0 <= low <= wrong / looked_at <= high <= 1

    def chance(share: float, numbers: range) -> float:
        return sum(comb(looked_at, k) * share**k * (1 - share) ** (looked_at - k) for k in numbers)

    if high < 1:
        assert chance(high, range(wrong + 1)) == pytest.approx(0.025, rel=1e-6)
    if low > 0:
        assert chance(low, range(wrong, looked_at + 1)) == pytest.approx(0.025, rel=1e-6)


def test_nothing_looked_at_and_impossible_counts() -> None:
    assert clopper_pearson(0, 0) == (0.0, 1.0)
    assert clopper_pearson(0, 20_000)[1] == pytest.approx(1 - 0.025 ** (1 / 20_000), rel=1e-6)
    for wrong, looked_at in ((3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="wrong must lie"):
            clopper_pearson(wrong, looked_at)
