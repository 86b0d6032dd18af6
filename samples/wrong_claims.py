"""Wrong claims on sound papers: what was declared is not what the invoice says, or does not count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from samples import ksef_xml, parties, products
from samples.world import World


def unknown_seller(world: World) -> None:
    """A seller that is no partner."""
    stranger = parties.make_stranger(world.rng, world.seller())
    bill = world.bill(stranger, year=2025)
    world.claim("unknown_seller", bill, [world.pdf(bill)], codes=["seller_unknown"])


def seller_mismatch(world: World) -> None:
    """Another partner was declared."""
    bill = world.bill()
    other = world.rng.choice([s for s in world.sellers if s.nip != bill.seller.nip])
    world.claim("seller_mismatch", bill, [world.pdf(bill)], seller_nip=other.nip, codes=["seller_mismatch"])


def other_person(world: World) -> None:
    """Somebody else's invoice."""
    bill = world.bill()
    claimant = world.farmer()
    world.claim(
        "other_person", bill, [world.scan(bill)], participant_id=claimant.participant_id, codes=["buyer_mismatch"]
    )


def spouse(world: World) -> None:
    """The spouse's invoice: same house, same surname."""
    claimant = world.farmer()
    bill = world.bill(buyer=parties.spouse_of(world.rng, claimant))
    world.claim("spouse", bill, [world.pdf(bill)], participant_id=claimant.participant_id, codes=["buyer_mismatch"])


def wrong_number(world: World) -> None:
    """A digit of the number mistyped."""
    bill = world.bill()
    digits = [index for index, c in enumerate(bill.number) if c.isdigit()]
    at = digits[0]
    typed = bill.number[:at] + str((int(bill.number[at]) + 3) % 10) + bill.number[at + 1 :]
    world.claim("wrong_number", bill, [world.pdf(bill)], invoice_number=typed, codes=["invoice_number_mismatch"])


def wrong_date(world: World) -> None:
    """Another day of the same month or so."""
    bill = world.bill()
    world.claim(
        "wrong_date", bill, [world.pdf(bill)], invoice_date=bill.issue_date + timedelta(days=9), codes=["date_mismatch"]
    )


def wrong_quantity(world: World) -> None:
    """More units declared than bought."""
    bill = world.bill()
    papers = world.photo(bill, "easy") if world.rng.random() < 0.5 else [world.pdf(bill)]
    world.claim(
        "wrong_quantity",
        bill,
        papers,
        seed_units=bill.seed_units + world.rng.choice((1, 10, 20)),
        codes=["quantity_mismatch"],
    )


def other_year(world: World) -> None:
    """An invoice of 2025 declared for 2026."""
    bill = world.bill(year=2025)
    world.claim(
        "other_year",
        bill,
        [world.pdf(bill)],
        year=2026,
        invoice_date=bill.issue_date.replace(year=2026),
        codes=["date_mismatch"],
    )


def outside_programme(world: World) -> None:
    """Bought before the programme began."""
    bill = world.bill(year=2024)
    world.claim("outside_programme", bill, [world.pdf(bill)], year=2025, codes=["date_outside_programme"])


def counts_maize(world: World) -> None:
    """Maize units added in."""
    _counts(world, "counts_maize", products.MAIZE)


def counts_population(world: World) -> None:
    """Population rye added in."""
    _counts(world, "counts_population", products.POPULATION)


def counts_competitor(world: World) -> None:
    """Another breeder's hybrid rye added in."""
    _counts(world, "counts_competitor", products.COMPETITOR)


def counts_triticale(world: World) -> None:
    """Hybrid triticale added in."""
    _counts(world, "counts_triticale", products.TRITICALE)


def only_ineligible(world: World) -> None:
    """Nothing on the invoice counts."""
    seller = world.seller()
    item = products.other_item(
        world.rng, world.rng.choice((products.POPULATION, products.COMPETITOR)), seller.seed_vat, 20
    )
    bill = world.bill(seller, items=[item])
    world.claim("only_ineligible", bill, [world.pdf(bill)], seed_units=Decimal(20), codes=["product_not_eligible"])


def packages_not_multiplied(world: World) -> None:
    """Big bags declared as if each were one unit."""
    seller = world.seller()
    bags = world.rng.randint(2, 6)
    bill = world.bill(seller, items=[products.big_bag_item(world.rng, seller.seed_vat, bags)])
    world.claim(
        "packages_not_multiplied", bill, [world.pdf(bill)], seed_units=Decimal(bags), codes=["quantity_mismatch"]
    )


def wrong_quantity_xml(world: World) -> None:
    """More declared than the KSeF XML says."""
    bill = world.bill(year=2026)
    name = world.xml(bill, ksef_xml.invoice_xml(bill))
    world.claim("wrong_quantity_xml", bill, [name], seed_units=bill.seed_units + 20, codes=["quantity_mismatch"])


def _counts(world: World, scenario: str, other: products.Other) -> None:
    seller = world.seller()
    foreign = products.other_item(world.rng, other, seller.seed_vat, 20)
    bill = world.bill(seller, items=[world.rye(seller), foreign])
    world.claim(
        scenario, bill, [world.pdf(bill)], seed_units=bill.seed_units + foreign.quantity, codes=["quantity_mismatch"]
    )


def units_of_the_whole_file(world: World) -> None:
    """Two invoices in one file: one is declared, with the units of both."""
    first = world.bill(year=2025)
    second = world.bill(buyer=first.buyer, year=2025)
    units = first.seed_units + second.seed_units
    name = world.season([first, second])
    world.claim("units_of_the_whole_file", first, [name], seed_units=units, codes=["quantity_mismatch"])


WRONG_CLAIMS: dict[str, Callable[[World], None]] = {
    function.__name__: function
    for function in (
        wrong_quantity,
        wrong_number,
        wrong_date,
        other_person,
        spouse,
        unknown_seller,
        seller_mismatch,
        other_year,
        outside_programme,
        counts_maize,
        counts_population,
        counts_competitor,
        counts_triticale,
        only_ineligible,
        packages_not_multiplied,
        wrong_quantity_xml,
        units_of_the_whole_file,
    )
}
