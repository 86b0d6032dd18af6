"""Dashed rules between cells, which recognisers read as signs or not at all, and which glue neighbours together."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.tables.amounts import readings
from extractors.tables.line_items import choose, read_items
from extractors.tokens import TokenPage
from tests.extractors.sheets import Line, sheet
from tests.extractors.test_new_tables import lines_of, right, row

D = Decimal
HEAD = row(10, (0.05, "Lp"), (0.1, "Nazwa towaru"), (0.5, "Cena netto"), (0.63, "Ilość"), (0.7, "J.m."), (0.8, "Netto"))
SUMS: list[Line] = [(0.6, 20, "Razem netto: 54 720,00"), (0.6, 21, "Do zapłaty: 59 097,60")]
VINETTO = ("Nas. żyto hyb. KWS Vinetto", D("160.00"), "j.s", D("54720.00"))


def page(*cells: tuple[float, str], head: list[Line] = HEAD) -> TokenPage:
    return sheet([*head, *row(11, *cells), *SUMS])


@pytest.mark.parametrize(
    "figures",
    ["342,00160,00j.s", "342,00:160,00j.s", "342,00;160,00|j.s", "342,00 ; 160,00 : j.s", "342,00! 160,00' j.s ;"],
)
def test_cells_that_a_rule_glues_together_are_two(figures: str) -> None:
    items = read_items([page((0.05, "1"), (0.1, VINETTO[0]), (0.55, figures), (0.82, "54 720,00;"))])
    assert lines_of(items) == [VINETTO] and items.lines[0].proven


def test_signs_beside_a_unit_are_none_of_its_letters() -> None:
    head = row(10, (0.05, "Lp"), (0.1, "Nazwa towaru"), (0.46, "Jnn"), (0.55, "Ilość"), (0.65, "Cena"), (0.8, "Netto"))
    cells = ((0.05, ":"), (0.07, "1 ;"), (0.1, VINETTO[0]), (0.45, "\" j.s ' '"), (0.55, "160,00 ;"), (0.66, "342,00"))
    items = read_items([page(*cells, (0.8, "54 720,00 :"), head=head)])
    assert lines_of(items) == [VINETTO] and items.lines[0].proven


def test_no_number_has_five_figures_between_its_separators() -> None:
    assert readings("342,00160,00") == () and readings("9.381.25")[0].value == D("9381.25")


def test_a_reader_that_lost_the_quantity_does_not_dispute_it() -> None:
    names = [*row(11, (0.05, "1"), (0.1, VINETTO[0])), *row(12, (0.05, "2"), (0.1, "Mieszanka łąkowa"))]
    prices = [*row(11, right(0.6, "342,00")), *row(12, right(0.6, "4,00"))]
    quantities = [*row(11, (0.63, "160,00"), (0.71, "j.s")), *row(12, (0.64, "5,00"), (0.71, "op."))]
    sums: list[Line] = [(0.6, 20, "Razem netto: 54 740,00"), (0.6, 21, "Do zapłaty: 59 119,20")]
    torn, lost = (
        read_items([sheet([*HEAD, *names, *prices, *found, *row(12, (0.83, "20,00")), *sums])])
        for found in ([*quantities, *row(11, (0.8, "54 ak"))], row(11, (0.8, "54 720,00")))
    )
    assert not any(line.proven for line in (*torn.lines, *lost.lines))
    both = choose(torn, lost)
    assert lines_of(both)[0] == VINETTO and all(line.proven for line in both.lines)
