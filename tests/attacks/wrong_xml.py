"""KSeF XML files that were edited by one who knows the sums, or that are not what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from matchers import Claim
from tests.attacks.files import edited, read, xml_of
from tests.attacks.world import Purchase, Row, World

Made = tuple[Sequence[Claim], set[str]]


def _wrong(*claims: Claim) -> Made:
    return claims, {claim.declaration.declaration_id for claim in claims}


def _one_line(world: World, price: int = 280) -> Purchase:
    row = replace(world.rye(world.rng.randint(10, 60)), price=Decimal(price))
    return replace(world.purchase(), rows=(row,))


def _claimed(world: World, bought: Purchase, data: bytes, units: Decimal) -> Made:
    return _wrong(world.claim(bought, read(data, "a.xml"), seed_units=units))


def _after(data: bytes, tag: str, more: str) -> bytes:
    """`data` with `more` behind the first element `tag`."""
    return re.sub(rf"(<{tag}>[^<]*</{tag}>)".encode(), rb"\1" + more.encode(), data, count=1)


def quantity_doubled_price_halved(world: World) -> Made:
    """The line's value and all sums stay."""
    bought = _one_line(world)
    units = bought.units * 2
    data = edited(edited(xml_of(bought), "P_8B", str(units)), "P_9A", str(bought.rows[0].price / 2))
    return _claimed(world, bought, data, units)


def quantity_doubled_by_a_discount(world: World) -> Made:
    """The price stays too; a discount nobody gave makes up for it."""
    bought = _one_line(world, 460)
    units = bought.units * 2
    data = _after(edited(xml_of(bought), "P_8B", str(units)), "P_9A", f"<P_10>{bought.rows[0].net}</P_10>")
    return _claimed(world, bought, data, units)


def quantity_doubled_without_a_price(world: World) -> Made:
    bought = _one_line(world, 420)
    data = re.sub(rb"<P_9A>[^<]*</P_9A>", b"", edited(xml_of(bought), "P_8B", str(bought.units * 2)))
    return _claimed(world, bought, data, bought.units * 2)


def taken_back_on_another_line(world: World) -> Made:
    """Part of the goods given back on a line of the same invoice that names no goods."""
    bought = _one_line(world)
    share = world.rng.choice((Decimal("0.25"), Decimal("0.5"), Decimal(1)))
    text = world.rng.choice(("Zwrot towaru", "Rabat potransakcyjny", "Korekta wartości", "Bonus"))
    back = Row(text, Decimal(1), "szt.", -(bought.rows[0].net * share).quantize(Decimal("0.01")))
    bought = replace(bought, rows=(*bought.rows, back))
    return _claimed(world, bought, xml_of(bought), bought.units)


def cheaper_rye_renamed(world: World) -> Made:
    """Population rye under a hybrid's name keeps its price."""
    bought = _one_line(world, world.rng.randint(70, 140))
    return _claimed(world, bought, xml_of(bought), bought.units)


def shared_with_another(world: World) -> Made:
    """Podmiot3 in role 4: half of the purchase is somebody else's."""
    bought = _one_line(world)
    other = next(person for person in world.people[:5] if person != bought.buyer)
    third = (
        f"<Podmiot3><DaneIdentyfikacyjne><NIP>{other.nip}</NIP><Nazwa>{other.name}</Nazwa></DaneIdentyfikacyjne>"
        "<Rola>4</Rola><Udzial>50</Udzial></Podmiot3><Fa>"
    )
    return _claimed(world, bought, xml_of(bought).replace(b"<Fa>", third.encode()), bought.units)


def delivered_before_the_period(world: World) -> Made:
    """Some rows, or the first days of the period of sale, lie before the programme began."""
    bought = _one_line(world)
    bought = replace(bought, sold=bought.sold.replace(year=2024), issued=bought.issued.replace(year=2024))
    bought = replace(bought, rows=(*bought.rows, world.rye(8)))
    data = re.sub(rb"<P_6>[^<]*</P_6>", b"", xml_of(bought))
    if world.rng.random() < 0.5:
        data = data.replace(b"<P_7>", b"<P_6A>2024-05-30</P_6A><P_7>", 1)
    else:
        span = f"<OkresFa><P_6_Od>2024-06-01</P_6_Od><P_6_Do>{bought.sold}</P_6_Do></OkresFa>"
        data = _after(data, "P_2", span)
    return _wrong(world.claim(bought, read(data, "a.xml"), year=2024))


def sold_in_another_year_than_billed(world: World) -> Made:
    """No invoice may be written a year after the sale; only the edited day of sale puts it into the declared year."""
    bought = _one_line(world)
    year = 2024 if bought.issued.year == 2025 else 2025
    bought = replace(bought, sold=bought.sold.replace(year=year))
    return _wrong(world.claim(bought, read(xml_of(bought), "a.xml"), year=year))


def another_kind_called_plain(world: World) -> Made:
    """A correction, advance or settlement whose kind was rewritten; the content still says what it is."""
    bought = _one_line(world)
    foreign = world.rng.choice(
        (
            "<DaneFaKorygowanej><DataWystFaKorygowanej>2025-08-01</DataWystFaKorygowanej>"
            "<NrFaKorygowanej>FV/1</NrFaKorygowanej><NrKSeFN>1</NrKSeFN></DaneFaKorygowanej>",
            "<Zamowienie><WartoscZamowienia>1</WartoscZamowienia></Zamowienie>",
            "<FakturaZaliczkowa><NrKSeFFaZaliczkowej>1</NrKSeFFaZaliczkowej></FakturaZaliczkowa>",
            "<OkresFaKorygowanej>2025</OkresFaKorygowanej>",
        )
    )
    return _claimed(world, bought, _after(xml_of(bought), "RodzajFaktury", foreign), bought.units)


def value_in_pieces(world: World) -> Made:
    """A value a program may read as 12 and a person as 120."""
    bought = _one_line(world)
    quantity = str(bought.rows[0].quantity)
    data = xml_of(bought).replace(f"<P_8B>{quantity}</P_8B>".encode(), f"<P_8B>{quantity}<i/>0</P_8B>".encode())
    return _claimed(world, bought, data, bought.units)


def two_bodies(world: World) -> Made:
    bought = _one_line(world)
    body = re.search(rb"<Fa>.*</Fa>", xml_of(bought))
    assert body is not None
    again = body[0].replace(b"<P_8B>", b"<P_8B>1")
    return _claimed(world, bought, xml_of(bought).replace(body[0], body[0] + again), bought.units)


def bought_from_oneself(world: World) -> Made:
    seller = world.partners[0]
    owner = world.add_person(nip=seller.nip)
    bought = replace(_one_line(world), seller=seller, buyer=owner)
    return _claimed(world, bought, xml_of(bought), bought.units)


_ODD = ("F\u13d9/{n}", "F\u1d20/{n}", "FV/{n}\u202e", "FV\u3164/{n}", "\u0416FV/{n}", "FV/{n}\u200f", "FV/{n}\u2066")


def letters_of_no_number(world: World) -> Made:
    """Letters that only look like others, and signs that do not show, make one number two; day and goods changed."""
    bought = replace(_one_line(world), number=f"FV/{world.rng.randint(1000, 9999)}/2025")
    written = world.rng.choice(_ODD).format(n=bought.number.removeprefix("FV/"))
    later = timedelta(world.rng.randint(2, 9))
    again = replace(
        bought, number=written, issued=bought.issued + later, sold=bought.sold + later, rows=(world.rye(11),)
    )
    first = world.claim(bought, read(xml_of(bought), "a.xml"))
    second = world.claim(again, read(xml_of(again), "b.xml"))
    return [first, second], {second.declaration.declaration_id}


XML: tuple[Callable[[World], Made], ...] = (
    quantity_doubled_price_halved, quantity_doubled_by_a_discount, quantity_doubled_without_a_price,
    taken_back_on_another_line, cheaper_rye_renamed, shared_with_another, delivered_before_the_period,
    sold_in_another_year_than_billed, another_kind_called_plain, value_in_pieces, two_bodies, bought_from_oneself,
    letters_of_no_number,
)  # fmt: skip
