"""The kind of a document by title and content; honest invoices that mention other documents stay invoices."""

from __future__ import annotations

import pytest

from extractors.heads.header import read_header
from extractors.heads.kind_by_content import classify
from extractors.heads.kinds import Kind, second_opinion
from programme.invoices import DocumentType
from tests.extractors.sheets import Line, sheet

PARTIES: list[Line] = [
    (0.05, 10, "Sprzedawca:"),
    (0.55, 10, "Nabywca:"),
    (0.05, 11, "Agro Pole Sp. z o.o."),
    (0.55, 11, "Jan Nowak"),
    (0.05, 12, "NIP: 5265877635"),
    (0.55, 12, "NIP: 8567346215"),
    (0.05, 20, "Lp. Nazwa towaru"),
    (0.60, 20, "Ilość"),
    (0.75, 20, "Wartość netto"),
    (0.05, 21, "1 Żyto hybrydowe KWS TAYO 1 j.s."),
    (0.60, 21, "20"),
    (0.75, 21, "6 000,00"),
    (0.05, 30, "Razem do zapłaty: 6 480,00 PLN"),
    (0.05, 31, "Słownie: sześć tysięcy czterysta osiemdziesiąt złotych 00/100"),
]

TITLES = [
    ("Rodzaj: Faktura podstawowa", DocumentType.INVOICE),
    ("Faktura VAT nr FV/12/09/2025", DocumentType.INVOICE),
    ("FAKTURA FV/12/09/2025", DocumentType.INVOICE),
    ("Faktura podstawowa", DocumentType.INVOICE),
    ("Faktura końcowa nr FV/12/09/2025", DocumentType.INVOICE),
    ("Faktura rozliczeniowa FV/12/09/2025", DocumentType.INVOICE),
    ("VAT Invoice No. FV/12/09/2025", DocumentType.INVOICE),
    ("Faktura VAT / VAT Invoice 12/09/2025", DocumentType.INVOICE),
    ("Faktura korygująca FK/12/09/2025", DocumentType.CORRECTION),
    ("FAKTURA VAT KORYGUJĄCA NR FK/12/09/2025", DocumentType.CORRECTION),
    ("Korekta faktury VAT KOR/12/2025", DocumentType.CORRECTION),
    ("Faktura VAT - korekta nr FK/12/2025", DocumentType.CORRECTION),
    ("Faktura korygująca zaliczkową FK/12/2025", DocumentType.CORRECTION),
    ("Faktura pro forma PRO 12/09/2025", DocumentType.PROFORMA),
    ("FAKTURA PROFORMA NR 12/09/2025", DocumentType.PROFORMA),
    ("Pro-forma 12/09/2025", DocumentType.PROFORMA),
    ("Faktura zaliczkowa ZAL/12/2025", DocumentType.ADVANCE),
    ("Faktura VAT zaliczkowa nr 12/2025", DocumentType.ADVANCE),
    ("PARAGON FISKALNY", DocumentType.RECEIPT),
    ("Wydanie zewnętrzne WZ/12/09/2025", DocumentType.DELIVERY_NOTE),
    ("WZ nr 12/MAG/2025", DocumentType.DELIVERY_NOTE),
    ("Dowód dostawy 12/2025", DocumentType.DELIVERY_NOTE),
    ("Faktura VAT RR nr 12/2025", DocumentType.OTHER),
    ("Zamówienie nr 12/2025", DocumentType.OTHER),
    ("Potwierdzenie zamówienia 12/2025", DocumentType.OTHER),
    ("Oferta handlowa 12/2025", DocumentType.OTHER),
    ("UMOWA SPRZEDAŻY", DocumentType.OTHER),
    ("Faktura robocza 12/2025", DocumentType.OTHER),
    ("DUPLIKAT faktury VAT nr FV/12/09/2025", DocumentType.INVOICE),
    ("Duplikat faktury zaliczkowej nr ZAL/12/2025", DocumentType.ADVANCE),
    ("Duplikat faktury korygującej nr FK/12/2025", DocumentType.CORRECTION),
    ("Duplikat faktury VAT RR nr 12/2025", DocumentType.OTHER),
    ("Duplikat faktury pro forma nr 12/2025", DocumentType.PROFORMA),
]


@pytest.mark.parametrize("mode", ["text", "joined"])
@pytest.mark.parametrize(("title", "kind"), TITLES)
def test_by_title(title: str, kind: DocumentType, mode: str) -> None:
    header = read_header([sheet([(0.3, 5, title), *PARTIES], mode)])
    assert header.document_type is kind
    assert header.type_confidence >= 0.85


@pytest.mark.parametrize("mode", ["text", "joined"])
@pytest.mark.parametrize(
    "line",
    [
        "Zaliczka wpłacona dnia 01.08.2025: 1 000,00 zł",
        "Rozliczono zaliczkę wg faktury zaliczkowej nr ZAL/3/2025",
        "WZ nr 4512/MAG/2025",
        "WZ: 4512/MAG/2025",
        "Dokument dostawy: WZ/4512/2025",
        "Zamówienie nr ZO/7183/2025",
        "Zamówienie: ZO/7183/2025",
        "Wystawiono wg proformy nr PF/12/2025",
        "Faktura wystawiona na podstawie pro forma PF/12/2025",
        "Umowa nr 77/2025",
        "Oferta nr 5/2025",
        "Do paragonu nr 1234",
        "Rachunek bankowy: 18 8844 4124 9670 0359 7340 6043",
        "Korekty faktur prosimy zgłaszać w ciągu 7 dni",
    ],
)
def test_an_honest_invoice_may_mention_other_documents(line: str, mode: str) -> None:
    for row in (3.0, 7.0, 33.0):
        header = read_header([sheet([(0.3, 5, "Faktura VAT nr FV/12/09/2025"), (0.05, row, line), *PARTIES], mode)])
        assert header.document_type is DocumentType.INVOICE, row
        assert header.invoice_number is not None and header.invoice_number.value == "FV/12/09/2025"
        assert header.corrected_invoice_number is None


@pytest.mark.parametrize(
    "lines",
    [
        [(0.05, 15, "Przyczyna korekty: zwrot towaru"), (0.05, 16, "Dotyczy faktury nr FV/3/2025 z dnia 01.09.2025")],
        [(0.05, 18, "Pozycje przed korektą:"), (0.05, 24, "Pozycje po korekcie:")],
        [(0.05, 15, "Dane faktury korygowanej"), (0.05, 16, "Numer faktury korygowanej: FV/3/2025")],
        [(0.05, 15, "do faktury nr FV/3/2025 z dnia 01.09.2025")],
    ],
)
def test_a_correction_without_the_word_in_its_title(lines: list[Line]) -> None:
    header = read_header([sheet([(0.3, 5, "Faktura VAT nr FV/12/09/2025"), *lines, *PARTIES])])
    assert header.document_type is DocumentType.CORRECTION


def test_a_document_that_says_it_is_no_invoice() -> None:
    lines: list[Line] = [
        (0.3, 5, "Faktura nr 12/2025"),
        (0.05, 33, "Niniejszy dokument nie jest fakturą VAT (pro forma)"),
    ]
    assert read_header([sheet(lines + PARTIES)]).document_type is DocumentType.PROFORMA


def test_letter_and_blank() -> None:
    letter: list[Line] = [
        (0.6, 1, "Przysucha, 12 września 2024 r."),
        (0.05, 6, "Szanowni Państwo,"),
        (0.05, 8, "zapraszamy na Dni Pola; pokażemy żyto hybrydowe KWS TAYO."),
        (0.05, 12, "Z poważaniem"),
    ]
    assert read_header([sheet(letter)]).document_type is DocumentType.OTHER
    assert read_header([sheet([])]).document_type is DocumentType.OTHER
    assert read_header([]).document_type is DocumentType.OTHER


@pytest.mark.parametrize(
    ("qualifier", "kind"),
    [
        ("PRO FORMA", DocumentType.PROFORMA),
        ("proforma nr PF/1/2025", DocumentType.PROFORMA),
        ("KOREKTA", DocumentType.CORRECTION),
        ("zaliczkowa nr 7/2025", DocumentType.ADVANCE),
    ],
)
@pytest.mark.parametrize("beside", [True, False])
def test_a_title_over_two_cells(qualifier: str, kind: DocumentType, beside: bool) -> None:
    second: Line = (0.6, 5, qualifier) if beside else (0.3, 6, qualifier)
    header = read_header([sheet([(0.3, 5, "FAKTURA VAT"), second, *PARTIES])])
    assert header.document_type is kind


def test_small_print_about_corrections_makes_no_correction() -> None:
    line = "W razie zwrotu towaru faktura korygująca zostanie wystawiona po otrzymaniu podpisanego protokołu odbioru"
    header = read_header([sheet([(0.3, 5, "Faktura VAT nr FV/12/09/2025"), (0.05, 40, line), *PARTIES])])
    assert header.document_type is DocumentType.INVOICE


@pytest.mark.parametrize("number", ["PRO/12/2025", "KOR 12/2025", "ZAL/12/2025", "PF/12/2025"])
def test_a_series_that_contradicts_the_title_is_a_doubt(number: str) -> None:
    header = read_header([sheet([(0.3, 5, f"Faktura nr {number}"), *PARTIES])])
    assert header.document_type is not DocumentType.INVOICE or header.type_confidence <= 0.6


@pytest.mark.parametrize(
    "sentence",
    [
        "Faktura zostanie wystawiona w dniu odbioru towaru.",
        "Faktura zostala wyslana pocztą.",
        "Faktura będzie do odebrania w biurze",
        "Faktura za zamówiony materiał siewny przyjdzie pocztą",
    ],
)
def test_a_letter_that_begins_a_line_with_faktura_is_no_invoice(sentence: str) -> None:
    """A letter about an invoice to come: bug found on a generated letter."""
    page = sheet([
        (0.05, 4, "Agro Pole Sp. z o.o."),
        (0.05, 5, "NIP: 5265877635"),
        (0.60, 4, "Sierpc, 24 października 2025 r."),
        (0.05, 12, "Szanowny Panie, uprzejmie informujemy, że zamówiony materiał siewny"),
        (0.05, 13, "będzie do odbioru w naszym magazynie w przyszłym tygodniu."),
        (0.05, 14, sentence),
        (0.60, 18, "Z poważaniem, dział handlowy"),
    ])  # fmt: skip
    assert read_header([page]).document_type is DocumentType.OTHER


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Faktura 2aliczk0wa ZAL/6060/2024", DocumentType.ADVANCE),
        ("Faktiira pro forma nr 277/2025/MAG", DocumentType.PROFORMA),
        ("Faktura koryguiqca FK/12/2025", DocumentType.CORRECTION),
        ("Fakfura VAT nr FV/12/09/2025", DocumentType.INVOICE),
    ],
)
def test_a_misread_title_is_understood(title: str, expected: DocumentType) -> None:
    assert read_header([sheet([(0.3, 6, title), *PARTIES])]).document_type is expected


def test_without_a_title_nothing_is_surely_an_invoice() -> None:
    header = read_header([sheet(PARTIES)])
    assert header.document_type is DocumentType.OTHER or header.type_confidence < 0.6


def test_the_classifier_makes_an_invoice_surer_and_tells_a_letter() -> None:
    text = "\n".join(str(text) for _, _, text in PARTIES)
    assert max(classify(text).items(), key=lambda pair: pair[1])[0] is DocumentType.INVOICE
    kind = Kind(DocumentType.INVOICE, 0.95, "title")
    assert second_opinion(kind, {DocumentType.INVOICE: 0.9}).confidence > 0.97
    letter = (
        "Szanowny Panie, uprzejmie informujemy, że zamówiony materiał siewny będzie do odbioru. "
        "Z poważaniem, dział handlowy"
    )
    assert classify(letter)[DocumentType.OTHER] > 0.8
    untitled = Kind(DocumentType.INVOICE, 0.75, "content", titled=False)
    assert second_opinion(untitled, classify(letter)).confidence < 0.6
    assert classify("za mało słów") == {}


def test_a_correction_that_is_only_promised() -> None:
    note = "Przy zapłacie w terminie rabat zostanie rozliczony fakturą korygującą."
    header = read_header([sheet([(0.3, 5, "Faktura VAT nr FV/12/09/2025"), *PARTIES, (0.05, 40, note)])])
    assert header.document_type is DocumentType.INVOICE


def test_a_title_that_shares_its_row_with_the_dates() -> None:
    title = "Faktura FV/12/09/2025 Data i miejsce wystawienia: 06.09.2024, Parczew Data zakończenia dostawy: 05.09.2024"
    header = read_header([sheet([(0.02, 5, title), *PARTIES])])
    assert header.document_type is DocumentType.INVOICE and header.type_confidence > 0.9


@pytest.mark.parametrize("title", ["FAKTURA PRO FORMA", "FAKTURA ZALICZKOWA", "FAKTURA VAT"])
def test_the_number_stands_under_the_title_of_any_kind(title: str) -> None:
    header = read_header([sheet([(0.4, 2, title), (0.4, 3.5, "0363/08/2025/FV"), (0.7, 0, "Chełmża, 30.08.2025")])])
    assert header.invoice_number is not None and header.invoice_number.value == "0363/08/2025/FV"
