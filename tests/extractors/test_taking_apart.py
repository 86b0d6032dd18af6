"""A season's invoices in one file are read one by one, from real PDFs and scans."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pikepdf

from extractors.heads.taking_apart import documents_in
from extractors.reading import read_document
from programme.invoices import DocumentType, Invoice, Source
from samples.world import World
from tests.extractors.test_bundles import page


def joined(files: Sequence[bytes]) -> bytes:
    whole, out = pikepdf.new(), io.BytesIO()
    for data in files:
        with pikepdf.open(io.BytesIO(data)) as part:
            whole.pages.extend(part.pages)
    whole.save(out)
    return out.getvalue()


def said(invoice: Invoice) -> tuple[str | None, Decimal, bool | None, bool]:
    """Number, all quantities, whether it adds up, whether it is only a part of something."""
    number = invoice.invoice_number.value if invoice.invoice_number else None
    quantities = sum((line.quantity.value for line in invoice.lines if line.quantity), Decimal(0))
    return number, quantities, invoice.arithmetic_holds, invoice.partial


def test_each_head_with_another_number_begins_a_document() -> None:
    pages = [page(1, "Faktura VAT nr FV/12/2025"), page(2, "ciąg dalszy"), page(3, "Faktura VAT nr FV/13/2025")]
    assert documents_in(pages).documents == ((0, 1), (2,))


def test_copies_stay_with_their_invoice() -> None:
    titles = ("FV/12/2025", "FV/13/2025", "FV/12/2025", "FV/13/2025")
    pages = [page(number, f"Faktura VAT nr {title}") for number, title in enumerate(titles, 1)]
    assert documents_in(pages).documents == ((0, 2), (1, 3))


def test_one_invoice_is_one_document() -> None:
    pages = [page(1, "Faktura VAT nr FV/12/2025"), page(2, "Wydanie zewnętrzne WZ/77/2025", priced=False)]
    assert documents_in(pages).documents == ((0, 1),)
    assert documents_in(pages[:1]).documents == ((0,),)


def test_a_first_page_whose_head_was_not_read_is_a_document_if_it_adds_up() -> None:
    pages = [page(1, "Krajowy System e-Faktur"), page(2, "Faktura VAT nr FV/13/2025")]
    apart = documents_in(pages)
    assert apart.documents == ((0,), (1,))
    assert not apart.certain


def test_a_head_whose_number_is_not_sure_begins_a_document_if_it_adds_up() -> None:
    clear, faint = page(1, "Faktura VAT nr FV/12/2025"), page(2, "Faktura VAT nr FVI/13/2025")
    words = tuple(replace(word, confidence=0.4) if "FVI" in word.text else word for word in faint.words)
    apart = documents_in([clear, replace(faint, words=words, source=Source.OCR)])
    assert apart.documents == ((0,), (1,))
    assert not apart.certain


def test_a_season_in_one_pdf_is_three_invoices(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    world = World(tmp_path, 5)
    first = world.bill(world.seller("boxed_grid"))
    bills = [first, world.bill(first.seller, first.buyer), world.bill(world.seller("modern_band"), first.buyer)]
    files = [(world.folder / "documents" / world.pdf(bill)).read_bytes() for bill in bills]
    invoice = read_document(joined(files)).invoice
    parts = [invoice.model_copy(update={"further": ()}), *invoice.further]
    expected = [(bill.number, sum(item.quantity for item in bill.items), True, False) for bill in bills]
    assert [said(part) for part in parts] == expected
    assert [info.number for part in parts for info in part.pages] == list(range(1, len(invoice.pages) + 3))


def test_an_invoice_and_its_correction_are_two_documents() -> None:
    pages = [page(1, "Faktura VAT nr FV/12/2025"), page(2, "Faktura korygująca nr KOR/1/2025", 10)]
    assert documents_in(pages).documents == ((0,), (1,))


def test_two_scans_in_one_file_are_two_invoices(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    world = World(tmp_path, 6)
    first = world.bill(world.seller("boxed_grid"))
    bills = [first, world.bill(first.seller, first.buyer)]
    files = [(world.folder / "documents" / world.scan(bill)).read_bytes() for bill in bills]
    invoice = read_document(joined(files)).invoice
    assert invoice.document_type is DocumentType.INVOICE
    assert [said(part)[0] for part in (invoice, *invoice.further)] == [bill.number for bill in bills]
