"""NIPs that one reader alone read, or misread with a sound check digit, looked at again in a real picture."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw

from extractors.evidence.agreement import combine_headers
from extractors.evidence.nip_looks import confirmed_nips, looked_at_nips
from extractors.heads.header import Header, read_header
from extractors.pictures.ink import divide_background
from extractors.pictures.prepared_page import PreparedPage
from extractors.tokens import Image, TokenPage, Word
from programme.geometry import Box
from programme.invoices import Field, Party, Source, Witness
from tests.extractors.drawn_pages import font

_SIZE = (1654, 700)
_PRINTED = "4945970600"
_ROWS = ((60, "Faktura VAT nr FV 7/2025"), (140, "Sprzedawca"), (200, "Siew Sp. z o.o."), (260, "NIP: "))


@cache
def _page() -> PreparedPage:
    picture = Pillow.new("L", _SIZE, 246)
    pen = ImageDraw.Draw(picture)
    for top, text in _ROWS:
        pen.text((110, top), text, font=font(28), fill=20)
    pen.text((190, 260), _PRINTED, font=font(28), fill=20)
    colour: Image = np.repeat(np.asarray(picture)[:, :, None], 3, axis=2)
    return PreparedPage(colour, divide_background(colour[:, :, 0]), np.eye(3))


def _read(nip: str, engine: str) -> Header:
    words = []
    for left, top, text in [(110, top, text) for top, text in _ROWS] + [(190, 260, nip)]:
        width = int(font(28).getlength(text if text != nip else _PRINTED))
        box = Box(left / _SIZE[0], (top + 2) / _SIZE[1], (left + width) / _SIZE[0], (top + 32) / _SIZE[1])
        words.append(Word(text.strip(), box, 0.95))
    return read_header([TokenPage(1, *_SIZE, tuple(words), Source.OCR, engine)])


def _looked(first: str, second: str) -> Field[str]:
    headers = _read(first, "tesseract"), _read(second, "rapidocr")
    seller = looked_at_nips(combine_headers(*headers), headers, {1: _page()}).seller.nip
    assert seller is not None
    return seller


def test_accidentally_sound_nip_is_not_sure() -> None:
    wrong = _looked("494597060", "4945955500")
    assert wrong.value == "4945955500" and wrong.confidence <= 0.6


def test_nip_that_one_reader_passed_over_is_witnessed_by_its_cell() -> None:
    right = _looked("494597060", _PRINTED)
    assert right.value == _PRINTED and Witness.SECOND_READER in right.witnesses and right.confidence > 0.9


def test_reading_of_one_engine_is_compared_with_the_other_s_of_the_cell() -> None:
    right = confirmed_nips(_read(_PRINTED, "tesseract"), {1: _page()}).seller.nip
    wrong = confirmed_nips(_read("4945955500", "tesseract"), {1: _page()}).seller.nip
    assert right is not None and Witness.SECOND_READER in right.witnesses
    assert wrong is not None and wrong.confidence < 0.9


def test_nip_of_the_seller_to_one_reader_and_of_the_buyer_to_the_other_is_not_sure() -> None:
    sold = _read(_PRINTED, "tesseract")
    bought = replace(sold, seller=Party(), buyer=Party(nip=sold.seller.nip))
    for readings in ((sold, bought), (bought, sold)):
        seller, buyer = (party.nip for party in (combine_headers(*readings).seller, combine_headers(*readings).buyer))
        assert (seller is None) != (buyer is None)
        assert all(nip is None or nip.confidence < 0.6 for nip in (seller, buyer))
    both = replace(sold, buyer=Party(nip=sold.seller.nip))  # an invoice to oneself
    assert combine_headers(both, both).buyer.nip == combine_headers(both, both).seller.nip is not None
