"""The values of a reading that decide a claim, and where they stand."""

from __future__ import annotations

from typing import Any

from extractors.interpretation import Interpretation
from programme.geometry import Box
from programme.invoices import Field


def decisive_fields(reading: Interpretation) -> list[Field[Any]]:
    """Number, dates, NIPs, totals, and each line's quantity and amounts, as far as they were read."""
    header, totals = reading.header, reading.items.totals
    fields: list[Field[Any] | None] = [
        header.invoice_number,
        header.issue_date,
        header.sale_date,
        header.seller.nip,
        header.buyer.nip,
        totals.net,
        totals.gross,
        *(line.quantity for line in reading.items.lines),
        *(line.net for line in reading.items.lines),
        *(line.gross for line in reading.items.lines),
    ]
    return [field for field in fields if field is not None]


def decisive_boxes(reading: Interpretation, page: int) -> list[Box]:
    """Boxes of the decisive values on one page, most telling first, each once."""
    boxes = [field.box for field in decisive_fields(reading) if field.page == page and field.box is not None]
    return list(dict.fromkeys(boxes))
