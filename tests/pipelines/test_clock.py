"""Days change at midnight in Poland, not where the server stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.clock import local


@pytest.mark.parametrize(
    ("moment", "here"),
    [
        (datetime(2025, 7, 1, 22, 30, tzinfo=UTC), "02.07.2025 00:30"),
        (datetime(2025, 12, 31, 22, 59, tzinfo=UTC), "31.12.2025 23:59"),
    ],
)
def test_moments_are_told_by_the_clock_of_poland(moment: datetime, here: str) -> None:
    assert local(moment).strftime("%d.%m.%Y %H:%M") == here
