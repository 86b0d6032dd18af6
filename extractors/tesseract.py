"""Tesseract through pytesseract: a picture in, its words out."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from extractors.tokens import Image, Word
from programme.errors import Unavailable
from programme.geometry import Box


def tesseract_words(picture: Image, language: str, psm: int, seconds: float) -> list[Word] | None:
    """The words Tesseract reads in a grey or BGR picture, boxes in fractions of it; None where it took longer than
    `seconds`. `psm` is its page segmentation mode.

    Raises Unavailable where Tesseract or the language's model is not installed.
    """
    table = _table(picture, language, psm, seconds)
    if table is None:
        return None
    height, width = picture.shape[:2]
    words = []
    columns = (table[name] for name in ("text", "conf", "left", "top", "width", "height"))
    for text, confidence, left, top, wide, high in zip(*columns, strict=True):
        if float(confidence) >= 0 and str(text).strip():
            box = Box(left / width, top / height, (left + wide) / width, (top + high) / height)
            words.append(Word(str(text), box, float(confidence) / 100))
    return words


def _table(picture: Image, language: str, psm: int, seconds: float) -> dict[str, list[Any]] | None:
    from PIL import Image as Pillow

    pytesseract = _pytesseract()
    # Handed on to the child process; more threads make it slower (measured: 5 times).
    os.environ["OMP_THREAD_LIMIT"] = "1"
    opened = Pillow.fromarray(picture if picture.ndim == 2 else np.ascontiguousarray(picture[:, :, ::-1]))
    opened.format = "BMP"  # what pytesseract hands over; its default, PNG, costs a quarter second a page to pack
    try:
        table: dict[str, list[Any]] = pytesseract.image_to_data(
            opened,
            lang=language,
            config=f"--oem 1 --psm {psm}",
            timeout=seconds,
            output_type=pytesseract.Output.DICT,
        )
    except pytesseract.TesseractNotFoundError as error:
        raise Unavailable("Tesseract is not installed.", "Install tesseract-ocr and its Polish model.") from error
    except pytesseract.TesseractError as error:
        raise Unavailable(f"Tesseract failed: {error.message}", "Check that its Polish model is there.") from error
    except RuntimeError:  # pytesseract's timeout
        return None
    return table


@cache
def _pytesseract() -> Any:
    """The module, without pandas: it imports that where it is installed, a second and 90 MB in each reader process,
    for a form of answer that is not asked for here."""
    with_pandas = "pandas" in sys.modules
    if not with_pandas:
        sys.modules["pandas"] = None  # type: ignore[assignment] # "import pandas" fails, as if it were not there
    try:
        return import_module("pytesseract")  # without type hints
    finally:
        if not with_pandas:
            del sys.modules["pandas"]
