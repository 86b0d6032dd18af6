"""Figures as Markdown, and their place in docs/benchmarks.md."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean

from benchmarks.accuracy import CHANNELS, FIELDS, Accuracy, Decisions, Share, reliability
from benchmarks.cost import Cost


def accuracy_table(result: Accuracy) -> str:
    """Field accuracy and line item F1 by channel."""
    shown = [channel for channel in CHANNELS if (channel, "document_type") in result.fields]
    rows = [["field", *shown]]
    rows += [[name, *(_share(result.fields.get((channel, name))) for channel in shown)] for name in FIELDS]
    rows.append(["line items F1", *(_rate(result.f1(channel)) for channel in shown)])
    return table(rows)


def decision_table(result: Decisions) -> str:
    """False confirmations, reported reasons, straight-through by channel."""
    rows = [
        ["measure", "figure"],
        ["false confirmations", f"{len(result.false_confirmations)} of {result.wrong_claims}"],
        ["expected reasons reported", _share(result.codes)],
    ]
    rows += [[f"straight-through, {name}", _share(share)] for name, share in sorted(result.straight.items())]
    return table(rows)


def reliability_table(result: Accuracy) -> str:
    """All fields' confidences together by bin, and each field's expected calibration error."""
    every = [pair for pairs in result.confidences.values() for pair in pairs]
    whole = reliability(every)
    rows = [["confidence", "values", "mean confidence", "right"]]
    rows += [
        [f"{low:g} to {min(1, high):g}", str(n), f"{said:.3f}", f"{right:.3f}"]
        for low, high, n, said, right in whole.rows
    ]
    errors = [["field", "values", "expected calibration error"]]
    errors += [
        [name, str(len(pairs)), f"{reliability(pairs).error:.3f}"] for name, pairs in sorted(result.confidences.items())
    ]
    errors.append(["all", str(len(every)), f"{whole.error:.3f}"])
    return table(rows) + "\n\n" + table(errors)


def cost_table(found: Sequence[Cost], channels: Mapping[str, str]) -> str:
    """CPU seconds a page by channel, beside the plain pass, and peak memory."""
    rows = [["channel", "pages", "CPU s a page", "plain Tesseract pass", "times", "peak MB"]]
    for channel in ("xml", "pdf_text", "scan", "photo"):
        here = [cost for cost in found if channels.get(cost.file) == channel]
        if not here:
            continue
        pages = sum(cost.pages for cost in here)
        compared = [cost for cost in here if cost.plain_seconds]
        own = sum(cost.seconds for cost in compared)
        plain = sum(cost.plain_seconds or 0 for cost in compared)
        peaks = [cost.peak_bytes / 1e6 for cost in here]
        rows.append(
            [
                channel,
                str(pages),
                f"{sum(cost.seconds for cost in here) / pages:.2f}",
                f"{plain / pages:.2f}" if plain else "",
                f"{own / plain:.2f}" if plain else "",
                f"{max(peaks):.0f} (mean {mean(peaks):.0f})",
            ]
        )
    return table(rows)


def put_section(path: Path, name: str, text: str) -> None:
    """Replace the section `name` of a Markdown file (between its markers), or append it."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    block = f"{begin}\n{text.strip()}\n{end}"
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    new = pattern.sub(lambda _: block, old) if pattern.search(old) else old.rstrip() + "\n\n" + block + "\n"
    path.write_text(new, encoding="utf-8")


def _share(share: Share | None) -> str:
    return f"{_rate(share.rate)} ({share.right}/{share.of})" if share and share.of else ""


def _rate(rate: float | None) -> str:
    return "" if rate is None else f"{rate:.3f}"


def table(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = rows
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rest])
