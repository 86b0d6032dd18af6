"""Several documents in one file: copies, delivery notes, further invoices."""

from __future__ import annotations

from decimal import Decimal

from extractors.heads.bundles import bundle_of
from extractors.interpretation import PageView, interpret_file
from extractors.tokens import TokenPage
from tests.extractors.sheets import Line, sheet


def page(number: int, title: str, quantity: int = 20, mark: str = "oryginał", priced: bool = True) -> TokenPage:
    net, head = quantity * 300, [(0.08, 10.0, "Lp."), (0.14, 10.0, "Nazwa towaru"), (0.5, 10.0, "Ilość")]
    lines: list[Line] = [
        (0.1, 1, title),
        (0.7, 1, mark),
        (0.1, 3, "Data wystawienia: 12.09.2025"),
        (0.1, 4, "Sprzedawca: Rolnik Sp. z o.o., ul. Polna 1, 62-061 Granowo, NIP 5261040828"),
        (0.1, 5, "Nabywca: Jan Rolny, Wola 7, 62-061 Granowo, NIP 7653357604"),
        *head,
        (0.08, 11, "1"),
        (0.14, 11, "Żyto KWS Igor F1"),
        (0.5, 11, f"{quantity},00"),
        (0.6, 10, "J.m."),
        (0.6, 11, "j.s."),
    ]
    if priced:
        lines += [(0.68, 10, "Cena netto"), (0.68, 11, "300,00"), (0.83, 10, "Netto"), (0.83, 11, f"{net},00")]
        lines += [(0.4, 14, "Stawka"), (0.5, 14, "Netto"), (0.65, 14, "VAT"), (0.8, 14, "Brutto")]
        for row, label in enumerate(("8%", "Razem")):
            cells = (label, f"{net},00", f"{net * 8 // 100},00", f"{net * 108 // 100},00")
            lines += [(x, 15 + row, cell) for x, cell in zip((0.4, 0.5, 0.65, 0.8), cells, strict=True)]
    return sheet(lines, number=number)


def quantities(*pages: TokenPage) -> tuple[list[Decimal | None], bool | None, bool]:
    (reading,) = interpret_file([PageView(p.number, text=p) for p in pages])
    found = [line.quantity.value if line.quantity else None for line in reading.items.lines]
    return found, reading.items.arithmetic_holds, reading.several


def test_original_and_copy_are_one_invoice() -> None:
    pages = (page(1, "Faktura VAT nr FV/12/2025"), page(2, "Faktura VAT nr FV/12/2025", mark="kopia"))
    assert quantities(*pages) == ([Decimal(20)], True, False)
    (reading,) = interpret_file([PageView(p.number, text=p) for p in pages])
    assert len(reading.pages) == len(reading.header.printed_pages) == 2


def test_copies_that_say_another_quantity_are_no_copies() -> None:
    pages = (page(1, "Faktura VAT nr FV/12/2025"), page(2, "Faktura VAT nr FV/12/2025", quantity=40))
    found, _, several = quantities(*pages)
    assert several and len(found) == 2


def test_a_delivery_note_beside_the_invoice_is_left_out_wherever_it_lies() -> None:
    invoice, note = page(1, "Faktura VAT nr FV/12/2025"), page(2, "Wydanie zewnętrzne WZ/77/2025", priced=False)
    assert bundle_of([invoice, note]).pages == (invoice,)
    assert quantities(invoice, note) == ([Decimal(20)], True, False)
    first = page(1, "Wydanie zewnętrzne WZ/77/2025", priced=False)
    assert bundle_of([first, page(2, "Faktura VAT nr FV/12/2025")]).pages[0].number == 2


def test_two_invoices_in_one_file_are_told() -> None:
    pages = (page(1, "Faktura VAT nr FV/12/2025"), page(2, "Faktura VAT nr FV/13/2025", 10))
    assert bundle_of(pages).several
    assert len(interpret_file([PageView(p.number, text=p) for p in pages])) == len(pages)


def test_two_invoices_are_told_by_their_sums_where_a_title_is_lost() -> None:
    assert quantities(page(1, "Faktura VAT nr FV/12/2025"), page(2, "dokument", 10))[2]


def test_a_correction_behind_the_invoice_is_told() -> None:
    pages = (page(1, "Faktura VAT nr FV/12/2025"), page(2, "Faktura korygująca nr KOR/1/2025", 10))
    assert bundle_of(pages).several


def test_a_second_page_with_the_same_head_belongs_to_the_invoice() -> None:
    pages = (page(1, "Faktura VAT nr FV/12/2025"), page(2, "Faktura VAT nr FV/12/2025", 24))
    assert not bundle_of(pages).several and len(bundle_of(pages).pages) == 2


def test_two_invoices_on_one_page_are_told() -> None:
    def half(top: float, number: str) -> list[Line]:
        return [
            (0.05, top, f"Faktura VAT nr {number}"), (0.05, top + 2, "Sprzedawca"), (0.5, top + 2, "Nabywca"),
            (0.05, top + 3, "Siew S.A."), (0.5, top + 3, "Jan Rolny"), (0.1, top + 6, "Nazwa towaru"),
            (0.5, top + 6, "Ilość"), (0.7, top + 6, "Wartość netto"), (0.1, top + 7, "Żyto KWS Tayo"),
            (0.5, top + 7, "20"), (0.7, top + 7, "6 000,00"),
        ]  # fmt: skip

    assert bundle_of([sheet(half(1, "FV/12/2025") + half(25, "FV/13/2025"))]).several
    assert not bundle_of([sheet(half(1, "FV/12/2025") + half(25, "FV/12/2025"))]).several
    settled: list[Line] = [(0.05, 20, "Faktura zaliczkowa nr ZAL/5/2025"), (0.5, 22, "Stawka VAT"), (0.7, 22, "Netto")]
    assert not bundle_of([sheet(half(1, "FV/12/2025") + settled)]).several


def test_two_invoices_side_by_side_are_told() -> None:
    def half(x: float, number: str) -> list[Line]:
        return [
            (x, 1, f"Faktura nr {number}"), (x, 3, "Sprzedawca"), (x + 0.2, 3, "Nabywca"), (x, 4, "Siew S.A."),
            (x + 0.2, 4, "Jan Rolny"), (x, 7, "Nazwa towaru"), (x + 0.2, 7, "Ilość"), (x + 0.3, 7, "Wartość netto"),
        ]  # fmt: skip

    assert bundle_of([sheet(half(0.02, "FV/12/2025") + half(0.55, "FV/77/2025"))]).several
    assert not bundle_of([sheet(half(0.02, "FV/12/2025") + half(0.55, "FV/12/2025"))]).several
