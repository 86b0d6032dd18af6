"""What invoicing programs never seen print: names above numbers, rules of characters, sums in words of their own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractors.heads.header import read_header
from extractors.pdf.geometry import Frame
from extractors.pdf.glyphs import Glyph
from extractors.pdf.words import words_with_glyphs
from extractors.readers.look_alikes import same_value
from extractors.tables.line_items import Items, read_items
from programme.invoices import DocumentType
from tests.extractors.sheets import Line, sheet

TOP: list[Line] = [(0.1, 4, "Sprzedawca: Rolnik Sp. z o.o., ul. Polna 1, 62-061 Granowo, NIP 5261040828")]


def lines_of(items: Items) -> list[tuple[str, Decimal | None, str | None]]:
    return [(line.description, line.quantity.value if line.quantity else None, line.unit) for line in items.lines]


def table(y: float, *cells: tuple[float, str]) -> list[Line]:
    return [(x, y, text) for x, text in cells]


def test_names_above_their_numbers_at_even_distances() -> None:
    page = sheet(
        [
            *table(10, (0.08, "Lp."), (0.3, "Nazwa towaru")),
            *table(11, (0.14, "Indeks"), (0.3, "Ilość"), (0.4, "Jm"), (0.5, "Cena netto"), (0.7, "Wartość netto")),
            (0.08, 12, "1 Rękawice robocze nitrylowe"),
            *table(13, (0.14, "T100"), (0.3, "6,000"), (0.4, "para"), (0.5, "16,00"), (0.7, "96,00")),
            (0.08, 14, "2 Żyto hybrydowe KWS Tayo big-bag 20 j.s. partia PL1/2"),
            *table(15, (0.14, "T200"), (0.3, "2,000"), (0.4, "opak."), (0.5, "5 068,66"), (0.7, "10 137,32")),
            (0.5, 17, "Razem netto: 10 233,32"),
        ]
    )
    items = read_items([page])
    assert lines_of(items) == [
        ("Rękawice robocze nitrylowe", Decimal(6), "para"),
        ("Żyto hybrydowe KWS Tayo big-bag 20 j.s. partia PL1/2", Decimal(2), "opak."),
    ]
    assert all(line.proven for line in items.lines)


def test_a_size_at_the_beginning_of_a_further_line_is_no_counter() -> None:
    page = sheet(
        [
            *table(10, (0.08, "Lp."), (0.14, "Nazwa"), (0.5, "Ilość"), (0.6, "Jm"), (0.66, "Cena"), (0.8, "Netto")),
            *table(11, (0.08, "1"), (0.12, "KWS Tayo BIG BAG"), (0.5, "2"), (0.6, "szt."), (0.66, "5000,00")),
            *table(11, (0.8, "10000,00")),
            (0.12, 12, "20 j.s."),
            (0.6, 15, "Razem netto: 10000,00"),
        ]
    )
    assert read_items([page]).lines[0].description == "KWS Tayo BIG BAG 20 j.s."


def test_a_figure_of_the_name_close_before_the_quantity() -> None:
    head = table(10, (0.08, "Lp."), (0.2, "Towar"), (0.47, "Ilość"), (0.6, "Cena"), (0.75, "Netto"))
    page = sheet(
        [
            *head,
            *table(11, (0.08, "1"), (0.12, "KWS Jethro - żyto hybrydowe 1"), (0.417, "30 worek"), (0.6, "281,58")),
            *table(11, (0.75, "8447,40")),
            (0.12, 12, "mln nas."),
            *table(14, (0.08, "2"), (0.12, "Paleta"), (0.436, "4 szt."), (0.6, "10,00"), (0.75, "40,00")),
            (0.6, 17, "Razem netto: 8487,40"),
        ]
    )
    assert lines_of(read_items([page]))[0] == ("KWS Jethro - żyto hybrydowe 1 mln nas.", Decimal(30), "worek")


def test_prices_for_a_unit_and_thousands_with_four_decimals() -> None:
    page = sheet(
        [
            *table(10, (0.08, "Lp."), (0.14, "Nazwa"), (0.45, "Cena/jm"), (0.65, "Ilość"), (0.8, "Netto")),
            *table(11, (0.08, "1"), (0.14, "Żyto KWS Igor F1"), (0.43, "341,99 zł/opak."), (0.65, "8opak.")),
            *table(11, (0.78, "2 735,92 zł")),
            *table(
                12, (0.08, "2"), (0.14, "Saletra"), (0.43, "1 747,2500 zł/t"), (0.65, "2,5t"), (0.78, "4 368,13 zł")
            ),
            (0.6, 15, "Razem netto: 7 104,05 zł"),
        ]
    )
    items = read_items([page])
    assert lines_of(items) == [("Żyto KWS Igor F1", Decimal(8), "opak."), ("Saletra", Decimal("2.5"), "t")]
    assert items.arithmetic_holds is True


@pytest.mark.parametrize(
    "rows",
    [
        ["Razem PLN bez VAT   1 000,00", "VAT   80,00", "Razem PLN z VAT   1 080,00"],
        ["Łącznie netto 1 000,00, VAT 80,00", "Łącznie brutto 1 080,00 PLN"],
        [
            "Stawka   Brutto   w tym VAT   Netto",
            "8%   1 080,00   80,00   1 000,00",
            "Razem   1 080,00   80,00   1 000,00",
        ],
        ["Suma bez podatku: 1 000,00 zł", "Suma z podatkiem: 1 080,00 zł"],
    ],
)
def test_sums_in_their_own_words(rows: list[str]) -> None:
    lines: list[Line] = [
        *table(10, (0.08, "Lp."), (0.14, "Nazwa"), (0.5, "Ilość"), (0.6, "Cena netto"), (0.8, "Netto"))
    ]
    lines += table(11, (0.08, "1"), (0.14, "KWS Igor"), (0.5, "4"), (0.6, "250,00"), (0.8, "1 000,00"))
    for number, row in enumerate(rows):
        lines += [(0.3 + 0.17 * place, 14 + number, cell) for place, cell in enumerate(row.split("   "))]
    items = read_items([sheet(lines)])
    assert items.totals.gross is not None and items.totals.gross.value == Decimal("1080.00")
    assert items.totals.net is not None and items.totals.net.value == Decimal("1000.00")
    assert items.arithmetic_holds is True


@pytest.mark.parametrize(
    ("title", "number", "kind"),
    [
        ("Faktura zaliczkowa nr FZ/33/2025", "FZ/33/2025", DocumentType.ADVANCE),
        ("Faktura pro forma nr FS 375/2025/MAG", "FS 375/2025/MAG", DocumentType.PROFORMA),
        ("FAKTURA DETALICZNA VAT nr FVD/4825/25", "FVD/4825/25", DocumentType.INVOICE),
        ("Faktura krajowa hurtowa nr 77/2025", "77/2025", DocumentType.INVOICE),
    ],
)
def test_titles_with_adjectives(title: str, number: str, kind: DocumentType) -> None:
    header = read_header([sheet([(0.1, 1, title), (0.1, 2, "Data wystawienia: 12.09.2025"), *TOP])])
    assert header.invoice_number is not None and header.invoice_number.value == number
    assert header.document_type is kind


def test_an_advance_named_below_does_not_give_its_number() -> None:
    rows: list[Line] = [(0.1, 1, "Faktura końcowa nr FR/9/2025"), *TOP]
    rows.append((0.1, 12, "Faktura zaliczkowa nr FZ/33/2025 z dnia 01.08.2025"))
    number = read_header([sheet(rows)]).invoice_number
    assert number is not None and number.value == "FR/9/2025"


@pytest.mark.parametrize(
    "rows",
    [
        [(0.1, 2, "Wystawiono dnia"), (0.4, 2, "16.09.2025"), (0.1, 3, "Dostawa dnia"), (0.4, 3, "13.09.2025")],
        [(0.1, 2, "Żnin, dn. 16.09.2025"), (0.1, 3, "(sprzedaż: 13.09.2025)")],
        [(0.1, 2, "Żnin, 16 września 2025 r."), (0.1, 3, "Sprzedaż z dnia 13 września 2025 r.")],
        [(0.1, 2, "DATA WYST. 16-09-2025"), (0.5, 2, "DATA SPRZED. 13-09-2025")],
    ],
)
def test_dates_in_phrases(rows: list[Line]) -> None:
    header = read_header([sheet([(0.1, 1, "Faktura nr 7/2025"), *rows, *TOP])])
    assert header.issue_date is not None and header.issue_date.value == date(2025, 9, 16)
    assert header.sale_date is not None and header.sale_date.value == date(2025, 9, 13)


def glyph(text: str, left: float, right: float, address: int = 7) -> Glyph:
    return Glyph(text, left, 98.0, right, 107.0, left, 100.0, 10.0, 0, True, address)


def test_ligatures_and_rules_of_characters() -> None:
    frame = Frame(0.0, 0.0, 595.0, 842.0, 0)
    net = [glyph("n", 50, 55), glyph("e", 55, 60), glyph("t", 60, 67), glyph("t", 60, 67), glyph("o", 67, 72)]
    bold = [glyph("V", 90, 96), glyph("V", 90.2, 96.2, 8)]
    ruled = [glyph(c, 120 + 6 * i, 126 + 6 * i) for i, c in enumerate("C1|j.s.")]
    words = [word.text for word, _ in words_with_glyphs([*net, *bold, *ruled], frame)]
    assert [word for word in words if word != "|"] == ["netto", "V", "C1", "j.s."]


def test_a_side_column_does_not_run_into_the_table() -> None:
    head = table(10, (0.37, "Pozycja"), (0.6, "Ilość"), (0.7, "Cena netto"), (0.85, "Netto"))
    side = [(0.05, y, text) for y, text in ((11, "NIP 5261040828"), (12, "Nabywca"), (13, "Jan Rolny"), (15, "Termin"))]
    side.append((0.05, 14, "Do zapłaty 14 dni"))
    body = table(11, (0.32, "KWS Tayo F1"), (0.6, "2 opak."), (0.7, "5000,00"), (0.85, "10000,00"))
    body += [(0.32, 12, "big-bag 20 j.s.")]
    body += table(15, (0.32, "Transport towaru"), (0.6, "1 usł."), (0.7, "90,00"), (0.85, "90,00"))
    items = read_items([sheet([*side, *head, *body, (0.6, 19, "Razem netto: 10090,00")])])
    assert lines_of(items) == [
        ("KWS Tayo F1 big-bag 20 j.s.", Decimal(2), "opak."),
        ("Transport towaru", Decimal(1), "usł."),
    ]


def test_short_names_under_a_centred_heading_are_no_side_column() -> None:
    head = table(10, (0.3, "Nazwa"), (0.6, "Ilość"), (0.7, "Cena netto"), (0.85, "Netto"))
    body = table(11, (0.08, "KWS Tayo F1 C1 zaprawiane 1 j.s."), (0.6, "2 j.s."), (0.7, "300,00"), (0.85, "600,00"))
    body += table(12, (0.08, "Transport"), (0.6, "1 usł."), (0.7, "90,00"), (0.85, "90,00"))
    items = read_items([sheet([*head, *body, (0.6, 15, "Razem netto: 690,00")])])
    assert [line.description for line in items.lines] == ["KWS Tayo F1 C1 zaprawiane 1 j.s.", "Transport"]


def test_names_whose_heading_was_not_read_are_no_side_column() -> None:
    head = table(10, (0.45, "Jm"), (0.6, "Ilość"), (0.7, "Cena netto"), (0.85, "Netto"))
    body = table(
        11, (0.1, "1|Nasiona żyta KWS Tayo C/1"), (0.45, "j.s."), (0.6, "2"), (0.7, "300,00"), (0.85, "600,00")
    )
    below = [(0.1, 13, "Słownie: sześćset"), (0.1, 14, "Rachunek bankowy")]
    items = read_items([sheet([*head, *body, *below, (0.6, 16, "Razem netto: 600,00")])])
    assert len(items.lines) == 1 and "KWS Tayo" in items.lines[0].description


def test_cards_with_net_above_and_gross_below() -> None:
    rows: list[Line] = [(0.1, 10, "Żyto KWS Receptor F1"), (0.75, 10, "6 260,00 zł")]
    rows += [(0.1, 11, "20 j.s. × 313,00 zł netto, VAT 8%"), (0.7, 11, "6 760,80 zł brutto")]
    rows += [(0.5, 14, "Razem brutto"), (0.75, 14, "6 760,80 zł")]
    items = read_items([sheet(rows)])
    assert lines_of(items) == [("Żyto KWS Receptor F1", Decimal(20), "j.s.")]
    assert items.lines[0].net is not None and items.lines[0].net.value == Decimal("6260.00")
    assert items.arithmetic_holds is True


@pytest.mark.parametrize(
    ("title", "issued"),
    [
        ("FAKTURA nr 7300/25/D z dnia 18.08.2025 r.", date(2025, 8, 18)),
        ("Faktura VAT FV 12/2025 z dn. 18.08.2025", date(2025, 8, 18)),
        ("Faktura nr 12/2025 do zamówienia nr 5 z dnia 18.08.2025", None),
    ],
)
def test_the_date_in_the_title(title: str, issued: date | None) -> None:
    found = read_header([sheet([(0.1, 1, title), (0.1, 3, "Data dostawy towaru 17.08.2025"), *TOP])]).issue_date
    assert (found.value if found else None) == issued


def test_a_nip_broken_at_its_hyphen_and_parties_named_by_prepositions_alone() -> None:
    rows: list[Line] = [(0.1, 1, "Faktura nr 7/2025"), (0.1, 3, "Wystawca: Plon, ul. Polna 1, 88-400 Żnin, NIP: 526-")]
    header = read_header([sheet([*rows, (0.1, 4, "104-08-28")])])
    assert header.seller.nip is not None and header.seller.nip.value == "5261040828"
    rows = [(0.1, 1, "Faktura nr 7/2025"), (0.1, 4, "Od"), (0.1, 5, "Rolnik Sp. z o.o."), (0.1, 6, "NIP 5261040828")]
    rows += [(0.5, 4, "Dla"), (0.5, 5, "Jan Rolny"), (0.5, 6, "NIP 7653357604")]
    header = read_header([sheet(rows)])
    assert header.seller.nip is not None and header.seller.nip.value == "5261040828"
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Rolny"


def test_ones_like_capitals_are_the_same_value() -> None:
    assert same_value("11 197,44", "II 197,44") and same_value("10,00", "IO,00")
    assert same_value("FVS-01984/2025/O2", "FVS-01984/2025/02")
    assert not same_value("11 197,44", "1 197,44") and not same_value("20", "2,0")


def test_one_small_table_for_each_item() -> None:
    rows: list[Line] = []
    for y, (name, quantity, net) in (
        (10, ("1. KWS Igor 1 mln nas.", "4", "1000,00")),
        (14, ("2. Paleta", "2", "500,00")),
    ):
        rows += [(0.1, y, name)]
        rows += table(y + 1, (0.1, "Ilość"), (0.25, "J.m."), (0.4, "Cena netto"), (0.6, "Wartość netto"))
        rows += table(y + 2, (0.1, quantity), (0.25, "szt."), (0.4, "250,00"), (0.6, net))
    items = read_items([sheet([*rows, (0.4, 19, "Razem netto"), (0.6, 19, "1500,00")])])
    assert [line.description for line in items.lines] == ["KWS Igor 1 mln nas.", "Paleta"]


def test_the_registers_beside_a_nip_tell_the_seller_where_nobody_is_named() -> None:
    rows: list[Line] = [
        (0.1, 3, "Jan Rolny"),
        (0.1, 4, "Wola 7"),
        (0.1, 5, "62-061 Granowo"),
        (0.1, 6, "NIP: 7653357604"),
    ]
    rows += [(0.6, 3, "Faktura VAT"), (0.6, 4, "Numer / Data"), (0.78, 4, "9038696199 / 02.08.2025")]
    rows += [(0.1, 50, "NIP: 5261040828"), (0.1, 51, "REGON: 634512345"), (0.1, 52, "KRS: 0000123456")]
    header = read_header([sheet(rows)])
    assert header.seller.nip is not None and header.seller.nip.value == "5261040828"
    assert header.buyer.nip is not None and header.buyer.nip.value == "7653357604"
    assert header.invoice_number is not None and header.invoice_number.value == "9038696199"


@pytest.mark.parametrize("heading", ["Przedmiot sprzedaży", "Zbożowe"])
def test_names_stand_under_the_heading_with_the_most_room_whatever_it_says(heading: str) -> None:
    head = table(10, (0.05, "Lp."), (0.1, "Ilość"), (0.17, "J.m."), (0.24, heading), (0.65, "Cena netto"))
    head += table(10, (0.85, "Netto"))
    body = table(11, (0.05, "1"), (0.1, "2"), (0.17, "j.s."), (0.24, "KWS Tayo F1 C1 1 j.s."), (0.65, "300,00"))
    body += table(11, (0.85, "600,00"))
    body += table(12, (0.05, "2"), (0.1, "1"), (0.17, "usł."), (0.24, "Transport"), (0.65, "90,00"), (0.85, "90,00"))
    items = read_items([sheet([*head, *body, (0.6, 15, "Razem netto: 690,00")])])
    assert lines_of(items) == [("KWS Tayo F1 C1 1 j.s.", Decimal(2), "j.s."), ("Transport", Decimal(1), "usł.")]
