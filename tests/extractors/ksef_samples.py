"""KSeF XML written by hand for the tests: FA(3), FA(2) and what goes wrong with them."""

from __future__ import annotations

NAMESPACES = {
    "FA(1)": "http://crd.gov.pl/wzor/2021/11/29/11089/",
    "FA(2)": "http://crd.gov.pl/wzor/2023/06/29/12648/",
    "FA(3)": "http://crd.gov.pl/wzor/2025/06/25/13775/",
    "FA_RR(1)": "http://crd.gov.pl/wzor/2026/03/06/14189/",
}

SELLER, BUYER = "5265877635", "8567346215"

RYE_LINE = (
    "<FaWiersz><NrWierszaFa>1</NrWierszaFa><P_7>Żyto hybrydowe KWS Tayo F1 C1</P_7><P_8A>j.s.</P_8A><P_8B>20</P_8B>"
    "<P_9A>300.00</P_9A><P_11>6000.00</P_11><P_12>8</P_12></FaWiersz>"
)

_NOTES = (
    "<Adnotacje><P_16>2</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>2</P_18A><Zwolnienie><P_19N>1</P_19N></Zwolnienie>"
    "<NoweSrodkiTransportu><P_22N>1</P_22N></NoweSrodkiTransportu><P_23>2</P_23>"
    "<PMarzy><P_PMarzyN>1</P_PMarzyN></PMarzy></Adnotacje>"
)


def ksef_xml(
    structure: str = "FA(3)",
    kind: str = "VAT",
    sale: str = "<P_6>2025-09-10</P_6>",
    sums: str = "<P_13_2>6000.00</P_13_2><P_14_2>480.00</P_14_2><P_15>6480.00</P_15>",
    corrected: str = "",
    lines: str = RYE_LINE,
    after: str = "",
    buyer_id: str = f"<NIP>{BUYER}</NIP>",
    third: str = "",
    prolog: str = '<?xml version="1.0" encoding="UTF-8"?>',
) -> bytes:
    """One whole invoice; every argument replaces a part of it."""
    variant = structure[3] if structure.startswith("FA(") else "1"
    marks = "<JST>2</JST><GV>2</GV>" if structure == "FA(3)" else ""
    text = (
        f'{prolog}<Faktura xmlns="{NAMESPACES.get(structure, structure)}"><Naglowek>'
        f'<KodFormularza kodSystemowy="FA ({variant})" wersjaSchemy="1-0E">FA</KodFormularza>'
        f"<WariantFormularza>{variant}</WariantFormularza>"
        "<DataWytworzeniaFa>2025-09-12T10:00:00Z</DataWytworzeniaFa></Naglowek>"
        f"<Podmiot1><DaneIdentyfikacyjne><NIP>{SELLER}</NIP><Nazwa>Ziarno Sp. z o.o.</Nazwa></DaneIdentyfikacyjne>"
        "<Adres><KodKraju>PL</KodKraju><AdresL1>ul. Polna 1</AdresL1><AdresL2>62-800 Kalisz</AdresL2></Adres>"
        "</Podmiot1>"
        f"<Podmiot2><DaneIdentyfikacyjne>{buyer_id}<Nazwa>Jan Kłos</Nazwa></DaneIdentyfikacyjne>"
        "<Adres><KodKraju>PL</KodKraju><AdresL1>Rżysko 7</AdresL1><AdresL2>09-100 Płońsk</AdresL2></Adres>"
        f"{marks}</Podmiot2>{third}"
        "<Fa><KodWaluty>PLN</KodWaluty><P_1>2025-09-12</P_1><P_1M>Kalisz</P_1M><P_2>FV/123/09/2025</P_2>"
        f"{sale}{sums}{_NOTES}<RodzajFaktury>{kind}</RodzajFaktury>{corrected}{lines}{after}</Fa></Faktura>"
    )
    return text.encode()
