"""The two readers of page pictures, behind one interface: Tesseract, and rapidocr (which shares nothing with it)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from extractors.memory import give_back
from extractors.readers.detector_input import bounded, install
from extractors.readers.tesseract import tesseract_words, words_of_each
from extractors.tokens import Image, Word, checked_words
from programme.geometry import Box

if TYPE_CHECKING:
    from extractors.pictures.prepared_page import PreparedPage


class Reader(Protocol):
    """An OCR engine: a prepared page in, words out."""

    @property
    def name(self) -> str: ...

    def read(self, page: PreparedPage) -> tuple[Word, ...]:
        """All words of the page, boxes in fractions of it. A blank page has none."""
        ...


class TesseractReader:
    """Tesseract with the Polish model. `psm` is its page segmentation mode, `seconds` the limit for one page.

    `timed_out` says that the last page hit the limit: its words are then missing, and the reading is partial.
    """

    name = "tesseract"

    def __init__(self, psm: int = 11, seconds: float = 60.0, language: str = "pol") -> None:
        self.psm = psm
        self.seconds = seconds
        self.language = language
        self.timed_out = False

    def read(self, page: PreparedPage) -> tuple[Word, ...]:
        """All words of the page. Raises Unavailable where Tesseract or its Polish model is not installed."""
        self.timed_out = False
        if page.blank:
            return ()
        words = tesseract_words(page.ink, self.language, self.psm, self.seconds)
        self.timed_out = words is None
        return checked_words(words or ())


class RapidReader:
    """rapidocr (PP-OCR models of its wheel) on the untouched colour picture, one thread."""

    name = "rapidocr"

    def read(self, page: PreparedPage) -> tuple[Word, ...]:
        """All words of the page."""
        if page.blank:
            return ()
        picture = bounded(_enlarged(page.legible))
        give_back()  # the page's preparation leaves hundreds of MB behind, and this is where most is needed at once
        return _words_of(picture)


def read_part(image: Image, place: Box) -> tuple[Word, ...]:
    """All words of a part of an upright BGR picture, by rapidocr's detector and recogniser; boxes in fractions of the
    whole picture."""
    part = crop_of(image, place, 0.0)
    high, wide = (one / whole for one, whole in zip(part.shape[:2], image.shape[:2], strict=True))
    left, top = max(0.0, place.x0), max(0.0, place.y0)

    def on_page(box: Box) -> Box:
        return Box(left + box.x0 * wide, top + box.y0 * high, left + box.x1 * wide, top + box.y1 * high)

    return tuple(replace(word, box=on_page(word.box)) for word in _words_of(part))


def _words_of(picture: Image) -> tuple[Word, ...]:
    """The words of a BGR picture, boxes in fractions of it: the engine's lines cut at spaces."""
    result = _page_reader()(picture, use_det=True, use_cls=False, use_rec=True, return_word_box=False)
    if result.boxes is None or result.txts is None:
        return ()
    height, width = picture.shape[:2]
    words: list[Word] = []
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        x, y = corners[:, 0] / width, corners[:, 1] / height
        line = Box(float(x.min()), float(y.min()), float(x.max()), float(y.max()))
        words.extend(split_line(str(text), line, float(score)))
    return checked_words(words)


# Sides between which the detector looks at a page. Its own setting takes up to 2000 pixels; at 1600 it found the same
# words of photographed pages (1324 of 1325) in three quarters of the time, with two thirds of the memory.
_DETECTION_SIDE = 1600
_LEAST_SIDE = 736


def _enlarged(picture: Image) -> Image:
    """A small picture brought to the detector's least side, as far as its longest allows."""
    factor = min(_LEAST_SIDE / min(picture.shape[:2]), _DETECTION_SIDE / max(picture.shape[:2]))
    if factor <= 1:
        return picture
    import cv2

    return np.asarray(cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


# Widths of printed signs in ems of a usual sans serif; an even share would shift words after "iii" or "MMM".
_NARROW, _WIDE = set("iljtfIr.,:;'|!()[]-/ "), set("mwMWŻŹ@%")


def split_line(text: str, box: Box, confidence: float) -> list[Word]:
    """A line as words; the box is shared out by the signs' usual widths."""
    widths = np.array([0.32 if sign in _NARROW else 0.85 if sign in _WIDE else 0.56 for sign in text])
    ends = np.concatenate([[0.0], np.cumsum(widths)])
    total = float(ends[-1]) or 1.0
    words, start = [], 0
    for end in range(len(text) + 1):
        if end == len(text) or text[end].isspace():
            if end > start:
                left, right = (box.x0 + box.width * float(ends[place]) / total for place in (start, end))
                words.append(Word(text[start:end], Box(left, box.y0, right, box.y1), confidence))
            start = end + 1
    return words


@dataclass(frozen=True, slots=True)
class CropReading:
    """What the recogniser reads in one crop, "" for nothing; confidence 0..1.

    `places` are where it saw the signs of `text` other than spaces, as fractions of the crop's width.
    """

    text: str
    confidence: float
    places: tuple[float, ...] = ()


def read_crops(image: Image, boxes: Sequence[Box], pad: float = 0.15) -> list[CropReading]:
    """Cells of an upright BGR picture, read by rapidocr's recogniser alone, in the order of `boxes`.

    Each box (fractions of the page) should hold one line of print; it is widened by `pad` of its height.
    """
    return read_images([crop_of(image, box, pad) for box in boxes])


def crop_of(image: Image, box: Box, pad: float) -> Image:
    """The pixels of a box widened on all sides by `pad` of its height; at least 1 x 1."""
    height, width = image.shape[:2]
    margin = box.height * height * pad
    left, right = max(0, int(box.x0 * width - margin)), min(width, round(box.x1 * width + margin) + 1)
    top, bottom = max(0, int(box.y0 * height - margin)), min(height, round(box.y1 * height + margin) + 1)
    left, top = min(left, width - 1), min(top, height - 1)
    return image[top : max(bottom, top + 1), left : max(right, left + 1)]


def read_images(crops: Sequence[Image]) -> list[CropReading]:
    """Pictures of single lines of print (BGR), read by rapidocr's recogniser; empty or tiny ones give ""."""
    readings = [CropReading("", 0.0)] * len(crops)
    usable = [place for place, crop in enumerate(crops) if crop.shape[0] >= 4 and crop.shape[1] >= 4]
    if not usable:
        return readings
    engine = _rapid()
    engine.return_word_box = True
    result = engine.recognize_txt([np.ascontiguousarray(crops[place]) for place in usable])
    for place, text, score, seen in zip(usable, result.txts, result.scores, result.word_results, strict=True):
        readings[place] = CropReading(str(text).strip(), min(1.0, max(0.0, float(score))), _places(seen))
    return readings


# The recogniser names a sign a little after its middle, measured in its columns of 8 pixels of 48.
_LATE = 0.1


def _places(seen: Any) -> tuple[float, ...]:
    """rapidocr's columns of the signs of one line, as fractions of the line's width."""
    return tuple((column + _LATE) / seen.line_txt_len for word in seen.word_cols for column in word)


def read_lines(pictures: Sequence[Image], seconds: float = 10.0) -> list[CropReading]:
    """Pictures of single lines of print, read by Tesseract together (one alone takes about 0.15 s, each of several a
    third of that); confidence is a line's worst word's. `seconds` are for each."""
    found = words_of_each(pictures, "pol", 7, seconds * len(pictures)) or [[] for _ in pictures]
    return [
        CropReading(" ".join(word.text for word in words), min((word.confidence for word in words), default=0.0))
        for words in found
    ]


# The height the recogniser scales lines to.
LINE_HEIGHT = 48
# The recogniser's cost goes by the columns it is given, at that height. Its own setting fills every line up to
# 320 columns, where a usual cell has 100 to 200: read as well (measured on 2000 cells), that cost twice as much.
_LEAST_WIDTH = 48
_BATCH = 4  # lines of nearly the same width together; more only take more memory


@cache
def _page_reader() -> Any:
    """The engine with its detector, which lines alone do not need."""
    engine = _rapid()
    install(engine._load_det_model())
    return engine


@cache
def _rapid() -> Any:
    """The engine, loaded once per process (about 3 s, 0.5 GB)."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTION_SIDE,
            "Rec.rec_img_shape": [3, LINE_HEIGHT, _LEAST_WIDTH],
            "Rec.rec_batch_num": _BATCH,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
