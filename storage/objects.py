"""The object store: bytes kept once under their SHA-256, verified when read back.

`FolderStore` is the default; `storage.minio_store.MinioStore` speaks to any S3 server. Both have the same five
verbs and nothing beyond them (put, get, head, list, delete), so that any S3-like server serves.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from programme.errors import Unavailable

_KEY = re.compile(r"[0-9a-f]{64}")


class ObjectStore(Protocol):
    """Keys are SHA-256 hashes in hex."""

    def put(self, data: bytes) -> str:
        """Keep `data` and return its key; nothing is written where it is kept already."""

    def get(self, key: str) -> bytes:
        """The bytes under `key`. Raises KeyError where there are none, DamagedObject where they changed."""

    def head(self, key: str) -> int | None:
        """The size in bytes, or None where nothing is kept under `key`."""

    def list(self) -> Iterator[str]:
        """Every key, sorted."""

    def delete(self, key: str) -> None:
        """Forget `key`; nothing happens where it is not kept."""


class DamagedObject(Unavailable):
    """Stored bytes no longer match their hash."""

    remedy = "Restore the object from a backup, or load the document again."


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def checked_key(key: str) -> str:
    """`key` itself; ValueError for anything but a SHA-256, so that no key can name another path."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"not an object key: {key!r}")
    return key


def verified(key: str, data: bytes) -> bytes:
    """`data` itself, or DamagedObject where it does not hash to `key`."""
    if digest(data) != key:
        raise DamagedObject("Object {key} is damaged.", key=key)
    return data


class FolderStore:
    """Objects as files `ab/abcdef...` under a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def _path(self, key: str) -> Path:
        return self._root / checked_key(key)[:2] / key

    def put(self, data: bytes) -> str:
        key = digest(data)
        path = self._path(key)
        # A file of another length is what a power cut may leave on a careless disc: write it anew.
        if self.head(key) == len(data):
            return key
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        return key

    def get(self, key: str) -> bytes:
        try:
            data = self._path(key).read_bytes()
        except FileNotFoundError:
            raise KeyError(key) from None
        return verified(key, data)

    def head(self, key: str) -> int | None:
        try:
            return self._path(key).stat().st_size
        except FileNotFoundError:
            return None

    def list(self) -> Iterator[str]:
        yield from sorted(path.name for path in self._root.glob("??/*") if _KEY.fullmatch(path.name))

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    # The new name itself must reach the disc too.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
