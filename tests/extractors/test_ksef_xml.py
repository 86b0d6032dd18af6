"""KSeF XML: fields, kinds, dates, sums, and what is refused."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from extractors.files.ksef_xml import read_ksef_xml
from programme.errors import UnreadableDocument
from programme.identifiers import parse_ksef_link, parse_ksef_number
from programme.invoices import DocumentType, Invoice, Source, Witness
from tests.extractors.ksef_samples import BUYER, RYE_LINE, SELLER, ksef_xml


def read(data: bytes) -> Invoice:
    return read_ksef_xml(data, hashlib.sha256(data).hexdigest())


def codes(invoice: Invoice) -> set[str]:
    return {problem.code for problem in invoice.problems}


@pytest.mark.parametrize("structure", ["FA(2)", "FA(3)"])
def test_an_invoice_is_read_whole(structure: str) -> None:
    data = ksef_xml(structure)
    invoice = read(data)
    assert invoice.problems == ()
    assert (invoice.source, invoice.document_type) == (Source.KSEF_XML, DocumentType.INVOICE)
    assert invoice.invoice_number is not None and invoice.invoice_number.value == "FV/123/09/2025"
    assert invoice.issue_date is not None and invoice.issue_date.value == date(2025, 9, 12)
    assert invoice.sale_date is not None and invoice.sale_date.value == date(2025, 9, 10)
    assert invoice.seller.nip is not None and invoice.seller.nip.value == SELLER
    assert invoice.seller.nip.witnesses == {Witness.STRUCTURED, Witness.CHECKSUM}
    assert invoice.buyer.nip is not None and invoice.buyer.nip.value == BUYER
    assert invoice.buyer.name is not None and invoice.buyer.name.value == "Jan Kłos"
    assert invoice.buyer.address is not None and invoice.buyer.address.value == "Rżysko 7, 09-100 Płońsk"
    (line,) = invoice.lines
    assert line.description == "Żyto hybrydowe KWS Tayo F1 C1"
    assert line.quantity is not None and line.quantity.value == Decimal(20)
    assert (line.unit, line.unit_net_price, line.vat_rate, line.proven) == ("j.s.", Decimal("300.00"), "8", True)
    assert invoice.totals.net is not None and invoice.totals.net.value == Decimal("6000.00")
    assert invoice.totals.gross is not None and invoice.totals.gross.value == Decimal("6480.00")
    assert invoice.arithmetic_holds is True
    assert invoice.ksef_number is None
    assert invoice.xml_sha256 == hashlib.sha256(data).hexdigest()
    assert "Żyto hybrydowe KWS Tayo" in invoice.text
    assert Invoice.model_validate_json(invoice.model_dump_json()) == invoice


def test_without_p6_the_sale_is_on_the_day_of_issue() -> None:
    invoice = read(ksef_xml(sale=""))
    assert invoice.sale_date is not None and invoice.sale_date.value == date(2025, 9, 12)


def test_the_rows_tell_the_sale_date_where_the_head_does_not() -> None:
    dated = RYE_LINE.replace("<P_7>", "<P_6A>2025-09-03</P_6A><P_7>")
    one = read(ksef_xml(sale="", lines=dated))
    assert one.sale_date is not None and one.sale_date.value == date(2025, 9, 3)
    several = read(ksef_xml(sale="", lines=dated + RYE_LINE))
    assert several.sale_date is not None and several.sale_date.alternatives == (date(2025, 9, 3),)
    assert "several_sale_dates" in codes(several)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("ROZ", DocumentType.INVOICE),
        ("ZAL", DocumentType.ADVANCE),
        ("KOR", DocumentType.CORRECTION),
        ("KOR_ZAL", DocumentType.CORRECTION),
        ("UPR", DocumentType.INVOICE),
        ("XYZ", DocumentType.OTHER),
    ],
)
def test_kinds(kind: str, expected: DocumentType) -> None:
    invoice = read(ksef_xml(kind=kind))
    assert invoice.document_type is expected
    if kind not in ("VAT", "UPR"):
        assert invoice.arithmetic_holds is None and not any(line.proven for line in invoice.lines)


def test_a_simplified_invoice_without_buyer_nip_is_a_receipt() -> None:
    assert read(ksef_xml(kind="UPR", buyer_id="<BrakID>1</BrakID>")).document_type is DocumentType.RECEIPT


def test_a_correction_names_what_it_corrects_and_both_states() -> None:
    corrected = (
        "<DaneFaKorygowanej><DataWystFaKorygowanej>2025-09-01</DataWystFaKorygowanej>"
        "<NrFaKorygowanej>FV/7/2025</NrFaKorygowanej><NrKSeFN>1</NrKSeFN></DaneFaKorygowanej>"
    )
    before = RYE_LINE.replace("</FaWiersz>", "<StanPrzed>1</StanPrzed></FaWiersz>")
    invoice = read(ksef_xml(kind="KOR", corrected=corrected, lines=before + RYE_LINE))
    assert invoice.corrected_invoice_number is not None
    assert invoice.corrected_invoice_number.value == "FV/7/2025"
    assert [line.before_correction for line in invoice.lines] == [True, False]


def test_gross_method_and_discount_add_up() -> None:
    line = (
        "<FaWiersz><NrWierszaFa>1</NrWierszaFa><P_7>KWS Tayo</P_7><P_8A>j.s.</P_8A><P_8B>3</P_8B><P_9B>108.01</P_9B>"
        "<P_10>4.03</P_10><P_11A>320.00</P_11A><P_12>8</P_12></FaWiersz>"
    )
    sums = "<P_13_2>296.30</P_13_2><P_14_2>23.70</P_14_2><P_15>320.00</P_15>"
    invoice = read(ksef_xml(lines=line, sums=sums))
    assert invoice.arithmetic_holds is True
    assert invoice.lines[0].proven


@pytest.mark.parametrize(
    "sums",
    [
        "<P_13_2>6100.00</P_13_2><P_14_2>488.00</P_14_2><P_15>6588.00</P_15>",
        "<P_13_2>6000.00</P_13_2><P_14_2>300.00</P_14_2><P_15>6300.00</P_15>",
        "<P_13_2>6000.00</P_13_2><P_14_2>480.00</P_14_2><P_15>6580.00</P_15>",
    ],
)
def test_sums_that_do_not_agree_are_seen(sums: str) -> None:
    invoice = read(ksef_xml(sums=sums))
    assert invoice.arithmetic_holds is False
    assert not invoice.lines[0].proven


def test_a_changed_quantity_breaks_the_line() -> None:
    assert read(ksef_xml(lines=RYE_LINE.replace(">20<", ">60<"))).arithmetic_holds is False


def test_an_invalid_nip_is_kept_and_told() -> None:
    invoice = read(ksef_xml("FA(2)", buyer_id="<NIP>1234567890</NIP>"))
    assert invoice.buyer.nip is not None and invoice.buyer.nip.value == "1234567890"
    assert Witness.CHECKSUM not in invoice.buyer.nip.witnesses
    assert "nip_invalid" in codes(invoice)
    assert [field.value for field in invoice.nips] == [SELLER]


def test_recipient_and_further_buyers() -> None:
    third = (
        "<Podmiot3><DaneIdentyfikacyjne><BrakID>1</BrakID><Nazwa>{}</Nazwa></DaneIdentyfikacyjne>"
        "<Rola>{}</Rola></Podmiot3>"
    )
    invoice = read(ksef_xml("FA(2)", third=third.format("Magazyn Płońsk", 2) + third.format("Anna Kłos", 4)))
    assert invoice.recipient is not None and invoice.recipient.name is not None
    assert invoice.recipient.name.value == "Magazyn Płońsk"
    assert "additional_buyer" in codes(invoice)


def test_what_breaks_the_fa3_schema_is_told() -> None:
    assert "schema_invalid" in codes(read(ksef_xml(lines=RYE_LINE.replace("P_8B", "P_8X"))))


@pytest.mark.parametrize("value", ["1e9999", "NaN", "dwadzieścia"])
def test_a_malformed_quantity_makes_the_reading_partial(value: str) -> None:
    invoice = read(ksef_xml("FA(2)", lines=RYE_LINE.replace(">20<", f">{value}<")))
    assert invoice.lines[0].quantity is None
    assert invoice.partial


def test_two_different_numbers_are_no_number() -> None:
    invoice = read(ksef_xml("FA(2)").replace(b"</P_2>", b"</P_2><P_2>FV/9/2025</P_2>"))
    assert invoice.invoice_number is None
    assert invoice.partial


def test_elements_of_another_namespace_are_not_read() -> None:
    data = ksef_xml("FA(2)").replace(b"<P_2>FV/123/09/2025</P_2>", b'<P_2 xmlns="urn:x">FV/9/2025</P_2>')
    assert read(data).invoice_number is None


def test_other_structures_are_no_purchase_invoices() -> None:
    for structure in ("FA(1)", "FA_RR(1)", "http://crd.gov.pl/wzor/2030/01/01/1/"):
        invoice = read(ksef_xml(structure))
        assert invoice.document_type is DocumentType.OTHER
        assert "other_structure" in codes(invoice)


BOMB = '<?xml version="1.0"?><!DOCTYPE Faktura [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ksef_xml(prolog=BOMB), "xml_doctype"),
        (ksef_xml(prolog='<!DOCTYPE Faktura SYSTEM "file:///etc/passwd">'), "xml_doctype"),
        (ksef_xml(prolog=BOMB).decode().encode("utf-16"), "xml_doctype"),
        (ksef_xml()[:-30], "xml_broken"),
        (b"<a>" * 5000 + b"</a>" * 5000, "xml_broken"),
        (ksef_xml(prolog='<?xml version="1.0" encoding="utf-7"?>'), "xml_broken"),
        (b"<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>", "not_ksef_xml"),
        (ksef_xml().replace(b"xmlns=", b"x="), "not_ksef_xml"),
        (b" " * 4_000_000 + ksef_xml(), "xml_too_large"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(data)
    assert caught.value.code == code


def test_a_bom_and_polish_code_pages_are_read() -> None:
    assert read(b"\xef\xbb\xbf" + ksef_xml()).arithmetic_holds is True
    old = ksef_xml("FA(2)", prolog='<?xml version="1.0" encoding="windows-1250"?>').decode().encode("cp1250")
    buyer = read(old).buyer.name
    assert buyer is not None and buyer.value == "Jan Kłos"


@pytest.mark.parametrize(
    "number",
    [
        "5265877635-20250826-0100001AF629-AF",
        "5265877635-20250626-010080DD2B5E-26",
        "5265877635-20250916-02000009FF3E-FB",
        "5555555555-20250828-010080615740-E4",
    ],
)
def test_published_ksef_numbers(number: str) -> None:
    assert parse_ksef_number(number) == number
    assert parse_ksef_number(number[:-1] + ("0" if number[-1] != "0" else "1")) is None


def test_the_published_qr_link() -> None:
    digest = "UtQp9Gpc51y-u3xApZjIjgkpZ01js-J8KflSPW8WzIE"
    link = parse_ksef_link(f"https://qr-test.ksef.mf.gov.pl/invoice/1111111111/01-02-2026/{digest}")
    assert link is not None
    assert (link.seller_nip, link.issue_date, link.is_production) == ("1111111111", date(2026, 2, 1), False)
