"""Documents nobody here wrote: public KSeF samples and their printouts, scanned receipts, hostile files.

The sets are no part of the project. A set is a folder: a document with `<name>.truth.json` beside it is compared field
by field; a `manifest.tsv` (file, kind, what must happen) names files of which only the manner of the result is known.
"""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from benchmarks.accuracy import Json
from pipelines.reader_pool import Job, ReaderPool
from programme.folding import fold

KINDS = {
    "VAT": "invoice", "ROZ": "invoice", "UPR": "invoice", "ZAL": "advance",
    "KOR": "correction", "KOR_ZAL": "correction", "KOR_ROZ": "correction",
}  # fmt: skip
_NAME = 85.0  # company names, after folding: the recogniser's and the truth's spelling of "SDN BHD" differ


@dataclass(frozen=True)
class PublicReading:
    """One document as read: its invoice as JSON, the limit it hit (None: none), CPU seconds, peak memory in MB."""

    file: str
    invoice: Json
    failure: str | None
    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Judged:
    """A document's fields: name -> (expected, read, right, confidence of what was read)."""

    file: str
    fields: Mapping[str, tuple[Any, Any, bool, float | None]]

    @property
    def wrong(self) -> int:
        """Fields not as the truth; a wrong value counts twice as much as a missing one."""
        return sum((1 if read in (None, []) else 2) for _, read, right, _ in self.fields.values() if not right)


def documents_in(folder: Path) -> list[Path]:
    """Documents of a set: those with a truth beside them, or those its manifest names."""
    if (folder / "manifest.tsv").exists():
        return [folder / row["file"] for row in manifest(folder)]
    truths = sorted(folder.rglob("*.truth.json"))
    stems = [path.with_name(path.name.removesuffix(".truth.json")) for path in truths]
    return [
        next(p for p in sorted(stem.parent.glob(f"{_escaped(stem.name)}.*")) if not p.name.endswith(".truth.json"))
        for stem in stems
    ]


def _escaped(name: str) -> str:
    return "".join(f"[{char}]" if char in "[]*?" else char for char in name)


def manifest(folder: Path) -> list[dict[str, str]]:
    """Rows of the set's manifest: file, kind, expected."""
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def read_all(paths: Sequence[Path], seconds: float, megabytes: int) -> Iterator[PublicReading]:
    """Every document read by one reader process under the product's own limits, its cost taken from the kernel.

    Peak memory is the process's own between two documents (Linux; 0 elsewhere); a document that lost its reader has
    no cost that could be asked for: its seconds are the wall clock's.
    """
    with ReaderPool(1, seconds, megabytes) as pool:
        for path in paths:
            before: dict[int, float] = {}

            def load(path: Path = path, before: dict[int, float] = before) -> bytes:
                for pid in _readers():
                    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")
                    before[pid] = _cpu(pid)
                return path.read_bytes()

            for read in pool.read([Job(str(path), "", load)]):
                spent = [(_cpu(pid) - before[pid], _peak(pid)) for pid in _readers() if pid in before]
                cpu, peak = spent[0] if spent else (read.invoice.seconds, 0.0)
                yield PublicReading(path.name, json.loads(read.invoice.model_dump_json()), read.failure, cpu, peak)


def _readers() -> list[int]:
    """Process ids of our own reader processes."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()[1])
            if parent == os.getpid() and b"reader_process" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:  # it ended while we looked
            continue
    return found


def _cpu(pid: int) -> float:
    """CPU seconds of a process and its ended children."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / float(os.sysconf("SC_CLK_TCK"))


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next((int(line.split()[1]) / 1e3 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def judge(path: Path, invoice: Json) -> Judged:
    """The document's reading against the truth beside it."""
    truth = json.loads(path.with_name(path.stem + ".truth.json").read_text(encoding="utf-8"))
    return Judged(path.name, _receipt(truth, invoice) if "company" in truth else _ksef(truth, invoice))


def _ksef(truth: Json, invoice: Json) -> dict[str, tuple[Any, Any, bool, float | None]]:
    kind = KINDS.get(truth["doc_type"], truth["doc_type"])
    found: dict[str, tuple[Any, Any, bool, float | None]] = {
        "document_type": (kind, invoice["document_type"], kind == invoice["document_type"], invoice["type_confidence"])
    }
    for name, key, same in (
        ("invoice_number", truth["invoice_number"], _spelt),
        ("issue_date", truth["issue_date"], _spelt),
        ("seller.nip", (truth["seller"] or {}).get("nip"), _spelt),
        ("buyer.nip", (truth["buyer"] or {}).get("nip"), _spelt),
        ("totals.gross", truth["total_gross"], _equal),
    ):
        value, confidence = _value(invoice, name)
        found[name] = (key, value, same(key, value), confidence)
    true = _lines(truth["lines"] or truth["order_lines"], "before_correction")
    read = _lines([_plain(line) for line in invoice["lines"]], "before_correction")
    found["lines"] = (_shown(true - read), _shown(read - true), true == read, None)
    return found


def _receipt(truth: Json, invoice: Json) -> dict[str, tuple[Any, Any, bool, float | None]]:
    found = {}
    for name, key, same in (
        ("totals.gross", truth["total"], _amount),
        ("issue_date", truth["date"], _day),
        ("seller.name", truth["company"], _named),
    ):
        value, confidence = _value(invoice, name)
        found[name] = (key, value, value is not None and same(key, value), confidence)
    return found


def _value(invoice: Json, name: str) -> tuple[Any, float | None]:
    value: Any = invoice
    for key in name.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return (value["value"], float(value["confidence"])) if isinstance(value, Mapping) else (None, None)


def _plain(line: Json) -> Json:
    return {
        "quantity": (line["quantity"] or {}).get("value"),
        "net": (line["net"] or {}).get("value"),
        "before_correction": line["before_correction"] or None,
    }


def _lines(lines: Sequence[Json], before: str) -> Counter[tuple[str, str, bool]]:
    return Counter((_number(x["quantity"]), _number(x["net"]), bool(x[before])) for x in lines)


def _shown(lines: Counter[tuple[str, str, bool]]) -> list[str]:
    return [f"{'before ' * state}{quantity} for {net}" for quantity, net, state in lines.elements()]


def _number(text: str | None) -> str:
    return "" if text in (None, "") else str(Decimal(str(text)).normalize())


def _spelt(one: Any, other: Any) -> bool:
    return "".join(str(one or "").split()) == "".join(str(other or "").split())


def _equal(one: Any, other: Any) -> bool:
    return _number(one) == _number(other)


def _amount(one: str, other: str) -> bool:
    try:
        return Decimal(one.removeprefix("RM").strip(" $").replace(",", "")) == Decimal(other)
    except InvalidOperation:
        return False


def _day(one: str, other: str) -> bool:
    """Day before month, except where the year comes first."""
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y", "%d %b %Y"):
        try:
            day = datetime.strptime(one.replace("/", "-").strip(), form).replace(tzinfo=UTC)
            return day.date().isoformat() == other
        except ValueError:
            continue
    return False


def _named(one: str, other: str) -> bool:
    return bool(fuzz.token_sort_ratio(fold(one), fold(other)) >= _NAME)


def outcome(reading: PublicReading) -> str:
    """How a document ended: a limit's name, "refused" (a remedy is told), "other", or "read"."""
    if reading.failure is not None:
        return reading.failure
    if reading.invoice["document_type"] == "unreadable":
        return "refused"
    return "partial" if reading.invoice["partial"] else "read"


def as_asked(expected: str, reading: PublicReading) -> bool:
    """Whether a hostile file ended as its manifest asks: a limit hit or a crash never does."""
    if reading.failure is not None:
        return False
    if expected.startswith("must be refused") and " or " not in expected:
        return confirms_nothing(reading.invoice)
    if expected.startswith("readable") and " or " not in expected:
        return outcome(reading) != "refused"
    return True


def confirms_nothing(invoice: Json) -> bool:
    """Whether nothing could come of the reading: unreadable, partial, or no kind of document that counts."""
    return invoice["document_type"] in ("unreadable", "other") or bool(invoice["partial"])
