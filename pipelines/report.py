"""The report: one self-contained HTML page that shows what was confirmed and, with evidence, what was not."""

from __future__ import annotations

import base64
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matchers.parts import narrowed, parts_of
from pipelines import report_texts
from pipelines.clock import local
from pipelines.outputs import write_whole
from pipelines.text_findings import declared_by_check, finding_text, value_text
from programme.formats import plain
from programme.geometry import Box
from programme.invoices import Field, Invoice
from programme.registry import Declaration, Participant
from programme.thresholds import DEFAULT_THRESHOLDS
from programme.verdicts import Check, Code, Decision, Discrepancy, Verdict

if TYPE_CHECKING:
    from jinja2 import Template

Picture = Callable[[str, int], bytes | None]

_MAX_WIDTH = 1000  # pixels: small print of an A4 page is still legible
_MAX_BYTES = 150_000  # a page; keeps a report of a hundred cases mailable
_MAX_PAGES = 4  # of one claim: the reviewer's queue has them all
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Mark:
    """A box drawn over a page, in per cent of the page. `number` ties it to a reason; None for other values."""

    x: float
    y: float
    width: float
    height: float
    label: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as shown: its picture as a data URI (None where there is none) and the marks over it."""

    document: str
    page: int
    uri: str | None
    width: int
    height: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One discrepancy in words."""

    number: int
    title: str
    item: Discrepancy


@dataclass(frozen=True, slots=True)
class CheckView:
    """One check in words."""

    name: str
    outcome: str
    label: str
    declared: str | None
    item: Check


@dataclass(frozen=True, slots=True)
class CaseView:
    """One claim as the template shows it."""

    verdict: Verdict
    participant: str
    declared: str
    verified: str | None
    channel: str
    invoice_numbers: str
    dates: str
    sellers: str
    reasons: tuple[ReasonView, ...] = ()
    checks: tuple[CheckView, ...] = ()
    pages: tuple[PageView, ...] = ()
    readings: tuple[tuple[str, Invoice], ...] = ()

    @property
    def codes(self) -> frozenset[Code]:
        """The blocking reasons."""
        return frozenset(item.code for item in self.verdict.discrepancies if item.blocking)


@dataclass(slots=True)
class _Share:
    confirmed: int = 0
    total: int = 0
    units: Decimal = field(default_factory=Decimal)

    @property
    def percent(self) -> float:
        return 100 * self.confirmed / self.total if self.total else 0.0


def write_report(
    path: Path,
    programme_name: str,
    verdicts: Sequence[Verdict],
    readings: Mapping[str, Invoice],
    picture: Picture,
    *,
    participants: Mapping[str, Participant] | None = None,
    declarations: Mapping[str, Declaration] | None = None,
    lang: str = "pl",
    generated: datetime | None = None,
) -> None:
    """Writes report.html to `path`, whole or not at all.

    `readings` are by document name; a document that was never read is left out of it. `picture(document, page)`
    gives an image file's bytes (PNG, JPEG, WebP) of the upright page, or None where there is no picture (XML, a
    broken file); it is asked only for pages that are shown. `participants` and `declarations` (by id) give names
    and, beside each check, what was declared where the check itself does not repeat it. `lang` is "pl" or "en".
    `generated` is the moment printed in the head; the same input then gives the same file.
    """
    known, declared = participants or {}, declarations or {}
    cases = [
        _case(verdict, readings, picture, known.get(verdict.participant_id), declared.get(verdict.declaration_id), lang)
        for verdict in verdicts
    ]
    flagged = [case for case in cases if case.verdict.decision is Decision.FLAGGED]
    confirmed = [case for case in cases if case.verdict.decision is Decision.CONFIRMED]
    html = _template(lang).render(
        lang=lang,
        t=report_texts.LABELS[lang],
        programme=programme_name,
        generated=local(generated or datetime.now(UTC)).strftime("%d.%m.%Y %H:%M"),
        flagged=flagged,
        confirmed=confirmed,
        by_reason=_by_reason(flagged, lang),
        by_channel=_by_channel(cases),
        confirmed_units=sum((c.verdict.verified_units or Decimal(0) for c in confirmed), Decimal(0)),
        pending_units=sum((c.verdict.declared_units for c in flagged), Decimal(0)),
        total=len(cases),
    )
    write_whole(path, html.encode())


def _template(lang: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = lambda value: _number(value, lang)
    environment.filters["said"] = lambda text: finding_text(text, lang)
    environment.filters["value"] = lambda text: value_text(text, lang)
    return environment.get_template("report.html.j2")


def _case(
    verdict: Verdict,
    readings: Mapping[str, Invoice],
    picture: Picture,
    participant: Participant | None,
    declaration: Declaration | None,
    lang: str,
) -> CaseView:
    numbers = declaration.invoice_numbers if declaration else ()
    kept = {
        name: narrowed(readings[name], numbers, DEFAULT_THRESHOLDS) for name in verdict.documents if name in readings
    }
    found = [(name, part) for name, invoice in kept.items() for part in parts_of(invoice)]
    said = declared_by_check(declaration, participant)
    is_flagged = verdict.decision is Decision.FLAGGED
    titles = report_texts.REASONS[lang]
    return CaseView(
        verdict=verdict,
        participant=participant.name if participant else verdict.participant_id,
        declared=_number(verdict.declared_units, lang),
        verified=None if verdict.verified_units is None else _number(verdict.verified_units, lang),
        channel=report_texts.SOURCES[lang][_channel([invoice for _, invoice in found])],
        invoice_numbers=_joined([invoice.invoice_number for _, invoice in found]),
        dates=_joined([invoice.issue_date for _, invoice in found]),
        sellers=_joined([invoice.seller.name or invoice.seller.nip for _, invoice in found]),
        reasons=tuple(
            ReasonView(number, titles[item.code], item) for number, item in enumerate(verdict.discrepancies, start=1)
        )
        if is_flagged
        else (),
        checks=tuple(_check(item, said, lang) for item in verdict.checks) if is_flagged else (),
        pages=_pages(verdict, kept, picture, lang) if is_flagged else (),
        readings=tuple(found) if is_flagged else (),
    )


def _check(item: Check, said: Mapping[str, str], lang: str) -> CheckView:
    name = report_texts.CHECKS[lang].get(item.name, item.name)
    declared = item.declared or said.get(item.name)
    return CheckView(name, item.outcome.value, report_texts.OUTCOMES[lang][item.outcome], declared, item)


def _number(value: Decimal, lang: str) -> str:
    return plain(value).replace(".", ",") if lang == "pl" else plain(value)


def _joined(fields: Sequence[Field[Any] | None]) -> str:
    """Different values only: an XML and its printout name the same invoice once."""
    return ", ".join(dict.fromkeys(str(item.value) for item in fields if item is not None))


def _channel(invoices: Sequence[Invoice]) -> str:
    kinds = {invoice.source.value for invoice in invoices}
    if not kinds:
        return "none"
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _pages(verdict: Verdict, found: Mapping[str, Invoice], picture: Picture, lang: str) -> tuple[PageView, ...]:
    """The pages a reviewer needs: those a discrepancy points at, or else the first of each document's invoice."""
    wanted = [(d.document, d.page) for d in verdict.discrepancies if d.document and d.page]
    named = {document for document, _ in wanted}
    wanted += [(name, _first_page(found.get(name))) for name in verdict.documents if name not in named]
    views = []
    for document, page in list(dict.fromkeys(wanted))[:_MAX_PAGES]:
        image = picture(document, page)
        uri, width, height = _embedded(image) if image else (None, 0, 0)
        marks = _marks(verdict, found.get(document), document, page, lang) if uri else ()
        if uri or document in named or document not in found:
            views.append(PageView(document, page, uri, width, height, marks))
    return tuple(views)


def _first_page(invoice: Invoice | None) -> int:
    """Where the invoice begins in its file."""
    return invoice.pages[0].number if invoice is not None and invoice.pages else 1


def _marks(verdict: Verdict, invoice: Invoice | None, document: str, page: int, lang: str) -> tuple[Mark, ...]:
    """Values read first, those in question last, so that they are drawn on top."""
    parts = parts_of(invoice) if invoice else ()
    marks = [_mark(box, label, None) for part in parts for box, label in _read_boxes(part, page, lang)]
    titles = report_texts.REASONS[lang]
    marks += [
        _mark(item.box, titles[item.code], number)
        for number, item in enumerate(verdict.discrepancies, start=1)
        if item.box and item.document == document and item.page == page
    ]
    return tuple(marks)


def _mark(box: Box, label: str, number: int | None) -> Mark:
    grow = 0.004 if number else 0.002
    return Mark(
        round(100 * (box.x0 - grow), 2),
        round(100 * (box.y0 - grow), 2),
        round(100 * (box.width + 2 * grow), 2),
        round(100 * (box.height + 2 * grow), 2),
        label,
        number,
    )


def _read_boxes(invoice: Invoice, page: int, lang: str) -> list[tuple[Box, str]]:
    labels = report_texts.LABELS[lang]
    header: list[tuple[Field[Any] | None, str]] = [
        (invoice.invoice_number, labels["number"]),
        (invoice.issue_date, labels["date"]),
        (invoice.sale_date, labels["date"]),
        (invoice.seller.nip, labels["seller"]),
        (invoice.buyer.nip or invoice.buyer.name, labels["buyer"]),
    ]
    header += [(line.quantity, labels["line"]) for line in invoice.lines]
    return [(item.box, f"{label}: {item.value}") for item, label in header if item and item.box and item.page == page]


def _embedded(image: bytes) -> tuple[str, int, int]:
    """A data URI of at most about 150 kB with its width and height in pixels; the picture as it is where it fits."""
    from PIL import Image

    with Image.open(io.BytesIO(image)) as opened:
        if len(image) <= _MAX_BYTES and opened.width <= 2 * _MAX_WIDTH:
            return _data_uri(image, str(opened.get_format_mimetype())), opened.width, opened.height
        opened.draft("RGB", (2 * _MAX_WIDTH, 4 * _MAX_WIDTH))  # a JPEG is decoded no larger than it is of use
        shown = opened.convert("RGB")
    shown.thumbnail((_MAX_WIDTH, 2 * _MAX_WIDTH))
    data = b""
    for quality in (62, 50, 38, 26, 14):
        buffer = io.BytesIO()
        shown.save(buffer, "WEBP", quality=quality, method=2)
        data = buffer.getvalue()
        if len(data) <= _MAX_BYTES:
            break
    return _data_uri(data, "image/webp"), shown.width, shown.height


def _data_uri(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _by_reason(flagged: Sequence[CaseView], lang: str) -> list[tuple[str, str, int]]:
    """(code, title, claims) of the blocking reasons by how often, each code once a claim."""
    counts = Counter(code for case in flagged for code in case.codes)
    titles = report_texts.REASONS[lang]
    return [(code.value, titles[code], count) for code, count in sorted(counts.items(), key=lambda x: (-x[1], x[0]))]


def _by_channel(cases: Sequence[CaseView]) -> list[tuple[str, _Share]]:
    shares: dict[str, _Share] = {}
    for case in cases:
        share = shares.setdefault(case.channel, _Share())
        share.total += 1
        share.confirmed += case.verdict.decision is Decision.CONFIRMED
    return sorted(shares.items(), key=lambda item: -item[1].total)
