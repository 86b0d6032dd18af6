"""Tesseract's command: a picture in, its words out.

Called directly and not through pytesseract, which imports pandas where that is installed: a second and 90 MB in each
reader process, for nothing that is used here.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from extractors.tokens import Image, Word
from programme.errors import Unavailable
from programme.geometry import Box

_COLUMNS = 12  # of a row of its table: left, top, width and height are 6 to 9, confidence is 10, text is 11


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
    for line in table.split("\n")[1:]:
        row = line.split("\t")
        if len(row) < _COLUMNS or not row[11].strip():
            continue
        left, top, wide, high, confidence = (int(float(value)) for value in row[6:11])
        if confidence >= 0:
            box = Box(left / width, top / height, (left + wide) / width, (top + high) / height)
            words.append(Word(row[11], box, confidence / 100))
    return words


def _table(picture: Image, language: str, psm: int, seconds: float) -> str | None:
    from PIL import Image as Pillow

    options = ["-l", language, "--oem", "1", "--psm", str(psm), "-c", "tessedit_create_tsv=1"]
    # More threads make it slower (measured: 5 times).
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    # A file, as what comes through a pipe is read sign by sign; BMP, as PNG costs a quarter second a page to pack.
    with tempfile.TemporaryDirectory(prefix="page_") as folder:
        file = Path(folder) / "page.bmp"
        Pillow.fromarray(picture if picture.ndim == 2 else np.ascontiguousarray(picture[:, :, ::-1])).save(file)
        try:
            done = subprocess.run(
                ["tesseract", str(file), "stdout", *options],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env=environment,
                timeout=seconds,
                check=True,
            )
        except FileNotFoundError as error:
            raise Unavailable("Tesseract is not installed.", "Install tesseract-ocr and its Polish model.") from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode("utf-8", "replace").strip()
            raise Unavailable(f"Tesseract failed: {said}", "Check that its Polish model is there.") from error
        except subprocess.TimeoutExpired:
            return None
    return done.stdout.decode("utf-8", "replace")
