"""An invented programme with its sellers and farmers, and purchases to claim honestly or wrongly."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from matchers import Claim, ClaimDocument, Registry
from programme.default_catalogue import default_products
from programme.invoices import Crop
from programme.registry import Declaration, Participant, Partner
from programme.rules import ProgrammeRules

RULES = ProgrammeRules(
    name="Próba",
    organiser="Organizator",
    period_start=date(2024, 7, 1),
    period_end=date(2025, 12, 31),
    years=(2024, 2025),
    units_per_point=Decimal(20),
    eligible_crop=Crop.HYBRID_RYE,
)
VARIETIES = tuple(
    product.name
    for product in default_products()
    if product.eligible and product.name.startswith("KWS") and product.seed_units_per_package == 1
)
_FIRST = ("Jan", "Marek", "Piotr", "Tomasz", "Andrzej", "Paweł", "Anna", "Ewa", "Katarzyna", "Zofia", "Łukasz", "Józef")
_LAST = ("Nowak", "Zając", "Mazur", "Wrona", "Dudek", "Stępień", "Sikora", "Gołąb", "Pająk", "Baran", "Żuraw", "Lis")
_PLACES = (("88-410", "Gąsawa"), ("62-080", "Brzezie"), ("64-510", "Wronki"), ("07-120", "Korytnica"))
_STREETS = ("Polna", "Szkolna", "Leśna", "Słoneczna", "Kościelna", "Ogrodowa")
_FIRMS = ("Agrozbyt", "Siewpol", "Nasiona Wielkopolski", "Ziarnex", "Rolmarket", "Plonex")


def nip(rng: random.Random) -> str:
    """A number whose check digit holds."""
    while True:
        digits = [rng.randint(1, 9) for _ in range(9)]
        last = sum(w * d for w, d in zip((6, 5, 7, 2, 3, 4, 5, 6, 7), digits, strict=True)) % 11
        if last < 10:
            return "".join(map(str, digits)) + str(last)


@dataclass(frozen=True)
class Row:
    """One line of an invoice: `units` seed units if it counts, else 0."""

    text: str
    quantity: Decimal
    unit: str
    price: Decimal
    vat: int = 8
    units: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)  # percent

    @property
    def net(self) -> Decimal:
        return (self.quantity * self.price * (100 - self.discount) / 100).quantize(Decimal("0.01"))

    @property
    def gross(self) -> Decimal:
        return (self.net * (100 + self.vat) / 100).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Purchase:
    """What really happened, as the seller's books have it."""

    number: str
    issued: date
    sold: date
    seller: Partner
    buyer: Participant
    rows: tuple[Row, ...]

    @property
    def units(self) -> Decimal:
        return sum((row.units for row in self.rows), Decimal(0))


@dataclass
class World:
    """One seed makes one world; `claim` hands out declaration ids in order."""

    rng: random.Random
    partners: list[Partner] = field(default_factory=list)
    people: list[Participant] = field(default_factory=list)
    made: int = 0

    @classmethod
    def of(cls, seed: str) -> World:
        world = cls(random.Random(seed))
        world.partners = [Partner(nip=nip(world.rng), name=f"{name} Sp. z o.o.") for name in _FIRMS[:4]]
        for number in range(6):
            world.add_person(flat_rate=number == 5)
        return world

    @property
    def registry(self) -> Registry:
        return Registry(tuple(self.partners), default_products(), tuple(self.people))

    def add_person(self, flat_rate: bool = False, **changes: Any) -> Participant:
        rng = self.rng
        postcode, city = rng.choice(_PLACES)
        number = len(self.people)
        values: dict[str, object] = {
            "participant_id": f"P{number}",
            "name": f"{rng.choice(_FIRST)} {_LAST[number % len(_LAST)]}",
            "nip": None if flat_rate else nip(rng),
            "address": f"ul. {rng.choice(_STREETS)} {rng.randint(10, 99)}",
            "postal_code": postcode,
            "city": city,
        }
        person = Participant.model_validate({**values, **changes, "participant_id": f"P{number}"})
        self.people.append(person)
        return person

    def relative(self, of: Participant, name: str, **changes: Any) -> Participant:
        """Another participant in the same house."""
        same = {"address": of.address, "postal_code": of.postal_code, "city": of.city, "name": name}
        return self.add_person(**{**same, **changes})

    def rye(self, units: int | None = None, variety: str | None = None) -> Row:
        rng = self.rng
        name = variety or rng.choice(VARIETIES)
        count = Decimal(units or rng.randint(2, 60))
        price = Decimal(rng.randint(220, 460)) + Decimal(rng.choice((0, 25, 50, 99))) / 100
        return Row(f"Żyto hybrydowe {name} C1", count, "j.s.", price, units=count)

    def purchase(self, buyer: Participant | None = None, seller: Partner | None = None, units: int = 0) -> Purchase:
        rng = self.rng
        sold = date(rng.choice((2024, 2025)), 8, 1) + timedelta(rng.randint(0, 100))
        issued = sold + timedelta(rng.choice((0, 0, 1, 3, 6)))
        rows = [self.rye(units or None)]
        if rng.random() < 0.5:
            rows.append(Row("Herbicyd Komplet 560 SC 1 L", Decimal(rng.randint(1, 9)), "szt.", Decimal("210.40")))
        number = rng.choice(("FV/{n}/{m:02}/{y}", "{n}/{m:02}/{y}", "FS-{n:05}-{y}", "FV {n}/{y}", "{y}/{m:02}/{n}/S"))
        text = number.format(n=rng.randint(100, 9899), m=issued.month, y=issued.year)
        chosen = buyer or rng.choice(self.people[:5])
        return Purchase(text, issued, sold, seller or rng.choice(self.partners), chosen, tuple(rows))

    def claim(self, purchase: Purchase, *documents: ClaimDocument, **changes: object) -> Claim:
        """A declaration of `purchase`, honest unless `changes` say otherwise, with `documents`."""
        self.made += 1
        values: dict[str, object] = {
            "declaration_id": f"D{self.made:04}",
            "participant_id": purchase.buyer.participant_id,
            "year": purchase.sold.year,
            "seller_nip": purchase.seller.nip,
            "invoice_numbers": (purchase.number,),
            "invoice_date": purchase.issued,
            "seed_units": purchase.units,
            "documents": tuple(document.name for document in documents),
        }
        return Claim(Declaration.model_validate({**values, **changes}), documents)


def changed_digit(rng: random.Random, text: str) -> str:
    """`text` with one digit changed."""
    at = rng.choice([place for place, sign in enumerate(text) if sign.isdigit()])
    return text[:at] + rng.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]


def other_purchase(purchase: Purchase, **changes: object) -> Purchase:
    """`replace` for purchases, named for what it makes."""
    return replace(purchase, **changes)  # type: ignore[arg-type]
