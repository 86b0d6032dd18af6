"""Layouts without a design program: typed in an editor, printed in characters, on narrow roll paper."""

from __future__ import annotations

import textwrap

from samples.layouts import parts
from samples.layouts.sheet import Column, Sheet, TableStyle
from samples.model import Bill, Item
from samples.wording import amount, day, in_words, nip, quantity


def hand_typed(sheet: Sheet, bill: Bill) -> None:
    """As typed in an editor: serif letters, sentences, a plain table, a signature."""
    sheet.on_page = parts.page_note("{page}")
    sheet.lines(22, 20, parts.seller_lines(bill.seller), 11, 5)
    sheet.text(190, 20, f"{bill.seller.city}, dnia {day(bill.issue_date, 'words')}", 11, align="r")
    sheet.text(105, 52, f"{bill.title} nr {bill.number}", 15, True, "c")
    sheet.text(22, 64, "Nabywca:", 11, True)
    sheet.lines(45, 64, parts.buyer_lines(bill, "NIP "), 11, 5)
    sheet.text(22, 88, f"Data sprzedaży: {day(bill.sale_date)}", 11)
    y = sheet.lines(22, 95, parts.correction_lines(bill), 11, 5)
    columns = (
        Column("Lp.", 10, "c", parts.number_cell),
        Column("Nazwa towaru", 66, "l", parts.name_cell),
        Column("J. m.", 18, "c", parts.unit_cell),
        Column("Ilość", 16, "c", parts.quantity_cell()),
        Column("Cena netto zł", 22, "r", parts.price_cell),
        Column("Wartość netto zł", 26, "r", parts.net_cell),
        Column("VAT", 12, "c", parts.rate_cell),
    )
    y = parts.tables(sheet, 20, y, bill, columns, TableStyle(size=10, head_size=9, padding=1.6)) + 8
    y = sheet.room(y, 60)
    for rate, (net, vat) in bill.by_rate().items():
        sheet.text(22, y, f"Podatek VAT {rate}% od kwoty {amount(net)} zł wynosi {amount(vat)} zł", 11)
        y += 6
    sheet.text(22, y + 2, f"Razem netto {amount(bill.net)} zł, VAT {amount(bill.vat)} zł", 11)
    sheet.text(22, y + 9, f"Do zapłaty brutto: {amount(bill.gross)} zł", 12, True)
    sheet.text(22, y + 16, f"(słownie: {in_words(bill.gross)})", 11)
    sheet.text(22, y + 23, f"Płatne w ciągu {bill.payment_days} dni na konto {bill.seller.account}", 10)
    sheet.lines(22, y + 29, bill.notes, 10)
    parts.signatures(sheet, y + 32, "podpis sprzedającego", "podpis kupującego", 9)


def character_grid(sheet: Sheet, bill: Bill) -> None:
    """A page of fixed-width characters with dashes and bars, as a character program prints."""
    size, step = 7.6, 4.0
    y = 16.0

    def put(line: str = "") -> None:
        nonlocal y
        y = sheet.room(y, step)
        sheet.text(13, y, line, size)
        y += step

    put(f"{bill.seller.name:<62}{bill.title}")
    put(f"{bill.seller.street + ', ' + bill.seller.postal + ' ' + bill.seller.city:<62}nr {bill.number}")
    put(f"{'NIP ' + bill.seller.nip:<62}Data wyst.: {day(bill.issue_date, 'iso')}")
    put(f"{'Konto ' + bill.seller.account:<62}Data sprz.: {day(bill.sale_date, 'iso')}")
    put("=" * 110)
    put("NABYWCA:")
    for line in parts.buyer_lines(bill, "NIP "):
        put(f"   {line}")
    for line in parts.correction_lines(bill):
        put(line)
    for caption, items in (("PRZED KOREKTĄ", bill.before), ("PO KOREKCIE" if bill.before else "", bill.items)):
        if items:
            if caption:
                put(caption)
            for line in _character_table(items):
                put(line)
    put()
    put(f"{'Stawka':>60}{'Netto':>16}{'VAT':>14}{'Brutto':>16}")
    for rate, (net, vat) in bill.by_rate().items():
        put(f"{str(rate) + '%':>60}{amount(net):>16}{amount(vat):>14}{amount(net + vat):>16}")
    put(f"{'OGÓŁEM':>60}{amount(bill.net):>16}{amount(bill.vat):>14}{amount(bill.gross):>16}")
    put()
    put(f"DO ZAPŁATY: {amount(bill.gross)} PLN")
    put(f"SŁOWNIE: {in_words(bill.gross)}")
    put(f"TERMIN PŁATNOŚCI: {bill.payment_days} dni")
    for note in bill.notes:
        put(note)


def _character_table(items: tuple[Item, ...]) -> list[str]:
    ruler = "+----+" + "-" * 44 + "+--------------+---------+-----------+-----+--------------+"
    lines = [
        ruler,
        f"|{'Lp':>4}|{'Nazwa':<44}|{'J.m.':<14}|{'Ilość':>9}|{'Cena':>11}|{'VAT':>5}|{'Wart. netto':>14}|",
        ruler,
    ]
    for index, item in enumerate(items, start=1):
        first, *rest = textwrap.wrap(item.description, 44)
        numbers = f"{quantity(item.quantity, 2):>9}|{amount(item.price):>11}|{item.vat:>4}%|{amount(item.net):>14}|"
        lines.append(f"|{index:>4}|{first:<44}|{item.unit:<14}|{numbers}")
        lines += [f"|{'':>4}|{line:<44}|{'':<14}|{'':>9}|{'':>11}|{'':>5}|{'':>14}|" for line in rest]
    return [*lines, ruler]


def roll(sheet: Sheet, bill: Bill) -> None:
    """Narrow roll paper: the name on one line, quantity x price = value on the next."""
    size, step = 7.0, 3.7
    centre, right, y = sheet.width / 2, sheet.width - 4, 8.0
    for line in parts.seller_lines(bill.seller):
        for piece in sheet.wrapped(line, sheet.width - 8, size):
            sheet.text(centre, y, piece, size, align="c")
            y += step
    y += 2
    sheet.text(centre, y, bill.title.upper(), 9, True, "c")
    sheet.text(centre, y + 4.5, f"nr {bill.number}", 9, True, "c")
    y += 10
    y = sheet.lines(
        4,
        y,
        [f"Data wystawienia: {day(bill.issue_date, 'iso')}", f"Data sprzedaży: {day(bill.sale_date, 'iso')}"],
        size,
        step,
    )
    y = sheet.lines(4, y, ["Nabywca:", *parts.person_lines(bill.buyer)], size, step)
    if bill.buyer.nip:
        y = sheet.lines(4, y, [f"NIP nabywcy: {nip(bill.buyer.nip, bill.buyer_nip_style)}"], size, step)
    y = sheet.lines(4, y, parts.correction_lines(bill), 6, step)
    sheet.rule(4, y - 2, right, y - 2, 0.4)
    y += 1.5
    for caption, items in (("przed korektą", bill.before), ("po korekcie" if bill.before else "", bill.items)):
        if items and caption:
            y = sheet.lines(4, y, [caption], size, step, bold=True)
        for item in items:
            y = sheet.lines(4, y, sheet.wrapped(item.description, sheet.width - 8, size), size, step)
            sheet.text(6, y, f"{quantity(item.quantity)} {item.unit} x {amount(item.price)}", size)
            sheet.text(right, y, f"{amount(item.net)}  {item.vat}%", size, align="r")
            y += step + 0.8
    sheet.rule(4, y - 2, right, y - 2, 0.4)
    y += 1.5
    for rate, (net, vat) in bill.by_rate().items():
        sheet.text(4, y, f"Netto {rate}%: {amount(net)}", size)
        sheet.text(right, y, f"VAT: {amount(vat)}", size, align="r")
        y += step
    sheet.text(4, y, f"Razem netto: {amount(bill.net)}", size)
    sheet.text(right, y, f"Razem VAT: {amount(bill.vat)}", size, align="r")
    y += step + 2
    sheet.text(4, y, "DO ZAPŁATY PLN", 10, True)
    sheet.text(right, y, amount(bill.gross), 10, True, "r")
    y += 6
    sheet.lines(4, y, [*sheet.wrapped(f"Słownie: {in_words(bill.gross)}", sheet.width - 8, 6), *bill.notes], 6, 3.2)
