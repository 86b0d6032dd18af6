"""Settings: environment variables KLOS_* over one TOML file, klos.toml in the working directory.

A misspelt setting is an error that names it; nothing is silently ignored.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field as Setting
from pydantic import SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from programme.errors import BadSettings

PREFIX = "KLOS_"
FILE = "klos.toml"


class Settings(BaseSettings):
    """Everything that can be set. Paths are made absolute; sizes in megabytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Path(".klos")
    database_url: str | None = None  # default: SQLite in home
    s3_endpoint: str | None = None  # host:port; default: a folder in home
    s3_access_key: str | None = None
    s3_secret_key: SecretStr | None = None
    s3_bucket: str = "klos"
    s3_secure: bool = True
    workers: int = Setting(default=0, ge=0, le=64)  # reader processes; 0: one a processor
    # A thirty-page scan read by both engines on a slow machine still ends within this.
    document_seconds: float = Setting(default=300.0, gt=0)
    # The second engine's models need about 1 GB; address space is larger than what is used of it.
    document_megabytes: int = Setting(default=6144, ge=256)
    upload_megabytes: int = Setting(default=25, ge=1)
    schedule: str = "*/15 * * * *"  # cron, of `klos serve`
    schedule_timezone: str = "Europe/Warsaw"
    prefect_port: int = Setting(default=4297, ge=1, le=65535)
    prefect_api_url: str = ""  # one Prefect server for many machines; empty: our own on this machine
    # Where the pages are reached from outside, for links in messages; https makes cookies secure.
    public_url: str | None = None
    session_hours: float = Setting(default=10.0, gt=0, le=720)  # a sign-in ends after this, or after two idle hours
    oidc_metadata_url: str | None = None  # .../.well-known/openid-configuration
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    smtp_host: str | None = None  # default: messages as .eml files in home/outbox
    smtp_port: int = Setting(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    mail_from: str = "klos@localhost"
    hook_url: str | None = None  # the loyalty platform's address for changes of status
    hook_secret: SecretStr | None = None
    lang: Literal["pl", "en"] = "pl"
    log_level: Literal["debug", "info", "warning", "error"] = "warning"

    @model_validator(mode="after")
    def _s3_whole(self) -> Self:
        if self.s3_endpoint and not (self.s3_access_key and self.s3_secret_key):
            raise ValueError("s3_endpoint needs s3_access_key and s3_secret_key")
        return self

    @model_validator(mode="after")
    def _doors_whole(self) -> Self:
        if self.oidc_metadata_url and not (self.oidc_client_id and self.oidc_client_secret and self.public_url):
            raise ValueError("oidc_metadata_url needs oidc_client_id, oidc_client_secret and public_url")
        if self.smtp_user and not self.smtp_password:
            raise ValueError("smtp_user needs smtp_password")
        if self.smtp_user and self.smtp_security == "none":
            raise ValueError("smtp_user would send the password in the clear with smtp_security none")
        if self.hook_url and not self.hook_url.startswith(("https://", "http://")):
            raise ValueError("hook_url must begin with https:// or http://")
        if self.hook_url and not (self.hook_secret and len(self.hook_secret.get_secret_value()) >= 16):
            raise ValueError("hook_url needs hook_secret of at least 16 characters")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # The file comes in as keyword arguments, so the environment must stand before them.
        return env_settings, init_settings

    @property
    def folder(self) -> Path:
        """The workspace's folder, absolute."""
        return self.home.expanduser().resolve()

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.folder / 'klos.db'}"

    @property
    def processes(self) -> int:
        """Reader processes to run: as set, else one a processor this process may use."""
        usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        return self.workers or usable or 1


def load_settings(**overrides: Any) -> Settings:
    """Settings from klos.toml, the environment and `overrides` (those not None win). Raises BadSettings."""
    known = set(Settings.model_fields)
    unknown = [name for name in os.environ if name.startswith(PREFIX) and name[len(PREFIX) :].lower() not in known]
    if unknown:
        raise BadSettings(f"Unknown setting in the environment: {', '.join(sorted(unknown))}.")
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        settings = Settings(**_from_file(Path(FILE), known))
        return settings if not given else Settings.model_validate({**settings.model_dump(), **given})
    except ValidationError as error:
        raise BadSettings(_explain(error)) from error


def _from_file(path: Path, known: set[str]) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: {error}") from error
    unknown = sorted(set(content) - known)
    if unknown:
        raise BadSettings(f"{path}: unknown setting: {', '.join(unknown)}.")
    return content


def _explain(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, item['loc'])) or 'settings'}: {item['msg']}" for item in error.errors())
