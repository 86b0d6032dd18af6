"""Photos of parts of an invoice: halves that overlap, a lower half without a title, counts of pages in doubt."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from programme.invoices import DocumentType, Invoice, LineItem, PageInfo, Party, Source, Totals
from tests.matchers.build import SELLER, claim, codes, invoice, is_confirmed, line, page, read, verdict_of

RYE, SPRAY, LIME = line(), line("Herbicyd Komplet 1 L", "10", "l", "100"), line("Wapno granulowane", "3", "t", "250")
WHOLE = invoice(RYE, SPRAY, LIME)
NOBODY: dict[str, Any] = {
    "invoice_number": None, "issue_date": None, "sale_date": None, "seller": Party(), "buyer": Party(),
    "sha256": "b" * 64,
}  # fmt: skip


def upper(*lines: LineItem, **changes: Any) -> Invoice:
    """The half with the head: no totals yet."""
    return WHOLE.model_copy(update={"lines": lines, "totals": Totals(), "arithmetic_holds": None, **changes})


def lower(*lines: LineItem, **changes: Any) -> Invoice:
    """The half with the totals, and neither title nor number."""
    kind = {"document_type": DocumentType.OTHER, "type_confidence": 0.85, "arithmetic_holds": False}
    return WHOLE.model_copy(update={**NOBODY, **kind, "lines": lines, **changes})


@pytest.mark.parametrize("kind", [DocumentType.OTHER, DocumentType.INVOICE])
@pytest.mark.parametrize("shown", [(LIME,), (SPRAY, LIME), (RYE, SPRAY, LIME)])
def test_a_lower_half_without_title_goes_on_with_the_upper_one(shown: tuple[LineItem, ...], kind: DocumentType) -> None:
    verdict = verdict_of(claim(upper(RYE, SPRAY), lower(*shown, document_type=kind, type_confidence=0.5)))
    assert is_confirmed(verdict), verdict.discrepancies
    assert verdict.verified_units == 20


def test_rows_on_both_halves_count_once_and_equal_lines_twice() -> None:
    twice = invoice(RYE, RYE, SPRAY)
    head = twice.model_copy(update={"lines": (RYE,), "totals": Totals(), "arithmetic_holds": None})
    tail = lower(RYE, SPRAY, totals=twice.totals)
    verdict = verdict_of(claim(head, tail, seed_units=Decimal(40)))
    assert is_confirmed(verdict), verdict.discrepancies
    assert not is_confirmed(verdict_of(claim(head, tail)))


def test_a_part_of_a_whole_invoice_seen_again_changes_nothing() -> None:
    for shown in ((), (LIME,), (SPRAY, LIME)):
        verdict = verdict_of(claim(WHOLE, lower(*shown, document_type=DocumentType.INVOICE, type_confidence=0.5)))
        assert is_confirmed(verdict), verdict.discrepancies
        assert verdict.verified_units == 20


def test_a_lower_half_that_speaks_of_a_receipt_is_still_a_part() -> None:
    kind = {"document_type": DocumentType.RECEIPT, "type_confidence": 0.85}
    assert is_confirmed(verdict_of(claim(WHOLE, lower(LIME, **kind))))
    # A receipt never makes an invoice whole.
    assert "not_an_invoice" in codes(verdict_of(claim(upper(RYE, SPRAY), lower(LIME, **kind))))


def test_halves_of_two_invoices_are_never_mixed() -> None:
    more = line(quantity="70")
    other = invoice(more, LIME).totals
    for changes in (
        {"totals": other},
        {"seller": Party(nip=read("5262814120"))},
        {"issue_date": read(WHOLE.issue_date.value.replace(day=3)) if WHOLE.issue_date else None},
    ):
        verdict = verdict_of(claim(upper(RYE, SPRAY), lower(LIME, **changes)))
        assert not is_confirmed(verdict)
        assert verdict.verified_units is None or "not_an_invoice" in codes(verdict)
    assert not is_confirmed(verdict_of(claim(WHOLE, lower(more))))


def test_two_invoices_of_one_claim_are_told_apart() -> None:
    second = invoice(line(quantity="5"), invoice_number=read("FV/13/09/2025"), seller_nip=SELLER)
    both = {"invoice_numbers": ("FV/12/09/2025", "FV/13/09/2025"), "seed_units": Decimal(25)}
    assert is_confirmed(verdict_of(claim(WHOLE, second, **both)))
    assert "invoice_number_mismatch" in codes(verdict_of(claim(WHOLE, second, seed_units=Decimal(25))))


def _doubtful(number: int, count: int) -> tuple[PageInfo, ...]:
    (info,) = page(number, count)
    return (info.model_copy(update={"page_count_doubtful": True}),)


def test_a_doubtful_count_of_pages_stops_only_what_does_not_add_up() -> None:
    assert is_confirmed(verdict_of(claim(invoice(pages=_doubtful(1, 11)))))
    assert not is_confirmed(verdict_of(claim(invoice(pages=page(1, 11)))))
    for changes in ({"totals": Totals()}, {"totals": Totals(net=read(Decimal(9000)))}):
        assert not is_confirmed(verdict_of(claim(invoice(pages=_doubtful(1, 11), arithmetic_holds=None, **changes))))


def test_a_page_that_says_more_follows_is_not_all() -> None:
    text = PageInfo(number=1, width=1, height=1, source=Source.OCR, text="Faktura\n1 Tayo\nDo przeniesienia 6 000,00")
    assert not is_confirmed(verdict_of(claim(invoice(pages=(text,)))))
