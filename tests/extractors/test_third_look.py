"""Cells of the head that the readers do not agree on, looked at again by both, in a real picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from extractors.evidence.agreement import combine_headers
from extractors.evidence.third_look import looked_again, with_issue_date, without_coloured_ink
from extractors.evidence.witnesses import says_the_same
from extractors.heads.header import Header, read_header
from extractors.pictures.ink import divide_background
from extractors.pictures.prepared_page import PreparedPage
from extractors.tokens import Image, TokenPage, Word
from programme.geometry import Box
from programme.invoices import Field, Source, Witness
from tests.extractors.drawn_pages import font

_SIZE = (1654, 2339)
_ROWS = ((110, "Faktura VAT nr"), (180, "Data wystawienia"), (250, "Data sprzedaży"))
_VALUES = ((110, "FV 585/09/26"), (180, "14.08.2025"), (250, "11.08.2025"))


@cache
def _page(ticked: bool = False) -> PreparedPage:
    picture = Pillow.new("L", _SIZE, 246)
    pen = ImageDraw.Draw(picture)
    for top, text in _ROWS:
        pen.text((110, top), text, font=font(28), fill=20)
    for top, text in _VALUES:
        pen.text((430, top), text, font=font(28), fill=20)
    if ticked:
        pen.line((560, 168, 575, 182, 590, 150), fill=60, width=3)
    colour: Image = np.repeat(np.asarray(picture)[:, :, None], 3, axis=2)
    return PreparedPage(colour, divide_background(colour[:, :, 0]), np.eye(3))


def _words(*values: str | None, engine: str = "rapidocr") -> TokenPage:
    """What a reader made of the page; None: it passed the value over."""
    words = []
    pieces = [(110, top, text) for top, text in _ROWS]
    pieces += [(430, top, text) for (top, _), text in zip(_VALUES, values, strict=True) if text is not None]
    for left, top, text in pieces:
        width = int(font(28).getlength(text))
        box = Box(left / _SIZE[0], (top + 2) / _SIZE[1], (left + width) / _SIZE[0], (top + 32) / _SIZE[1])
        words.append(Word(text, box, 0.9))
    return TokenPage(1, *_SIZE, tuple(words), Source.OCR, engine)


def _looked(first: TokenPage, second: TokenPage, page: PreparedPage) -> Header:
    headers = read_header([first]), read_header([second])
    return looked_again(combine_headers(*headers), headers, {1: page})


def test_a_cell_of_two_readings_goes_to_what_both_engines_then_say() -> None:
    header = _looked(
        _words("FV 5335/09/26", "14.08.2025", "11.08.2025", engine="tesseract"),
        _words("FV 585/09/26", "14.08.2025", "11.08.2025"),
        _page(),
    )
    assert header.invoice_number is not None
    assert header.invoice_number.value == "FV 585/09/26"
    assert Witness.SECOND_READER in header.invoice_number.witnesses
    assert header.invoice_number.alternatives == ("FV 5335/09/26",)
    # The readers did contradict each other: never as sure as what they read alike.
    assert header.invoice_number.confidence < 0.9


def test_what_one_reader_passed_over_is_witnessed_by_its_look_at_the_cell() -> None:
    header = _looked(
        _words("FV 585/09/26", None, "11.08.2025", engine="tesseract"),
        _words("FV 585/09/26", "14.08.2025", "11.08.2025"),
        _page(),
    )
    assert header.issue_date is not None
    assert header.issue_date.value == date(2025, 8, 14)
    assert Witness.SECOND_READER in header.issue_date.witnesses


def test_a_value_that_no_look_confirms_gains_nothing() -> None:
    readings = [_words("FV 585/09/26", text, None) for text in ("14.08.2026", None)]
    header = _looked(readings[0], readings[1], _page())
    assert header.issue_date is not None
    assert Witness.SECOND_READER not in header.issue_date.witnesses


def test_a_date_under_a_tick_is_looked_for_beside_its_label() -> None:
    words = _words("FV 585/09/26", None, "11.08.2025")
    header = read_header([words])
    assert header.issue_date is None
    found = with_issue_date(header, [words], {1: _page(ticked=True)}).issue_date
    assert found is not None
    assert found.value == date(2025, 8, 14)
    assert found.confidence < 0.9


def test_a_date_that_is_there_is_not_looked_for() -> None:
    header = read_header([_words("FV 585/09/26", None, None)])
    known = replace(header, issue_date=Field(value=date(2025, 1, 2), confidence=0.6))
    assert with_issue_date(known, [], {1: _page()}) is known


def test_numbers_that_differ_in_look_alikes_are_one_and_never_sure() -> None:
    first = read_header([_words("25/684/10/2025", "14.08.2025", None, engine="tesseract")])
    second = read_header([_words("ZS/684/10/2025", "14.08.2025", None)])
    number = combine_headers(first, second).invoice_number
    assert number is not None
    assert number.value == "ZS/684/10/2025"
    assert number.confidence < 0.9
    assert Witness.SECOND_READER in number.witnesses


def test_a_stroke_in_a_slash_s_place_is_the_slash() -> None:
    first = read_header([_words("FS2846/MAG/10/2024", "14.08.2025", None, engine="tesseract")])
    second = read_header([_words("FS 2846/MAGI10/2024", "14.08.2025", None)])
    number = combine_headers(first, second).invoice_number
    assert number is not None
    assert number.value == "FS2846/MAG/10/2024"
    assert 0.8 < number.confidence < 0.9
    assert Witness.SECOND_READER in number.witnesses


@pytest.mark.parametrize(
    ("text", "number", "same"),
    [
        ("Faktura VAT nr FS 12/2025", "FS 12/2025", True),
        ("nrFV12/25", "FV12/25", True),
        ("r FV 585/09/26", "FV 585/09/26", True),
        ("Nr: 12/2025", "12/2025", True),
        ("77/FS/2025", "FS/2025", False),
        ("/FS/2025", "FS/2025", False),
        ("NEFV/9641/25", "FV/9641/25", False),
        ("FS 12/2025", "12/2025", False),
        ("1 / 12/2025", "12/2025", False),
        ("FV8:3/08/26", "FV 83/08/26", False),
        ("0150/!! /2025/FV", "0150/2025/FV", False),
    ],
)
def test_a_number_is_witnessed_whole(text: str, number: str, same: bool) -> None:
    assert says_the_same(text, number) is same


def test_a_streak_read_as_a_sign_makes_no_agreement() -> None:
    first = read_header([_words("FV8:3/08/26", "14.08.2025", None, engine="tesseract")])
    second = read_header([_words("FV 83/08/26", "14.08.2025", None)])
    number = combine_headers(first, second).invoice_number
    assert number is not None
    assert Witness.SECOND_READER not in number.witnesses
    assert number.confidence < 0.9


def test_coloured_ink_fades_and_black_print_stays() -> None:
    paper = np.full((60, 200, 3), 240, np.uint8)
    cv2.putText(paper, "2025", (10, 40), cv2.FONT_HERSHEY_SIMPLEX, 1, (20, 20, 20), 2)
    cv2.line(paper, (120, 0), (180, 59), (200, 60, 40), 4)
    plain = without_coloured_ink(paper)
    assert plain[:, 120:, :].min() > 180
    assert plain[:, :110, :].min() < 60
