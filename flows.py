"""The Prefect flows: retries, progress and the schedule over pipelines. No rule and no state of ours lives here.

Prefect runs on its own server on this machine, its files inside the workspace, without telemetry. A flow may die at
any instant: every step keeps its result in our database under a unique key, and the next run goes on from there.
Tasks have side effects and are never cached (NO_CACHE).
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.settings import Settings, load_settings
from pipelines.texts import say, speak
from programme.errors import Unavailable

if TYPE_CHECKING:
    from pipelines.batch import BatchSummary

BATCH = 20  # documents a task reads: what a retry may have to look at again
RETRY_SECONDS = [5, 30, 120]
_SERVER_SECONDS = 180.0
_STOP_SECONDS = 15.0


def _environment(settings: Settings, api: str | None = None) -> dict[str, str]:
    """What Prefect is told: keep your files in the workspace, call nobody, talk only to our own server."""
    home = settings.folder / "prefect"
    values = {
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(int(_SERVER_SECONDS)),
        "PREFECT_LOGGING_LEVEL": "WARNING" if settings.log_level == "warning" else settings.log_level.upper(),
        "PREFECT_CLI_PROMPT": "false",
    }
    if api is not None:
        values["PREFECT_API_URL"] = api
    return values


def _prepare(settings: Settings, api: str | None = None) -> None:
    """Must come before the first import of prefect, which reads its settings then."""
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.update(_environment(settings, api))


def verify_through_flow(settings: Settings, intake: Path, out: Path, workers: int | None) -> BatchSummary:
    """The main job as one flow run."""
    with _server(settings):
        from prefect_flows import verify_flow

        return verify_flow(str(settings.folder), str(intake), str(out), workers)


def run_once(settings: Settings, workers: int | None) -> list[BatchSummary]:
    """One batch run over what is pending, as one flow run."""
    with _server(settings):
        from prefect_flows import batch_flow

        return batch_flow(workers)
