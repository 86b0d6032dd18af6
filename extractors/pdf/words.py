"""Glyphs of a PDF page -> words, by geometry: drawing order and the layer's own spaces are not trusted.

pdfplumber's word extractor groups the characters into lines and words; what goes in has been made upright, scaled to
a common font size, and cleared of spaces that no gap on the page confirms ("Sprzedaw ca").
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from extractors.pdf.geometry import Frame
from extractors.pdf.glyphs import Glyph
from extractors.tokens import Word, checked_words
from programme.geometry import around

# A gap wider than this share of the font size parts two words. Spaces are 0.25 em and more, 0.2 where a line is
# squeezed; letters of a word stand at most 0.1 em apart unless the text is letter-spaced.
_WORD_GAP = 0.17
_CAPITALISED = re.compile(r"[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]")
# A gap from which a figure is its own word: cells of a table set without padding nearly touch, while the characters of
# one word stand closer, kerning and all.
_CELL_GAP = 0.09
# A gap from which a letter begins another word than the letter before it: kerning never opens so much.
_LETTER_GAP = 0.12
# A space glyph between letters that stand closer than this is no space: the next letter starts where the last ends.
_FALSE_SPACE_GAP = 0.06
# Share of the em above and below the baseline that a word's box covers.
_ASCENT, _DESCENT = 0.76, 0.22
# The font size all text is scaled to before grouping, and the height within which characters share a line there.
_NORMAL_EM, _LINE_TOLERANCE = 10.0, 2.0
_SLANTED_STEP = 2.0  # ems from one character to the next of a slanted line, letter-spaced or behind a space
_ONE_PLACE = 1.0  # a character again this near, at that font size, is the same one drawn twice
# Rules that old programs draw with characters: a word never goes on behind one ("Celest|j.s.").
_RULES = "|¦│┃║"


def words_with_glyphs(glyphs: Sequence[Glyph], frame: Frame) -> list[tuple[Word, tuple[Glyph, ...]]]:
    """Words of the upright text, each with the characters it was made of; slanted text is left out.

    Boxes are in fractions of the upright page, confidence is 1; the words are still to be checked at the border.
    """
    from pdfplumber.utils.text import WordExtractor

    upright = [glyph for glyph in glyphs if glyph.angle == frame.turn]
    sizes = [glyph.em for glyph in upright if glyph.em > 0 and not glyph.text.isspace()]
    if not sizes:
        return []
    scale = _NORMAL_EM / median(sizes)
    ems = {round(glyph.em, 1) for glyph in upright if glyph.text.isalnum() and _is_plausible(glyph, frame)}
    chars = _only_narrow_spaces(_ligatures_apart([_char(glyph, frame, scale, ems) for glyph in upright]))
    extractor = WordExtractor(
        x_tolerance_ratio=_WORD_GAP,
        y_tolerance=_LINE_TOLERANCE,
        use_text_flow=False,
        expand_ligatures=True,
        split_at_punctuation=_RULES,
    )
    words = extractor.extract_words(_each_once(chars), return_chars=True)
    result = []
    for word in words:
        parts = _parted(word["chars"])
        for part in parts:
            text = str(word["text"]) if len(parts) == 1 else "".join(char["text"] for char in part)
            reach = (min(c["x0"] for c in part), word["top"], max(c["x1"] for c in part), word["bottom"])
            glyphs_of = tuple(char["glyph"] for char in part)
            result.append((Word(text, frame.box(tuple(side / scale for side in reach))), glyphs_of))
    return result


def _parted(chars: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """A word's characters cut where a figure or a capitalised word begins behind a gap: cells that nearly touch
    ("netto12 238,20", "szt.Cena")."""
    pairs = list(pairwise(chars))
    gaps = [(right["x0"] - left["x1"]) / right["size"] for left, right in pairs]
    usual = median(gaps) if gaps else 0.0  # letter-spaced text keeps its own distance
    parts = [chars[:1]]
    for index, (_, right) in enumerate(pairs):
        wide = gaps[index] >= usual + _CELL_GAP
        before, after = "".join(c["text"] for c in parts[-1]), "".join(c["text"] for c in chars[index + 1 : index + 3])
        apart = gaps[index] >= usual + _LETTER_GAP and before[-1:].isalpha() and right["text"].isalpha()
        if gaps[index] >= usual + _LETTER_GAP and before[-1:].isdigit() and right["text"].isalnum():
            apart = _drawn_apart(chars, index)
        if apart or (wide and (_begins_figure(before, right["text"]) or _CAPITALISED.match(after))):
            parts.append([])
        parts[-1].append(right)
    return parts


def _drawn_apart(chars: list[dict[str, Any]], index: int) -> bool:
    """Whether the file draws what ends at a character and what follows as two pieces of several characters each, as
    values of two columns are ("095993910" bold, "1/1"); single letters may be placed one by one."""
    addresses = [char["glyph"].address for char in chars]
    here, there = addresses[index], addresses[index + 1]
    return here != there and addresses.count(here) > 1 and addresses.count(there) > 1


def _begins_figure(before: str, sign: str) -> bool:
    """Whether a digit behind these characters is a figure of its own: behind letters, a rate or an amount's grosze."""
    return sign.isdigit() and re.search(r"[^\W\d_][.:)]?$|%$|\d[.,]\d{2}$", before) is not None


def _each_once(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The characters without those drawn again a hair apart (poor man's bold): at most a point, in chains.

    pdfplumber's dedupe_chars does the same, in a time that grows with the square of their number.
    """
    alike: dict[str, list[int]] = defaultdict(list)
    for index, char in enumerate(chars):
        alike[char["text"]].append(index)
    kept = [
        min(column, key=lambda index: (chars[index]["doctop"], chars[index]["x0"]))
        for indexes in alike.values()
        for line in _chains(indexes, lambda index: float(chars[index]["doctop"]))
        for column in _chains(line, lambda index: float(chars[index]["x0"]))
    ]
    return [chars[index] for index in sorted(kept)]


def _chains(indexes: Sequence[int], place: Callable[[int], float]) -> list[list[int]]:
    """Groups whose members, ordered by place, follow one another within _ONE_PLACE; each in the order given."""
    groups: list[list[int]] = []
    last = 0.0
    for index in sorted(indexes, key=place):
        if groups and place(index) <= last + _ONE_PLACE:
            groups[-1].append(index)
        else:
            groups.append([index])
        last = place(index)
    return [sorted(group) for group in groups]


def slanted_lines(glyphs: Sequence[Glyph], frame: Frame) -> tuple[str, ...]:
    """Lines that run another way than the page (watermarks, notes at the margin), in the order they are drawn."""
    texts = (_text(line) for line in _lines_askew(glyphs, frame))
    return tuple(text for text in texts if text)


def turned_lines(glyphs: Sequence[Glyph], frame: Frame) -> tuple[Word, ...]:
    """The lines that run up or down the page, as headings beside a box do, each as one word with its box."""
    found = []
    for line in _lines_askew(glyphs, frame):
        if all((glyph.angle - frame.turn) % 360 in (90, 270) for glyph in line) and _text(line):
            boxes = [frame.box(frame.rect(glyph.left, glyph.bottom, glyph.right, glyph.top)) for glyph in line]
            found.append(Word(_text(line), around(boxes)))
    return checked_words(found)


def _text(line: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in line).strip()


def _lines_askew(glyphs: Sequence[Glyph], frame: Frame) -> list[list[Glyph]]:
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if glyph.angle == frame.turn:
            continue
        last = lines[-1][-1] if lines else None
        if last is not None and math.dist((last.x, last.y), (glyph.x, glyph.y)) <= _SLANTED_STEP * glyph.em:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def _is_plausible(glyph: Glyph, frame: Frame) -> bool:
    """Whether a glyph's font size fits its ink."""
    _, y0, _, y1 = frame.rect(glyph.left, glyph.bottom, glyph.right, glyph.top)
    return glyph.em > 0 and 0.3 <= (y1 - y0) / glyph.em <= 4


def _char(glyph: Glyph, frame: Frame, scale: float, ems: Collection[float]) -> dict[str, Any]:
    """A glyph as pdfplumber's character, in scaled points of the upright page.

    Its height is the font's, measured from the baseline, so that letters with and without descenders share a line;
    the ink is asked only where the font size is nonsense (Type 3 fonts): it fits the ink of no letter, nor is it one
    of the sizes `ems` that fit others, of which points are the least part.
    """
    x0, y0, x1, y1 = frame.rect(glyph.left, glyph.bottom, glyph.right, glyph.top)
    _, base = frame.point(glyph.x, glyph.y)
    em = glyph.em
    if not _is_plausible(glyph, frame) and round(em, 1) not in ems:
        em = max(y1 - y0, 1e-3)
    top, bottom = base - _ASCENT * em, base + _DESCENT * em
    if not y0 - em <= base <= y1 + em:
        top, bottom = y0, y1
    return {
        "text": " " if glyph.text.isspace() else glyph.text,
        "x0": x0 * scale,
        "x1": x1 * scale,
        "top": top * scale,
        "doctop": top * scale,
        "bottom": bottom * scale,
        "size": em * scale,
        "upright": True,
        "glyph": glyph,
    }


def _ligatures_apart(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The characters with each ligature's share of their one box, or "tt" would pass for a "t" printed twice.

    Characters of one text object at one place, drawn one after the other, come from one glyph.
    """
    start = 0
    for end in range(1, len(chars) + 1):
        first = chars[start]
        if end < len(chars) and _place(chars[end]) == _place(first) and first["glyph"].address:
            continue
        count = end - start
        if count > 1:
            step = (first["x1"] - first["x0"]) / count
            for index, char in enumerate(chars[start:end]):
                char["x0"], char["x1"] = char["x0"] + index * step, char["x0"] + (index + 1) * step
        start = end
    return chars


def _place(char: dict[str, Any]) -> tuple[float, float, float, int]:
    glyph = char["glyph"]
    return glyph.x, glyph.y, glyph.right, glyph.address


def _only_narrow_spaces(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The characters without the spaces that do not matter.

    A wide gap parts words anyway, and padding may lie under another column's text; between letters that touch, the
    layer says space where the page shows none. What is kept are squeezed spaces between two letters of one line.
    """
    kept = []
    for index, char in enumerate(chars):
        if char["text"] == " ":
            if not 0 < index < len(chars) - 1:
                continue
            before, after = chars[index - 1], chars[index + 1]
            gap = (after["x0"] - before["x1"]) / char["size"]
            same_line = abs(before["top"] - after["top"]) <= _LINE_TOLERANCE
            if " " in (before["text"], after["text"]) or not same_line or not _FALSE_SPACE_GAP <= gap <= _WORD_GAP:
                continue
            char = {**char, "x0": before["x1"], "x1": after["x0"]}
        kept.append(char)
    return kept
