"""Settings of an installation: environment variables (`SOAT_…`) over one `soat.toml` over the defaults here.

Read once by `soat.settings` and by the command line. A wrong value stops the start with a sentence that names it.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
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
    background: bool = True
    background_jobs: int = Field(default=4, ge=1, le=64)
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
            _write_once(path, secrets.token_urlsafe(50))
        return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Whole or not at all, and never over what another process wrote meanwhile."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


_TOLD = {
    "extra_forbidden": "không có mục này",
    "int_parsing": "phải là số nguyên",
    "int_type": "phải là số nguyên",
    "bool_parsing": "phải là true hoặc false",
    "list_type": "phải là danh sách",
    "string_type": "phải là chữ",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "không được quá {le}",
}


@lru_cache(maxsize=1)
def config() -> Config:
    """The installation's settings. Raises DomainError that names every wrong one."""
    try:
        return Config()
    except ValidationError as error:
        wrong = "; ".join(_told(dict(found)) for found in error.errors())
    except (SettingsError, tomllib.TOMLDecodeError) as error:
        wrong = str(error)
    raise DomainError(f"Cấu hình sai, hãy sửa soat.toml hoặc biến môi trường SOAT_…: {wrong}.")


def _told(found: dict[str, Any]) -> str:
    why = _TOLD.get(found["type"], found["msg"]).format(**found.get("ctx", {}))
    return f"{'.'.join(map(str, found['loc']))} {why}"
