"""KSeF XML -> Invoice: FA(3) and FA(2); FA(1) and FA_RR are read but are no purchase invoices of this programme.

Why not ksef-client's own parser (`documents.fa3.parse`): it knows FA(3) only, while the invoices of 2024 and 2025 are
FA(2), and it raises where a field its model needs is missing, while we must read what is there and say what is not.
One reader for all structures is less code than two. Its FA(3) schema is used: an invalid file is a problem.

The XML does not contain its own KSeF number, and no signature: it proves what it says only together with a hash that
comes from elsewhere (the QR code); `Invoice.xml_sha256` is for that.
"""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from extractors.files.ksef_document import KsefDocument, open_ksef, schema_problem
from extractors.files.ksef_sums import document_holds, line_holds
from extractors.files.opening import DEFAULT_LIMITS, Limits
from programme.identifiers import parse_nip
from programme.invoices import (
    DocumentType,
    Field,
    Invoice,
    LineItem,
    PageInfo,
    Party,
    Problem,
    Source,
    Totals,
    VatRow,
    Witness,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

T = TypeVar("T")

# RodzajFaktury (FA(3), TRodzajFaktury). A settlement (ROZ) repeats the whole order, so it is the invoice that counts.
_KINDS = {
    "VAT": DocumentType.INVOICE,
    "ROZ": DocumentType.INVOICE,
    "UPR": DocumentType.INVOICE,
    "ZAL": DocumentType.ADVANCE,
    "KOR": DocumentType.CORRECTION,
    "KOR_ZAL": DocumentType.CORRECTION,
    "KOR_ROZ": DocumentType.CORRECTION,
}
# What only corrections, advances and settlements hold.
_NOT_PLAIN = ("DaneFaKorygowanej", "OkresFaKorygowanej", "Zamowienie", "FakturaZaliczkowa")
# P_13_x: sums of net by rate; the rates a sum may stand for, the usual one first (FA(3) schema).
_RATES = {
    "1": ("23", "22"),
    "2": ("8", "7"),
    "3": ("5",),
    "4": ("4", "3"),
    "5": ("oss",),
    "6_1": ("0 KR", "0"),
    "6_2": ("0 WDT",),
    "6_3": ("0 EX",),
    "7": ("zw",),
    "8": ("np I", "np"),
    "9": ("np II",),
    "10": ("oo",),
    "11": ("marża",),
}
_RECIPIENT_ROLE = "2"
_ADDITIONAL_BUYER_ROLE = "4"
# Left out of the text: bank accounts and telephone numbers, which nobody needs (RODO art. 5(1)(c)), and mere flags.
_NOT_TEXT = {
    "RachunekBankowy",
    "RachunekBankowyFaktora",
    "DaneKontaktowe",
    "Naglowek",
    "Adnotacje",
    "Zwolnienie",
    "NoweSrodkiTransportu",
    "PMarzy",
}
# Problems that leave a value out or doubtful: such a reading is partial, and partial never confirms.
_INCOMPLETE = {"malformed_number", "malformed_date", "ambiguous_element", "contradictory_kind"}
# KSeF XML has no pages; its text is kept as one page of the usual A4 size in points.
_NOMINAL_PAGE = (595.0, 842.0)


def read_ksef_xml(data: bytes, sha256: str, limits: Limits = DEFAULT_LIMITS) -> Invoice:
    """The invoice in the bytes of a KSeF XML; `sha256` (hex) is the upload's, kept as given.

    Values carry the witness STRUCTURED and confidence 1, no page and no box. Raises UnreadableDocument with
    xml_too_large, xml_doctype, xml_broken or not_ksef_xml.
    """
    document = open_ksef(data, limits)
    if problem := schema_problem(document):
        document.problems.append(problem)
    kind = document.one("Fa/RodzajFaktury") or ""
    seller, buyer, recipient = _parties(document)
    lines = _lines(document)
    document_type = _document_type(document, kind, buyer, lines)
    if kind in ("VAT", "UPR") and any(document.all(f"Fa/{part}") for part in _NOT_PLAIN):
        document.problems.append(
            Problem(code="contradictory_kind", message=f"RodzajFaktury is {kind}, the content another kind's")
        )
    rows = _vat_rows(document, lines)
    totals = _totals(document, rows)
    holds = None
    if kind in ("VAT", "UPR") and document_type is not DocumentType.OTHER:
        holds = document_holds(lines, totals, rows)
    lines = tuple(line.model_copy(update={"proven": holds is True and line_holds(line) is True}) for line in lines)
    issue, sale = _dates(document)
    corrected = [text for text in _texts(document, "Fa/DaneFaKorygowanej/NrFaKorygowanej") if text]
    width, height = _NOMINAL_PAGE
    return Invoice(
        sha256=sha256,
        source=Source.KSEF_XML,
        document_type=document_type,
        pages=(PageInfo(number=1, width=width, height=height, source=Source.KSEF_XML, text=_text(document)),),
        invoice_number=_field(document.one("Fa/P_2")),
        issue_date=issue,
        sale_date=sale,
        corrected_invoice_number=_field(corrected[0], tuple(corrected[1:])) if corrected else None,
        seller=seller,
        buyer=buyer,
        recipient=recipient,
        nips=_nips(document),
        lines=lines,
        totals=totals,
        vat_rows=rows,
        currency=document.one("Fa/KodWaluty") or "PLN",
        arithmetic_holds=holds,
        problems=tuple(dict.fromkeys(document.problems)),
        partial=any(problem.code in _INCOMPLETE for problem in document.problems),
        xml_sha256=hashlib.sha256(data).hexdigest(),
    )


def _field(value: T | None, alternatives: tuple[T, ...] = (), *witnesses: Witness) -> Field[T] | None:
    if value is None:
        return None
    return Field(value=value, witnesses=frozenset({Witness.STRUCTURED, *witnesses}), alternatives=alternatives)


def _texts(document: KsefDocument, path: str) -> list[str]:
    return [(element.text or "").strip() for element in document.all(path)]


def _document_type(document: KsefDocument, kind: str, buyer: Party, lines: tuple[LineItem, ...]) -> DocumentType:
    """By RodzajFaktury. A simplified invoice (UPR) without buyer's NIP or without any quantity is a mere receipt."""
    if document.structure not in ("FA(2)", "FA(3)"):
        document.problems.append(
            Problem(code="other_structure", message=f"{document.structure} is no purchase invoice in FA(2) or FA(3)")
        )
        return DocumentType.OTHER
    if kind not in _KINDS:
        document.problems.append(Problem(code="unknown_kind", message=f"RodzajFaktury is {kind or 'missing'}"))
        return DocumentType.OTHER
    if kind == "UPR" and (buyer.nip is None or not any(line.quantity for line in lines)):
        return DocumentType.RECEIPT
    return _KINDS[kind]


def _parties(document: KsefDocument) -> tuple[Party, Party, Party | None]:
    """Seller, buyer, and the recipient (Podmiot3 in role 2) where there is one."""
    sellers, buyers = document.all("Podmiot1"), document.all("Podmiot2")
    seller = _party(document, sellers[0]) if len(sellers) == 1 else Party()
    buyer = _party(document, buyers[0]) if len(buyers) == 1 else Party()
    recipient = None
    for third in document.all("Podmiot3"):
        role = document.one("Rola", third)
        if role == _RECIPIENT_ROLE and recipient is None:
            recipient = _party(document, third)
        elif role == _ADDITIONAL_BUYER_ROLE:
            document.problems.append(
                Problem(code="additional_buyer", message="the invoice names a further buyer (Podmiot3, role 4)")
            )
    return seller, buyer, recipient


def _party(document: KsefDocument, element: _Element) -> Party:
    data = "DaneIdentyfikacyjne/"
    name = document.one(data + "Nazwa", element) or document.one(data + "PelnaNazwa", element)
    if name is None:  # FA(1), natural persons
        names = [document.one(data + part, element) for part in ("ImiePierwsze", "Nazwisko")]
        name = " ".join(filter(None, names)) or None
    address = ", ".join(filter(None, (document.one(f"Adres/{part}", element) for part in ("AdresL1", "AdresL2"))))
    return Party(
        name=_field(name), nip=_nip(document, document.one(data + "NIP", element)), address=_field(address or None)
    )


def _nip(document: KsefDocument, text: str | None) -> Field[str] | None:
    """The NIP with the checksum as witness; as printed, with a problem, where the check digit fails."""
    if text is None:
        return None
    nip = parse_nip(text)
    if nip is None:
        document.problems.append(Problem(code="nip_invalid", message=f"the check digit of NIP {text[:20]} is wrong"))
        return _field(text)
    return _field(str(nip), (), Witness.CHECKSUM)


def _nips(document: KsefDocument) -> tuple[Field[str], ...]:
    """Every valid NIP of every party, each once."""
    found: dict[str, Field[str]] = {}
    for party in ("Podmiot1", "Podmiot2", "Podmiot3", "PodmiotUpowazniony"):
        for text in _texts(document, f"{party}/DaneIdentyfikacyjne/NIP"):
            nip = parse_nip(text)
            field = _field(str(nip), (), Witness.CHECKSUM) if nip else None
            if field is not None:
                found.setdefault(field.value, field)
    return tuple(found.values())


def _date(document: KsefDocument, path: str, start: _Element | None = None) -> date | None:
    text = document.one(path, start)
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])  # xs:date may carry a time zone behind it
    except ValueError:
        document.problems.append(Problem(code="malformed_date", message=f"{path} is no date: {text[:40]}"))
        return None


def _dates(document: KsefDocument) -> tuple[Field[date] | None, Field[date] | None]:
    """Issue date P_1 and the date of sale: P_6, else the end of OkresFa, else the rows' P_6A, else P_1.

    KSeF leaves the date of sale out where it is the date of issue. Rows of several dates give the latest, the others
    as alternatives, and a problem.
    """
    issue = _date(document, "Fa/P_1")
    sale = _date(document, "Fa/P_6")
    if sale is not None:
        return _field(issue), _field(sale)
    first, last = _date(document, "Fa/OkresFa/P_6_Od"), _date(document, "Fa/OkresFa/P_6_Do")
    if last is not None:
        return _field(issue), _field(last, (first,) if first and first != last else ())
    rows = {_date(document, "P_6A", row) or issue for row in document.all("Fa/FaWiersz")}
    dates = sorted((row for row in rows if row is not None), reverse=True)
    if not dates:
        return _field(issue), _field(issue)
    if len(dates) > 1:
        document.problems.append(Problem(code="several_sale_dates", message="the lines were delivered on several days"))
    return _field(issue), _field(dates[0], tuple(dates[1:]))


def _lines(document: KsefDocument) -> tuple[LineItem, ...]:
    """FaWiersz; the order's lines (Zamowienie) where an advance invoice has no others."""
    rows = document.all("Fa/FaWiersz") or document.all("Fa/FaWiersze/FaWiersz")
    lines = [_line(document, row) for row in rows]
    if not lines:
        lines = [_line(document, row, "Z") for row in document.all("Fa/Zamowienie/ZamowienieWiersz")]
    return tuple(lines)


def _line(document: KsefDocument, row: _Element, suffix: str = "") -> LineItem:
    """One row. Elements of order rows carry a Z: P_7Z, P_8BZ; their values are P_11NettoZ, P_11VatZ."""
    net, vat = ("P_11NettoZ", "P_11VatZ") if suffix else ("P_11", "P_11Vat")
    before = "StanPrzedZ" if suffix else "StanPrzed"
    return LineItem(
        description=document.one("P_7" + suffix, row) or "",
        quantity=_field(document.number("P_8B" + suffix, row)),
        unit=document.one("P_8A" + suffix, row),
        unit_net_price=document.number("P_9A" + suffix, row),
        unit_gross_price=None if suffix else document.number("P_9B", row),
        discount=None if suffix else document.number("P_10", row),
        net=_field(document.number(net, row)),
        vat_rate=document.one("P_12" + suffix, row),
        vat=document.number(vat, row),
        gross=None if suffix else _field(document.number("P_11A", row)),
        confidence=1.0,
        before_correction=document.one(before, row) == "1",
        exact_wording=True,
    )


def _vat_rows(document: KsefDocument, lines: tuple[LineItem, ...]) -> tuple[VatRow, ...]:
    """Sums by rate. Where a sum may stand for two rates (23 and 22), the one the lines name."""
    named = {line.vat_rate for line in lines}
    rows = []
    for key, rates in _RATES.items():
        net, vat = document.number(f"Fa/P_13_{key}"), document.number(f"Fa/P_14_{key}")
        if net is not None or vat is not None:
            rate = next((rate for rate in rates if rate in named), rates[0])
            gross = net + vat if net is not None and vat is not None else None
            rows.append(VatRow(rate=rate, net=net, vat=vat, gross=gross))
    return tuple(rows)


def _totals(document: KsefDocument, rows: tuple[VatRow, ...]) -> Totals:
    """Net and VAT as sums over the rates, gross as P_15. VAT is zero where only rates without tax occur."""
    nets = [row.net for row in rows if row.net is not None]
    vats = [row.vat for row in rows if row.vat is not None]
    return Totals(
        net=_field(sum(nets, Decimal(0)) if nets else None),
        vat=_field(sum(vats, Decimal(0)) if rows else None),
        gross=_field(document.number("Fa/P_15")),
    )


def _text(document: KsefDocument) -> str:
    """Everything a person can read, one container a line, without private data and flags."""
    return "\n".join(" ".join(values) for name, values in document.containers() if name not in _NOT_TEXT)
