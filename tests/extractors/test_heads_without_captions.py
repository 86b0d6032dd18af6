"""Heads whose captions are lost or missing: unlabelled parties, titles among dates, captions that are none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractors.evidence.agreement import combine_headers
from extractors.heads.header import Header, read_header
from extractors.heads.names_and_addresses import name_and_address, split_name
from extractors.text.hits import hits_in
from extractors.text.lexicon import Role
from extractors.text.text_cells import layout_of
from extractors.tokens import TokenPage, Word
from programme.geometry import Box
from programme.invoices import DocumentType, Field, Source
from programme.thresholds import Thresholds
from tests.extractors.sheets import Line, sheet

SELLER = "5261040828"
BUYER = "5265877635"
ITEMS: list[Line] = [(0.05, 14, "Nazwa towaru"), (0.5, 14, "Ilość"), (0.7, 14, "Wartość netto")]


def scanned(lines: list[Line]) -> TokenPage:
    """The lines as Tesseract gives them: words with spaces between them, no type sizes."""
    return replace(sheet(lines), engine="tesseract", source=Source.OCR)


def parties(header: Header) -> tuple[str | None, ...]:
    fields = (header.seller.nip, header.buyer.nip, header.seller.name, header.buyer.name)
    return tuple(field.value if field is not None else None for field in fields)


LEFT, RIGHT = 0.05, 0.42


@pytest.mark.parametrize("engine", ["text_layer", "tesseract"])
@pytest.mark.parametrize(
    ("first", "firm", "other", "farmer"),
    [
        (LEFT, "Siew Sp. j.", RIGHT, "ROLNY JAN"),
        (RIGHT, "Siew Sp. j.", LEFT, "Jan Rolny"),
        (RIGHT, "Hurtownia Siew", LEFT, "Gospodarstwo Rolne Jan Rolny"),
        (LEFT, "Siew i Plon", RIGHT, "Rolny i Synowie"),  # nothing but their places tells
    ],
)
def test_unlabelled_parties_side_by_side(engine: str, first: float, firm: str, other: float, farmer: str) -> None:
    lines: list[Line] = [
        (0.05, 1, "Faktura LT/2142/2025"),
        # The seller's name takes a line more, so that the buyer's NIP comes first.
        (first, 4, firm), (first, 6, "ul. Polna 18"), (first, 7, "42-700 Lubliniec"), (first, 8, f"NIP {SELLER}"),
        (first, 5, "Nawrocki, Pluta"),
        (other, 4, farmer), (other, 5, "Czarnylas 143"), (other, 6, "99-300 Kutno"), (other, 7, f"NIP {BUYER}"),
    ]  # fmt: skip
    page = sheet(lines + ITEMS)
    header = read_header([replace(page, engine=engine)])
    assert parties(header)[:2] == (SELLER, BUYER)
    assert parties(header)[2] in (firm, f"{firm} Nawrocki, Pluta") and parties(header)[3] == farmer
    sure = Thresholds().decisive_confidence
    assert header.seller.nip is not None and header.seller.nip.confidence < sure
    assert header.buyer.nip is not None and header.buyer.nip.confidence < sure


def test_a_title_in_larger_type_between_dates_on_its_line() -> None:
    def words(text: str, x: float, height: float) -> list[Word]:
        found = []
        for part in text.split():
            width = len(part) * 0.55 * height
            found.append(Word(part, Box(x, 0.1 - height / 2, x + width, 0.1 + height / 2)))
            x += width + 0.25 * height
        return found

    left = words("Data wystawienia: 08.08.2025", 0.05, 0.010)
    title = words("Faktura sprzedaży nr F/266/8/2025", left[-1].box.x1 + 0.022, 0.016)
    right = words("Termin płatności: 06.11.2025", title[-1].box.x1 + 0.022, 0.010)
    page = TokenPage(1, 842.0, 842.0, tuple(left + title + right), Source.PDF_TEXT, "text_layer")
    header = read_header([page])
    assert header.document_type is DocumentType.INVOICE and header.type_confidence > Thresholds().type_confidence
    assert header.invoice_number is not None and header.invoice_number.value == "F/266/8/2025"
    assert header.issue_date is not None and header.issue_date.value == date(2025, 8, 8)


@pytest.mark.parametrize("text", ["Wystawiona: 2024-09-22", "Dane faktury", "Dostawa: 2024-09-15"])
def test_words_that_lack_one_of_a_labels_are_not_that_label_misread(text: str) -> None:
    (cell,) = layout_of([scanned([(0.05, 1, text)])]).cells
    assert not {hit.role for hit in hits_in(cell)} & {Role.BUYER, Role.RECIPIENT, Role.CORRECTED}


def test_a_date_behind_a_label_with_a_remark() -> None:
    header = read_header([scanned([(0.05, 1, "Faktura nr FV/7/2025"), (0.6, 1, "Data sprzedaży (P_6)"),
                                   (0.85, 1, "2025-10-17")])])  # fmt: skip
    assert header.sale_date is not None and header.sale_date.value == date(2025, 10, 17)


def test_what_is_left_of_a_caption_is_no_town() -> None:
    header = read_header([scanned([(0.05, 1, "Faktura nr FV/7/2025"), (0.6, 3, "Ji. 2025-09-28"),
                                   (0.6, 4, "2025-10-28")])])  # fmt: skip
    assert header.issue_date is None or header.issue_date.confidence < Thresholds().agreeing_confidence


def test_a_slash_between_two_languages_read_as_a_letter() -> None:
    header = read_header([scanned([(0.6, 1, "Faktura VAT / Invoice"), (0.6, 2, "Nr I No. KNB-000483-25")])])
    assert header.invoice_number is not None and header.invoice_number.value == "KNB-000483-25"


def test_a_delivery_note_is_dated_by_the_day_of_delivery() -> None:
    header = read_header([sheet([(0.5, 1, "WZ - Wydanie zewnętrzne"), (0.5, 2, "Nr WZ/178/2025"),
                                 (0.5, 3, "Data wydania: 29.09.2025")])])  # fmt: skip
    assert header.document_type is DocumentType.DELIVERY_NOTE
    assert header.issue_date is not None and header.issue_date.value == date(2025, 9, 29)


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        ("Siew Sp. z o.o. ul. Polna 36, 64-200 Wolsztyn", "Siew Sp. z o.o.", "ul. Polna 36, 64-200 Wolsztyn"),
        ("Siew S.A. Polna 36, 64-200 Wolsztyn", "Siew S.A.", "Polna 36, 64-200 Wolsztyn"),
        ("PHU Siew (d. Plon) os. Piastów 3", "PHU Siew (d. Plon)", "os. Piastów 3"),
        ("64-200 Wolsztyn ul. Polna 3", "", "64-200 Wolsztyn ul. Polna 3"),
        ("Siew s.c. Maria Oleś, Jan Oleś", "Siew s.c. Maria Oleś, Jan Oleś", ""),
    ],
)
def test_name_and_address_that_share_a_line(line: str, name: str, address: str) -> None:
    assert split_name(line) == (name, address)


def test_the_number_of_the_next_field_of_a_form_is_no_value() -> None:
    lines: list[Line] = [
        (0.05, 1, "FAKTURA VAT"), (0.05, 2, "1. Numer faktury"), (0.5, 2, "2. Data wystawienia"),
        (0.05, 3, "FV_2025_5857"), (0.5, 3, "12.09.2025"),
    ]  # fmt: skip
    header = read_header([sheet(lines)])
    assert header.invoice_number is not None and header.invoice_number.value == "FV_2025_5857"


@pytest.mark.parametrize("gap", [0.02, 0.06])
def test_captions_behind_their_dates(gap: float) -> None:
    dates = (("01.10.2025", "wystawienie"), ("22.09.2025", "sprzedaż"), ("31.10.2025", "zapłata"))
    lines: list[Line] = [(0.05, 1, "Faktura A/1542/25")]
    for place, (value, caption) in enumerate(dates):
        x = 0.05 + place * 0.3
        lines += [(x, 3, value), (x + len(value) * 0.0095 + gap, 3, caption)]
    header = read_header([sheet(lines)])
    assert header.issue_date is not None and header.issue_date.value == date(2025, 10, 1)
    assert header.sale_date is not None and header.sale_date.value == date(2025, 9, 22)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Sprzedaw ca Siew Sp. z o.o.", "Siew Sp. z o.o."),
        ("Dostaweasprzedawea Siew Sp. z o.o.", "Siew Sp. z o.o."),
        ("f SPRZEDAWCA Kombinat Rolny", "Kombinat Rolny"),
        ("Nabywca / Płatnik Jan Rolny", "Jan Rolny"),
        ("Zakład / Sprzedawca Siew", "Siew"),
        ("jest Jan Rolny", "Jan Rolny"),
        ("Sprzedaż Nasion Jan Rolny", "Sprzedaż Nasion Jan Rolny"),
        ("PHU Rolnik 2", "PHU Rolnik 2"),
        ("FV_2025_6409", None),
    ],
)
def test_names_without_captions_and_numbers(printed: str, name: str | None) -> None:
    found, _ = name_and_address(layout_of([scanned([(0.05, 1, printed)])]).cells)
    assert (found.value if found is not None else None) == name


def test_a_sender_in_a_row_of_pieces_over_the_window() -> None:
    lines: list[Line] = [
        (0.05, 1, "Siew Sp. z o.o."), (0.25, 1, "al. Lipowa 94"), (0.42, 1, "88-400 Żnin"), (0.65, 1, "Faktura VAT"),
        (0.05, 3, "Jan Rolny"), (0.05, 4, "ul. 3 Maja 89"), (0.05, 5, "89-400 Sępólno"), (0.05, 6, f"NIP: {BUYER}"),
        (0.65, 3, "Nr"), (0.82, 3, "FV_2025_6409"), (0.65, 4, "Data wyst."), (0.82, 4, "17-08-2025"),
        (0.65, 6, "NIP sprzedawcy"), (0.82, 6, SELLER),
    ]  # fmt: skip
    header = read_header([sheet(lines + ITEMS)])
    assert parties(header) == (SELLER, BUYER, "Siew Sp. z o.o.", "Jan Rolny")
    assert header.buyer.nip is not None and header.buyer.nip.confidence >= Thresholds().agreeing_confidence


def test_a_label_said_twice_on_its_line_bounds_no_column() -> None:
    lines: list[Line] = [(0.05, 1, "Faktura FV/7/2025")]
    for x, labels, number, name in (
        (0.05, ("Podmiot 1", "Sprzedawca"), SELLER, "Siew Polska Sp. z o.o."),
        (0.50, ("Podmiot 2", "Nabywca"), BUYER, "Jan Rolny"),
    ):
        lines += [(x, 3, labels[0]), (x + 0.11, 3, labels[1]), (x, 4, f"Identyfikator podatkowy NIP: {number}"),
                  (x, 5, f"Nazwa: {name}"), (x, 6, "Adres"), (x, 7, "Leśna 2, 64-010 Krzywiń")]  # fmt: skip
    assert parties(read_header([scanned(lines)])) == (SELLER, BUYER, "Siew Polska Sp. z o.o.", "Jan Rolny")


@pytest.mark.parametrize(
    ("text", "roles"),
    [("Nabywea:", [Role.BUYER]), ("Dostavca", [Role.SELLER]), ("Sprzedaż", []), ("Nabywamy", []), ("Dostawa", [])],
)
def test_a_party_noun_with_a_wrong_letter_that_stands_alone(text: str, roles: list[Role]) -> None:
    (cell,) = layout_of([scanned([(0.05, 1, text)])]).cells
    assert [hit.role for hit in hits_in(cell)] == roles


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Faktura VAT nr FV/7/2025", True),
        ("Faktura YAT nr FV/7/2025", True),
        ("Faktura sprzedaży (hurt) nr FV/7/2025", True),
        ("Faktura VZLAYZATNTZY.T.| nr FV/7/2025", False),
        ("vUĘDNĘ faktura nr FV/7/2025", False),
    ],
)
def test_a_title_with_a_word_that_cannot_be_read_is_doubtful(title: str, told: bool) -> None:
    lines: list[Line] = [
        (0.05, 1, title), (0.05, 3, "Data wystawienia: 12.09.2025"), (0.5, 3, "Data sprzedaży: 12.09.2025"),
        (0.05, 5, "Sprzedawca: Siew Sp. z o.o."), (0.05, 6, f"NIP {SELLER}"), (0.5, 5, "Nabywca: Jan Rolny"),
        (0.5, 6, f"NIP {BUYER}"), (0.05, 18, "Słownie: sto złotych"),
    ]  # fmt: skip
    header = read_header([scanned(lines + ITEMS)])
    assert header.document_type is DocumentType.INVOICE
    assert (header.type_confidence >= Thresholds().type_confidence) is told
    other = replace(header, title_disfigured=False, type_confidence=0.98)
    assert (
        combine_headers(header, other).type_confidence >= Thresholds().type_confidence
    ) is not header.title_disfigured


def test_a_word_of_the_title_that_one_reader_saw_counts() -> None:
    header = read_header([scanned([(0.05, 1, "Faktura nr FV/7/2025"), *ITEMS])])
    correction = replace(header, document_type=DocumentType.CORRECTION, type_confidence=0.7)
    sure = Thresholds().type_confidence
    assert combine_headers(correction, replace(header, type_confidence=0.99)).type_confidence < sure


@pytest.mark.parametrize(
    ("number", "term", "sure"),
    [
        ("FV/7/2025", "26.09.2025", True),
        ("FV/7/2025", "12.08.2025", True),  # paid in advance
        ("FV/7/2025", "26.09.2023", False),
        ("FV/7/09/2023", "26.09.2025", False),
        ("FV/7/08/2023", "26.09.2025", True),  # not the same month: no date
        ("FV/2021/09/25", "26.09.2025", True),  # the 2021st of the year 25
        ("FV/25/09/2023", "26.09.2025", False),
    ],
)
def test_a_date_of_issue_that_the_paper_contradicts(number: str, term: str, sure: bool) -> None:
    dates: list[Line] = [(0.6, 3, "Data wystawienia: 12.09.2025"), (0.6, 4, f"Termin płatności: {term}")]
    header = read_header([sheet([(0.05, 1, f"Faktura VAT nr {number}"), *dates])])
    assert header.issue_date is not None and header.issue_date.value == date(2025, 9, 12)
    assert (header.issue_date.confidence >= Thresholds().agreeing_confidence_witnessed) is sure


@pytest.mark.parametrize(("confidence", "disfigured"), [(0.7, True), (0.97, False)])
def test_scraps_of_a_word_before_the_title_are_doubtful_where_unsurely_read(
    confidence: float, disfigured: bool
) -> None:
    lines: list[Line] = [
        (0.05, 1, "vUĘDNĘ faktura nr FV/7/2025"), (0.05, 3, "Data wystawienia: 12.09.2025"),
        (0.05, 5, "Sprzedawca: Siew Sp. z o.o."), (0.05, 6, f"NIP {SELLER}"), (0.5, 5, "Nabywca: Jan Rolny"),
    ]  # fmt: skip
    page = scanned(lines + ITEMS)
    first = min(page.words, key=lambda word: (word.box.y0, word.box.x0))
    words = tuple(replace(word, confidence=confidence) if word is first else word for word in page.words)
    assert read_header([replace(page, words=words)]).title_disfigured is disfigured


def test_a_date_picked_from_several_that_nothing_names_carries_no_check() -> None:
    dates: list[Line] = [(0.1, 3, "14.10.2025"), (0.4, 3, "12.10.2025"), (0.7, 3, "21.10.2025")]
    header = read_header([scanned([(0.05, 1, "Faktura VAT nr FV/7/2025"), *dates, *ITEMS])])
    twice = combine_headers(header, header).issue_date
    assert twice is None or twice.confidence < Thresholds().agreeing_confidence_witnessed


@pytest.mark.parametrize(("beside", "carries"), [(0.0, True), (0.3, False)])
def test_two_printed_dates_of_which_either_may_be_meant_carry_no_check(beside: float, carries: bool) -> None:
    header = read_header([scanned([(0.05, 1, "Faktura VAT nr FV/7/2025"), *ITEMS])])
    issued = Field[date](value=date(2025, 10, 14), confidence=0.92, page=1, box=Box(0.1, 0.1, 0.2, 0.12))
    other = Field[date](
        value=date(2025, 10, 12), confidence=0.9, page=1, box=Box(0.1 + beside, 0.1, 0.2 + beside, 0.12)
    )
    found = combine_headers(replace(header, issue_date=issued), replace(header, issue_date=other)).issue_date
    assert found is not None
    assert (found.confidence >= Thresholds().agreeing_confidence_witnessed) is carries


def _issued(*lines: Line) -> Field[date] | None:
    """The date of issue that two readers who see the same words make of a head."""
    header = read_header([scanned([(0.05, 7, "Faktura VAT nr FV/7/2025"), *lines, *ITEMS])])
    return combine_headers(header, header).issue_date


@pytest.mark.parametrize(
    "lines",
    [
        # A caption misread looks like a town: only a comma or an address on the page tells one.
        [(0.6, 3, "02.09.2025"), (0.6, 4.5, "Tcrmin 01.11.2025")],
        [(0.6, 3, "02.09.2025"), (0.6, 4.5, "Wyrnaga dnia 31.08.2025")],
        # A mere "Data" may be what is left of any caption.
        [(0.6, 3, "Data 28.09.2025"), (0.6, 4.5, "02.10.2025")],
        [(0.6, 3, "Data 28.09.2025"), (0.6, 4.5, "Data 02.10.2025")],
        [(0.6, 3, "Data 28.09.2025"), (0.6, 4.5, "Dnta wyslawlcma 02.10.2025")],
        [(0.6, 3, "Data 28.09.2025"), (0.6, 4.5, "28.09.2025"), (0.6, 6, "02.10.2025")],
        # A label whose last word is misread is not its beginning; nor is the delivery a document.
        [(0.6, 3, "Data dok. dos~awy 31.08.2025"), (0.6, 4.5, "02.10.2025")],
        [(0.6, 3, "Drta dokonacia doslawy 31.08.2025"), (0.6, 4.5, "02.10.2025")],
        # Its caption stands beside the date above it, or that one is dated itself.
        [(0.5, 3, "z dnia"), (0.7, 3, "09.09.2025"), (0.5, 4.2, "Data sprzedaży"), (0.7, 4.2, "10.09.2025"),
         (0.7, 5.4, "14.09.2025")],
        [(0.6, 3, "dnia 27.09.2025"), (0.6, 4.2, "11.10.2025")],
    ],
)  # fmt: skip
def test_a_date_that_its_caption_does_not_tell_carries_no_check(lines: list[Line]) -> None:
    found = _issued(*lines)
    assert found is None or found.confidence < Thresholds().agreeing_confidence_witnessed


@pytest.mark.parametrize(
    "lines",
    [
        [(0.6, 3, "Kutno, 02.09.2025")], [(0.6, 3, "Wola dnia 02.09.2025"), (0.6, 4, "Polna 1, 62-300 Wola")],
        [(0.6, 3, "Data 02.09.2025"), (0.6, 4.5, "Data sprzedaży 31.08.2025")], [(0.6, 3, "02.09.2025")],
        [(0.6, 3, "Data wystawienia Kutno 02.09.2025"), (0.6, 4.5, "Data sprzedaży 31.08.2025")],
        [(0.6, 3, "sprzedaży 31.08.2025"), (0.6, 4.2, "dnia 02.09.2025")],
    ],
)  # fmt: skip
def test_a_date_that_is_told_carries_the_check(lines: list[Line]) -> None:
    found = _issued(*lines)
    assert found is not None and found.value == date(2025, 9, 2)
    assert found.confidence >= Thresholds().agreeing_confidence


def test_misread_captions_are_no_part_of_a_name() -> None:
    parties: list[Line] = [
        (0.05, 3, "Ternuin platnosei:"), (0.05, 4.2, "Dane sprzedawvey"), (0.5, 4.2, "Odbiorca / Nabywe"),
        (0.05, 5.4, "Siew Sp. z o.o."), (0.5, 5.4, "Jan Rolny"),
        (0.05, 6.6, "Polna 1, 62-300 Wola"), (0.5, 6.6, "Lesna 2, 64-000 Gaj"),
        (0.05, 7.8, f"NIP: {SELLER}"), (0.5, 7.8, f"NIP: {BUYER}"),
    ]  # fmt: skip
    header = read_header([scanned([(0.05, 1, "Faktura VAT nr FV/7/2025"), *parties, *ITEMS])])
    assert header.seller.name is not None and header.seller.name.value == "Siew Sp. z o.o."
    assert header.buyer.name is not None and header.buyer.name.value == "Jan Rolny"


def test_a_mere_number_against_one_near_the_title_carries_no_check() -> None:
    near: list[Line] = [(0.05, 1, "FAKTURA VAT"), (0.05, 2.2, "53003532")]

    def found(*lines: Line) -> Field[str] | None:
        header = read_header([scanned([*near, *lines, *ITEMS])])
        return combine_headers(header, header).invoice_number

    contested = found((0.6, 1, "Nr"), (0.75, 1, "944/25"))
    assert contested is None or contested.confidence < Thresholds().agreeing_confidence_witnessed
    for named in ([], [(0.6, 3.5, "Nr zamówienia"), (0.8, 3.5, "944/25")]):
        alone = found(*named)
        assert alone is not None and (alone.value, alone.confidence > 0.9) == ("53003532", True)
