"""What reading a document gives."""

from __future__ import annotations

from dataclasses import dataclass

from programme.invoices import Invoice


@dataclass(frozen=True, slots=True)
class Reading:
    """An invoice as read, and its upright pages as pictures (JPEG, one a page; none for XML)."""

    invoice: Invoice
    pictures: tuple[bytes, ...] = ()
