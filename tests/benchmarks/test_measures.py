"""The measures themselves: a benchmark that counts wrongly is worse than none."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.accuracy import accuracy, decisions, reliability
from benchmarks.cost import costs
from benchmarks.tables import put_section

TRUTH = {
    "file": "a.pdf", "channel": "pdf_text", "document_type": "invoice", "invoice_number": "FV 1/2025",
    "issue_date": "2025-09-01", "seller": {"nip": "5265877635"}, "buyer": {"nip": None}, "seed_units": "20",
    "totals": {"gross": "108.00"}, "degradations": [],
    "lines": [{"quantity": "20", "net": "100.00"}, {"quantity": "1", "net": "5.00"}],
}  # fmt: skip


def reading(**changes: object) -> dict[str, object]:
    right = {
        "file": "a.pdf", "document_type": "invoice", "document_type_confidence": 0.99,
        "invoice_number": {"value": "fv1/2025", "confidence": 0.9},
        "issue_date": {"value": "2025-09-01", "confidence": 1},
        "seller": {"nip": {"value": "5265877635", "confidence": 1}},
        "buyer": {"nip": {"value": "1", "confidence": 0.1}},
        "seed_units": {"value": "20.0", "confidence": 0.9}, "totals": {"gross": {"value": "108", "confidence": 1}},
        "lines": [{"quantity": "20.000", "net": "100"}],
    }  # fmt: skip
    return {**right, **changes}


def test_spelling_of_numbers_and_case_do_not_count_as_errors() -> None:
    result = accuracy([TRUTH], {"a.pdf": reading()})
    assert result.wrong == []
    assert result.fields["pdf_text", "seed_units"].rate == 1
    assert ("pdf_text", "buyer.nip") not in result.fields  # nothing printed, nothing to be right about


def test_a_missing_line_and_a_missing_document_cost() -> None:
    assert accuracy([TRUTH], {"a.pdf": reading()}).f1("pdf_text") == pytest.approx(2 / 3)
    nothing = accuracy([TRUTH], {})
    assert nothing.fields["pdf_text", "document_type"].rate == 0
    assert nothing.f1("pdf_text") == 0


def test_a_wrong_value_is_named_with_its_confidence() -> None:
    result = accuracy([TRUTH], {"a.pdf": reading(seed_units={"value": "30", "confidence": 0.7})})
    assert result.wrong == ["a.pdf: seed_units is 20, read 30"]
    assert result.confidences["seed_units"] == [(0.7, False)]


def test_a_page_of_an_invoice_is_not_asked_for_the_whole() -> None:
    result = accuracy([{**TRUTH, "part": "2/2"}], {})
    assert not result.fields
    assert result.f1("pdf_text") is None


def test_decisions_count_by_the_worst_channel() -> None:
    expected = [
        {"declaration_id": "D1", "expect": "confirm", "codes": [], "scenario": "genuine"},
        {"declaration_id": "D2", "expect": "flag", "codes": ["quantity_mismatch"], "scenario": "wrong_quantity"},
        {"declaration_id": "D3", "expect": "either", "codes": [], "scenario": "duplicate_original"},
    ]
    confirmed = {"decision": "confirmed", "discrepancies": [], "documents": ["a.pdf", "b.jpg"]}
    photo = {**TRUTH, "file": "b.jpg", "channel": "photo"}
    result = decisions([TRUTH, photo], expected, {"D1": confirmed, "D2": confirmed, "D3": confirmed})
    assert result.straight["photo"].rate == 1
    assert result.false_confirmations == ["D2 (wrong_quantity)"]
    assert result.codes.rate == 0


def test_reliability_of_a_known_mixture() -> None:
    pairs = [(0.9, True)] * 9 + [(0.9, False)] + [(0.6, True)] * 2 + [(0.6, False)] * 8
    table = reliability(pairs)
    assert [(low, count, right) for low, _, count, _, right in table.rows] == [(0.5, 10, 0.2), (0.9, 10, 0.9)]
    assert table.error == pytest.approx(0.2)


def test_a_section_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("# Benchmarks\n", encoding="utf-8")
    put_section(page, "one", "first")
    put_section(page, "two", "other")
    put_section(page, "one", "second")
    text = page.read_text(encoding="utf-8")
    assert "first" not in text
    assert text.index("second") < text.index("other")
    assert text.startswith("# Benchmarks")


def test_cost_of_a_page_is_measured(tmp_path: Path) -> None:
    import cv2
    import numpy as np

    page = np.full((1200, 900, 3), 255, np.uint8)
    for row in range(12):
        cv2.putText(
            page, f"Faktura VAT nr {row}/2025", (60, 100 + 80 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0, 0, 0), 2
        )
    path = tmp_path / "page.png"
    assert cv2.imwrite(str(path), page)
    (found,) = costs([path])
    assert found.pages == 1
    assert 0 < found.seconds < 120
    assert found.plain_seconds is not None
    assert found.plain_seconds > 0
    assert found.peak_bytes > 50_000_000
