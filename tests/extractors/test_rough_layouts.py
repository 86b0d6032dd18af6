"""Layouts beyond the usual: labelled blocks, quantity before the name, one-line buyers, numbers under their labels."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractors.heads.header import read_header
from extractors.tables.line_items import Items, read_items, reread_units
from programme.geometry import Box
from programme.invoices import UnitKind
from programme.units import unit_kind
from tests.extractors.sheets import sheet

_TOP = [
    (0.1, 1, "Faktura VAT nr FV/12/2026"),
    (0.1, 4, "Sprzedawca: Rolnik Sp. z o.o., ul. Polna 1, 62-061 Granowo, NIP 5261040828"),
]


def _values(items: Items) -> list[tuple[str, Decimal | None, str | None]]:
    return [(line.description, line.quantity.value if line.quantity else None, line.unit) for line in items.lines]


def test_items_written_as_labelled_blocks() -> None:
    page = sheet(
        [
            *_TOP,
            (0.1, 10, "1. Żyto hybrydowe KWS Berado 1 j.s."),
            (0.1, 11, "Ilość: 20 j.s."),
            (0.3, 11, "Cena netto: 300,00 zł"),
            (0.55, 11, "VAT: 8%"),
            (0.7, 11, "Wartość netto: 6 000,00 zł"),
            (0.1, 14, "2. Transport"),
            (0.1, 15, "Ilość: 1 szt."),
            (0.3, 15, "Cena netto: 50,00 zł"),
            (0.55, 15, "VAT: 8%"),
            (0.7, 15, "Wartość netto: 50,00 zł"),
            (0.6, 19, "Razem netto: 6 050,00 zł"),
            (0.6, 20, "Razem VAT: 484,00 zł"),
            (0.6, 21, "Do zapłaty: 6 534,00 zł"),
        ]
    )
    items = read_items([page])
    assert _values(items) == [
        ("Żyto hybrydowe KWS Berado 1 j.s.", Decimal(20), "j.s."),
        ("Transport", Decimal(1), "szt."),
    ]
    assert items.arithmetic_holds is True and all(line.proven for line in items.lines)


def test_quantity_and_unit_before_the_name() -> None:
    page = sheet(
        [
            (0.08, 1, "Poz."), (0.14, 1, "Ilość"), (0.22, 1, "Jedn."), (0.32, 1, "Opis"), (0.7, 1, "Cena"),
            (0.8, 1, "Razem netto"),
            (0.08, 2, "1"), (0.14, 2, "20,00"), (0.22, 2, "j.s."), (0.32, 2, "ŻYTO KWS IGOR F1"), (0.7, 2, "300,00"),
            (0.82, 2, "6.000,00"),
            (0.6, 4, "Podstawa 5%: 6.000,00"), (0.8, 4, "VAT: 300,00"),
            (0.6, 5, "Razem netto: 6.000,00 PLN"), (0.6, 6, "Razem VAT: 300,00 PLN"),
            (0.6, 7, "Do zapłaty: 6.300,00 PLN"),
        ]
    )  # fmt: skip
    assert _values(read_items([page])) == [("ŻYTO KWS IGOR F1", Decimal(20), "j.s.")]


def test_a_buyer_on_one_line_keeps_his_nip() -> None:
    header = read_header([sheet([*_TOP, (0.1, 7, "Nabywca: Jan Rolny, Wola 3, 21-102 Wola, NIP 5252248481")])])
    assert header.buyer.nip is not None and header.buyer.nip.value == "5252248481"
    assert header.seller.nip is not None and header.seller.nip.value == "5261040828"


def test_the_day_under_the_title() -> None:
    header = read_header([sheet([*_TOP, (0.1, 2, "z dnia 12 sierpnia 2026 r. (data sprzedaży: 09.08.2026)")])])
    assert header.issue_date is not None and header.issue_date.value == date(2026, 8, 12)
    assert header.sale_date is not None and header.sale_date.value == date(2026, 8, 9)


def test_a_number_set_right_under_a_narrower_label() -> None:
    page = sheet([(0.1, 1, "Faktura"), (0.8, 3, "Numer faktury:"), (0.7907, 4, "FV 460/08/2026")])
    header = read_header([page])
    assert header.invoice_number is not None and header.invoice_number.value == "FV 460/08/2026"


@pytest.mark.parametrize("text", ["ljs", "lj.s.", "|js", "1js", "js", "Jj.S", "j.s oj"])
def test_a_rule_stuck_to_a_unit_is_forgiven(text: str) -> None:
    assert unit_kind(text) is UnitKind.SEED_UNIT


def test_units_not_understood_are_read_again() -> None:
    page = sheet(
        [
            (0.1, 1, "Nazwa"), (0.5, 1, "Jm"), (0.6, 1, "Ilość"), (0.7, 1, "Cena"), (0.85, 1, "Wartość netto"),
            (0.1, 2, "ŻYTO KWS IGOR F1"), (0.5, 2, "EQ)"), (0.6, 2, "20"), (0.7, 2, "300,00"), (0.86, 2, "6 000,00"),
        ]
    )  # fmt: skip
    asked: list[Box] = []

    def reread(page: int, box: Box) -> list[str]:
        asked.append(box)
        return ["|j.s."]

    (line,) = reread_units(read_items([page]), reread).lines
    assert line.unit == "j.s." and len(asked) == 1


@pytest.mark.parametrize(
    ("texts", "unit"),
    [
        (["S", ".s", "is"], "j.s."),
        ([".s.", ":.s.", ".S.2"], "j.s."),
        (["S", "s", "S"], "EQ"),
        (["us", "os", "15"], "EQ"),
    ],
)
def test_a_unit_without_its_thin_letter(texts: list[str], unit: str) -> None:
    page = sheet(
        [
            (0.1, 1, "Nazwa"), (0.5, 1, "Jm"), (0.6, 1, "Ilość"), (0.7, 1, "Cena"), (0.85, 1, "Wartość netto"),
            (0.1, 2, "ŻYTO KWS IGOR F1"), (0.5, 2, "EQ)"), (0.6, 2, "20"), (0.7, 2, "300,00"), (0.86, 2, "6 000,00"),
        ]
    )  # fmt: skip
    (line,) = reread_units(read_items([page]), lambda _page, _box: texts).lines
    assert (line.unit or "").startswith(unit)


def test_the_end_of_a_name_before_the_unit_is_dropped() -> None:
    page = sheet(
        [
            (0.1, 1, "Nazwa"), (0.5, 1, "Jm"), (0.6, 1, "Ilość"), (0.7, 1, "Cena"), (0.85, 1, "Wartość netto"),
            (0.1, 2, "ŻYTO KWS IGOR F1"), (0.5, 2, "T szt"), (0.6, 2, "20"), (0.7, 2, "300,00"), (0.86, 2, "6 000,00"),
        ]
    )  # fmt: skip
    (line,) = reread_units(read_items([page]), lambda _page, _box: []).lines
    assert line.unit == "szt"
