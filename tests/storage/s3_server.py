"""A real S3 server for tests: rclone serving a folder."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEY, SECRET = "tester", "tester-secret"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """Serve `folder`, a bucket each sub-folder; gives host:port."""
    endpoint = f"127.0.0.1:{free_port()}"
    program = Path(sys.executable).parent / "rclone"
    command: list[str | Path] = [program, "serve", "s3", folder, "--addr", endpoint, "--auth-key", f"{KEY},{SECRET}"]
    process = subprocess.Popen([*command, "--config", "/dev/null"], stderr=subprocess.DEVNULL)
    try:
        _await(endpoint)
        yield endpoint
    finally:
        process.terminate()
        process.wait()


def _await(endpoint: str) -> None:
    host, port = endpoint.split(":")
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(endpoint)
