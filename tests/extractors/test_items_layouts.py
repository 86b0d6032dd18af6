"""Tables in the layouts of Polish invoices, and what must not be proven."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from extractors.tables.line_items import Items, choose, read_items, reconcile
from extractors.tokens import TokenPage, Word
from programme.geometry import Box
from programme.invoices import Witness
from tests.extractors.invoice_layouts import OTHERS, RYE, Article, Sheet, money, table, totals

FULL = ("lp", "name", "pkwiu", "quantity_unit", "price", "net", "rate", "gross")


def figures(items: Items) -> list[tuple[str | None, str | None]]:
    return [
        (str(line.quantity.value) if line.quantity else None, str(line.net.value) if line.net else None)
        for line in items.lines
    ]


def wanted(articles: Sequence[Article]) -> list[tuple[str, str]]:
    return [(str(a.quantity), str(a.net)) for a in articles]


def invoice(articles: Sequence[Article] = (RYE, *OTHERS), columns: Sequence[str] = FULL) -> Sheet:
    sheet = Sheet()
    totals(sheet, articles, table(sheet, columns, articles))
    return sheet


def written(sheet: Sheet, rows: Sequence[tuple[float, str]], y: float, step: float = 0.018) -> float:
    for x, text in rows:
        sheet.write(x, y, text)
        y += step
    return y


def changed(sheet: Sheet, old: str, new: str, nth: int = 0) -> TokenPage:
    """The page with the n-th word `old` read as `new`."""
    at = [i for i, word in enumerate(sheet.words) if word.text == old][nth]
    words = list(sheet.words)
    words[at] = Word(new, words[at].box, 0.8)
    copy = Sheet()
    copy.words = words
    return copy.page()


def test_a_plain_table_is_read_and_proven() -> None:
    items = read_items([invoice().page()])
    assert figures(items) == wanted((RYE, *OTHERS))
    assert items.arithmetic_holds is True
    assert all(line.proven for line in items.lines)
    assert [line.unit for line in items.lines] == ["j.s.", "t", "szt.", "szt.", "szt."]
    assert items.lines[3].description == OTHERS[2].name
    assert items.lines[0].description == RYE.name
    assert items.lines[1].quantity is not None and items.lines[1].quantity.value == Decimal("24.2")
    gross = sum((a.net for a in (RYE, *OTHERS)), Decimal(0)) + sum((r.vat or 0 for r in items.vat_rows), Decimal(0))
    assert items.totals.gross is not None and items.totals.gross.value == gross
    quantity = items.lines[0].quantity
    assert quantity is not None and quantity.box is not None and quantity.box.width < 0.1
    assert Witness.ARITHMETIC in quantity.witnesses


def test_narrow_receipt_layout() -> None:
    sheet = Sheet()
    y = written(
        sheet,
        [(0.1, "NABYWCA:"), (0.1, "Jan Nowak"), (0.1, "1. KWS JETHRO C1 Vibrance Duo - worek 1"), (0.1, "j.s.")],
        0.2,
    )
    sheet.write(0.15, y, "64 worek x 333,50")
    sheet.write(0.7, y, "21344,00 8%")
    y = written(sheet, [(0.1, "2. Paleta drewniana EUR")], y + 0.018)
    sheet.write(0.15, y, "2 szt. x 48,50")
    sheet.write(0.7, y, "97,00 23%")
    for label, value in (("Razem netto", "21441,00"), ("Razem VAT", "1729,83"), ("SUMA PLN", "23170,83")):
        y += 0.018
        sheet.write(0.1, y, label)
        sheet.write(0.7, y, value)
    items = read_items([sheet.page()])
    assert figures(items) == [("64", "21344.00"), ("2", "97.00")]
    assert all(line.proven for line in items.lines)
    assert items.lines[0].description.startswith("KWS JETHRO C1")
    assert items.lines[0].unit == "worek"


@pytest.mark.parametrize("last", ["NIP nabywcy: 5717619275", "96-130 Dębowa Góra", "Odbiorca: Roman Żuraw"])
def test_a_narrow_layout_whose_only_item_stands_close_under_a_party(last: str) -> None:
    sheet = Sheet()
    rows = ["Nabywca:", "Roman Żuraw", "Dębowa Góra 42", last, "KWS SERAFINO F1 kwal. C1 Vibrance Star worek 1 j.s."]
    y = written(sheet, [(0.1, row) for row in rows], 0.2)
    sheet.write(0.15, y, "30 JS x 313,00")
    sheet.write(0.7, y, "9390,00 8%")
    sheet.write(0.1, y + 0.036, "Razem netto")
    sheet.write(0.7, y + 0.036, "9390,00")
    (line,) = read_items([sheet.page()]).lines
    assert line.description == rows[-1]
    assert line.quantity is not None and line.quantity.value == 30


def test_fiscal_receipt_values_are_gross() -> None:
    sheet = Sheet()
    sheet.write(0.1, 0.2, "PARAGON FISKALNY")
    sheet.write(0.1, 0.24, "Żyto hybrydowe KWS Serafino 1 j.s.")
    sheet.write(0.1, 0.26, "20 x339,95 6799,00B")
    sheet.write(0.1, 0.30, "PTU B 8% 503,63")
    sheet.write(0.1, 0.32, "SUMA PLN 6799,00")
    (line,) = read_items([sheet.page()]).lines
    assert line.net is None and line.gross is not None and line.gross.value == Decimal("6799.00")
    assert line.quantity is not None and line.quantity.value == 20


def test_pages_with_repeated_headers_and_carried_subtotals() -> None:
    first, second = Sheet(), Sheet()
    y = table(first, FULL, (RYE, OTHERS[0]))
    subtotal = RYE.net + OTHERS[0].net
    first.write(0.3, y + 0.01, "Do przeniesienia")
    first.write(0.6, y + 0.01, money(subtotal))
    first.write(0.45, 0.95, "Strona 1 z 2")
    second.write(0.3, 0.08, "Z przeniesienia")
    second.write(0.6, 0.08, money(subtotal))
    y = table(second, FULL, OTHERS[1:], top=0.12, first=3)
    totals(second, (RYE, *OTHERS), y)
    both = read_items([first.page(1), second.page(2)])
    assert figures(both) == wanted((RYE, *OTHERS))
    assert both.arithmetic_holds is True
    assert [line.page for line in both.lines] == [1, 1, 2, 2, 2]
    alone = read_items([second.page(1)])
    assert figures(alone) == wanted(OTHERS[1:])
    assert alone.arithmetic_holds is True


def test_table_that_goes_on_without_a_header() -> None:
    first, second = Sheet(), Sheet()
    table(first, FULL, (RYE, OTHERS[0]))
    y = table(second, FULL, OTHERS[1:], top=0.06, header=False, first=3)
    totals(second, (RYE, *OTHERS), y)
    items = read_items([first.page(1), second.page(2)])
    assert figures(items) == wanted((RYE, *OTHERS))
    assert items.arithmetic_holds is True


def test_correction_by_headed_tables() -> None:
    after = Article(RYE.name, Decimal(28), "j.s.", RYE.price)
    sheet = Sheet()
    sheet.write(0.05, 0.25, "Pozycje przed korektą:")
    y = table(sheet, FULL, (RYE,), top=0.28)
    sheet.write(0.05, y + 0.01, "Pozycje po korekcie:")
    y = table(sheet, FULL, (after,), top=y + 0.04)
    sheet.write(0.3, y + 0.03, "Razem")
    net, vat = after.net - RYE.net, after.vat - RYE.vat
    for x, value in ((0.5, net), (0.65, vat), (0.8, net + vat)):
        sheet.write(x, y + 0.03, money(value))
    items = read_items([sheet.page()])
    assert [line.before_correction for line in items.lines] == [True, False]
    assert items.arithmetic_holds is True
    assert items.totals.gross is not None and items.totals.gross.value == net + vat


def test_ksef_correction_marks_the_state_before_in_a_second_table() -> None:
    after = Article(RYE.name, Decimal(28), "j.s.", RYE.price)
    sheet = Sheet()
    y = table(sheet, ("lp", "name", "price", "quantity", "unit", "rate", "net"), (RYE, after), top=0.3)
    sheet.write(0.05, y + 0.02, "Lp.")
    sheet.write(0.2, y + 0.02, "Indeks")
    sheet.write(0.5, y + 0.02, "Stan przed")
    for step, yes in ((0.04, "Tak"), (0.06, "")):
        sheet.write(0.05, y + step, "1")
        sheet.write(0.2, y + step, "A77")
        sheet.write(0.5, y + step, yes)
    sheet.write(0.45, y + 0.09, "1 z 2")
    sheet.write(0.05, y + 0.1, "Kwota należności ogółem:")
    sheet.write(0.3, y + 0.1, money((after.net - RYE.net) * Decimal("1.08")))
    items = read_items([sheet.page()])
    assert [line.before_correction for line in items.lines] == [True, False]


def test_a_second_table_joined_by_lp_is_no_reason_to_read_without_the_header() -> None:
    """Sums that contradict the lines make other ways to read compete: one with a line without value is no better."""
    sheet = Sheet()
    y = table(sheet, ("lp", "name", "price", "quantity", "unit", "rate", "net"), (RYE, OTHERS[0]), top=0.3)
    for step, cells in ((0.02, ("Lp.", "GTU")), (0.04, ("1", "GTU_10")), (0.06, ("2", ""))):
        for x, text in zip((0.05, 0.2), cells, strict=True):
            sheet.write(x, y + step, text)
    sheet.write(0.9, y + 0.08, "1 z 2")
    for step, cells in ((0.1, ("Kwota należności ogółem:", "4 001,49")), (0.14, ("zwolnione", "4 001,49", "0,00"))):
        for x, text in zip((0.05, 0.4, 0.55), cells, strict=False):
            sheet.write(x, y + step, text)
    sheet.write(0.7, y + 0.14, "4 001,49")
    items = read_items([sheet.page()])
    assert [line.quantity and line.quantity.value for line in items.lines] == [RYE.quantity, OTHERS[0].quantity]
    assert items.arithmetic_holds is False


def test_the_total_of_an_advance_is_not_that_of_the_order_whose_lines_it_repeats() -> None:
    sheet = Sheet()
    y = table(sheet, ("lp", "name", "price", "quantity", "unit", "rate", "net", "vat"), (RYE,), top=0.3)
    sheet.write(0.05, 0.24, f"Wartość zamówienia lub umowy z kwotą podatku: {money(RYE.net + RYE.vat)}")
    sheet.write(0.05, 0.26, f"Wartość zamówienia bez podatku: {money(RYE.net)}")
    sheet.write(0.4, y + 0.03, "Kwota zapłaty (zaliczki) dokumentowana fakturą: 108,00")
    for x, text in ((0.05, "Stawka podatku"), (0.4, "Kwota netto"), (0.6, "Kwota podatku"), (0.8, "Kwota brutto")):
        sheet.write(x, y + 0.07, text)
    for x, text in ((0.05, "8%"), (0.4, "100,00"), (0.6, "8,00"), (0.8, "108,00")):
        sheet.write(x, y + 0.09, text)
    gross = read_items([sheet.page()]).totals.gross
    assert gross is not None and gross.value == Decimal(108)


def test_a_summary_by_rate_without_any_line_is_no_table_of_items() -> None:
    sheet = Sheet()
    for x, text in ((0.05, "Lp."), (0.2, "Stawka podatku"), (0.4, "Kwota netto"), (0.6, "Kwota podatku")):
        sheet.write(x, 0.3, text)
    sheet.write(0.75, 0.3, "Kwota brutto")
    for step, cells in enumerate((("23%", "1 000,00", "230,00", "1 230,00"), ("8%", "2 000,00", "160,00", "2 160,00"))):
        sheet.write(0.05, 0.33 + 0.02 * step, str(step + 1))
        for x, text in zip((0.2, 0.4, 0.6, 0.75), cells, strict=True):
            sheet.write(x, 0.33 + 0.02 * step, text)
    assert read_items([sheet.page()]).lines == ()


def test_delivery_note_without_prices_is_read_but_not_proven() -> None:
    sheet = Sheet()
    table(sheet, ("lp", "code", "name", "quantity_unit"), (RYE, OTHERS[2]))
    items = read_items([sheet.page()])
    assert [line.quantity and line.quantity.value for line in items.lines] == [40, 2]
    assert items.arithmetic_holds is None
    assert not any(line.proven for line in items.lines)


def test_discount_in_per_cent() -> None:
    sheet = Sheet()
    for x, text in ((0.05, "Nazwa"), (0.45, "Ilość"), (0.53, "Cena"), (0.62, "Rabat"), (0.7, "Wartość netto")):
        sheet.write(x, 0.3, text)
    for x, text in ((0.05, "KWS TAYO F1"), (0.45, "100 j.s."), (0.53, "406,50"), (0.62, "2%"), (0.7, "39 837,00")):
        sheet.write(x, 0.33, text)
    sheet.write(0.5, 0.4, "Razem netto: 39 837,00 zł")
    (line,) = read_items([sheet.page()]).lines
    assert line.proven and line.discount == 2 and line.quantity is not None and line.quantity.value == 100


def test_gross_prices_only() -> None:
    sheet = Sheet()
    for x, text in ((0.05, "Nazwa"), (0.45, "Ilość"), (0.55, "Cena brutto"), (0.7, "Wartość brutto")):
        sheet.write(x, 0.3, text)
    for x, text in ((0.05, "KWS TAYO F1"), (0.45, "12 js"), (0.55, "438,18"), (0.7, "5 258,16")):
        sheet.write(x, 0.33, text)
    sheet.write(0.5, 0.4, "Do zapłaty: 5 258,16 PLN")
    (line,) = read_items([sheet.page()]).lines
    assert line.proven and line.net is None and line.gross is not None and line.unit_gross_price == Decimal("438.18")


def test_negative_line() -> None:
    less = Article("Rabat za wcześniejszą zapłatę", Decimal(-1), "szt.", Decimal("250.00"))
    items = read_items([invoice((RYE, less)).page()])
    assert figures(items) == [("40", "16228.80"), ("-1", "-250.00")]
    assert items.arithmetic_holds is True


def test_changed_quantity_is_not_proven_and_is_named_doubtful() -> None:
    items = read_items([changed(invoice(), "40", "48")])
    assert items.arithmetic_holds is False
    assert not items.lines[0].proven
    assert {cell.role.value for cell in items.doubtful if cell.line == 0} >= {"quantity", "price", "net"}


@pytest.mark.parametrize(
    ("answers", "proven"),
    [
        ({"48": ["40"]}, True),  # the truth
        ({"48": ["4O", "46"]}, True),  # look-alikes count
        ({"48": ["46"]}, False),  # nothing adds up
        ({"48": []}, False),
    ],
)
def test_reconcile_takes_the_one_combination_that_adds_up(answers: dict[str, list[str]], proven: bool) -> None:
    items = read_items([changed(invoice(), "40", "48")])
    texts = {cell.box: cell.texts for cell in items.doubtful}

    def reread(page: int, box: Box) -> list[str]:
        return answers.get((texts[box] or ("",))[0], [])

    again = reconcile(items, reread)
    assert again.lines[0].proven is proven
    assert again.arithmetic_holds is proven
    if proven:
        assert again.lines[0].quantity is not None and again.lines[0].quantity.value == 40


@pytest.mark.parametrize("answer", ["40", "40 j.s.", "40 szt"])
def test_reconcile_finds_a_quantity_that_was_not_read_at_all(answer: str) -> None:
    sheet = invoice()
    at = next(i for i, w in enumerate(sheet.words) if w.text == "40")
    missing = sheet.words.pop(at)
    items = read_items([sheet.page()])
    assert items.lines[0].quantity is None and not items.lines[0].proven

    def reread(page: int, box: Box) -> list[str]:
        return (
            [answer] if box.x0 <= missing.box.x0 + 0.01 and box.x1 >= missing.box.x1 - 0.01 and box.width < 0.2 else []
        )

    again = reconcile(items, reread)
    assert again.lines[0].quantity is not None and again.lines[0].quantity.value == 40


def test_choose_mends_two_engines_readings() -> None:
    first = read_items([changed(invoice(), "40", "48")])
    second = read_items([changed(invoice(), "188,20", "183,20")])
    both = choose(first, second)
    assert figures(both) == wanted((RYE, *OTHERS))
    assert both.arithmetic_holds is True
    assert both.lines[1].quantity is not None and Witness.SECOND_READER in both.lines[1].quantity.witnesses
    assert both.lines[0].quantity is not None and Witness.SECOND_READER not in both.lines[0].quantity.witnesses


def test_choose_prefers_the_reading_that_proves_itself() -> None:
    good, bad = read_items([invoice().page()]), read_items([changed(invoice(), "40", "48")])
    assert choose(bad, good).lines[0].quantity == good.lines[0].quantity
    assert figures(choose(good, bad)) == wanted((RYE, *OTHERS))


def test_two_factors_without_header_or_unit_are_not_proven() -> None:
    sheet = Sheet()
    for x, text in ((0.05, "Towar luzem"), (0.5, "375,50"), (0.6, "60,00"), (0.75, "22530,00")):
        sheet.write(x, 0.3, text)
    sheet.write(0.5, 0.4, "Razem netto: 22530,00 zł")
    assert not any(line.proven for line in read_items([sheet.page()]).lines)


def test_whole_cells_as_one_word_with_points() -> None:
    sheet = Sheet(joined=True)
    totals(sheet, (RYE,), table(sheet, FULL, (RYE,)))
    items = read_items([changed(sheet, "405,72", "405.72")])
    assert figures(items) == wanted((RYE,)) and items.lines[0].proven


def test_empty_document() -> None:
    items = read_items([Sheet().page()])
    assert items.lines == () and items.arithmetic_holds is None
    assert [problem.code for problem in items.problems] == ["no_table"]
