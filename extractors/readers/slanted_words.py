"""Big words that run slantwise over a page, as watermarks and stamps do ("ANULOWANO"): the engines pass over them.

Their strokes are thicker than any print's, so print is taken away by its strokes; what is left and stands in a slanted
row is turned level and read.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from extractors.pictures.ink import numbered
from extractors.pictures.prepared_page import PreparedPage
from extractors.readers.engines import read_images
from extractors.readers.look_alikes import folded
from extractors.tokens import Image

_REDUCED = 3  # pixels of the page's ink to one: letters of usual print are then some 7 high
_THICK = 3  # pixels at that size; print's strokes are thinner
_PAPER = 228  # of 255: a pale watermark is below
_LOWEST, _HIGHEST = 16, 200  # pixels: height of the letters
_LONGEST = 500  # pixels: letters that touch are one piece
_GAP = 10  # pixels between two pieces of one word, on each side of it
_LEAST_LETTERS, _LONG = 4, 3.0  # of a word; times as long as high
_SLANT = (7.0, 75.0)  # degrees
_SURE = 0.6
_MOST_WORDS = 3
# What is stamped or printed across invoices.
_USUAL = {
    folded(word): word
    for word in (
        "ANULOWANO", "ANULOWANA", "UNIEWAŻNIONO", "UNIEWAŻNIONA", "NIEWAŻNA", "NIEWAŻNE", "STORNO",
        "ANULACJA", "ODRZUCONO", "WYCOFANO", "SKORYGOWANO", "ZWROT TOWARU", "NIE KSIĘGOWAĆ", "DOKUMENT NIEWAŻNY",
        "DEMO", "WERSJA DEMO", "WZÓR", "SPECIMEN", "TEST", "PRO FORMA", "SZKIC", "PROJEKT", "KOPIA ROBOCZA",
        "KOPIA", "DUPLIKAT", "ORYGINAŁ", "ZAPŁACONO", "OPŁACONO", "WPŁYNĘŁO", "SPRAWDZONO", "ZAKSIĘGOWANO",
    )
}  # fmt: skip
_SHORT = 5  # letters; so short a word is told by capitals and by each of its letters having its place
_ALIKE = 70  # rapidfuzz ratio, 0..100, from which on a big slanted word is one of these


def slanted_words(page: PreparedPage) -> tuple[str, ...]:
    """What big slanted words of a page say, the longest first; nearly always none."""
    if page.blank:
        return ()
    high, wide = (max(1, side // _REDUCED) for side in page.ink.shape[:2])
    small = cv2.resize(page.ink, (wide, high), interpolation=cv2.INTER_AREA)
    thick = np.asarray(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_THICK, _THICK), np.uint8)), dtype=np.uint8)
    mask = np.asarray(cv2.threshold(thick, _PAPER, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    labels, stats = numbered(mask)
    longest = np.maximum(stats[:, 2], stats[:, 3])
    pieces = (longest >= _LOWEST) & (longest <= _LONGEST)
    pieces[0] = False
    crops = _rows(thick, np.asarray(pieces[labels]))
    readings = read_images([np.repeat(crop[:, :, None], 3, axis=2) for crop in crops])
    said = (usual_words(reading.text, _ALIKE) for reading in readings if reading.confidence >= _SURE)
    return tuple(text for text in said if sum(map(str.isalpha, text)) >= _LEAST_LETTERS)


def usual_words(text: str, alike: float) -> str:
    """What is usually stamped across invoices, where a text is that but for misread signs (`alike`: rapidfuzz ratio,
    0..100, at the least); else the text."""
    said = folded(text)
    found = process.extractOne(said, _USUAL.keys(), scorer=fuzz.ratio, score_cutoff=alike)
    places = len(said), len("".join(text.split()))  # a letter misread as a sign ("W∠OR") has its place too
    if found is None or (len(found[0]) <= _SHORT and not (text.isupper() and len(found[0]) in places)):
        return text
    return _USUAL[found[0]]


def _rows(thick: Image, letters: npt.NDArray[np.bool_]) -> list[Image]:
    """The slanted rows of letters, each turned level, the longest first."""
    joined = cv2.dilate(
        letters.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _GAP + 1, 2 * _GAP + 1))
    )
    alone = np.where(letters, thick, 255).astype(np.uint8)
    rows = []
    for outline in cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        (x, y), (width, height), angle = cv2.minAreaRect(outline)
        if width < height:
            width, height, angle = height, width, angle + 90
        angle = (angle + 90) % 180 - 90  # of the longer side, downwards from the left
        width, height = width - _GAP, height - _GAP
        if not _LOWEST <= height <= min(_HIGHEST, width / _LONG) or not _SLANT[0] <= abs(angle) <= _SLANT[1]:
            continue
        turn = np.asarray(cv2.getRotationMatrix2D((x, y), angle, 1.0), dtype=np.float64)
        turn[:, 2] += (width / 2 - x, height / 2 - y)
        row = cv2.warpAffine(alone, turn, (round(width), round(height)), borderValue=255)
        rows.append(np.asarray(row, dtype=np.uint8))
    rows.sort(key=lambda row: -row.shape[1])
    return rows[:_MOST_WORDS]
