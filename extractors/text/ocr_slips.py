"""Slips of recognisers that the language itself shows: two pieces read as one word, a capital I read as l.

Both engines drop narrow gaps: "22,73tx" is a quantity, its unit and the sign of multiplication, "251,5223%" an
amount and a rate of VAT. Nothing is guessed: a word is cut only where no one word could be what was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractors.tokens import Word
from programme.geometry import Box
from programme.units import unit_kind

# An amount has two decimals; what stands behind them, with its per cent sign, is a rate of VAT.
_WITH_RATE = re.compile(r"^(-?\d{1,3}(?:[. ]?\d{3})*,\d{2})((?:0|[3-578]|22|23)%)$")
# Two amounts whose columns stand close, or whose parting rule was lost: no number has two decimal commas.
_TWO_AMOUNTS = re.compile(r"^(-?\d{1,3}(?:\.?\d{3})*,\d{2})(\d{1,3}(?:\.?\d{3})*,\d{2})$")
_LABELLED = re.compile(
    r"^(PLN|EUR|zł|zl|netto|brutto|net|gross|vat|razem|total|suma|ogółem|kwota|wartość|zapłaty|należność)[.:]?"
    r"(-?\d{1,3}(?:[., ]?\d{3})*[.,]\d{2})$",
    re.IGNORECASE,
)
_TIMES = re.compile(r"^(\d+(?:[.,]\d+)?)?([^\W\d]{1,10}\.?(?:[^\W\d]{1,6}\.?)?)[xX×]$")


# The name of a file is no print of the document: a viewer shows it above the page.
_FILE_NAME = re.compile(r"[\w()-]+\.(?:pdf|jpe?g|png|docx?|heic|webp)$", re.IGNORECASE)


def mended(words: Iterable[Word]) -> tuple[Word, ...]:
    """The words as they stand on the page, in the same order; names of files that a viewer shows are left out."""
    return tuple(piece for word in words if not _FILE_NAME.match(word.text) for piece in _pieces(word))


def _pieces(word: Word) -> Sequence[Word]:
    # No Polish word begins with "ll": it is "Il", as in "Ilość".
    if re.match(r"ll[^\W\dl]", word.text):
        return [Word("I" + word.text[1:], word.box, word.confidence)]
    # Nor is there a word "Hość": strokes of "Il" that a scan joins.
    if re.match(r"H[oó][sś][cć]", word.text):
        return [Word("Il" + word.text[1:], word.box, word.confidence)]
    # Tesseract sees the slanting strokes of "FV" twice: "FVv/12", "FVvV12".
    if re.match(r"S?FV+v", word.text):
        return [Word(re.sub(r"V+v+V?", "V", word.text, count=1), word.box, word.confidence)]
    match = _WITH_RATE.match(word.text) or _TWO_AMOUNTS.match(word.text) or _LABELLED.match(word.text)
    if match:
        return _cut(word, match[1], match[2])
    match = _TIMES.match(word.text)
    if match and unit_kind(match[2]) is not None and unit_kind(word.text) is None:
        return _cut(word, *filter(None, (match[1], match[2], word.text[-1])))
    return [word]


def _cut(word: Word, *parts: str) -> list[Word]:
    """The word as several, its box shared out evenly."""
    pieces, start = [], 0
    step = word.box.width / len(word.text)
    for part in parts:
        left, right = word.box.x0 + step * start, word.box.x0 + step * (start + len(part))
        pieces.append(Word(part, Box(left, word.box.y0, right, word.box.y1), word.confidence))
        start += len(part)
    return pieces
