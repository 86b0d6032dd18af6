"""Units of work that lose against another at the same moment are done again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from storage.serialising import collided

_PAUSES = (0.02, 0.1, 0.3, 1.0)  # seconds, each times a random share, so that two losers do not meet again
_Result = TypeVar("_Result")


def retried(act: Callable[[], _Result]) -> _Result:
    """What `act` gives. It is called again where it collided with another writer, and must be whole in itself: one
    unit of work that rolled back. The last collision is raised."""
    for pause in _PAUSES:
        try:
            return act()
        except Exception as error:  # told apart at once; everything but a collision goes on its way
            if not collided(error):
                raise
        time.sleep(pause * (0.5 + random.random()))
    return act()
