"""Wrong declarations on sound papers: a slip or a try. Each gives the claims and the ids that must never pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from extractors.text.entities import describe
from matchers import Claim
from programme.invoices import Field, Party
from programme.registry import Partner
from tests.attacks.papers import NOBODY, Paper, any_kind, document, line_of, paper_of, reading
from tests.attacks.world import Purchase, Row, World, changed_digit, nip

Attack = Callable[[World], tuple[Sequence[Claim], set[str]]]


def all_wrong(*claims: Claim) -> tuple[Sequence[Claim], set[str]]:
    return claims, {claim.declaration.declaration_id for claim in claims}


def _declared(world: World, bought: Purchase, **changes: Any) -> tuple[Sequence[Claim], set[str]]:
    return all_wrong(world.claim(bought, paper_of(any_kind(world.rng), bought, world.rng), **changes))


def quantity_digit(world: World) -> tuple[Sequence[Claim], set[str]]:
    bought = world.purchase()
    units = Decimal(0)
    while units <= 0 or units == bought.units:
        units = Decimal(changed_digit(world.rng, str(bought.units)))
    return _declared(world, bought, seed_units=units)


def quantity_shifted(world: World) -> tuple[Sequence[Claim], set[str]]:
    bought = world.purchase()
    factor = world.rng.choice((Decimal(10), Decimal("0.1"), Decimal(2), Decimal("1.05")))
    return _declared(world, bought, seed_units=bought.units * factor)


def number_digit(world: World) -> tuple[Sequence[Claim], set[str]]:
    bought = world.purchase()
    return _declared(world, bought, invoice_numbers=(changed_digit(world.rng, bought.number),))


def number_shape(world: World) -> tuple[Sequence[Claim], set[str]]:
    """A zero more or less, another prefix, the groups turned, a letter of another alphabet, a moved separator."""
    rng = world.rng
    bought = replace(world.purchase(), number=f"FV/1{rng.randint(1, 9)}/1{rng.randint(1, 2)}/2025")
    _, first, second, year = bought.number.split("/")
    wrong = rng.choice(
        (
            f"FV/0{first}/{second}/{year}",
            f"FS/{first}/{second}/{year}",
            f"{first}/{second}/{year}",
            f"FV/{second}/{year}/{first}",
            f"FV/{first}/{second}/{year}/Ж",
            f"FŻ/{first}/{second}/{year}",
            f"FV/{first}{second[0]}/{second[1]}/{year}",
            f"FV/{first}/{second}/{year[2:]}",
        )
    )
    return _declared(world, bought, invoice_numbers=(wrong,))


def date_digit(world: World) -> tuple[Sequence[Claim], set[str]]:
    bought = world.purchase()
    days = world.rng.choice((-30, -10, -3, -1, 1, 2, 9, 20, 365))
    return _declared(world, bought, invoice_date=bought.issued + timedelta(days))


def date_of_sale(world: World) -> tuple[Sequence[Claim], set[str]]:
    bought = world.purchase()
    bought = replace(bought, issued=bought.sold + timedelta(world.rng.randint(1, 9)))
    return _declared(world, bought, invoice_date=bought.sold)


def other_year(world: World) -> tuple[Sequence[Claim], set[str]]:
    bought = world.purchase()
    return _declared(world, bought, year=4049 - bought.sold.year)


def outside_the_period(world: World) -> tuple[Sequence[Claim], set[str]]:
    bought = world.purchase()
    bought = replace(bought, sold=bought.sold.replace(year=2024, month=6, day=world.rng.randint(1, 30)))
    return _declared(world, bought, year=2024)


def seller_nip(world: World) -> tuple[Sequence[Claim], set[str]]:
    bought = world.purchase()
    other = world.rng.choice([partner for partner in world.partners if partner != bought.seller])
    return _declared(world, bought, seller_nip=other.nip)


def seller_unknown(world: World) -> tuple[Sequence[Claim], set[str]]:
    stranger = Partner(nip=nip(world.rng), name=world.partners[0].name)
    bought = world.purchase(seller=stranger)
    declared = world.rng.choice((stranger.nip, world.partners[0].nip))
    return _declared(world, bought, seller_nip=declared)


def seller_not_yet_or_no_more(world: World) -> tuple[Sequence[Claim], set[str]]:
    bought = world.purchase()
    day = timedelta(world.rng.randint(1, 40))
    dates = world.rng.choice(({"approved_from": bought.sold + day}, {"approved_to": bought.sold - day}))
    world.partners = [known.model_copy(update=dates) if known == bought.seller else known for known in world.partners]
    return _declared(world, bought)


def other_buyer(world: World) -> tuple[Sequence[Claim], set[str]]:
    bought = world.purchase()
    claimant = world.rng.choice([person for person in world.people if person != bought.buyer])
    return _declared(world, bought, participant_id=claimant.participant_id)


def spouse(world: World) -> tuple[Sequence[Claim], set[str]]:
    claimant = world.people[0]
    first = world.rng.choice(("Maria", "Halina", "Bogdan"))
    surname = claimant.name.split()[1]
    other = claimant.model_copy(update={"name": f"{first} {surname}", "nip": nip(world.rng), "participant_id": "X"})
    if world.rng.random() < 0.5:
        other = other.model_copy(update={"nip": None})
    return _declared(world, world.purchase(buyer=other), participant_id=claimant.participant_id)


_PAIRS = (("Dariusz", "Mariusz"), ("Maria", "Marta"), ("Marcin", "Martin"), ("Józef", "Józefa"), ("Hanna", "Halina"))


def relative_without_nip(world: World) -> tuple[Sequence[Claim], set[str]]:
    """Brothers and sisters of one house whose names differ by a letter, and no NIP is printed."""
    first, second = world.rng.choice(_PAIRS)
    claimant = world.add_person(flat_rate=world.rng.random() < 0.5, name=f"{first} Wrona")
    other = claimant.model_copy(update={"name": f"{second} Wrona", "nip": None, "participant_id": "X"})
    return _declared(world, world.purchase(buyer=other), participant_id=claimant.participant_id)


def namesake_elsewhere(world: World) -> tuple[Sequence[Claim], set[str]]:
    """The same name at another house, street or place, and no NIP."""
    claimant = world.people[5]
    change = world.rng.choice(
        (
            {"address": changed_digit(world.rng, claimant.address)},
            {"address": "ul. Dolna " + claimant.address.split()[-1]},
            {"postal_code": "05-500", "city": "Piaseczno"},
        )
    )
    other = claimant.model_copy(update={**change, "participant_id": "X"})
    return _declared(world, world.purchase(buyer=other), participant_id=claimant.participant_id)


def two_of_one_name(world: World) -> tuple[Sequence[Claim], set[str]]:
    """Father and son, one name and house, both in the programme: without a NIP nobody knows whose it is."""
    claimant = world.people[5]
    world.relative(claimant, claimant.name, nip=None)
    return _declared(world, world.purchase(buyer=claimant))


def buyer_with_a_nip_for_one_without(world: World) -> tuple[Sequence[Claim], set[str]]:
    claimant = world.people[5]
    firm = claimant.model_copy(update={"nip": nip(world.rng), "participant_id": "X"})
    return _declared(world, world.purchase(buyer=firm), participant_id=claimant.participant_id)


_TRAPS = (
    "Pszenżyto ozime KWS Osbor mieszańcowe C1", "Pszen żyto oz. KWS Osbor C/1", "Żyto Dańkowskie Granat C/1 1 j.s.",
    "Żyto hybr. SU Performer 1 js", "Kukurydza KWS Ambrosini 50 tys. JS", "Jęczmień oz. KWS Higgins C/1",
    "Rzepak oz. Architect 1,5 mln nas. JS", "Zaprawa Celest Trio 060 FS", "Żyto Dańkowskie Turkus C1",
    "Życica mieszańcowa 1 j.s.", "Pszenica KWS Donovan C1", "Opłata licencyjna żyto hybrydowe",
    "Żyto hybrydowe SU Nasri F1 1 j.s.", "Transport żyta KWS Tayo", "Jęczmień KWS Premis C1 j.s.",
)  # fmt: skip


def product_that_does_not_count(world: World) -> tuple[Sequence[Claim], set[str]]:
    row = replace(world.rye(), text=world.rng.choice(_TRAPS))
    bought = replace(world.purchase(), rows=(row,))
    return _declared(world, bought, seed_units=row.quantity)


def counts_what_does_not(world: World) -> tuple[Sequence[Claim], set[str]]:
    trap = replace(world.rye(), text=world.rng.choice(_TRAPS), units=Decimal(0))
    bought = replace(world.purchase(), rows=(world.rye(), trap))
    return _declared(world, bought, seed_units=bought.units + trap.quantity)


def packages_and_units(world: World) -> tuple[Sequence[Claim], set[str]]:
    """Packages declared as units, units as packages, an unstated package size, kilograms."""
    rng = world.rng
    count = Decimal(rng.randint(2, 9))
    name = "KWS Tayo"
    row, declared = rng.choice(
        (
            (Row(f"Żyto hybrydowe {name} BB 20 j.s.", count, "szt.", Decimal(6000)), count),
            (Row(f"Żyto hybrydowe {name} 1 j.s.", count, "j.s.", Decimal(300)), count * 20),
            (Row(f"Żyto hybrydowe {name} BB", count, "szt.", Decimal(6000)), count),
            (Row(f"Żyto hybrydowe {name}", count * 35, "kg", Decimal(9)), count),
            (Row(f"Żyto hybrydowe {name}", count * 35, "kg", Decimal(9)), count * 35),
            (Row(f"Żyto hybrydowe {name} C1", count * 100, "j.s.", Decimal(9)), count * 100),
        )
    )
    return _declared(world, replace(world.purchase(), rows=(row,)), seed_units=declared)


def gift_or_promotional_unit(world: World) -> tuple[Sequence[Claim], set[str]]:
    """A unit at 1 zł or less is given, not bought: it earns nothing."""
    bought = world.purchase()
    gift = replace(world.rye(), price=world.rng.choice((Decimal("0.01"), Decimal(1))))
    rows = (gift,) if world.rng.random() < 0.5 else (*bought.rows, gift)
    return _declared(world, replace(bought, rows=rows))


def misread_as_declared(world: World) -> tuple[Sequence[Claim], set[str]]:
    """A wrong declaration that a bad picture happens to confirm: nothing witnesses the reading."""
    bought, rng = world.purchase(), world.rng
    paper = Paper("photo", rng)
    weak: Field[Any]
    what = rng.choice(("number", "date", "quantity"))
    if what == "quantity":
        wrong = bought.units + rng.choice((1, 3, 10))
        weak = Field(value=wrong, confidence=rng.uniform(0.3, 0.95), page=1, witnesses=NOBODY)
        first = line_of(paper, bought.rows[0])
        lines = (first.model_copy(update={"quantity": weak, "proven": False}),)
        holds = rng.choice((False, None))
        content = reading("photo", bought, rng, lines=lines, arithmetic_holds=holds)
        return all_wrong(world.claim(bought, document(content), seed_units=wrong))
    if what == "number":
        wrong_number = changed_digit(rng, bought.number)
        weak = Field(value=wrong_number, confidence=rng.uniform(0.1, 0.49), page=1)
        content = reading("photo", bought, rng, invoice_number=weak)
        return all_wrong(world.claim(bought, document(content), invoice_numbers=(wrong_number,)))
    day = bought.issued + timedelta(rng.choice((1, 2, 6, 10)))
    weak = Field(value=day, confidence=rng.uniform(0.1, 0.49), page=1)
    content = reading("photo", bought, rng, issue_date=weak)
    return all_wrong(world.claim(bought, document(content), invoice_date=day))


def nothing_read(world: World) -> tuple[Sequence[Claim], set[str]]:
    """What was not read is no agreement."""
    bought, rng = world.purchase(), world.rng
    missing: dict[str, Any] = rng.choice(
        (
            {"invoice_number": None},
            {"issue_date": None},
            {"seller": Party()},
            {"buyer": Party()},
            {"lines": ()},
            {"partial": True},
            {"type_confidence": 0.3},
        )
    )
    return all_wrong(world.claim(bought, paper_of("photo", bought, rng, **missing)))


NOTES = (
    "KWS {name} F1 BIG BAG / Świadectwo 60/412/5850/25, zaprawa: Vibrance", "KWS {name} zapr. Celest Trio, kat. C1",
    "NASIONA KWS {name} F1 partia PL923/88/1 zaprawianie: Maxim", "KWS {name} (zaprawa Redigo Pro) paleta 2",
    "KWS {name} F1 C1, worki na palecie, dostawa 14.08", "KWS {name} Kinto Plus PLUSHYBRIDS", "KWS {name} + Vibrance",
    "KWS {name} hybr. partia 12, atest, opłata hodowlana w cenie", "{name} KWS F1 zaprawiony Vibrance Gold",
)  # fmt: skip


def less_than_was_bought(world: World) -> tuple[Sequence[Claim], set[str]]:
    """Only the first of two lines is declared; the second names its treatment, its pallet or its certificate."""
    rng = world.rng
    bought = world.purchase()
    wording = rng.choice(NOTES).format(name=rng.choice(("Tayo", "TAYO", "Serafino", "RECEPTOR")))
    second = Row(wording, Decimal(rng.randint(1, 40)), "j.s.", Decimal("301.25"))
    both = replace(bought, rows=(*bought.rows, second))
    paper = Paper(any_kind(rng), rng)
    lines = tuple(line_of(paper, row).model_copy(update={"mention": describe(row.text)}) for row in both.rows)
    return all_wrong(world.claim(both, paper_of(paper.kind, both, rng, lines=lines), seed_units=bought.units))


VALUES: tuple[Attack, ...] = (
    quantity_digit, quantity_shifted, number_digit, number_shape, date_digit, date_of_sale, other_year,
    outside_the_period, seller_nip, seller_unknown, seller_not_yet_or_no_more, other_buyer, spouse,
    relative_without_nip, namesake_elsewhere, two_of_one_name, buyer_with_a_nip_for_one_without,
    product_that_does_not_count, counts_what_does_not, packages_and_units, gift_or_promotional_unit,
    misread_as_declared, nothing_read, less_than_was_bought,
)  # fmt: skip
