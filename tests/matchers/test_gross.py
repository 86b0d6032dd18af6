"""Lines, gross sum and words: which two agree says what was misread and what was changed."""

from __future__ import annotations

from decimal import Decimal

from programme.invoices import Invoice, PageInfo, Source, Totals, Witness
from tests.matchers.build import claim, codes, invoice, is_confirmed, line, read, verdict_of

NOBODY: frozenset[Witness] = frozenset()
TAXED = line().model_copy(update={"vat_rate": "8", "gross": None})


def paper(gross: str, words: str, confidence: float = 0.95) -> Invoice:
    """20 units at 300 zł: net 6000, with 8 % tax 6480."""
    content = invoice(TAXED, amount_in_words=read(Decimal(words), confidence))
    misread = read(Decimal(gross), 0.76, NOBODY)
    return content.model_copy(update={"totals": Totals(net=read(Decimal(6000)), gross=misread)})


def test_a_gross_sum_misread_under_a_stamp_does_not_stop_what_lines_and_words_say() -> None:
    assert is_confirmed(verdict_of(claim(paper("54.16", "6480.00"))))
    assert is_confirmed(verdict_of(claim(paper("6480.00", "6480.00"))))


def test_lines_changed_after_the_words_were_written_stop() -> None:
    for gross in ("3240.00", "6480.00"):
        assert not is_confirmed(verdict_of(claim(paper(gross, "3240.00"))))
    assert "arithmetic_mismatch" in codes(verdict_of(claim(paper("3240.00", "3240.00"))))


def test_words_read_badly_and_lines_without_rates_prove_nothing() -> None:
    assert is_confirmed(verdict_of(claim(paper("3240.00", "3240.00", 0.5))))
    bare = paper("3240.00", "3240.00")
    bare = bare.model_copy(update={"lines": (TAXED.model_copy(update={"vat_rate": None}),)})
    assert is_confirmed(verdict_of(claim(bare)))


def test_an_invoice_that_settles_an_advance_prints_both_sums() -> None:
    content = paper("3240.00", "3240.00")
    text = "Razem brutto 6 480,00 zł. Zapłacono zaliczką 3 240,00 zł. Do zapłaty 3 240,00 zł"
    pages = tuple(page.model_copy(update={"text": text}) for page in _pages())
    assert is_confirmed(verdict_of(claim(content.model_copy(update={"pages": pages}))))


def _pages() -> tuple[PageInfo, ...]:
    return (PageInfo(number=1, width=1, height=1, source=Source.OCR),)
