"""A workspace of its own for each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.batch import verify_intake
from pipelines.settings import load_settings
from pipelines.workspace import Workspace, open_workspace
from programme.users import User
from tests.pipelines.build import IntakeFolder, two_years
from tests.pipelines.desk import participant


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith("KLOS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("KLOS_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(load_settings(workers=2))
    yield workspace
    workspace.close()


@pytest.fixture
def folder(workspace: Workspace, tmp_path: Path) -> IntakeFolder:
    """P1's claims of two years, loaded and decided."""
    folder = two_years(tmp_path / "intake")
    verify_intake(workspace, folder.write(), None)
    return folder


@pytest.fixture
def jan(workspace: Workspace, folder: IntakeFolder) -> User:
    return participant(workspace, "P1")


@pytest.fixture
def anna(workspace: Workspace, folder: IntakeFolder) -> User:
    return participant(workspace, "P2")
