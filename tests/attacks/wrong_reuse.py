"""One purchase claimed twice, under every disguise. The first claim is honest; what follows must never pass."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from matchers import Claim, ClaimDocument
from programme.identifiers import ksef_crc
from programme.invoices import DocumentType, Field, Invoice, Party, QrCode
from tests.attacks.papers import Paper, any_kind, document, paper_of, reading
from tests.attacks.world import Purchase, World, changed_digit

Outcome = tuple[Sequence[Claim], set[str]]


def first_and(*again: Claim) -> Outcome:
    """All but the claim that counts first, whatever order they were made in."""
    ids = sorted(claim.declaration.declaration_id for claim in again)
    return list(again), set(ids[1:])


def _first(world: World, bought: Purchase) -> Claim:
    return world.claim(bought, paper_of(any_kind(world.rng), bought, world.rng))


def same_file(world: World) -> Outcome:
    """The bytes again: another name, year, participant or declared number."""
    bought, rng = world.purchase(), world.rng
    content = reading(any_kind(rng), bought, rng)
    changes: dict[str, Any] = rng.choice(
        ({}, {"year": 4049 - bought.sold.year}, {"participant_id": "P3"}, {"invoice_numbers": ("INNA/1",)})
    )
    return first_and(
        world.claim(bought, document(content, "a.pdf")),
        world.claim(bought, document(content, "b.pdf"), **changes),
    )


def other_form(world: World) -> Outcome:
    """XML and its printout, PDF and photo, photo and another photo."""
    bought = world.purchase()
    return first_and(_first(world, bought), _first(world, bought), _first(world, bought))


def duplicate_print(world: World) -> Outcome:
    """DUPLIKAT, with its own date of issue for its date."""
    bought, rng = world.purchase(), world.rng
    later = replace(bought, issued=bought.issued + timedelta(rng.choice((0, 4, 20))))
    copy = paper_of(any_kind(rng), later, rng, duplicate_print=True)
    return first_and(_first(world, bought), world.claim(later, copy))


def number_retyped(world: World) -> Outcome:
    """The same paper under a number typed with look-alikes or other separators."""
    bought, rng = world.purchase(), world.rng
    typed = rng.choice(
        (
            bought.number.replace("0", "O"), bought.number.replace("1", "I"), bought.number.replace("/", "-"),
            bought.number.replace("/", "").replace("-", ""), bought.number.lower(), bought.number.replace("F", "Ϝ"),
            bought.number.replace("5", "S").replace("8", "B"), bought.number.replace("S", "Ѕ"),
        )
    )  # fmt: skip
    again = world.claim(bought, paper_of(any_kind(rng), bought, rng), invoice_numbers=(typed,))
    return first_and(_first(world, bought), again)


def number_printed_apart(world: World) -> Outcome:
    """The prefix stands apart on one of two papers, so that they bear two numbers."""
    rng = world.rng
    bought = replace(world.purchase(), number=f"FV/{rng.randint(100, 999)}/09/2025")
    bare = replace(bought, number=bought.number.removeprefix("FV/"))
    return first_and(_first(world, bought), _first(world, bare))


def first_misread(world: World) -> Outcome:
    """The first photo was misread, surely or not, so its own number holds nothing."""
    bought, rng = world.purchase(), world.rng
    wrong: Field[str] = Field(value=changed_digit(rng, bought.number), confidence=rng.choice((0.5, 0.99)), page=1)
    changes: dict[str, Any] = {"invoice_number": wrong}
    if rng.random() < 0.5:
        changes["issue_date"] = Field(value=bought.issued + timedelta(7), confidence=0.6, page=1)
        changes["sale_date"] = None
    first = world.claim(bought, paper_of("photo", bought, rng, **changes))
    return first_and(first, world.claim(bought, paper_of("photo", bought, rng)))


def first_unreadable(world: World) -> Outcome:
    bought, rng = world.purchase(), world.rng
    first = world.claim(bought, document(None, "ciemne.jpg"))
    return first_and(first, world.claim(bought, paper_of(any_kind(rng), bought, rng)))


def other_participant(world: World) -> Outcome:
    """Somebody else claims it; once with the same NIP, as a second registration of one farm."""
    bought, rng = world.purchase(), world.rng
    other = world.relative(bought.buyer, bought.buyer.name, nip=bought.buyer.nip)
    chosen = rng.choice((other, world.people[0] if world.people[0] != bought.buyer else world.people[1]))
    again = world.claim(bought, paper_of(any_kind(rng), bought, rng), participant_id=chosen.participant_id)
    return first_and(_first(world, bought), again)


def split(world: World) -> Outcome:
    """One invoice shared out over two or three declarations."""
    bought, rng = world.purchase(units=24), world.rng
    parts = rng.choice(((12, 12), (8, 8, 8), (20, 4)))
    claims = [world.claim(bought, paper_of(any_kind(rng), bought, rng), seed_units=Decimal(part)) for part in parts]
    return claims, {claim.declaration.declaration_id for claim in claims}


def one_of_several(world: World) -> Outcome:
    """A purchase on two invoices, one of which was claimed before or is claimed again."""
    first, rng = world.purchase(), world.rng
    second = replace(
        first, number=f"FV/{rng.randint(10000, 99999)}/Z", issued=first.issued + timedelta(8),
        sold=first.sold + timedelta(8), rows=(world.rye(),),
    )  # fmt: skip
    alone = _first(world, rng.choice((first, second)))
    both = world.claim(
        first, paper_of("pdf", first, rng, "1.pdf"), paper_of("photo", second, rng, "2.jpg"),
        invoice_numbers=(first.number, second.number), seed_units=first.units + second.units,
    )  # fmt: skip
    return [alone, both], {both.declaration.declaration_id}


def advance_and_final(world: World) -> Outcome:
    """The advance invoice earns nothing; the final one does, once."""
    bought, rng = world.purchase(), world.rng
    advance = replace(bought, number="ZAL/5/2025", issued=bought.issued - timedelta(10))
    early = world.claim(advance, paper_of(any_kind(rng), advance, rng, document_type=DocumentType.ADVANCE))
    both = world.claim(
        bought, paper_of("pdf", bought, rng, "k.pdf"),
        paper_of("pdf", advance, rng, "z.pdf", document_type=DocumentType.ADVANCE),
        invoice_numbers=(bought.number, advance.number), seed_units=bought.units * 2,
    )  # fmt: skip
    return [early, both], {early.declaration.declaration_id, both.declaration.declaration_id}


def issued_again(world: World) -> Outcome:
    """Zeroed and issued again under another number and day: sold once. On the same buyer or on the spouse."""
    bought, rng = world.purchase(), world.rng
    again = replace(
        bought, number=f"FV/{rng.randint(10000, 99999)}/R", issued=bought.issued + timedelta(rng.choice((0, 3, 12)))
    )
    if rng.random() < 0.4:
        surname = bought.buyer.name.split()[1]
        spouse = world.relative(bought.buyer, f"Halina {surname}")
        again = replace(again, buyer=spouse)
    return first_and(_first(world, bought), _first(world, again))


def issued_again_in_one_claim(world: World) -> Outcome:
    """Both papers of one purchase in a single claim, for twice the units."""
    bought, rng = world.purchase(), world.rng
    again = replace(bought, number=f"FV/{rng.randint(10000, 99999)}/R", issued=bought.issued + timedelta(3))
    kinds = [any_kind(rng), any_kind(rng)]
    claim = world.claim(
        bought, paper_of(kinds[0], bought, rng, "a.pdf"), paper_of(kinds[1], again, rng, "b.pdf"),
        invoice_numbers=(bought.number, again.number), seed_units=bought.units * 2,
    )  # fmt: skip
    return [claim], {claim.declaration.declaration_id}


def number_forged(world: World) -> Outcome:
    """A PDF or XML whose number, or number and date, was changed without a trace, and the original beside it."""
    bought, rng = world.purchase(), world.rng
    forged = replace(bought, number=changed_digit(rng, bought.number))
    if rng.random() < 0.5:
        forged = replace(forged, issued=bought.issued + timedelta(2))
    return first_and(_first(world, bought), _first(world, forged))


def buyer_forged(world: World) -> Outcome:
    """Somebody else's invoice with the name and NIP exchanged, number kept."""
    bought, rng = world.purchase(), world.rng
    other = rng.choice([person for person in world.people[:5] if person != bought.buyer])
    return first_and(_first(world, bought), _first(world, replace(bought, buyer=other)))


def by_ksef_number(world: World) -> Outcome:
    """The KSeF number, or the XML's hash in the QR code, tells what a forged number hides."""
    bought, rng = world.purchase(), world.rng
    body = f"{bought.seller.nip}-{bought.issued:%Y%m%d}-{rng.getrandbits(48):012X}"
    ksef = f"{body}-{ksef_crc(body)}"
    forged = replace(bought, number=changed_digit(rng, bought.number), sold=bought.sold + timedelta(1))
    forged = replace(forged, rows=(world.rye(),))
    field: Field[str] = Field(value=ksef, confidence=0.98, page=1)
    if rng.random() < 0.5:
        papers = [paper_of("pdf", item, rng, ksef_number=field) for item in (bought, forged)]
    else:
        digest = base64.urlsafe_b64encode(rng.randbytes(32)).decode().rstrip("=")
        link = f"https://qr.ksef.mf.gov.pl/invoice/{bought.seller.nip}/{bought.issued:%d-%m-%Y}/{digest}"
        papers = [paper_of("photo", item, rng, qr_codes=(QrCode(text=link, page=1),)) for item in (bought, forged)]
    return first_and(world.claim(bought, papers[0]), world.claim(forged, papers[1]))


def mixed_documents(world: World) -> Outcome:
    """An honest invoice of one, and the paper of another purchase or person beside it."""
    bought, rng = world.purchase(), world.rng
    other = world.purchase(buyer=rng.choice(world.people[:5]))
    variant = rng.choice(("declared", "silent", "numberless", "same number"))
    papers: list[ClaimDocument] = [paper_of(any_kind(rng), bought, rng, "a.pdf")]
    total = bought.units + other.units
    if variant == "numberless":
        stray: Invoice = reading("photo", other, rng, invoice_number=None)
        papers.append(document(stray, "b.jpg"))
    elif variant == "same number":
        papers.append(paper_of("photo", replace(other, number=bought.number), rng, "b.jpg", seller=Party()))
    else:
        papers.append(paper_of(any_kind(rng), other, rng, "b.pdf"))
    rng.shuffle(papers)
    numbers = (
        (bought.number, other.number) if variant == "declared" and other.buyer != bought.buyer else (bought.number,)
    )
    claim = world.claim(bought, *papers, invoice_numbers=numbers, seed_units=total)
    return [claim], {claim.declaration.declaration_id}


def rephotographed_by_another(world: World) -> Outcome:
    """The sheet again in a stranger's claim, his NIP nowhere."""
    bought, rng = world.purchase(), world.rng
    thief = world.people[5]
    again = paper_of("photo", bought, rng, buyer=Party(name=Paper("photo", rng).name(thief.name)))
    claims = [_first(world, bought), world.claim(bought, again, participant_id=thief.participant_id)]
    return claims, {claims[1].declaration.declaration_id}


REUSE = (
    same_file, other_form, duplicate_print, number_retyped, number_printed_apart, first_misread, first_unreadable,
    other_participant, split, one_of_several, advance_and_final, issued_again, issued_again_in_one_claim,
    number_forged, buyer_forged, by_ksef_number, mixed_documents, rephotographed_by_another,
)  # fmt: skip
