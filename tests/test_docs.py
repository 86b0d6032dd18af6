"""What the documents promise is there: every setting, dependency and reason code is named where it should be."""

from __future__ import annotations

import re
from pathlib import Path

from pipelines import report_texts
from pipelines.settings import PREFIX, Settings
from programme.verdicts import Code, Outcome

_ROOT = Path(__file__).parents[1]


def _direct() -> set[str]:
    lines = (_ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    return {re.split(r"[\[=<>~]", line)[0] for line in lines if line and not line.startswith("#")}


def test_every_direct_dependency_has_its_reason() -> None:
    rows = re.findall(
        r"^\| ([a-z0-9-]+) \| (.+) \|$", (_ROOT / "docs/dependencies.md").read_text(encoding="utf-8"), re.M
    )
    assert _direct() == {name for name, _ in rows} - {"package"}


def test_every_direct_dependency_is_pinned() -> None:
    pinned = re.findall(r"^([a-z0-9-]+)==", (_ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M)
    assert _direct() <= set(pinned)


def test_every_setting_stands_in_the_readme() -> None:
    named = set(re.findall(rf"`({PREFIX}[A-Z0-9_]+)`", (_ROOT / "README.md").read_text(encoding="utf-8")))
    assert named == {PREFIX + name.upper() for name in Settings.model_fields}


def test_the_report_has_words_for_every_reason_and_outcome() -> None:
    for language in ("pl", "en"):
        assert set(report_texts.REASONS[language]) == set(Code)
        assert set(report_texts.OUTCOMES[language]) == set(Outcome)
    assert set(report_texts.LABELS["pl"]) == set(report_texts.LABELS["en"])
    assert set(report_texts.SOURCES["pl"]) == set(report_texts.SOURCES["en"])
