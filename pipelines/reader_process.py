"""The process that opens hostile documents: reads bytes from its parent, answers with the reading.

Run as `python -m pipelines.reader_process FD MEGABYTES`. The parent may kill it at any moment; it holds no state.
Answers are JSON and raw pictures, never pickles: a process that a document has taken over must not reach its parent.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import struct
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection

READY = b"ready"
MEMORY_LIMIT = "memory_limit"
READER_CRASHED = "reader_crashed"
_TEMPORARY_BYTES = 1024 * 1024 * 1024
_WATCH_SECONDS = 2.0


def pack(head: dict[str, object], parts: tuple[bytes, ...]) -> bytes:
    """One message: lengths, JSON head, raw parts."""
    pieces = (json.dumps(head).encode(), *parts)
    return struct.pack(f">I{len(pieces)}Q", len(pieces), *map(len, pieces)) + b"".join(pieces)


def unpack(message: bytes) -> tuple[dict[str, object], tuple[bytes, ...]]:
    """The head and parts of `pack`. ValueError for anything else."""
    try:
        (count,) = struct.unpack_from(">I", message)
        lengths = struct.unpack_from(f">{count}Q", message, 4)
        start, pieces = 4 + 8 * count, []
        for length in lengths:
            pieces.append(message[start : start + length])
            start += length
        if start != len(message):
            raise ValueError("lengths do not add up")
        head = json.loads(pieces[0])
        if not isinstance(head, dict):
            raise ValueError("no head")
        return head, tuple(pieces[1:])
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError("not a message") from error


def main() -> None:
    """Serve readings until the parent closes the connection."""
    connection = Connection(int(sys.argv[1]))
    _limit(int(sys.argv[2]) * 1024 * 1024)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    from extractors.memory import give_back
    from extractors.reading import read_document

    connection.send_bytes(READY)
    while True:
        try:
            data = connection.recv_bytes()
        except (EOFError, ConnectionError):  # the parent is done, or gone
            return
        try:
            reading = read_document(data)
            answer = pack({"invoice": reading.invoice.model_dump_json()}, reading.pictures)
        except MemoryError:
            answer = pack({"failure": MEMORY_LIMIT}, ())
        except Exception as error:  # a defect of ours costs one document, is told, and never the batch
            answer = pack({"failure": READER_CRASHED, "error": _told(error)}, ())
        with suppress(ConnectionError):
            connection.send_bytes(answer)
        del data, answer
        give_back()  # or the next document's pictures come on top of what this one's left behind


def _told(error: Exception) -> str:
    """Where it failed, without the message, which may quote the document."""
    trace = error.__traceback__
    place = ""
    while trace is not None:
        place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {place}"


def _limit(memory_bytes: int) -> None:
    if sys.platform != "darwin":  # macOS knows no limit of address space and refuses to set one
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_TEMPORARY_BYTES, _TEMPORARY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle


def _end_with_parent(parent: int) -> None:
    """End this process group, its OCR children too, when the parent is gone."""
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main()
