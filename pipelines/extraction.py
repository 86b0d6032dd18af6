"""Extraction: every document is read once by each version of the reader, and its reading kept at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.reader_pool import Job, Read, ReaderPool, unreadable
from pipelines.settings import Settings
from programme.invoices import Invoice

if TYPE_CHECKING:  # reading files needs no database, and the database's libraries take a second to load
    from pipelines.workspace import Workspace

# Called with (finished, of how many).
Progress = Callable[[int, int], None]

_REFUSALS = {
    "too_large": "The file is larger than an upload may be.",
    "not_found": "There is no such file.",
    "not_accessible": "The file cannot be opened.",
    "erased": "The document was erased at its sender's wish.",
    "not_a_file": "This is a link or a special file, not a document.",
}


def reader_version() -> str:
    """The version of the reader, part of the key of every reading."""
    from extractors.reading import READER_VERSION

    return READER_VERSION


@dataclass(frozen=True, slots=True)
class ExtractionSummary:
    """`read` documents were read now, `known` had been before."""

    read: int
    known: int


def pending(workspace: Workspace, programme_id: int) -> list[str]:
    """SHA-256 of the programme's present documents that this reader has not read, in the order of file names."""
    with workspace.reading() as work:
        return work.documents.unread(work.documents.uploads(programme_id).values(), reader_version())


def extract_pending(
    workspace: Workspace, programme_id: int, workers: int | None = None, progress: Progress | None = None
) -> ExtractionSummary:
    """Read what is unread; each reading is committed as it is done, so that a run that dies loses only its last."""
    with workspace.reading() as work:
        total = len(set(work.documents.uploads(programme_id).values()))
    hashes = pending(workspace, programme_id)
    extract(workspace, programme_id, hashes, workers, progress)
    return ExtractionSummary(len(hashes), total - len(hashes))


def extract(
    workspace: Workspace,
    programme_id: int,
    hashes: Sequence[str],
    workers: int | None = None,
    progress: Progress | None = None,
    pool: ReaderPool | None = None,
) -> None:
    """Read the documents `hashes` of a programme and keep the readings. Doing it twice does no harm.

    With `pool` they are read by its readers, which stay; otherwise by `workers` readers of their own.
    """
    if not hashes:
        return
    with workspace.reading() as work:
        documents = work.documents.documents(programme_id)
        names = {sha256: name for name, sha256 in work.documents.uploads(programme_id).items()}
    done = 0
    jobs = []
    for sha256 in longest_first({key: (names.get(key, ""), documents[key].size) for key in hashes}):
        refusal = documents[sha256].refusal
        if refusal is None:
            jobs.append(Job(sha256, sha256, lambda key=sha256: workspace.objects.get(key)))  # type: ignore[misc]
            continue
        keep(workspace, Read(sha256, unreadable(sha256, refusal, _REFUSALS[refusal])), refused=True)
        done += 1
    with nullcontext(pool) if pool is not None else reader_pool(workspace.settings, workers) as readers:
        for read in readers.read(jobs):
            keep(workspace, read)
            done += 1
            if progress is not None:
                progress(done, len(hashes))


def longest_first(files: Mapping[str, tuple[str, int]]) -> list[str]:
    """The keys of `files` (name and bytes each) in reading order: pictures before PDFs before XML, large first.

    A picture begun last would keep one reader busy when the others have nothing left; a fax of few bytes takes as
    long as a photo of many. A name that belies its file costs a moment, no more.
    """
    light = {".pdf": 1, ".xml": 2}
    return sorted(files, key=lambda key: (light.get(Path(files[key][0]).suffix.lower(), 0), -files[key][1], key))


def keep(workspace: Workspace, read: Read, refused: bool = False) -> None:
    """Keep a reading with its pictures, unless the document was erased meanwhile; `refused`: it never was read."""
    from storage.documents import StoredExtraction

    pictures = tuple(workspace.objects.put(picture) for picture in read.pictures)
    with workspace.work() as work:
        if not refused and work.documents.is_forgotten(read.key):
            # Taken back or erased while it was read: nothing of it may stay.
            for key in work.documents.unused_pictures(pictures):
                workspace.objects.delete(key)
            return
        work.documents.put_extraction(
            StoredExtraction(read.key, reader_version(), read.invoice, pictures, read.failure)
        )
        work.commit()


def reader_pool(settings: Settings, workers: int | None = None) -> ReaderPool:
    """Readers with the settings' limits, to be closed after use (`with`)."""
    return ReaderPool(workers or settings.processes, settings.document_seconds, settings.document_megabytes)


def read_files(paths: Sequence[Path], settings: Settings, workers: int | None = None) -> Iterator[tuple[Path, Invoice]]:
    """Read files without any database, in the order given, also those that cannot be read."""
    limit = settings.upload_megabytes * 1024 * 1024
    finished: dict[str, Invoice] = {}
    jobs: list[Job] = []
    for position, path in enumerate(paths):
        sha256, problem = _examine(path, limit)
        if problem is not None:
            finished[str(position)] = unreadable(sha256, problem, _REFUSALS[problem])
        else:
            # Read again in its turn, so that many files need little memory; one that is gone by then reads as empty.
            jobs.append(Job(str(position), sha256, lambda path=path: _bytes(path)))  # type: ignore[misc]
    yield from _in_order(paths, finished, jobs, settings, workers)


def readable_name(path: Path) -> str:
    """The file's name as text that can be stored, also where its bytes are no UTF-8."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _examine(path: Path, limit: int) -> tuple[str, str | None]:
    """The file's SHA-256 ("" where it cannot be opened) and why it is not read, if so."""
    if not path.is_file():
        return "", "not_a_file" if path.exists() else "not_found"
    hashing = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(1024 * 1024):
                hashing.update(piece)
        return hashing.hexdigest(), "too_large" if path.stat().st_size > limit else None
    except OSError:
        return "", "not_accessible"


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _in_order(
    paths: Sequence[Path], finished: dict[str, Invoice], jobs: Iterable[Job], settings: Settings, workers: int | None
) -> Iterator[tuple[Path, Invoice]]:
    following = 0
    with reader_pool(settings, workers) as pool:
        for read in pool.read(jobs):
            finished[read.key] = read.invoice
            while str(following) in finished:
                yield paths[following], finished.pop(str(following))
                following += 1
    while str(following) in finished:
        yield paths[following], finished.pop(str(following))
        following += 1
