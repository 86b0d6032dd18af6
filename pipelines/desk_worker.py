"""Reads what participants add and decides what they submit, behind the pages, while their server runs.

What is to be done stands in the database alone, so nothing is lost when the server ends: its next start, another
server, or the next batch run finds it. Reading goes through reader processes with limits, a few at once, and no
participant takes them all. `ring` spares waiting; without it the database is looked at every few seconds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from pipelines.extraction import extract, reader_pool, reader_version
from pipelines.logs import logger
from pipelines.notification import queue_changes
from pipelines.points import book_points
from pipelines.retrying import retried
from pipelines.verification import verify_programme
from pipelines.workspace import Workspace
from programme.errors import Unavailable
from storage.desk_work import UnreadDocument
from storage.programmes import ProgrammeRef
from storage.serialising import Lock

if TYPE_CHECKING:
    from pipelines.reader_pool import ReaderPool

POLL_SECONDS = 3.0
_IDLE_SECONDS = 180.0  # a reader nobody needed for so long gives its memory back
_JOIN_SECONDS = 5.0
_BELL = threading.Condition()
_rings = 0


def ring() -> None:
    """Say that something was added or submitted, to the workers of this process."""
    global _rings
    with _BELL:
        _rings += 1
        _BELL.notify_all()


def work_off(workspace: Workspace) -> None:
    """Read and decide, in this thread, everything that waits now."""
    with workspace.reading() as work:
        unread = work.desk.unread(reader_version())
    for programme_id in dict.fromkeys(item.programme_id for item in unread):
        extract(workspace, programme_id, [item.sha256 for item in unread if item.programme_id == programme_id])
    with workspace.reading() as work:
        waiting = {claim.programme_id for claim in work.desk.undecided(reader_version())}
        programmes = [programme for programme in work.programmes.all() if programme.id in waiting]
    for programme in programmes:
        settle(workspace, programme)


def settle(workspace: Workspace, programme: ProgrammeRef) -> None:
    """Decide, book and queue what is to be told, from what was read, as a batch run does. Twice is once."""
    verify_programme(workspace, programme)
    book_points(workspace, programme)
    retried(lambda: _tell(workspace, programme))


def _tell(workspace: Workspace, programme: ProgrammeRef) -> None:
    with workspace.work() as work:
        work.hold(Lock.CLAIMS, programme.id)
        if queue_changes(workspace, work, programme):
            work.commit()


class DeskWorker:
    """The threads that do it: one a reader process, one that decides. `with DeskWorker(workspace): ...`"""

    def __init__(self, workspace: Workspace, lanes: int | None = None) -> None:
        self._workspace = workspace
        self._lanes = lanes or workspace.settings.processes
        self._stop = threading.Event()
        self._taking = threading.Lock()
        self._taken: dict[str, str] = {}  # documents being read, by SHA-256, and whose they are
        self._failed: set[str] = set()  # read by the next batch run, which tells why it cannot be
        self._tried: dict[int, str] = {}  # by programme, the state of things that was decided last
        self._log = logger("desk")
        self._threads = [
            threading.Thread(target=self._read, name=f"klos-reader-{number}", daemon=True)
            for number in range(self._lanes)
        ]
        self._threads.append(threading.Thread(target=self._decide, name="klos-decider", daemon=True))

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ask the threads to end and wait a little; a document being read is given up and read again later."""
        self._stop.set()
        ring()
        for thread in self._threads:
            thread.join(_JOIN_SECONDS / len(self._threads))

    # -- reading ------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        pool: ReaderPool | None = None
        needed = time.monotonic()

        def close() -> None:
            nonlocal pool
            if pool is not None:
                pool.__exit__(None, None, None)
                pool = None

        def one() -> bool:
            nonlocal pool, needed
            document = self.take()
            if document is None:
                if time.monotonic() - needed > _IDLE_SECONDS:
                    close()
                return False
            needed = time.monotonic()
            try:
                pool = pool or reader_pool(self._workspace.settings, 1)
                extract(self._workspace, document.programme_id, [document.sha256], pool=pool)
            except Exception as error:
                close()  # whatever its reader is doing now, it is not ours any more
                if not isinstance(error, Unavailable):
                    self._failed.add(document.sha256)
                raise
            finally:
                self._give_back(document)
            ring()
            return True

        try:
            self._serve(one)
        finally:
            close()

    def waiting(self) -> list[UnreadDocument]:
        """What is to be read, by whomever."""
        with self._workspace.reading() as work:
            return work.desk.unread(reader_version())

    def take(self) -> UnreadDocument | None:
        """The next document to read: of the participant for whom the fewest are being read, the oldest."""
        with self._taking:
            unread = self.waiting()
            busy = list(self._taken.values())
            most = max(1, self._lanes - 1)  # one lane stays free for the others
            free = [
                item
                for item in unread
                if item.sha256 not in self._taken
                and item.sha256 not in self._failed
                and busy.count(_whose(item)) < most
            ]
            if not free:
                return None
            chosen = min(free, key=lambda item: busy.count(_whose(item)))
            self._taken[chosen.sha256] = _whose(chosen)
            return chosen

    def _give_back(self, document: UnreadDocument) -> None:
        with self._taking:
            self._taken.pop(document.sha256, None)

    # -- deciding -----------------------------------------------------------------------------------------------

    def _decide(self) -> None:
        self._serve(self._decide_once)

    def _decide_once(self) -> bool:
        """Decide the programmes in which a read claim waits; False where nothing changed since the last time."""
        with self._workspace.reading() as work:
            ready = {claim.programme_id for claim in work.desk.undecided(reader_version()) if claim.read}
            programmes = [programme for programme in work.programmes.all() if programme.id in ready]
            marks = {programme.id: work.inputs.mark(programme.id, reader_version()) for programme in programmes}
        changed = [programme for programme in programmes if self._tried.get(programme.id) != marks[programme.id]]
        for programme in changed:
            settle(self._workspace, programme)
            self._tried[programme.id] = marks[programme.id]
        return bool(changed)

    # -- both ---------------------------------------------------------------------------------------------------

    def _serve(self, act: Callable[[], bool]) -> None:
        """Do `act` again and again, at once while there is something to do."""
        while not self._stop.is_set():
            heard = _rings
            try:
                if act():
                    continue
            except Unavailable as error:  # the database or the readers are away; they are asked again
                self._log.warning("desk_waits", error=str(error))
            except Exception as error:  # a defect of ours is told, and the others' documents go on
                self._log.error("desk_failed", error=f"{type(error).__name__}: {error}", exc_info=True)
            self._pause(heard)

    def _pause(self, heard: int) -> None:
        with _BELL:
            _BELL.wait_for(lambda: self._stop.is_set() or heard != _rings, timeout=POLL_SECONDS)


def _whose(document: UnreadDocument) -> str:
    return f"{document.programme_id}/{document.participant_id}"
