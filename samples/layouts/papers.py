"""Papers that are no invoice: delivery note, receipt, letter, blank sheet."""

from __future__ import annotations

from samples.layouts import parts
from samples.layouts.sheet import Column, Sheet, TableStyle
from samples.model import Bill
from samples.wording import amount, day, quantity


def delivery_note(bill: Bill) -> bytes:
    """A WZ: goods and quantities, no prices, no VAT."""
    sheet = Sheet(210, 297, "sans", 1)
    sheet.lines(15, 18, parts.seller_lines(bill.seller), 9)
    sheet.text(195, 20, "WZ - Wydanie zewnętrzne", 14, True, "r")
    sheet.text(195, 27, f"Nr {bill.number}", 11, align="r")
    sheet.text(195, 33, f"Data wydania: {day(bill.issue_date)}", 9, align="r")
    sheet.text(15, 48, "Odbiorca:", 9, True)
    sheet.lines(15, 53, parts.buyer_lines(bill), 9)
    columns = (
        Column("Lp.", 10, "c", parts.number_cell),
        Column("Nazwa", 110, "l", parts.name_cell),
        Column("Ilość", 25, "r", parts.quantity_cell()),
        Column("J.m.", 25, "c", parts.unit_cell),
    )
    y = sheet.table(15, 78, columns, bill.items, TableStyle(shade=0.92))
    parts.signatures(sheet, y + 12, "Wydał", "Odebrał")
    return sheet.finish()


def receipt(bill: Bill) -> bytes:
    """A fiscal receipt without the buyer's NIP."""
    sheet = Sheet(72, 92 + 9 * len(bill.items), "mono", 1)
    y = 8.0
    for line in parts.seller_lines(bill.seller):
        for piece in sheet.wrapped(line, 66, 7):
            sheet.text(36, y, piece, 7, align="c")
            y += 3.6
    sheet.text(36, y + 4, "PARAGON FISKALNY", 9, True, "c")
    y += 11
    for item in bill.items:
        y = sheet.lines(3, y, sheet.wrapped(item.description, 66, 6.5), 6.5, 3.4)
        price = item.price + item.price * item.vat / 100
        sheet.text(69, y, f"{quantity(item.quantity)} x{amount(price)}", 6.5, align="r")
        y += 4.5
    sheet.text(3, y + 4, "SUMA PLN", 10, True)
    sheet.text(69, y + 4, amount(bill.gross), 10, True, "r")
    sheet.lines(3, y + 11, [f"{day(bill.issue_date, 'iso')} 11:42", f"Nr wydr. {bill.number}", "#001 KASJER"], 6.5, 3.5)
    return sheet.finish()


def letter(bill: Bill) -> bytes:
    """A letter about an order: names and numbers, but no invoice."""
    sheet = Sheet(210, 297, "serif", 1)
    sheet.lines(25, 25, parts.seller_lines(bill.seller), 11, 5)
    sheet.text(185, 25, f"{bill.seller.city}, {day(bill.issue_date, 'words')}", 11, align="r")
    text = (
        f"Szanowny Panie, uprzejmie informujemy, że zamówiony przez Pana materiał siewny ({bill.items[0].description}) "
        "będzie do odebrania w naszym magazynie w przyszłym tygodniu. Prosimy o kontakt telefoniczny w celu umówienia "
        "terminu. Faktura zostanie wystawiona w dniu odbioru towaru."
    )
    y = sheet.lines(25, 75, sheet.wrapped(text, 160, 12), 12, 6.5)
    sheet.text(185, y + 20, "Z poważaniem, dział handlowy", 12, align="r")
    return sheet.finish()


def blank() -> bytes:
    """A sheet with nothing on it: the back of an invoice put into the scanner."""
    return Sheet(210, 297, "sans", 1).finish()
