"""A programme's own rules as data (programme.toml)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from pydantic import Field as Setting
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from programme.invoices import Crop, Value

MOST_AHEAD = 60  # days an invoice may be issued before the sale (VAT Act, art. 106i(7))


class DateRule(StrEnum):
    """Which date of the invoice must lie inside the programme's period and the declared year."""

    SALE = "sale"  # the date of sale; the issue date where none is printed
    ISSUE = "issue"


class ProgrammeRules(Value):
    """programme.toml: name, organiser, period (inclusive), the years that count and the points rule."""

    name: str = Setting(min_length=1)
    organiser: str = Setting(min_length=1)
    period_start: date
    period_end: date
    years: tuple[int, ...] = Setting(min_length=1)
    units_per_point: Decimal = Setting(gt=0)
    eligible_crop: Crop
    date_rule: DateRule = DateRule.SALE
    slug: str | None = None
    audit_share: float = Setting(default=0.05, ge=0, le=1)  # of the confirmed claims, looked at blindly by a person

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.period_end < self.period_start:
            raise PydanticCustomError("dates_reversed", "period_end lies before period_start")
        if len(set(self.years)) != len(self.years):
            raise PydanticCustomError("year_twice", "years names a year twice")
        return self
