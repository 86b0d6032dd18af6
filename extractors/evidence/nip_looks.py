"""Second looks at NIPs of pictures: one misread NIP in eleven has a sound check digit by accident.

A NIP that one engine alone read, or that the other reads otherwise, is read as a single cell by both. It keeps its
value, for nothing better is known; but it is not sure where nobody else says the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.evidence.witnesses import with_witness
from extractors.heads.header import Header
from extractors.pictures.prepared_page import PreparedPage
from extractors.readers.engines import crop_of, read_crops, read_images, read_lines
from programme.geometry import Box
from programme.invoices import Field, Party, Witness

_UNSURE = 0.89  # below what counts as surely read
_CONTRADICTED = 0.6
_PADS = (0.1, 0.3)
_MOST_OF_IT = 8  # digits that make a reading of the same place another NIP, not a cell cut short


def looked_at_nips(header: Header, looks: Sequence[Header], pictures: Mapping[int, PreparedPage]) -> Header:
    """The header, seller's and buyer's NIPs that not both readers' headers `looks` have read again as cells."""

    def seen(party: Party, readings: Sequence[Field[str] | None]) -> Party:
        return party.model_copy(update={"nip": _settled(party.nip, readings, pictures)})

    return replace(
        header,
        seller=seen(header.seller, [look.seller.nip for look in looks]),
        buyer=seen(header.buyer, [look.buyer.nip for look in looks]),
    )


def confirmed_nips(header: Header, pictures: Mapping[int, PreparedPage]) -> Header:
    """The header as one engine read it, its NIPs compared with what the other reads in their cells."""

    def seen(party: Party) -> Party:
        field = party.nip
        if field is None or field.box is None or field.page is None or field.page not in pictures:
            return party
        text = read_crops(pictures[field.page].legible, [field.box])[0].text
        if field.value in _digits(text):
            return party.model_copy(update={"nip": with_witness(field, Witness.SECOND_READER)})
        return party.model_copy(update={"nip": _capped(field, _UNSURE)}) if _is_another(text, field.value) else party

    return replace(header, seller=seen(header.seller), buyer=seen(header.buyer))


def _settled(
    field: Field[str] | None, readings: Sequence[Field[str] | None], pictures: Mapping[int, PreparedPage]
) -> Field[str] | None:
    if field is None or Witness.SECOND_READER in field.witnesses or field.box is None or field.page is None:
        return field
    if field.page not in pictures:
        return field
    first, second = (reading is not None and reading.value == field.value for reading in readings)
    by_tesseract, by_rapid = _looks(pictures[field.page], field.box)
    first = first or any(field.value in _digits(text) for text in by_tesseract)
    second = second or any(field.value in _digits(text) for text in by_rapid)
    others = sum(_is_another(text, field.value) for text in (*by_tesseract, *by_rapid))
    same = sum(field.value in _digits(text) for text in (*by_tesseract, *by_rapid))
    if first and second and same > others:
        return with_witness(field, Witness.SECOND_READER)
    return _capped(field, _UNSURE if same > others else _CONTRADICTED)


def _looks(page: PreparedPage, box: Box) -> tuple[list[str], list[str]]:
    """What Tesseract and rapidocr read in a cell, in several sizes."""
    crops = [crop_of(page.legible, box, pad) for pad in _PADS]
    return [reading.text for reading in read_lines(crops)], [reading.text for reading in read_images(crops)]


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_another(text: str, value: str) -> bool:
    digits = _digits(text)
    return value not in digits and len(digits) >= _MOST_OF_IT


def _capped(field: Field[str], most: float) -> Field[str]:
    return field.model_copy(update={"confidence": min(most, field.confidence)})
