"""Memory freed by libraries in C, given back to the system."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Return freed memory to the system where the C library can; glibc keeps most of what pictures took (measured:
    230 MB of 535 after a photo), so that the next large need comes on top of it. Takes a few milliseconds."""
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
