"""Numbers as they stand on paper: every plausible value of a text, best first, and words joined to numbers.

A reading has a penalty instead of a verdict: 0 as printed, 1 the other meaning of its separators, 2 letters
taken for the digits they resemble, 3 a decimal comma that was lost. Which is right is for the sums to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.tokens import Word
from programme.geometry import Box, around

# Letters an OCR engine gives for digits (never digit for digit: that would let any sum be forged).
_LOOKALIKE = str.maketrans("OoQDlIi|!SsBZz", "00001111155822")
# "348,00 zł", "348,00zł/j.s."
_CURRENCY = re.compile(r"(?i)(?<![^\W\d])\s*(pln|zł|zl|zt|zi|eur|usd|gbp|€)(?:\s?/\s?[^\W\d][\w.]{0,6})?\.?$")
_NUMBER = re.compile(r"^[-−–+]?\d[\d.,' ]*[-−–]?$")
_DATE = re.compile(r"^\d{1,2}\.\d{1,2}\.(?:19|20)\d\d$")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009\u200b'’ʼ´`]+")
_PERCENT = re.compile(r"^(\d{1,2}(?:[.,]\d{1,2})?)\s?[%°]$")
_THOUSANDS = 3  # figures of a group
_RATE_WORDS = frozenset({"zw", "zw.", "np", "np.", "oo", "oo."})


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a printed number; a lower `penalty` is more literal. `decimals` are the printed ones."""

    value: Decimal
    penalty: int
    decimals: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number on the page: its text (groups of thousands joined by a space), box and its words."""

    text: str
    box: Box
    words: tuple[Word, ...]


def bare(text: str) -> str:
    """The text without currency, brackets and rules of the table that stuck to it."""
    return _CURRENCY.sub("", _SPACES.sub(" ", text).strip().strip('|[]{}();:_*~"„”').strip()).strip()


def is_number(text: str) -> bool:
    """Whether the text is a number as printed: digits with separators, perhaps a sign or currency; a date is none."""
    plain = bare(text)
    return bool(_NUMBER.match(plain)) and not _DATE.match(plain)


def looks_numeric(text: str) -> bool:
    """Whether the text may be a number after confusions: at least half digits and nothing but look-alikes."""
    plain = bare(text)
    digits = sum(c.isdigit() for c in plain)
    return digits > 0 and 2 * digits >= len(plain) - plain.count(" ") and is_number(plain.translate(_LOOKALIKE))


def percent(text: str) -> str | None:
    """The VAT rate a cell names, as digits ("8", "23") or "zw", "np", "oo"; None where it names none."""
    plain = text.strip().strip("|[]():;").casefold()
    if plain in _RATE_WORDS:
        return plain.rstrip(".")
    match = _PERCENT.match(plain)
    if match is None:
        return None
    value = Decimal(match[1].replace(",", "."))
    return format(value.normalize(), "f")


def readings(text: str, money: bool = True) -> tuple[Reading, ...]:
    """Every value `text` may have, best first; empty where it is no number.

    Of one separator with three digits behind it, money takes it for thousands first, a quantity for decimals
    ("24,200" t is 24.2 t), as Polish ERP systems print.
    """
    plain = bare(text)
    base = 0
    if not is_number(plain):
        if not looks_numeric(plain):
            return ()
        plain, base = plain.translate(_LOOKALIKE), 2
    negative = plain[0] in "-−–" or plain[-1] in "-−–"
    groups = _SPACES.split(plain.strip("-−–+ "))
    if any(len(re.split(r"[.,]", group)[0]) != 3 for group in groups[1:] if group) and len(groups) > 1:
        base = max(base, 2)
    found: dict[Decimal, Reading] = {}
    for number, penalty, decimals in _values("".join(groups), money):
        value = -number if negative else number
        if value not in found or found[value].penalty > base + penalty:
            found[value] = Reading(value, base + penalty, decimals)
    return tuple(sorted(found.values(), key=lambda r: r.penalty))


def _values(digits: str, money: bool) -> Iterator[tuple[Decimal, int, int]]:
    parts = re.split(r"[.,]", digits.strip(".,"))
    if not all(parts):
        parts = [part for part in parts if part]
    if not parts:
        return
    joined = "".join(parts)
    if len(parts) == 1:
        yield Decimal(joined), 0, 0
        if money and len(joined) >= 3:
            yield Decimal(joined).scaleb(-2), 3, 2
        return
    last = len(parts[-1])
    decimal = Decimal(joined).scaleb(-last)
    thousands = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3
    separators = [c for c in digits.strip(".,") if c in ".,"]
    mixed = len(set(separators)) > 1
    if thousands and not mixed:
        grouped = len(parts) > 2 or (money and parts[0] != "0")
        yield Decimal(joined), 0 if grouped else 1, 0
        if len(parts) == 2:
            yield decimal, 1 if grouped else 0, last
        return
    if any(len(part) > _THOUSANDS for part in parts[1:-1]):
        return  # two numbers that ran together: "342,00160,00"
    # "9.381,25", "9,381.25", and OCR's "9.381.25": what stands before the last separator are thousands.
    proper = all(len(part) == 3 for part in parts[1:-1])
    yield decimal, 0 if proper else 2, last


def cut(word: Word, place: int) -> list[Word]:
    """The word in two, before and from its character `place`, the box shared out by characters."""
    middle = word.box.x0 + word.box.width * place / len(word.text)
    boxes = (Box(word.box.x0, word.box.y0, middle, word.box.y1), Box(middle, word.box.y0, word.box.x1, word.box.y1))
    texts = (word.text[:place], word.text[place:])
    return [Word(text, box, word.confidence) for text, box in zip(texts, boxes, strict=True)]


def join_numbers(words: Sequence[Word], reach: float) -> list[Number]:
    """The words in order, neighbours that are groups of one number joined ("1" "234,56").

    `reach` is the widest space inside a number, in fractions of the page's width.
    """
    result: list[list[Word]] = []
    for word in words:
        if result and _continues(result[-1], word, reach):
            result[-1].append(word)
        else:
            result.append([word])
    return [
        Number(" ".join(word.text for word in group), around([word.box for word in group]), tuple(group))
        for group in result
    ]


def _continues(group: Sequence[Word], word: Word, reach: float) -> bool:
    if word.box.x0 - group[-1].box.x1 > reach:
        return False
    if group[-1].text in ("-", "−", "–") and len(group) == 1:
        return bool(re.match(r"\d", word.text))
    head = re.match(r"^[-−–]?\d{1,3}$", group[0].text) or (len(group) > 1 and group[0].text in ("-", "−", "–"))
    middle = all(re.match(r"^\d{3}$", w.text) for w in group[1:]) or group[0].text in ("-", "−", "–")
    tail = re.match(r"^\d{3}(?:[.,]\d{1,4})?(?:zł|PLN)?[,;.]?$", word.text)
    return bool(head and middle and tail)
