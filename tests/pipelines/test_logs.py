"""Log lines go to where stderr is when they are written."""

from __future__ import annotations

import io
import json
import sys

import pytest

from pipelines import logs


@pytest.fixture(autouse=True)
def default_logging() -> object:
    yield
    logs.set_up("warning")


def test_a_stderr_that_was_closed_meanwhile_is_not_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by the tests themselves: the stream of the time of set-up was kept."""
    first, second = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    logs.set_up("info")
    log = logs.logger("reader")
    first.close()
    monkeypatch.setattr(sys, "stderr", second)
    log.info("document_read", sha256="ab")
    line = json.loads(second.getvalue())
    assert (line["event"], line["subject"], line["sha256"], line["level"]) == ("document_read", "reader", "ab", "info")
