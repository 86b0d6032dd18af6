"""A scan's hidden text layer against its pixels.

Scanners and archives write such layers, with reading errors of their own, so one that differs here and there means
nothing. One that is right about everything but the amounts is suspicious: a poor engine errs all over the page.
The layer is no reading of ours either way; the scan is always read from its pixels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from extractors.readers.look_alikes import folded
from extractors.readers.pixels import PixelCheck, PixelOutcome, confirm_by_pixels
from extractors.tokens import Image, Word
from programme.invoices import Finding, FindingKind

_AMOUNT = re.compile(r"\d[.,]\d{2,3}\b")
# Words that are no amounts show how good the layer is: fewer than this tell nothing.
_LEAST_OTHERS = 12
_LONG = 4  # characters; shorter words are right or wrong by chance
# A layer as good as this on dates, identifiers and words (ordinary scanner software on a clean page) ...
_GOOD_ELSEWHERE = 0.9
# ... and wrong in this share of the amounts did not come by its errors by misreading.
_BAD_IN_AMOUNTS = 0.3
# A single wrong amount may be misread or forged: it is told and does not block.
_SINGLE = 0.4
# It is told only where the layer's other amounts stand on the page as they say: so many, and this share of all.
_AGREEING, _AGREEING_SHARE = 6, 0.7
# Boxes of such layers are a little off, so that a letter at an end is often cut (rapidfuzz ratio, 0..100).
_ALIKE = 80
_MOST_CELLS = 40  # of each sort; a cell costs some 15 ms


def hidden_layer_findings(words: Sequence[Word], page: int, image: Image) -> list[Finding]:
    """Findings on one scanned page. `image` is the page as rendered (BGR, some 200 dpi), `words` its hidden layer."""
    amounts = [word for word in words if _AMOUNT.search(word.text)][:_MOST_CELLS]
    others = [word for word in words if word not in amounts and len(word.text) >= _LONG and word.text[-1].isalnum()]
    others = sorted(others, key=lambda word: not any(sign.isdigit() for sign in word.text))[:_MOST_CELLS]
    if not amounts or len(others) < _LEAST_OTHERS:
        return []
    checks = list(zip(amounts, _checks(amounts, image), strict=True))
    differing = [(word, check) for word, check in checks if check.outcome is PixelOutcome.DIFFERS]
    if len(differing) >= _BAD_IN_AMOUNTS * len(checks):
        if _share_alike(others, image) < _GOOD_ELSEWHERE:
            return []
        return [_finding(word, check, page, check.confidence) for word, check in differing]
    agreeing = sum(check.outcome is PixelOutcome.AGREES for _, check in checks)
    if agreeing < max(_AGREEING, _AGREEING_SHARE * len(checks)):
        return []
    # Of the same form but for its digits: no box that cuts a part off.
    forms = [(word, check) for word, check in differing if _form(word.text) == _form(check.text)]
    return [_finding(word, check, page, _SINGLE) for word, check in forms]


def _share_alike(words: Sequence[Word], image: Image) -> float:
    """How much of the layer that is no amount stands on the page as it says."""
    pairs = zip(words, _checks(words, image), strict=True)
    return sum(fuzz.ratio(folded(word.text), folded(check.text)) >= _ALIKE for word, check in pairs) / len(words)


def _form(text: str) -> str:
    return re.sub(r"\d", "0", text.replace(" ", ""))


def _finding(word: Word, check: PixelCheck, page: int, strength: float) -> Finding:
    return Finding(
        kind=FindingKind.TEXT_DIFFERS_FROM_PIXELS,
        detail="hidden_layer",
        values=(("layer", word.text), ("page", check.text)),
        message=f"The hidden text layer says {word.text!r}, the scan shows {check.text!r}.",
        page=page,
        box=word.box,
        strength=strength,
    )


def _checks(words: Sequence[Word], image: Image) -> list[PixelCheck]:
    return confirm_by_pixels(image, [(word.box, word.text) for word in words])
