"""What the pages need before they know who is there: the programmes, the roles, and where they may listen."""

from __future__ import annotations

import sys
from pathlib import Path

from pipelines.settings import Settings
from pipelines.texts import say
from pipelines.workspace import Workspace
from programme.errors import BadInput
from programme.users import STAFF, Role, User
from storage.programmes import ProgrammeRef

__all__ = [
    "STAFF",
    "Programme",
    "Role",
    "User",
    "check_host",
    "command_line",
    "deciders",
    "programmes",
    "sign_in_configured",
]

Programme = ProgrammeRef
LOCAL = ("127.0.0.1", "localhost", "::1")


def programmes(workspace: Workspace) -> list[Programme]:
    """Every programme of this installation, in the order they came."""
    with workspace.reading() as work:
        return work.programmes.all()


def deciders(workspace: Workspace, programme: Programme) -> list[str]:
    """Names of the accounts that may decide cases of `programme`, in order."""
    with workspace.reading() as work:
        users = [item.user for item in work.accounts.all() if not item.disabled]
    return sorted(user.name for user in users if user.may_decide and user.may_see(programme.id))


def sign_in_configured(workspace: Workspace) -> bool:
    """Whether anybody has to sign in."""
    from pipelines.accounts import sign_in_configured as configured

    return configured(workspace)


def check_host(workspace: Workspace, host: str) -> bool:
    """Whether sign-in is configured. Raises BadInput where `host` is open to the network and it is not."""
    configured = sign_in_configured(workspace)
    if not configured and host not in LOCAL:
        raise BadInput(say("ui_host_refused", host=host))
    return configured


def command_line(settings: Settings, host: str, port: int) -> list[str]:
    """The command that serves the pages at `host`:`port`."""
    app = Path(__file__).resolve().parents[1] / "review_ui" / "server.py"
    options = {
        "server.address": host,
        "server.port": port,
        "server.headless": "true",
        "server.maxUploadSize": settings.upload_megabytes,
        "server.enableXsrfProtection": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(app), *flags]
