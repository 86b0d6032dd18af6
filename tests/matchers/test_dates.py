"""The declared date, the programme's period, and what may have been sold before either began."""

from __future__ import annotations

from datetime import date

import pytest

from matchers import Registry
from programme.invoices import PageInfo, Source, Witness
from programme.registry import Partner
from programme.rules import DateRule
from tests.matchers.build import (
    PRODUCTS,
    REGISTRY,
    RULES,
    SELLER,
    claim,
    codes,
    invoice,
    is_confirmed,
    read,
    verdict_of,
)

NOBODY: frozenset[Witness] = frozenset()


def test_other_issue_date_is_a_mismatch_even_where_it_is_the_date_of_sale() -> None:
    assert codes(verdict_of(claim(invoice(), invoice_date=date(2025, 9, 21)))) == {"date_mismatch"}
    sale = verdict_of(claim(invoice(), invoice_date=date(2025, 9, 18)))
    assert codes(sale) == {"date_mismatch"}
    assert "datę sprzedaży" in sale.discrepancies[0].message


def test_unread_or_unsure_date_is_unsure() -> None:
    assert codes(verdict_of(claim(invoice(issue_date=None)))) == {"unreadable"}
    assert codes(verdict_of(claim(invoice(issue_date=read(date(2025, 9, 20), 0.3, NOBODY))))) == {"unreadable"}


def test_sale_outside_the_period_or_the_declared_year() -> None:
    before = invoice(sale_date=read(date(2024, 6, 28)), issue_date=read(date(2024, 7, 2)))
    assert codes(verdict_of(claim(before, year=2024, invoice_date=date(2024, 7, 2)))) == {"date_outside_programme"}
    assert codes(verdict_of(claim(invoice(), year=2024))) == {"date_outside_programme"}


def test_date_rule_chooses_the_deciding_date() -> None:
    late = claim(
        invoice(sale_date=read(date(2025, 12, 30), 0.99), issue_date=read(date(2026, 1, 5))),
        invoice_date=date(2026, 1, 5),
    )
    assert is_confirmed(verdict_of(late))
    by_issue = RULES.model_copy(update={"date_rule": DateRule.ISSUE})
    assert codes(verdict_of(late, rules=by_issue)) == {"date_outside_programme"}


def test_unread_sale_date_matters_only_at_the_edge_of_the_period() -> None:
    assert is_confirmed(verdict_of(claim(invoice(sale_date=None))))
    edge = invoice(sale_date=None, issue_date=read(date(2024, 7, 3)))
    assert codes(verdict_of(claim(edge, year=2024, invoice_date=date(2024, 7, 3)))) == {"unreadable"}


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("wydano z magazynu: 28.06.2024", {"unreadable"}),
        ("towar odebrano 28 czerwca 2024 r.", {"unreadable"}),
        ("dostawa 2024-06-30", {"unreadable"}),
        ("zamówienie z 28.05.2024", set()),  # an invoice of July 3rd cannot be of a sale in May
        ("termin płatności 17.07.2024", set()),
    ],
)
def test_of_a_text_a_day_before_the_period_may_be_the_unread_sale(printed: str, found: set[str]) -> None:
    """A file's text is read whole: what is not there is not, but a label nobody knows may stand before a date."""
    text = (PageInfo(number=1, width=1, height=1, source=Source.PDF_TEXT, text=f"Faktura 03.07.2024\n{printed}"),)
    edge = invoice(sale_date=None, issue_date=read(date(2024, 7, 3)), source=Source.PDF_TEXT, pages=text)
    assert codes(verdict_of(claim(edge, year=2024, invoice_date=date(2024, 7, 3)))) == found


def test_an_unread_sale_may_have_been_before_the_seller_was_a_partner() -> None:
    late = Partner(nip=SELLER, name="Agrozbyt Sp. z o.o.", approved_from=date(2025, 9, 1))
    registry = Registry((late,), PRODUCTS, REGISTRY.participants)
    assert is_confirmed(verdict_of(claim(invoice()), registry=registry))
    assert is_confirmed(verdict_of(claim(invoice(sale_date=None)), registry=registry))
    early = invoice(sale_date=None, issue_date=read(date(2025, 9, 12)))
    assert codes(verdict_of(claim(early, invoice_date=date(2025, 9, 12)), registry=registry)) == {"unreadable"}
