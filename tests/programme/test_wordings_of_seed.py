"""Wordings that sell a part, another package or another name than the variety's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.text.entities import describe
from programme.catalogue import Resolution, resolve_line
from programme.default_catalogue import default_products
from programme.invoices import Field, LineItem
from programme.units import unit_kind


def resolve(description: str, unit: str, exact: bool = False) -> Resolution:
    line = LineItem(
        description=description,
        quantity=Field(value=Decimal(30)),
        unit=unit,
        unit_kind=unit_kind(unit),
        exact_wording=exact,
        mention=describe(description),
    )
    return resolve_line(line, default_products())


@pytest.mark.parametrize(
    "description",
    [
        "Żyto hybrydowe KWS Tayo (dostarczono 20 z 30)",
        "Żyto hybrydowe KWS Tayo [wydano 24]",
        "Żyto hybrydowe KWS Tayo - do odbioru pozostało 10 j.s.",
        "Żyto hybrydowe KWS Tayo (w tym gratis 2 j.s.)",
        "Żyto hybrydowe KWS Tayo - wysyłka częściowa",
        "Żyto hybrydowe KWS Tayo (1 j.s. = 0,5 mln)",
    ],
)
def test_a_part_or_another_unit_is_a_doubt(description: str) -> None:
    assert resolve(description, "j.s.").doubt is not None


@pytest.mark.parametrize(
    "description",
    ["Żyto KWS Tayo 1 j.s. wydano 12.09.2025", "Żyto KWS Tayo wydano WZ 12/2025", "Żyto KWS Tayo (1 j.s. = 1 mln)"],
)
def test_a_note_that_takes_nothing_back_is_none(description: str) -> None:
    assert resolve(description, "j.s.").seed_units == 30


def test_the_weight_of_a_bag_says_nothing_of_its_units() -> None:
    assert resolve("Żyto hybrydowe KWS Tayo worek 25 kg", "worek").doubt is not None
    assert resolve("Żyto hybrydowe KWS Tayo worek 1 j.s. 33 kg", "worek").seed_units == 30


@pytest.mark.parametrize("description", ["Żyto KWS Tayoo 1 j.s.", "Żyto KWS Serafin 1 j.s."])
def test_a_name_a_letter_off_is_misread_on_a_picture_and_another_name_in_a_text_layer(description: str) -> None:
    assert resolve(description, "j.s.").seed_units == 30
    assert resolve(description, "j.s.", exact=True).doubt is not None


@pytest.mark.parametrize("description", ["Żyto KWSTAYO 1 j.s.", "KWS TAYOF1 żyto", "KWS-Tayo, żyto hybrydowe"])
def test_a_name_joined_to_what_stands_beside_it_is_exact(description: str) -> None:
    assert resolve(description, "j.s.", exact=True).seed_units == 30
