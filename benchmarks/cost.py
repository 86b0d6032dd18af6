"""What reading costs: CPU seconds and peak memory a page, beside one plain pass of Tesseract at 300 dpi."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from extractors.files.opening import DEFAULT_LIMITS, UploadKind, sniff
from extractors.tokens import Image
from pipelines.reader_pool import ENVIRONMENT
from programme.errors import UnreadableDocument

_DPI = 300
_KIB = 1024 if sys.platform != "darwin" else 1  # ru_maxrss is in KiB on Linux, in bytes on macOS


@dataclass(frozen=True)
class Cost:
    """One document: pages read, CPU seconds of reading (child processes too), of the plain pass (None where there is
    no picture to read), and the reader's peak memory in bytes."""

    file: str
    pages: int
    seconds: float
    plain_seconds: float | None
    peak_bytes: int


def costs(files: Sequence[Path]) -> list[Cost]:
    """Each document read in one fresh process, one after another, models loaded before the clock starts."""
    os.environ.update(ENVIRONMENT)
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, initializer=_warm_up) as pool:
        return [pool.apply(_cost, (path,)) for path in files]


def _warm_up() -> None:
    import numpy as np

    import extractors.image_reading
    import extractors.pdf_reading  # noqa: F401 - a reader process has all of it loaded after its first document
    from extractors.readers.engines import read_images
    from extractors.text.entities import describe

    read_images([np.full((48, 200, 3), 255, np.uint8)])
    describe("Żyto hybrydowe 1 j.s.")


def _cost(path: Path) -> Cost:
    from extractors.reading import read_document

    data = path.read_bytes()
    before = cpu_seconds()
    invoice = read_document(data).invoice
    seconds = cpu_seconds() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB
    return Cost(path.name, max(1, len(invoice.pages)), seconds, _plain_pass(data), peak)


def cpu_seconds() -> float:
    """CPU seconds of this process and its ended children so far."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _plain_pass(data: bytes) -> float | None:
    """CPU seconds of Tesseract, Polish, page segmentation 3, over the document's pages as they come."""
    from PIL import Image as Pillow

    pytesseract: Any = import_module("pytesseract")  # without type hints
    pages = _pictures(data)
    if not pages:
        return None
    before = cpu_seconds()
    for page in pages:
        pytesseract.image_to_string(Pillow.fromarray(page[:, :, ::-1]), lang="pol", config="--psm 3")
    return cpu_seconds() - before


def _pictures(data: bytes) -> list[Image]:
    from extractors.files.frames import open_frames
    from extractors.pdf.document import open_pdf

    try:
        kind = sniff(data)
        if kind is UploadKind.IMAGE:
            return open_frames(data, DEFAULT_LIMITS)
        if kind is UploadKind.PDF:
            with open_pdf(data) as document:
                return [page.render(_DPI) for page in document.pages]
    except UnreadableDocument:
        return []
    return []
