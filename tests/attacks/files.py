"""Purchases as real KSeF XML files, and the ways a file is edited by hand."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from xml.sax.saxutils import escape

from extractors.reading import read_document
from matchers import ClaimDocument
from tests.attacks.world import Purchase

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_FIELDS = {23: "1", 8: "2", 5: "3"}  # P_13_n and P_14_n by rate


def xml_of(purchase: Purchase, kind: str = "VAT", corrected: str | None = None) -> bytes:
    """An FA(2) invoice, or a correction of invoice number `corrected`."""
    sums = ""
    for rate, field in _FIELDS.items():
        net = sum((row.net for row in purchase.rows if row.vat == rate), Decimal(0))
        if net:
            vat = sum((row.gross - row.net for row in purchase.rows if row.vat == rate), Decimal(0))
            sums += f"<P_13_{field}>{net:.2f}</P_13_{field}><P_14_{field}>{vat:.2f}</P_14_{field}>"
    gross = sum((row.gross for row in purchase.rows), Decimal(0))
    rows = "".join(
        f"<FaWiersz><NrWierszaFa>{number}</NrWierszaFa><P_7>{escape(row.text)}</P_7><P_8A>{row.unit}</P_8A>"
        f"<P_8B>{row.quantity}</P_8B><P_9A>{row.price}</P_9A><P_11>{row.net:.2f}</P_11><P_12>{row.vat}</P_12></FaWiersz>"
        for number, row in enumerate(purchase.rows, 1)
    )
    target = (
        f"<DaneFaKorygowanej><DataWystFaKorygowanej>{purchase.issued}</DataWystFaKorygowanej>"
        f"<NrFaKorygowanej>{escape(corrected)}</NrFaKorygowanej><NrKSeFN>1</NrKSeFN></DaneFaKorygowanej>"
        if corrected is not None
        else ""
    )
    buyer = purchase.buyer
    key = f"<NIP>{buyer.nip}</NIP>" if buyer.nip else "<BrakID>1</BrakID>"
    text = (
        f'{_HEAD}<Faktura xmlns="http://crd.gov.pl/wzor/2023/06/29/12648/"><Naglowek>'
        '<KodFormularza kodSystemowy="FA (2)" wersjaSchemy="1-0E">FA</KodFormularza>'
        "<WariantFormularza>2</WariantFormularza>"
        f"<DataWytworzeniaFa>{purchase.issued}T10:00:00Z</DataWytworzeniaFa></Naglowek>"
        f"<Podmiot1><DaneIdentyfikacyjne><NIP>{purchase.seller.nip}</NIP><Nazwa>{escape(purchase.seller.name)}</Nazwa>"
        "</DaneIdentyfikacyjne><Adres><KodKraju>PL</KodKraju><AdresL1>ul. Polna 1, 60-001 Poznań</AdresL1></Adres>"
        f"</Podmiot1><Podmiot2><DaneIdentyfikacyjne>{key}<Nazwa>{escape(buyer.name)}</Nazwa></DaneIdentyfikacyjne>"
        f"<Adres><KodKraju>PL</KodKraju><AdresL1>{escape(buyer.address)}</AdresL1>"
        f"<AdresL2>{buyer.postal_code} {escape(buyer.city)}</AdresL2></Adres></Podmiot2>"
        f"<Fa><KodWaluty>PLN</KodWaluty><P_1>{purchase.issued}</P_1><P_2>{escape(purchase.number)}</P_2>"
        f"<P_6>{purchase.sold}</P_6>{sums}<P_15>{gross:.2f}</P_15><RodzajFaktury>{kind}</RodzajFaktury>{target}{rows}"
        "</Fa></Faktura>"
    )
    return text.encode()


def read(data: bytes, name: str) -> ClaimDocument:
    """The file as it is really read."""
    invoice = read_document(data).invoice
    return ClaimDocument(name, invoice.sha256, invoice)


def edited(data: bytes, tag: str, value: str, nth: int = 0) -> bytes:
    """`data` with the `nth` element `tag` saying `value`."""
    text = data.decode()
    places = list(re.finditer(rf"(<{tag}>)[^<]*(</{tag}>)", text))
    place = places[nth]
    return (text[: place.start()] + place[1] + value + place[2] + text[place.end() :]).encode()


def touched(data: bytes, rng: random.Random) -> bytes:
    """The same invoice in other bytes: saved again by another program."""
    return rng.choice(
        (
            data + b"\n",
            data.replace(b"><", b">\n<"),
            data.replace(
                b'<?xml version="1.0" encoding="UTF-8"?>', b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>"
            ),
        )
    )
