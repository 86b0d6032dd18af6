"""A KSeF XML inside a PDF is compared with the page."""

from __future__ import annotations

import pikepdf
import pytest

from extractors.reading import read_document
from programme.invoices import FindingKind
from tests.extractors.ksef_samples import BUYER, RYE_LINE, SELLER, ksef_xml
from tests.extractors.pdf_samples import changed, lines_pdf

PAGE = (
    "Faktura VAT nr FV/123/09/2025",
    "Data wystawienia: 2025-09-12",
    f"Sprzedawca: Ziarno Sp. z o.o. NIP {SELLER}",
    f"Nabywca: Jan Klos NIP {BUYER}",
    "Do zaplaty: 6480,00 PLN",
)


def _said(embedded: bytes) -> list[dict[str, str]]:
    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["faktura.xml"] = embedded

    invoice = read_document(changed(lines_pdf(PAGE), attach)).invoice
    kind = FindingKind.TEXT_DIFFERS_FROM_PIXELS
    return [dict(item.values) for item in invoice.findings if item.kind is kind and item.detail == "embedded_xml"]


def test_the_same_invoice_says_nothing() -> None:
    assert _said(ksef_xml()) == []


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [("FV/123/09/2025", "FV/124/09/2025", "FV/124/09/2025"), ("<P_1>2025-09-12", "<P_1>2025-09-11", "2025-09-11")],
)
def test_what_differs_is_told(one: str, other: str, told: str) -> None:
    assert told in [values["layer"] for values in _said(ksef_xml().replace(one.encode(), other.encode()))]


def test_other_attachments_say_nothing() -> None:
    assert _said(b"<?xml version='1.0'?><Order/>") == []
    assert _said(ksef_xml(lines=RYE_LINE)[:200]) == []
