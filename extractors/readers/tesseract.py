"""Tesseract through pytesseract: a picture in, its words out.

Tesseract is a program, which takes its pictures from files: pytesseract writes a temporary one for a single picture;
for several a temporary folder is made here, with the list Tesseract wants. Both are gone when the call returns.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
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
    found = words_of_each([picture], language, psm, seconds)
    return None if found is None else found[0]


def words_of_each(pictures: Sequence[Image], language: str, psm: int, seconds: float) -> list[list[Word]] | None:
    """What tesseract_words gives for each picture, by one process: to start it and load its model takes longer than to
    read a line. `seconds` are for all together."""
    if not pictures:
        return []
    opened = [_opened(picture) for picture in pictures]
    if len(opened) == 1:
        table = _table(opened[0], language, psm, seconds)
    else:
        with tempfile.TemporaryDirectory(prefix="lines_") as folder:
            table = _table(_listed(opened, Path(folder)), language, psm, seconds)
    if table is None:
        return None
    words: list[list[Word]] = [[] for _ in pictures]
    columns = (table[name] for name in ("page_num", "text", "conf", "left", "top", "width", "height"))
    for page, text, confidence, left, top, wide, high in zip(*columns, strict=True):
        if float(confidence) >= 0 and str(text).strip():
            height, width = pictures[page - 1].shape[:2]
            box = Box(left / width, top / height, (left + wide) / width, (top + high) / height)
            words[page - 1].append(Word(str(text), box, float(confidence) / 100))
    return words


def _opened(picture: Image) -> Any:
    from PIL import Image as Pillow

    opened = Pillow.fromarray(picture if picture.ndim == 2 else np.ascontiguousarray(picture[:, :, ::-1]))
    opened.format = "BMP"  # what pytesseract hands over; its default, PNG, costs a quarter second a page to pack
    return opened


def _listed(opened: Sequence[Any], folder: Path) -> str:
    """A file that names a file for each picture, as Tesseract takes it in place of a picture."""
    files = [folder / f"{index}.bmp" for index in range(len(opened))]
    for picture, file in zip(opened, files, strict=True):
        picture.save(file)
    names = folder / "files.txt"
    names.write_text("".join(f"{file}\n" for file in files))
    return str(names)


def _table(opened: Any, language: str, psm: int, seconds: float) -> dict[str, list[Any]] | None:
    pytesseract = _pytesseract()
    # Handed on to the child process; more threads make it slower (measured: 5 times).
    os.environ["OMP_THREAD_LIMIT"] = "1"
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
