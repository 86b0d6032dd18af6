"""Small values for the storage tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from programme.invoices import Crop, DocumentType, Field, Invoice, Source, Witness
from programme.registry import Declaration
from programme.rules import ProgrammeRules
from programme.verdicts import Code, Decision, Discrepancy, Verdict
from storage.decisions import Provenance

RULES = ProgrammeRules(
    name="Żniwa próbne",
    organiser="Organizator",
    period_start=date(2024, 7, 1),
    period_end=date(2025, 12, 31),
    years=(2024, 2025),
    units_per_point=Decimal(20),
    eligible_crop=Crop.HYBRID_RYE,
)
PROVENANCE = Provenance(1, 1, "1", "thresholds", "inputs")


def declaration(key: str = "D1", units: str = "20", participant: str = "P1", **changes: object) -> Declaration:
    values: dict[str, object] = {
        "declaration_id": key,
        "participant_id": participant,
        "year": 2025,
        "seller_nip": "5260001246",
        "invoice_numbers": ("FV 1/2025", "FV 2/2025"),
        "invoice_date": date(2025, 9, 12),
        "seed_units": Decimal(units),
        "documents": ("żyto.pdf", "b.jpg"),
    }
    return Declaration.model_validate({**values, **changes})


def verdict(key: str = "D1", confirmed: bool = True, units: str = "20") -> Verdict:
    found = () if confirmed else (Discrepancy(code=Code.UNREADABLE, message="nieczytelny", document="żyto.pdf"),)
    return Verdict(
        declaration_id=key,
        participant_id="P1",
        decision=Decision.CONFIRMED if confirmed else Decision.FLAGGED,
        declared_units=Decimal(units),
        verified_units=Decimal(units) if confirmed else None,
        discrepancies=found,
        documents=("żyto.pdf",),
        risk=0.25,
    )


def invoice(sha256: str) -> Invoice:
    return Invoice(
        sha256=sha256,
        source=Source.OCR,
        document_type=DocumentType.INVOICE,
        invoice_number=Field[str](
            value="FV 1/2025", confidence=0.97, page=1, witnesses=frozenset({Witness.QR, Witness.PIXELS})
        ),
    )
