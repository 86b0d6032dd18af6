"""Incremental updates of a PDF: did a later revision change what a page shows?

A PDF saved incrementally keeps its earlier state in front of the update. Signing, re-saving, filling metadata and
linearisation append revisions too; only a change of the pages' text or drawing is a finding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractors.files.opening import Limits
from extractors.pdf.document import PdfDocument, PdfPage, open_pdf
from extractors.pdf.geometry import Rect
from extractors.pdf.quality import was_repaired
from programme.errors import UnreadableDocument
from programme.geometry import around
from programme.invoices import Finding, FindingKind

_END = re.compile(rb"%%EOF[\r\n ]{0,2}")
# Earlier states tried, oldest first, until one opens: the first end of a linearised file is no state of its own.
_MAX_STATES = 4
# An update may be appended to fill in what a program leaves open; it takes no word away from the page.
# Lines or pictures added beside the text (a logo, a code) are weaker still; over text, painting-over tells.
_ADDED_STRENGTH, _DRAWN_STRENGTH = 0.6, 0.4


def revision_traces(document: PdfDocument, limits: Limits) -> Iterator[Finding]:
    """A finding for each page whose words or drawings differ between the file's first state and its last."""
    ends = [match.end() for match in _END.finditer(document.data)]
    for end in ends[:-1][:_MAX_STATES]:
        before = document.data[:end]
        if was_repaired(before):
            continue
        try:
            with open_pdf(before, limits) as earlier:
                yield from _compare(earlier, document)
            return
        except UnreadableDocument:
            continue  # not a whole state; the next may be


def _compare(earlier: PdfDocument, later: PdfDocument) -> Iterator[Finding]:
    for old, new in zip(earlier.pages, later.pages, strict=False):
        finding = _page_change(old, new)
        if finding is not None:
            yield finding
    if later.page_count < earlier.page_count:
        yield Finding(
            kind=FindingKind.EDITED_AFTER_CREATION,
            detail="pages_removed",
            message="a later revision of the file removed pages",
            strength=_ADDED_STRENGTH,
        )


def _page_change(old: PdfPage, new: PdfPage) -> Finding | None:
    before, after = Counter(_texts(old)), Counter(_texts(new))
    gone, come = before - after, after - before
    boxes = [word.box for word in new.words if word.text in come]
    shown = ", ".join(list(come)[:5])
    if gone:
        detail, strength = "replaced", 1.0
        message = f"a later revision of the file replaced text on the page: {shown}"
    elif any(any(char.isdigit() for char in word) for word in come):
        # Old text may lie below what was added; the trace of text under text says whether it does.
        detail, strength = "added", _ADDED_STRENGTH
        message = f"a later revision of the file added text to the page: {shown}"
    elif come or _drawings(old) != _drawings(new):
        detail, strength = "drawn", _DRAWN_STRENGTH
        message = "a later revision of the file added to the page's drawing"
    else:
        return None
    return Finding(
        kind=FindingKind.EDITED_AFTER_CREATION,
        detail=detail,
        values=(("text", shown),),
        message=message,
        page=new.number,
        box=around(boxes) if boxes else None,
        strength=strength,
    )


def _texts(page: PdfPage) -> list[str]:
    return [word.text for word in page.words]


def _drawings(page: PdfPage) -> Counter[tuple[str, Rect]]:
    """Paths and images by place; a re-save may change their encoding, not where they are."""
    return Counter(
        (item.kind, (round(item.left), round(item.bottom), round(item.right), round(item.top)))
        for item in page.drawn
        if item.kind in ("path", "image")
    )
