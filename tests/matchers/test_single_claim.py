"""Each rule of one claim: what passes, what fails, what is unsure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from matchers import ClaimDocument, Registry
from programme.invoices import DocumentType, Finding, FindingKind, PageInfo, Party, Source, Totals, Witness
from programme.registry import Partner
from programme.verdicts import Outcome
from tests.matchers.build import (
    FARMER,
    OTHER_SELLER,
    PRODUCTS,
    REGISTRY,
    SELLER,
    STRANGER,
    claim,
    codes,
    document,
    invoice,
    is_confirmed,
    line,
    page,
    read,
    verdict_of,
)

NOBODY: frozenset[Witness] = frozenset()


def test_honest_claim_is_confirmed_with_its_units_and_reasons() -> None:
    verdict = verdict_of(claim(invoice()))
    assert is_confirmed(verdict)
    assert verdict.verified_units == 20
    assert not verdict.discrepancies
    assert {"seller", "buyer", "number", "date", "period", "quantity"} <= {check.name for check in verdict.checks}
    assert 0 <= verdict.risk < 0.2
    assert verdict.thresholds_hash


# --- documents -------------------------------------------------------------------------------------------------


def test_no_document_and_absent_file_are_missing() -> None:
    assert codes(verdict_of(claim())) == {"missing_document"}
    absent = claim(invoice(), ClaimDocument("b.pdf", None, None))
    assert "missing_document" in codes(verdict_of(absent))


def test_unreadable_document_blocks_even_beside_a_good_one() -> None:
    assert codes(verdict_of(claim(document(None)))) == {"unreadable"}
    assert "unreadable" in codes(verdict_of(claim(invoice(), document(None, "b.pdf"))))


@pytest.mark.parametrize(
    "kind",
    [
        DocumentType.PROFORMA,
        DocumentType.ADVANCE,
        DocumentType.RECEIPT,
        DocumentType.DELIVERY_NOTE,
        DocumentType.OTHER,
    ],
)
def test_what_is_no_invoice_is_flagged(kind: DocumentType) -> None:
    assert "not_an_invoice" in codes(verdict_of(claim(invoice(document_type=kind))))


def test_delivery_note_beside_the_invoice_does_no_harm() -> None:
    note = invoice(document_type=DocumentType.DELIVERY_NOTE, invoice_number=read("WZ/1"))
    verdict = verdict_of(claim(invoice(), note))
    assert is_confirmed(verdict)
    assert verdict.verified_units == 20


def test_partial_document_never_confirms() -> None:
    assert "unreadable" in codes(verdict_of(claim(invoice(partial=True))))


def test_unsure_kind_and_a_pro_forma_title_never_confirm() -> None:
    assert "unreadable" in codes(verdict_of(claim(invoice(type_confidence=0.4))))
    titled = invoice(pages=page(1, 1, "Agrozbyt\nFAKTURA PRO FORMA nr 12"))
    assert "not_an_invoice" in codes(verdict_of(claim(titled)))


def test_correction_in_the_claim_is_flagged() -> None:
    correction = invoice(
        document_type=DocumentType.CORRECTION,
        invoice_number=read("FK/1"),
        corrected_invoice_number=read("FV/12/09/2025"),
    )
    assert "correction_invoice" in codes(verdict_of(claim(correction)))
    assert "correction_invoice" in codes(verdict_of(claim(invoice(), correction)))


def test_missing_second_page_never_confirms() -> None:
    assert "unreadable" in codes(verdict_of(claim(invoice(pages=page(1, 2)))))


# --- seller ----------------------------------------------------------------------------------------------------


def test_other_seller_is_a_mismatch_and_an_unlisted_one_unknown() -> None:
    assert codes(verdict_of(claim(invoice(seller_nip=OTHER_SELLER)))) == {"seller_mismatch"}
    unlisted = claim(invoice(seller_nip=STRANGER), seller_nip=STRANGER)
    assert codes(verdict_of(unlisted)) == {"seller_unknown"}


def test_unread_seller_nip_is_unsure_and_may_stand_elsewhere_under_the_partners_name() -> None:
    assert codes(verdict_of(claim(invoice(seller_nip=None)))) == {"unreadable"}
    elsewhere = invoice(seller_nip=None, nips=(read(SELLER, 0.9, frozenset({Witness.CHECKSUM})),))
    assert is_confirmed(verdict_of(claim(elsewhere)))
    other_name = invoice(seller_nip=None, seller_name="Zupełnie Inna Firma", nips=(read(SELLER, 0.9),))
    assert not is_confirmed(verdict_of(claim(other_name)))


def test_unsurely_read_equal_nip_is_unsure() -> None:
    verdict = verdict_of(claim(invoice(seller_nip=read(SELLER, 0.2, NOBODY))))
    assert codes(verdict) == {"unreadable"}
    assert any(check.name == "seller" and check.outcome is Outcome.UNSURE for check in verdict.checks)


def test_partner_approved_only_later_is_unknown_then() -> None:
    partner = Partner(nip=SELLER, name="Agrozbyt", approved_from=date(2025, 10, 1))
    registry = Registry((partner,), PRODUCTS, REGISTRY.participants)
    assert "seller_unknown" in codes(verdict_of(claim(invoice()), registry=registry))


# --- buyer -----------------------------------------------------------------------------------------------------


def test_other_buyer_is_a_mismatch() -> None:
    verdict = verdict_of(claim(invoice(buyer_nip=STRANGER, buyer_name="Adam Obcy", buyer_address="Inna 3")))
    assert codes(verdict) == {"buyer_mismatch"}


def test_participants_nip_under_a_strangers_name_is_unsure() -> None:
    assert codes(verdict_of(claim(invoice(buyer_name="Piekarnia Złoty Kłos")))) == {"unreadable"}
    assert is_confirmed(verdict_of(claim(invoice(buyer_name=read("Piekarnia", 0.5)))))
    assert is_confirmed(verdict_of(claim(invoice(buyer_name="J NOWAK"))))


def test_participants_nip_under_another_participants_name_is_unsure() -> None:
    relative = FARMER.model_copy(update={"participant_id": "P3", "name": "Janina Nowak", "nip": STRANGER})
    registry = Registry(REGISTRY.partners, PRODUCTS, (*REGISTRY.participants, relative))
    content = invoice(buyer_name="Gospodarstwo Rolne Janina Nowak")
    assert codes(verdict_of(claim(content), registry=registry)) == {"unreadable"}
    assert is_confirmed(verdict_of(claim(invoice()), registry=registry))


def test_spouse_is_a_mismatch_that_says_what_matches() -> None:
    verdict = verdict_of(claim(invoice(buyer_nip=STRANGER, buyer_name="Maria Nowak")))
    assert codes(verdict) == {"buyer_mismatch"}
    assert "nazwisko" in verdict.discrepancies[0].message
    assert "adres" in verdict.discrepancies[0].message


def test_name_alone_with_address_stands_in_for_an_unprinted_nip() -> None:
    assert is_confirmed(verdict_of(claim(invoice(buyer_nip=None))))
    assert codes(verdict_of(claim(invoice(buyer_nip=None, buyer_address="ul. Leśna 9, 62-080 Brzezie")))) == {
        "buyer_mismatch"
    }
    assert codes(verdict_of(claim(invoice(buyer_nip=None, buyer_name="Janina Nowak")))) == {"buyer_mismatch"}
    assert codes(verdict_of(claim(invoice(buyer_nip=None, buyer_name=None)))) == {"unreadable"}


FLAT = {"participant_id": "P2"}
FLAT_BUYER: dict[str, Any] = {
    "buyer_nip": None,
    "buyer_name": "Kowalski Józef",
    "buyer_address": "Gąsawa 64, 88-410 Gąsawa",
}


def test_flat_rate_farmer_passes_by_name_and_address_only() -> None:
    assert is_confirmed(verdict_of(claim(invoice(**FLAT_BUYER), **FLAT)))
    for change in ({"buyer_name": "Kowalska Józefa"}, {"buyer_address": "Gąsawa 65, 88-410 Gąsawa"}):
        assert codes(verdict_of(claim(invoice(**{**FLAT_BUYER, **change}), **FLAT))) == {"buyer_mismatch"}
    assert codes(verdict_of(claim(invoice(**{**FLAT_BUYER, "buyer_nip": STRANGER}), **FLAT))) == {"buyer_mismatch"}


def test_flat_rate_farmer_with_a_strange_nip_on_the_page_is_unsure() -> None:
    content = invoice(**FLAT_BUYER, nips=(read(SELLER), read(STRANGER)))
    assert codes(verdict_of(claim(content, **FLAT))) == {"unreadable"}


def test_recipient_is_irrelevant() -> None:
    recipient = Party(name=read("Maria Nowak"), nip=read(STRANGER))
    assert is_confirmed(verdict_of(claim(invoice(recipient=recipient))))


def test_unregistered_participant_is_flagged() -> None:
    assert "buyer_mismatch" in codes(verdict_of(claim(invoice(), participant_id="P9")))


# --- number ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("declared", ["fv / 12 / 09 / 2025", "FV/l2/O9/2025", "FV–12–09–2025"])
def test_number_typed_differently_is_the_same(declared: str) -> None:
    assert is_confirmed(verdict_of(claim(invoice(), invoice_numbers=(declared,))))


@pytest.mark.parametrize("declared", ["FV/13/09/2025", "12/09/2025", "FV/012/09/2025"])
def test_other_number_is_a_mismatch(declared: str) -> None:
    assert codes(verdict_of(claim(invoice(), invoice_numbers=(declared,)))) == {"invoice_number_mismatch"}


def test_unread_or_unsurely_read_number_is_unsure() -> None:
    assert codes(verdict_of(claim(invoice(invoice_number=None)))) == {"unreadable"}
    weak = invoice(invoice_number=read("FV/12/09/2025", 0.3, NOBODY))
    assert codes(verdict_of(claim(weak))) == {"unreadable"}


def test_split_purchase_needs_every_number_and_sums() -> None:
    first = invoice(line(quantity="12"))
    second = invoice(line(quantity="8"), invoice_number=read("FV/13/09/2025"), issue_date=read(date(2025, 9, 21)))
    both = ("FV/12/09/2025", "FV/13/09/2025")
    verdict = verdict_of(claim(first, second, invoice_numbers=both))
    assert is_confirmed(verdict)
    assert verdict.verified_units == 20
    assert "missing_document" in codes(verdict_of(claim(first, invoice_numbers=both, seed_units=Decimal(12))))
    assert "invoice_number_mismatch" in codes(verdict_of(claim(first, second)))


def test_another_name_beside_another_firms_nip_is_no_sure_seller() -> None:
    """The partner's NIP may have been taken from elsewhere on the page."""
    renamed = invoice(seller_name="Zupełnie Inna Firma")
    assert is_confirmed(verdict_of(claim(renamed)))
    stranger = renamed.model_copy(update={"nips": (read(SELLER), read(STRANGER))})
    assert codes(verdict_of(claim(stranger))) == {"seller_mismatch"}


# --- quantity --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("declared", ["19", "21", "40", "2"])
def test_other_quantity_is_a_mismatch(declared: str) -> None:
    assert codes(verdict_of(claim(invoice(), seed_units=Decimal(declared)))) == {"quantity_mismatch"}


def test_packages_are_multiplied() -> None:
    bags = invoice(line("KWS Tayo BB 20 j.s.", "2", "szt.", "6000"))
    assert is_confirmed(verdict_of(claim(bags, seed_units=Decimal(40))))
    verdict = verdict_of(claim(bags, seed_units=Decimal(2)))
    assert codes(verdict) == {"quantity_mismatch"}
    assert "opakowań" in verdict.discrepancies[0].message


def test_counting_in_what_does_not_count_is_told() -> None:
    mixed = invoice(line(), line("Kukurydza KWS KAPITOLIS 80 000 nasion", "13"))
    verdict = verdict_of(claim(mixed, seed_units=Decimal(33)))
    assert codes(verdict) == {"quantity_mismatch", "product_not_eligible"}
    assert is_confirmed(verdict_of(claim(mixed)))


@pytest.mark.parametrize(
    "description", ["Żyto ozime Dańkowskie Turkus C1", "Żyto hybrydowe SU BENDIX F1", "Saletra amonowa 34% N"]
)
def test_nothing_that_counts(description: str) -> None:
    assert codes(verdict_of(claim(invoice(line(description))))) == {"product_not_eligible"}


def test_doubtful_line_blocks_though_the_rest_fits() -> None:
    doubtful = invoice(line(), line("Żyto hybrydowe KWS Tayo", "500", "kg"))
    assert codes(verdict_of(claim(doubtful))) == {"quantity_mismatch"}


def test_unread_lines_are_unsure() -> None:
    assert codes(verdict_of(claim(invoice(line()).model_copy(update={"lines": ()})))) == {"unreadable"}


def test_a_quantity_that_may_be_the_price_is_never_confirmed() -> None:
    swapped = line().model_copy(update={"quantity_disputed": True})
    assert codes(verdict_of(claim(invoice(swapped)))) == {"unreadable"}


def test_quantity_without_witness_is_unsure_though_equal() -> None:
    lone = line(quantity=read(Decimal(20), 0.9, NOBODY)).model_copy(update={"unit_net_price": None})
    assert codes(verdict_of(claim(invoice(lone)))) == {"unreadable"}
    weak = line(quantity=read(Decimal(20), 0.2))
    assert codes(verdict_of(claim(invoice(weak)))) == {"unreadable"}


def test_without_sums_the_row_and_a_second_reader_must_stand() -> None:
    only_row = invoice(line(quantity=read(Decimal(20), 0.9, NOBODY)), arithmetic_holds=None)
    assert codes(verdict_of(claim(only_row))) == {"unreadable"}
    assert is_confirmed(verdict_of(claim(invoice(arithmetic_holds=None))))


def test_a_quantity_that_only_a_rounded_price_explains_is_not_confirmed() -> None:
    cheap = line(quantity=read(Decimal(509), 0.97), price="1.41").model_copy(update={"net": read(Decimal("719.59"))})
    for declared in ("509", "508"):
        content = invoice(cheap, arithmetic_holds=None)
        assert not is_confirmed(verdict_of(claim(content, seed_units=Decimal(declared))))
    beside = cheap.model_copy(update={"description": "Siarczan magnezu 25 kg", "unit": "kg", "unit_kind": None})
    assert is_confirmed(verdict_of(claim(invoice(line(), beside, arithmetic_holds=None))))


def test_state_before_a_correction_is_not_counted() -> None:
    both = invoice(line(), line(quantity="5", before_correction=True))
    assert verdict_of(claim(both)).verified_units == 20


# --- integrity -------------------------------------------------------------------------------------------------


def test_sums_that_do_not_hold_are_flagged() -> None:
    assert codes(verdict_of(claim(invoice(arithmetic_holds=False)))) == {"arithmetic_mismatch"}


def test_words_against_figures() -> None:
    content = invoice(amount_in_words=read(Decimal("1.00"), 0.99))
    assert codes(verdict_of(claim(content))) == {"tampering_suspected"}
    assert is_confirmed(verdict_of(claim(invoice(amount_in_words=read(Decimal("1.00"), 0.5, NOBODY)))))
    agreeing = invoice(amount_in_words=read(Decimal("6480.00"), 0.99))
    assert is_confirmed(verdict_of(claim(agreeing)))


def test_words_fully_understood_contradict_without_a_second_witness() -> None:
    """A scan whose quantity and sums were painted over consistently, but not its words."""
    verdict = verdict_of(claim(invoice(amount_in_words=read(Decimal("4320.00"), 0.87, NOBODY))))
    assert codes(verdict) == {"tampering_suspected"}
    assert not is_confirmed(verdict)


def test_words_against_a_sum_that_stands_nowhere_stop_without_suspicion() -> None:
    computed = read(Decimal("6480.00"), 0.64, NOBODY).model_copy(update={"box": None})
    content = invoice(amount_in_words=read(Decimal("4320.00"), 0.99))
    content = content.model_copy(update={"totals": content.totals.model_copy(update={"gross": computed})})
    assert codes(verdict_of(claim(content))) == {"unreadable"}


def test_words_may_say_what_is_left_to_pay() -> None:
    page = PageInfo(number=1, width=1, height=1, source=Source.OCR, text="Pozostało do zapłaty 4 320,00 zł")
    content = invoice(amount_in_words=read(Decimal("4320.00"), 0.99), pages=(page,))
    assert is_confirmed(verdict_of(claim(content)))


def test_traces_block_by_strength() -> None:
    for strength, blocks in ((0.9, True), (0.2, False)):
        finding = Finding(kind=FindingKind.PAINTED_OVER, message="quantity", page=1, strength=strength)
        verdict = verdict_of(claim(invoice(findings=(finding,))))
        assert ("tampering_suspected" in codes(verdict)) is blocks
        assert is_confirmed(verdict) is not blocks


# --- several documents of one invoice --------------------------------------------------------------------------


def test_two_photos_of_one_invoice_count_once() -> None:
    first, again = invoice(), invoice(totals=Totals(), arithmetic_holds=None)
    verdict = verdict_of(claim(first, again))
    assert is_confirmed(verdict)
    assert verdict.verified_units == 20
    assert is_confirmed(verdict_of(claim(first, replace(document(first), name="kopia.pdf"))))


def test_pages_are_joined_and_their_sums_tried_together() -> None:
    chemistry = line("Herbicyd Komplet 1 L", "10", "l", "100")
    whole = invoice(line(), chemistry)
    head = whole.model_copy(
        update={"lines": whole.lines[:1], "totals": Totals(), "arithmetic_holds": None, "pages": page(1, 2)}
    )
    tail = whole.model_copy(
        update={
            "lines": whole.lines[1:], "arithmetic_holds": False, "pages": page(2, 2), "invoice_number": None,
            "issue_date": None, "sale_date": None, "seller": Party(), "buyer": Party(), "sha256": "b" * 64,
        }
    )  # fmt: skip
    for order in ((head, tail), (tail, head)):
        verdict = verdict_of(claim(*order))
        assert is_confirmed(verdict), verdict.discrepancies
        assert verdict.verified_units == 20
    broken = tail.model_copy(update={"totals": Totals(net=read(Decimal(9999)))})
    assert "arithmetic_mismatch" in codes(verdict_of(claim(head, broken)))


def test_two_readings_that_count_differently_are_flagged() -> None:
    assert "quantity_mismatch" in codes(verdict_of(claim(invoice(), invoice(line(quantity="40")))))
