"""Page pictures for people."""

from __future__ import annotations

from decimal import Decimal

import cv2
import numpy as np
import pytest

from extractors.finishing import finish, picture_of
from extractors.interpretation import PageView, interpret_file
from programme.invoices import Witness
from tests.extractors.sheets import sheet


def test_a_strip_of_a_page_still_gives_a_picture() -> None:
    strip = np.full((2, 9000, 3), 255, np.uint8)
    picture = cv2.imdecode(np.frombuffer(picture_of(strip), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[:2] == (1, 1600)


def test_large_pages_are_brought_to_1600_pixels() -> None:
    picture = cv2.imdecode(np.frombuffer(picture_of(np.zeros((3508, 2480, 3), np.uint8)), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[:2] == (1600, 1131)


@pytest.mark.parametrize(("words", "witnessed"), [("sto osiem złotych 00/100", True), ("dwieście złotych", False)])
def test_the_amount_in_words_is_a_witness_for_the_gross_total(words: str, witnessed: bool) -> None:
    page = sheet([
        (0.3, 3, "Faktura VAT nr FV/12/09/2025"),
        (0.05, 8, "Lp."), (0.10, 8, "Nazwa towaru"), (0.50, 8, "Ilość"), (0.60, 8, "Cena netto"),
        (0.75, 8, "Wartość netto"),
        (0.05, 9, "1"), (0.10, 9, "Żyto"), (0.50, 9, "2"), (0.60, 9, "50,00"), (0.75, 9, "100,00"),
        (0.50, 12, "Razem netto"), (0.75, 12, "100,00"), (0.50, 13, "VAT 8%"), (0.75, 13, "8,00"),
        (0.50, 14, "Do zapłaty:"), (0.75, 14, "108,00"),
        (0.05, 16, f"Słownie: {words}"),
    ])  # fmt: skip
    (reading,) = interpret_file([PageView(1, text=page)])
    invoice = finish("0" * 64, reading, {})
    assert invoice.totals.gross is not None
    assert invoice.totals.gross.value == Decimal("108.00")
    assert (Witness.WORDS in invoice.totals.gross.witnesses) is witnessed
