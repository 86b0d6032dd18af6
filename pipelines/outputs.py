"""The result files, in the forms other programs rely on: extractions.jsonl, decisions.jsonl, points.csv.

Files are written beside their name and then renamed, so a reader never sees half a file; the same state gives the
same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.text_findings import finding_text
from programme.catalogue import Resolution, resolve_line
from programme.formats import money, plain
from programme.geometry import Box, around
from programme.invoices import Crop, Field, Invoice, LineItem, Party, Source
from programme.registry import Product
from programme.verdicts import Discrepancy, Verdict

if TYPE_CHECKING:
    from pipelines.points import YearBalance

Json = dict[str, Any]

_CONFIDENCE_DIGITS = 4
_BOX_DIGITS = 5


def extraction_object(file: str, invoice: Invoice, products: Sequence[Product], crop: Crop | None = None) -> Json:
    """One document as an object of extractions.jsonl; `products` and `crop` say which lines count."""
    resolved = [(line, resolve_line(line, products, crop)) for line in invoice.lines]
    return {
        "file": file,
        "sha256": invoice.sha256,
        "source": invoice.source.value,
        "pages": max(len(invoice.pages), 1 if invoice.source is Source.KSEF_XML else 0),
        "document_type": invoice.document_type.value,
        "document_type_confidence": _rounded(invoice.type_confidence),
        "invoice_number": _field(invoice.invoice_number),
        "issue_date": _field(invoice.issue_date),
        "sale_date": _field(invoice.sale_date),
        "ksef_number": _field(invoice.ksef_number),
        "corrected_invoice_number": _field(invoice.corrected_invoice_number),
        "seller": _party(invoice.seller, address=False),
        "buyer": _party(invoice.buyer, address=True),
        "lines": [_line(line, resolution) for line, resolution in resolved],
        "totals": {
            "net": _field(invoice.totals.net, as_money=True),
            "vat": _field(invoice.totals.vat, as_money=True),
            "gross": _field(invoice.totals.gross, as_money=True),
        },
        "currency": invoice.currency,
        "arithmetic_holds": invoice.arithmetic_holds,
        "seed_units": _seed_units(resolved),
        "problems": [{"code": item.code, "message": item.message} for item in invoice.problems],
        "findings": [
            {"kind": item.kind.value, "message": item.message, "page": item.page, "box": _box(item.box)}
            for item in invoice.findings
        ],
        "seconds": invoice.seconds,
        "further": [extraction_object(file, part, products, crop) for part in invoice.further],
    }


def units_of(resolved: Sequence[tuple[LineItem, Resolution]]) -> Decimal | None:
    """The sum over lines that count; None where no line was read, or one may count and cannot be counted."""
    after = [resolution for line, resolution in resolved if not line.before_correction]
    if not after or any(_uncountable(resolution) for resolution in after):
        return None
    return sum((item.seed_units for item in after if item.seed_units is not None), Decimal(0))


def _seed_units(resolved: Sequence[tuple[LineItem, Resolution]]) -> Json | None:
    total = units_of(resolved)
    if total is None:
        return None
    after = [(line, resolution) for line, resolution in resolved if not line.before_correction]
    lines = [line for line, resolution in after if resolution.seed_units is not None]
    confidence = min(line.confidence for line in lines or [line for line, _ in after])
    pages = {line.page for line in lines}
    boxes = [line.box for line in lines if line.box is not None]
    page = pages.pop() if len(pages) == 1 else None
    return {
        "value": plain(total),
        "confidence": _rounded(confidence),
        "page": page,
        "box": _box(around(boxes)) if page is not None and boxes else None,
    }


def _uncountable(resolution: Resolution) -> bool:
    return resolution.eligible is None or (resolution.eligible is True and resolution.seed_units is None)


def _line(line: LineItem, resolution: Resolution) -> Json:
    return {
        "description": line.description,
        "sku": resolution.sku,
        "quantity": plain(line.quantity.value) if line.quantity else None,
        "unit": line.unit,
        "seed_units": plain(resolution.seed_units) if resolution.seed_units is not None else None,
        "unit_net_price": plain(line.unit_net_price) if line.unit_net_price is not None else None,
        "net": money(line.net.value) if line.net else None,
        "vat_rate": line.vat_rate,
        "gross": money(line.gross.value) if line.gross else None,
        "page": line.page,
        "box": _box(line.box),
        "confidence": _rounded(line.confidence),
        "proven": line.proven,
        "before_correction": line.before_correction,
    }


def _party(party: Party, address: bool) -> Json:
    result = {"name": _field(party.name), "nip": _field(party.nip)}
    if address:
        result["address"] = _field(party.address)
    return result


def _field(field: Field[Any] | None, as_money: bool = False) -> Json | None:
    if field is None:
        return None
    value = field.value
    if isinstance(value, Decimal):
        text = money(value) if as_money else plain(value)
    else:
        text = value.isoformat() if isinstance(value, date) else str(value)
    return {"value": text, "confidence": _rounded(field.confidence), "page": field.page, "box": _box(field.box)}


def _box(box: Box | None) -> list[float] | None:
    return None if box is None else [round(side, _BOX_DIGITS) for side in box]


def _rounded(confidence: float) -> float:
    return round(min(1.0, max(0.0, confidence)), _CONFIDENCE_DIGITS)


def decision_object(verdict: Verdict) -> Json:
    """One verdict as an object of decisions.jsonl."""
    verified = verdict.verified_units
    return {
        "declaration_id": verdict.declaration_id,
        "participant_id": verdict.participant_id,
        "decision": verdict.decision.value,
        "declared_units": plain(verdict.declared_units),
        "verified_units": plain(verified) if verified is not None else None,
        "discrepancies": [_discrepancy(item) for item in verdict.discrepancies],
        "documents": list(verdict.documents),
        "risk": round(verdict.risk, _CONFIDENCE_DIGITS),
        "risk_reasons": list(verdict.risk_reasons),
        "thresholds_hash": verdict.thresholds_hash,
    }


def _discrepancy(item: Discrepancy) -> Json:
    return {
        "code": item.code.value,
        "message": finding_text(item.message, "pl"),
        "message_en": finding_text(item.message, "en"),
        "declared": item.declared,
        "found": finding_text(item.found, "pl") or None,
        "document": item.document,
        "page": item.page,
        "box": _box(item.box),
        "blocking": item.blocking,
    }


def json_line(value: Json) -> str:
    """`value` on one line, without a line end."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def write_jsonl(path: Path, objects: Iterable[Json]) -> None:
    """One object a line, UTF-8."""
    write_whole(path, "".join(json_line(value) + "\n" for value in objects).encode())


def write_points(path: Path, lines: Iterable[YearBalance]) -> None:
    """points.csv: participant_id,year,confirmed_units,pending_units,points."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("participant_id", "year", "confirmed_units", "pending_units", "points"))
    for line in lines:
        units = plain(line.confirmed_units), plain(line.pending_units)
        writer.writerow((line.participant_id, line.year, *units, line.points))
    write_whole(path, text.getvalue().encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all; the same bytes leave the file untouched."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
