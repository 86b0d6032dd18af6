"""How far a measured share may be off: the exact interval of Clopper and Pearson (Biometrika 26, 1934)."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p

_STEPS = 200  # halvings; the interval is exact to the last bits of a float long before


def clopper_pearson(wrong: int, looked_at: int, confidence: float = 0.95) -> tuple[float, float]:
    """Bounds (0..1) within which the true share lies with at least `confidence`, both sides together.

    With nothing looked at nothing is known: (0, 1). Raises ValueError for impossible counts.
    """
    if not 0 <= wrong <= looked_at or not 0 < confidence < 1:
        raise ValueError("wrong must lie between 0 and looked_at, confidence between 0 and 1")
    if looked_at == 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    low = 0.0 if wrong == 0 else _root(lambda share: 1 - _at_most(wrong - 1, looked_at, share) - tail)
    high = 1.0 if wrong == looked_at else _root(lambda share: tail - _at_most(wrong, looked_at, share))
    return low, high


def _at_most(wrong: int, looked_at: int, share: float) -> float:
    """The chance of `wrong` or fewer among `looked_at` where each is wrong with the chance `share`."""
    if share <= 0:
        return 1.0
    if share >= 1:
        return 1.0 if wrong >= looked_at else 0.0
    total = lgamma(looked_at + 1)
    return min(
        1.0,
        sum(
            exp(total - lgamma(k + 1) - lgamma(looked_at - k + 1) + k * log(share) + (looked_at - k) * log1p(-share))
            for k in range(wrong + 1)
        ),
    )


def _root(rising: Callable[[float], float]) -> float:
    """Where a function that rises from below to above zero crosses it."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
