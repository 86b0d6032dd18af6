"""Memory freed by libraries in C, given back to the system; and pictures not looked at now, put aside.

A picture put aside lies in a temporary file without a name: thirty scanned pages are 800 MB, which would break the
bound of 1 GB a reader. The file is no input or output: nothing else can open it, and it is gone with the picture, or
with the process however that ends.
"""

from __future__ import annotations

import ctypes
import mmap
import tempfile
import weakref
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

# A picture put aside: its file in memory, which lives as long as the picture.
_aside: weakref.WeakValueDictionary[int, mmap.mmap] = weakref.WeakValueDictionary()


def put_aside(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The same picture in a nameless temporary file instead of memory: it takes memory again where it is looked at,
    until the next give_back. Pages of one file wait for one another so."""
    if picture.nbytes < mmap.PAGESIZE:
        return picture
    try:
        with tempfile.TemporaryFile(prefix="page_", buffering=0) as file:
            rest = np.ascontiguousarray(picture).data.cast("B")
            while rest:
                rest = rest[file.write(rest) :]
            room = mmap.mmap(file.fileno(), picture.nbytes)
    except OSError:  # no room on the disc: it stays where it is
        return picture
    _aside[id(room)] = room
    return np.ndarray(picture.shape, np.uint8, room)


def _let_go(room: Any) -> None:
    if hasattr(mmap, "MADV_DONTNEED"):
        room.madvise(mmap.MADV_DONTNEED)  # of a shared file: what was written stays in it


def give_back() -> None:
    """Return freed memory to the system where the C library can; glibc keeps most of what pictures took (measured:
    230 MB of 535 after a photo), so that the next large need comes on top of it. Takes a few milliseconds. What was
    put aside is let go as well."""
    for room in list(_aside.values()):
        _let_go(room)
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another C library: it has its own ways
        return None
    return found
