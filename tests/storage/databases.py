"""Real databases for tests: SQLite in a folder, and PostgreSQL on a unix socket of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING_POSTGRES = (
    "PostgreSQL's server programs are missing. On Debian: apt-get install postgresql (make test does it)."
)


def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest if there are several, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def postgres() -> Iterator[str]:
    """A throw-away PostgreSQL, as an unprivileged user where we are root; gives its URL."""
    programs = postgres_programs()
    if programs is None:
        raise RuntimeError(MISSING_POSTGRES)
    root = os.geteuid() == 0
    prefix = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if root else []
    with tempfile.TemporaryDirectory(prefix="klos-pg-") as name:
        folder = Path(name)
        if root:
            shutil.chown(folder, "nobody")
        folder.chmod(0o755)
        data, log = folder / "data", folder / "log"
        initdb = [programs / "initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        _run([*prefix, *initdb, "--no-sync"])
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c port=5499 -c fsync=off"
        _run([*prefix, programs / "pg_ctl", "-D", data, "-w", "-t", "120", "-l", log, "-o", options, "start"])
        try:
            yield f"postgresql+psycopg://test@/postgres?host={folder}&port=5499"
        finally:
            _run([*prefix, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


def _run(command: list[object]) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, cwd="/")
