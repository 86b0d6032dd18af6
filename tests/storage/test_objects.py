"""The object store: a folder, and a real S3 server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from programme.errors import Unavailable
from storage import DamagedObject, FolderStore, ObjectStore
from storage.minio_store import MinioStore
from storage.objects import digest
from tests.storage.s3_server import KEY, SECRET, free_port, s3_server


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server's host:port and the folder it serves."""
    folder = tmp_path_factory.mktemp("s3")
    with s3_server(folder) as endpoint:
        yield endpoint, folder


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[ObjectStore, Path]:
    """A store and the folder its files lie under."""
    if request.param == "folder":
        return FolderStore(tmp_path / "objects"), tmp_path / "objects"
    endpoint, folder = request.getfixturevalue("s3")
    bucket = f"klos-{tmp_path.name}".replace("_", "-").lower()[:60].rstrip("-")
    return MinioStore(endpoint, KEY, SECRET, bucket, secure=False), folder / bucket


def _file(folder: Path, key: str) -> Path:
    (found,) = [path for path in folder.rglob(key) if path.is_file()]
    return found


def test_bytes_come_back_under_their_hash(store: tuple[ObjectStore, Path]) -> None:
    objects, _ = store
    data = bytes(range(256)) * 1000
    key = objects.put(data)
    assert key == digest(data)
    assert objects.get(key) == data
    assert objects.head(key) == len(data)
    assert objects.put(data) == key
    other = objects.put(b"")
    assert list(objects.list()) == sorted([key, other])
    objects.delete(key)
    objects.delete(key)
    assert objects.head(key) is None
    with pytest.raises(KeyError):
        objects.get(key)


def test_damage_is_noticed(store: tuple[ObjectStore, Path]) -> None:
    objects, folder = store
    key = objects.put(b"the original")
    _file(folder, key).write_bytes(b"the 0riginal")
    with pytest.raises(DamagedObject):
        objects.get(key)


def test_a_key_names_no_path(store: tuple[ObjectStore, Path]) -> None:
    objects, _ = store
    for key in ("../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n"):
        with pytest.raises(ValueError, match="not an object key"):
            objects.get(key)


def test_a_half_written_file_is_written_anew(tmp_path: Path) -> None:
    objects = FolderStore(tmp_path)
    key = objects.put(b"whole")
    _file(tmp_path, key).write_bytes(b"wh")
    objects.put(b"whole")
    assert objects.get(key) == b"whole"


def test_many_writers_of_one_object(tmp_path: Path) -> None:
    objects = FolderStore(tmp_path)
    data = b"x" * 1_000_000
    threads = [threading.Thread(target=objects.put, args=(data,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [digest(data)]


def test_a_server_that_refuses_or_is_down_is_told(s3: tuple[str, Path]) -> None:
    with pytest.raises(Unavailable):
        MinioStore(s3[0], KEY, "wrong", "klos", secure=False)
    with pytest.raises(Unavailable):
        MinioStore(f"127.0.0.1:{free_port()}", KEY, SECRET, "klos", secure=False)
