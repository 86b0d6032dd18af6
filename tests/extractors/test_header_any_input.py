"""Whatever words stand on a page, a header comes out, and never a certain one from nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.heads.header import read_header
from extractors.tokens import TokenPage, Word
from programme.geometry import Box
from programme.invoices import Source

_PIECES = st.one_of(
    st.text(min_size=1, max_size=12).filter(lambda text: bool(text.strip())),
    st.sampled_from(
        ["Faktura", "VAT", "nr", "NIP:", "Sprzedawca", "Nabywca:",
         "Data", "wystawienia:", "2025-09-12", "5265877635", "Słownie:",
         "sto", "zł", "/", "-", ":", "FV/1/2025", "Odbiorca", "korekta",
         "do", "faktury", "00-950", "5265877635-20250826-"]
    ),
)  # fmt: skip


@st.composite
def _pages(draw: st.DrawFn) -> TokenPage:
    words = []
    for text in draw(st.lists(_PIECES, max_size=25)):
        x, y = draw(st.floats(0, 0.9)), draw(st.floats(0, 0.95))
        words.append(Word(text, Box(x, y, x + 0.08, y + 0.012), draw(st.floats(0, 1))))
    engine = draw(st.sampled_from(["text_layer", "tesseract", "rapidocr"]))
    return TokenPage(draw(st.integers(1, 3)), 600.0, 850.0, tuple(words), Source.OCR, engine)


@settings(max_examples=150, deadline=None)
@given(st.lists(_pages(), max_size=2))
def test_any_page_gives_a_header(pages: list[TokenPage]) -> None:
    header = read_header(pages)
    assert 0 <= header.type_confidence <= 1
    assert len(header.printed_pages) == len(pages)
    for field in (header.invoice_number, header.seller.nip, header.buyer.nip):
        assert field is None or (0 <= field.confidence <= 1 and field.box is not None)
