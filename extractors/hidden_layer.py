"""A scan's hidden text layer against its pixels.

Scanners and archives write such layers, with reading errors of their own, so one that differs here and there means
nothing. One that is right nearly everywhere and says something else in a few numbers is suspicious: a poor engine
errs all over the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pixels import PixelOutcome, confirm_by_pixels
from extractors.tokens import Image, Word
from programme.invoices import Finding, FindingKind

# Fewer numbers than this tell nothing about how good the layer is.
_LEAST_NUMBERS = 12
# Share of numbers that must be right before the others count: ordinary OCR layers are below it wherever they err.
_GOOD_LAYER = 0.85
_MOST_CELLS = 80


def hidden_layer_findings(words: Sequence[Word], page: int, image: Image) -> list[Finding]:
    """Findings on one scanned page. `image` is the page as rendered (BGR, some 200 dpi), `words` its hidden layer."""
    numbers = [word for word in words if sum(sign.isdigit() for sign in word.text) >= 2][:_MOST_CELLS]
    if len(numbers) < _LEAST_NUMBERS:
        return []
    checks = confirm_by_pixels(image, [(word.box, word.text) for word in numbers])
    agreeing = sum(check.outcome is PixelOutcome.AGREES for check in checks)
    if agreeing < _GOOD_LAYER * len(checks):
        return []
    return [
        Finding(
            kind=FindingKind.TEXT_DIFFERS_FROM_PIXELS,
            message=f"The hidden text layer says {word.text!r}, the scan shows {check.text!r}.",
            page=page,
            box=word.box,
            strength=check.confidence,
        )
        for word, check in zip(numbers, checks, strict=True)
        if check.outcome is PixelOutcome.DIFFERS
    ]
