"""Reader processes: documents are read in parallel, each with a time and a memory limit.

A document that crashes, hangs or eats its reader costs that one document; the reader is replaced.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pipelines.reader_process import MEMORY_LIMIT, READER_CRASHED, READY, unpack
from pipelines.texts import say
from programme.errors import Unavailable
from programme.invoices import DocumentType, Invoice, Problem, Source

# What a reader process, and Tesseract that it starts, find in their environment.
ENVIRONMENT = {
    # One thread a page: Tesseract's own threads cost several times what they give.
    "OMP_THREAD_LIMIT": "1",
    "OMP_NUM_THREADS": "1",
}
TIME_LIMIT = "time_limit"
_START_SECONDS = 120.0  # a cold disc loads the OCR libraries slowly
_START_TRIES = 3
_DOCUMENTS_PER_PROCESS = 200  # libraries in C leak a little
_ATTEMPTS = 2  # a reader killed from outside (out of memory, by hand) is no fault of its document
_MESSAGES = {
    TIME_LIMIT: "Reading took too long.",
    MEMORY_LIMIT: "Reading needs more memory than allowed.",
    READER_CRASHED: "The reader crashed on this document.",
}


@dataclass(frozen=True, slots=True)
class Job:
    """One document to read; `load` gives its bytes when its turn comes."""

    key: str
    sha256: str
    load: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Read:
    """A finished job. `failure` names the limit hit (time_limit, memory_limit, reader_crashed), else None."""

    key: str
    invoice: Invoice
    pictures: tuple[bytes, ...] = ()
    failure: str | None = None


def unreadable(sha256: str, code: str, message: str, seconds: float = 0.0) -> Invoice:
    """The reading of a document that could not be read."""
    return Invoice(
        sha256=sha256,
        source=Source.OCR,
        document_type=DocumentType.UNREADABLE,
        partial=True,
        problems=(Problem(code=code, message=message),),
        seconds=round(seconds, 3),
    )


class _Reader:
    """One reader process and the job it works on."""

    def __init__(self, megabytes: int) -> None:
        ours, theirs = socket.socketpair()
        root = str(Path(__file__).resolve().parents[1])
        inherited = os.environ.get("PYTHONPATH")
        environment = {
            **os.environ,
            **ENVIRONMENT,
            "PYTHONPATH": os.pathsep.join(filter(None, (root, inherited))),
        }
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.reader_process", str(theirs.fileno()), str(megabytes)],
                pass_fds=(theirs.fileno(),),
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # so that its OCR children can be ended with it
            )
        self.connection = Connection(ours.detach())
        self.ready = False
        self.job: Job | None = None
        self.started = time.monotonic()
        self.done = 0

    def give(self, job: Job) -> None:
        self.job, self.started = job, time.monotonic()
        self.connection.send_bytes(job.load())

    def end(self) -> None:
        self.connection.close()
        with suppress(ProcessLookupError):  # gone already, its children with it
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class ReaderPool:
    """Up to `workers` reader processes; `seconds` and `megabytes` (of address space) limit each document."""

    def __init__(self, workers: int, seconds: float, megabytes: int) -> None:
        self._workers = max(1, workers)
        self._seconds = seconds
        self._megabytes = megabytes
        self._readers: list[_Reader] = []
        self._failed_starts = 0

    @cached_property
    def _log(self) -> Any:
        # A quarter second to load, for the few documents there is something to say of.
        from pipelines.logs import logger

        return logger("reader")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for reader in self._readers:
            reader.end()
        self._readers.clear()

    def read(self, jobs: Iterable[Job]) -> Iterator[Read]:
        """Read all `jobs`, each handed out as it finishes. Raises Unavailable where no reader can start."""
        waiting = deque(jobs)
        attempts: dict[str, int] = {}
        while waiting or any(reader.job for reader in self._readers):
            self._hand_out(waiting)
            finished = [read for reader in self._woken() for read in self._hear(reader, waiting, attempts)]
            self._hand_out(waiting)  # so that no reader waits while a reading is kept
            yield from finished

    def _hand_out(self, waiting: deque[Job]) -> None:
        """A job for each reader that has none, as long as there are any."""
        self._staff(len(waiting))
        for reader in self._readers:
            if reader.ready and reader.job is None and waiting:
                self._give(reader, waiting.popleft())

    def _staff(self, waiting: int) -> None:
        """Start readers while there is work for them."""
        busy = sum(reader.job is not None for reader in self._readers)
        while len(self._readers) < min(self._workers, busy + waiting):
            self._readers.append(_Reader(self._megabytes))

    def _give(self, reader: _Reader, job: Job) -> None:
        try:
            reader.give(job)
        except BrokenPipeError:
            self._log.info("reader_gone_before_job", sha256=job.sha256)  # its end is heard of in the next round

    def _woken(self) -> list[_Reader]:
        """Readers that answered, ended or ran out of time."""
        moment = time.monotonic()
        limits = {
            reader: reader.started + (self._seconds if reader.ready else _START_SECONDS)
            for reader in self._readers
            if reader.job is not None or not reader.ready
        }
        pause = max(0.0, min(limits.values(), default=moment) - moment)
        heard = wait([reader.connection for reader in self._readers], timeout=pause)
        moment = time.monotonic()
        return [
            reader
            for reader in self._readers
            if reader.connection in heard or (reader in limits and limits[reader] <= moment)
        ]

    def _hear(self, reader: _Reader, waiting: deque[Job], attempts: dict[str, int]) -> Iterator[Read]:
        job = reader.job
        message = self._receive(reader)
        if message == READY and not reader.ready:
            reader.ready, self._failed_starts = True, 0
            return
        if job is None:
            self._replace(reader)
            if not reader.ready:
                self._failed_starts += 1
            if self._failed_starts >= _START_TRIES:
                raise Unavailable(say("readers_do_not_start"))
            return
        seconds = time.monotonic() - reader.started
        result = self._result(job, message, seconds)
        reader.job, reader.done = None, reader.done + 1
        if result.failure is not None or reader.done >= _DOCUMENTS_PER_PROCESS:
            self._replace(reader)
        attempts[job.key] = attempts.get(job.key, 0) + 1
        if result.failure in (READER_CRASHED, MEMORY_LIMIT) and attempts[job.key] < _ATTEMPTS:
            waiting.append(job)
            return
        if result.failure is not None:
            self._log.warning("document_not_read", sha256=job.sha256, failure=result.failure)
        yield result

    def _receive(self, reader: _Reader) -> bytes | None:
        """The reader's message; b"" where it ended without one, None where its time is up."""
        if not reader.connection.poll():
            return None
        try:
            return reader.connection.recv_bytes()
        except (EOFError, OSError):
            return b""

    def _result(self, job: Job, message: bytes | None, seconds: float) -> Read:
        failure = TIME_LIMIT if message is None else READER_CRASHED
        if message:
            try:
                head, pictures = unpack(message)
                if "invoice" in head:
                    return Read(job.key, Invoice.model_validate_json(str(head["invoice"])), pictures)
                failure = MEMORY_LIMIT if head.get("failure") == MEMORY_LIMIT else READER_CRASHED
                self._log.warning("reader_error", sha256=job.sha256, error=head.get("error"))
            except ValueError:
                self._log.warning("reader_babbles", sha256=job.sha256)
        return Read(job.key, unreadable(job.sha256, failure, _MESSAGES[failure], seconds), (), failure)

    def _replace(self, reader: _Reader) -> None:
        reader.end()
        self._readers.remove(reader)
