"""Moments and days as people here see them: by the clock of Poland, wherever the server stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_POLAND = ZoneInfo("Europe/Warsaw")


def local(moment: datetime) -> datetime:
    """`moment` by the clock of Poland."""
    return moment.astimezone(_POLAND)


def today() -> date:
    """The day it is in Poland."""
    return local(datetime.now(UTC)).date()
