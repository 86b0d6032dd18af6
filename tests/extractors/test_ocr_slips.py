"""Words that recognisers run together or misread in a way the language shows."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extractors.text.ocr_slips import mended
from extractors.tokens import Word
from programme.geometry import Box


@pytest.mark.parametrize(
    ("read", "stands"),
    [
        ("llość", ["Ilość"]),
        ("22,73tx", ["22,73", "t", "x"]),
        ("szt.x", ["szt.", "x"]),
        ("251,5223%", ["251,52", "23%"]),
        ("1.381,005%", ["1.381,00", "5%"]),
        ("FVv/6579/2025", ["FV/6579/2025"]),
        ("FVvV22625", ["FV22625"]),
        ("Net34,541.00", ["Net", "34,541.00"]),
        ("PLN37304,28", ["PLN", "37304,28"]),
        ("359,002872,00", ["359,00", "2872,00"]),
        *(
            (text, [text])
            for text in ("Box", "max", "Rolex", "t", "x", "23%", "251,52", "8%", "ll", "90x90x110", "FS12.25", "VAT23")
        ),
    ],
)
def test_only_what_can_be_no_one_word_is_cut(read: str, stands: list[str]) -> None:
    words = mended([Word(read, Box(0.1, 0.1, 0.3, 0.12), 0.9)])
    assert [word.text for word in words] == stands
    assert words[0].box.x0 == pytest.approx(0.1)
    assert words[-1].box.x1 == pytest.approx(0.3)
    assert all(one.box.x1 <= other.box.x0 + 1e-9 for one, other in pairwise(words))


def test_the_name_of_a_file_is_no_print_of_the_document() -> None:
    words = [Word(text, Box(0.1, 0.1, 0.3, 0.12), 0.9) for text in ("faktura_2025.pdf", "FV/12/2025", "IMG_1.JPG")]
    assert [word.text for word in mended(words)] == ["FV/12/2025"]
