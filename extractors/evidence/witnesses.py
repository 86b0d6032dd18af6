"""Second looks at the decisive cells: crops of the page picture read by the recogniser of the other engine."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from extractors.heads.header import Header
from extractors.pictures.prepared_page import PreparedPage
from extractors.readers.engines import read_crops
from extractors.readers.look_alikes import folded, same_value
from extractors.tables.line_items import Items
from extractors.tokens import TokenPage, Word
from programme.formats import parse_date, parse_decimal
from programme.geometry import Box
from programme.identifiers import fold_invoice_number, normalise_invoice_number, parse_ksef_number, parse_nip
from programme.invoices import Field, LineItem, Witness

T = TypeVar("T")
_KSEF_SHAPE = re.compile(r"\d{10}-\d{8}-[0-9A-F]{12}-[0-9A-F]{2}")


def confirm_by_crops(
    header: Header,
    items: Items,
    pictures: Mapping[int, PreparedPage],
    quantities: Sequence[bool] | None = None,
) -> tuple[Header, Items]:
    """The same reading with the witness SECOND_READER where the recogniser reads a decisive cell alike.

    A cell it reads otherwise stays as it was, without the witness: it is for the caller to read the page again.

    `quantities` says of which lines the quantity may get the witness: one that the same recogniser supplied has
    no second reader.
    """
    tried = [True] * len(items.lines) if quantities is None else quantities
    fields: list[Field[Any]] = [
        field
        for field in (
            header.invoice_number,
            header.issue_date,
            header.sale_date,
            *(line.quantity for line, own in zip(items.lines, tried, strict=True) if own),
        )
        if field is not None
    ]
    agreed = _agreeing(fields, pictures)

    def seen(field: Field[T] | None) -> Field[T] | None:
        return with_witness(field, Witness.SECOND_READER) if field is not None and id(field) in agreed else field

    lines: tuple[LineItem, ...] = tuple(
        line.model_copy(update={"quantity": seen(line.quantity)}) for line in items.lines
    )
    header = replace(
        header,
        invoice_number=seen(header.invoice_number),
        issue_date=seen(header.issue_date),
        sale_date=seen(header.sale_date),
    )
    return header, replace(items, lines=lines)


def reread_ksef_number(header: Header, pictures: Mapping[int, PreparedPage]) -> Header:
    """The header, its KSeF number read again where its checksum fails: one misread sign looks like a forgery.

    Only a reading that proves itself, by its own checksum and that of the NIP it begins with, is taken.
    """
    field = header.ksef_number
    if field is None or Witness.CHECKSUM in field.witnesses or field.box is None or field.page is None:
        return header
    if field.page not in pictures:
        return header
    for pad in (0.15, 0.4, 0.0):
        text = read_crops(pictures[field.page].legible, [field.box], pad)[0].text.upper().replace(" ", "")
        for shaped in _KSEF_SHAPE.findall(text):
            if parse_ksef_number(shaped) and parse_nip(shaped[:10]):
                proven = field.model_copy(
                    update={
                        "value": shaped,
                        "confidence": 0.97,
                        "witnesses": frozenset({Witness.CHECKSUM}),
                        "alternatives": (field.value,),
                    }
                )
                return replace(header, ksef_number=proven)
    return header


def with_witness(field: Field[T], witness: Witness) -> Field[T]:
    """The field with one witness more; its doubt is halved for it."""
    confidence = 1 - (1 - field.confidence) / 2
    return field.model_copy(update={"witnesses": field.witnesses | {witness}, "confidence": confidence})


def words_in(page: TokenPage, box: Box) -> list[Word]:
    """The words of `page` whose centre lies in `box`, or that surround its centre, left to right."""
    x, y = box.centre
    inside = [
        word
        for word in page.words
        if (box.x0 <= word.box.centre[0] <= box.x1 and box.y0 <= word.box.centre[1] <= box.y1)
        or (word.box.x0 <= x <= word.box.x1 and word.box.y0 <= y <= word.box.y1)
    ]
    return sorted(inside, key=lambda word: word.box.x0)


def _agreeing(fields: Sequence[Field[Any]], pictures: Mapping[int, PreparedPage]) -> set[int]:
    agreed = set()
    by_page: dict[int, list[Field[Any]]] = {}
    for field in fields:
        if field.page is not None and field.page in pictures and field.box is not None:
            by_page.setdefault(field.page, []).append(field)
    for number, group in by_page.items():
        height, width = pictures[number].legible.shape[:2]
        boxes = [_with_surroundings(field, height / width) for field in group]
        for field, crop in zip(group, read_crops(pictures[number].legible, boxes), strict=True):
            text = _NEXT_WORDS.sub("", crop.text) if isinstance(field.value, str) else crop.text
            if says_the_same(text, field.value) and not _other_letters(text, field.value):
                agreed.add(id(field))
    return agreed


# Of a line's height, on both sides of a number: what is printed there belongs to it, or is its label or a word like "z
# dnia", of which letters alone are seen.
_BESIDE_NUMBER = 0.9
_NEXT_WORDS = re.compile(r"(?:\s+[^\W\d_]{1,3}|[\s|:;,.])+$")
_SEPARATORS = "/-–.\\_"


def _with_surroundings(field: Field[Any], aspect: float) -> Box:
    """The field's box; a number's with what stands close beside it: its beginning misread as strokes, its rest behind
    a streak."""
    box = field.box or Box(0.0, 0.0, 1.0, 1.0)
    if not isinstance(field.value, str):
        return box
    beside = _BESIDE_NUMBER * box.height * aspect
    return Box(max(0.0, box.x0 - beside), box.y0, min(1.0, box.x1 + beside), box.y1)


def _ends_with_number(text: str, number: str) -> bool:
    """Whether a crop's text is an invoice number, whole: before it stands nothing but its label.

    "77/FS/2025" is not "FS/2025", and nor is "/FS/2025". A label may have lost its space ("nrFV 12").
    """
    wanted = fold_invoice_number(number)
    if has_foreign_sign(text) and not has_foreign_sign(number):
        return False
    words = text.split()
    for start in range(len(words)):
        rest = " ".join(words[start:])
        if rest[0] in _SEPARATORS:
            continue
        before = " ".join(words[:start])
        if before and before[-1] in _SEPARATORS:
            continue
        bare = re.sub(r"^[^\W\d_A-Z]*[:.]*(?=[A-Z\d])", "", rest)
        if wanted in (fold_invoice_number(rest), fold_invoice_number(bare)):
            # A series set apart by a space ("FS 12/2025") is part of the number, not its label.
            return not re.search(r"\d$|(?<![^\W\d_])[A-Z]{1,4}$", before) or _is_label(before)
    return False


def has_foreign_sign(text: str) -> bool:
    """Whether a sign that parts no number stands between two figures or letters, or two that do stand side by side:
    "8:3" is "883" with a streak in it, and "0150//2025" has lost its middle."""
    if re.search(r"[/\\–-][^\w]*[/\\–-]", text):
        return True
    return re.search(r"(?<=[^\W_])[^\w\s/.\\–-]+(?=\d)|(?<=\d)[^\w\s/.\\–-]+(?=[^\W_])", text) is not None


def _other_letters(text: str, value: object) -> bool:
    """Whether a number reads alike but for letters that look like figures: "25/684" where the crop has "ZS/684".

    It is the same number as far as comparing goes, and one of the two readings is wrong.
    """
    if not isinstance(value, str):
        return False
    return not normalise_invoice_number(text).endswith(normalise_invoice_number(value))


def _is_label(text: str) -> bool:
    return re.search(r"(?i)(?:n[ruo]|numer|vat|faktur[ay]|invoice)\W*$", text) is not None


def says_the_same(text: str, value: object) -> bool:
    """Whether a crop's text is the value: a date, a number or an invoice number, perhaps with its label before it."""
    if isinstance(value, str):
        return bool(value) and _ends_with_number(text, value)
    from datetime import date
    from decimal import Decimal

    if isinstance(value, Decimal):
        first = text.strip().split(" ")[0] if " " in text.strip() else text.strip()
        return parse_decimal(text) == value or parse_decimal(first) == value
    if isinstance(value, date):
        return any(parse_date(text[start:].strip()) == value for start in range(len(text)))
    return folded(text) == folded(str(value)) and same_value(text, str(value))
