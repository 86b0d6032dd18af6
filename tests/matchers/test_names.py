"""Persons, firms and addresses compared."""

from __future__ import annotations

import pytest

from matchers.names import firm_is_named, firm_similarity, same_address, same_person, shared_surname
from programme.registry import Participant


@pytest.mark.parametrize(
    "printed",
    ["Jan Kozłowski", "KOZŁOWSKI JAN", "Kozlowski Jan Gospodarstwo Rolne", "GR Jan Kozłowski", "Jan Kozł0wski",
     "Indywidualne Gosp. Roln. Jan Kozłowskl"],
)  # fmt: skip
def test_same_person_however_written(printed: str) -> None:
    assert same_person("Gospodarstwo Rolne Jan Kozłowski", printed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan Kozłowski", "Janina Kozłowska"),
        ("Józef Mazur", "Józefa Mazur"),
        ("Stanisław Król", "Stanisława Król"),
        ("Jan Nowak", "Jan Nowacki"),
        ("Jan Nowak", "Nowak"),
        ("Jan Nowak", "Jan Adam Nowak"),
        ("Gospodarstwo Rolne", "Gospodarstwo Rolne"),
    ],
)
def test_other_persons(one: str, other: str) -> None:
    assert not same_person(one, other)


def test_surname_of_spouses() -> None:
    assert shared_surname("Jan Kozłowski", "Maria Kozłowska") == "Kozłowski"
    assert shared_surname("Jan Kozłowski", "Maria Mazur") is None


def test_firms_without_legal_forms() -> None:
    assert firm_similarity("Agrozbyt Sp. z o.o.", "AGROZBYT spółka z ograniczoną odpowiedzialnością") > 95
    assert firm_similarity("Agrozbyt Sp. z o.o.", "Siewpol S.A.") < 60
    assert firm_is_named("AGROZBYT", "Hurtownia Agrozbyt oddział Konin") > 95


FARM = Participant(participant_id="P", name="Jan Nowak", address="ul. Leśna 62", postal_code="62-080", city="Nowa Wieś")


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ("ul. Leśna 62, 62-080 Nowa Wieś", True),
        ("LESNA 62 62 - 080 NOWA WIES", True),
        ("ul. Leśna 62, Nowa Wieś", True),
        ("ul. Leśna 6, 62-080 Nowa Wieś", False),
        ("ul. Polna 62, 62-080 Nowa Wieś", False),
        ("ul. Leśna 62, 62-081 Nowa Wieś", False),
        ("62-080 Nowa Wieś", False),
        ("", False),
    ],
)
def test_address(printed: str, same: bool) -> None:
    assert same_address(FARM, printed) is same


def test_house_letter_counts() -> None:
    farm = FARM.model_copy(update={"address": "ul. Leśna 12A"})
    assert same_address(farm, "Leśna 12a, 62-080 Nowa Wieś")
    assert not same_address(farm, "Leśna 12, 62-080 Nowa Wieś")


def test_a_lost_space_joins_two_words_of_one_name() -> None:
    assert same_person("Stanisław Wieczorek", "StanisławWieczorek")
    assert same_person("Gosp. Rolne Jan Adam Nowak", "AdamJan Nowak")
    assert not same_person("Stanisław Wieczorek", "StanisławaWieczorek")
    assert not same_person("Jan Nowak", "Nowak")
    assert not same_person("Jan Nowak", "Anna JanNowak")


@pytest.mark.parametrize(("one", "other"), [("Dariusz", "Mariusz"), ("Maria", "Marta"), ("Marcin", "Martin")])
def test_given_names_a_letter_apart_are_two_people(one: str, other: str) -> None:
    assert not same_person(f"{one} Wrona", f"{other} Wrona")
    assert same_person(f"{one} Wronkowski", f"{one} Wronkowskl")
