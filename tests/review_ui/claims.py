"""Claims for the page tests: honest ones, each kind of flag, and a duplicate on paper."""

from __future__ import annotations

import io
from pathlib import Path

from tests.pipelines.build import SELLER, IntakeFolder, intake, invoice_xml

# Declared number, number on the invoice: one flag each, the quantity proven.
MISNUMBERED = ("D3", *(f"D{number}" for number in range(6, 16)))
# Declared 15 of 10: one flag each, the quantity to be keyed.
OVERSTATED = ("D2", "D20", "D21", "D22")


def flagged_claims(path: Path) -> IntakeFolder:
    """D1 honest; OVERSTATED and MISNUMBERED; D4 and D5 one PDF of two pages, D5 by another participant.

    Every claim the machine confirms is drawn for the blind audit.
    """
    folder = intake(path)
    folder.programme += "audit_share = 1.0\n"
    folder.claim("D1", "FV 1/2025", "40")
    # Each on a day of its own, or they would look like one purchase claimed again.
    for position, key in enumerate(OVERSTATED):
        day = f"2025-08-{10 + position}"
        folder.claim(key, f"FV {200 + position}/2025", "15", invoice_date=day)
        folder.documents[f"{key}.xml"] = invoice_xml(f"FV {200 + position}/2025", "10", day)
    for position, key in enumerate(MISNUMBERED):
        day = f"2025-10-{10 + position}"
        folder.claim(key, f"FV {30 + position}/2025", "20", invoice_date=day)
        folder.documents[f"{key}.xml"] = invoice_xml(f"FV {90 + position}/2025", "20", day)
    paper = paper_invoice()
    for key, participant in (("D4", "P1"), ("D5", "P2")):
        folder.claim(key, "FV 77/2025", "20", participant_id=participant, documents=f"{key}.pdf")
        del folder.documents[f"{key}.xml"]
        folder.documents[f"{key}.pdf"] = paper
    return folder


def paper_invoice() -> bytes:
    """A printed invoice for 20 seed units, its terms of delivery on a second page."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("DejaVu", "DejaVuSans.ttf"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    canvas.setFont("DejaVu", 11)
    rows = [
        "Faktura VAT nr FV 77/2025",
        "Data wystawienia: 12.09.2025   Data sprzedaży: 12.09.2025",
        f"Sprzedawca: Skład Rolny Łan, ul. Polna 1, 60-001 Poznań, NIP {SELLER}",
        "Nabywca: Gospodarstwo Rolne Jan Żuk, Łąki 3, 88-410 Łąki, NIP 1234563218",
    ]
    for number, text in enumerate(rows):
        canvas.drawString(50, 780 - 24 * number, text)
    table = (
        ("Lp.", "Nazwa towaru", "Ilość", "J.m.", "Cena netto", "Wartość netto", "VAT", "Wartość brutto"),
        ("1", "Żyto hybrydowe KWS Tayo 1 j.s.", "20", "j.s.", "400,00", "8 000,00", "8%", "8 640,00"),
        ("", "Razem", "", "", "", "8 000,00", "640,00", "8 640,00"),
    )
    canvas.setFont("DejaVu", 9)
    for number, cells in enumerate(table):
        for x, text in zip((40, 65, 255, 290, 320, 380, 455, 495), cells, strict=True):
            canvas.drawString(x, 640 - 20 * number, text)
    canvas.setFont("DejaVu", 11)
    canvas.drawString(50, 540, "Do zapłaty: 8 640,00 PLN")
    canvas.showPage()
    canvas.setFont("DejaVu", 11)
    canvas.drawString(50, 780, "Warunki dostawy: odbiór własny z magazynu w Poznaniu.")
    canvas.save()
    return out.getvalue()
