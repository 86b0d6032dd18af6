"""Readings and decisions against the truth: field accuracy, line items, straight-through, calibration."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

Json = Mapping[str, Any]

FIELDS = (
    "document_type", "invoice_number", "issue_date", "seller.nip", "buyer.nip", "seed_units", "totals.gross",
)  # fmt: skip
CHANNELS = ("xml", "pdf_text", "scan", "photo", "photo:easy", "photo:medium", "photo:hard", "photo:rough")
_WORST = ("none", "xml", "pdf_text", "scan", "photo")
_NUMBERS = ("seed_units", "totals.gross")
_CODED = ("invoice", "proforma", "advance")
BINS = ((0.0, 0.5), (0.5, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.98), (0.98, 0.995), (0.995, 1.0001))


@dataclass
class Share:
    """So many right of so many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.of += 1

    @property
    def rate(self) -> float | None:
        return self.right / self.of if self.of else None


@dataclass
class Accuracy:
    """Shares by (channel, field), line item counts by channel, and (confidence, right) pairs by field."""

    fields: dict[tuple[str, str], Share] = field(default_factory=lambda: defaultdict(Share))
    lines: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    confidences: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    def f1(self, channel: str) -> float | None:
        """Harmonic mean of precision and recall over (quantity, net) pairs of the channel's lines."""
        both, found, true = self.lines[channel]
        return 2 * both / (found + true) if found + true else None


def accuracy(truth: Sequence[Json], readings: Mapping[str, Json]) -> Accuracy:
    """Every document's reading (an object of extractions.jsonl, by file name) against its truth.

    Pages photographed one by one ("part") are left out: their truth is the whole invoice's, which only the claim's
    documents together show; its decision counts.
    """
    result = Accuracy()
    for document in truth:
        if document.get("part"):
            continue
        reading = readings.get(document["file"], {})
        groups = _groups(document)
        for name in _asked(document):
            expected, (value, confidence) = _plain(name, _get(document, name)), _read(reading, name)
            right = _plain(name, value) == expected
            for group in groups:
                result.fields[group, name].add(right)
            if confidence is not None and value is not None:
                result.confidences[name].append((confidence, right))
            if not right:
                result.wrong.append(f"{document['file']}: {name} is {_get(document, name)}, read {value}")
        if document["document_type"] in _CODED and "tampered" not in document["degradations"]:
            _count_lines(result, groups, document, reading)
    return result


def _groups(document: Json) -> list[str]:
    channel = document["channel"]
    return [channel, f"photo:{document['grade']}"] if document.get("grade") else [channel]


def _asked(document: Json) -> Iterator[str]:
    """The fields of a document that have a truth to compare with."""
    kind, tampered = document["document_type"], "tampered" in document["degradations"]
    yield "document_type"
    for name in FIELDS[1:]:
        if _get(document, name) is None or kind in ("unreadable", "other"):
            continue
        if name in _NUMBERS and (kind == "correction" or tampered):
            continue
        if name == "seed_units" and kind != "invoice":
            continue
        yield name


def _count_lines(result: Accuracy, groups: Sequence[str], document: Json, reading: Json) -> None:
    true, found = _pairs(document), _pairs(reading)
    for group in groups:
        counts = result.lines[group]
        counts[0] += sum((true & found).values())
        counts[1] += sum(found.values())
        counts[2] += sum(true.values())


def _pairs(document: Json) -> Counter[tuple[Decimal | None, Decimal | None]]:
    return Counter((_number(line.get("quantity")), _number(line.get("net"))) for line in document.get("lines") or [])


def _read(reading: Json, name: str) -> tuple[Any, float | None]:
    value = _get(reading, name)
    if isinstance(value, Mapping):
        return value["value"], float(value["confidence"])
    confidence = reading.get("document_type_confidence") if name == "document_type" else None
    return value, confidence


def _get(document: Json, name: str) -> Any:
    value: Any = document
    for key in name.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _plain(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _NUMBERS:
        return _number(value)
    if name == "invoice_number":
        return "".join(str(value).upper().split())
    return str(value).strip()


def _number(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value)).normalize()
    except InvalidOperation:
        return None


@dataclass
class Decisions:
    """Straight-through by channel (the worst of a claim's documents), wrong claims confirmed, codes reported."""

    straight: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    false_confirmations: list[str] = field(default_factory=list)
    wrong_claims: int = 0
    codes: Share = field(default_factory=Share)
    flagged_honest: list[str] = field(default_factory=list)


def decisions(truth: Sequence[Json], expected: Sequence[Json], decided: Mapping[str, Json]) -> Decisions:
    """Every claim's decision (an object of decisions.jsonl, by declaration id) against what should become of it."""
    channels = {document["file"]: document["channel"] for document in truth}
    result = Decisions()
    for claim in expected:
        verdict = decided[claim["declaration_id"]]
        confirmed = verdict["decision"] == "confirmed"
        found = {discrepancy["code"] for discrepancy in verdict["discrepancies"]}
        if claim["expect"] == "confirm":
            worst = max((channels.get(name, "none") for name in verdict["documents"]), key=_WORST.index, default="none")
            result.straight[worst].add(confirmed)
            if not confirmed:
                result.flagged_honest.append(
                    f"{claim['declaration_id']} ({claim['scenario']}): {', '.join(sorted(found))}"
                )
        elif claim["expect"] == "flag":
            result.wrong_claims += 1
            if confirmed:
                result.false_confirmations.append(f"{claim['declaration_id']} ({claim['scenario']})")
            for code in claim["codes"]:
                result.codes.add(code in found and not confirmed)
            if claim.get("codes_any"):
                result.codes.add(bool(found & set(claim["codes_any"])) and not confirmed)
    return result


@dataclass(frozen=True)
class Reliability:
    """A reliability table: per bin of confidence its count, mean confidence and share right; and the expected
    calibration error, the mean distance between the two weighted by count."""

    rows: tuple[tuple[float, float, int, float, float], ...]
    error: float


def reliability(pairs: Sequence[tuple[float, bool]]) -> Reliability:
    """How far confidences are probabilities."""
    rows, error = [], 0.0
    for low, high in BINS:
        inside = [(confidence, right) for confidence, right in pairs if low <= confidence < high]
        if not inside:
            continue
        mean = sum(confidence for confidence, _ in inside) / len(inside)
        share = sum(right for _, right in inside) / len(inside)
        rows.append((low, high, len(inside), mean, share))
        error += abs(mean - share) * len(inside) / len(pairs)
    return Reliability(tuple(rows), error)
