"""Settings of an installation: environment variables (`SOAT_…`) over one `soat.toml` over the defaults here.

Read once by `soat.settings` and by the command line. A wrong value stops the start with a sentence that names it.
"""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from soat.core.errors import DomainError


class Config(BaseSettings):
    """One installation. `data_dir` holds everything that must be backed up when the embedded database is used."""

    model_config = SettingsConfigDict(env_prefix="SOAT_", toml_file="soat.toml", extra="forbid")

    data_dir: Path = Path(".data")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    base_url: str = ""
    workers: int = Field(default=2, ge=1, le=64)
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    database_owner_url: str = ""
    secret_key: str = ""
    allowed_hosts: list[str] = ["127.0.0.1", "localhost", "[::1]"]
    https: bool = False
    debug: bool = False
    email_host: str = ""
    email_port: int = 587
    email_user: str = ""
    email_password: str = ""
    email_from: str = "Soát <soat@soat.example>"
    oidc_name: str = ""
    oidc_server_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    plan_max_bytes: int = 20 * 1024 * 1024

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def key(self) -> str:
        """The signing key: as set, or made once and kept in the data folder (readable by its owner only)."""
        if self.secret_key:
            return self.secret_key
        path = self.data_dir / "secret-key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        return path.read_text().strip()


@lru_cache(maxsize=1)
def config() -> Config:
    """The installation's settings. Raises DomainError that names every wrong one."""
    try:
        return Config()
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise DomainError(f"Cấu hình sai, hãy sửa soat.toml hoặc biến môi trường SOAT_…: {wrong}.") from error
