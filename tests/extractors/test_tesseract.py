"""Tesseract through pytesseract: words with places, nothing on blank paper, a limit on its time, no pandas."""

from __future__ import annotations

import subprocess
import sys

import cv2
import numpy as np
import pytest

from extractors.readers.tesseract import tesseract_words, words_of_each
from extractors.tokens import Image
from programme.errors import Unavailable


def _line(text: str, channels: int = 1) -> Image:
    page = np.full((120, 900, channels), 255, np.uint8)
    cv2.putText(page, text, (40, 80), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (0,) * channels, 3, cv2.LINE_AA)
    return page[:, :, 0] if channels == 1 else page


@pytest.mark.parametrize("channels", [1, 3])
def test_words_have_text_place_and_confidence(channels: int) -> None:
    words = tesseract_words(_line("Faktura 1024", channels), "pol", 7, 30) or []
    assert [word.text for word in words] == ["Faktura", "1024"]
    assert 0.03 < words[0].box.x0 < words[0].box.x1 < words[1].box.x0 < words[1].box.x1 < 0.6
    assert all(0.3 < word.confidence <= 1 for word in words)


def test_blank_paper_has_no_words() -> None:
    assert tesseract_words(np.full((80, 200), 255, np.uint8), "pol", 11, 30) == []


def test_several_lines_are_read_by_one_process_as_each_by_itself() -> None:
    lines = [_line("17 075,00"), np.full((60, 300), 255, np.uint8), _line("2025-09-13", 3), _line("FV/1024/25")]
    alone = [tesseract_words(line, "pol", 7, 30) for line in lines]
    assert words_of_each(lines, "pol", 7, 30) == alone
    assert [word.text for word in alone[2] or []] == ["2025-09-13"]
    assert words_of_each([], "pol", 7, 30) == []


def test_time_is_limited_and_what_is_missing_is_said() -> None:
    assert tesseract_words(_line("Faktura"), "pol", 7, 0.001) is None
    with pytest.raises(Unavailable, match="Tesseract failed"):
        tesseract_words(_line("Faktura"), "no_such_language", 7, 30)


def test_without_tesseract_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unavailable, match="not installed"):
        tesseract_words(_line("Faktura"), "pol", 7, 30)


def test_readers_load_no_tables_library() -> None:
    """pandas costs each reader process a second and 90 MB."""
    code = (
        "import sys, numpy as np; import extractors.image_reading, extractors.pdf_reading;"
        "from extractors.readers.tesseract import tesseract_words;"
        "tesseract_words(np.full((40, 90), 255, np.uint8), 'pol', 7, 30); print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
