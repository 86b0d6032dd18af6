"""Columns that headings alone do not tell apart, items of several rows, and what stands between and below items."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.tables.line_items import Items, read_items
from programme.invoices import Source
from tests.extractors.sheets import Line, sheet
from tests.extractors.test_new_tables import lines_of, right, row

D = Decimal
SUMS: list[Line] = [(0.6, 30, "Razem netto: 7 488,00"), (0.6, 31, "VAT: 599,04"), (0.6, 32, "Do zapłaty: 8 087,04")]
TAYO = ("Żyto hybrydowe KWS Tayo", D(24), "j.s.", D("7488.00"))


def figures(y: float, *cells: tuple[float, str]) -> list[Line]:
    """A row whose cells are flush right."""
    return row(y, *(right(x, text) for x, text in cells))


def read(*lines: list[Line]) -> Items:
    return read_items([sheet([cell for line in lines for cell in line])])


def test_of_two_columns_called_gross_the_one_that_follows_from_net_and_rate_is() -> None:
    head = row(10, (0.03, "Nazwa"), (0.34, "J.m."), (0.4, "Ilość"))
    names = [(0.5, "netto"), (0.58, "brutto"), (0.68, "netto"), (0.74, "VAT"), (0.82, "VAT"), (0.93, "brutto")]
    cells = [(0.46, "24"), (0.54, "312,00"), (0.63, "336,96"), (0.72, "7 488,00"), (0.77, "8%"), (0.86, "599,04")]
    items = read(
        [*head, *figures(10, *[(x + 0.02, text) for x, text in names])],
        [*row(11, (0.03, TAYO[0]), (0.34, "j.s.")), *figures(11, *cells, (0.97, "8 087,04"))],
        SUMS,
    )
    line = items.lines[0]
    assert lines_of(items) == [TAYO] and line.vat == D("599.04")
    assert line.gross is not None and line.gross.value == D("8087.04") and line.gross.confidence > 0.9


def test_a_value_before_the_rebate_is_not_the_net_value() -> None:
    head = row(10, (0.03, "Nazwa"), (0.34, "J.m."), (0.4, "Ilość"), (0.47, "Cena"), (0.55, "Wartość przed rabatem"))
    head += row(10, (0.76, "Rabat"), (0.85, "Netto"))
    cells = [(0.45, "24"), (0.53, "320,00"), (0.68, "7 680,00"), (0.81, "2,5%"), (0.95, "7 488,00")]
    items = read(head, [*row(11, (0.03, TAYO[0]), (0.34, "j.s.")), *figures(11, *cells)], SUMS)
    assert lines_of(items) == [TAYO] and items.arithmetic_holds is True


def test_values_in_two_rows_under_headings_in_two_rows() -> None:
    items = read(
        row(10, (0.03, "Poz."), (0.15, "Materiał"), (0.52, "Ilość"), (0.68, "Cena"), (0.9, "Wartość")),
        row(11, (0.15, "Nazwa"), (0.76, "Stawka"), (0.88, "Kwota VAT")),
        [(0.03, 12.5, "000010"), (0.15, 12.5, "46543112"), *figures(12.5, (0.6, "24,000 J.S."), (0.74, "312,00"))],
        [*figures(12.5, (0.96, "7 488,00")), (0.15, 13.5, TAYO[0]), *figures(13.5, (0.84, "8%"), (0.96, "599,04"))],
        [(0.15, 14.5, "Kod CN 10021000")],
        SUMS,
    )
    assert [(line.quantity and line.quantity.value, line.vat, line.proven) for line in items.lines] == [
        (D("24.000"), D("599.04"), True)
    ]
    assert items.lines[0].description.endswith(TAYO[0])


HEAD = [*row(10, (0.03, "Lp."), (0.08, "Nazwa"), (0.42, "J.m.")), *figures(10, (0.55, "Ilość"), (0.67, "Cena"))]
HEAD += figures(10, (0.82, "Wartość netto"))


def item(y: float, number: str, name: str, *cells: str) -> list[Line]:
    quantity, price, net = cells
    texts = row(y, (0.03, number), (0.08, name), (0.42, "j.s."))
    return [*texts, *figures(y, (0.55, quantity), (0.67, price), (0.82, net))]


def test_sums_in_words_and_currency_beside_one_another_end_the_items() -> None:
    words = row(13, (0.03, "Wartość netto: 7 488,00 PLN"), (0.33, "Kwota VAT: 599,04 PLN"))
    items = read(
        HEAD, item(11, "1", TAYO[0], "24", "312,00", "7 488,00"), words, row(13, (0.63, "Brutto: 8 087,04 PLN"))
    )
    assert lines_of(items) == [TAYO] and not items.problems


def test_lots_said_to_be_part_of_an_item_end_nothing() -> None:
    lots = [(0.08, 12.0, "w tym partia PL123A"), *row(12, (0.42, "j.s.")), *figures(12, (0.55, "14"))]
    lots += [(0.08, 13.0, "w tym partia PL124B"), *row(13, (0.42, "j.s.")), *figures(13, (0.55, "10"))]
    further = item(14, "2", "Żyto hybrydowe SU Performer", "2", "300,00", "600,00")
    items = read(HEAD, item(11, "1", TAYO[0], "24", "312,00", "7 488,00"), lots, further)
    assert lines_of(items) == [TAYO, ("Żyto hybrydowe SU Performer", D(2), "j.s.", D("600.00"))]


def test_a_page_number_alone_ends_nothing() -> None:
    pages = [
        sheet([*HEAD, *item(11, "1", TAYO[0], "24", "312,00", "7 488,00"), (0.45, 55, "Strona 1")]),
        sheet(
            [*item(5, "2", "Żyto SU Performer", "2", "300,00", "600,00"), (0.6, 8, "Razem netto: 8 088,00")], number=2
        ),
    ]
    assert len(read_items(pages).lines) == 2


def test_the_list_of_deliveries_is_no_second_list_of_items() -> None:
    head = row(40, (0.03, "Lp"), (0.08, "Towar"), (0.5, "Ilość"), (0.6, "J.m."))
    items = read(
        HEAD, item(11, "1", TAYO[0], "24", "312,00", "7 488,00"), SUMS, head, row(41, (0.03, "1"), (0.08, TAYO[0])),
        row(41, (0.5, "24"), (0.6, "j.s.")),
    )  # fmt: skip
    assert lines_of(items) == [TAYO] and items.arithmetic_holds is True


def test_names_that_end_in_the_row_of_their_numbers() -> None:
    items = read(
        HEAD,
        item(11, "1", "Żyto hybrydowe SU Performer", "2", "300,00", "600,00"),
        [(0.08, 12.7, TAYO[0])],
        item(13.7, "2", "zaprawiane Vibrance", "24", "312,00", "7 488,00"),
    )
    assert [line.description for line in items.lines] == [
        "Żyto hybrydowe SU Performer",
        f"{TAYO[0]} zaprawiane Vibrance",
    ]


def test_labelled_amounts_of_tax_belong_to_their_item() -> None:
    def block(y: float, count: str, name: str, quantity: str, *amounts: str) -> list[Line]:
        price, net, vat, gross = amounts
        texts = [f"Pozycja {count}: {name}", f"Ilość: {quantity} j.s.   Cena netto: {price}   Stawka VAT: 8%"]
        texts.append(f"Wartość netto: {net}   VAT: {vat}   Wartość brutto: {gross}")
        return [(0.05, y + index, text) for index, text in enumerate(texts)]

    items = read(
        [(0.05, 4, "NIP: 1694190492")],
        block(6, "1", TAYO[0], "24", "312,00", "7 488,00", "599,04", "8 087,04"),
        block(11, "2", "Żyto SU Performer", "2", "300,00", "600,00", "48,00", "648,00"),
    )
    found = [(line.description, line.vat, line.gross and line.gross.value) for line in items.lines]
    assert found == [(TAYO[0], D("599.04"), D("8087.04")), ("Żyto SU Performer", D("48.00"), D("648.00"))]


def test_items_by_the_field_names_of_the_schema() -> None:
    texts = ["P_6 (data sprzedaży): 2024-08-02"]
    for count, name, quantity, price, net in (
        ("1", "Wapno", "2", "300.00", "600.00"),
        ("2", TAYO[0], "24", "312.00", "7488.00"),
    ):
        texts += [f"Pozycja {count}", f"P_7 (nazwa): {name}", "P_8A (miara): j.s.", f"P_8B (ilość): {quantity}"]
        texts += [f"P_9A (cena netto): {price}", f"P_11 (wartość netto): {net}", "P_12 (stawka): 8"]
    items = read([(0.05, 6.0 + index, text) for index, text in enumerate(texts)])
    assert [line.description for line in items.lines] == ["Wapno", TAYO[0]]


def test_items_told_in_sentences() -> None:
    items = read(
        row(8, (0.05, "Opis transakcji:")),
        row(9, (0.05, "1) Sprzedaż 24 j.s. Żyto hybrydowe KWS Tayo po 312,00 zł netto za")),
        row(10, (0.05, "jednostkę, razem 7 488,00 zł netto, VAT 8% 599,04 zł, brutto 8 087,04 zł.")),
        row(11, (0.05, "2) Wapno kreda 1 t BB – 2 szt. w cenie 300,00 zł netto/szt., wartość 600,00 zł + VAT 8%.")),
        row(20, (0.05, "Razem do zapłaty: 8 735,04 zł")),
    )
    assert lines_of(items) == [TAYO, ("Wapno kreda 1 t BB", D(2), "szt.", D("600.00"))]
    assert all(line.proven and line.vat_rate == "8" for line in items.lines)


def test_a_rebate_and_what_it_leaves_are_of_the_item_above() -> None:
    sums: list[Line] = [(0.6, 30, "Razem netto: 7 113,60"), (0.6, 31, "VAT: 569,09"), (0.6, 32, "Do zapłaty: 7 682,69")]
    rebate = [(0.08, 12.0, "Rabat 5%"), *figures(12, (0.82, "-374,40")), (0.08, 13.0, "po rabacie")]
    items = read(
        HEAD, item(11, "1", TAYO[0], "24", "312,00", "7 488,00"), rebate, figures(13, (0.82, "7 113,60")), sums
    )
    assert lines_of(items) == [(*TAYO[:3], D("7113.60"))] and items.lines[0].proven


def test_headings_divided_at_the_end_of_a_line() -> None:
    items = read(
        row(9, (0.03, "L."), (0.08, "Nazwa"), (0.42, "Jedn."), (0.5, "Ilość"), (0.62, "Cena"), (0.75, "War-")),
        row(10, (0.03, "p."), (0.08, "towaru"), (0.42, "mia-"), (0.62, "netto"), (0.75, "tość")),
        row(11, (0.42, "ry"), (0.75, "netto")),
        item(12.5, "1", TAYO[0], "24", "312,00", "7 488,00"),
        SUMS,
    )
    assert lines_of(items) == [TAYO] and not items.problems


def test_counters_and_numbers_of_articles_are_no_part_of_names() -> None:
    head = [*row(10, (0.08, "Nazwa"), (0.42, "J.m.")), *figures(10, (0.55, "Ilość"), (0.67, "Cena"))]
    head += figures(10, (0.82, "Wartość netto"))
    items = read(
        head,
        item(11, "", f"a) 46543112 {TAYO[0]}", "24", "312,00", "7 488,00"),
        item(12, "", "b) Usługa transportowa", "2", "300,00", "600,00"),
    )
    assert [line.description for line in items.lines] == [TAYO[0], "Usługa transportowa"]


def test_a_heading_of_a_rate_heads_the_items_below_it() -> None:
    items = read(
        HEAD,
        row(11, (0.03, "Stawka VAT 8%")),
        item(12, "1", TAYO[0], "24", "312,00", "7 488,00"),
        row(13, (0.03, "Stawka VAT 23%")),
        item(14, "2", "Usługa transportowa", "2", "300,00", "600,00"),
    )
    assert [line.description for line in items.lines] == [TAYO[0], "Usługa transportowa"]


def test_a_table_on_its_side() -> None:
    labels = ("Nazwa towaru", "Jednostka miary", "Ilość", "Cena netto", "Wartość netto", "Stawka VAT", "Wartość brutto")
    first = ("KWS Tayo żyto", "j.s.", "24", "312,00", "7 488,00", "8%", "8 087,04")
    second = ("Wapno kreda", "szt.", "2", "300,00", "600,00", "8%", "648,00")
    rows = [
        [*row(8 + place, (0.05, label)), *figures(8 + place, (0.5, one), (0.8, two))]
        for place, (label, one, two) in enumerate(zip(labels, first, second, strict=True))
    ]
    items = read(*rows, row(20, (0.05, "Razem do zapłaty: 8 735,04 zł")))
    assert lines_of(items) == [
        ("KWS Tayo żyto", D(24), "j.s.", D("7488.00")),
        ("Wapno kreda", D(2), "szt.", D("600.00")),
    ]


def test_of_two_columns_in_per_cent_the_one_taken_off_is_the_discount() -> None:
    head = [*row(10, (0.03, "Nazwa"), (0.34, "J.m.")), *figures(10, (0.46, "Ilość"), (0.57, "Cena"), (0.66, "%"))]
    cells = [(0.46, "24"), (0.57, "325,00"), (0.66, "4%"), (0.8, "7 488,00"), (0.9, "8%")]
    items = read(
        [*head, *figures(10, (0.8, "Netto"), (0.9, "VAT %"))],
        [*row(11, (0.03, TAYO[0]), (0.34, "j.s.")), *figures(11, *cells)],
        SUMS,
    )
    assert lines_of(items) == [TAYO] and (items.lines[0].vat_rate, items.lines[0].discount) == ("8", D(4))


def test_headings_of_numbered_groups_head_what_is_below_them() -> None:
    items = read(
        HEAD,
        row(11, (0.03, "1."), (0.055, "Nasiona")),
        item(12, "1.1", TAYO[0], "24", "312,00", "7 488,00"),
        row(13, (0.03, "2."), (0.055, "Inne")),
        item(14, "2.1", "Wapno kreda", "2", "300,00", "600,00"),
    )
    assert [line.description for line in items.lines] == [TAYO[0], "Wapno kreda"]


def test_codes_below_or_beside_a_name_are_none_of_it() -> None:
    head = [*HEAD, (0.3, 10.0, "Świadectwo")]
    items = read(
        head,
        [*item(11, "1", "KWS Tayo żyto", "24", "312,00", "7 488,00"), (0.3, 11.0, "8095/25")],
        row(12, (0.08, "Kod: 371294 CN: 1002 10 00")),
        item(13, "2", "Wapno kreda", "2", "300,00", "600,00"),
    )
    assert [line.description for line in items.lines] == ["KWS Tayo żyto", "Wapno kreda"]


def test_what_a_scanner_sees_in_rules_parts_no_name() -> None:
    cells = [*HEAD, *item(11, "1", "Żyto hybrydowe KWS", "24", "312,00", "7 488,00"), (0.08, 11.8, "Tayo F1")]
    cells += [(0.03, 12.4, "L"), (0.2, 12.4, "-"), *item(13.2, "2", "Wapno kreda", "2", "300,00", "600,00")]
    page = replace(sheet(cells), source=Source.OCR)
    assert [line.description for line in read_items([page]).lines] == ["Żyto hybrydowe KWS Tayo F1", "Wapno kreda"]


def test_a_net_sum_no_line_speaks_for_is_not_sure() -> None:
    head = [
        *row(10, (0.03, "Lp."), (0.08, "Nazwa"), (0.42, "J.m.")),
        *figures(10, (0.55, "Ilość"), (0.67, "Cena brutto")),
    ]
    line = [
        *row(11, (0.03, "1"), (0.08, "KWS Tayo żyto"), (0.42, "j.s.")),
        *figures(11, (0.55, "24"), (0.67, "336,96")),
    ]
    sums = row(30, (0.5, "Razem netto: 7 030,20")) + row(31, (0.5, "Do zapłaty: 8 087,04"))
    items = read([*head, *figures(10, (0.9, "Wartość brutto"))], [*line, *figures(11, (0.9, "8 087,04"))], sums)
    assert items.totals.gross is not None and items.totals.gross.confidence > 0.9
    assert items.totals.net is not None and items.totals.net.confidence < 0.9


def test_a_space_clearly_wider_than_others_parts_two_names() -> None:
    items = read(
        HEAD,
        item(11, "1", "Usługa zaprawiania", "2", "300,00", "600,00"),
        [(0.08, 11.8, "nasion"), (0.08, 13.4, "Żyto hybrydowe"), (0.08, 14.2, "KWS Tayo F1")],
        item(15.0, "2", "zaprawa Vibrance", "24", "312,00", "7 488,00"),
        [(0.08, 15.8, "Trio"), (0.08, 16.6, "w workach")],
    )
    assert [line.description for line in items.lines] == [
        "Usługa zaprawiania nasion",
        "Żyto hybrydowe KWS Tayo F1 zaprawa Vibrance Trio w workach",
    ]


TWO_RATES: list[list[Line]] = [
    [*row(10, (0.03, "Nazwa"), (0.42, "J.m.")), *figures(10, (0.55, "Ilość"), (0.67, "Cena"), (0.78, "Netto"))],
    [*row(11, (0.03, TAYO[0]), (0.42, "j.s.")), *figures(11, (0.55, "24"), (0.67, "312,00"), (0.78, "7 488,00"))],
    [
        *row(12, (0.03, "Opakowanie zwrotne"), (0.42, "szt.")),
        *figures(12, (0.55, "2"), (0.67, "24,37"), (0.78, "48,74")),
    ],
]
RATES = [figures(10, (0.85, "VAT"), (0.95, "Brutto")), figures(11, (0.95, "8 087,04")), figures(12, (0.95, "59,95"))]


@pytest.mark.parametrize("rates", [("8.00", "23.00"), ("8,0", "23,0"), ("8", "23"), ("8%", "23%")])
def test_rates_with_decimals_and_without_their_sign(rates: tuple[str, str]) -> None:
    sums = row(20, (0.5, "Stawka 23%"), (0.65, "48,74"), (0.75, "11,21"), (0.85, "59,95"))
    totals = row(21, (0.5, "Razem:"), (0.65, "7 536,74"), (0.75, "610,25"), (0.85, "8 146,99"))
    items = read(*TWO_RATES, *RATES, figures(11, (0.85, rates[0])), figures(12, (0.85, rates[1])), sums, totals)
    assert [line.vat_rate for line in items.lines] == ["8", "23"] and all(line.proven for line in items.lines)
    assert [line.vat for line in items.lines] == [None, None]


def test_amounts_of_tax_that_look_like_rates_are_amounts() -> None:
    head = [*TWO_RATES[0], *figures(10, (0.85, "VAT"), (0.95, "Brutto"))]
    line = [*row(11, (0.03, "Faktoring"), (0.42, "szt.")), *figures(11, (0.55, "2"), (0.67, "50,00"), (0.78, "100,00"))]
    items = read(
        head, line, figures(11, (0.85, "23,00"), (0.95, "123,00")), row(20, (0.6, "Razem: 100,00 23,00 123,00"))
    )
    assert items.lines[0].vat_rate == "23"


def test_one_row_by_rate_of_several_gives_no_line_its_rate() -> None:
    sums = row(20, (0.5, "Stawka 23%"), (0.65, "48,74"), (0.75, "11,21"), (0.85, "59,95"))
    totals = row(21, (0.5, "Razem:"), (0.65, "7 536,74"), (0.75, "610,25"), (0.85, "8 146,99"))
    items = read(*TWO_RATES, sums, totals)
    assert all(line.proven for line in items.lines) and [line.vat_rate for line in items.lines] == [None, None]
