"""Logging: structured lines on stderr that name documents and declarations, never people.

Only hashes, ids, counts and times are logged: names, addresses, NIPs and file names (which people choose) are not.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog


def set_up(level: str = "warning") -> None:
    """Log from `level` upwards to stderr: readable on a terminal, JSON lines elsewhere."""
    renderer: Any = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        # Looked up at each line: who redirects stderr later, or closes it, is heeded.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def logger(subject: str) -> Any:
    """A logger whose lines carry `subject`."""
    return structlog.get_logger(subject=subject)
