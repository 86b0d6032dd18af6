"""What keeps two writers apart on either database: locks that end with their transaction, rows only one of them adds.

SQLite has one writer at a time (see storage.engine), so a lock is nothing there. On PostgreSQL it is an advisory lock
of the transaction: it goes with the commit, the rollback, or the connection of a process that died.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.exc import StaleDataError

# PostgreSQL's codes of a transaction that lost against another and may be tried again.
_LOST = frozenset({"40001", "40P01"})


class Lock(IntEnum):
    """What is held, of one programme. Who needs both takes CLAIMS first. Values are parts of PostgreSQL's lock keys."""

    CLAIMS = 727_501  # claims are made, changed or withdrawn; verdicts on them are kept
    BOOKING = 727_502  # the ledger is brought in line, points are given out


def hold(session: Session, lock: Lock, programme_id: int) -> None:
    """Wait for `lock` of the programme and hold it until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(int(lock), programme_id)))


def add_new(session: Session, table: type[DeclarativeBase], values: Mapping[str, Any]) -> bool:
    """Add a row; False, and nothing happens, where a row of one of its unique keys is there or is being added.

    Columns left out get the table's defaults.
    """
    session.flush()
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    adding = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return session.execute(adding.returning(*inspect(table).primary_key)).first() is not None


def collided(error: BaseException) -> bool:
    """Whether a unit of work failed only because another one wrote the same at the same moment."""
    if isinstance(error, (IntegrityError, StaleDataError)):
        return True
    cause = error if isinstance(error, OperationalError) else error.__cause__
    return isinstance(cause, OperationalError) and getattr(cause.orig, "sqlstate", None) in _LOST
