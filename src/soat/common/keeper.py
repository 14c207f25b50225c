"""Keeps the embedded PostgreSQL and the worker running while the site is served, and one data folder to one program.

A server that died (out of memory, killed by hand) is started again without a restart of the web processes, whose pools
connect anew; so is the process that runs the queue. Called by `soat serve`; an outside server is looked after by its
own people.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import structlog

from soat.core.errors import DomainError

_log = structlog.get_logger(__name__)
PAUSE = 0.5  # seconds between two looks: the site must notice within two
PATIENCE = 20  # seconds a stopping worker has for what it is running


class Keeper(Thread):
    """Looks every half second whether `what` lives (`is_running`), and calls `revive` when it does not."""

    def __init__(self, what: str, is_running: Callable[[], bool], revive: Callable[[], None]) -> None:
        super().__init__(name=f"{what}-keeper", daemon=True)
        self._what, self._is_running, self._revive = what, is_running, revive
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
        _log.error(f"{self._what}_lost")
        try:
            self._revive()
        except DomainError as error:
            _log.exception(f"{self._what}_not_started", why=error.message)
        else:
            _log.warning(f"{self._what}_started_again")


class Worker:
    """The process that runs the queue. It gets no Ctrl+C of its own: it is stopped when the site has stopped."""

    def __init__(self) -> None:
        self._process = self._started()

    def is_running(self) -> bool:
        return self._process.poll() is None

    def revive(self) -> None:
        time.sleep(PAUSE)  # one that dies at once is not started again and again without a breath
        self._process = self._started()

    def stop(self) -> None:
        """A running job is finished first, unless it takes too long: then it is run again after the next start."""
        self._process.terminate()
        try:
            self._process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            _log.warning("worker_killed")
            self._process.kill()
            self._process.wait()

    @staticmethod
    def _started() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "soat.cli", "worker", "--of", str(os.getpid())]
        return subprocess.Popen(command, start_new_session=True)  # noqa: S603  (our own command)


@contextmanager
def worker_kept() -> Iterator[None]:
    """A worker runs for the time of the block."""
    worker = Worker()
    try:
        with kept("worker", worker.is_running, worker.revive):
            yield
    finally:
        worker.stop()


@contextmanager
def kept(what: str, is_running: Callable[[], bool], revive: Callable[[], None]) -> Iterator[None]:
    """`what` is kept alive for the time of the block."""
    keeper = Keeper(what, is_running, revive)
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
