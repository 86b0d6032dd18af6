"""Pieces the layouts share: cells, party blocks, tables with before and after, sums by VAT rate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from samples.layouts.sheet import Column, Sheet, TableStyle
from samples.model import Bill, Farmer, Item, Seller, cents
from samples.wording import amount, nip, quantity


def number_cell(index: int, item: Item) -> str:
    """Running number."""
    return str(index)


def name_cell(index: int, item: Item) -> str:
    """Wording of the product."""
    return item.description


def code_cell(index: int, item: Item) -> str:
    """The seller's own index."""
    return item.code


def unit_cell(index: int, item: Item) -> str:
    """Unit of measure."""
    return item.unit


def price_cell(index: int, item: Item) -> str:
    """Net unit price."""
    return amount(item.price)


def net_cell(index: int, item: Item) -> str:
    """Net value."""
    return amount(item.net)


def rate_cell(index: int, item: Item) -> str:
    """VAT rate."""
    return f"{item.vat}%"


def bare_rate_cell(index: int, item: Item) -> str:
    """VAT rate without the per cent sign."""
    return str(item.vat)


def vat_of(item: Item) -> Decimal:
    """VAT of one line as ERPs print it (the sums use VAT by rate)."""
    return cents(item.net * item.vat / 100)


def vat_cell(index: int, item: Item) -> str:
    """VAT amount."""
    return amount(vat_of(item))


def gross_cell(index: int, item: Item) -> str:
    """Gross value."""
    return amount(item.net + vat_of(item))


def quantity_cell(places: int | None = None) -> Callable[[int, Item], str]:
    """Quantity with fixed decimals, or as short as it goes."""
    return lambda index, item: quantity(item.quantity, places if places is not None or item.quantity % 1 == 0 else 2)


def seller_lines(seller: Seller, nip_style: str = "plain") -> list[str]:
    """Name, address, NIP."""
    return [seller.name, seller.street, f"{seller.postal} {seller.city}", f"NIP: {nip(seller.nip, nip_style)}"]


def buyer_lines(bill: Bill, label: str = "NIP: ") -> list[str]:
    """Name, address and, where there is one, NIP of the buyer."""
    lines = person_lines(bill.buyer)
    if bill.buyer.nip:
        lines.append(label + nip(bill.buyer.nip, bill.buyer_nip_style))
    return lines


def person_lines(person: Farmer) -> list[str]:
    """Name and address."""
    return [person.name, person.address, f"{person.postal} {person.city}"]


def tables(sheet: Sheet, x: float, y: float, bill: Bill, columns: Sequence[Column], style: TableStyle) -> float:
    """The bill's table; of a correction the state before and the state after."""
    if not bill.before:
        return sheet.table(x, y, columns, bill.items, style)
    sheet.text(x, y + 3, "Przed korektą", 9, True)
    y = sheet.table(x, y + 5, columns, bill.before, style) + 4
    y = sheet.room(y, 30)
    sheet.text(x, y + 3, "Po korekcie", 9, True)
    return sheet.table(x, y + 5, columns, bill.items, style)


def correction_lines(bill: Bill) -> list[str]:
    """What a correction says about the invoice it corrects; nothing for other bills."""
    if bill.corrected_number is None:
        return []
    dated = f" z dnia {bill.corrected_date:%d.%m.%Y}" if bill.corrected_date else ""
    return [f"Dotyczy faktury nr {bill.corrected_number}{dated}", "Przyczyna korekty: zwrot części towaru"]


def rate_sums(
    sheet: Sheet, right: float, y: float, bill: Bill, size: float = 8, ruled: bool = True, total_label: str = "Razem"
) -> float:
    """Sums by VAT rate, right-aligned at `right`; gives the y below."""
    widths = (18.0, 28.0, 24.0, 28.0)
    rows = [("Stawka", "Netto", "VAT", "Brutto")]
    rows += [(f"{rate}%", amount(net), amount(vat), amount(net + vat)) for rate, (net, vat) in bill.by_rate().items()]
    rows.append((total_label, amount(bill.net), amount(bill.vat), amount(bill.gross)))
    step = size * 0.62
    y = sheet.room(y, step * (len(rows) + 1))
    for index, row in enumerate(rows):
        x = right - sum(widths)
        for width, cell in zip(widths, row, strict=True):
            if ruled:
                sheet.box(x, y, width, step, fill=0.92 if index == 0 else None, weight=0.4)
            sheet.text(x + width - 1.2, y + step * 0.72, cell, size, index in (0, len(rows) - 1), "r")
            x += width
        y += step
    return y


def signatures(sheet: Sheet, y: float, left: str, right: str, size: float = 7) -> None:
    """Two dotted lines to sign on, with captions."""
    y = sheet.room(y, 18)
    for x, caption in ((sheet.width * 0.22, left), (sheet.width * 0.76, right)):
        sheet.text(x, y + 12, "." * 44, size, align="c", grey=0.3)
        sheet.text(x, y + 15.5, caption, size, align="c", grey=0.3)


def page_note(template: str, size: float = 7) -> Callable[[Sheet], None]:
    """A footer with {page} and {total}."""

    def draw(sheet: Sheet) -> None:
        text = template.format(page=sheet.page, total=sheet.total or "?")
        sheet.text(sheet.width / 2, sheet.height - 8, text, size, align="c", grey=0.35)

    return draw
