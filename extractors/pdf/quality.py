"""May a PDF's text layer be believed as text at all? Signs of garbage, without asking what the document says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from extractors.pdf.glyphs import Glyph
from extractors.tokens import Word

# Fewer letters than this are no text layer: a scanner's stamp, a page number.
_FEW_LETTERS = 20
# Share of characters that may be unmapped or impossible before the layer counts as garbage: a logo's or a bullet's
# symbol font is common, one bad character in thirty is not.
_BAD_SHARE = 0.03
# Letters that are not Latin: Greek symbols occur, whole words of another script do not.
_FOREIGN_SHARE = 0.1
# Words this common on invoices and in Polish (and English) prose; a layer with many words and none of these is
# shifted or scrambled, whatever its letters look like.
_COMMON_WORDS = """
    faktura vat nip data sprzedaży wystawienia sprzedawca nabywca razem netto brutto kwota wartość cena ilość
    nazwa stawka termin płatności zapłaty ul do na za od nr numer lp jm szt pln zł konto bank przelew gotówka słownie
    podatku podatek suma ogółem strona dnia towaru usługi adres odbiorca miejsce uwagi sposób z i w o się nie jest oraz
    invoice date total seller buyer price quantity amount tax net gross due number name address page the of and to in
    paragon dokument wydanie zamówienie magazyn oryginał kopia duplikat korekta proforma pro forma sp oo
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_CID = re.compile(r"\(cid:\d+\)")
_LETTERS = re.compile(r"[^\W\d_]+")
# Without spaces and gaps whole lines become one word; Polish has none this long.
_LONGEST_WORD = 28


def has_letters(glyphs: Sequence[Glyph]) -> bool:
    """Whether there is any text layer to speak of."""
    count = 0
    for glyph in glyphs:
        count += glyph.text.isalnum()
        if count >= _FEW_LETTERS:
            return True
    return False


def complaint(glyphs: Sequence[Glyph], words: Sequence[Word]) -> str | None:
    """What is wrong with a text layer, in a machine name; None where it reads as text.

    no_text, unmapped (control, private-use or unmapped characters, "(cid:7)"), foreign_script, run_together (no
    spaces and no gaps), scrambled (letters of no language).
    """
    if not has_letters(glyphs):
        return "no_text"
    shown = [glyph for glyph in glyphs if not glyph.text.isspace()]
    bad = sum(not glyph.mapped or _impossible(glyph.text) for glyph in shown)
    text = " ".join(word.text for word in words)
    if bad > _BAD_SHARE * len(shown) or len(_CID.findall(text)) > 2:
        return "unmapped"
    letters = [glyph.text for glyph in shown if glyph.text.isalpha()]
    foreign = sum(not unicodedata.name(letter[0], "").startswith("LATIN") for letter in letters)
    if foreign > _FOREIGN_SHARE * max(1, len(letters)):
        return "foreign_script"
    runs = _LETTERS.findall(text)
    long = sum(len(run) for run in runs if len(run) > _LONGEST_WORD)
    if long > 0.2 * max(1, sum(map(len, runs))):
        return "run_together"
    if len(runs) >= 25 and sum(run.lower() in _COMMON for run in runs) < 2:
        return "scrambled"
    return None


def _impossible(text: str) -> bool:
    """Control, private-use, unassigned characters and the replacement character."""
    return text == "\ufffd" or unicodedata.category(text[0]) in ("Cc", "Cn", "Co", "Cs")


def was_repaired(data: bytes) -> bool:
    """Whether a reader has to guess the file's structure: its last startxref leads to no cross-reference section.

    Readers "repair" such files (cut off, patched by hand), and what they then say can differ from what was written.
    """
    start = data.rfind(b"startxref")
    if start < 0:
        return True
    match = re.match(rb"startxref\s+(\d{1,12})", data[start : start + 40])
    if not match:
        return True
    junk = max(0, data.find(b"%PDF-", 0, 1024))
    for offset in (int(match[1]), int(match[1]) + junk):
        section = data[offset : offset + 40].lstrip()
        if section.startswith(b"xref") or re.match(rb"\d+\s+\d+\s+obj", section):
            return False
    return True
