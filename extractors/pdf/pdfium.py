"""pdfium's two Python faces, imported when first used; untyped, as both are generated from C headers."""

from __future__ import annotations

import importlib
from typing import Any


def pdfium() -> Any:
    """pypdfium2's helper classes."""
    return importlib.import_module("pypdfium2")


def pdfium_raw() -> Any:
    """pdfium's C interface."""
    return importlib.import_module("pypdfium2.raw")
