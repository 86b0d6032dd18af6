"""Values for the matchers' tests: an honest claim, and ways to change it."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from matchers import Claim, ClaimDocument, Registry, verify_claims
from programme.invoices import (
    Crop,
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
from programme.registry import Declaration, Participant, Partner, Product
from programme.rules import ProgrammeRules
from programme.verdicts import Decision, Verdict

SELLER = "5265877635"
OTHER_SELLER = "5262814120"
BUYER = "8567346215"
STRANGER = "7162813547"
WITNESSED = frozenset({Witness.SECOND_READER})

RULES = ProgrammeRules(
    name="Próba",
    organiser="Organizator",
    period_start=date(2024, 7, 1),
    period_end=date(2025, 12, 31),
    years=(2024, 2025),
    units_per_point=Decimal(20),
    eligible_crop=Crop.HYBRID_RYE,
)


def product(sku: str, name: str, size: int, *aliases: str, crop: str = "hybrid_rye") -> Product:
    """A catalogue entry; eligible where a package holds seed units."""
    return Product(
        sku=sku, name=name, aliases=aliases, crop=crop, eligible=size > 0, seed_units_per_package=Decimal(size)
    )


PRODUCTS = (
    product("KWS-TAYO-1", "KWS TAYO 1 j.s.", 1, "KWS Tayo", "Tayo"),
    product("KWS-TAYO-BB20", "KWS TAYO BB 20 j.s.", 20, "KWS TAYO BIG BAG 20 j.s."),
    product("KWS-VINETTO-1", "KWS VINETTO 1 j.s.", 1, "Vinetto"),
    product("KWS-KAPITOLIS", "KWS KAPITOLIS 80 000 nasion", 0, crop="maize"),
    product("SU-BENDIX", "SU BENDIX 1 j.s.", 0),
    product("TURKUS", "Dańkowskie Turkus C1", 0, "Turkus", crop="rye"),
)
FARMER = Participant(
    participant_id="P1", name="Gospodarstwo Rolne Jan Nowak", nip=BUYER, address="ul. Polna 7", postal_code="62-080",
    city="Brzezie",
)  # fmt: skip
FLAT_RATE = Participant(
    participant_id="P2", name="Józef Kowalski", address="Gąsawa 64", postal_code="88-410", city="Gąsawa"
)
REGISTRY = Registry(
    partners=(Partner(nip=SELLER, name="Agrozbyt Sp. z o.o."), Partner(nip=OTHER_SELLER, name="Siewpol S.A.")),
    products=PRODUCTS,
    participants=(FARMER, FLAT_RATE),
)


def read(value: Any, confidence: float = 0.95, witnesses: frozenset[Witness] = WITNESSED) -> Field[Any]:
    return Field(value=value, confidence=confidence, page=1, witnesses=witnesses)


def line(
    description: str = "Żyto hybrydowe KWS Tayo C1 1 j.s.",
    quantity: str | Field[Any] | None = "20",
    unit: str = "j.s.",
    price: str = "300",
    **more: Any,
) -> LineItem:
    field = read(Decimal(quantity)) if isinstance(quantity, str) else quantity
    net = read(field.value * Decimal(price)) if field is not None else None
    kind = more.pop("unit_kind", UnitKind.SEED_UNIT if unit == "j.s." else None)
    return LineItem(
        description=description,
        quantity=field,
        unit=unit,
        unit_kind=kind,
        unit_net_price=Decimal(price),
        net=net,
        **more,
    )


def invoice(*lines: LineItem, **changes: Any) -> Invoice:
    """An honest invoice for FARMER from SELLER; `changes` override its fields, buyer_*/seller_* the parties'."""
    items = lines or (line(),)
    net = sum((item.net.value for item in items if item.net), Decimal(0))
    seller = Party(
        name=read(changes.pop("seller_name", "Agrozbyt Sp. z o.o.")),
        nip=_maybe(changes.pop("seller_nip", SELLER)),
    )
    buyer = Party(
        name=_maybe(changes.pop("buyer_name", "Nowak Jan Gosp. Rolne")),
        nip=_maybe(changes.pop("buyer_nip", BUYER)),
        address=_maybe(changes.pop("buyer_address", "ul. Polna 7, 62-080 Brzezie")),
    )
    content: dict[str, Any] = {
        "source": Source.OCR,
        "document_type": DocumentType.INVOICE,
        "invoice_number": read("FV/12/09/2025"),
        "issue_date": read(date(2025, 9, 20)),
        "sale_date": read(date(2025, 9, 18)),
        "seller": seller,
        "buyer": buyer,
        "lines": items,
        "totals": Totals(net=read(net), vat=read(net * 8 / 100), gross=read(net * 108 / 100)),
        "arithmetic_holds": True,
    }
    content.update(changes)
    digest = hashlib.sha256(repr(sorted(content.items(), key=lambda pair: pair[0])).encode()).hexdigest()
    content.setdefault("sha256", digest)
    return Invoice(**content)


def _maybe(value: Any) -> Field[Any] | None:
    return value if value is None or isinstance(value, Field) else read(value)


def page(number: int, count: int, text: str = "") -> tuple[PageInfo, ...]:
    """One page that prints "Strona `number` z `count`"."""
    return (PageInfo(number=1, width=1, height=1, source=Source.OCR, printed_page=(number, count), text=text),)


def document(content: Invoice | None, name: str = "a.pdf") -> ClaimDocument:
    return ClaimDocument(name, content.sha256 if content else hashlib.sha256(name.encode()).hexdigest(), content)


def claim(*contents: Invoice | ClaimDocument | None, **changes: Any) -> Claim:
    documents = tuple(
        content if isinstance(content, ClaimDocument) else document(content, f"plik{index}.pdf")
        for index, content in enumerate(contents)
    )
    declared: dict[str, Any] = {
        "declaration_id": "D1",
        "participant_id": "P1",
        "year": 2025,
        "seller_nip": SELLER,
        "invoice_numbers": ("FV/12/09/2025",),
        "invoice_date": date(2025, 9, 20),
        "seed_units": Decimal(20),
        "documents": tuple(item.name for item in documents),
    }
    declared.update(changes)
    return Claim(Declaration(**declared), documents)


def verdict_of(*claims: Claim, registry: Registry = REGISTRY, rules: ProgrammeRules = RULES) -> Verdict:
    """The verdict on the last claim by id."""
    return verify_claims(claims, registry, rules)[-1]


def codes(verdict: Verdict) -> set[str]:
    return {item.code.value for item in verdict.discrepancies if item.blocking}


def is_confirmed(verdict: Verdict) -> bool:
    return verdict.decision is Decision.CONFIRMED
