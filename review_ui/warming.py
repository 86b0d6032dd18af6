"""What the first visitor would otherwise wait for: the pages' modules, and the database's first questions."""

from __future__ import annotations

import importlib

from pipelines.review_door import Role, User, programmes
from pipelines.review_queue import QueueFilter, queue_page
from pipelines.workspace import Workspace
from review_ui.navigation import ENTRIES

_SERVER = User("klos", Role.REVIEWER)
# What the pages import only when they draw a picture.
_LATER = ("PIL.Image", "PIL.ImageDraw", "PIL.ImageFont", "PIL.PngImagePlugin", "PIL.JpegImagePlugin")


def warm(workspace: Workspace) -> None:
    """Import every page, and ask for each programme's queue once, which also prepares the statements."""
    for name in (*(f"review_ui.{entry.module}" for entry in ENTRIES), "review_ui.frame", *_LATER):
        importlib.import_module(name)
    for programme in programmes(workspace):
        queue_page(workspace, _SERVER, programme, QueueFilter())
