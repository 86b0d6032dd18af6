"""What the generator invents: bills, claims, and the truth about both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")


def cents(value: Decimal) -> Decimal:
    """Commercial rounding to two decimals."""
    return value.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Seller:
    """An invented distributor. `layout` is how its system prints; `number_style` formats invoice numbers."""

    nip: str
    name: str
    aliases: tuple[str, ...]
    street: str
    postal: str
    city: str
    account: str
    layout: str
    number_style: str
    seed_vat: int


@dataclass(frozen=True, slots=True)
class Farmer:
    """An invented participant; `nip` is empty for a flat-rate farmer."""

    participant_id: str
    name: str
    nip: str
    address: str
    postal: str
    city: str
    email: str


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A row of products.csv."""

    sku: str
    name: str
    aliases: tuple[str, ...]
    crop: str
    eligible: bool
    seed_units: Decimal


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a bill. `seed_units` is None where the product does not count.

    `misprinted_net` is a net value that quantity x price does not give, for bills whose sums are wrong.
    """

    description: str
    quantity: Decimal
    unit: str
    price: Decimal
    vat: int
    code: str = ""
    seed_units: Decimal | None = None
    misprinted_net: Decimal | None = None

    @property
    def net(self) -> Decimal:
        return cents(self.quantity * self.price) if self.misprinted_net is None else self.misprinted_net


@dataclass(frozen=True, slots=True)
class Bill:
    """Everything a layout prints. `kind` is a document type of the contract."""

    kind: str
    title: str
    number: str
    issue_date: date
    sale_date: date
    seller: Seller
    buyer: Farmer
    items: tuple[Item, ...]
    receiver: Farmer | None = None
    buyer_nip_style: str = "plain"
    ksef_number: str | None = None
    qr_link: str | None = None
    corrected_number: str | None = None
    corrected_date: date | None = None
    before: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()
    payment_days: int = 14

    def by_rate(self) -> dict[int, tuple[Decimal, Decimal]]:
        """Net and VAT by rate; of a correction the difference between after and before."""
        nets: dict[int, Decimal] = {}
        for item in self.items:
            nets[item.vat] = nets.get(item.vat, Decimal(0)) + item.net
        for item in self.before:
            nets[item.vat] = nets.get(item.vat, Decimal(0)) - item.net
        return {rate: (net, cents(net * rate / 100)) for rate, net in sorted(nets.items())}

    @property
    def net(self) -> Decimal:
        return sum((net for net, _ in self.by_rate().values()), Decimal(0))

    @property
    def vat(self) -> Decimal:
        return sum((vat for _, vat in self.by_rate().values()), Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat

    @property
    def seed_units(self) -> Decimal:
        return sum((item.seed_units for item in self.items if item.seed_units is not None), Decimal(0))

    def changed(self, **changes: Any) -> Bill:
        """A copy with some values replaced."""
        return replace(self, **changes)


@dataclass(slots=True)
class Claim:
    """A declaration with what must come of it. `codes` must all be reported, of `codes_any` one must."""

    participant_id: str
    year: int
    seller_nip: str
    invoice_number: str
    invoice_date: date
    seed_units: Decimal
    documents: list[str]
    scenario: str
    expect: str = "confirm"
    codes: list[str] = field(default_factory=list)
    codes_any: list[str] = field(default_factory=list)
    verified_units: Decimal | None = None
    declaration_id: str = ""


@dataclass(slots=True)
class Truth:
    """What was generated: one truth a document, one expectation a claim (`decisions`), as plain JSON objects."""

    documents: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
