"""A KSeF XML embedded in a PDF (PDF/A-3) is the document's second text: where it says something else than the page,
that is a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from extractors.files.ksef_xml import read_ksef_xml
from extractors.files.opening import Limits
from programme.errors import UnreadableDocument
from programme.formats import plain
from programme.identifiers import fold_invoice_number
from programme.invoices import Field, Finding, FindingKind, Invoice

_CONFIDENT = 0.8  # of the page's own reading, below which a difference is more likely misread
_STRENGTH = 0.9


def embedded_findings(invoice: Invoice, attachments: Sequence[tuple[str, bytes]], limits: Limits) -> list[Finding]:
    """What the XML files embedded (name, bytes) say differently from `invoice`, read from the pages.

    An attachment that is no KSeF invoice says nothing.
    """
    findings: list[Finding] = []
    for _, content in attachments:
        try:
            inner = read_ksef_xml(content, invoice.sha256, limits)
        except UnreadableDocument:
            continue
        findings += [
            Finding(
                kind=FindingKind.TEXT_DIFFERS_FROM_PIXELS,
                detail="embedded_xml",
                values=(("layer", said), ("page", shown)),
                message=f"The embedded XML says {said}, the page shows {shown}.",
                strength=_STRENGTH,
            )
            for said, shown in _differences(inner, invoice)
        ]
    return findings


def _differences(inner: Invoice, page: Invoice) -> Iterator[tuple[str, str]]:
    """Pairs of what the XML says and what the page shows, where both were read and differ."""
    texts = (
        (inner.invoice_number, page.invoice_number),
        (inner.seller.nip, page.seller.nip),
        (inner.buyer.nip, page.buyer.nip),
    )
    for said, shown in texts:
        if said and _sure(shown) and shown and fold_invoice_number(said.value) != fold_invoice_number(shown.value):
            yield said.value, shown.value
    day, shown_day = inner.issue_date, page.issue_date
    if day and shown_day and _sure(shown_day) and day.value != shown_day.value:
        yield day.value.isoformat(), shown_day.value.isoformat()
    gross, shown_gross = inner.totals.gross, page.totals.gross
    if gross and shown_gross and _sure(shown_gross) and gross.value != shown_gross.value:
        yield plain(gross.value), plain(shown_gross.value)
    one, other = _quantities(inner), _quantities(page)
    if page.lines and all(line.proven and _sure(line.quantity) for line in page.lines) and one != other:
        yield " + ".join(one), " + ".join(other)


def _sure(field: Field[Any] | None) -> bool:
    return field is not None and field.confidence >= _CONFIDENT


def _quantities(invoice: Invoice) -> list[str]:
    return sorted(plain(line.quantity.value) for line in invoice.lines if line.quantity and not line.before_correction)
