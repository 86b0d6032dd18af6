"""One browser for all page tests, one prepared workspace, and a copy of it with its own server for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.review_ui.browser import CHROMIUM, MISSING, chromium, served
from tests.review_ui.claims import flagged_claims


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail(MISSING, pytrace=False)
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the flagged claims were read and decided by the machine."""
    from pipelines.batch import verify_intake
    from pipelines.settings import load_settings
    from pipelines.workspace import open_workspace

    folder = tmp_path_factory.mktemp("prepared")
    known = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("KLOS_")}
    try:
        workspace = open_workspace(load_settings(home=folder / "home", workers=2))
        verify_intake(workspace, flagged_claims(folder / "intake").write(), None)
        workspace.close()
    finally:
        os.environ.update(known)
    return folder / "home"


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared workspace for one test."""
    return Path(shutil.copytree(prepared, tmp_path / "home"))


@pytest.fixture
def url(home: Path) -> Iterator[str]:
    """The address of a server over this test's workspace; nobody has to sign in."""
    with served(home) as address:
        yield address
