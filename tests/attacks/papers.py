"""Readings of a purchase as the readers give them: from XML, from a PDF's text, from a picture."""

from __future__ import annotations

import hashlib
import random
from datetime import date
from decimal import Decimal
from typing import Any

from matchers import ClaimDocument
from programme.invoices import (
    DocumentType,
    Field,
    Invoice,
    LineItem,
    PageInfo,
    Party,
    Source,
    Totals,
    UnitKind,
    Witness,
)
from tests.attacks.world import Purchase, Row

STRUCTURED = frozenset({Witness.STRUCTURED})
PIXELS = frozenset({Witness.PIXELS})
SECOND = frozenset({Witness.SECOND_READER})
CHECKED = frozenset({Witness.CHECKSUM})
SUMS = frozenset({Witness.ARITHMETIC, Witness.SECOND_READER})
NOBODY: frozenset[Witness] = frozenset()
_TITLES = {
    DocumentType.CORRECTION: "Faktura korygująca",
    DocumentType.PROFORMA: "Faktura pro forma",
    DocumentType.ADVANCE: "Faktura zaliczkowa",
}


class Paper:
    """How sure a kind of paper is read. Confidences and witnesses as measured on real documents of each kind."""

    def __init__(self, kind: str, rng: random.Random) -> None:
        self.kind, self.rng = kind, rng
        self.source = {"xml": Source.KSEF_XML, "pdf": Source.PDF_TEXT, "photo": Source.OCR}[kind]

    def text(self, value: Any) -> Field[Any]:
        """An invoice number, the hardest to prove."""
        if self.kind == "xml":
            return Field(value=value, witnesses=STRUCTURED)
        if self.kind == "pdf":
            return Field(value=value, confidence=0.98, page=1, witnesses=PIXELS)
        sure = self.rng.random() < 0.7
        confidence = self.rng.uniform(0.9, 0.97) if sure else self.rng.uniform(0.55, 0.9)
        return Field(value=value, confidence=confidence, page=1, witnesses=SECOND if sure else NOBODY)

    def day(self, value: date) -> Field[Any]:
        if self.kind == "photo":
            return Field(value=value, confidence=self.rng.uniform(0.8, 0.99), page=1, witnesses=SECOND)
        return self.text(value)

    def nip(self, value: str) -> Field[Any]:
        if self.kind == "xml":
            return Field(value=value, witnesses=STRUCTURED | CHECKED)
        witnesses = CHECKED | PIXELS if self.kind == "pdf" else CHECKED
        return Field(value=value, confidence=0.98, page=1, witnesses=witnesses)

    def name(self, value: str) -> Field[Any]:
        if self.kind == "xml":
            return Field(value=value, witnesses=STRUCTURED)
        confidence = 0.9 if self.kind == "pdf" else self.rng.uniform(0.55, 0.87)
        return Field(value=value, confidence=confidence, page=1)

    def amount(self, value: Decimal) -> Field[Any]:
        if self.kind == "xml":
            return Field(value=value, witnesses=STRUCTURED)
        confidence = 1.0 if self.kind == "pdf" else self.rng.uniform(0.9, 0.995)
        return Field(value=value, confidence=confidence, page=1, witnesses=SUMS)


def line_of(paper: Paper, row: Row) -> LineItem:
    kind = {"j.s.": UnitKind.SEED_UNIT, "szt.": UnitKind.PIECE, "kg": UnitKind.MASS}.get(row.unit)
    return LineItem(
        description=row.text,
        quantity=paper.amount(row.quantity),
        unit=row.unit,
        unit_kind=kind,
        unit_net_price=row.price,
        discount=row.discount or None,
        net=paper.amount(row.net),
        vat_rate=str(row.vat),
        gross=paper.amount(row.gross),
        confidence=0.99,
        proven=True,
    )


def reading(kind: str, purchase: Purchase, rng: random.Random, **changes: Any) -> Invoice:
    """`purchase` on paper of `kind` ("xml", "pdf", "photo"); `changes` override fields of the Invoice."""
    paper = Paper(kind, rng)
    document_type = changes.get("document_type", DocumentType.INVOICE)
    buyer = purchase.buyer
    net = sum((row.net for row in purchase.rows), Decimal(0))
    gross = sum((row.gross for row in purchase.rows), Decimal(0))
    corrected = changes.get("corrected_invoice_number")
    text = "\n".join(
        [
            f"{_TITLES.get(document_type, 'Faktura VAT')} nr {purchase.number}",
            f"do faktury {corrected.value}" if corrected else "oryginał",
            f"Sprzedawca {purchase.seller.name} NIP {purchase.seller.nip}",
            f"Nabywca {buyer.name} {buyer.address} NIP {buyer.nip or ''}",
            *(f"{row.text} {row.quantity} {row.unit} {row.net}" for row in purchase.rows),
            f"Razem {gross}",
        ]
    )
    values: dict[str, Any] = {
        "source": paper.source,
        "document_type": document_type,
        "type_confidence": 1.0 if kind == "xml" else 0.95,
        "invoice_number": paper.text(purchase.number),
        "issue_date": paper.day(purchase.issued),
        "sale_date": paper.day(purchase.sold),
        "seller": Party(name=paper.name(purchase.seller.name), nip=paper.nip(purchase.seller.nip)),
        "buyer": Party(
            name=paper.name(buyer.name),
            nip=paper.nip(buyer.nip) if buyer.nip else None,
            address=paper.name(f"{buyer.address}, {buyer.postal_code} {buyer.city}"),
        ),
        "lines": tuple(line_of(paper, row) for row in purchase.rows),
        "totals": Totals(net=paper.amount(net), vat=paper.amount(gross - net), gross=paper.amount(gross)),
        "arithmetic_holds": True,
        "pages": (page(paper.source, text, fingerprint(purchase, rng) if kind == "photo" else None),),
    }
    values["nips"] = tuple(f for f in (values["seller"].nip, values["buyer"].nip) if f is not None)
    values.update(changes)
    digest = hashlib.sha256(f"{sorted(values.items(), key=lambda pair: pair[0])}{rng.random()}".encode()).hexdigest()
    values.setdefault("sha256", digest)
    if kind == "xml":
        values.setdefault("xml_sha256", values["sha256"])
    return Invoice(**values)


def page(source: Source, text: str, print_: str | None = None, printed: tuple[int, int] | None = None) -> PageInfo:
    return PageInfo(number=1, width=1, height=1, source=source, text=text, fingerprint=print_, printed_page=printed)


def fingerprint(purchase: Purchase, rng: random.Random) -> str:
    """Bits that belong to the sheet, with the noise of another photo."""
    sheet = int(hashlib.sha256(f"{purchase.seller.nip}".encode()).hexdigest(), 16)
    for place in random.Random(purchase.number).sample(range(256), 30):
        sheet ^= 1 << place
    for place in rng.sample(range(256), 16):
        sheet ^= 1 << place
    return f"{sheet:064x}"


def document(content: Invoice | None, name: str = "faktura.pdf") -> ClaimDocument:
    sha256 = content.sha256 if content is not None else hashlib.sha256(name.encode()).hexdigest()
    return ClaimDocument(name, sha256, content)


def paper_of(kind: str, purchase: Purchase, rng: random.Random, name: str = "", **changes: Any) -> ClaimDocument:
    """`reading` as a claim's document."""
    return document(reading(kind, purchase, rng, **changes), name or f"{kind}{rng.randint(0, 999999)}.pdf")


def any_kind(rng: random.Random) -> str:
    return rng.choice(("xml", "pdf", "photo"))
