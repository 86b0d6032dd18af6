"""The truth about documents and the expectation of claims, as JSON objects to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from samples.model import Bill, Claim

_EMPTY: dict[str, Any] = {
    "document_type": "unreadable",
    "invoice_number": None,
    "issue_date": None,
    "sale_date": None,
    "seller": {"name": None, "nip": None},
    "buyer": {"name": None, "nip": None},
    "ksef_number": None,
    "corrected_invoice_number": None,
    "lines": [],
    "totals": {"net": None, "vat": None, "gross": None},
    "seed_units": None,
}


def short(value: Decimal) -> str:
    """A decimal without trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def document_truth(
    bill: Bill, channel: str, layout: str, marks: Sequence[str] = (), with_ksef: bool = True
) -> dict[str, Any]:
    """What stands on the bill. `channel` is xml, pdf_text, scan or photo; a KSeF XML does not hold its own number."""
    return {
        "channel": channel,
        "layout": layout,
        "document_type": bill.kind,
        "invoice_number": bill.number,
        "issue_date": bill.issue_date.isoformat(),
        "sale_date": bill.sale_date.isoformat(),
        "seller": {"name": bill.seller.name, "nip": bill.seller.nip},
        "buyer": {"name": bill.buyer.name, "nip": bill.buyer.nip or None},
        "ksef_number": bill.ksef_number if with_ksef else None,
        "corrected_invoice_number": bill.corrected_number,
        "lines": [
            {
                "description": item.description,
                "quantity": short(item.quantity),
                "unit": item.unit,
                "seed_units": None if item.seed_units is None else short(item.seed_units),
                "unit_net_price": short(item.price),
                "net": f"{item.net:.2f}",
                "vat_rate": str(item.vat),
            }
            for item in bill.items
        ],
        "totals": {"net": f"{bill.net:.2f}", "vat": f"{bill.vat:.2f}", "gross": f"{bill.gross:.2f}"},
        "seed_units": short(bill.seed_units),
        "degradations": list(marks),
    }


def other_truth(kind: str, channel: str, layout: str, mark: str) -> dict[str, Any]:
    """The truth about a file that is no bill or cannot be opened."""
    return {"channel": channel, "layout": layout, **_EMPTY, "document_type": kind, "degradations": [mark]}


def paper_truth(bill: Bill, kind: str, channel: str, mark: str) -> dict[str, Any]:
    """The truth about a delivery note or a receipt made from a bill's goods: no invoice number, no sums to rely on."""
    full = document_truth(bill, channel, mark, [mark])
    return {
        **full,
        "document_type": kind,
        "lines": [],
        "totals": _EMPTY["totals"],
        "seed_units": None,
        "ksef_number": None,
    }


def decision_truth(claim: Claim) -> dict[str, Any]:
    """What must come of a claim."""
    return {
        "declaration_id": claim.declaration_id,
        "expect": claim.expect,
        "codes": claim.codes,
        "codes_any": claim.codes_any,
        "scenario": claim.scenario,
        "verified_units": None if claim.verified_units is None else short(claim.verified_units),
    }
