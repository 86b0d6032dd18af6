"""Further layouts, for measuring what was never tuned on: quantity first, cards, exclamation marks, merged heads."""

from __future__ import annotations

import textwrap

from samples.layouts import parts
from samples.layouts.sheet import Column, Sheet, TableStyle
from samples.model import Bill, Item
from samples.wording import amount, day, in_words, nip, quantity


def quantity_first(sheet: Sheet, bill: Bill) -> None:
    """Quantity and unit before the name, prices with dots between thousands, the seller at the foot."""
    sheet.on_page = parts.page_note(
        f"{bill.seller.name} · {bill.seller.street} · {bill.seller.postal} {bill.seller.city} · NIP {bill.seller.nip}"
    )
    sheet.text(20, 22, bill.title.upper(), 16, True)
    sheet.lines(20, 32, parts.buyer_lines(bill, "NIP: "), 10, 5)
    facts = (
        ("Numer faktury", bill.number),
        ("Data wystawienia", day(bill.issue_date)),
        ("Data dostawy", day(bill.sale_date)),
        ("Termin płatności", f"{bill.payment_days} dni"),
    )
    for row, (label, value) in enumerate(facts):
        sheet.text(125, 32 + 5.5 * row, label, 9)
        sheet.text(190, 32 + 5.5 * row, value, 9, True, "r")
    sheet.text(20, 60, "Sprzedawca:", 8, True)
    sheet.lines(20, 64.5, parts.seller_lines(bill.seller, "dashed"), 8.5)
    y = sheet.lines(20, 88, parts.correction_lines(bill), 9)
    columns = (
        Column("Poz.", 10, "r", parts.number_cell),
        Column("Ilość", 16, "r", parts.quantity_cell(2)),
        Column("Jedn.", 18, "l", parts.unit_cell),
        Column("Opis", 72, "l", parts.name_cell),
        Column("Cena", 20, "r", lambda i, item: amount(item.price, ".")),
        Column("Razem netto", 24, "r", lambda i, item: amount(item.net, ".")),
        Column("VAT", 10, "r", parts.rate_cell),
    )
    y = parts.tables(sheet, 20, y, bill, columns, TableStyle(rules="head", size=9, head_size=8, padding=1.4)) + 6
    y = sheet.room(y, 40)
    for rate, (net, vat) in bill.by_rate().items():
        sheet.text(190, y, f"Podstawa {rate}%: {amount(net, '.')}   VAT: {amount(vat, '.')}", 9, align="r")
        y += 5
    sheet.text(190, y + 1, f"Razem netto: {amount(bill.net, '.')} PLN", 9, align="r")
    sheet.text(190, y + 6, f"Razem VAT: {amount(bill.vat, '.')} PLN", 9, align="r")
    sheet.text(190, y + 13, f"Do zapłaty: {amount(bill.gross, '.')} PLN", 13, True, "r")
    sheet.lines(20, y + 20, [f"Słownie: {in_words(bill.gross)}", f"Konto: {bill.seller.account}", *bill.notes], 9)


def dark_heads(sheet: Sheet, bill: Bill) -> None:
    """White letters on dark heads of parties and table, small condensed letters."""
    blue = (0.1, 0.18, 0.36)
    sheet.on_page = parts.page_note("strona {page} / {total}")
    sheet.box(12, 10, 120, 14, fill=blue, stroke=False)
    sheet.text(16, 19, f"{bill.title} {bill.number}", 13, True, grey=1)
    sheet.lines(
        140, 14, [f"Wystawiona: {day(bill.issue_date, 'dashes')}", f"Sprzedaż: {day(bill.sale_date, 'dashes')}"], 9, 5
    )
    for x, caption, lines in (
        (12.0, "SPRZEDAWCA", parts.seller_lines(bill.seller, "pl")),
        (108.0, "NABYWCA", parts.buyer_lines(bill)),
    ):
        sheet.box(x, 30, 90, 6, fill=blue, stroke=False)
        sheet.text(x + 3, 34.3, caption, 8, True, grey=1)
        sheet.lines(x + 3, 41, lines, 9)
    y = sheet.lines(12, 64, parts.correction_lines(bill), 9)
    columns = (
        Column("Lp", 8, "c", parts.number_cell),
        Column("Towar", 66, "l", parts.name_cell),
        Column("Jm", 16, "c", parts.unit_cell),
        Column("Ilość", 16, "r", parts.quantity_cell()),
        Column("Cena", 20, "r", parts.price_cell),
        Column("VAT", 12, "c", parts.rate_cell),
        Column("Netto", 22, "r", parts.net_cell),
        Column("Brutto", 24, "r", parts.gross_cell),
    )
    y = parts.tables(sheet, 12, y, bill, columns, TableStyle(rules="grid", size=8.5, head_size=8, colour=blue)) + 5
    y = parts.rate_sums(sheet, 196, y, bill, 8.5, total_label="RAZEM") + 5
    y = sheet.room(y, 26)
    sheet.box(112, y, 84, 10, fill=blue, stroke=False)
    sheet.text(192, y + 6.8, f"DO ZAPŁATY {amount(bill.gross)} zł", 12, True, "r", grey=1)
    sheet.lines(12, y + 5, [f"Słownie: {in_words(bill.gross)}", f"Termin: {bill.payment_days} dni"], 8.5)
    sheet.lines(12, y + 16, [f"Rachunek {bill.seller.account}", *bill.notes], 8.5)


def needle_printer(sheet: Sheet, bill: Bill) -> None:
    """A program of the nineties on a needle printer: exclamation marks for rules, one copy on wide print."""
    size, step = 9.0, 4.4
    y = 14.0

    def put(line: str = "") -> None:
        nonlocal y
        y = sheet.room(y, step)
        sheet.text(10, y, line, size)
        y += step

    put(f"{bill.title.upper()} NR {bill.number}".center(90))
    put(f"ORYGINAL       {bill.seller.city}, dn. {day(bill.issue_date)}".rjust(90))
    put("-" * 90)
    left = ["SPRZEDAWCA:", *(textwrap.shorten(line, 43) for line in parts.seller_lines(bill.seller, "dashed"))]
    right = ["NABYWCA:", *(textwrap.shorten(line, 43) for line in parts.buyer_lines(bill))]
    for index in range(max(len(left), len(right))):
        one = left[index] if index < len(left) else ""
        two = right[index] if index < len(right) else ""
        put(f"! {one:<42} ! {two:<42} !")
    put("-" * 90)
    put(f"Data sprzedazy: {day(bill.sale_date)}    Forma platnosci: przelew {bill.payment_days} dni")
    for line in parts.correction_lines(bill):
        put(line)
    for caption, items in (("PRZED KOREKTA", bill.before), ("PO KOREKCIE" if bill.before else "", bill.items)):
        if caption and items:
            put(caption)
        for line in _marked_table(items) if items else []:
            put(line)
    put()
    for rate, (net, vat) in bill.by_rate().items():
        put(f"  stawka {rate:>2}%   netto {amount(net):>12}   VAT {amount(vat):>11}   brutto {amount(net + vat):>12}")
    put(f"  R A Z E M    netto {amount(bill.net):>12}   VAT {amount(bill.vat):>11}   brutto {amount(bill.gross):>12}")
    put()
    put(f"DO ZAPLATY: {amount(bill.gross)} zl")
    put(f"SLOWNIE: {in_words(bill.gross)}")
    for note in bill.notes:
        put(note)


def _marked_table(items: tuple[Item, ...]) -> list[str]:
    lines = [
        "-" * 90,
        f"!{'Lp':>3}!{'Nazwa towaru':<40}!{'Jm':^7}!{'Ilosc':>8}!{'Cena':>10}!{'VAT':>4}!{'Wartosc':>12}!",
    ]
    lines.append("-" * 90)
    for index, item in enumerate(items, start=1):
        first, *rest = textwrap.wrap(item.description, 40)
        unit = textwrap.shorten(item.unit, 7, placeholder="")[:7]
        numbers = f"{quantity(item.quantity, 2):>8}!{amount(item.price):>10}!{item.vat:>3}%!{amount(item.net):>12}!"
        lines.append(f"!{index:>3}!{first:<40}!{unit:^7}!{numbers}")
        lines += [f"!{'':>3}!{line:<40}!{'':^7}!{'':>8}!{'':>10}!{'':>4}!{'':>12}!" for line in rest]
    return [*lines, "-" * 90]


def merged_heads(sheet: Sheet, bill: Bill) -> None:
    """Seller on the right, a head of two rows, decimal points, no spaces between thousands, book letters."""
    sheet.on_page = parts.page_note("Faktura wygenerowana elektronicznie, podpis nie jest wymagany   {page}/{total}")
    sheet.text(105, 18, f"{bill.title.upper()} Nr: {bill.number}", 14, True, "c")
    sheet.text(
        105, 25, f"z dnia {day(bill.issue_date, 'words')} (data sprzedaży: {day(bill.sale_date)})", 9.5, align="c"
    )
    sheet.rule(15, 29, 195, 29, 1.2)
    sheet.text(15, 36, "NABYWCA", 8, True)
    sheet.lines(15, 41, parts.buyer_lines(bill, "NIP/PESEL: "), 10, 4.8)
    sheet.text(112, 36, "SPRZEDAWCA", 8, True)
    sheet.lines(112, 41, parts.seller_lines(bill.seller), 10, 4.8)
    y = sheet.lines(15, 66, parts.correction_lines(bill), 9)

    def plain(value: object) -> str:
        return f"{value:.2f}"

    for x, width, text in ((15.0, 84.0, "Przedmiot"), (99.0, 49.0, "Ilość i cena"), (148.0, 47.0, "Wartość")):
        sheet.box(x, y - 5, width, 5, fill=0.9)
        sheet.text(x + width / 2, y - 1.5, text, 8, True, "c")
    columns = (
        Column("Nr", 9, "c", parts.number_cell),
        Column("Nazwa", 75, "l", parts.name_cell),
        Column("jm", 15, "c", parts.unit_cell),
        Column("ilość", 15, "r", parts.quantity_cell()),
        Column("cena", 19, "r", lambda i, item: plain(item.price)),
        Column("netto", 21, "r", lambda i, item: plain(item.net)),
        Column("VAT", 8, "c", parts.bare_rate_cell),
        Column("brutto", 21, "r", lambda i, item: plain(item.net + parts.vat_of(item))),
    )
    style = TableStyle(size=9, head_size=8, head_bold=False)
    y = parts.tables(sheet, 15, y, bill, columns, style)
    sheet.box(15, y, 183, 6, fill=0.95)
    sheet.text(140, y + 4.2, "RAZEM", 9, True, "r")
    sheet.text(167.5, y + 4.2, plain(bill.net), 9, True, "r")
    y = sheet.room(y + 12, 34)
    for rate, (net, vat) in bill.by_rate().items():
        sheet.text(
            15, y, f"w tym VAT {rate}%: netto {plain(net)}, podatek {plain(vat)}, brutto {plain(net + vat)}", 9.5
        )
        y += 5
    sheet.text(15, y + 3, f"Kwota do zapłaty: {plain(bill.gross)} PLN", 13, True)
    sheet.lines(15, y + 10, [f"Słownie złotych: {in_words(bill.gross)}", *bill.notes], 9.5)


def cards(sheet: Sheet, bill: Bill) -> None:
    """No table: each item a block with labels before its values."""
    sheet.on_page = parts.page_note("{page}/{total}")
    sheet.text(18, 18, bill.seller.name, 12, True)
    sheet.lines(18, 23, parts.seller_lines(bill.seller)[1:], 9)
    sheet.text(18, 42, f"{bill.title} nr {bill.number}", 14, True)
    sheet.text(18, 48, f"Data wystawienia: {day(bill.issue_date)}   Data sprzedaży: {day(bill.sale_date)}", 9)
    sheet.text(18, 56, "Nabywca:", 9, True)
    sheet.lines(18, 61, parts.buyer_lines(bill), 9)
    y = sheet.lines(18, 82, parts.correction_lines(bill), 9)
    for caption, items in (("Przed korektą", bill.before), ("Po korekcie" if bill.before else "", bill.items)):
        if caption and items:
            sheet.text(18, y, caption, 10, True)
            y += 6
        for index, item in enumerate(items, start=1):
            y = sheet.room(y, 22)
            sheet.rule(18, y - 4, 192, y - 4, 0.3)
            y = sheet.lines(18, y, sheet.wrapped(f"{index}. {item.description}", 170, 10, True), 10, 5, bold=True)
            shown = quantity(item.quantity, None if item.quantity % 1 == 0 else 2)
            sheet.text(22, y, f"Ilość: {shown} {item.unit}", 9)
            sheet.text(70, y, f"Cena netto: {amount(item.price)} zł", 9)
            sheet.text(118, y, f"VAT: {item.vat}%", 9)
            sheet.text(192, y, f"Wartość netto: {amount(item.net)} zł", 9, align="r")
            y += 9
    y = sheet.room(y, 36)
    sheet.rule(18, y - 4, 192, y - 4, 1)
    for label, value in (("Razem netto", bill.net), ("Razem VAT", bill.vat), ("Do zapłaty", bill.gross)):
        sheet.text(150, y, f"{label}:", 11, label == "Do zapłaty", "r")
        sheet.text(192, y, f"{amount(value)} zł", 11, label == "Do zapłaty", "r")
        y += 6
    sheet.lines(18, y + 2, [f"Słownie: {in_words(bill.gross)}", f"Konto: {bill.seller.account}", *bill.notes], 9)


def half_sheet(sheet: Sheet, bill: Bill) -> None:
    """A5 lying, small condensed letters, everything close together."""
    sheet.on_page = parts.page_note("{page}/{total}", 5.5)
    sheet.lines(8, 10, parts.seller_lines(bill.seller), 7, 3.3)
    sheet.text(202, 11, f"{bill.title} {bill.number}", 11, True, "r")
    sheet.lines(202, 16, [f"{bill.seller.city}, {day(bill.issue_date)}"], 7.5, align="r")
    sheet.lines(202, 20, [f"sprzedaż {day(bill.sale_date)}, płatność {bill.payment_days} dni"], 7.5, align="r")
    buyer = f"Nabywca: {bill.buyer.name}, {bill.buyer.address}, {bill.buyer.postal} {bill.buyer.city}"
    number = f", NIP {nip(bill.buyer.nip, bill.buyer_nip_style)}" if bill.buyer.nip else ""
    y = sheet.lines(8, 28, [buyer + number, *parts.correction_lines(bill)], 8, 3.8)
    columns = (
        Column("lp", 7, "c", parts.number_cell),
        Column("nazwa", 80, "l", parts.name_cell),
        Column("ilość", 14, "r", parts.quantity_cell()),
        Column("jm", 16, "l", parts.unit_cell),
        Column("cena", 19, "r", parts.price_cell),
        Column("netto", 20, "r", parts.net_cell),
        Column("%", 7, "c", parts.bare_rate_cell),
        Column("VAT", 15, "r", parts.vat_cell),
        Column("brutto", 16, "r", parts.gross_cell),
    )
    y = parts.tables(sheet, 8, y, bill, columns, TableStyle(size=7, head_size=6.5, padding=0.8)) + 3
    y = parts.rate_sums(sheet, 202, y, bill, 7, ruled=False) + 4
    y = sheet.room(y, 14)
    sheet.text(8, y, f"Do zapłaty {amount(bill.gross)} zł ({in_words(bill.gross)})", 9, True)
    sheet.lines(8, y + 4, [f"konto {bill.seller.account}", *bill.notes], 7)
