"""Papers that are not what they seem: edited, incomplete, of another kind, corrected before or after."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from matchers import Claim, ClaimDocument
from programme.identifiers import ksef_crc
from programme.invoices import DocumentType, Field, Finding, FindingKind, Party, QrCode, Source, Totals
from tests.attacks.papers import Paper, any_kind, document, line_of, page, paper_of, reading
from tests.attacks.world import Purchase, World, changed_digit, nip

Outcome = tuple[Sequence[Claim], set[str]]


def _wrong(*claims: Claim) -> Outcome:
    return claims, {claim.declaration.declaration_id for claim in claims}


def other_kind(world: World) -> Outcome:
    kinds = (
        DocumentType.PROFORMA, DocumentType.ADVANCE, DocumentType.RECEIPT, DocumentType.DELIVERY_NOTE,
        DocumentType.OTHER, DocumentType.UNREADABLE, DocumentType.CORRECTION,
    )  # fmt: skip
    bought, rng = world.purchase(), world.rng
    return _wrong(world.claim(bought, paper_of(any_kind(rng), bought, rng, document_type=rng.choice(kinds))))


def title_of_another_kind(world: World) -> Outcome:
    """The classifier says invoice, the page says otherwise."""
    bought, rng = world.purchase(), world.rng
    title = rng.choice(
        (
            "FAKTURA PRO FORMA nr 1", "Pro-forma 5/2025", "Faktura zaliczkowa 3/2025", "FAKTURA VAT KORYGUJĄCA 1/2025",
            "Faktura VAT - korekta nr 8", "Korekta do faktury FV/1", "KOREKTA FAKTURY 5/2025",
            "Faktura\nPrzyczyna korekty: błędna ilość", "Faktura\nDane faktury korygowanej FV/2",
            "Faktura\nPozycje przed korektą", "Faktura\nTreść korygowana",
        )
    )  # fmt: skip
    kind = rng.choice(("pdf", "photo"))
    source = Source.PDF_TEXT if kind == "pdf" else Source.OCR
    return _wrong(world.claim(bought, paper_of(kind, bought, rng, pages=(page(source, title),))))


def missing_or_unreadable(world: World) -> Outcome:
    bought, rng = world.purchase(), world.rng
    good = paper_of(any_kind(rng), bought, rng, "a.pdf")
    documents: tuple[ClaimDocument, ...] = rng.choice(
        ((), (document(None),), (good, document(None, "b.jpg")), (good, ClaimDocument("c.pdf", None, None)))
    )
    return _wrong(world.claim(bought, *documents))


def first_page_only(world: World) -> Outcome:
    """The second page holds more lines; the page alone says less than the invoice."""
    rng = world.rng
    bought = replace(world.purchase(), rows=(world.rye(), world.rye()))
    whole = reading("photo", bought, rng)
    variant = rng.choice(("numbered", "carried over", "no totals"))
    text = whole.text + ("\nDo przeniesienia: 4 500,00" if variant == "carried over" else "")
    cut = whole.model_copy(
        update={
            "lines": whole.lines[:1],
            "arithmetic_holds": None if variant == "no totals" else True,
            "totals": Totals() if variant == "no totals" else whole.totals,
            "pages": (page(Source.OCR, text, None, (1, 2) if variant == "numbered" else None),),
        }
    )
    return _wrong(world.claim(bought, document(cut), seed_units=bought.rows[0].units))


def pages_of_two_invoices(world: World) -> Outcome:
    """Page 1 of one invoice with page 2 of a larger one."""
    rng = world.rng
    bought, larger = (replace(world.purchase(), rows=(world.rye(), world.rye(70))) for _ in range(2))
    head, tail = reading("photo", bought, rng), reading("photo", larger, rng)
    first = head.model_copy(
        update={
            "lines": head.lines[:1], "totals": Totals(), "arithmetic_holds": None,
            "pages": (page(Source.OCR, head.text, None, (1, 2)),),
        }
    )  # fmt: skip
    second = tail.model_copy(
        update={
            "lines": tail.lines[1:], "invoice_number": None, "issue_date": None, "seller": Party(), "buyer": Party(),
            "arithmetic_holds": rng.choice((False, None)), "pages": (page(Source.OCR, "Razem", None, (2, 2)),),
        }
    )  # fmt: skip
    total = bought.rows[0].units + larger.rows[1].units
    return _wrong(world.claim(bought, document(first, "1.jpg"), document(second, "2.jpg"), seed_units=total))


def sums_do_not_hold(world: World) -> Outcome:
    """A quantity changed in the XML or PDF, the sums left."""
    bought, rng = world.purchase(), world.rng
    more = bought.rows[0].quantity + rng.choice((1, 10, 20))
    rows = (replace(bought.rows[0], quantity=more, units=more), *bought.rows[1:])
    kind = any_kind(rng)
    lines = (line_of(Paper(kind, rng), rows[0]), *reading(kind, bought, rng).lines[1:])
    paper = paper_of(kind, bought, rng, lines=lines, arithmetic_holds=False)
    return _wrong(world.claim(bought, paper, seed_units=more))


def trace_of_editing(world: World) -> Outcome:
    bought, rng = world.purchase(), world.rng
    kind = rng.choice(list(FindingKind))
    trace = Finding(kind=kind, message="20 -> 40", page=1, strength=rng.uniform(0.5, 1))
    on = rng.choice(("pdf", "photo"))
    documents = [paper_of(on, bought, rng, "a.pdf", findings=(trace,))]
    if rng.random() < 0.4:
        documents.append(paper_of(any_kind(rng), bought, rng, "b.pdf"))
    return _wrong(world.claim(bought, *documents))


def words_say_otherwise(world: World) -> Outcome:
    bought, rng = world.purchase(), world.rng
    words: Field[Decimal] = Field(value=Decimal(rng.randint(1, 99)), confidence=0.99, page=1)
    return _wrong(world.claim(bought, paper_of("pdf", bought, rng, amount_in_words=words)))


def edited_xml_and_printout(world: World) -> Outcome:
    """The XML was changed consistently; its printout, or the QR code on it, was not."""
    bought, rng = world.purchase(), world.rng
    more = bought.rows[0].quantity + rng.choice((5, 10, 40))
    forged = replace(bought, rows=(replace(bought.rows[0], quantity=more, units=more), *bought.rows[1:]))
    if rng.random() < 0.5:
        printout = paper_of(rng.choice(("pdf", "photo")), bought, rng, "b.pdf")
    else:
        digest = base64.urlsafe_b64encode(rng.randbytes(32)).decode().rstrip("=")
        link = f"https://qr.ksef.mf.gov.pl/invoice/{bought.seller.nip}/{bought.issued:%d-%m-%Y}/{digest}"
        printout = paper_of("pdf", forged, rng, "b.pdf", qr_codes=(QrCode(text=link, page=1),))
    return _wrong(world.claim(forged, paper_of("xml", forged, rng, "a.xml"), printout))


def ksef_marks_that_lie(world: World) -> Outcome:
    """A number with a false CRC, of another seller or an earlier day; a QR code of another host, firm or day."""
    bought, rng = world.purchase(), world.rng
    variant = rng.choice(("crc", "seller", "early", "host", "test", "qr seller", "qr date"))
    seller = nip(rng) if variant in ("seller", "qr seller") else bought.seller.nip
    day = bought.issued - timedelta(30) if variant in ("early", "qr date") else bought.issued
    changes: dict[str, Any]
    if variant in ("crc", "seller", "early"):
        body = f"{seller}-{day:%Y%m%d}-{rng.getrandbits(48):012X}"
        crc = ksef_crc(body)
        if variant == "crc":
            crc = f"{(int(crc, 16) + 1) % 256:02X}"
        changes = {"ksef_number": Field(value=f"{body}-{crc}", confidence=0.98, page=1)}
    else:
        host = {"host": "ksef-faktury.example.com", "test": "qr-test.ksef.mf.gov.pl"}.get(variant, "qr.ksef.mf.gov.pl")
        digest = base64.urlsafe_b64encode(rng.randbytes(32)).decode().rstrip("=")
        link = f"https://{host}/invoice/{seller}/{day:%d-%m-%Y}/{digest}"
        changes = {"qr_codes": (QrCode(text=link, page=1),)}
    return _wrong(world.claim(bought, paper_of("pdf", bought, rng, **changes)))


def readings_that_differ(world: World) -> Outcome:
    """Two papers of one number that say two things: units, day, buyer."""
    bought, rng = world.purchase(), world.rng
    more = bought.rows[0].quantity + 10
    other: Purchase = rng.choice(
        (
            replace(bought, rows=(replace(bought.rows[0], quantity=more, units=more),)),
            replace(bought, issued=bought.issued + timedelta(40)),
            replace(bought, buyer=next(p for p in world.people[:5] if p != bought.buyer)),
        )
    )
    declared = rng.choice((bought, other))
    papers = [paper_of("pdf", bought, rng, "a.pdf"), paper_of("pdf", other, rng, "b.pdf")]
    return _wrong(world.claim(declared, *papers, participant_id=bought.buyer.participant_id))


def _correction(world: World, bought: Purchase, variant: str) -> ClaimDocument:
    """A correction of `bought`: to zero, to less, collective, its target unread or misread."""
    rng = world.rng
    own = replace(bought, number=f"KOR/{rng.randint(1, 99)}/2025", issued=bought.issued + timedelta(20))
    kind = any_kind(rng) if variant in ("plain", "collective") else "photo"
    paper = Paper("xml" if kind == "xml" else "pdf", rng)
    target: Field[Any] | None = paper.text(bought.number)
    changes: dict[str, Any] = {}
    if variant == "collective":
        target = Paper("xml", rng).text("FV/1/1/2025").model_copy(update={"alternatives": (bought.number, "X/2")})
    elif variant == "unread":
        target = None
        changes["pages"] = (page(Source.OCR, "Faktura korygująca"),)
    elif variant == "misread":
        digit = changed_digit(rng, bought.number)
        target = Field(value=digit, confidence=0.6, page=1)
        changes["pages"] = (page(Source.OCR, "Faktura korygująca"),)
    elif variant == "in the text":
        target = None
        changes["pages"] = (page(Source.OCR, f"Faktura korygująca\nzbiorcza do faktur: A/1, {bought.number}, B/2"),)
    before = line_of(paper, bought.rows[0]).model_copy(update={"before_correction": True})
    after = line_of(paper, replace(bought.rows[0], quantity=Decimal(2)))
    lines = rng.choice(((before, after), (before,), (after,)))
    return paper_of(
        kind, own, rng, "korekta.pdf", document_type=DocumentType.CORRECTION, corrected_invoice_number=target,
        lines=lines, arithmetic_holds=None, **changes,
    )  # fmt: skip


def corrected(world: World) -> Outcome:
    """The correction comes in the same claim, an earlier or a later one, of the same person or of another."""
    bought, rng = world.purchase(), world.rng
    correction = _correction(world, bought, rng.choice(("plain", "collective", "unread", "misread", "in the text")))
    where = rng.choice(("same", "before", "after"))
    good = paper_of(any_kind(rng), bought, rng, "a.pdf")
    if where == "same":
        return _wrong(world.claim(bought, good, correction))
    carrier = replace(bought, number="KOR/1")
    if where == "before":
        other = world.claim(carrier, correction)
        return _wrong(other, world.claim(bought, good))
    claim = world.claim(bought, good)
    return _wrong(claim, world.claim(carrier, correction))


PAPERS = (
    other_kind, title_of_another_kind, missing_or_unreadable, first_page_only, pages_of_two_invoices,
    sums_do_not_hold, trace_of_editing, words_say_otherwise, edited_xml_and_printout, ksef_marks_that_lie,
    readings_that_differ, corrected,
)  # fmt: skip
