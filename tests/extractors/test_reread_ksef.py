"""A KSeF number whose checksum fails is read again from the picture before it is held against anyone."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from extractors.evidence.witnesses import reread_ksef_number
from extractors.heads.header import read_header
from extractors.pages.page_images import prepare_page
from extractors.tokens import TokenPage, Word
from programme.geometry import Box
from programme.invoices import Field, Source, Witness

_NUMBER = "5265877635-20250826-0100001AF629-AF"
_MISREAD = "5265877635-20250826-0100001AF829-AF"


@pytest.mark.parametrize("printed", [_NUMBER, _MISREAD])
def test_only_a_number_that_proves_itself_is_taken(printed: str) -> None:
    page = np.full((1400, 1000, 3), 245, np.uint8)
    for row in range(12):
        cv2.putText(page, "Faktura netto brutto", (80, 100 + 60 * row), 0, 0.8, (20, 20, 20), 2, cv2.LINE_AA)
    cv2.putText(page, printed, (80, 1000), 0, 0.9, (20, 20, 20), 2, cv2.LINE_AA)
    picture = prepare_page(page)
    box = Box(0.075, 975 / 1400, 0.8, 1006 / 1400)
    words = (Word("Faktura", Box(0.1, 0.1, 0.2, 0.12), 0.9),)
    header = read_header([TokenPage(1, 1000, 1400, words, Source.OCR, "tesseract", page)])
    header = replace(header, ksef_number=Field[str](value=_MISREAD, confidence=0.3, page=1, box=box))
    field = reread_ksef_number(header, {1: picture}).ksef_number
    assert field is not None
    assert (field.value, Witness.CHECKSUM in field.witnesses) == (
        (_NUMBER, True) if printed == _NUMBER else (_MISREAD, False)
    )
