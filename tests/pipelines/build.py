"""A small intake folder of our own: KSeF XML invoices written here, tables beside them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

# Valid check digits, no real taxpayers' data.
SELLER = "5260001246"
OTHER_SELLER = "7010001453"
BUYER = "1234563218"

PROGRAMME = """name = "Próbne Żniwa"
organiser = "Klub Próbny"
period_start = 2024-07-01
period_end = 2025-12-31
years = [2024, 2025]
units_per_point = 20
eligible_crop = "hybrid_rye"
"""

_XML = """<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="http://crd.gov.pl/wzor/2023/06/29/12648/"><Naglowek>
<KodFormularza kodSystemowy="FA (2)" wersjaSchemy="1-0E">FA</KodFormularza><WariantFormularza>2</WariantFormularza>
<DataWytworzeniaFa>{day}T10:00:00Z</DataWytworzeniaFa></Naglowek>
<Podmiot1><DaneIdentyfikacyjne><NIP>{seller}</NIP><Nazwa>Skład Rolny Łan</Nazwa></DaneIdentyfikacyjne>
<Adres><KodKraju>PL</KodKraju><AdresL1>ul. Polna 1, 60-001 Poznań</AdresL1></Adres></Podmiot1>
<Podmiot2><DaneIdentyfikacyjne><NIP>{buyer}</NIP><Nazwa>Gospodarstwo Rolne Jan Żuk</Nazwa></DaneIdentyfikacyjne>
<Adres><KodKraju>PL</KodKraju><AdresL1>Łąki 3, 88-410 Łąki</AdresL1></Adres></Podmiot2>
<Fa><KodWaluty>PLN</KodWaluty><P_1>{day}</P_1><P_2>{number}</P_2><P_6>{day}</P_6>
<P_13_2>{net}</P_13_2><P_14_2>{vat}</P_14_2><P_15>{gross}</P_15>
<RodzajFaktury>VAT</RodzajFaktury>
<FaWiersz><NrWierszaFa>1</NrWierszaFa><P_7>Żyto hybrydowe KWS Tayo 1 j.s.</P_7><P_8A>j.s.</P_8A><P_8B>{units}</P_8B>
<P_9A>400.00</P_9A><P_11>{net}</P_11><P_12>8</P_12></FaWiersz></Fa></Faktura>
"""


def invoice_xml(number: str, units: str = "20", day: str = "2025-09-12", seller: str = SELLER) -> bytes:
    """A KSeF invoice for `units` seed units of hybrid rye at 400 a unit."""
    net = Decimal(units) * 400
    vat = (net * Decimal("0.08")).quantize(Decimal("0.01"))
    values = {"number": number, "units": units, "day": day, "seller": seller, "buyer": BUYER}
    return _XML.format(net=f"{net:.2f}", vat=f"{vat:.2f}", gross=f"{net + vat:.2f}", **values).encode()


@dataclass
class IntakeFolder:
    """Tables as lists of rows, written to `path` by `write`."""

    path: Path
    partners: list[dict[str, str]]
    products: list[dict[str, str]]
    participants: list[dict[str, str]]
    declarations: list[dict[str, str]]
    documents: dict[str, bytes]
    programme: str = PROGRAMME

    def write(self) -> Path:
        folder = self.path / "documents"
        folder.mkdir(parents=True, exist_ok=True)
        (self.path / "programme.toml").write_text(self.programme, encoding="utf-8")
        for name in ("partners", "products", "participants", "declarations"):
            write_csv(self.path / f"{name}.csv", getattr(self, name))
        for old in folder.iterdir():
            if old.name not in self.documents:
                old.unlink()
        for name, data in self.documents.items():
            (folder / name).write_bytes(data)
        return self.path

    def claim(self, key: str, number: str, units: str = "20", **changes: str) -> None:
        """Add a declaration, honest unless `changes` say otherwise, and its invoice as KEY.xml."""
        row = {
            "declaration_id": key,
            "participant_id": "P1",
            "year": "2025",
            "seller_nip": SELLER,
            "invoice_number": number,
            "invoice_date": "2025-09-12",
            "seed_units": units,
            "documents": f"{key}.xml",
        }
        self.documents[f"{key}.xml"] = invoice_xml(number, units)
        self.declarations.append({**row, **changes})


def write_csv(path: Path, rows: Sequence[Mapping[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> None:
    with path.open("w", newline="", encoding=encoding) as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def intake(path: Path) -> IntakeFolder:
    """An intake with one seller, one product, two participants and no claims yet."""
    person = {"postal_code": "88-410", "city": "Łąki", "email": ""}
    product = {"sku": "TAYO-1", "name": "KWS TAYO 1 j.s.", "aliases": "KWS TAYO", "crop": "hybrid_rye"}
    return IntakeFolder(
        path,
        [
            {"nip": SELLER, "name": "Skład Rolny Łan", "aliases": "ŁAN"},
            {"nip": OTHER_SELLER, "name": "Inny Skład", "aliases": ""},
        ],
        [{**product, "eligible": "true", "seed_units_per_package": "1"}],
        [
            {"participant_id": "P1", "name": "Jan Żuk", "nip": BUYER, "address": "Łąki 3", **person},
            {"participant_id": "P2", "name": "Anna Bąk", "nip": "", "address": "Łąki 4", **person},
        ],
        [],
        {},
    )


def two_years(path: Path) -> IntakeFolder:
    """P1 claims 20 units in 2024 and 40 in 2025, honestly; and 15 where the invoice says 10."""
    folder = intake(path)
    folder.claim("D1", "FV 1/2025", "40")
    folder.claim("D2", "FV 2/2024", "20", year="2024", invoice_date="2024-09-12")
    folder.documents["D2.xml"] = invoice_xml("FV 2/2024", "20", "2024-09-12")
    folder.claim("D3", "FV 3/2025", "15")
    folder.documents["D3.xml"] = invoice_xml("FV 3/2025", "10")
    return folder
