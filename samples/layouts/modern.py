"""Layouts of web services and the tax office: coloured band, totals first, the KSeF visualisation."""

from __future__ import annotations

from samples.layouts import parts
from samples.layouts.sheet import Column, Sheet, TableStyle
from samples.model import Bill
from samples.wording import amount, day, in_words, nip, quantity


def modern_band(sheet: Sheet, bill: Bill) -> None:
    """A coloured band, price before quantity, unit in the same cell as the quantity, no rules."""
    sheet.on_page = parts.page_note("Fakturę wystawiono w serwisie internetowym   {page} / {total}")
    sheet.box(0, 0, 210, 24, fill=(0.13, 0.42, 0.35), stroke=False)
    sheet.text(16, 11, bill.seller.name, 11, True, grey=1)
    sheet.text(16, 18, f"{bill.title} {bill.number}", 13, True, grey=1)
    x = 16
    for label, value in (
        ("Data wystawienia", day(bill.issue_date)),
        ("Data dostawy", day(bill.sale_date)),
        ("Termin płatności", f"{bill.payment_days} dni"),
    ):
        sheet.text(x, 32, label, 7.5, grey=0.45)
        sheet.text(x, 37, value, 10, True)
        x += 48
    sheet.text(16, 48, "SPRZEDAWCA", 7.5, True, grey=0.45)
    sheet.lines(16, 53, parts.seller_lines(bill.seller, "dashed"), 9)
    sheet.text(112, 48, "NABYWCA", 7.5, True, grey=0.45)
    sheet.lines(112, 53, parts.buyer_lines(bill), 9)
    y = sheet.lines(16, 76, parts.correction_lines(bill), 9)
    columns = (
        Column("#", 7, "l", parts.number_cell),
        Column("Nazwa", 74, "l", parts.name_cell),
        Column("Cena netto", 22, "r", parts.price_cell),
        Column(
            "Ilość",
            26,
            "r",
            lambda i, item: f"{quantity(item.quantity, None if item.quantity % 1 == 0 else 2)} {item.unit}",
        ),
        Column("VAT", 13, "r", parts.rate_cell),
        Column("Wartość netto", 25, "r", parts.net_cell),
    )
    y = (
        parts.tables(
            sheet, 16, y, bill, columns, TableStyle(rules="none", size=9, colour=(0.86, 0.93, 0.9), padding=1.7)
        )
        + 5
    )
    y = sheet.room(y, 40)
    for label, total in (("Suma netto", bill.net), ("Suma VAT", bill.vat), ("Do zapłaty", bill.gross)):
        bold = label == "Do zapłaty"
        sheet.text(118, y, label, 11 if bold else 9, bold)
        sheet.text(183, y, f"{amount(total)} PLN", 11 if bold else 9, bold, "r")
        y += 6
    sheet.text(16, y + 3, f"Słownie: {in_words(bill.gross)}", 8.5)
    sheet.text(16, y + 8, f"Nr konta: {bill.seller.account}", 8.5)
    sheet.lines(16, y + 13, bill.notes, 8)


def totals_first(sheet: Sheet, bill: Bill) -> None:
    """The amount due above everything, the buyer before the seller, unit before quantity, net price last but one."""
    sheet.on_page = parts.page_note("- {page} -")
    sheet.box(15, 12, 180, 16)
    sheet.text(19, 22, f"Do zapłaty: {amount(bill.gross)} PLN", 14, True)
    sheet.text(191, 19, f"{bill.title}", 10, True, "r")
    sheet.text(191, 25, f"nr {bill.number}", 10, align="r")
    sheet.text(15, 36, f"Wystawiona dnia {day(bill.issue_date, 'words')}, {bill.seller.city}", 9)
    sheet.text(15, 41, f"Data zakończenia dostawy: {day(bill.sale_date, 'words')}", 9)
    sheet.text(15, 51, "DLA:", 8, True)
    sheet.lines(30, 51, parts.buyer_lines(bill, "NIP nabywcy: "), 9.5)
    sheet.text(15, 72, "OD:", 8, True)
    sheet.lines(30, 72, parts.seller_lines(bill.seller, "pl"), 9.5)
    y = sheet.lines(15, 94, parts.correction_lines(bill), 9)
    columns = (
        Column("Opis", 74, "l", parts.name_cell),
        Column("Miara", 18, "l", parts.unit_cell),
        Column("Liczba", 18, "r", parts.quantity_cell()),
        Column("VAT", 12, "r", parts.rate_cell),
        Column("Cena jedn.", 24, "r", parts.price_cell),
        Column("Razem netto", 34, "r", parts.net_cell),
    )
    y = parts.tables(sheet, 15, y, bill, columns, TableStyle(rules="grid", size=9, head_bold=False, padding=1.5)) + 5
    y = parts.rate_sums(sheet, 195, y, bill, 8, total_label="Łącznie") + 6
    y = sheet.room(y, 15)
    sheet.text(15, y, f"Słownie złotych: {in_words(bill.gross)}", 9)
    sheet.text(15, y + 5, f"Konto bankowe {bill.seller.account}", 9)
    sheet.lines(15, y + 10, bill.notes, 8)


def ksef_visual(sheet: Sheet, bill: Bill) -> None:
    """After the tax office's visualisation: price before quantity, unit after it, KSeF number and QR at the end."""
    sheet.on_page = parts.page_note("{page} / {total}")
    y = _ksef_head(sheet, bill)
    sheet.text(14, y + 4, "Pozycje", 11, True)
    sheet.text(14, y + 8, "Faktura wystawiona w cenach netto w walucie PLN", 7.5)
    columns = (
        Column("Lp.", 9, "l", parts.number_cell),
        Column("Nazwa towaru lub usługi", 68, "l", parts.name_cell),
        Column("Cena jedn. netto", 24, "r", parts.price_cell),
        Column("Ilość", 16, "r", parts.quantity_cell()),
        Column("Miara", 19, "l", parts.unit_cell),
        Column("Stawka podatku", 18, "l", parts.rate_cell),
        Column("Wartość sprzedaży netto", 28, "r", parts.net_cell),
    )
    y = parts.tables(sheet, 14, y + 10, bill, columns, TableStyle(size=8, head_size=7, shade=0.95, padding=1.4)) + 6
    _ksef_foot(sheet, bill, y)


def _ksef_head(sheet: Sheet, bill: Bill) -> float:
    """Number, parties and dates; where they end."""
    sheet.text(14, 17, "Krajowy System e-Faktur", 15, True)
    sheet.text(196, 14, "Numer Faktury:", 8, align="r", grey=0.3)
    sheet.text(196, 20, bill.number, 13, True, "r")
    sheet.text(196, 25, "Faktura korygująca" if bill.before else "Faktura podstawowa", 9, align="r")
    if bill.ksef_number:
        sheet.text(196, 30, f"Numer KSEF: {bill.ksef_number}", 8, align="r")
    sheet.rule(14, 33, 196, 33)
    seller, buyer = bill.seller, bill.buyer
    owner = f"NIP: {nip(buyer.nip)}" if buyer.nip else "Brak identyfikatora"
    for x, heading, party, street, place in (
        (14, "Sprzedawca", (f"NIP: {seller.nip}", seller.name), seller.street, f"{seller.postal} {seller.city}"),
        (108, "Nabywca", (owner, buyer.name), buyer.address, f"{buyer.postal} {buyer.city}"),
    ):
        sheet.text(x, 39, heading, 11, True)
        sheet.lines(x, 44, [party[0], f"Nazwa: {party[1]}", "Adres", street, place], 8)
    sheet.rule(14, 64, 196, 64)
    sheet.text(14, 70, "Szczegóły", 11, True)
    sheet.text(14, 75, f"Data wystawienia, z zastrzeżeniem art. 106na ust. 1 ustawy: {day(bill.issue_date)}", 8)
    done = "Data dokonania lub zakończenia dostawy towarów lub wykonania usługi"
    sheet.text(14, 79.5, f"{done}: {day(bill.sale_date)}", 8)
    sheet.text(14, 84, f"Miejsce wystawienia: {seller.city}", 8)
    return sheet.lines(14, 89, parts.correction_lines(bill), 8)


def _ksef_foot(sheet: Sheet, bill: Bill, y: float) -> None:
    """The sums from `y` down, and the QR code where there is one."""
    label = "Korekta kwoty należności ogółem" if bill.before else "Kwota należności ogółem"
    y = sheet.room(y, 12)
    sheet.text(196, y, f"{label}: {amount(bill.gross)} PLN", 10, True, "r")
    sheet.text(14, y + 6, "Podsumowanie stawek podatku", 11, True)
    y = parts.rate_sums(sheet, 112, y + 8, bill, 8) + 6
    if bill.qr_link:
        y = sheet.room(y, 62)
        sheet.text(14, y + 2, "Sprawdź, czy Twoja faktura znajduje się w KSeF!", 10, True)
        sheet.qr(bill.qr_link, 14, y + 4, 42)
        sheet.text(35, y + 49, bill.ksef_number or "OFFLINE", 7, align="c")
        sheet.text(62, y + 14, "Nie możesz zeskanować kodu z obrazka? Przejdź do weryfikacji faktury:", 7.5)
        sheet.lines(62, y + 19, sheet.wrapped(bill.qr_link, 130, 7), 7)
