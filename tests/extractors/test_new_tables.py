"""Tables as further programs print them: cells that touch, units beside them, sums without words, no headings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.pdf.geometry import Frame
from extractors.pdf.glyphs import Glyph
from extractors.pdf.words import words_with_glyphs
from extractors.tables.line_items import Items, read_items
from extractors.tables.table_rows import flat_rows
from extractors.tables.totals import find_summary
from tests.extractors.sheets import Line, sheet

D = Decimal


def row(y: float, *cells: tuple[float, str]) -> list[Line]:
    return [(x, y, text) for x, text in cells]


def lines_of(items: Items) -> list[tuple[str, Decimal | None, str | None, Decimal | None]]:
    return [
        (x.description, x.quantity.value if x.quantity else None, x.unit, x.net.value if x.net else None)
        for x in items.lines
    ]


def right(x: float, text: str) -> tuple[float, str]:
    """A cell flush right at x."""
    width = sum(len(part) for part in text.split()) * 0.0095 + (len(text.split()) - 1) * 0.0057
    return x - width, text


SUMS: list[Line] = [(0.6, 20, "Razem netto: 6 510,00"), (0.6, 21, "VAT: 520,80"), (0.6, 22, "Do zapłaty: 7 030,80")]
HEAD = row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.5, "Ilość"), (0.58, "J.m."), (0.7, "Cena netto"), (0.84, "Netto"))


def spaced(text: str, gaps: dict[int, float]) -> list[Glyph]:
    """Characters of 6 points each, with further space before some of them."""
    glyphs, x = [], 50.0
    for index, sign in enumerate(text):
        x += gaps.get(index, 0.0)
        glyphs.append(Glyph(sign, x, 98.0, x + 6, 107.0, x, 100.0, 10.0, 0, True, index))
        x += 6
    return glyphs


@pytest.mark.parametrize(
    ("text", "gaps", "words"),
    [
        ("netto12", {5: 1.3}, ["netto", "12"]),
        ("szt.Cena", {4: 1.3}, ["szt.", "Cena"]),
        ("BBCena", {2: 1.3}, ["BB", "Cena"]),
        ("321,002", {6: 1.3}, ["321,00", "2"]),
        ("ZBZ7781", {3: 0.7}, ["ZBZ7781"]),
        ("netto12", dict.fromkeys(range(1, 7), 1.3), ["netto12"]),
    ],
)
def test_cells_that_nearly_touch_are_words_of_their_own(text: str, gaps: dict[int, float], words: list[str]) -> None:
    found = words_with_glyphs(spaced(text, gaps), Frame(0.0, 0.0, 595.0, 842.0, 0))
    assert [word.text for word, _ in found] == words


def test_a_quantity_close_behind_a_code_is_found_by_its_column() -> None:
    page = [
        *row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.36, "PKWiU"), (0.5, "Ilość"), (0.58, "J.m."), (0.7, "Cena netto")),
        *row(10, (0.84, "Netto")),
        *row(12, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.39, "01.11.32.0"), right(0.54, "20,000"), (0.58, "j.s.")),
        *row(12, right(0.78, "300,00"), right(0.93, "6 000,00")),
        *row(13, (0.05, "2"), (0.1, "Żyto KWS Rotor"), (0.3918, "01.11.32.0 2,000 j. siewnych")),
        *row(13, right(0.78, "255,00"), right(0.93, "510,00")),
    ]
    items = read_items([sheet([*page, *SUMS])])
    assert [line[1:] for line in lines_of(items)] == [(D(20), "j.s.", D(6000)), (D(2), "j. siewnych", D(510))]
    assert all(line.proven for line in items.lines)


def test_a_piece_and_its_quantity_are_not_a_thousand() -> None:
    page = [
        *row(10, (0.05, "Kod"), (0.13, "Nazwa"), (0.42, "Op."), (0.5, "Ilość"), (0.6, "Jm")),
        *row(10, (0.7, "Cena"), (0.84, "Netto")),
        *row(12, (0.05, "3295"), (0.13, "Nawóz"), right(0.45, "1"), right(0.53, "17,00"), (0.6, "kg")),
        *row(12, right(0.76, "30,00")),
        *row(12, right(0.93, "510,00")),
        *row(13, (0.05, "1688"), (0.13, "KWS Tayo F1"), right(0.45, "1"), (0.456, "120,00"), (0.6, "j.s.")),
        *row(13, right(0.76, "50,00"), right(0.93, "6 000,00")),
    ]
    page = [(x, y, t) if t != "120,00" else (0.53 - 6 * 0.0095, y, t) for x, y, t in page]
    items = read_items([sheet([*page, *SUMS])])
    assert [line[1] for line in lines_of(items)] == [D(17), D(120)]


def test_headings_that_ran_together_are_divided_by_the_columns() -> None:
    page = [
        *row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.4, "Ilość"), (0.48, "J.m."), (0.56, "Cena"), (0.66, "Wartość VAT")),
        *row(10, (0.84, "Brutto")),
        *row(11, (0.66, "netto")),
        *row(13, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.4, "20"), (0.48, "j.s."), right(0.62, "300,00")),
        *row(13, right(0.728, "6 000,00"), (0.738, "8%"), right(0.93, "6 480,00")),
        *row(14, (0.05, "2"), (0.1, "Nawóz"), (0.4, "17"), (0.48, "kg"), right(0.62, "30,00"), right(0.728, "510,00")),
        *row(14, (0.738, "8%"), right(0.93, "550,80")),
    ]
    items = read_items([sheet([*page, *SUMS])])
    assert [line[3] for line in lines_of(items)] == [D(6000), D(510)]
    assert items.arithmetic_holds is True


def headless(*middles: list[tuple[float, str]]) -> Items:
    page: list[Line] = [(0.1, 8, "Sprzedano:")]
    for index, middle in enumerate(middles):
        page += row(10 + index, (0.06, "Żyto KWS Tayo F1"), *middle)
    return read_items([sheet([*page, *SUMS])])


IN_ONE_CELL = [
    [(0.4, "20 j.s."), (0.55, "300,00"), right(0.8, "6 000,00")],
    [(0.4, "1 szt."), (0.55, "510,00"), right(0.8, "510,00")],
]
UNIT_FIRST = [
    [(0.36, "j. siewnych"), right(0.56, "20"), right(0.65, "300,00"), right(0.8, "6 000,00")],
    [(0.36, "szt."), right(0.56, "2"), right(0.65, "255,00"), right(0.8, "510,00")],
]
ONE_ROW = [[right(0.42, "20"), (0.46, "j.s."), right(0.6, "325,50"), right(0.72, "6 510,00"), (0.75, "8%")]]
PRICE_FIRST = [
    [right(0.45, "300,00"), right(0.55, "20,00"), (0.58, "j.s."), right(0.8, "6 000,00")],
    [right(0.45, "255,00"), right(0.55, "2,00"), (0.58, "szt."), right(0.8, "510,00")],
]


@pytest.mark.parametrize(
    ("lines", "units"),
    [
        (IN_ONE_CELL, ["j.s.", "szt."]),
        (UNIT_FIRST, ["j. siewnych", "szt."]),
        (PRICE_FIRST, ["j.s.", "szt."]),
        (ONE_ROW, ["j.s."]),
    ],
)
def test_without_headings_the_unit_tells_the_quantity(lines: list[list[tuple[float, str]]], units: list[str]) -> None:
    items = headless(*lines)
    assert [line.unit for line in items.lines] == units
    assert items.lines[0].quantity is not None and items.lines[0].quantity.value == D(20)
    assert all(line.proven and not line.quantity_disputed for line in items.lines)


def test_a_row_of_a_rate_below_items_without_headings_is_none_of_them() -> None:
    """As on a copy of a copy whose pale headings are lost: the row must not stand in the way of the item's proof."""
    page = [
        *row(8, (0.1, "Faktura")), *row(9, (0.1, "FV/1/2025")), *row(10, (0.1, "2025-08-27")),
        *row(13, (0.06, "Żyto KWS Tayo F1"), (0.4, "20"), (0.46, "jed")),
        *row(13, right(0.6, "325,50"), right(0.72, "6 510,00"), (0.75, "8%"), right(0.93, "7 030,80")),
        *row(16, (0.5, "8%"), right(0.72, "6 510,00"), right(0.82, "520,80"), right(0.93, "7 030,80")),
        *row(17, (0.5, "razem"), right(0.72, "6 510,00"), right(0.82, "520,80"), right(0.93, "7 030,80")),
    ]  # fmt: skip
    items = read_items([sheet(page)])
    assert lines_of(items) == [("Żyto KWS Tayo F1", D(20), "jed", D(6510))]
    assert items.lines[0].proven and [line.rate for line in items.vat_rows] == ["8"]


@pytest.mark.parametrize("quantities", ["Liczba szt. JMC. nettoStaw.", "Ilość JMC."])
def test_a_heading_of_quantities_that_ran_over_the_prices_names_those_under_it(quantities: str) -> None:
    page = [
        *row(10, (0.05, "Nazwa"), (0.42, quantities), (0.75, "Wartość netto")),
        *row(12, (0.05, "Nawóz"), right(0.47, "5,45"), (0.5, "t"), right(0.59, "1274,22"), (0.64, "8")),
        *row(12, right(0.83, "6944,50")),
        *row(13, (0.05, "Żyto KWS Tayo"), right(0.47, "50"), (0.5, "J.S."), right(0.59, "289,00"), (0.64, "8")),
        *row(13, right(0.83, "14450,00")),
    ]  # fmt: skip
    items = read_items([sheet(page)])
    assert [line[1] for line in lines_of(items)] == [D("5.45"), D(50)]


@pytest.mark.parametrize(
    "middle",
    [
        [right(0.5, "300,00"), right(0.6, "21,70"), right(0.8, "6 510,00")],  # no unit at all
        [right(0.5, "21,70"), (0.53, "j.s."), right(0.65, "300,00"), right(0.8, "6 510,00")],  # between the two
        [right(0.5, "300,00"), (0.53, "j.s."), right(0.65, "21,70"), right(0.8, "6 510,00")],
        [(0.4, "j.s."), right(0.55, "300,00"), right(0.65, "21,70"), right(0.8, "6 510,00")],  # "j.m., cena, ilość"
        [right(0.5, "300"), right(0.65, "21,70"), right(0.8, "6 510,00")],
    ],
)
def test_factors_that_may_be_swapped_are_disputed(middle: list[tuple[float, str]]) -> None:
    items = headless(middle)
    assert items.lines and not any(line.proven for line in items.lines)
    assert all(line.quantity is None or line.quantity_disputed for line in items.lines)


def test_a_name_between_two_rows_of_figures_is_not_guessed() -> None:
    page = [
        *row(9, (0.06, "partia 12")),
        *row(10, (0.4, "20 j.s."), (0.55, "300,00"), right(0.8, "6 000,00")),
        *row(11, (0.06, "Żyto KWS Tayo F1")),
        *row(12, (0.4, "2 szt."), (0.55, "255,00"), right(0.8, "510,00")),
        *row(13, (0.06, "Żyto KWS Rotor F1")),
    ]
    assert not any(line.proven for line in read_items([sheet([*page, *SUMS])]).lines)


def test_sums_below_the_columns_without_a_word_are_no_goods() -> None:
    page = [
        *HEAD,
        *row(12, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.5, "20"), (0.58, "j.s."), right(0.78, "300,00")),
        *row(12, right(0.93, "6 000,00")),
        *row(13, (0.05, "2"), (0.1, "Nawóz"), (0.5, "17"), (0.58, "kg"), right(0.78, "30,00"), right(0.93, "510,00")),
        *row(15, right(0.93, "6 510,00")),
        (0.1, 17, "Wartość netto 6 510,00"),
        (0.1, 18, "Podatek VAT 8% 520,80"),
        (0.1, 19, "Wartość brutto 7 030,80"),
    ]
    items = read_items([sheet(page)])
    assert len(items.lines) == 2 and items.arithmetic_holds is True
    assert items.totals.gross is not None and items.totals.gross.value == D("7030.80")


def implied(gross: str, further: str = "Limit: 10,00") -> Items:
    page = [
        *row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.4, "Ilość"), (0.48, "J.m."), (0.56, "Cena netto"), (0.7, "Netto")),
        *row(10, (0.78, "VAT"), (0.84, "Brutto")),
        *row(12, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.4, "20"), (0.48, "j.s."), (0.56, "300,00")),
        *row(12, right(0.76, "6 000,00"), (0.79, "8%"), right(0.93, "6 480,00")),
        *row(14, (0.1, "Całość: 6 000,00"), (0.5, f"z daniną {gross}")),
        (0.1, 15, further),
    ]
    return read_items([sheet(page)])


def test_totals_under_unknown_words_are_those_the_lines_add_up_to() -> None:
    totals = implied("6 480,00").totals
    assert totals.net is not None and totals.net.value == D(6000)
    assert totals.gross is not None and totals.gross.value == D(6480) and totals.gross.confidence > 0.9


@pytest.mark.parametrize(("gross", "further"), [("6 840,00", "Limit: 10,00"), ("6 480,00", "Pozycja: 9 720,00")])
def test_totals_that_lines_do_not_reach_are_not_implied(gross: str, further: str) -> None:
    items = implied(gross, further)
    assert items.arithmetic_holds is not True or items.totals.gross is None or items.totals.gross.confidence < 0.9


def test_a_summary_with_and_without_tax_ends_the_table() -> None:
    page = [
        *row(10, (0.05, "Poz."), (0.1, "Nazwa"), (0.4, "Ilość"), (0.47, "J.m."), (0.53, "Cena bez VAT")),
        *row(10, (0.67, "Wartość bez VAT"), (0.84, "Wartość z VAT")),
        *row(12, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.4, "20"), (0.47, "j.s."), right(0.62, "325,50")),
        *row(12, right(0.78, "6 510,00"), right(0.95, "7 030,80")),
        *row(15, (0.4, "Stawka"), (0.55, "Bez VAT"), (0.72, "VAT"), (0.84, "Z VAT")),
        *row(16, (0.4, "8%"), right(0.65, "6 510,00"), right(0.78, "520,80"), right(0.95, "7 030,80")),
        *row(17, (0.4, "Razem"), right(0.65, "6 510,00"), right(0.78, "520,80"), right(0.95, "7 030,80")),
    ]
    items = read_items([sheet(page)])
    assert len(items.lines) == 1 and items.lines[0].proven
    assert items.lines[0].gross is not None and items.lines[0].gross.value == D("7030.80")


def test_cards_whose_units_did_not_fit_beside_their_numbers() -> None:
    page: list[Line] = []
    for index, (number, name, unit, price, net) in enumerate(
        [("20", "Żyto KWS Tayo F1", "j. siewnych", "300,00", "6 000,00"), ("17", "Nawóz", "kg", "30,00", "510,00")]
    ):
        y = 8 + 4 * index
        page += [(0.05, y, f"{index + 1}. {name}")]
        page += row(y + 1, (0.05, f"Ilość: {number}"), (0.25, f"Cena netto: {price}"), (0.5, f"Wartość netto: {net}"))
        page += row(y + 2, (0.05, unit), (0.25, "zł"), (0.5, "zł"))
    items = read_items([sheet([*page, *SUMS])])
    assert lines_of(items) == [
        ("Żyto KWS Tayo F1", D(20), "j. siewnych", D(6000)),
        ("Nawóz", D(17), "kg", D(510)),
    ]


def test_figures_of_a_column_nobody_named_are_no_part_of_the_name() -> None:
    page = [
        *row(10, (0.05, "Lp."), (0.1, "Nazwa"), (0.36, "Krotność"), (0.5, "Ilość"), (0.58, "Jm")),
        *row(10, (0.7, "Cena"), (0.84, "Netto")),
        *row(12, (0.05, "1"), (0.1, "Żyto KWS Tayo BB"), (0.4, "20"), (0.5, "2"), (0.58, "szt.")),
        *row(12, (0.7, "3000,00"), (0.84, "6000,00")),
        *row(13, (0.05, "2"), (0.1, "Nawóz"), (0.4, "1"), (0.5, "17"), (0.58, "kg"), (0.7, "30,00"), (0.84, "510,00")),
    ]
    assert [line.description for line in read_items([sheet([*page, *SUMS])]).lines] == ["Żyto KWS Tayo BB", "Nawóz"]


def test_sums_in_plain_words() -> None:
    rows = flat_rows(
        sheet([(0.1, 5, "Kwota brutto"), (0.5, 5, "7 030,80"), (0.1, 6, "Kwota netto"), (0.5, 6, "6 510,00")])
    )
    summary = find_summary(rows)
    assert [cell.texts for cell in summary.gross] == [("7 030,80",)]
    assert [cell.texts for cell in summary.net] == [("6 510,00",)]


def counted(first: str, second: str) -> list[tuple[str, Decimal | None]]:
    """Names over their numbers, each item counted, the head of the summary close below."""
    page = [
        *row(9, (0.05, "Lp."), (0.1, "Nazwa towaru")),
        *row(10, (0.1, "Indeks"), (0.3, "Ilość"), (0.4, "J.m."), (0.6, "Cena netto"), (0.8, "Netto")),
        *row(11, (0.05, "1"), (0.1, first)),
        *row(12, (0.1, "MAT50269"), (0.3, "20,000"), (0.4, "szt."), (0.6, "300,00"), (0.8, "6 000,00")),
        *row(13, (0.05, "2"), (0.1, second)),
        *row(14, (0.1, "ZBZ47388"), (0.3, "17,000"), (0.4, "szt."), (0.6, "30,00"), (0.8, "510,00")),
        *row(15, (0.4, "Stawka"), (0.5, "Wartość"), (0.65, "Kwota"), (0.8, "Wartość")),
        *row(16, (0.4, "VAT"), (0.5, "netto"), (0.65, "VAT"), (0.8, "brutto")),
        *row(17, (0.4, "8%"), (0.5, "6 510,00"), (0.65, "520,80"), (0.8, "7 030,80")),
        *row(18, (0.4, "Razem"), (0.5, "6 510,00"), (0.65, "520,80"), (0.8, "7 030,80")),
    ]
    return [(line.description, line.quantity and line.quantity.value) for line in read_items([sheet(page)]).lines]


def test_a_counter_begins_its_item() -> None:
    assert counted("Żyto KWS Tayo F1", "Wapno granulowane") == [
        ("Żyto KWS Tayo F1", D(20)),
        ("Wapno granulowane", D(17)),
    ]


def test_a_size_at_the_end_of_a_name_above_its_numbers_is_no_quantity() -> None:
    assert counted("Środek Bizon 5 L", "Żyto KWS Tayo") == [("Środek Bizon 5 L", D(20)), ("Żyto KWS Tayo", D(17))]


def test_amounts_of_items_that_run_over_two_rows() -> None:
    page = [
        *HEAD,
        *row(12, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.5, "20,00"), (0.58, "j.s."), (0.7, "300,00")),
        *row(12, right(0.93, "6")),
        *row(13, (0.1, "(promocja)"), right(0.93, "000,00")),
        *row(14, (0.05, "2"), (0.1, "Nawóz"), (0.5, "17,00"), (0.58, "kg"), (0.7, "30,00"), right(0.93, "510,00")),
    ]
    # The first group stands over its last ones where a cell is too narrow for both.
    page = [(0.93 - 3 * 0.0095, y, t) if t == "6" else (x, y, t) for x, y, t in page]
    items = read_items([sheet([*page, *SUMS])])
    assert [line[3] for line in lines_of(items)] == [D(6000), D(510)]
    assert items.arithmetic_holds is True


def test_the_unit_a_price_is_for() -> None:
    page = [
        *row(10, (0.05, "Lp."), (0.1, "Towar"), (0.45, "Ilość"), (0.55, "Cena"), (0.84, "Netto")),
        *row(12, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.45, "20"), (0.55, "300,00 zł/jedn. siew.")),
        *row(12, right(0.93, "6 000,00")),
        *row(13, (0.05, "2"), (0.1, "Nawóz 1 mln"), (0.45, "17"), (0.55, "30,00 zł/kg"), right(0.93, "510,00")),
    ]
    items = read_items([sheet([*page, *SUMS])])
    assert [line.unit for line in items.lines] == ["jedn. siew.", "kg"]
    assert all(line.proven for line in items.lines)
    unread = read_items([sheet([line for line in [*page, *SUMS] if line[2] != "20"])])
    assert [line.unit for line in unread.lines] == ["jedn. siew.", "kg"]


def test_sentences_of_net_tax_and_gross() -> None:
    page: list[Line] = [
        (0.05, 9, "1. Żyto KWS Tayo F1"),
        (0.05, 10, "20 j.s. x 300,00 zł = 6 000,00 zł netto + 8% VAT 480,00 zł = 6 480,00 zł brutto"),
        (0.05, 12, "Łącznie netto: 6 000,00 zł, VAT: 480,00 zł, brutto: 6 480,00 zł"),
    ]
    items = read_items([sheet(page)])
    assert lines_of(items) == [("Żyto KWS Tayo F1", D(20), "j.s.", D(6000))]
    assert items.arithmetic_holds is True


def test_the_total_beside_a_sentence_of_one_rate() -> None:
    page = [
        *HEAD,
        *row(12, (0.05, "1"), (0.1, "Żyto KWS Tayo F1"), (0.5, "20"), (0.58, "j.s."), (0.7, "300,00")),
        *row(12, right(0.93, "6 000,00")),
        *row(13, (0.05, "2"), (0.1, "Siatka"), (0.5, "1"), (0.58, "rol."), (0.7, "500,00"), right(0.93, "500,00")),
        *row(16, (0.05, "Stawka 8% netto: 6 000,00 zł, VAT: 480,00 zł"), (0.8, "7 095,00")),
        *row(17, (0.05, "Stawka 23% netto: 500,00 zł, VAT: 115,00 zł")),
    ]
    items = read_items([sheet(page)])
    assert items.arithmetic_holds is True
    assert items.totals.gross is not None and items.totals.gross.value == D(7095)


def test_a_code_close_behind_an_amount_leaves_it_whole() -> None:
    lines = [
        *HEAD, (0.935, 10, "Indeks"),
        *row(12, (0.05, "1"), (0.1, "Saletra"), (0.5, "3"), (0.58, "szt."), right(0.78, "57,00")),
        *row(12, right(0.92, "171,00"), (0.93, "MS47")),
        *row(13, (0.05, "2"), (0.1, "KWS Tayo"), (0.5, "20"), (0.58, "j.s."), right(0.78, "300,00")),
        *row(13, right(0.92, "6 000,00"), (0.93, "NAS-75")),
        (0.6, 20, "Razem netto: 6 171,00"),
    ]  # fmt: skip
    items = read_items([sheet(lines)])
    assert [entry[1:] for entry in lines_of(items)] == [(D(3), "szt.", D("171.00")), (D(20), "j.s.", D("6000.00"))]
    assert items.arithmetic_holds


def test_a_point_whose_box_is_its_ink_stays_in_its_number() -> None:
    glyphs = []
    for index, sign in enumerate("2589.04"):
        left, top = 50.0 + 6 * index, 101.0 if sign == "." else 107.0
        glyphs.append(Glyph(sign, left, 100.0 if sign == "." else 98.0, left + 6, top, left, 100.0, 10.0, 0, True, 0))
    words = words_with_glyphs(glyphs, Frame(0.0, 0.0, 595.0, 842.0, 0))
    assert [word.text for word, _ in words] == ["2589.04"]
