"""Duplicates, corrections and order over all claims of a programme."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import Claim, ClaimDocument, verify_claims
from matchers.duplicates import order_key
from programme.invoices import DocumentType
from programme.verdicts import Decision
from tests.matchers.build import (
    REGISTRY,
    RULES,
    claim,
    codes,
    document,
    invoice,
    is_confirmed,
    line,
    read,
    verdict_of,
)


def test_later_claim_is_the_duplicate_the_earlier_stands() -> None:
    first = claim(invoice(), declaration_id="D1")
    again = claim(invoice(issue_date=read(date(2025, 9, 20), 0.97)), declaration_id="D2")
    earlier, later = verify_claims([again, first], REGISTRY, RULES)
    assert is_confirmed(earlier)
    assert codes(later) == {"duplicate_invoice"}
    assert later.discrepancies[0].found == "D1"


def test_byte_copy_is_a_duplicate_document_too() -> None:
    content = invoice()
    first = claim(content, declaration_id="D1")
    copy = claim(ClaimDocument("inna.pdf", content.sha256, content), declaration_id="D2")
    assert codes(verdict_of(first, copy)) == {"duplicate_document", "duplicate_invoice"}


def test_another_participants_duplicate_names_no_participant() -> None:
    first = claim(invoice(), declaration_id="D1")
    theirs = claim(invoice(partial=True), declaration_id="D2", participant_id="P2")
    later = verdict_of(first, theirs)
    assert {"duplicate_invoice", "buyer_mismatch"} <= codes(later)
    assert not any("P1" in item.message or "Nowak" in (item.found or "") for item in later.discrepancies
                   if item.code.value == "duplicate_invoice")  # fmt: skip


def test_look_alike_number_and_misread_number_are_found() -> None:
    first = claim(invoice(), declaration_id="D1")
    alike = claim(
        invoice(invoice_number=read("FV/I2/O9/2025")), declaration_id="D2", invoice_numbers=("FV/I2/O9/2025",)
    )
    assert "duplicate_invoice" in codes(verdict_of(first, alike))
    misread = claim(
        invoice(invoice_number=read("FV/72/09/2025")), declaration_id="D2", invoice_numbers=("FV/72/09/2025",)
    )
    assert "duplicate_invoice" in codes(verdict_of(first, misread))


def test_unreadable_earlier_claim_still_holds_its_declared_number() -> None:
    unreadable = claim(document(None), declaration_id="D1")
    later = claim(invoice(), declaration_id="D2")
    assert codes(verdict_of(unreadable, later)) == {"duplicate_invoice"}


def test_mistyped_number_of_another_claim_does_not_hold_an_invoice() -> None:
    mistyped = claim(
        invoice(line(quantity="30"), invoice_number=read("FV/99/09/2025", 0.99)),
        declaration_id="D1",
        seed_units=Decimal(30),
    )
    honest = claim(invoice(), declaration_id="D2")
    first, second = verify_claims([mistyped, honest], REGISTRY, RULES)
    assert codes(first) == {"invoice_number_mismatch"}
    assert is_confirmed(second)


def test_correction_in_any_claim_touches_the_original_before_and_after() -> None:
    correction = invoice(
        line(quantity="12"),
        document_type=DocumentType.CORRECTION,
        invoice_number=read("FK/1"),
        corrected_invoice_number=read("FV 12/09/2025"),
    )
    corrected = claim(correction, declaration_id="D5", invoice_numbers=("FK/1",), seed_units=Decimal(12))
    for original_id in ("D1", "D9"):
        original = claim(invoice(), declaration_id=original_id)
        verdicts = verify_claims([original, corrected], REGISTRY, RULES)
        touched = next(v for v in verdicts if v.declaration_id == original_id)
        assert codes(touched) == {"correction_invoice"}
    unrelated = claim(
        invoice(line(quantity="30"), invoice_number=read("FV/77/2025")),
        declaration_id="D1", invoice_numbers=("FV/77/2025",), seed_units=Decimal(30),
    )  # fmt: skip
    assert is_confirmed(verify_claims([unrelated, corrected], REGISTRY, RULES)[0])


def test_ids_count_in_natural_order() -> None:
    assert sorted(["D10", "D2", "D0001"], key=order_key) == ["D0001", "D2", "D10"]


def _many() -> list[Claim]:
    claims = [claim(invoice(), declaration_id=f"D{i:03}") for i in range(3)]
    claims.append(claim(document(None, "x.pdf"), declaration_id="D100"))
    claims.append(
        claim(invoice(line(quantity="7"), invoice_number=read("A/1")), declaration_id="D050", invoice_numbers=("A/1",))
    )
    pair = (invoice(line(quantity="12")), invoice(line(quantity="8"), invoice_number=read("B/2")))
    claims.append(claim(*pair, declaration_id="D060", invoice_numbers=("FV/12/09/2025", "B/2")))
    return claims


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_verdicts_do_not_depend_on_the_order_claims_and_documents_come_in(shuffler: random.Random) -> None:
    expected = verify_claims(_many(), REGISTRY, RULES)
    shuffled = _many()
    shuffler.shuffle(shuffled)
    turned = [Claim(item.declaration, tuple(shuffler.sample(item.documents, len(item.documents)))) for item in shuffled]
    verdicts = verify_claims(turned, REGISTRY, RULES)
    assert [v.declaration_id for v in verdicts] == [v.declaration_id for v in expected]
    for verdict, other in zip(verdicts, expected, strict=True):
        assert verdict.decision == other.decision
        assert codes(verdict) == codes(other)
        assert verdict.verified_units == other.verified_units


@settings(max_examples=60, deadline=None)
@given(
    declared=st.integers(1, 99), true=st.integers(1, 99), confidence=st.floats(0, 1), sums=st.sampled_from([True, None])
)
def test_only_an_equal_and_proven_quantity_is_ever_confirmed(
    declared: int, true: int, confidence: float, sums: bool | None
) -> None:
    content = invoice(line(quantity=read(Decimal(true), confidence)), arithmetic_holds=sums)
    verdict = verdict_of(claim(content, seed_units=Decimal(declared)))
    if verdict.decision is Decision.CONFIRMED:
        assert declared == true == verdict.verified_units
    elif declared == true:
        assert confidence < 0.9


def test_badly_read_correction_concerns_what_it_may_correct() -> None:
    honest = claim(invoice(), declaration_id="D1")
    misread = invoice(
        document_type=DocumentType.CORRECTION,
        invoice_number=read("FK/1"),
        corrected_invoice_number=read("FV/72/09/2025", 0.6),
    )
    unread = misread.model_copy(update={"corrected_invoice_number": None, "sha256": "c" * 64})
    surely_other = misread.model_copy(
        update={"corrected_invoice_number": read("FV/72/09/2025", 0.99), "sha256": "d" * 64}
    )
    for content, touched in ((misread, True), (unread, True), (surely_other, False)):
        other = claim(content, declaration_id="D5", invoice_numbers=("FK/1",))
        first = verify_claims([honest, other], REGISTRY, RULES)[0]
        assert ("correction_invoice" in codes(first)) is touched


def test_unread_correction_of_another_seller_or_buyer_concerns_nobody_else() -> None:
    honest = claim(invoice(), declaration_id="D1")
    unread = invoice(document_type=DocumentType.CORRECTION, invoice_number=read("FK/1"), seller_nip="5262814120")
    other = claim(unread, declaration_id="D5", participant_id="P2", invoice_numbers=("FK/1",))
    assert is_confirmed(verify_claims([honest, other], REGISTRY, RULES)[0])


def test_a_refused_claim_frees_its_invoice_and_an_upheld_one_holds_it() -> None:
    first, second = claim(invoice(), declaration_id="D1"), claim(invoice(partial=True), declaration_id="D2")
    third = claim(invoice(issue_date=read(date(2025, 9, 20), 0.97)), declaration_id="D3")
    claims = [first, second, third]
    assert [is_confirmed(v) for v in verify_claims(claims, REGISTRY, RULES)] == [True, False, False]
    freed = verify_claims(claims, REGISTRY, RULES, rejected=frozenset({"D1", "D2"}))
    assert is_confirmed(freed[2])
    # D2 was confirmed by a person: then neither an earlier claim nor a later one may have the invoice too.
    held = verify_claims(claims, REGISTRY, RULES, rejected=frozenset({"D1"}), upheld=frozenset({"D2"}))
    assert codes(held[0]) == codes(held[2]) == {"duplicate_invoice"}
    assert "duplicate_invoice" not in codes(held[1])


def test_what_is_left_of_an_invoice_is_told() -> None:
    parts = [claim(invoice(), declaration_id=f"D{n}", seed_units=Decimal(n)) for n in (8, 9)]
    last = claim(invoice(), declaration_id="D99", seed_units=Decimal(3))
    verdict = verify_claims([*parts, last], REGISTRY, RULES)[-1]
    (found,) = [item for item in verdict.discrepancies if item.code.value == "duplicate_invoice"]
    assert "zostaje 3 j.s." in found.message


def test_risk_orders_the_queue_and_says_why() -> None:
    own, photo = claim(invoice(), declaration_id="D1"), invoice(sale_date=read(date(2025, 9, 18), 0.97))
    again = verify_claims([own, claim(photo, declaration_id="D2")], REGISTRY, RULES)[1]
    stranger = verify_claims([own, claim(photo, declaration_id="D2", participant_id="P2")], REGISTRY, RULES)[1]
    honest = verdict_of(own)
    assert honest.risk < again.risk < stranger.risk <= 1
    assert again.risk_reasons == ("faktura już zgłoszona",)
    assert stranger.risk_reasons == ("faktura już zgłoszona", "inny nabywca")


def test_ids_of_odd_characters_do_no_harm() -> None:
    claims = [claim(invoice(), declaration_id=key) for key in ("²", "D²", "", "٣", "D1")]
    assert len(verify_claims(claims, REGISTRY, RULES)) == 5
