"""What stands on a paper beside its title: that it was annulled or corrected, or that nothing was handed over yet."""

from __future__ import annotations

import pytest

from programme.invoices import PageInfo, Source
from tests.matchers.build import claim, codes, invoice, is_confirmed, verdict_of


def _with(text: str) -> PageInfo:
    rows = f"Faktura VAT nr FV/12/09/2025\nŻyto hybrydowe KWS Tayo 20 j.s.\n{text}\nRazem 6 480,00"
    return PageInfo(number=1, width=1, height=1, source=Source.PDF_TEXT, text=rows)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ANULOWANA", "not_an_invoice"),
        ("A N U L O W A N O", "not_an_invoice"),
        ("Nabywca ANULOWANA Gąsawa 64", "not_an_invoice"),
        ("* storno *", "not_an_invoice"),
        ("WZÓR", "not_an_invoice"),
        ("Faktura wystawiona do anulowanego zamówienia – dokument unieważniony.", "not_an_invoice"),
        ("Dokument niefiskalny, wydruk próbny.", "not_an_invoice"),
        ("Faktura została anulowana dnia 3.10.2025", "not_an_invoice"),
        ("Towar zostanie wydany w terminie późniejszym.", "not_an_invoice"),
        ("Towar niewydany – płatność z góry.", "not_an_invoice"),
        ("Zwroty", "not_an_invoice"),
        ("Pozycje zwrócone:", "not_an_invoice"),
        ("Towar zamówiony, niewydany", "not_an_invoice"),
        ("Do wydania w późniejszym terminie", "not_an_invoice"),
        ("Pozycje skorygowane", "not_an_invoice"),
        ("Oferta na kolejny sezon", "not_an_invoice"),
        ("Uwaga: faktura skorygowana fakturą FK/12/10/2025 (zwrot 10 j.s.).", "correction_invoice"),
        ("Dokument został skorygowany", "correction_invoice"),
    ],
)
def test_a_paper_that_says_it_counts_no_more_or_not_yet_is_for_a_person(text: str, code: str) -> None:
    assert codes(verdict_of(claim(invoice(pages=(_with(text),))))) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Faktura bez podpisu jest ważna.",
        "Dokument nieważny bez pieczątki.",
        "Do anulowania zamówienia potrzebna jest zgoda sprzedawcy.",
        "Towar wydano z magazynu głównego.",
        "Towar pozostaje własnością sprzedawcy do chwili zapłaty.",
        "Zwrot towaru tylko z paragonem.",
        "Zwroty i reklamacje: 14 dni.",
        "Wzór formularza reklamacji na stronie sklepu.",
    ],
)
def test_terms_of_sale_make_no_invoice_void(text: str) -> None:
    assert is_confirmed(verdict_of(claim(invoice(pages=(_with(text),)))))
