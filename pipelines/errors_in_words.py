"""Errors as a person reads them, in the language spoken: what every door says of what it caught."""

from __future__ import annotations

from pipelines.text_errors import IN_POLISH, OS_ERRORS
from pipelines.texts import language, say
from programme.errors import KlosError


def told(error: KlosError | OSError) -> str:
    """Message and remedy. What was made of the catalogue's words is in the right language already."""
    if isinstance(error, OSError):
        return os_reason(error)
    if language() != "pl":
        return str(error)
    message = IN_POLISH.get(error.template)
    message = error.message if message is None else message.format(**error.values)
    return str(KlosError(message, IN_POLISH.get(error.remedy, error.remedy)))


def os_reason(error: OSError) -> str:
    """The file, where one is named, and what the machine says of it: a full disc, a folder that may not be written."""
    key = OS_ERRORS.get(error.errno or 0)
    reason = str(error.strerror or error) if key is None else say(key)
    return f"{error.filename}: {reason}" if error.filename else reason
