"""The attacks end to end: real files, really read, then judged."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from matchers import Claim, Registry, verify_claims
from programme.verdicts import Decision
from tests.attacks.files import edited, read, touched, xml_of
from tests.attacks.world import RULES, World, changed_digit, nip
from tests.attacks.wrong_xml import XML

SEEDS = 25
Made = tuple[Sequence[Claim], set[str]]


def quantity_in_the_xml(world: World) -> Made:
    bought = world.purchase()
    more = bought.rows[0].quantity + 20
    data = edited(xml_of(bought), "P_8B", str(more))
    return _wrong(world.claim(bought, read(data, "a.xml"), seed_units=more))


def quantity_and_value_in_the_xml(world: World) -> Made:
    bought = world.purchase()
    row = replace(bought.rows[0], quantity=bought.rows[0].quantity + 20)
    data = edited(edited(xml_of(bought), "P_8B", str(row.quantity)), "P_11", f"{row.net:.2f}")
    return _wrong(world.claim(bought, read(data, "a.xml"), seed_units=row.quantity))


def number_in_the_xml(world: World) -> Made:
    """The invoice again under an edited number."""
    bought = world.purchase()
    number = changed_digit(world.rng, bought.number)
    first = world.claim(bought, read(xml_of(bought), "a.xml"))
    again = world.claim(bought, read(edited(xml_of(bought), "P_2", number), "b.xml"), invoice_numbers=(number,))
    return [first, again], {again.declaration.declaration_id}


def date_and_number_in_the_xml(world: World) -> Made:
    """Number and day of issue edited; the day of sale betrays it."""
    bought = world.purchase()
    other = replace(bought, number=changed_digit(world.rng, bought.number), issued=bought.issued + timedelta(5))
    data = edited(edited(xml_of(bought), "P_2", other.number), "P_1", other.issued.isoformat())
    first = world.claim(bought, read(xml_of(bought), "a.xml"))
    again = world.claim(other, read(data, "b.xml"))
    return [first, again], {again.declaration.declaration_id}


def buyer_in_the_xml(world: World) -> Made:
    """Somebody else's XML with one's own NIP, after the owner's claim."""
    bought = world.purchase(buyer=world.people[0])
    thief = world.people[1]
    data = edited(xml_of(bought), "NIP", thief.nip or "", 1)
    first = world.claim(bought, read(xml_of(bought), "a.xml"))
    again = world.claim(bought, read(data, "b.xml"), participant_id=thief.participant_id)
    return [first, again], {again.declaration.declaration_id}


def nip_that_is_none(world: World) -> Made:
    bought = world.purchase()
    data = edited(xml_of(bought), "NIP", changed_digit(world.rng, bought.seller.nip), 0)
    return _wrong(world.claim(bought, read(data, "a.xml")))


def seller_in_the_xml(world: World) -> Made:
    bought = world.purchase()
    data = edited(xml_of(bought), "NIP", nip(world.rng), 0)
    return _wrong(world.claim(bought, read(data, "a.xml")))


def saved_again(world: World) -> Made:
    bought = world.purchase()
    first = world.claim(bought, read(xml_of(bought), "a.xml"))
    again = world.claim(bought, read(touched(xml_of(bought), world.rng), "b.xml"), year=bought.sold.year)
    return [first, again], {again.declaration.declaration_id}


def corrected(world: World) -> Made:
    bought = world.purchase()
    less = replace(bought, number="KOR/9", rows=(replace(bought.rows[0], quantity=Decimal(1)),))
    correction = read(xml_of(less, "KOR", bought.number), "k.xml")
    claim = world.claim(bought, read(xml_of(bought), "a.xml"))
    other = world.claim(less, correction)
    return [claim, other], {claim.declaration.declaration_id, other.declaration.declaration_id}


def advance(world: World) -> Made:
    bought = world.purchase()
    return _wrong(world.claim(bought, read(xml_of(bought, "ZAL"), "a.xml")))


def no_invoice_at_all(world: World) -> Made:
    bought = world.purchase()
    data = world.rng.choice(
        (
            b"", b"<html/>", xml_of(bought)[:-40], b"%PDF-1.4\n%%EOF", world.rng.randbytes(3000),
            xml_of(bought).replace(b"http://crd.gov.pl/wzor/2023/06/29/12648/", b"http://example.org/"),
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        )
    )  # fmt: skip
    return _wrong(world.claim(bought, read(data, "a.xml")))


def _wrong(*claims: Claim) -> Made:
    return claims, {claim.declaration.declaration_id for claim in claims}


WRONG: tuple[Callable[[World], Made], ...] = (
    quantity_in_the_xml, quantity_and_value_in_the_xml, number_in_the_xml, date_and_number_in_the_xml,
    buyer_in_the_xml, nip_that_is_none, seller_in_the_xml, saved_again, corrected, advance, no_invoice_at_all,
)  # fmt: skip


@pytest.mark.parametrize("attack", (*WRONG, *XML), ids=lambda attack: attack.__name__)
def test_no_edited_or_reused_xml_is_confirmed(attack: Callable[[World], Made]) -> None:
    for seed in range(SEEDS):
        world = World.of(f"file {attack.__name__} {seed}")
        claims, wrong = attack(world)
        verdicts = {v.declaration_id: v.decision for v in verify_claims(claims, world.registry, RULES)}
        assert not [key for key in wrong if verdicts[key] is Decision.CONFIRMED], seed


def test_honest_xml_is_confirmed() -> None:
    for seed in range(300):
        world = World.of(f"honest file {seed}")
        rng = world.rng
        bought = world.purchase(buyer=world.people[rng.randint(0, 5)])
        row = replace(bought.rows[0], vat=rng.choice((5, 8, 23)))
        bought = replace(bought, rows=(row, *(world.rye() for _ in range(rng.randint(0, 2))), *bought.rows[1:]))
        data = xml_of(bought)
        claim = world.claim(bought, read(touched(data, rng) if rng.random() < 0.5 else data, "a.xml"))
        (verdict,) = verify_claims([claim], world.registry, RULES)
        assert verdict.decision is Decision.CONFIRMED, (seed, verdict.discrepancies)


PDF_SCENARIOS = (
    "genuine_pdf", "genuine_xml_pdf", "two_varieties", "split_two_invoices", "wrong_number", "wrong_quantity",
    "wrong_date", "spouse", "proforma", "advance_invoice", "tamper_overlay", "tamper_hidden_text", "ksef_xml_edited",
    "sums_broken", "correction_as_claim", "duplicate_same_file",
)  # fmt: skip


def test_pdfs_made_and_falsified_here(tmp_path: Path) -> None:
    """PDFs in the sample generator's layouts, honest and falsified; the truth beside them says which may pass."""
    from pipelines.tables import read_intake
    from samples import SCENARIOS, SampleSize, generate

    names = tuple(name for name in PDF_SCENARIOS if name in SCENARIOS)
    generate(tmp_path, 5, SampleSize(0, names))
    intake = read_intake(tmp_path)
    files = {path.name: read(path.read_bytes(), path.name) for path in (tmp_path / "documents").iterdir()}
    claims = [Claim(item, tuple(files[name] for name in item.documents)) for item in intake.declarations]
    registry = Registry(intake.partners, intake.products, intake.participants)
    verdicts = {v.declaration_id: v.decision.value for v in verify_claims(claims, registry, intake.rules)}
    truth = [json.loads(line) for line in (tmp_path / "decisions.jsonl").read_text("utf-8").splitlines()]
    honest = [item["declaration_id"] for item in truth if item["expect"] == "confirm"]
    wrong = [item["declaration_id"] for item in truth if item["expect"] == "flag"]
    assert wrong
    assert honest
    assert not [key for key in wrong if verdicts[key] == "confirmed"]
    assert [verdicts[key] for key in honest] == ["confirmed"] * len(honest)
