"""The Prefect flows: retries, progress and the schedule over pipelines. No rule and no state of ours lives here.

Prefect runs on its own server on this machine, its files inside the workspace, without telemetry. A flow may die at
any instant: every step keeps its result in our database under a unique key, and the next run goes on from there.
Tasks have side effects and are therefore never cached (NO_CACHE).
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from pipelines.settings import Settings, load_settings
from pipelines.texts import say, speak
from programme.errors import BadSettings, Unavailable

if TYPE_CHECKING:
    from pipelines.batch import BatchSummary
    from pipelines.extraction import ExtractionSummary
    from pipelines.intake import Loaded
    from pipelines.points import Booking
    from pipelines.verification import VerificationSummary
    from pipelines.workspace import Workspace
    from storage.programmes import ProgrammeRef

RETRY_SECONDS = [5, 30, 120]
DEPLOYMENT = "schedule"
_SERVER_SECONDS = 180  # a cold start on a busy machine
_STOP_SECONDS = 20
_HOST = "127.0.0.1"


def prepare(settings: Settings) -> None:
    """Tell Prefect to keep its files in the workspace and to call nobody; before prefect is first imported."""
    home = settings.folder / "prefect"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    root = str(Path(__file__).resolve().parent)
    os.environ.update(
        {
            "KLOS_HOME": str(settings.folder),
            "KLOS_LANG": settings.lang,
            "PREFECT_HOME": str(home),
            "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PREFECT_CLI_PROMPT": "false",
            "PREFECT_LOGGING_LEVEL": settings.log_level.upper(),
            "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
            # Runs of the schedule are processes of their own and must find this module.
            "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH")))),
        }
    )


prepare(load_settings())

from prefect import flow, task  # noqa: E402 - reads its settings when imported
from prefect.artifacts import create_progress_artifact, update_progress_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: E402


def _worth_retrying(_task: Any, _run: Any, state: Any) -> bool:
    """Only a service that is down is tried again; bad input and defects of ours stay what they are."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, Unavailable)


_STEP: dict[str, Any] = {
    "cache_policy": NO_CACHE,
    "persist_result": False,
    "retries": len(RETRY_SECONDS),
    "retry_delay_seconds": RETRY_SECONDS,
    "retry_condition_fn": _worth_retrying,
}


@task(name="load intake", **_STEP)
def load(workspace: Workspace, intake: Path) -> Loaded:
    from pipelines.intake import load_intake

    return load_intake(workspace, intake)


@task(name="read documents", **_STEP)
def read(workspace: Workspace, programme: ProgrammeRef, workers: int | None) -> ExtractionSummary:
    from pipelines.extraction import extract_pending

    artifact = cast(UUID, create_progress_artifact(progress=0.0, key="documents", description=programme.slug))
    told = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > 2 or done == total:
            told = time.monotonic()
            update_progress_artifact(artifact, progress=100.0 * done / total)

    return extract_pending(workspace, programme.id, workers, progress)


@task(name="decide claims", **_STEP)
def decide(workspace: Workspace, programme: ProgrammeRef) -> VerificationSummary:
    from pipelines.verification import verify_programme

    return verify_programme(workspace, programme)


@task(name="book points", **_STEP)
def book(workspace: Workspace, programme: ProgrammeRef) -> Booking:
    from pipelines.points import book_points

    return book_points(workspace, programme)


@task(name="write results", **_STEP)
def write(workspace: Workspace, programme: ProgrammeRef, out: Path) -> None:
    from pipelines.batch import write_results

    write_results(workspace, programme, out)


@task(name="tell participants", **_STEP)
def tell(workspace: Workspace) -> None:
    from pipelines.notification import tell_all

    tell_all(workspace)


@flow(name="klos-batch", persist_result=False, validate_parameters=False)
def batch_flow(workers: int | None = None) -> list[dict[str, Any]]:
    """One batch run over whatever is pending in the workspace; the summaries, a programme each."""
    from pipelines.workspace import open_workspace

    workspace = open_workspace(_settings())
    try:
        with workspace.reading() as work:
            programmes = work.programmes.all()
        summaries = [_run(workspace, programme, None, workers, 0) for programme in programmes]
        tell(workspace)
        return summaries
    finally:
        workspace.close()


@flow(name="klos-verify", persist_result=False, validate_parameters=False)
def verify_flow(intake: str, out: str, workers: int | None = None) -> dict[str, Any]:
    """The main job over an intake folder; its summary."""
    from pipelines.workspace import open_workspace

    workspace = open_workspace(_settings())
    try:
        loaded = load(workspace, Path(intake))
        return _run(workspace, loaded.programme, Path(out), workers, len(loaded.declarations.removed))
    finally:
        workspace.close()


def _run(
    workspace: Workspace, programme: ProgrammeRef, out: Path | None, workers: int | None, withdrawn: int
) -> dict[str, Any]:
    from pipelines.batch import recorded_run, summarise

    started = time.monotonic()
    with recorded_run(workspace, programme.id, "flow") as record:
        extraction = read(workspace, programme, workers)
        verification = decide(workspace, programme)
        booking = book(workspace, programme)
        if out is not None:
            write(workspace, programme, out)
        summary = asdict(summarise(workspace, programme, extraction, verification, booking, withdrawn, started))
        record.update(summary)
    return summary


def _settings() -> Settings:
    settings = load_settings()
    speak(settings.lang)
    return settings


# -- the doors ---------------------------------------------------------------------------------------------------


def verify_through_flow(settings: Settings, intake: Path, out: Path, workers: int | None) -> BatchSummary:
    """The main job as one flow run."""
    from pipelines.batch import BatchSummary

    with _any_server(settings):
        return BatchSummary(**verify_flow(str(intake.resolve()), str(out.resolve()), workers))


def run_once(settings: Settings, workers: int | None) -> list[BatchSummary]:
    """One batch run over what is pending, as one flow run."""
    from pipelines.batch import BatchSummary

    with _any_server(settings):
        return [BatchSummary(**summary) for summary in batch_flow(workers)]


def serve_schedule(settings: Settings, workers: int | None, tell: Callable[[str], None]) -> None:
    """Run `batch_flow` by the settings' cron schedule until stopped (SIGINT or SIGTERM).

    Raises BadSettings for a schedule that is none.
    """
    from prefect.deployments.runner import EntrypointType  # type: ignore[attr-defined]
    from prefect.schedules import Cron

    # Prefect's own handler of SIGTERM leaves a coroutine unawaited on its way out.
    warnings.filterwarnings("ignore", message="coroutine 'Runner.astop' was never awaited")
    try:
        schedule = Cron(settings.schedule, timezone=settings.schedule_timezone)
    except ValueError as error:
        raise BadSettings(say("cron_wrong", value=settings.schedule), say("settings_remedy")) from error
    with _schedule_server(settings) as url:
        tell(say("serving", cron=settings.schedule, zone=settings.schedule_timezone, url=url))
        batch_flow.serve(
            name=DEPLOYMENT,
            schedule=schedule,
            parameters={"workers": workers},
            entrypoint_type=EntrypointType.MODULE_PATH,
            limit=1,  # a run that lasts longer than the schedule's step is not overtaken by the next
            print_starting_message=False,
        )


# -- Prefect's server --------------------------------------------------------------------------------------------


def _address_file(settings: Settings) -> Path:
    """Where `klos serve` leaves its server's address for a `klos run` beside it."""
    return settings.folder / "prefect" / "server.url"


@contextmanager
def _schedule_server(settings: Settings) -> Iterator[str]:
    """The server of a schedule: the one the settings name, else our own, made known to a `klos run` beside it."""
    if settings.prefect_api_url:
        prepare(settings)
        with temporary_settings({PREFECT_API_URL: settings.prefect_api_url}):
            yield settings.prefect_api_url
        return
    with _server(settings, settings.prefect_port, services=True) as url:
        _address_file(settings).write_text(url, encoding="ascii")
        yield url


@contextmanager
def _any_server(settings: Settings) -> Iterator[None]:
    """The server the settings name, or the one `klos serve` runs over this workspace; else our own for this run."""
    prepare(settings)
    if settings.prefect_api_url:
        with temporary_settings({PREFECT_API_URL: settings.prefect_api_url}):
            yield
        return
    known = _address_file(settings)
    if known.is_file():
        url = known.read_text(encoding="ascii")
        if _answers(url):
            with temporary_settings({PREFECT_API_URL: url}):
                yield
            return
    with _server(settings, _free_port(), services=False):
        yield


@contextmanager
def _server(settings: Settings, port: int, services: bool) -> Iterator[str]:
    """Prefect's server while the body runs, on this machine only; its address.

    `services` are its scheduler and clean-up loops, which only a schedule needs. Raises Unavailable.
    """
    prepare(settings)
    url = f"http://{_HOST}:{port}/api"
    with socket.socket() as probe:
        if probe.connect_ex((_HOST, port)) == 0:  # somebody else's server: our schedule is none of its business
            raise Unavailable(say("port_taken", port=port), "KLOS_PREFECT_PORT.")
    log = settings.folder / "prefect" / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", _HOST, "--port", str(port), "--no-ui"]
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [*command, *([] if services else ["--no-services"])],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,  # Ctrl+C reaches us first, and we stop it last
            preexec_fn=_end_with_parent,
        )
    try:
        _await_server(process, url, log)
        with temporary_settings({PREFECT_API_URL: url}):
            yield url
    finally:
        _stop(process)


def _end_with_parent() -> None:
    """In the child: a server whose parent was killed must not linger (Linux prctl, PR_SET_PDEATHSIG = 1)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _await_server(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + _SERVER_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        if _answers(url):
            return
        time.sleep(0.1)
    raise Unavailable(say("server_failed", seconds=_SERVER_SECONDS), f"{log}; KLOS_PREFECT_PORT.")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2):
            return True
    except (urllib.error.URLError, OSError, ValueError):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])
