"""Honest claims: every one must be confirmed."""

from __future__ import annotations

from collections.abc import Callable

from samples import ksef_xml, products, tamper
from samples.imaging import Scan
from samples.world import YEARS, World


def genuine_pdf(world: World) -> None:
    """The seller's PDF."""
    bill = world.bill()
    world.claim("genuine_pdf", bill, [world.pdf(bill)])


def genuine_scan(world: World) -> None:
    """A grey scan."""
    bill = world.bill()
    world.claim("genuine_scan", bill, [world.scan(bill)])


def scan_black_white(world: World) -> None:
    """A fax-like TIFF."""
    bill = world.bill()
    world.claim("scan_black_white", bill, [world.scan(bill, Scan(dpi=300, mode="bw", skew=0.4), tiff=True)])


def genuine_photo(world: World) -> None:
    """A phone photo of middling quality."""
    bill = world.bill()
    world.claim("genuine_photo", bill, world.photo(bill, world.rng.choice(("easy", "medium", "medium", "hard"))))


def photo_turned_exif(world: World) -> None:
    """A photo stored lying, with the EXIF mark that says so."""
    bill = world.bill()
    world.claim("photo_turned_exif", bill, world.photo(bill, "medium", turned=1, exif=8))


def photo_turned(world: World) -> None:
    """A photo stored upside down without any mark."""
    bill = world.bill()
    world.claim("photo_turned", bill, world.photo(bill, "easy", turned=2))


def genuine_xml(world: World) -> None:
    """The KSeF XML alone."""
    bill = world.bill()
    world.claim("genuine_xml", bill, [world.xml(bill)])


def genuine_xml_pdf(world: World) -> None:
    """KSeF XML and its printout whose QR code holds the XML's hash."""
    bill = world.bill(world.seller("ksef_visual"), year=2026)
    data = ksef_xml.invoice_xml(bill)
    world.claim("genuine_xml_pdf", bill, [world.xml(bill, data), world.pdf(world.linked(bill, data))])


def genuine_ksef_pdf(world: World) -> None:
    """The KSeF printout alone."""
    bill = world.bill(world.seller("ksef_visual"), year=2026)
    world.claim("genuine_ksef_pdf", bill, [world.pdf(bill)])


def package_multiplication(world: World) -> None:
    """Big bags of 25 units; the participant multiplied."""
    seller = world.seller()
    bill = world.bill(
        seller,
        items=[products.big_bag_item(world.rng, seller.seed_vat, world.rng.randint(1, 5)), *world.others(seller)],
    )
    world.claim("package_multiplication", bill, [world.pdf(bill)])


def two_years(world: World) -> None:
    """One farmer's purchases of both years: together they earn points."""
    buyer = world.farmer()
    for year in YEARS:
        seller = world.seller("boxed_grid", "modern_band", "two_line_items")
        bill = world.bill(
            seller, buyer, [world.rye(seller, world.rng.choice((40, 48, 60))), *world.others(seller)], year
        )
        world.claim("two_years", bill, [world.pdf(bill)])


def farmer_without_nip(world: World) -> None:
    """A flat-rate farmer: name and address only."""
    bill = world.bill(buyer=world.farmer(with_nip=False))
    world.claim("farmer_without_nip", bill, [world.pdf(bill)])


def two_varieties(world: World) -> None:
    """Two lines that count, among others."""
    seller = world.seller()
    bill = world.bill(
        seller, items=[world.rye(seller, variety=1), *world.others(seller, 2), world.rye(seller, variety=3)]
    )
    world.claim("two_varieties", bill, [world.pdf(bill)])


def long_multi_page(world: World) -> None:
    """Many lines over several pages."""
    seller = world.seller("boxed_grid", "shaded_header", "two_line_items", "ksef_visual", "wide_erp")
    items = [
        world.rye(seller),
        *world.others(seller, 12),
        *world.others(seller, 12),
        *world.others(seller, 11),
        world.rye(seller, variety=2),
    ]
    bill = world.bill(seller, items=items)
    world.claim("long_multi_page", bill, [world.pdf(bill)])


def split_two_invoices(world: World) -> None:
    """One purchase on two invoices."""
    first = world.bill(year=2025)
    second = world.bill(first.seller, first.buyer, year=2025)
    second = second.changed(issue_date=first.issue_date, sale_date=first.sale_date)
    world.claim(
        "split_two_invoices",
        first,
        [world.pdf(first), world.scan(second)],
        invoice_number=f"{first.number}; {second.number}",
        seed_units=first.seed_units + second.seed_units,
    )


def two_photos_one_invoice(world: World) -> None:
    """A two-page invoice, each page photographed."""
    seller = world.seller("boxed_grid", "two_line_items")
    items = [world.rye(seller), *world.others(seller, 12), *world.others(seller, 9), world.rye(seller, variety=2)]
    bill = world.bill(seller, items=items)
    world.claim("two_photos_one_invoice", bill, world.photo(bill, "easy"))


def number_typed_differently(world: World) -> None:
    """The number typed in lower case with a space too many."""
    bill = world.bill(world.seller("boxed_grid", "modern_band", "two_line_items"))
    world.claim(
        "number_typed_differently", bill, [world.pdf(bill)], invoice_number=bill.number.lower().replace("/", " / ", 1)
    )


def receiver_differs(world: World) -> None:
    """Delivered to a neighbour, bought by the participant."""
    receiver = world.farmer()
    bill = world.bill(world.seller("boxed_grid", "wide_erp"), receiver=receiver)
    world.claim("receiver_differs", bill, [world.pdf(bill)])


def season_in_one_file(world: World) -> None:
    """Two invoices in one file, which comes with the claim on each."""
    first = world.bill(year=2025)
    second = world.bill(buyer=first.buyer, year=2026)
    name = world.season([first, second], scanned=world.rng.random() < 0.5)
    for bill in (first, second):
        world.claim("season_in_one_file", bill, [name])


def pdf_resaved(world: World) -> None:
    """Opened and saved by another program: no falsification."""
    bill = world.bill()
    world.claim("pdf_resaved", bill, [world.pdf(bill, tamper.resaved, ["resaved"])])


HONEST: dict[str, Callable[[World], None]] = {
    function.__name__: function
    for function in (
        genuine_pdf,
        genuine_scan,
        genuine_photo,
        genuine_xml,
        scan_black_white,
        genuine_xml_pdf,
        genuine_ksef_pdf,
        package_multiplication,
        two_years,
        photo_turned_exif,
        farmer_without_nip,
        two_varieties,
        long_multi_page,
        photo_turned,
        split_two_invoices,
        two_photos_one_invoice,
        number_typed_differently,
        receiver_differs,
        season_in_one_file,
        pdf_resaved,
    )
}
