"""KSeF number, QR code, XML and printout against one another."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

import pytest

from matchers.evidence import Sourced
from matchers.integrity import read_ksef_number
from programme.identifiers import ksef_crc
from programme.invoices import Field, Invoice, QrCode, Source, Witness
from tests.matchers.build import SELLER, claim, codes, invoice, is_confirmed, line, read, verdict_of

XML_HASH = "ab" * 32
STRUCTURED = frozenset({Witness.STRUCTURED})


def ksef_number(nip: str = SELLER, day: str = "20250922", body: str = "0100001AF629") -> str:
    text = f"{nip}-{day}-{body}"
    return f"{text}-{ksef_crc(text)}"


def qr(host: str = "qr.ksef.mf.gov.pl", nip: str = SELLER, day: str = "20-09-2025", digest: str = XML_HASH) -> QrCode:
    token = base64.urlsafe_b64encode(bytes.fromhex(digest)).decode().rstrip("=")
    return QrCode(text=f"https://{host}/invoice/{nip}/{day}/{token}", page=1)


def xml(**changes: Any) -> Invoice:
    content = invoice(source=Source.KSEF_XML, xml_sha256=XML_HASH, sha256=XML_HASH, **changes)
    return content.model_copy(
        update={"invoice_number": Field(value=content.invoice_number.value, witnesses=STRUCTURED)}  # type: ignore[union-attr]
    )


def test_agreeing_number_and_code_confirm() -> None:
    assert is_confirmed(verdict_of(claim(invoice(ksef_number=read(ksef_number()), qr_codes=(qr(),)))))


@pytest.mark.parametrize(
    "number",
    [
        ksef_number()[:-2] + ("00" if not ksef_number().endswith("00") else "01"),
        ksef_number(nip="5262814120"),
        ksef_number(day="20250919"),
        "not a number",
    ],
)
def test_false_number_is_a_mismatch(number: str) -> None:
    content = invoice(source=Source.PDF_TEXT, ksef_number=read(number))
    assert codes(verdict_of(claim(content))) == {"ksef_mismatch"}


@pytest.mark.parametrize(
    "code",
    [
        qr(host="qr-test.ksef.mf.gov.pl"),
        qr(host="qr-demo.ksef.mf.gov.pl"),
        qr(host="example.org"),
        qr(nip="5262814120"),
        qr(day="21-09-2025"),
    ],
)
def test_code_that_says_something_else_is_a_mismatch(code: QrCode) -> None:
    assert codes(verdict_of(claim(invoice(qr_codes=(code,))))) == {"ksef_mismatch"}


def test_code_is_never_a_verdict() -> None:
    wrong = invoice(line(quantity="40"), qr_codes=(qr(),), ksef_number=read(ksef_number()))
    assert codes(verdict_of(claim(wrong))) == {"quantity_mismatch"}
    other_link = QrCode(text="https://example.org/menu", page=1)
    assert is_confirmed(verdict_of(claim(invoice(qr_codes=(other_link,)))))


def test_xml_and_printout_count_once_and_the_hash_binds_them() -> None:
    verdict = verdict_of(claim(xml(), invoice(qr_codes=(qr(),))))
    assert is_confirmed(verdict)
    assert verdict.verified_units == 20
    other = verdict_of(claim(xml(), invoice(qr_codes=(qr(digest="cd" * 32),))))
    assert codes(other) == {"ksef_mismatch"}


def test_edited_xml_beside_its_printout_is_a_mismatch() -> None:
    assert "ksef_mismatch" in codes(verdict_of(claim(xml(), invoice(line(quantity="15")))))
    differing = invoice(issue_date=read(date(2025, 9, 19), 0.99))
    assert "ksef_mismatch" in codes(verdict_of(claim(xml(), differing)))


def test_look_alikes_are_set_right_on_pictures_only_and_only_for_the_seller() -> None:
    number = ksef_number(body="0100B01AF629")
    misread = number.replace("0100B01AF629", "O100B0IAF629")
    at: Sourced[str] = Sourced(Field(value=misread), "a.jpg")
    assert read_ksef_number(at, repair=True, seller_nip=SELLER) == number
    assert read_ksef_number(at, repair=True, seller_nip="5262814120") is None
    assert read_ksef_number(at, repair=False, seller_nip=SELLER) is None
