"""Seller, buyer and recipient by label, position and check digit, over layouts of many kinds."""

from __future__ import annotations

import pytest

from extractors.heads.header import read_header
from programme.invoices import Witness
from tests.extractors.sheets import Line, sheet

# Valid check digits, nobody's in particular.
SELLER, BUYER, THIRD = "5265877635", "8567346215", "7162813547"
TITLE: list[Line] = [(0.3, 14, "Faktura VAT nr FV/12/09/2025")]
TABLE: list[Line] = [
    (0.05, 20, "Lp."),
    (0.10, 20, "Nazwa towaru"),
    (0.60, 20, "Ilość"),
    (0.75, 20, "Wartość netto"),
    (0.05, 21, "1"),
    (0.10, 21, "Żyto hybrydowe KWS TAYO 1 j.s."),
    (0.60, 21, "20"),
    (0.75, 21, "6 000,00"),
]

COLUMNS: list[Line] = [
    (0.05, 2, "Sprzedawca:"),
    (0.55, 2, "Nabywca:"),
    (0.05, 3, "Agro Pole Sp. z o.o."),
    (0.55, 3, "Gospodarstwo Rolne Jan Nowak"),
    (0.05, 4, "ul. Polna 7"),
    (0.55, 4, "Dąbrowa 12"),
    (0.05, 5, "62-300 Września"),
    (0.55, 5, "64-000 Kościan"),
    (0.05, 6, f"NIP: {SELLER}"),
    (0.55, 6, f"NIP: {BUYER}"),
]
SWAPPED: list[Line] = [
    (0.05, 2, "NABYWCA"),
    (0.55, 2, "WYSTAWCA"),
    (0.05, 3, "Jan Nowak"),
    (0.55, 3, "Agro Pole Sp. z o.o."),
    (0.05, 4, "Dąbrowa 12, 64-000 Kościan"),
    (0.55, 4, "ul. Polna 7, 62-300 Września"),
    (0.05, 5, f"NIP PL {BUYER[:3]}-{BUYER[3:6]}-{BUYER[6:8]}-{BUYER[8:]}"),
    (0.55, 5, f"NIP {SELLER[:3]}-{SELLER[3:5]}-{SELLER[5:7]}-{SELLER[7:]}"),
]
STACKED: list[Line] = [
    (0.05, 1, "Dostawca: Agro Pole Sp. z o.o."),
    (0.05, 2, "ul. Polna 7, 62-300 Września"),
    (0.05, 3, f"NIP/PESEL: {SELLER}"),
    (0.05, 5, "Kupujący: Jan Nowak"),
    (0.05, 6, "Dąbrowa 12, 64-000 Kościan"),
    (0.05, 7, f"NIP/PESEL: {BUYER}"),
]
BESIDE: list[Line] = [
    (0.05, 1, "Sprzedawca:"),
    (0.25, 1, "Agro Pole Sp. z o.o."),
    (0.25, 2, "ul. Polna 7, 62-300 Września"),
    (0.25, 3, f"NIP {SELLER}"),
    (0.05, 5, "Nabywca:"),
    (0.25, 5, "Jan Nowak"),
    (0.25, 6, "Dąbrowa 12, 64-000 Kościan"),
    (0.25, 7, f"NIP {BUYER}"),
]
LETTERHEAD: list[Line] = [
    (0.05, 0, "Agro Pole Sp. z o.o."),
    (0.05, 1, "ul. Polna 7, 62-300 Września"),
    (0.05, 2, f"NIP {SELLER} REGON 061470020 KRS 0000123456"),
    (0.05, 6, "Płatnik / Nabywca:"),
    (0.05, 7, "Jan Nowak"),
    (0.05, 8, "Dąbrowa 12"),
    (0.05, 9, "64-000 Kościan"),
    (0.05, 10, f"NIP {BUYER}"),
]
BILINGUAL: list[Line] = [
    (0.05, 2, "Sprzedawca / Seller"),
    (0.55, 2, "Nabywca / Buyer"),
    (0.05, 3, "Agro Pole Sp. z o.o."),
    (0.55, 3, "Jan Nowak"),
    (0.05, 4, f"NIP / VAT ID: PL{SELLER}"),
    (0.55, 4, f"NIP / VAT ID: PL{BUYER}"),
    (0.05, 5, "ul. Polna 7, 62-300 Września, Polska"),
    (0.55, 5, "Dąbrowa 12, 64-000 Kościan, Polska"),
]
LAYOUTS = {
    "columns": COLUMNS, "swapped": SWAPPED, "stacked": STACKED, "beside": BESIDE, "letterhead": LETTERHEAD,
    "bilingual": BILINGUAL,
}  # fmt: skip


@pytest.mark.parametrize("mode", ["text", "joined"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_nips_go_to_their_owners(layout: str, mode: str) -> None:
    header = read_header([sheet(LAYOUTS[layout] + TITLE + TABLE, mode)])
    assert header.seller.nip is not None and header.seller.nip.value == SELLER
    assert header.buyer.nip is not None and header.buyer.nip.value == BUYER
    assert Witness.CHECKSUM in header.buyer.nip.witnesses
    assert header.buyer.nip.confidence > 0.9


@pytest.mark.parametrize("layout", LAYOUTS)
def test_names_and_addresses(layout: str) -> None:
    header = read_header([sheet(LAYOUTS[layout] + TITLE + TABLE)])
    assert header.seller.name is not None and header.seller.name.value == "Agro Pole Sp. z o.o."
    assert header.buyer.name is not None and header.buyer.name.value.endswith("Jan Nowak")
    assert header.buyer.address is not None and "64-000 Kościan" in header.buyer.address.value
    assert "Dąbrowa 12" in header.buyer.address.value


@pytest.mark.parametrize("tilt", [-0.9, -0.4, 0.4, 0.9])
def test_a_tilted_page_keeps_the_columns_apart(tilt: float) -> None:
    header = read_header([sheet(COLUMNS + TITLE + TABLE, "joined", tilt=tilt)])
    assert header.seller.nip is not None and header.seller.nip.value == SELLER
    assert header.buyer.nip is not None and header.buyer.nip.value == BUYER


@pytest.mark.parametrize("mode", ["text", "joined"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_farmer_without_nip_has_none(layout: str, mode: str) -> None:
    lines = [line for line in LAYOUTS[layout] if BUYER[:3] not in line[2] or SELLER in line[2]]
    footer: list[Line] = [(0.05, 40, "Agro Pole Sp. z o.o."), (0.05, 41, f"NIP {SELLER}")]
    header = read_header([sheet(lines + TITLE + TABLE + footer, mode)])
    assert header.buyer.nip is None
    assert header.seller.nip is not None and header.seller.nip.value == SELLER


@pytest.mark.parametrize("mode", ["text", "joined"])
@pytest.mark.parametrize("label", ["Odbiorca:", "Płatnik:", "Odbiorca / Płatnik", "Adres dostawy:", "Recipient:"])
@pytest.mark.parametrize("left", [True, False])
def test_a_recipient_is_never_the_buyer(label: str, left: bool, mode: str) -> None:
    one, two = (0.05, 0.55) if left else (0.55, 0.05)
    lines: list[Line] = [
        (0.05, 0, "Sprzedawca: Agro Pole Sp. z o.o."),
        (0.05, 1, f"NIP {SELLER}"),
        (one, 4, "Nabywca:"),
        (two, 4, label),
        (one, 5, "Anna Nowak"),
        (two, 5, "Piotr Kowalski"),
        (one, 6, "64-000 Kościan"),
        (two, 6, "88-410 Gąsawa"),
        (one, 7, f"NIP: {BUYER}"),
        (two, 7, f"NIP: {THIRD}"),
    ]
    header = read_header([sheet(lines + TITLE + TABLE, mode)])
    assert header.buyer.nip is not None and header.buyer.nip.value == BUYER
    assert header.recipient is not None
    assert header.recipient.nip is not None and header.recipient.nip.value == THIRD
    assert header.seller.nip is not None and header.seller.nip.value == SELLER


def test_a_recipient_with_nip_beside_a_buyer_without() -> None:
    lines: list[Line] = [
        (0.05, 0, "Sprzedawca: Agro Pole Sp. z o.o."),
        (0.05, 1, f"NIP {SELLER}"),
        (0.05, 4, "Nabywca:"),
        (0.55, 4, "Odbiorca:"),
        (0.05, 5, "Anna Nowak"),
        (0.55, 5, "Piotr Kowalski"),
        (0.05, 6, "64-000 Kościan"),
        (0.55, 6, f"NIP: {THIRD}"),
    ]
    header = read_header([sheet(lines + TITLE + TABLE)])
    assert header.buyer.nip is None


def test_seller_known_from_the_footer_only() -> None:
    lines: list[Line] = [
        (0.05, 4, "Nabywca:"),
        (0.05, 5, "Anna Nowak"),
        (0.05, 6, "Dąbrowa 12, 64-000 Kościan"),
        (0.05, 7, f"NIP: {BUYER}"),
    ]
    footer: list[Line] = [
        (0.05, 50, "Agro Pole Sp. z o.o."),
        (0.05, 51, "ul. Polna 7, 62-300 Września"),
        (0.05, 52, f"NIP {SELLER}  BDO 000123456"),
    ]
    header = read_header([sheet(lines + TITLE + TABLE + footer)])
    assert header.seller.nip is not None and header.seller.nip.value == SELLER
    assert header.seller.name is not None and header.seller.name.value == "Agro Pole Sp. z o.o."


def test_labels_that_name_the_party_of_a_nip() -> None:
    lines: list[Line] = [(0.05, 2, f"NIP sprzedawcy: {SELLER}"), (0.55, 2, f"NIP nabywcy: {BUYER}")]
    header = read_header([sheet(lines + TITLE + TABLE)])
    assert header.seller.nip is not None and header.seller.nip.value == SELLER
    assert header.buyer.nip is not None and header.buyer.nip.value == BUYER


def test_other_ten_digit_numbers_are_no_nips() -> None:
    lines: list[Line] = [
        *COLUMNS,
        (0.05, 10, "KRS 0000127206  REGON 061470020"),
        (0.05, 11, "Konto: 18 8844 4124 9670 0359 7340 6043"),
        (0.05, 12, f"Nr klienta: {THIRD}"),
    ]
    header = read_header([sheet(lines + TITLE + TABLE)])
    assert {nip.value for nip in header.nips} == {SELLER, BUYER}


def test_a_name_over_two_rows() -> None:
    lines: list[Line] = [
        *COLUMNS[:1], *COLUMNS[2:3], *COLUMNS[8:9],
        (0.55, 2, "Nabywca:"),
        (0.55, 3, "Indywidualne Gospodarstwo Rolne"),
        (0.55, 4, "Krzysztof Szymański"),
        (0.55, 5, "ul. Słoneczna 45"),
        (0.55, 6, "88-410 Gąsawa"),
    ]  # fmt: skip
    header = read_header([sheet(lines + TITLE + TABLE)])
    assert header.buyer.name is not None
    assert header.buyer.name.value == "Indywidualne Gospodarstwo Rolne Krzysztof Szymański"
    assert header.buyer.address is not None and header.buyer.address.value == "ul. Słoneczna 45, 88-410 Gąsawa"


def test_signature_lines_are_no_parties() -> None:
    lines: list[Line] = [
        *COLUMNS,
        (0.05, 40, "Słownie: sto złotych 00/100"),
        (0.05, 45, "Imię i nazwisko odbiorcy"),
        (0.55, 45, "Wystawca"),
        (0.55, 46, "Beata Zych"),
    ]
    header = read_header([sheet(lines + TITLE + TABLE)])
    assert header.recipient is None
    assert header.seller.name is not None and header.seller.name.value == "Agro Pole Sp. z o.o."


def test_look_alikes_in_a_nip_are_mended_with_lower_confidence() -> None:
    lines = [(x, row, text.replace(BUYER, BUYER.replace("5", "S"))) for x, row, text in COLUMNS]
    header = read_header([sheet(lines + TITLE + TABLE, "joined")])
    assert header.buyer.nip is not None and header.buyer.nip.value == BUYER
    assert header.buyer.nip.confidence < 0.9
    assert Witness.CHECKSUM not in header.buyer.nip.witnesses


def test_a_misread_digit_gives_candidates_not_certainty() -> None:
    damaged = BUYER.replace("8", "3", 1)
    lines = [(x, row, text.replace(BUYER, damaged)) for x, row, text in COLUMNS]
    header = read_header([sheet(lines + TITLE + TABLE, "joined")])
    assert header.buyer.nip is not None
    assert BUYER in (header.buyer.nip.value, *header.buyer.nip.alternatives)
    assert header.buyer.nip.confidence <= 0.75


def test_a_text_layer_is_never_mended() -> None:
    damaged = BUYER.replace("8", "3", 1)
    lines = [(x, row, text.replace(BUYER, damaged)) for x, row, text in COLUMNS]
    header = read_header([sheet(lines + TITLE + TABLE)])
    assert header.buyer.nip is not None and header.buyer.nip.value == damaged
    assert header.buyer.nip.confidence < 0.5


def test_ksef_visualisation() -> None:
    number = "5265877635-20250826-0100001AF629-AF"
    lines: list[Line] = [
        (0.05, 0, "Krajowy System e-Faktur"),
        (0.75, 0, "Numer Faktury:"),
        (0.75, 1, "9000003289"),
        (0.70, 2, "Faktura podstawowa"),
        (0.50, 3, f"Numer KSeF: {number}"),
        (0.05, 5, "Sprzedawca"),
        (0.55, 5, "Nabywca"),
        (0.05, 6, "Dane identyfikacyjne"),
        (0.55, 6, "Dane identyfikacyjne"),
        (0.05, 7, f"NIP: {SELLER}"),
        (0.55, 7, f"NIP: {BUYER}"),
        (0.05, 8, "Nazwa: Agro Pole Sp. z o.o."),
        (0.55, 8, "Nazwa: Jan Nowak"),
        (0.05, 9, "Adres"),
        (0.55, 9, "Adres"),
        (0.05, 10, "Polna 7"),
        (0.55, 10, "Dąbrowa 12"),
        (0.05, 11, "62-300 Września"),
        (0.55, 11, "64-000 Kościan"),
        (0.05, 14, "Szczegóły"),
        (0.05, 15, "Data wystawienia, z zastrzeżeniem art. 106na ust. 1 ustawy: 18.10.2025"),
        (0.05, 17, "Data dokonania lub zakończenia dostawy towarów lub wykonania usługi:"),
        (0.05, 18, "17.10.2025"),
    ]
    header = read_header([sheet(lines)])
    assert header.ksef_number is not None and header.ksef_number.value == number
    assert header.invoice_number is not None and header.invoice_number.value == "9000003289"
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Nowak"
    assert str(header.issue_date.value if header.issue_date else "") == "2025-10-18"
    assert str(header.sale_date.value if header.sale_date else "") == "2025-10-17"


@pytest.mark.parametrize(
    ("printed", "repaired"),
    [
        ("5265877635-20250826-O1OOOO1AF629-AF", "5265877635-20250826-0100001AF629-AF"),
        ("526S877635-20250826-0100001AF629-AF", "5265877635-20250826-0100001AF629-AF"),
        ("5265877635-20250626-010080DD2B5E-26", "5265877635-20250626-010080DD2B5E-26"),
    ],
)
def test_ksef_number_repaired_by_crc(printed: str, repaired: str) -> None:
    header = read_header([sheet([(0.05, 2, f"Numer KSeF: {printed}"), *TITLE], "joined")])
    assert header.ksef_number is not None and header.ksef_number.value == repaired
    assert (Witness.CHECKSUM in header.ksef_number.witnesses) == (printed == repaired)


def test_three_columns() -> None:
    lines: list[Line] = [
        (0.05, 2, "Sprzedawca:"), (0.37, 2, "Nabywca:"), (0.69, 2, "Odbiorca:"),
        (0.05, 3, "Agro Pole Sp. z o.o."), (0.37, 3, "Jan Nowak"), (0.69, 3, "Piotr Kowalski"),
        (0.05, 4, "62-300 Września"), (0.37, 4, "64-000 Kościan"), (0.69, 4, "88-410 Gąsawa"),
        (0.05, 5, f"NIP: {SELLER}"), (0.37, 5, f"NIP: {BUYER}"), (0.69, 5, f"NIP: {THIRD}"),
    ]  # fmt: skip
    header = read_header([sheet(lines + TITLE + TABLE)])
    assert header.seller.nip is not None and header.seller.nip.value == SELLER
    assert header.buyer.nip is not None and header.buyer.nip.value == BUYER
    assert header.recipient is not None and header.recipient.nip is not None
    assert header.recipient.nip.value == THIRD


def test_one_label_for_a_row_of_both_parties() -> None:
    lines: list[Line] = [
        (0.30, 2, "Sprzedawca"), (0.65, 2, "Nabywca"),
        (0.05, 3, "Nazwa:"), (0.30, 3, "Agro Pole Sp. z o.o."), (0.65, 3, "Jan Nowak"),
        (0.05, 4, "Adres:"), (0.30, 4, "62-300 Września"), (0.65, 4, "64-000 Kościan"),
        (0.05, 5, "NIP:"), (0.30, 5, SELLER), (0.65, 5, BUYER),
    ]  # fmt: skip
    header = read_header([sheet(lines + TITLE + TABLE)])
    assert header.seller.nip is not None and header.seller.nip.value == SELLER
    assert header.buyer.nip is not None and header.buyer.nip.value == BUYER
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Nowak"


def test_a_nip_beside_the_buyers_name() -> None:
    lines: list[Line] = [
        (0.05, 0, "Sprzedawca: Agro Pole Sp. z o.o."), (0.65, 0, f"NIP: {SELLER}"),
        (0.05, 1, "ul. Polna 7, 62-300 Września"),
        (0.05, 3, "Nabywca (płatnik): Jan Nowak"), (0.65, 3, f"NIP: {BUYER}"),
        (0.05, 4, "Dąbrowa 12, 64-000 Kościan"),
    ]  # fmt: skip
    header = read_header([sheet(lines + TITLE + TABLE)])
    assert header.seller.nip is not None and header.seller.nip.value == SELLER
    assert header.buyer.nip is not None and header.buyer.nip.value == BUYER


@pytest.mark.parametrize("mode", ["text", "joined"])
def test_a_pesel_is_no_nip(mode: str) -> None:
    lines = [(x, row, text.replace(f"NIP: {BUYER}", f"NIP/PESEL: 1{BUYER}")) for x, row, text in COLUMNS]
    header = read_header([sheet(lines + TITLE + TABLE, mode)])
    assert header.buyer.nip is None
    assert {nip.value for nip in header.nips} == {SELLER}


def test_two_invoices_in_one_file_leave_doubt() -> None:
    other = [(x, row, text.replace(BUYER, THIRD)) for x, row, text in COLUMNS]
    header = read_header([sheet(COLUMNS + TITLE + TABLE), sheet(other + TITLE + TABLE, number=2)])
    assert header.buyer.nip is not None and header.buyer.nip.confidence < 0.9
    assert THIRD in header.buyer.nip.alternatives or header.buyer.nip.value == THIRD


def test_a_company_whose_name_ends_in_a_figure() -> None:
    lines = [(x, row, text.replace("Agro Pole Sp. z o.o.", "PHU Rolnik 2")) for x, row, text in COLUMNS]
    header = read_header([sheet(lines + TITLE + TABLE)])
    assert header.seller.name is not None and header.seller.name.value == "PHU Rolnik 2"
    assert header.seller.address is not None and header.seller.address.value == "ul. Polna 7, 62-300 Września"


@pytest.mark.parametrize("mode", ["text", "joined"])
@pytest.mark.parametrize("lower", [0, 1, 2])
def test_an_unlabelled_seller_beside_a_farmer_without_nip(lower: int, mode: str) -> None:
    lines: list[Line] = [
        (0.05, 3, "Nabywca:"),
        (0.05, 4, "Jan Nowak"),
        (0.05, 5, "Dąbrowa 12"),
        (0.05, 6, "64-000 Kościan"),
        (0.60, 2 + lower, "Agro Pole Sp. z o.o."),
        (0.60, 3 + lower, "62-300 Września"),
        (0.60, 4 + lower, f"NIP {SELLER}"),
    ]
    header = read_header([sheet(lines + TITLE + TABLE, mode)])
    assert header.buyer.nip is None
    assert header.seller.nip is not None and header.seller.nip.value == SELLER


def test_a_ksef_buyer_without_identifier() -> None:
    lines: list[Line] = [
        (0.05, 5, "Sprzedawca"),
        (0.55, 5, "Nabywca"),
        (0.05, 6, f"NIP: {SELLER}"),
        (0.55, 6, "Brak identyfikatora"),
        (0.05, 7, "Nazwa: Agro Pole Sp. z o.o."),
        (0.55, 7, "Nazwa: Jan Nowak"),
        (0.05, 8, "62-300 Września"),
        (0.55, 8, "64-000 Kościan"),
    ]
    header = read_header([sheet(lines + TITLE + TABLE)])
    assert header.buyer.nip is None
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Nowak"


@pytest.mark.parametrize("mode", ["text", "joined"])
def test_parties_named_only_for_and_from(mode: str) -> None:
    """ "DLA:" before the buyer and "OD:" before the seller; a flat-rate farmer has no NIP to tell him by."""
    lines: list[Line] = [
        (0.05, 3, "DLA:"),
        (0.20, 3, "Jan Nowak"),
        (0.20, 4, "Dąbrowa 12"),
        (0.20, 5, "64-000 Kościan"),
        (0.05, 8, "OD:"),
        (0.20, 8, "Agro Pole Sp. z o.o."),
        (0.20, 9, "62-300 Września"),
        (0.20, 10, f"NIP: {SELLER}"),
    ]
    header = read_header([sheet(lines + TITLE + TABLE, mode)])
    assert header.buyer.nip is None
    assert header.buyer.name is not None and "Nowak" in header.buyer.name.value
    assert header.seller.nip is not None and header.seller.nip.value == SELLER


def test_the_sender_in_a_letters_window_is_not_the_addressee() -> None:
    lines: list[Line] = [
        (0.60, 1, "Agro Pole Sp. z o.o."),
        (0.60, 2, f"NIP {SELLER} REGON 123456785"),
        (0.05, 3, "Agro Pole Sp. z o.o., ul. Polna 5, 62-300"),
        (0.05, 4, "Września"),
        (0.05, 5, "Łukasz Lis Gospodarstwo Rolne"),
        (0.05, 6, "Bielawy 27"),
        (0.05, 7, "64-410 Sieraków"),
        (0.05, 8, f"NIP: PL{BUYER}"),
    ]
    buyer = read_header([sheet(lines + TITLE + TABLE)]).buyer
    assert buyer.nip is not None and buyer.nip.value == BUYER
    assert buyer.name is not None and buyer.name.value == "Łukasz Lis Gospodarstwo Rolne"
