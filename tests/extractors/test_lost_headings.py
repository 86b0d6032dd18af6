"""Tables whose headings are lost, torn over rows or of packages: the rows' own arithmetic and wording tell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.tables.line_items import Items, read_items
from programme.packages import package_sizes
from tests.extractors.sheets import Line, sheet
from tests.extractors.test_new_tables import lines_of, right, row

D = Decimal
NAMES = ("Żyto hybrydowe KWS Tayo", "Żyto hybrydowe KWS Berado")


def _sums(net: str, vat: str, gross: str, y: float = 20) -> list[Line]:
    return [(0.6, y, f"Razem netto: {net}"), (0.6, y + 1, f"VAT: {vat}"), (0.6, y + 2, f"Do zapłaty: {gross}")]


def _body(*rows: tuple[str, ...], columns: tuple[float, ...]) -> list[Line]:
    """Rows of a name and cells flush right at `columns`."""
    cells = []
    for number, (name, *texts) in enumerate(rows):
        cells += row(11 + number, (0.1, name), *(right(x, t) for x, t in zip(columns, texts, strict=True) if t))
    return cells


def _proven(items: Items) -> list[tuple[Decimal | None, bool]]:
    return [(line.quantity.value if line.quantity else None, line.proven) for line in items.lines]


@pytest.mark.parametrize("share", ["7%", "7", "7,00"])
def test_a_discount_in_per_cent_without_a_heading(share: str) -> None:
    rows = [
        (NAMES[0], "13,000", "J.S.", "264,00", "", "3 432,00"),
        (NAMES[1], "22,000", "J.S.", "319,66", share, "6 540,16"),
    ]
    items = read_items(
        [sheet([*_body(*rows, columns=(0.46, 0.52, 0.64, 0.72, 0.86)), *_sums("9 972,16", "797,77", "10 769,93")])]
    )
    assert _proven(items) == [(D("13.000"), True), (D("22.000"), True)]
    assert items.lines[1].discount == D(7)


def test_a_discount_in_money_without_a_heading_is_no_tax() -> None:
    rows = [
        (NAMES[0], "31", "J.S.", "243,00", "", "7 533,00"),
        (NAMES[1], "13", "J.S.", "701,50", "638,37", "8 481,13"),
    ]
    sums = _sums("16 014,13", "1 281,13", "17 295,26")
    items = read_items([sheet([*_body(*rows, columns=(0.46, 0.52, 0.64, 0.74, 0.86)), *sums])])
    assert _proven(items) == [(D(31), True), (D(13), True)]
    # A gross price less its tax is the net value: the tax is no discount.
    rows = [
        (NAMES[0], "10", "J.S.", "324,00", "240,00", "3 000,00"),
        (NAMES[1], "5", "J.S.", "216,00", "80,00", "1 000,00"),
    ]
    items = read_items(
        [sheet([*_body(*rows, columns=(0.46, 0.52, 0.64, 0.74, 0.86)), *_sums("4 000,00", "320,00", "4 320,00")])]
    )
    assert all(line.discount is None for line in items.lines)


def test_values_without_a_heading_that_sum_to_what_is_to_pay_are_gross() -> None:
    rows = [(NAMES[0], "38", "J.S.", "500,04", "19 001,52"), (NAMES[1], "58", "J.S.", "283,18", "16 424,44")]
    body = _body(*rows, columns=(0.46, 0.52, 0.64, 0.86))
    items = read_items([sheet([*body, (0.6, 20, "Razem do zapłaty: 35 425,96")])])
    assert [(line.net, line.gross and line.gross.value) for line in items.lines] == [
        (None, D("19001.52")),
        (None, D("16424.44")),
    ]
    assert all(line.proven for line in items.lines)
    # Where a tax may stand on them as well, nothing says which they are.
    items = read_items([sheet([*body, (0.6, 20, "Suma 35 425,96"), (0.6, 21, "Do zapłaty: 38 260,04")])])
    values = [value for line in items.lines for value in (line.net, line.gross) if value is not None]
    assert all(value.confidence < 0.9 for value in values)


def test_bare_rates_are_no_gross_values() -> None:
    rows = [(NAMES[0], "329,31", "J.S.", "30", "9 879,30", "8")]
    items = read_items(
        [sheet([*_body(*rows, columns=(0.46, 0.52, 0.6, 0.74, 0.86)), (0.6, 20, "Do zapłaty: 9 879,30")])]
    )
    assert [line.gross and line.gross.value for line in items.lines] == [D("9879.30")]


def test_numbers_joined_on_every_row_are_taken_apart_by_what_they_multiply_to() -> None:
    rows = [(NAMES[0], "78 269,00", "20 982,00"), (NAMES[1], "2 314,00", "628,00")]
    items = read_items([sheet([*_body(*rows, columns=(0.64, 0.86)), *_sums("21 610,00", "1 728,80", "23 338,80")])])
    assert sorted(line.quantity.value for line in items.lines if line.quantity) == [D(2), D(78)]
    assert sum(line.net.value for line in items.lines if line.net) == D("21610.00")


def test_sums_that_stand_above_a_table_without_headings() -> None:
    rows = [(NAMES[0], "73", "J.S.", "254,90", "18 607,70"), (NAMES[1], "29", "J.S.", "251,51", "7 293,79")]
    body = _body(*rows, columns=(0.46, 0.52, 0.64, 0.86))
    items = read_items([sheet([*_sums("25 901,49", "2 072,12", "27 973,61", 5), *body])])
    assert _proven(items) == [(D(73), True), (D(29), True)]


@pytest.mark.parametrize(
    ("first", "second"),
    [(("66,00", "worek", "227,10"), ("245,27", "14 988,60")), (("29,00", "j.s.", "277,04"), ("299,20", "8 034,16"))],
)
def test_a_price_beside_its_gross_price_is_no_quantity(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    cells = _body((NAMES[0], *first, *second), columns=(0.46, 0.54, 0.64, 0.74, 0.86))
    items = read_items([sheet([*cells, (0.6, 20, f"Razem netto: {second[-1]}")])])
    assert _proven(items) == [(D(first[0].replace(",", ".")), True)]


def test_bags_are_not_sold_in_parts() -> None:
    cells = _body((NAMES[0], "66,00", "worek", "227,10", "14 988,60"), columns=(0.46, 0.54, 0.64, 0.86))
    items = read_items([sheet([*cells, (0.6, 20, "Razem netto: 14 988,60")])])
    assert _proven(items) == [(D(66), True)]


def test_a_short_word_for_price_over_net() -> None:
    head = [
        (0.84, 9.0, "Wartość"),
        *row(9.5, (0.7, "C.")),
        *row(10, (0.05, "Poz."), (0.1, "Nazwa"), (0.5, "Miara"), (0.58, "Ilość"), (0.84, "bez")),
        *row(10.5, (0.7, "netto")),
        (0.84, 11.0, "podatku"),
    ]
    cells = row(12.5, (0.05, "1"), (0.1, NAMES[0]), (0.5, "j.s."), (0.58, "12"), (0.7, "310,50"), (0.84, "3 726,00"))
    items = read_items([sheet([*head, *cells, *_sums("3 726,00", "298,08", "4 024,08")])])
    assert lines_of(items) == [(NAMES[0], D(12), "j.s.", D("3726.00"))]
    assert items.lines[0].unit_net_price == D("310.50") and items.lines[0].proven


@pytest.mark.parametrize(
    ("heading", "cell", "size"),
    [("Opak.", "20 j.s.", 20), ("J.s. w op.", "20", 20), ("Zawartość op.", "1 j.s.", 1), ("Ilość op.", "20", None)],
)
def test_the_size_of_a_package_in_a_column_of_its_own(heading: str, cell: str, size: int | None) -> None:
    head = row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.36, "PKWiU"), (0.45, heading), (0.6, "J.m."), (0.66, "Ilość"))
    head += row(10, (0.74, "Cena netto"), (0.87, "Netto"))
    cells = row(12, (0.05, "1"), (0.1, NAMES[0]), (0.36, "01.11.32"), (0.45, cell), (0.6, "szt."), (0.67, "3"))
    cells += row(12, (0.75, "5 100,00"), (0.87, "15 300,00"))
    items = read_items([sheet([*head, *cells, *_sums("15 300,00", "1 224,00", "16 524,00")])])
    assert package_sizes(items.lines[0].description) == ({D(size)} if size is not None else set())
    if size is not None:
        assert _proven(items) == [(D(3), True)] and items.lines[0].unit == "szt."


def test_a_currency_between_price_and_unit_is_no_unit() -> None:
    head = row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.42, "Cena netto"), (0.58, "Jm"), (0.66, "Ilość"), (0.84, "Netto"))
    cells = row(
        11, (0.05, "1"), (0.1, NAMES[0]), (0.45, "228,09 zł"), (0.58, "jedn."), (0.68, "66"), (0.84, "15 053,94")
    )
    items = read_items([sheet([*head, *cells, *_sums("15 053,94", "1 204,32", "16 258,26")])])
    assert items.lines[0].unit == "jedn."


def test_big_bags_that_touch_the_cells_beside_them() -> None:
    head = row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.5, "Ilość j.m."), (0.68, "Cena netto"), (0.84, "Netto"))
    cells = row(12, (0.05, "1"), (0.1, NAMES[0] + " BB 20 j.s."), (0.5, "6,000 big bag"))
    cells += row(12, (0.638, "6 070,50"), (0.84, "36 423,00"))
    items = read_items([sheet([*head, *cells, *_sums("36 423,00", "2 913,84", "39 336,84")])])
    assert lines_of(items) == [(NAMES[0] + " BB 20 j.s.", D("6.000"), "big bag", D("36423.00"))]


@pytest.mark.parametrize(
    "text",
    [
        "32 szt. à 324,15 netto 10 372,80 +8% brutto 11 202,62",
        "32 szt. po 324,15, 10 372,80 netto, 8% VAT, 11 202,62 brutto",
    ],
)
def test_labels_stand_before_their_amounts_or_behind_them(text: str) -> None:
    sentence: Line = (0.05, 10, f"1. KWS GILMOR F1 (żyto ozime mieszańcowe) worek 1 j.s. {text}")
    items = read_items([sheet([sentence, *_sums("10 372,80", "829,82", "11 202,62")])])
    line = items.lines[0]
    assert (line.net and line.net.value, line.gross and line.gross.value) == (D("10372.80"), D("11202.62"))
    assert line.unit_net_price == D("324.15") and line.proven


def test_lines_of_one_rate_alone_are_not_the_sum_where_the_totals_agree_on_more() -> None:
    head = row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.5, "Ilość"), (0.58, "J.m."), (0.68, "Cena netto"), (0.84, "Netto"))
    cells = row(11, (0.05, "1"), (0.1, NAMES[0]), (0.5, "48"), (0.58, "j.s."), (0.68, "302,00"), (0.84, "14 496,00"))
    rates = row(14, (0.3, "Stawka VAT"), (0.5, "Netto"), (0.68, "VAT"), (0.84, "Brutto"))
    rates += row(15, (0.3, "8%"), (0.5, "14 496,00"), (0.68, "1 159,68"), (0.84, "15 655,68"))
    rates += row(16, (0.3, "2S-"), (0.5, "1 713,60"), (0.68, "394,13"), (0.84, "2 107,73"))
    rates += row(17, (0.3, "Razem"), (0.5, "16 209,60"), (0.68, "1 553,81"), (0.84, "17 763,41"))
    items = read_items([sheet([*head, *cells, *rates, (0.6, 19, "Do zapłaty: 17 763,41")])])
    assert items.arithmetic_holds is not True and not any(line.proven for line in items.lines)


def test_a_rounded_gross_price_holds_beside_whole_things_printed_to_thousandths() -> None:
    head = row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.4, "Ilość"), (0.48, "J.m."), (0.55, "Cena brutto"))
    head += row(10, (0.7, "VAT"), (0.76, "Wartość netto"), (0.9, "Brutto"))
    cells = row(12, (0.05, "1"), (0.1, NAMES[0]), (0.4, "30,000"), (0.48, "j.s."), (0.56, "329,86"), (0.7, "5%"))
    cells += row(12, (0.76, "9 424,50"), (0.9, "9 895,73"))
    items = read_items([sheet([*head, *cells, *_sums("9 424,50", "471,23", "9 895,73")])])
    assert _proven(items) == [(D("30.000"), True)]


def test_a_unit_said_among_the_notes_below_a_name() -> None:
    head = row(10, (0.05, "L.p."), (0.1, "Towar"), (0.58, "Il."), (0.68, "C. netto"), (0.84, "Netto"))
    cells = row(11, (0.05, "1"), (0.1, NAMES[0]), (0.58, "25"), (0.68, "262,00"), (0.84, "6 550,00"))
    notes = row(12, (0.1, "j.m.: j.siew., partia PL356/46-9891"))
    items = read_items([sheet([*head, *cells, *notes, *_sums("6 550,00", "327,50", "6 877,50")])])
    assert items.lines[0].unit == "j.siew." and _proven(items) == [(D(25), True)]


def test_the_size_of_a_package_is_no_count_of_all_beside_a_code_s_figures() -> None:
    head = row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.36, "PKWiU"), (0.5, "Opak."), (0.6, "J.m."), (0.66, "Ilość"))
    head += row(10, (0.74, "Cena netto"), (0.87, "Netto"))
    cells = row(12, (0.05, "1"), (0.1, NAMES[0]), (0.36, "1002 10 00"), (0.5, "20 j.s."), (0.6, "szt."), (0.67, "2"))
    cells += row(12, (0.75, "5 709,00"), (0.87, "11 418,00"))
    items = read_items([sheet([*head, *cells, *_sums("11 418,00", "913,44", "12 331,44")])])
    assert _proven(items) == [(D(2), True)] and package_sizes(items.lines[0].description) == {D(20)}
