"""What a page says when what it needs is away."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "review_ui" / "app.py"


@pytest.mark.parametrize(
    ("language", "said"),
    [("pl", "Baza danych nie odpowiada: "), ("en", "The database does not answer: ")],
)
def test_a_page_without_its_database_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setenv("KLOS_HOME", str(tmp_path))
    monkeypatch.setenv("KLOS_LANG", language)
    monkeypatch.setenv("KLOS_DATABASE_URL", "postgresql://klos:secret@127.0.0.1:1/klos")
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not page.exception
    assert page.error[0].value.startswith(said)
    assert "secret" not in page.error[0].value
