"""KSeF invoices as XML, after the published FA(2) and FA(3) structures, with number and QR link.

Written by hand from the schema's field list (FA(3): namespace 2025/06/25/13775, FA(2): 2023/06/29/12648), not with
the code that reads them, so that both cannot share a mistake.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import date, timedelta
from random import Random
from xml.sax.saxutils import escape

from programme.identifiers import KSEF_HOST
from samples.model import Bill, Item

_NAMESPACES = {2: "http://crd.gov.pl/wzor/2023/06/29/12648/", 3: "http://crd.gov.pl/wzor/2025/06/25/13775/"}
_ANNOTATIONS = (
    "<Adnotacje><P_16>2</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>2</P_18A><Zwolnienie><P_19N>1</P_19N></Zwolnienie>"
    "<NoweSrodkiTransportu><P_22N>1</P_22N></NoweSrodkiTransportu><P_23>2</P_23>"
    "<PMarzy><P_PMarzyN>1</P_PMarzyN></PMarzy></Adnotacje>"
)
_SUM_FIELDS = {23: "1", 8: "2", 5: "3"}


def invoice_xml(bill: Bill, variant: int = 3) -> bytes:
    """The bill as FA(2) or FA(3), UTF-8. A correction has pairs of rows, the earlier with StanPrzed."""
    seller, buyer = bill.seller, bill.buyer
    farm_flags = "<JST>2</JST><GV>2</GV>" if variant == 3 else ""
    buyer_id = f"<NIP>{buyer.nip}</NIP>" if buyer.nip else "<BrakID>1</BrakID>"
    sums = "".join(
        f"<P_13_{_SUM_FIELDS[rate]}>{net}</P_13_{_SUM_FIELDS[rate]}><P_14_{_SUM_FIELDS[rate]}>{vat}</P_14_{_SUM_FIELDS[rate]}>"
        for rate, (net, vat) in sorted(bill.by_rate().items(), reverse=True)
    )
    delivered = f"<P_6>{bill.sale_date}</P_6>" if bill.sale_date != bill.issue_date else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="{_NAMESPACES[variant]}">
  <Naglowek>
    <KodFormularza kodSystemowy="FA ({variant})" wersjaSchemy="1-0E">FA</KodFormularza>
    <WariantFormularza>{variant}</WariantFormularza>
    <DataWytworzeniaFa>{bill.issue_date}T10:15:00Z</DataWytworzeniaFa>
    <SystemInfo>Siewca ERP</SystemInfo>
  </Naglowek>
  <Podmiot1>
    <DaneIdentyfikacyjne><NIP>{seller.nip}</NIP><Nazwa>{escape(seller.name)}</Nazwa></DaneIdentyfikacyjne>
    {_address(seller.street, seller.postal, seller.city)}
  </Podmiot1>
  <Podmiot2>
    <DaneIdentyfikacyjne>{buyer_id}<Nazwa>{escape(buyer.name)}</Nazwa></DaneIdentyfikacyjne>
    {_address(buyer.address, buyer.postal, buyer.city)}
    {farm_flags}
  </Podmiot2>
  <Fa>
    <KodWaluty>PLN</KodWaluty>
    <P_1>{bill.issue_date}</P_1>
    <P_1M>{escape(seller.city)}</P_1M>
    <P_2>{escape(bill.number)}</P_2>
    {delivered}
    {sums}
    <P_15>{bill.gross}</P_15>
    {_ANNOTATIONS}
    <RodzajFaktury>{"KOR" if bill.before else "VAT"}</RodzajFaktury>
    {_corrected(bill)}
{_rows(bill)}
  </Fa>
</Faktura>
""".encode()


def _address(street: str, postal: str, city: str) -> str:
    first, second = escape(street), f"{postal} {escape(city)}"
    return f"<Adres><KodKraju>PL</KodKraju><AdresL1>{first}</AdresL1><AdresL2>{second}</AdresL2></Adres>"


def _corrected(bill: Bill) -> str:
    if bill.corrected_number is None:
        return ""
    return (
        "<PrzyczynaKorekty>zwrot</PrzyczynaKorekty><DaneFaKorygowanej>"
        f"<DataWystFaKorygowanej>{bill.corrected_date}</DataWystFaKorygowanej>"
        f"<NrFaKorygowanej>{escape(bill.corrected_number)}</NrFaKorygowanej><NrKSeFN>1</NrKSeFN></DaneFaKorygowanej>"
    )


def _rows(bill: Bill) -> str:
    rows = []
    for number, item in enumerate(bill.items, start=1):
        if bill.before:
            rows.append(_row(number, bill.before[number - 1], "<StanPrzed>1</StanPrzed>"))
        rows.append(_row(number, item))
    return "\n".join(rows)


def _row(number: int, item: Item, state: str = "") -> str:
    code = f"<Indeks>{escape(item.code)}</Indeks>" if item.code else ""
    return (
        f"    <FaWiersz><NrWierszaFa>{number}</NrWierszaFa><P_7>{escape(item.description)}</P_7>{code}"
        f"<P_8A>{escape(item.unit)}</P_8A><P_8B>{item.quantity}</P_8B><P_9A>{item.price}</P_9A><P_11>{item.net}</P_11>"
        f"<P_12>{item.vat}</P_12>{state}</FaWiersz>"
    )


def crc8(text: str) -> str:
    """CRC-8 with polynomial 0x07 from 0, upper-case hex, bit by bit as the ministry describes it."""
    register = 0
    for bit in "".join(f"{byte:08b}" for byte in text.encode("ascii")):
        carry = register >> 7
        register = (register << 1) & 0xFF
        if carry ^ int(bit):
            register ^= 0x07
    return f"{register:02X}"


def ksef_number(rng: Random, seller_nip: str, issued: date) -> str:
    """A number with right check digits, accepted on the day of issue or the next."""
    accepted = issued + timedelta(days=rng.randint(0, 1))
    body = f"{seller_nip}-{accepted:%Y%m%d}-{rng.getrandbits(48):012X}"
    return f"{body}-{crc8(body)}"


def wrong_crc(number: str) -> str:
    """The same number with check digits that do not hold."""
    body, crc = number.rsplit("-", 1)
    return f"{body}-{(int(crc, 16) + 37) % 256:02X}"


def qr_link(bill: Bill, xml: bytes) -> str:
    """KOD I: host, seller, issue date and the SHA-256 of the XML's exact bytes."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(xml).digest()).decode().rstrip("=")
    return f"https://{KSEF_HOST}/invoice/{bill.seller.nip}/{bill.issue_date:%d-%m-%Y}/{digest}"
