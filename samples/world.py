"""The world a sample intake is drawn from: its parties, its numbering, and what was written so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from samples import imaging, ksef_xml, layouts, parties, products
from samples.imaging import Photo, Scan
from samples.model import Bill, Claim, Farmer, Item, Seller
from samples.truth import document_truth

YEARS = (2025, 2026)
PHOTOS = {
    "easy": Photo(height=2500, blur=0.4, tilt=0.2, shadow=0.1, noise=2),
    "medium": Photo(height=1950, blur=0.6, tilt=0.35, shadow=0.25, noise=3),
    "hard": Photo(height=1550, blur=0.8, tilt=0.6, shadow=0.4, noise=4, quality=58),
}


class World:
    """Draws bills and files one intake. `rng` is set anew for each scenario, so that one does not shift the next."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.seed = seed
        self.rng = Random(f"{seed} parties")
        self.sellers = parties.make_sellers(self.rng)
        self.farmers: list[Farmer] = []
        self.documents: list[dict[str, Any]] = []
        self.claims: list[Claim] = []
        self._numbers = {seller.nip: self.rng.randint(20, 900) for seller in self.sellers}
        self._files = 1000

    def begin(self, index: int, scenario: str) -> None:
        """Starts a scenario with random numbers of its own."""
        self.rng = Random(f"{self.seed} {index} {scenario}")

    def noise(self) -> np.random.Generator:
        """Random numbers for a picture."""
        return np.random.default_rng(self.rng.getrandbits(63))

    def farmer(self, with_nip: bool = True) -> Farmer:
        """A new participant."""
        farmer = parties.make_farmer(self.rng, len(self.farmers), with_nip)
        self.farmers.append(farmer)
        return farmer

    def seller(self, *layout_names: str) -> Seller:
        """A partner, of those printing in one of the layouts where any are named."""
        return self.rng.choice([s for s in self.sellers if not layout_names or s.layout in layout_names])

    def number(self, seller: Seller, issued: date) -> str:
        """The seller's next invoice number."""
        self._numbers[seller.nip] = self._numbers.get(seller.nip, 100) + self.rng.randint(1, 9)
        return seller.number_style.format(
            n=self._numbers[seller.nip], m=issued.month, y=issued.year, y2=issued.year % 100
        )

    def rye(self, seller: Seller, units: int | None = None, **more: Any) -> Item:
        """An eligible line."""
        return products.rye_item(
            self.rng, seller.seed_vat, units or self.rng.choice((6, 12, 20, 20, 24, 30, 40, 48, 60, 84)), **more
        )

    def others(self, seller: Seller, count: int | None = None) -> list[Item]:
        """Lines that do not count, none to three where no count is given."""
        pool = [*products.OTHER_GOODS, *products.OTHER_SEED]
        chosen = self.rng.sample(pool, self.rng.choice((0, 0, 1, 2, 3)) if count is None else min(count, len(pool)))
        return [products.other_item(self.rng, other, seller.seed_vat) for other in chosen]

    def bill(
        self,
        seller: Seller | None = None,
        buyer: Farmer | None = None,
        items: Sequence[Item] | None = None,
        year: int | None = None,
        **changes: Any,
    ) -> Bill:
        """An invoice as it may happen; since 2026 with a KSeF number."""
        seller = seller or self.seller()
        buyer = buyer or self.farmer()
        if items is None:
            items = [self.rye(seller), *self.others(seller)]
            self.rng.shuffle(items)
        issued = date(year or self.rng.choice(YEARS), 8, 12) + timedelta(days=self.rng.randint(0, 75))
        sold = issued - timedelta(days=self.rng.choice((0, 0, 0, 1, 3)))
        bill = Bill(
            "invoice",
            self.rng.choice(("Faktura VAT", "Faktura")),
            self.number(seller, issued),
            issued,
            sold,
            seller,
            buyer,
            tuple(items),
            buyer_nip_style=self.rng.choice(("plain", "plain", "dashed")),
            payment_days=self.rng.choice((7, 14, 30, 60)),
        )
        if issued.year >= 2026:
            bill = bill.changed(ksef_number=ksef_xml.ksef_number(self.rng, seller.nip, issued))
        return self.linked(bill.changed(**changes))

    def linked(self, bill: Bill, xml: bytes | None = None) -> Bill:
        """The bill with its QR link, and its KSeF number as a note where the layout has no place for it."""
        if not bill.ksef_number:
            return bill
        link = ksef_xml.qr_link(bill, xml if xml is not None else ksef_xml.invoice_xml(bill))
        notes = () if bill.seller.layout == "ksef_visual" else (f"Numer KSeF: {bill.ksef_number}",)
        return bill.changed(qr_link=link, notes=notes)

    def save(self, name: str, data: bytes, truth: dict[str, Any]) -> str:
        """Stores an upload with its truth; gives its name."""
        (self.folder / "documents" / name).write_bytes(data)
        self.documents.append({"file": name, **truth})
        return name

    def file_name(self, kind: str, bill: Bill | None = None) -> str:
        """A new name as the seller's program, a scanner or a phone gives it."""
        self._files += self.rng.randint(1, 7)
        n = self._files
        if kind == "photo":
            return self.rng.choice((f"IMG_{n}.jpg", f"20261102_{n:06}.jpg", f"zdjecie {n}.jpeg"))
        if kind == "scan":
            return self.rng.choice((f"skaner{n}.pdf", f"Scan_{n}.pdf", f"{n}.PDF"))
        safe = "".join(c if c.isalnum() else "_" for c in bill.number) if bill else "dokument"
        return self.rng.choice((f"Faktura_{safe}_{n}.pdf", f"{safe}-{n}.pdf"))

    def xml(self, bill: Bill, data: bytes | None = None) -> str:
        """The bill as KSeF XML: FA(2) before 2026, FA(3) since."""
        data = data or ksef_xml.invoice_xml(bill, 2 if bill.issue_date.year < 2026 else 3)
        self._files += 1
        name = f"{bill.ksef_number}.xml" if bill.ksef_number else f"faktura-{self._files}.xml"
        variant = "FA(2)" if bill.issue_date.year < 2026 else "FA(3)"
        return self.save(name, data, document_truth(bill, "xml", variant, with_ksef=False))

    def pdf(self, bill: Bill, change: Callable[[bytes], bytes] | None = None, marks: Sequence[str] = ()) -> str:
        """The bill as the seller's program prints it to PDF; `change` is done to the file."""
        data, _ = layouts.draw(bill.seller.layout, bill)
        return self.save(
            self.file_name("pdf", bill), change(data) if change else data, self.truth(bill, "pdf_text", marks)
        )

    def scan(
        self, bill: Bill, how: Scan | None = None, tiff: bool = False, change: Callable[..., Any] | None = None
    ) -> str:
        """The bill printed and scanned; `change` is done to each scanned page, given with the PDF it was drawn from."""
        how = how or Scan(skew=self.rng.uniform(-0.9, 0.9), stamp=self.rng.random() < 0.4)
        data, _ = layouts.draw(bill.seller.layout, bill)
        pages = [imaging.scanned(page, how, self.noise()) for page in imaging.pictures(data, how.dpi)]
        marks = [f"{how.dpi}dpi", how.mode, *(["stamp"] if how.stamp else [])]
        if change:
            pages = [change(page, data) for page in pages]
            marks += ["tampered", "patched_image"]
        name = self.file_name("scan")
        if tiff:
            return self.save(
                f"{name[:-4]}.tif", imaging.scan_tiff(pages, how.dpi), self.truth(bill, "scan", [*marks, "tiff"])
            )
        return self.save(name, imaging.scan_pdf(pages, how.dpi), self.truth(bill, "scan", marks))

    def season(self, bills: Sequence[Bill], scanned: bool = False) -> str:
        """The bills one after the other in one PDF, as printed or scanned. Its truth is that of the first."""
        data = imaging.joined([layouts.draw(bill.seller.layout, bill)[0] for bill in bills])
        if not scanned:
            return self.save(self.file_name("pdf"), data, self.truth(bills[0], "pdf_text", ["season"]))
        how = Scan(skew=self.rng.uniform(-0.9, 0.9))
        pages = [imaging.scanned(page, how, self.noise()) for page in imaging.pictures(data, how.dpi)]
        truth = self.truth(bills[0], "scan", [f"{how.dpi}dpi", how.mode, "season"])
        return self.save(self.file_name("scan"), imaging.scan_pdf(pages, how.dpi), truth)

    def photo(self, bill: Bill, grade: str = "medium", **changes: int) -> list[str]:
        """The bill printed and photographed, each page a file."""
        data, total = layouts.draw(bill.seller.layout, bill)
        names = []
        for number, page in enumerate(imaging.pictures(data, 200), start=1):
            how = replace(PHOTOS[grade], **changes)
            truth = self.truth(bill, "photo", [f"exif{how.exif}"] if how.turned else []) | {"grade": grade}
            if total > 1:
                truth["part"] = f"{number}/{total}"
            names.append(self.save(self.file_name("photo"), imaging.photographed(page, how, self.noise()), truth))
        return names

    def claim(self, scenario: str, bill: Bill, documents: Sequence[str], **changes: Any) -> Claim:
        """A declaration that says what the bill says, but for `changes`; to be confirmed unless they say otherwise."""
        values: dict[str, Any] = {
            "participant_id": bill.buyer.participant_id,
            "year": bill.sale_date.year,
            "seller_nip": bill.seller.nip,
            "invoice_number": bill.number,
            "invoice_date": bill.issue_date,
            "seed_units": bill.seed_units,
            "documents": list(documents),
            "scenario": scenario,
        }
        values |= changes
        if values.get("codes") or values.get("codes_any"):
            values.setdefault("expect", "flag")
        elif values.get("expect", "confirm") == "confirm":
            values["verified_units"] = Decimal(values["seed_units"])
        claim = Claim(**values)
        self.claims.append(claim)
        return claim

    def truth(self, bill: Bill, channel: str, marks: Sequence[str]) -> dict[str, Any]:
        """What stands on the bill, for a document of that channel."""
        return document_truth(bill, channel, bill.seller.layout, marks=marks)
