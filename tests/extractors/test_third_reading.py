"""What another preparation of a page adds, and that it overrules nothing that was read well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest

from extractors.evidence.third_look import with_likely_sale_date
from extractors.evidence.third_reading import completed_header, completed_items, leaves_doubt
from extractors.heads.header import Header, read_header
from extractors.pages.other_preparation import otherwise_prepared
from extractors.pages.page_images import prepare_page
from extractors.tables.line_items import Items, read_items, reconcile
from programme.invoices import DocumentType, Field, Witness
from tests.extractors.drawn_pages import scanned, sheet
from tests.extractors.sheets import sheet as words

_HEAD = [
    (0.1, 1, "Faktura VAT nr FV/12/09/2025"), (0.1, 3, "Data wystawienia: 12.09.2025"),
    (0.1, 5, "Sprzedawca"), (0.1, 6, "Agrozbyt Sp. z o.o."), (0.1, 7, "NIP: 5265877635"),
    (0.5, 5, "Nabywca"), (0.5, 6, "Jan Nowak"), (0.5, 7, "NIP: 8567346215"),
]  # fmt: skip
_TABLE = [
    (0.05, 12, "Nazwa"), (0.55, 12, "J.m."), (0.62, 12, "Ilość"), (0.72, 12, "Cena netto"), (0.86, 12, "Wartość netto"),
    (0.05, 14, "Żyto KWS TAYO"), (0.55, 14, "j.s."), (0.62, 14, "20"), (0.72, 14, "300,00"), (0.86, 14, "6 000,00"),
    (0.05, 16, "Olej adiuwant"), (0.62, 16, "61"), (0.72, 16, "42,00"), (0.86, 16, "252,00"),
    (0.6, 19, "Razem netto"), (0.86, 19, "6 252,00"),
]  # fmt: skip


def _header() -> Header:
    return read_header([words(_HEAD)])


def _items(total: str = "6 252,00") -> Items:
    return read_items([words([*_HEAD, *_TABLE[:-1], (0.86, 19, total)])])


def test_a_red_stamp_fades_and_the_print_under_it_stays() -> None:
    page = scanned(sheet()[0])
    cv2.rectangle(page, (540, 140), (1100, 210), (60, 60, 200), 5)
    prepared = prepare_page(page)
    other = otherwise_prepared(prepared)
    assert other.colour.shape == prepared.colour.shape
    red = (prepared.colour[:, :, 2].astype(int) - prepared.colour[:, :, 0] > 80) & (prepared.colour[:, :, 2] > 150)
    assert red.sum() > 3000
    assert np.median(other.colour[red]) > 170
    assert np.percentile(other.colour[400:900], 0.5) < 60


def test_a_grey_stamp_is_no_ink_beside_black_print_and_pale_print_stays() -> None:
    page = scanned(sheet()[0])
    stamped = page.copy()
    cv2.rectangle(stamped, (540, 140), (1100, 210), (150, 150, 150), 5)
    prepared = prepare_page(stamped)
    stamp = (prepared.colour[120:230, 520:1120, 0] > 130) & (prepared.colour[120:230, 520:1120, 0] < 170)
    assert stamp.sum() > 3000
    other = otherwise_prepared(prepared)
    assert np.median(other.colour[120:230, 520:1120, 0][stamp]) == 255
    assert np.percentile(other.colour[400:900], 0.5) < 60
    pale = otherwise_prepared(prepare_page((page // 3 + 165).astype(np.uint8)))
    assert np.percentile(pale.colour[400:900], 0.5) < 80


def test_what_is_missing_is_filled_and_what_is_there_stays() -> None:
    whole = _header()
    torn = replace(whole, invoice_number=None, type_confidence=0.5)
    assert completed_header(torn, whole).invoice_number == whole.invoice_number
    assert completed_header(torn, whole).type_confidence == whole.type_confidence
    other = replace(whole, issue_date=Field(value=date(2025, 9, 13), confidence=0.99))
    assert whole.issue_date is not None
    seen = whole.issue_date.model_copy(update={"witnesses": frozenset({Witness.SECOND_READER})})
    contested = completed_header(replace(whole, issue_date=seen), other).issue_date
    assert contested is not None
    assert (contested.value, contested.witnesses) == (seen.value, seen.witnesses)
    assert contested.confidence < 0.9
    assert completed_header(replace(whole, issue_date=seen), whole).issue_date == seen


def test_a_reading_less_likely_than_not_is_replaced_and_never_becomes_sure() -> None:
    whole = _header()
    doubtful = replace(whole, issue_date=Field(value=date(2025, 9, 17), confidence=0.3))
    found = completed_header(doubtful, whole).issue_date
    assert found is not None
    assert (found.value, found.alternatives[0]) == (date(2025, 9, 12), date(2025, 9, 17))
    assert found.confidence < 0.9


def test_another_preparation_that_reads_otherwise_makes_what_nothing_witnesses_doubtful() -> None:
    whole = _header()
    lone = replace(whole, issue_date=Field(value=date(2025, 9, 17), confidence=0.9))
    found = completed_header(lone, whole).issue_date
    assert found is not None
    assert (found.value, found.alternatives) == (date(2025, 9, 17), (date(2025, 9, 12),))
    assert found.confidence < 0.6


def test_a_slash_that_the_other_preparation_takes_for_a_stroke_is_no_other_number() -> None:
    whole = _header()
    number = Field(value="FS12/MAG/10/2024", confidence=0.55)
    read = replace(whole, invoice_number=number)
    struck = replace(whole, invoice_number=Field(value="FS 12/MAGI10/2024", confidence=0.6))
    assert completed_header(read, struck).invoice_number == number
    turned = completed_header(struck, read).invoice_number
    assert turned is not None
    assert turned.confidence < 0.5


def test_another_kind_of_document_adds_nothing() -> None:
    whole = _header()
    torn = replace(whole, invoice_number=None)
    assert completed_header(torn, replace(whole, document_type=DocumentType.PROFORMA)) == torn


@pytest.mark.parametrize(("total", "proven"), [("6 252,00", True), ("9 999,00", False)])
def test_the_unit_of_litres_is_no_figure_where_the_sums_say_so(total: str, proven: bool) -> None:
    items = _items(total)
    assert items.arithmetic_holds is not True
    litres = reconcile(items, lambda page, box: []).lines[1]
    assert litres.quantity is not None
    assert (litres.quantity.value == 6 and litres.proven) is proven


def test_doubt_is_left_by_what_is_missing_or_does_not_add_up() -> None:
    header = _header()
    good = reconcile(_items(), lambda page, box: [])
    assert good.arithmetic_holds is True
    assert not leaves_doubt(header, good)
    assert leaves_doubt(replace(header, invoice_number=None), good)
    assert leaves_doubt(replace(header, type_confidence=0.5), good)
    assert leaves_doubt(header, _items("9 999,00"))
    disputed = tuple(line.model_copy(update={"quantity_disputed": True}) for line in good.lines)
    assert leaves_doubt(header, replace(good, lines=disputed))
    assert leaves_doubt(header, replace(good, arithmetic_holds=None))
    assert completed_items(replace(good, lines=disputed), good) is good
    assert not leaves_doubt(replace(header, document_type=DocumentType.OTHER), _items("9 999,00"))
    assert completed_items(_items("9 999,00"), good) is good
    assert completed_items(good, good) is good
    assert all(Witness.SECOND_READER not in line.quantity.witnesses for line in good.lines if line.quantity)


def test_a_doubled_stroke_is_no_other_number() -> None:
    whole = _header()
    assert whole.invoice_number is not None
    seen = replace(whole, invoice_number=whole.invoice_number.model_copy(update={"confidence": 0.85}))
    doubled = Field(value="FV/12//09/2025", confidence=0.7)
    assert completed_header(seen, replace(whole, invoice_number=doubled)).invoice_number == seen.invoice_number


def test_a_sale_years_before_its_invoice_is_doubted() -> None:
    whole = _header()
    old = replace(whole, sale_date=Field(value=date(2020, 9, 12), confidence=0.99))
    found = with_likely_sale_date(old).sale_date
    assert found is not None
    assert found.confidence < 0.9
    near = replace(whole, sale_date=Field(value=date(2025, 8, 30), confidence=0.99))
    assert with_likely_sale_date(near) is near
