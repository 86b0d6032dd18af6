"""Amounts in Polish words, with grosze, signs and the noise of recognisers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.heads.amount_words import parse_amount_words
from extractors.heads.header import read_header
from tests.extractors.sheets import sheet

_ONES = (
    "", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem", "dziewięć", "dziesięć", "jedenaście",
    "dwanaście",
    "trzynaście", "czternaście", "piętnaście", "szesnaście", "siedemnaście", "osiemnaście", "dziewiętnaście",
)  # fmt: skip
_TENS = (
    "", "", "dwadzieścia", "trzydzieści", "czterdzieści", "pięćdziesiąt", "sześćdziesiąt", "siedemdziesiąt",
    "osiemdziesiąt",
    "dziewięćdziesiąt",
)  # fmt: skip
_HUNDREDS = (
    "",
    "sto",
    "dwieście",
    "trzysta",
    "czterysta",
    "pięćset",
    "sześćset",
    "siedemset",
    "osiemset",
    "dziewięćset",
)


def _spell_group(number: int) -> list[str]:
    rest = number % 100
    small = [_ONES[rest]] if rest < 20 else [_TENS[rest // 10], _ONES[rest % 10]]
    return [word for word in (_HUNDREDS[number // 100], *small) if word]


def _spell(number: int) -> str:
    millions, thousands, rest = number // 1_000_000, number // 1000 % 1000, number % 1000
    words: list[str] = []
    if millions:
        words += [*_spell_group(millions), "milionów"]
    if thousands:
        words += ["tysiąc"] if thousands == 1 else [*_spell_group(thousands), "tysięcy"]
    return " ".join(words + _spell_group(rest)) or "zero"


def test_a_thousand_behind_millions_needs_no_number() -> None:
    assert parse_amount_words("sześć milionów tysiąc złotych 00/100") == Decimal(6_001_000)
    assert parse_amount_words("milion tysiąc zł 00/100") == Decimal(1_001_000)
    assert parse_amount_words("pięć tysięcy tysiąc zł 00/100") is None
    assert parse_amount_words("tysiąc milion zł 00/100") is None


@given(st.integers(0, 99_999_999), st.integers(0, 99), st.booleans(), st.booleans())
def test_spelled_amounts_come_back(zloty: int, grosze: int, spaces: bool, accents: bool) -> None:
    words = _spell(zloty)
    if not accents:
        words = words.translate(str.maketrans("ąćęłńóśźż", "acelnoszz"))
    if not spaces:
        words = words.replace(" ", "")
    assert parse_amount_words(f"{words} zł {grosze:02d}/100") == Decimal(zloty) + Decimal(grosze) / 100


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("szesnaście tysięcy dwieście dwadzieścia jeden złotych 60/100", "16221.60"),
        ("minus cztery tysiące sześćset trzydzieści dziewięć złotych 68/100", "-4639.68"),
        ("trzydzieści tysięcy sto pięćdziesiąt dwa PLN pięćdziesiąt dwa gr", "30152.52"),
        ("sto złotych 5 gr", "100.05"),
        ("sto złotych 22 grosze", "100.22"),
        ("sto złotych i 15 groszy", "100.15"),
        ("tysiąc złotych zero groszy", "1000.00"),
        ("sto tysięcy zi 00/100", "100000.00"),
        ("szesnascie tysiecy dwiescie dwadziescia jeden zlotych 6O/1OO", "16221.60"),
        ("dwadzieścia jeden zł 60/100 Forma płatności: przelew", "21.60"),
        ("szesnaśc1e tysiecy", None),
        ("siedern tysięcy zł 00/100", "7000.00"),
        ("dwadzieścia tysięcy xyzzy zł 00/100", None),
        ("dwa dwieście zł 00/100", None),
        ("dziewięć tysięcy czterysta dwadzieścia", None),
        ("", None),
        ("przelew 14 dni", None),
    ],
)
def test_amounts(text: str, amount: str | None) -> None:
    assert parse_amount_words(text) == (None if amount is None else Decimal(amount))


def test_words_over_two_rows() -> None:
    page = sheet(
        [
            (0.05, 10, "Słownie: dwadzieścia trzy tysiące pięćdziesiąt"),
            (0.05, 11, "jeden zł 52/100"),
            (0.05, 14, "podpis wystawcy"),
        ]
    )
    amount = read_header([page]).amount_in_words
    assert amount is not None and amount.value == Decimal("23051.52")


def test_words_beside_their_label() -> None:
    page = sheet([(0.05, 10, "Słownie / In words:"), (0.4, 10, "sto dwa PLN pięćdziesiąt gr")])
    amount = read_header([page]).amount_in_words
    assert amount is not None and amount.value == Decimal("102.50")
