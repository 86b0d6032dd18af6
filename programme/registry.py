"""The organiser's registries: approved partners, products, participants; and what participants declare."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from programme.invoices import Value


class Partner(Value):
    """An approved seller. `approved_from`/`approved_to` are inclusive, None is open."""

    nip: str
    name: str
    aliases: tuple[str, ...] = ()
    approved_from: date | None = None
    approved_to: date | None = None


class Product(Value):
    """A catalogue entry. `crop` is the organiser's word (a Crop value or another)."""

    sku: str
    name: str
    aliases: tuple[str, ...] = ()
    crop: str
    eligible: bool
    seed_units_per_package: Decimal


class Participant(Value):
    """A farmer. `nip` is None for a flat-rate farmer without one."""

    participant_id: str
    name: str
    nip: str | None = None
    address: str = ""
    postal_code: str = ""
    city: str = ""
    email: str = ""


class Declaration(Value):
    """One claim: so many seed units bought from this seller on these invoices."""

    declaration_id: str
    participant_id: str
    year: int
    seller_nip: str
    invoice_numbers: tuple[str, ...]
    invoice_date: date
    seed_units: Decimal
    documents: tuple[str, ...]  # file names as declared
