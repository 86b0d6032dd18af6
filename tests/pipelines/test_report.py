"""The report: whole, escaped, self-contained, with boxes where the evidence is."""

from __future__ import annotations

import base64
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
from PIL import Image

from pipelines.report import write_report
from programme.geometry import Box
from programme.invoices import DocumentType, Field, Invoice, Party, Source
from programme.registry import Participant
from programme.verdicts import Check, Code, Decision, Discrepancy, Outcome, Verdict

_WHEN = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def _page(document: str, page: int) -> bytes | None:
    if not document.endswith(".pdf"):
        return None
    buffer = io.BytesIO()
    grey = np.random.default_rng(1).integers(0, 256, (3400, 2400), dtype=np.uint8)
    Image.fromarray(grey).save(buffer, "PNG")
    return buffer.getvalue()


def _reading() -> Invoice:
    return Invoice(
        sha256="0" * 64,
        source=Source.PDF_TEXT,
        document_type=DocumentType.INVOICE,
        invoice_number=Field[str](value="FV/7/2026", page=1, box=Box(0.5, 0.1, 0.7, 0.12)),
        issue_date=Field[date](value=date(2026, 9, 3), page=1, box=Box(0.5, 0.14, 0.7, 0.16)),
        seller=Party(name=Field[str](value="Siewpol <b>Sp. z o.o.</b>")),
    )


def _flagged(document: str = "a.pdf") -> Verdict:
    return Verdict(
        declaration_id="Z0001",
        participant_id="U1",
        decision=Decision.FLAGGED,
        declared_units=Decimal(40),
        verified_units=Decimal(20),
        discrepancies=(
            Discrepancy(
                code=Code.QUANTITY_MISMATCH,
                message="Na fakturze jest mniej.",
                declared="40",
                found="20",
                document=document,
                page=1,
                box=Box(0.2, 0.4, 0.3, 0.42),
            ),
        ),
        checks=(
            Check(name="seller", outcome=Outcome.PASS, declared="1", found="1"),
            Check(name="quantity", outcome=Outcome.FAIL, reason="mniej", declared="40", found="20"),
        ),
        documents=(document,),
    )


def _confirmed() -> Verdict:
    return Verdict(
        declaration_id="Z0002",
        participant_id="U1",
        decision=Decision.CONFIRMED,
        declared_units=Decimal(20),
        verified_units=Decimal(20),
        documents=("a.pdf",),
    )


def _written(path: Path, verdicts: list[Verdict], **more: object) -> str:
    people = {"U1": Participant(participant_id="U1", name="Łucja <script>alert(1)</script>")}
    write_report(
        path,
        "Żytnia Premia",
        verdicts,
        {"a.pdf": _reading()},
        _page,
        participants=people,
        generated=_WHEN,
        **more,  # type: ignore[arg-type]
    )
    return path.read_text(encoding="utf-8")


def test_shows_the_evidence_and_escapes_what_was_read(tmp_path: Path) -> None:
    html = _written(tmp_path / "new" / "report.html", [_flagged(), _confirmed()])
    assert "Inna liczba jednostek siewnych" in html and "Na fakturze jest mniej." in html
    assert html.count('<rect class="question"') == 1
    assert html.count('<rect class="read"') == 2
    assert "<script>alert(1)</script>" not in html and "&lt;b&gt;" in html
    assert html.index('id="Z0001"') < html.index("Z0002</td>")


def test_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    html = _written(tmp_path / "report.html", [_flagged()])
    assert "http://" not in html and "https://" not in html
    assert 'src="data:image/webp;base64,' in html


def test_a_page_of_noise_stays_small(tmp_path: Path) -> None:
    assert len(_written(tmp_path / "report.html", [_flagged()])) < 450_000


def test_a_small_picture_goes_in_as_it_was_kept(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.new("L", (1131, 1600), 230).save(buffer, "JPEG")
    write_report(tmp_path / "report.html", "p", [_flagged()], {"a.pdf": _reading()}, lambda *_: buffer.getvalue())
    uri = f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode('ascii')}"
    assert uri in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_amounts_are_written_as_the_language_has_them(tmp_path: Path) -> None:
    halves = _flagged().model_copy(update={"declared_units": Decimal("15.5"), "verified_units": Decimal("12.5")})
    assert "<b>15,5</b> j.s., potwierdza dokument <b>12,5</b>" in _written(tmp_path / "pl.html", [halves])
    assert "<b>15.5</b> seed units, document shows <b>12.5</b>" in _written(tmp_path / "en.html", [halves], lang="en")


def test_same_input_same_file(tmp_path: Path) -> None:
    assert _written(tmp_path / "a.html", [_flagged()]) == _written(tmp_path / "b.html", [_flagged()])


def test_speaks_english(tmp_path: Path) -> None:
    html = _written(tmp_path / "report.html", [_flagged(), _confirmed()], lang="en")
    assert '<html lang="en">' in html and "Number of seed units differs" in html


def test_a_document_without_a_picture_still_has_its_reasons(tmp_path: Path) -> None:
    html = _written(tmp_path / "report.html", [_flagged("a.xml")])
    assert "Brak obrazu strony" in html and "Na fakturze jest mniej." in html


def test_nothing_at_all(tmp_path: Path) -> None:
    html = _written(tmp_path / "report.html", [])
    assert "Nic nie wymaga sprawdzenia." in html
