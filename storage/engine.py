"""Opening the database and bringing it to the newest form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from programme.errors import BadSettings, Unavailable

BUSY_MILLISECONDS = 30_000
_MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(url: str) -> Engine:
    """An engine for `url` (sqlite:///FILE or postgresql+psycopg://...), not yet migrated.

    SQLite: write-ahead log, foreign keys on, 30 s of patience; a transaction takes the write lock at its start
    (BEGIN IMMEDIATE), so that two writers wait for one another instead of failing half-way, unless the connection
    carries the execution option `read_only`. Raises BadSettings for a URL that cannot be understood.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadSettings("database_url cannot be understood: {detail}", detail=error) from error
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise BadSettings("database_url: {name} is not supported, only sqlite and postgresql", name=backend)
    # What was to be written is personal data: an error must not carry it into a log.
    engine = create_engine(parsed, pool_pre_ping=backend == "postgresql", hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # a ledger must survive a power cut
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
    # SQLite's own knows the letters of ASCII only: a search for "łukasz" would miss Łukasz.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: object) -> str | None:
    return None if text is None else str(text).lower()


def _sqlite_begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the database to `revision`; nothing happens where it is there already. Raises Unavailable if it is down."""
    try:
        with engine.begin() as connection:
            if revision == "head" and _current(connection) == _head():
                return
            _upgrade(connection, revision)
    except OperationalError as error:
        remedy = "Check KLOS_DATABASE_URL and that the server runs."
        raise Unavailable("The database does not answer: {detail}", remedy, detail=error.orig) from error


def _head() -> str | None:
    # Written beside the migrations so that a start need not load Alembic; tests hold it to the scripts.
    return (_MIGRATIONS / "HEAD").read_text(encoding="ascii").strip()


def _current(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])


def _upgrade(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if connection.dialect.name == "postgresql":
        # Two starts at once: the second waits here and then finds nothing to do.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(727500)")
    command.upgrade(config, revision)
