"""Reader processes: limits, crashes and killed processes cost one document each."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.reader_pool import Job, Read, ReaderPool
from pipelines.reader_process import pack, unpack
from programme.invoices import DocumentType
from storage.objects import digest
from tests.pipelines.build import invoice_xml

MEGABYTES = 6144


def _job(key: str, data: bytes) -> Job:
    return Job(key, digest(data), lambda: data)


def _invoices(count: int) -> list[Job]:
    return [_job(str(number), invoice_xml(f"FV {number}/2025")) for number in range(count)]


def test_every_document_is_answered_once() -> None:
    with ReaderPool(3, 60, MEGABYTES) as pool:
        reads = list(pool.read(_invoices(25)))
        again = list(pool.read(_invoices(2)))
    assert sorted(read.key for read in reads) == sorted(str(number) for number in range(25))
    assert all(read.invoice.document_type is DocumentType.INVOICE and read.failure is None for read in reads)
    assert len(again) == 2


def test_a_document_that_takes_too_long_costs_itself_only() -> None:
    photo = _photo()
    with ReaderPool(1, 0.3, MEGABYTES) as pool:
        reads = {read.key: read for read in pool.read([_job("photo", photo), *_invoices(3)])}
    assert reads["photo"].failure == "time_limit"
    assert reads["photo"].invoice.document_type is DocumentType.UNREADABLE
    assert [problem.code for problem in reads["photo"].invoice.problems] == ["time_limit"]
    assert [reads[str(number)].failure for number in range(3)] == [None] * 3


def _photo() -> bytes:
    """A page of noise: nothing to read, and slow to find that out."""
    import io

    import numpy
    from PIL import Image

    noise = numpy.random.default_rng(7).integers(0, 255, (2400, 1700), dtype=numpy.uint8)
    stream = io.BytesIO()
    Image.fromarray(noise).save(stream, "JPEG")
    return stream.getvalue()


def test_a_killed_reader_is_replaced_and_its_document_read_after_all() -> None:
    with ReaderPool(1, 60, MEGABYTES) as pool:
        reads = pool.read(_invoices(40))
        done = [next(reads)]
        for child in _children():
            os.kill(child, signal.SIGKILL)
        done.extend(reads)
    assert len({read.key for read in done}) == 40
    assert {read.failure for read in done} == {None}


def test_a_document_whose_reader_dies_twice_is_flagged_and_the_rest_is_read() -> None:
    """A reader is killed whenever it works on the photo, as a crash in a library would end it."""
    stop = threading.Event()
    hunter = threading.Thread(target=_kill_ocr_readers, args=(stop,), daemon=True)
    hunter.start()
    with ReaderPool(1, 120, MEGABYTES) as pool:
        reads = {read.key: read for read in pool.read([_job("photo", _photo()), *_invoices(3)])}
    stop.set()
    hunter.join()
    assert reads["photo"].failure == "reader_crashed"
    assert [reads[str(number)].failure for number in range(3)] == [None] * 3


def _kill_ocr_readers(stop: threading.Event) -> None:
    """Kill each reader that has loaded the image library, which only the photo needs."""
    while not stop.wait(0.02):
        for child in _children():
            try:
                if "cv2" in Path(f"/proc/{child}/maps").read_text():
                    os.kill(child, signal.SIGKILL)
            except OSError:
                continue


def _children() -> Iterator[int]:
    """Our reader processes."""
    for entry in Path("/proc").iterdir():
        try:
            if not entry.name.isdigit():
                continue
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and b"pipelines.reader_process" in command:
            yield int(entry.name)


def test_readers_end_with_their_pool() -> None:
    with ReaderPool(2, 60, MEGABYTES) as pool:
        assert len(list(pool.read(_invoices(4)))) == 4
        assert list(_children())
    assert not list(_children())


def test_a_reader_short_of_memory_costs_one_document() -> None:
    with ReaderPool(1, 120, 800) as pool:
        reads: dict[str, Read] = {read.key: read for read in pool.read([_job("photo", _photo()), *_invoices(2)])}
    assert [reads[str(number)].failure for number in range(2)] == [None] * 2
    photo = reads["photo"]
    assert photo.failure in ("memory_limit", "reader_crashed")  # the second where a library cannot be loaded
    assert photo.invoice.document_type is DocumentType.UNREADABLE


@pytest.mark.parametrize("message", [b"", b"\x00", b"\x00\x00\x00\x01", pack({"a": 1}, (b"x",))[:-1], b"\xff" * 40])
def test_a_babbling_reader_is_not_believed(message: bytes) -> None:
    with pytest.raises(ValueError):
        unpack(message)


def test_messages_carry_head_and_pictures() -> None:
    assert unpack(pack({"a": "ż"}, (b"", b"\x00\xff"))) == ({"a": "ż"}, (b"", b"\x00\xff"))
