"""A season's invoices in one file: honest claims on one or more of them, and wrong ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from matchers import Claim, ClaimDocument
from programme.invoices import DocumentType, Invoice
from tests.attacks.papers import Paper, document, reading
from tests.attacks.world import Purchase, World

Outcome = tuple[Sequence[Claim], set[str]]


def season(world: World) -> list[Purchase]:
    """Two or three purchases of one farmer, each of another amount."""
    first, rng = world.purchase(), world.rng
    others = [
        replace(
            first,
            number=f"FV/{rng.randint(10000, 99999)}/{step}",
            issued=first.issued + timedelta(5 * step),
            sold=first.sold + timedelta(5 * step),
            rows=(world.rye(int(first.rows[0].quantity) + 7 * step),),
        )
        for step in range(1, rng.randint(2, 3))
    ]
    return [first, *others]


def in_one_file(world: World, *papers: Invoice) -> ClaimDocument:
    """The papers as the reader gives a file of several documents: one hash, the others behind the first."""
    first, *others = papers
    further = tuple(other.model_copy(update={"sha256": first.sha256}) for other in others)
    return document(first.model_copy(update={"further": further}), f"sezon{world.rng.randint(0, 99999)}.pdf")


def papers_of(world: World, bought: Sequence[Purchase]) -> list[Invoice]:
    kind = world.rng.choice(("pdf", "photo"))
    return [reading(kind, item, world.rng) for item in bought]


def season_claimed_one_by_one(world: World) -> Sequence[Claim]:
    """The same file with every claim, each on another of its invoices."""
    bought = season(world)
    papers = papers_of(world, bought)
    world.rng.shuffle(papers)
    file = in_one_file(world, *papers)
    return [world.claim(item, file) for item in bought]


def season_claimed_together(world: World) -> Sequence[Claim]:
    bought = season(world)
    numbers = tuple(item.number for item in bought)
    units = sum((item.units for item in bought), Decimal(0))
    file = in_one_file(world, *papers_of(world, bought))
    return [world.claim(bought[0], file, invoice_numbers=numbers, seed_units=units)]


def units_of_the_whole_file(world: World) -> Outcome:
    """One invoice is declared, with what all of them together say."""
    bought = season(world)
    units = sum((item.units for item in bought), Decimal(0))
    if len(bought) == 1:
        units += 1
    claim = world.claim(bought[0], in_one_file(world, *papers_of(world, bought)), seed_units=units)
    return [claim], {claim.declaration.declaration_id}


def invoice_of_the_file_twice(world: World) -> Outcome:
    """One of its invoices is declared twice, by one person or by two."""
    bought = season(world)
    file = in_one_file(world, *papers_of(world, bought))
    chosen = world.rng.choice(bought)
    again = world.rng.choice(({}, {"participant_id": world.people[5].participant_id}))
    claims = [world.claim(chosen, file), world.claim(chosen, file, **again)]
    return claims, {claims[1].declaration.declaration_id}


def alone_and_in_a_file(world: World) -> Outcome:
    """Sent by itself with one claim, in a file with others in the next."""
    bought = season(world)
    file = in_one_file(world, *papers_of(world, bought))
    alone = document(reading(world.rng.choice(("xml", "pdf", "photo")), bought[0], world.rng), "sama.pdf")
    claims = [world.claim(bought[0], alone), world.claim(bought[0], file)]
    return claims, {claims[1].declaration.declaration_id}


def number_of_no_invoice_in_the_file(world: World) -> Outcome:
    bought = season(world)
    file = in_one_file(world, *papers_of(world, bought))
    claim = world.claim(bought[0], file, invoice_numbers=(f"FV/{world.rng.randint(10, 99)}/NIE",))
    return [claim], {claim.declaration.declaration_id}


def corrected_in_the_same_file(world: World) -> Outcome:
    """Behind the invoice lies its correction."""
    first = season(world)[0]
    kind = world.rng.choice(("pdf", "photo"))
    correction = reading(
        kind,
        replace(first, number="KOR/62/2025"),
        world.rng,
        document_type=DocumentType.CORRECTION,
        corrected_invoice_number=Paper("pdf", world.rng).text(first.number),
        arithmetic_holds=None,
    )
    claim = world.claim(first, in_one_file(world, reading(kind, first, world.rng), correction))
    return [claim], {claim.declaration.declaration_id}


def no_invoice_in_the_file(world: World) -> Outcome:
    """The number declared stands on a pro forma; a real invoice of another number lies beside it."""
    first, *others = season(world)
    kind = world.rng.choice(("pdf", "photo"))
    proforma = reading(kind, first, world.rng, document_type=DocumentType.PROFORMA)
    other = reading(kind, others[0] if others else replace(first, number="FV/1/INNA"), world.rng)
    claim = world.claim(first, in_one_file(world, proforma, other))
    return [claim], {claim.declaration.declaration_id}


ONE_FILE_HONEST = (season_claimed_one_by_one, season_claimed_together)
ONE_FILE_WRONG = (
    units_of_the_whole_file, invoice_of_the_file_twice, alone_and_in_a_file, number_of_no_invoice_in_the_file,
    corrected_in_the_same_file, no_invoice_in_the_file,
)  # fmt: skip
