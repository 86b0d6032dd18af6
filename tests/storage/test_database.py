"""The database: migration, transactions, append-only tables, two writers."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from programme.errors import BadSettings, Unavailable
from storage import UnitOfWork, migrate, open_engine
from storage import engine as engine_module
from storage.tables import Base
from tests.storage.build import RULES, declaration


def test_migration_makes_exactly_the_tables_of_the_model(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_head_file_names_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(engine_module.__file__).parent / "migrations"))
    heads = ScriptDirectory.from_config(config).get_heads()
    assert heads == [(Path(engine_module.__file__).parent / "migrations" / "HEAD").read_text().strip()]


def test_migrating_twice_and_back_again(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        from alembic import command

        config = Config()
        config.set_main_option("script_location", str(Path(engine_module.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migrate(engine)
    assert "points_ledger" in inspect(engine).get_table_names()


def test_nothing_is_kept_without_commit(engine: Engine) -> None:
    with UnitOfWork(engine) as work:
        work.programmes.put("proba", RULES)
    with pytest.raises(RuntimeError, match="mishap"), UnitOfWork(engine) as work:
        work.programmes.put("proba", RULES)
        raise RuntimeError("mishap")
    with UnitOfWork(engine, read_only=True) as work:
        assert work.programmes.all() == []


def test_a_reading_unit_of_work_cannot_commit(engine: Engine) -> None:
    with UnitOfWork(engine, read_only=True) as work, pytest.raises(RuntimeError):
        work.commit()


@pytest.mark.parametrize("table", ["audit_event", "points_ledger"])
@pytest.mark.parametrize("statement", ["DELETE FROM {table}", "UPDATE {table} SET id = id + 1"])
def test_ledger_and_audit_trail_refuse_changes(engine: Engine, table: str, statement: str) -> None:
    _book_one(engine)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement.format(table=table)))
    with UnitOfWork(engine, read_only=True) as work:
        assert len(work.audit.events()) == len(work.ledger.entries(1)) == 1


def _book_one(engine: Engine) -> None:
    from decimal import Decimal

    from tests.storage.build import PROVENANCE, verdict

    with UnitOfWork(engine) as work:
        programme = work.programmes.put("proba", RULES)
        work.programmes.put_declarations(programme.id, [declaration()])
        stored, _ = work.decisions.put(programme.id, verdict(), PROVENANCE)
        work.ledger.book(programme.id, "P1", "D1", 2025, Decimal(20), stored.id)
        work.audit.record(programme.id, "test", "booked", "declaration/D1", {"units": "20"})
        work.commit()


def test_two_writers_wait_for_one_another(engine: Engine) -> None:
    """Each of two threads adds fifty rules versions one above the highest it sees; none may be lost or doubled."""
    with UnitOfWork(engine) as work:
        work.programmes.put("proba", RULES)
        work.commit()
    failures: list[BaseException] = []

    def write(name: str) -> None:
        for number in range(20):
            try:
                with UnitOfWork(engine) as work:
                    if engine.dialect.name == "postgresql":
                        work.session.execute(text("LOCK TABLE programme_rules"))
                    work.programmes.put("proba", RULES.model_copy(update={"name": f"{name} {number}"}))
                    work.commit()
            except BaseException as error:  # a thread's failure must reach the test
                failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with UnitOfWork(engine, read_only=True) as work:
        newest = work.programmes.get("proba")
    assert newest is not None
    assert newest.rules_version == 41


def test_a_database_that_is_down_is_told(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql://test@/postgres?host={tmp_path}&port=5498")
    with pytest.raises(Unavailable, match="does not answer"):
        migrate(engine)


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x"])
def test_a_url_that_is_no_database(url: str) -> None:
    with pytest.raises(BadSettings, match="database_url"):
        open_engine(url)


def test_an_error_carries_no_data_into_a_log(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError) as raised:
        connection.execute(text("INSERT INTO nowhere (name) VALUES (:name)"), {"name": "Jan Żuk"})
    assert "Żuk" not in str(raised.value)
