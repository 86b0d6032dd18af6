"""Keeps what was declared, read, decided and booked: the database and the object store.

Open an engine, bring it up to date with `migrate`, and work in units of work, which roll back unless committed.
Knows the programme's values and nothing of how they are read or judged.
"""

from storage.engine import migrate, open_engine
from storage.objects import DamagedObject, FolderStore, ObjectStore
from storage.work import UnitOfWork

__all__ = ["DamagedObject", "FolderStore", "ObjectStore", "UnitOfWork", "migrate", "open_engine"]
