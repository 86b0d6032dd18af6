"""Where a PDF comes from and what of it is not shown: editing programs, times of change, text cut off the page.

Weak signs: people merge, print and save honest files with such programs. They raise a claim's risk; text cut off by
hand stops it, as it may be the half of the invoice that does not suit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from extractors.pdf.document import PdfDocument, PdfPage
from programme.invoices import Finding, FindingKind

# Programs whose purpose is to change what a page shows; printers' and invoicing programs' libraries are not among them.
_EDITORS = re.compile(
    r"acrobat (?:pro|standard)|pdfescape|sejda|smallpdf|ilovepdf|foxit (?:phantom|editor|pdf editor)|nitro|pdfelement"
    r"|wondershare|pdf-?xchange editor|infix|master pdf|inkscape|illustrator|photoshop|gimp|canva|coreldraw"
    r"|libreoffice draw|pdffiller|soda pdf|pdf24|able2extract|affinity",
    re.IGNORECASE,
)
_DATE = re.compile(r"D:(\d{14})")
_LATER = timedelta(minutes=10)
_CUT_FIGURES = 3
_EDITOR_STRENGTH, _CHANGED_STRENGTH, _CUT_STRENGTH = 0.3, 0.2, 0.6


def origin_traces(document: PdfDocument) -> Iterator[Finding]:
    """Findings on the file's origin; none for a file as a program wrote it."""
    facts = document.metadata()
    program = next((facts[key] for key in ("Producer", "Creator") if _EDITORS.search(facts.get(key, ""))), None)
    if program is not None:
        yield Finding(
            kind=FindingKind.EDITING_PROGRAM,
            detail="program",
            values=(("program", program[:60]),),
            message=f"saved by a program for editing: {program[:60]}",
            strength=_EDITOR_STRENGTH,
        )
    made, changed = _time(facts.get("CreationDate", "")), _time(facts.get("ModDate", ""))
    if made is not None and changed is not None and changed - made > _LATER:
        yield Finding(
            kind=FindingKind.EDITING_PROGRAM,
            detail="changed_later",
            values=(("made", made.isoformat()), ("changed", changed.isoformat())),
            message=f"changed at {changed.isoformat()}, after it was made at {made.isoformat()}",
            strength=_CHANGED_STRENGTH,
        )
    for page in document.pages:
        yield from _cut_off(page)


def _time(text: str) -> datetime | None:
    match = _DATE.match(text)
    if match is None:
        return None
    try:
        return datetime.strptime(match[1], "%Y%m%d%H%M%S")  # noqa: DTZ007 - both times are compared as written
    except ValueError:
        return None


def _cut_off(page: PdfPage) -> Iterator[Finding]:
    """Figures outside the part of the page that is shown."""
    frame = page.frame
    # Whole characters, well away from the edge: printers' marks touch it.
    outside = [
        glyph
        for glyph in page.glyphs
        if glyph.right < frame.left - 2
        or glyph.left > frame.right + 2
        or glyph.top < frame.bottom - 2
        or glyph.bottom > frame.top + 2
    ]
    digits = sum(glyph.text.isdigit() for glyph in outside)
    if digits >= _CUT_FIGURES and len({round(glyph.y) for glyph in outside if glyph.text.isdigit()}) > 1:
        text = "".join(glyph.text for glyph in outside)[:40]
        yield Finding(
            kind=FindingKind.CUT_OFF_TEXT,
            detail="cut_off",
            values=(("text", text),),
            message=f"text with figures lies outside the shown part of the page: {text}",
            page=page.number,
            strength=_CUT_STRENGTH,
        )
