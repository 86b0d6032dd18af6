"""Wrong claims whose fault lies in the paper: none, broken, no invoice, a duplicate, falsified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pypdfium2

from programme.geometry import Box
from samples import imaging, ksef_xml, layouts, tamper
from samples.imaging import Image, Scan
from samples.layouts import papers
from samples.model import Bill
from samples.truth import other_truth, paper_truth
from samples.world import World

# Layouts that print the document's own title; KSeF knows no pro forma.
_TITLED = tuple(name for name in layouts.LAYOUTS if name != "ksef_visual")


def missing_document(world: World) -> None:
    """A file is named that was not uploaded."""
    world.claim("missing_document", world.bill(), ["zapomniana_faktura.pdf"], codes=["missing_document"])


def truncated_pdf(world: World) -> None:
    """The upload broke off."""
    _broken(world, "truncated_pdf", tamper.truncated)


def zero_byte(world: World) -> None:
    """A file of no bytes."""
    _broken(world, "zero_byte", lambda data: b"")


def encrypted_pdf(world: World) -> None:
    """A PDF that asks for a password."""
    bill = world.bill()
    data, _ = layouts.draw(bill.seller.layout, bill, password="zyto2025")
    name = world.save(
        world.file_name("pdf", bill), data, other_truth("unreadable", "pdf_text", "broken", "encrypted_pdf")
    )
    world.claim("encrypted_pdf", bill, [name], codes=["unreadable"])


def docx_renamed_pdf(world: World) -> None:
    """A Word file under a PDF name."""
    bill = world.bill()
    data = tamper.word_document(f"Faktura {bill.number}")
    name = world.save(
        world.file_name("pdf", bill), data, other_truth("unreadable", "pdf_text", "broken", "docx_renamed_pdf")
    )
    world.claim("docx_renamed_pdf", bill, [name], codes_any=["unreadable", "not_an_invoice"])


def blank_page(world: World) -> None:
    """The back of the sheet was scanned."""
    page = imaging.scanned(imaging.pictures(papers.blank(), 150)[0], Scan(dpi=150), world.noise())
    name = world.save(
        world.file_name("scan"), imaging.scan_pdf([page], 150), other_truth("other", "scan", "blank", "blank")
    )
    world.claim("blank_page", world.bill(), [name], codes_any=["unreadable", "not_an_invoice"])


def proforma(world: World) -> None:
    """A pro forma invoice."""
    bill = world.bill(world.seller(*_TITLED), year=2025, kind="proforma", title="Faktura pro forma")
    world.claim("proforma", bill, [world.pdf(bill)], codes=["not_an_invoice"])


def delivery_note(world: World) -> None:
    """A WZ instead of the invoice."""
    bill = world.bill()
    note = bill.changed(number=f"WZ/{world.rng.randint(100, 999)}/{bill.issue_date.year}")
    page = imaging.scanned(imaging.pictures(papers.delivery_note(note), 200)[0], Scan(stamp=True), world.noise())
    truth = paper_truth(note, "delivery_note", "scan", "wz")
    world.claim(
        "delivery_note",
        bill,
        [world.save(world.file_name("scan"), imaging.scan_pdf([page], 200), truth)],
        codes=["not_an_invoice"],
    )


def receipt(world: World) -> None:
    """A fiscal receipt without NIP, photographed."""
    bill = world.bill(world.seller("roll", "hand_typed"))
    paper = bill.changed(number=str(world.rng.randint(1000, 9999)))
    page = imaging.pictures(papers.receipt(paper), 220)[0]
    truth = paper_truth(replace(paper, buyer=replace(bill.buyer, name="", nip="")), "receipt", "photo", "receipt") | {
        "invoice_number": None,
        "buyer": {"name": None, "nip": None},
        "grade": "medium",
    }
    name = world.save(world.file_name("photo"), imaging.photographed(page, imaging.Photo(), world.noise()), truth)
    world.claim("receipt", bill, [name], codes=["not_an_invoice"])


def letter(world: World) -> None:
    """A letter about the delivery."""
    bill = world.bill()
    name = world.save(world.file_name("pdf"), papers.letter(bill), other_truth("other", "pdf_text", "letter", "letter"))
    world.claim("letter", bill, [name], codes=["not_an_invoice"])


def correction_as_claim(world: World) -> None:
    """A correction claimed as if it were the invoice."""
    correction = _correction(world, world.bill())
    world.claim("correction_as_claim", correction, [world.pdf(correction)], codes=["correction_invoice"])


def correction_attached(world: World) -> None:
    """The original's quantity claimed though the correction lies beside it."""
    bill = world.bill(world.seller("boxed_grid", "modern_band", "ksef_visual"))
    names = [world.pdf(bill), world.pdf(_correction(world, bill))]
    world.claim("correction_attached", bill, names, codes=["correction_invoice"])


def correction_later(world: World) -> None:
    """A correction as KSeF XML, claimed with the original's number."""
    bill = world.bill(year=2026)
    correction = _correction(world, bill)
    world.claim("correction_later", bill, [world.pdf(bill), world.xml(correction)], codes=["correction_invoice"])


def duplicate_same_file(world: World) -> None:
    """One file in two claims of one participant."""
    bill = world.bill()
    name = world.pdf(bill)
    world.claim("duplicate_original", bill, [name], expect="either")
    world.claim("duplicate_same_file", bill, [name], codes_any=["duplicate_document", "duplicate_invoice"])


def duplicate_other_participant(world: World) -> None:
    """A neighbour claims the same invoice."""
    bill = world.bill()
    neighbour = world.farmer()
    world.claim("duplicate_original", bill, [world.pdf(bill)], expect="either")
    world.claim(
        "duplicate_other_participant",
        bill,
        [world.scan(bill)],
        participant_id=neighbour.participant_id,
        codes=["duplicate_invoice", "buyer_mismatch"],
    )


def duplicate_rephotographed(world: World) -> None:
    """The same sheet photographed again."""
    bill = world.bill(world.seller("boxed_grid", "modern_band", "totals_first"))
    world.claim("duplicate_original", bill, world.photo(bill, "easy"), expect="either")
    world.claim(
        "duplicate_rephotographed",
        bill,
        world.photo(bill, "easy"),
        codes_any=["duplicate_invoice", "duplicate_document"],
    )


def sums_broken(world: World) -> None:
    """Quantity times price is not the net value."""
    bill = world.bill()
    at = next(index for index, item in enumerate(bill.items) if item.seed_units is not None)
    item = bill.items[at]
    off = replace(item, misprinted_net=item.net - item.price * 3)
    items = (*bill.items[:at], off, *bill.items[at + 1 :])
    broken = world.linked(bill.changed(items=items))
    world.claim("sums_broken", broken, [world.pdf(broken)], codes=["arithmetic_mismatch"])


def tamper_overlay(world: World) -> None:
    """Another quantity painted over the printed one."""
    _raised_quantity(world, "tamper_overlay", tamper.painted_over)


def tamper_annotation(world: World) -> None:
    """Another quantity as an annotation over the page."""
    _raised_quantity(world, "tamper_annotation", tamper.annotated)


def tamper_hidden_text(world: World) -> None:
    """The text layer says more than the page shows."""
    _raised_quantity(world, "tamper_hidden_text", tamper.hidden_text)


def tamper_scan_patch(world: World) -> None:
    """Another quantity painted into a scan; the sums stay as they were."""
    bill, raised = _bill_with_distinct_quantity(world)

    def patch(page: Image, pdf: bytes) -> Image:
        return tamper.patched(page, _fractions(pdf, tamper.find_text(pdf, "24,000")), "84,000")

    name = world.scan(bill, Scan(dpi=200, skew=0.0), change=patch)
    world.claim(
        "tamper_scan_patch", bill, [name], seed_units=raised, codes_any=["tampering_suspected", "arithmetic_mismatch"]
    )


def ksef_xml_edited(world: World) -> None:
    """The XML's quantity and sums were raised; the printout's QR code holds the hash of the true one."""
    bill = world.bill(world.seller("ksef_visual"), year=2026)
    honest = ksef_xml.invoice_xml(bill)
    at = next(index for index, item in enumerate(bill.items) if item.seed_units is not None)
    item = bill.items[at]
    raised = replace(item, quantity=item.quantity + 40, seed_units=(item.seed_units or Decimal(0)) + 40)
    forged = bill.changed(items=(*bill.items[:at], raised, *bill.items[at + 1 :]))
    names = [
        world.xml(forged, ksef_xml.invoice_xml(forged)),
        world.pdf(forged.changed(qr_link=ksef_xml.qr_link(bill, honest))),
    ]
    world.claim("ksef_xml_edited", forged, names, codes=["ksef_mismatch"])


def ksef_wrong_crc(world: World) -> None:
    """A KSeF number whose check digits do not hold."""
    bill = world.bill(world.seller("ksef_visual"), year=2026)
    bill = bill.changed(ksef_number=ksef_xml.wrong_crc(bill.ksef_number or ""))
    world.claim("ksef_wrong_crc", bill, [world.pdf(bill)], codes=["ksef_mismatch"])


def advance_invoice(world: World) -> None:
    """An advance on an order: which code a reader gives is open, but it must not be confirmed."""
    bill = world.bill(world.seller(*_TITLED), year=2025, kind="advance", title="Faktura zaliczkowa")
    world.claim("advance_invoice", bill, [world.pdf(bill)], expect="flag")


def _broken(world: World, scenario: str, breaking: Callable[[bytes], bytes]) -> None:
    bill = world.bill()
    data, _ = layouts.draw(bill.seller.layout, bill)
    truth = other_truth("unreadable", "pdf_text", "broken", scenario)
    world.claim(scenario, bill, [world.save(world.file_name("pdf", bill), breaking(data), truth)], codes=["unreadable"])


def _correction(world: World, bill: Bill) -> Bill:
    """Part of the rye was given back."""
    after = tuple(
        replace(i, quantity=i.quantity - 2, seed_units=i.seed_units - 2) if i.seed_units is not None else i
        for i in bill.items
    )
    number = f"KOR/{world.rng.randint(1, 99)}/{bill.issue_date.year}"
    correction = bill.changed(
        kind="correction",
        title="Faktura korygująca",
        number=number,
        items=after,
        before=bill.items,
        corrected_number=bill.number,
        corrected_date=bill.issue_date,
        ksef_number=ksef_xml.ksef_number(world.rng, bill.seller.nip, bill.issue_date) if bill.ksef_number else None,
    )
    return world.linked(correction)


def _bill_with_distinct_quantity(world: World) -> tuple[Bill, Decimal]:
    """24 units printed as "24,000" and the 84 that a forger makes of them."""
    seller = world.seller("shaded_header")
    bill = world.bill(seller, items=[world.rye(seller, 24)], year=2025)
    return bill, Decimal(84)


def _raised_quantity(world: World, scenario: str, forge: Callable[[bytes, tamper.Spot, str], bytes]) -> None:
    bill, raised = _bill_with_distinct_quantity(world)
    name = world.pdf(bill, lambda pdf: forge(pdf, tamper.find_text(pdf, "24,000"), "84,000"), ["tampered", scenario])
    world.claim(scenario, bill, [name], seed_units=raised, codes=["tampering_suspected"])


def _fractions(pdf: bytes, spot: tamper.Spot) -> Box:
    width, height = pypdfium2.PdfDocument(pdf)[spot.page].get_size()
    return Box(spot.x / width, 1 - (spot.y + spot.height) / height, (spot.x + spot.width) / width, 1 - spot.y / height)


WRONG_PAPERS: dict[str, Callable[[World], None]] = {
    function.__name__: function
    for function in (
        missing_document,
        truncated_pdf,
        zero_byte,
        encrypted_pdf,
        docx_renamed_pdf,
        blank_page,
        proforma,
        delivery_note,
        receipt,
        letter,
        correction_as_claim,
        correction_attached,
        correction_later,
        duplicate_same_file,
        duplicate_other_participant,
        duplicate_rephotographed,
        sums_broken,
        tamper_overlay,
        tamper_annotation,
        tamper_hidden_text,
        tamper_scan_patch,
        ksef_xml_edited,
        ksef_wrong_crc,
        advance_invoice,
    )
}
