"""Keeps the embedded PostgreSQL running while the site is served, and one data folder to one program.

A server that died (out of memory, killed by hand) is started again without a restart of the web processes, whose pools
connect anew. Called by `soat serve`; an outside server is looked after by its own people.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import structlog

from soat.core.errors import DomainError

_log = structlog.get_logger(__name__)
PAUSE = 0.5  # seconds between two looks: the site must notice within two


class Keeper(Thread):
    """Looks every half second whether the server lives (`is_running`), and calls `revive` when it does not."""

    def __init__(self, is_running: Callable[[], bool], revive: Callable[[], None]) -> None:
        super().__init__(name="database-keeper", daemon=True)
        self._is_running, self._revive = is_running, revive
        self._done = Event()

    def run(self) -> None:
        while not self._done.wait(PAUSE):
            if not self._is_running():
                self._try()

    def stop(self) -> None:
        """Returns when no start is under way any more, so that who stops the server next stops it for good."""
        self._done.set()
        self.join()

    def _try(self) -> None:
        _log.error("database_lost")
        try:
            self._revive()
        except DomainError as error:
            _log.exception("database_not_started", why=error.message)
        else:
            _log.warning("database_started_again")


@contextmanager
def kept(is_running: Callable[[], bool], revive: Callable[[], None]) -> Iterator[None]:
    """The server is kept alive for the time of the block."""
    keeper = Keeper(is_running, revive)
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()


@contextmanager
def alone_in(data_dir: Path) -> Iterator[None]:
    """Holds the data folder for this program. Raises DomainError when another already serves from it.

    The lock goes with the process, so one that was killed leaves nothing to clear away.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "serve.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise DomainError(
                f"Soát đang chạy với thư mục dữ liệu {data_dir} (tiến trình {file.read().strip() or '?'}). "
                "Hãy dừng chương trình đó trước, hoặc đặt SOAT_DATA_DIR sang thư mục khác."
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
