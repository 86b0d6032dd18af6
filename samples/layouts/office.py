"""Layouts of trade programs: boxed grid, shaded header, landscape with many columns, two-line items."""

from __future__ import annotations

from samples.layouts import parts
from samples.layouts.sheet import Column, Sheet, TableStyle
from samples.model import Bill, Item
from samples.wording import amount, day, in_words, nip, quantity


def boxed_grid(sheet: Sheet, bill: Bill) -> None:
    """Seller top left, number and dates boxed top right, parties in boxes, a fully ruled table."""
    sheet.on_page = parts.page_note("Wydrukowano z programu handlowego · Strona {page} z {total}")
    sheet.lines(15, 18, parts.seller_lines(bill.seller), 9)
    sheet.text(15, 37, f"Bank Rolny: {bill.seller.account}", 7.5)
    sheet.box(112, 13, 84, 26)
    sheet.text(154, 20, f"{bill.title} nr {bill.number}", 11, True, "c")
    rows = [f"Data wystawienia: {day(bill.issue_date, 'iso')}", f"Data sprzedaży: {day(bill.sale_date, 'iso')}"]
    sheet.lines(115, 26, [*rows, f"Miejsce wystawienia: {bill.seller.city}"], 8.5, 4.4)
    y = 52.0
    for x, caption, lines in (
        (15.0, "Nabywca", parts.buyer_lines(bill)),
        (108.0, "Odbiorca", parts.person_lines(bill.receiver or bill.buyer)),
    ):
        sheet.box(x, 44, 88, 25)
        sheet.text(x + 2, 48.5, caption, 7.5, True, grey=0.35)
        sheet.lines(x + 2, y + 1, lines, 9)
    y = sheet.lines(15, 75, parts.correction_lines(bill), 8.5)
    columns = (
        Column("Lp.", 8, "c", parts.number_cell),
        Column("Kod", 18, "l", parts.code_cell),
        Column("Nazwa towaru lub usługi", 56, "l", parts.name_cell),
        Column("Ilość", 14, "r", parts.quantity_cell()),
        Column("J.m.", 13, "c", parts.unit_cell),
        Column("Cena netto", 18, "r", parts.price_cell),
        Column("Wartość netto", 20, "r", parts.net_cell),
        Column("VAT", 10, "c", parts.rate_cell),
        Column("Wartość brutto", 24, "r", parts.gross_cell),
    )
    y = parts.tables(sheet, 15, y, bill, columns, TableStyle(size=8, shade=0.93)) + 4
    y = parts.rate_sums(sheet, 196, y, bill) + 8
    y = sheet.room(y, 30)
    sheet.text(15, y, f"Do zapłaty: {amount(bill.gross)} PLN", 12, True)
    sheet.text(15, y + 5.5, f"Słownie: {in_words(bill.gross)}", 8.5)
    sheet.text(15, y + 10.5, f"Termin płatności: {bill.payment_days} dni, przelew", 8.5)
    sheet.lines(15, y + 15, bill.notes, 8)
    parts.signatures(sheet, y + 20, "Osoba upoważniona do wystawienia", "Osoba upoważniona do odbioru")


def shaded_header(sheet: Sheet, bill: Bill) -> None:
    """Centred title, unboxed parties with the buyer left, grey head, discount column, decimals in quantity."""
    sheet.on_page = parts.page_note("{page}/{total}")
    sheet.text(196, 14, f"{bill.seller.city}, {day(bill.issue_date)}", 9, align="r")
    sheet.text(105, 26, bill.title.upper(), 15, True, "c")
    sheet.text(105, 32, bill.number, 12, align="c")
    sheet.text(105, 37, "oryginał", 8, align="c", grey=0.3)
    sheet.text(16, 46, "Kupujący:", 8, True)
    sheet.lines(16, 51, parts.buyer_lines(bill, "NIP "), 9.5)
    sheet.text(118, 46, "Sprzedawca:", 8, True)
    sheet.lines(118, 51, parts.seller_lines(bill.seller, "dashed"), 9.5)
    sheet.text(16, 73, f"Data dostawy: {day(bill.sale_date)}", 9)
    sheet.text(118, 73, f"Termin zapłaty: {bill.payment_days} dni", 9)
    y = sheet.lines(16, 79, parts.correction_lines(bill), 9)
    columns = (
        Column("L.p.", 8, "r", parts.number_cell),
        Column("Nazwa towaru/usługi", 60, "l", parts.name_cell),
        Column("PKWiU", 16, "c", lambda index, item: "01.11.32" if item.seed_units is not None else ""),
        Column("Ilość", 16, "r", parts.quantity_cell(3)),
        Column("Jm", 14, "l", parts.unit_cell),
        Column("Rabat %", 11, "r", lambda index, item: "0"),
        Column("Cena", 17, "r", parts.price_cell),
        Column("Wart. netto", 21, "r", parts.net_cell),
        Column("Stawka VAT", 12, "r", parts.bare_rate_cell),
    )
    y = parts.tables(sheet, 16, y, bill, columns, TableStyle(rules="rows", size=8.5, shade=0.85)) + 5
    y = parts.rate_sums(sheet, 191, y, bill, 8.5, ruled=False) + 7
    y = sheet.room(y, 25)
    sheet.text(191, y, f"Razem do zapłaty {amount(bill.gross)} zł", 12, True, "r")
    sheet.text(16, y + 7, f"Kwota słownie: {in_words(bill.gross)}", 9)
    sheet.text(16, y + 12, f"Rachunek: {bill.seller.account}", 9)
    sheet.lines(16, y + 17, bill.notes, 8)
    parts.signatures(sheet, y + 22, "wystawił(a)", "odebrał(a)")


def wide_erp(sheet: Sheet, bill: Bill) -> None:
    """Landscape, small narrow letters, bilingual labels, fourteen columns."""
    sheet.on_page = parts.page_note("ERP-WYDRUK FV_STD_04   strona/page {page} z/of {total}", 6)
    sheet.text(12, 14, bill.seller.name, 12, True)
    sheet.text(
        12,
        19,
        f"{bill.seller.street}, {bill.seller.postal} {bill.seller.city}   NIP/VAT ID {nip(bill.seller.nip, 'pl')}",
        8,
    )
    sheet.text(285, 14, f"{bill.title} / Invoice", 12, True, "r")
    sheet.text(285, 20, f"Nr / No. {bill.number}", 11, True, "r")
    dates = f"Data wystawienia / Issue date {day(bill.issue_date)}    Data sprzedaży / Sale date {day(bill.sale_date)}"
    sheet.text(285, 25, dates, 8, align="r")
    sheet.rule(12, 28, 285, 28, 1)
    sheet.text(12, 33, "Nabywca / Buyer", 7, True)
    sheet.lines(12, 37, parts.buyer_lines(bill, "NIP/VAT ID "), 8.5)
    sheet.text(150, 33, "Adres dostawy / Ship to", 7, True)
    sheet.lines(150, 37, parts.person_lines(bill.receiver or bill.buyer), 8.5)
    y = sheet.lines(12, 56, parts.correction_lines(bill), 8)
    columns = (
        Column("Lp.\nNo.", 8, "c", parts.number_cell),
        Column("Indeks\nItem", 20, "l", parts.code_cell),
        Column("Nazwa towaru\nDescription", 72, "l", parts.name_cell),
        Column("CN", 16, "c", lambda index, item: "1002 10" if item.seed_units is not None else ""),
        Column("Magazyn\nWhse", 14, "c", lambda index, item: f"M{1 + index % 3}"),
        Column("Ilość\nQty", 16, "r", parts.quantity_cell(2)),
        Column("JM\nUoM", 16, "c", parts.unit_cell),
        Column("Cena bazowa\nList price", 18, "r", parts.price_cell),
        Column("Rabat\nDisc.", 11, "r", lambda index, item: "0,00"),
        Column("Cena netto\nNet price", 18, "r", parts.price_cell),
        Column("Netto\nNet", 20, "r", parts.net_cell),
        Column("VAT %", 10, "r", parts.bare_rate_cell),
        Column("VAT", 16, "r", parts.vat_cell),
        Column("Brutto\nGross", 20, "r", parts.gross_cell),
    )
    y = parts.tables(sheet, 12, y, bill, columns, TableStyle(size=7.5, head_size=6.5, shade=0.9)) + 4
    y = parts.rate_sums(sheet, 285, y, bill, 7.5, total_label="Suma/Total") + 6
    y = sheet.room(y, 18)
    sheet.text(12, y, f"Do zapłaty / Amount due: {amount(bill.gross)} PLN   ({in_words(bill.gross)})", 9, True)
    sheet.text(12, y + 5, f"Konto / Account: PL {bill.seller.account}   Termin / Due: {bill.payment_days} dni/days", 8)
    sheet.lines(12, y + 10, bill.notes, 7.5)


def two_line_items(sheet: Sheet, bill: Bill) -> None:
    """The index under the name in one cell, unit in the quantity's cell, pages numbered on top."""

    def head(paper: Sheet) -> None:
        paper.text(195, 9, f"Strona {paper.page} z {paper.total or '?'}   {bill.number}", 7, align="r", grey=0.4)

    def name(index: int, item: Item) -> str:
        return f"{item.description}\nindeks: {item.code or 'brak'}"

    def amount_with_unit(index: int, item: Item) -> str:
        return f"{quantity(item.quantity, None if item.quantity % 1 == 0 else 2)} {item.unit}"

    sheet.on_page = head
    sheet.box(14, 13, 182, 17, fill=0.95, stroke=False)
    sheet.text(18, 20, f"{bill.title}", 13, True)
    sheet.text(18, 26.5, f"Numer: {bill.number}", 10.5, True)
    sheet.lines(
        130, 19, [f"Wystawiono: {day(bill.issue_date, 'dashes')}", f"Dostawa: {day(bill.sale_date, 'dashes')}"], 9, 5
    )
    sheet.text(14, 38, "Wystawca", 8, grey=0.4)
    sheet.lines(14, 43, parts.seller_lines(bill.seller, "dashed"), 9)
    sheet.text(110, 38, "Nabywca / Płatnik", 8, grey=0.4)
    sheet.lines(110, 43, parts.buyer_lines(bill), 9)
    y = sheet.lines(14, 66, parts.correction_lines(bill), 9)
    columns = (
        Column("Lp", 9, "c", parts.number_cell),
        Column("Towar / usługa", 75, "l", name),
        Column("Ilość", 28, "r", amount_with_unit),
        Column("Cena jedn. netto", 22, "r", parts.price_cell),
        Column("Netto", 24, "r", parts.net_cell),
        Column("Stawka", 12, "c", parts.rate_cell),
    )
    y = parts.tables(sheet, 14, y, bill, columns, TableStyle(rules="head", size=8.5, padding=1.6)) + 3
    y = parts.rate_sums(sheet, 184, y, bill) + 8
    y = sheet.room(y, 22)
    sheet.text(14, y, f"Pozostało do zapłaty: {amount(bill.gross)} PLN", 10, True)
    sheet.text(14, y + 6, f"słownie {in_words(bill.gross)}", 8.5)
    sheet.text(14, y + 12, f"Przelew na rachunek {bill.seller.account} w terminie {bill.payment_days} dni", 8.5)
    sheet.lines(14, y + 17, bill.notes, 8)
