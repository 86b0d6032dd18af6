"""Settings: environment variables KLOS_* over one TOML file, klos.toml in the working directory.

A misspelt setting is an error that names it; nothing is silently ignored.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field as Setting
from pydantic import SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from pipelines.model_faults import fault_text
from pipelines.texts import say
from programme.errors import BadSettings

PREFIX = "KLOS_"
FILE = "klos.toml"
_HOOK_SECRET = 16  # characters at least


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

    @field_validator("schedule_timezone")
    @classmethod
    def _zone_known(cls, name: str) -> str:
        try:
            return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(say("setting_no_zone", value=name)) from error

    @model_validator(mode="after")
    def _s3_whole(self) -> Self:
        if self.s3_endpoint and not (self.s3_access_key and self.s3_secret_key):
            raise ValueError(say("setting_needs", name="s3_endpoint", others="s3_access_key, s3_secret_key"))
        return self

    @model_validator(mode="after")
    def _doors_whole(self) -> Self:
        if self.oidc_metadata_url and not (self.oidc_client_id and self.oidc_client_secret and self.public_url):
            others = "oidc_client_id, oidc_client_secret, public_url"
            raise ValueError(say("setting_needs", name="oidc_metadata_url", others=others))
        if self.smtp_user and not self.smtp_password:
            raise ValueError(say("setting_needs", name="smtp_user", others="smtp_password"))
        if self.smtp_user and self.smtp_security == "none":
            raise ValueError(say("setting_in_the_clear"))
        if self.hook_url and not self.hook_url.startswith(("https://", "http://")):
            raise ValueError(say("setting_hook_scheme"))
        if self.hook_url and not (self.hook_secret and len(self.hook_secret.get_secret_value()) >= _HOOK_SECRET):
            raise ValueError(say("setting_hook_secret", length=_HOOK_SECRET))
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
        return init_settings, env_settings, InitSettingsSource(settings_cls, _from_file(Path(FILE)))

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
    """Settings: of `overrides` those not None, else the environment's, else those of klos.toml. Raises BadSettings."""
    known = Settings.model_fields
    unknown = [name for name in os.environ if name.startswith(PREFIX) and name[len(PREFIX) :].lower() not in known]
    if unknown:
        raise _bad(say("setting_unknown_variable", names=", ".join(sorted(unknown))))
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise _bad(_explain(error)) from error


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad(f"{path}: {say('toml_broken', error=error)}") from error
    unknown = sorted(set(content) - set(Settings.model_fields))
    if unknown:
        raise _bad(say("setting_unknown_key", path=path, names=", ".join(unknown)))
    return content


def _explain(error: ValidationError) -> str:
    told = [(".".join(map(str, item["loc"])) or say("settings_whole"), fault_text(item)) for item in error.errors()]
    return "; ".join(f"{name}: {said}" for name, said in told)


def _bad(message: str) -> BadSettings:
    return BadSettings(message, say("settings_remedy"))
