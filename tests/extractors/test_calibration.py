"""The map from evidence to probability: it keeps order, moves no threshold, and gives nothing to lone readings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from extractors.calibration import calibrated, probability
from programme.invoices import DocumentType, Field, Invoice, LineItem, Party, Source, Totals, Witness
from programme.thresholds import DEFAULT_THRESHOLDS

SHARES = st.floats(min_value=0, max_value=1)
ONE = frozenset({Witness.CHECKSUM})


@given(SHARES, SHARES)
def test_order_is_kept(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert probability(low, ONE) <= probability(high, ONE) <= 1


@given(SHARES)
def test_no_threshold_is_passed_that_was_not_passed_before(confidence: float) -> None:
    after = probability(confidence, ONE)
    for name in ("decisive_confidence", "agreeing_confidence", "agreeing_confidence_witnessed", "quantity_confidence"):
        threshold = getattr(DEFAULT_THRESHOLDS, name)
        assert (after >= threshold) == (confidence >= threshold)


@given(SHARES)
def test_a_reading_without_witness_stays_as_it_is(confidence: float) -> None:
    assert probability(confidence, frozenset()) == confidence


def test_every_decisive_field_is_mapped_and_nothing_else_changed() -> None:
    sure = Field[date](value=date(2025, 9, 1), confidence=0.96, witnesses=frozenset({Witness.SECOND_READER}))
    nip = Field[str](value="5265877635", confidence=0.96, witnesses=ONE)
    before = Invoice(
        sha256="", source=Source.OCR, document_type=DocumentType.INVOICE, issue_date=sure, seller=Party(nip=nip),
        amount_in_words=None, type_confidence=0.9,
    )  # fmt: skip
    after = calibrated(before)
    assert after.issue_date is not None
    assert after.seller.nip is not None
    assert after.issue_date.confidence == after.seller.nip.confidence == 0.989
    assert after.issue_date.value == sure.value
    assert after.type_confidence == before.type_confidence
    assert after.buyer == before.buyer


def test_the_only_other_nip_is_likely_the_buyers_and_never_sure() -> None:
    seller = Field[str](value="5265877635", confidence=0.99, witnesses=ONE)
    buyer = Field[str](value="8567346215", confidence=0.4, witnesses=ONE)
    third = Field[str](value="5262814120", confidence=0.9, witnesses=ONE)
    before = Invoice(
        sha256="", source=Source.OCR, document_type=DocumentType.INVOICE, seller=Party(nip=seller),
        buyer=Party(nip=buyer), nips=(seller, buyer),
    )  # fmt: skip
    after = calibrated(before).buyer.nip
    assert after is not None
    assert 0.8 < after.confidence < DEFAULT_THRESHOLDS.decisive_confidence
    doubtful = seller.model_copy(update={"confidence": 0.6})
    for changes in ({"nips": (seller, buyer, third)}, {"seller": Party(nip=doubtful)}):
        kept = calibrated(before.model_copy(update=changes)).buyer.nip
        assert kept is not None
        assert kept.confidence == 0.4


def test_a_gross_sum_against_lines_and_words_is_misread() -> None:
    def amount(value: str, confidence: float) -> Field[Decimal]:
        return Field[Decimal](value=Decimal(value), confidence=confidence)

    line = LineItem(description="Tayo", quantity=amount("20", 0.9), net=amount("6000", 0.9), vat_rate="8")
    before = Invoice(
        sha256="", source=Source.OCR, document_type=DocumentType.INVOICE, lines=(line,), arithmetic_holds=True,
        totals=Totals(gross=amount("54.16", 0.76)), amount_in_words=amount("6480", 0.9),
    )  # fmt: skip
    after = calibrated(before).totals.gross
    assert after is not None
    assert after.confidence < 0.2
    for changes in ({"amount_in_words": None}, {"arithmetic_holds": None}, {"amount_in_words": amount("3240", 0.9)}):
        kept = calibrated(before.model_copy(update=changes)).totals.gross
        assert kept is not None
        assert kept.confidence == 0.76
