"""The composition root: the one place where the database, the object store and the settings meet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from pipelines.errors_in_words import os_reason
from pipelines.settings import Settings
from pipelines.texts import say
from programme.errors import Unavailable
from storage import FolderStore, ObjectStore, UnitOfWork, migrate, open_engine


@dataclass(frozen=True, slots=True)
class Workspace:
    """An installation's state: where everything is kept between runs."""

    settings: Settings
    engine: Engine
    objects: ObjectStore

    def work(self) -> UnitOfWork:
        """A unit of work that may write."""
        return UnitOfWork(self.engine)

    def reading(self) -> UnitOfWork:
        """A unit of work that only reads."""
        return UnitOfWork(self.engine, read_only=True)

    def close(self) -> None:
        self.engine.dispose()


def open_workspace(settings: Settings) -> Workspace:
    """Open the workspace, making folder, database and bucket where they are missing.

    Raises Unavailable where one of them cannot be reached or made.
    """
    _make_folder(settings.folder)
    engine = open_engine(settings.database)
    migrate(engine)
    return Workspace(settings, engine, _objects(settings))


def _make_folder(folder: Path) -> None:
    try:
        # Claims and invoices are personal data: nobody else on the machine reads them.
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unavailable(say("workspace_not_made", reason=os_reason(error))) from error


def _objects(settings: Settings) -> ObjectStore:
    if settings.s3_endpoint is None:
        return FolderStore(settings.folder / "objects")
    from storage.minio_store import MinioStore

    secret = settings.s3_secret_key.get_secret_value() if settings.s3_secret_key else ""
    return MinioStore(
        settings.s3_endpoint, settings.s3_access_key or "", secret, settings.s3_bucket, settings.s3_secure
    )
