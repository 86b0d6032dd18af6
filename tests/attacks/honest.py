"""Honest claims, in every way honest people and their papers differ. Each gives (claims, ids that must pass)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from matchers import Claim
from programme.invoices import DocumentType, Finding, FindingKind, Party, Source, Totals, Witness
from programme.registry import Partner
from tests.attacks.one_file import ONE_FILE_HONEST
from tests.attacks.papers import Paper, any_kind, document, line_of, page, paper_of, reading
from tests.attacks.world import Row, World, nip

Honest = Callable[[World], Sequence[Claim]]


def plain(world: World) -> Sequence[Claim]:
    bought = world.purchase()
    return [world.claim(bought, paper_of(any_kind(world.rng), bought, world.rng))]


def number_typed_otherwise(world: World) -> Sequence[Claim]:
    """Other separators, small letters, O for 0, spaces."""
    bought, rng = world.purchase(), world.rng
    typed = rng.choice(
        (
            bought.number.lower(),
            bought.number.replace("/", "-"),
            bought.number.replace("/", " / "),
            bought.number.replace("0", "O"),
            bought.number.replace("1", "l"),
            bought.number.replace("-", "–"),
            bought.number.replace(" ", ""),
        )
    )
    return [world.claim(bought, paper_of(any_kind(rng), bought, rng), invoice_numbers=(typed,))]


def xml_and_printout(world: World) -> Sequence[Claim]:
    bought, rng = world.purchase(), world.rng
    papers = [paper_of("xml", bought, rng, "a.xml"), paper_of(rng.choice(("pdf", "photo")), bought, rng, "b.pdf")]
    rng.shuffle(papers)
    return [world.claim(bought, *papers)]


def two_photos(world: World) -> Sequence[Claim]:
    bought, rng = world.purchase(), world.rng
    return [world.claim(bought, paper_of("photo", bought, rng, "1.jpg"), paper_of("photo", bought, rng, "2.jpg"))]


def name_otherwise(world: World) -> Sequence[Claim]:
    """The farm's name in any form, by the NIP."""
    bought, rng = world.purchase(), world.rng
    kind = any_kind(rng)
    first, last = bought.buyer.name.split()
    paper = Paper(kind, rng)
    written = rng.choice(
        (
            f"{last} {first}",
            f"Gospodarstwo Rolne {first} {last}",
            f"GR {last.upper()} {first.upper()}",
            f"{first[0]}. {last}",
        )
    )
    buyer = Party(name=paper.name(written), nip=paper.nip(bought.buyer.nip or ""))
    return [world.claim(bought, paper_of(kind, bought, rng, buyer=buyer))]


def flat_rate(world: World) -> Sequence[Claim]:
    bought, rng = world.purchase(buyer=world.people[5]), world.rng
    kind = any_kind(rng)
    first, last = bought.buyer.name.split()
    paper = Paper(kind, rng)
    person = bought.buyer
    place = rng.choice((f"{person.postal_code} {person.city}", person.city))
    address = paper.name(f"{person.address}, {place}")
    name = paper.name(rng.choice((f"{last} {first}", f"{first} {last}".upper(), f"Gosp. Rolne {first} {last}")))
    return [world.claim(bought, paper_of(kind, bought, rng, buyer=Party(name=name, address=address)))]


def seller_otherwise(world: World) -> Sequence[Claim]:
    """A branch, another legal form, a changed name: the NIP decides."""
    bought, rng = world.purchase(), world.rng
    kind = any_kind(rng)
    paper = Paper(kind, rng)
    core = bought.seller.name.removesuffix(" Sp. z o.o.")
    name = rng.choice(
        (f"{core} spółka z o.o. Oddział Poznań", core.upper(), f"{core} Sp. z o.o. Sp.k.", "Nowa Nazwa S.A.")
    )
    seller = Party(name=paper.name(name), nip=paper.nip(bought.seller.nip))
    return [world.claim(bought, paper_of(kind, bought, rng, seller=seller))]


def line_worded_otherwise(world: World) -> Sequence[Claim]:
    rng = world.rng
    row = world.rye()
    variety = row.text.removeprefix("Żyto hybrydowe ").removesuffix(" C1")
    bare = variety.removesuffix(" 1 j.s.")
    text = rng.choice(
        (
            f"Żyto oz. hybr. {bare} C/1 (1 mln nasion) Celest Trio",
            f"ŻYTO OZ. HYB. {bare.upper()} F1 JS VIBRANCE STAR",
            f"{bare} F1 C1 1 j.s. Redigo Pro",
            f"mat. siewny żyto ozime {bare} kwal. C1",
            f"Zyto mieszanc. {bare} zapr.",
        )
    )
    bought = replace(world.purchase(), rows=(replace(row, text=text),))
    return [world.claim(bought, paper_of(any_kind(rng), bought, rng))]


def packages(world: World) -> Sequence[Claim]:
    rng = world.rng
    size = rng.choice((10, 20, 25))
    count = Decimal(rng.randint(1, 5))
    bare = world.rye().text.removeprefix("Żyto hybrydowe ").removesuffix(" C1").removesuffix(" 1 j.s.")
    row = Row(f"Żyto hybrydowe {bare} BB {size} j.s.", count, "szt.", Decimal(310 * size), units=count * size)
    bought = replace(world.purchase(), rows=(row,))
    return [world.claim(bought, paper_of(any_kind(rng), bought, rng))]


def several_varieties(world: World) -> Sequence[Claim]:
    rows = tuple(world.rye() for _ in range(world.rng.randint(2, 4)))
    other = (Row("Kukurydza KWS Kapitolis 80 tys.", Decimal(6), "szt.", Decimal(480)),)
    bought = replace(world.purchase(), rows=rows + other * world.rng.randint(0, 1))
    return [world.claim(bought, paper_of(any_kind(world.rng), bought, world.rng))]


def rates_and_discounts(world: World) -> Sequence[Claim]:
    rng = world.rng
    row = replace(world.rye(), vat=rng.choice((0, 5, 8, 23)), discount=Decimal(rng.choice((0, 3, 5, 10))))
    bought = replace(world.purchase(), rows=(row,))
    return [world.claim(bought, paper_of(any_kind(rng), bought, rng))]


def gross_method(world: World) -> Sequence[Claim]:
    """Prices with VAT; the net column is missing."""
    bought, rng = world.purchase(), world.rng
    paper = Paper("photo", rng)
    lines = tuple(
        line_of(paper, row).model_copy(
            update={
                "unit_net_price": None,
                "net": None,
                "unit_gross_price": (row.gross / row.quantity).quantize(Decimal("0.01")),
            }
        )
        for row in bought.rows
    )
    return [world.claim(bought, paper_of("photo", bought, rng, lines=lines))]


def several_invoices(world: World) -> Sequence[Claim]:
    first, rng = world.purchase(), world.rng
    bought = [first]
    for step in range(1, rng.randint(2, 3)):
        day = timedelta(5 * step)
        rows = (world.rye(int(first.rows[0].quantity) + step),)
        bought.append(
            replace(
                first, number=f"FV/{rng.randint(10000, 99999)}/X", issued=first.issued + day, sold=first.sold + day,
                rows=rows,
            )
        )  # fmt: skip
    papers = [paper_of(any_kind(rng), item, rng, f"{index}.pdf") for index, item in enumerate(bought)]
    rng.shuffle(papers)
    return [
        world.claim(
            first, *papers, invoice_numbers=tuple(item.number for item in bought),
            seed_units=sum((item.units for item in bought), Decimal(0)),
        )
    ]  # fmt: skip


def shared_out_over_two_invoices(world: World) -> Sequence[Claim]:
    """One day, one seller, the same units of one variety on two invoices, with other things on one of them."""
    rng = world.rng
    first = replace(world.purchase(), rows=(world.rye(),))
    other = Row("Nawóz Polifoska 6 big bag", Decimal(rng.randint(1, 9)), "szt.", Decimal(1150))
    second = replace(first, number=f"FV/{rng.randint(10000, 99999)}/P", rows=(first.rows[0], other))
    papers = [paper_of("pdf", first, rng, "1.pdf"), paper_of("xml", second, rng, "2.xml")]
    if rng.random() < 0.5:
        return [world.claim(first, papers[0]), world.claim(second, papers[1])]
    total = first.units + second.units
    return [world.claim(first, *papers, invoice_numbers=(first.number, second.number), seed_units=total)]


def pages_one_by_one(world: World) -> Sequence[Claim]:
    rng = world.rng
    bought = replace(world.purchase(), rows=(world.rye(), world.rye()))
    whole = reading("photo", bought, rng)
    first = whole.model_copy(
        update={
            "lines": whole.lines[:1], "totals": Totals(), "arithmetic_holds": None,
            "pages": (page(Source.OCR, whole.text, None, (1, 2)),), "sha256": whole.sha256[::-1],
        }
    )  # fmt: skip
    second = whole.model_copy(
        update={
            "lines": whole.lines[1:], "invoice_number": None, "issue_date": None, "sale_date": None, "buyer": Party(),
            "seller": Party(), "arithmetic_holds": False, "pages": (page(Source.OCR, "Razem", None, (2, 2)),),
        }
    )  # fmt: skip
    papers = [document(first, "str1.jpg"), document(second, "str2.jpg")]
    rng.shuffle(papers)
    return [world.claim(bought, *papers)]


def with_delivery_note(world: World) -> Sequence[Claim]:
    bought, rng = world.purchase(), world.rng
    note = replace(bought, number="WZ/77/2025")
    papers = [
        paper_of(any_kind(rng), bought, rng, "fv.pdf"),
        paper_of("photo", note, rng, "wz.jpg", document_type=DocumentType.DELIVERY_NOTE),
    ]
    rng.shuffle(papers)
    return [world.claim(bought, *papers)]


def recipient(world: World) -> Sequence[Claim]:
    bought, rng = world.purchase(), world.rng
    other = world.rng.choice([person for person in world.people if person != bought.buyer])
    paper = Paper("pdf", rng)
    party = Party(name=paper.name(other.name), nip=paper.nip(other.nip or nip(rng)))
    return [world.claim(bought, paper_of("pdf", bought, rng, recipient=party))]


def many_farmers_one_seller(world: World) -> Sequence[Claim]:
    """Neighbours who buy the same on the same day for the same money."""
    rng = world.rng
    first = world.purchase(buyer=world.people[0])
    claims = []
    for number, person in enumerate(world.people[:4]):
        bought = replace(first, buyer=person, number=f"FV/{5000 + number}/09/2025")
        claims.append(world.claim(bought, paper_of(any_kind(rng), bought, rng)))
    return claims


def same_goods_again(world: World) -> Sequence[Claim]:
    """One farmer buys the same twice, on other days; other pictures of the same form."""
    rng = world.rng
    first = world.purchase()
    later = timedelta(rng.randint(2, 20))
    again = replace(
        first, number=f"FV/{rng.randint(10000, 99999)}/S", issued=first.issued + later, sold=first.sold + later
    )
    return [world.claim(item, paper_of(any_kind(rng), item, rng)) for item in (first, again)]


def beside_a_correction(world: World) -> Sequence[Claim]:
    """Another claim holds a correction of another invoice of the same farmer and seller."""
    rng = world.rng
    first = world.purchase()
    other = replace(first, number=f"FV/{rng.randint(10000, 99999)}/K", rows=(world.rye(67),), sold=first.sold)
    kind = any_kind(rng)
    target = Paper("pdf", rng).text(other.number)
    correction = replace(other, number="KOR/62/2025")
    wrong = world.claim(
        other,
        paper_of(
            kind, correction, rng, document_type=DocumentType.CORRECTION, corrected_invoice_number=target,
            arithmetic_holds=None,
        ),
    )  # fmt: skip
    return [world.claim(first, paper_of(any_kind(rng), first, rng)), Marked(wrong.declaration, wrong.documents)]


class Marked(Claim):
    """A claim that stands beside the honest ones without being one."""


def approved_later_elsewhere(world: World) -> Sequence[Claim]:
    """A seller approved for some time: the sale lies inside."""
    bought = world.purchase()
    partner = Partner(
        nip=bought.seller.nip,
        name=bought.seller.name,
        approved_from=bought.sold - timedelta(1),
        approved_to=bought.sold + timedelta(1),
    )
    world.partners = [partner if known.nip == partner.nip else known for known in world.partners]
    return [world.claim(bought, paper_of(any_kind(world.rng), bought, world.rng))]


def weak_trace(world: World) -> Sequence[Claim]:
    """Something a harmless program leaves behind."""
    bought = world.purchase()
    trace = Finding(kind=FindingKind.FONT_BREAK, message="digits", page=1, strength=0.3)
    return [world.claim(bought, paper_of("pdf", bought, world.rng, findings=(trace,)))]


def badly_read_words(world: World) -> Sequence[Claim]:
    bought, rng = world.purchase(), world.rng
    words = Paper("photo", rng).name("x").model_copy(update={"value": Decimal(7), "confidence": 0.6})
    return [world.claim(bought, paper_of("photo", bought, rng, amount_in_words=words))]


def hard_photo(world: World) -> Sequence[Claim]:
    """Number and date read at the edge, witnessed; quantities proven by the sums."""
    bought, rng = world.purchase(), world.rng
    weak = Paper("photo", rng).text(bought.number)
    number = weak.model_copy(update={"confidence": 0.4, "witnesses": frozenset({Witness.SECOND_READER})})
    return [world.claim(bought, paper_of("photo", bought, rng, invoice_number=number))]


def nip_elsewhere(world: World) -> Sequence[Claim]:
    """The seller's NIP stands in the footer, his name at the top."""
    bought, rng = world.purchase(), world.rng
    paper = Paper("photo", rng)
    return [world.claim(bought, paper_of("photo", bought, rng, seller=Party(name=paper.name(bought.seller.name))))]


HONEST: tuple[Honest, ...] = (
    plain, number_typed_otherwise, xml_and_printout, two_photos, name_otherwise, flat_rate, seller_otherwise,
    line_worded_otherwise, packages, several_varieties, rates_and_discounts, gross_method, several_invoices,
    shared_out_over_two_invoices, pages_one_by_one, with_delivery_note, recipient, many_farmers_one_seller,
    same_goods_again, beside_a_correction, approved_later_elsewhere, weak_trace, badly_read_words, hard_photo,
    nip_elsewhere, *ONE_FILE_HONEST,
)  # fmt: skip
