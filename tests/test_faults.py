"""The program's own server with its own PostgreSQL under faults: the database killed while people write.

What was answered as saved is saved; meanwhile people get a calm page; nothing but the database is started again.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import psutil
import psycopg
import pytest
from tests.databases import ROOT
from tests.test_serving import free_port, wait

from soat.common.postgres import Server, is_running


@dataclass
class Site:
    port: int
    data: Path
    process: subprocess.Popen[str]
    password: str
    env: dict[str, str]

    @property
    def postgres(self) -> Path:
        return self.data / "postgres"

    def postmaster(self) -> int:
        """Its number; between two servers there is none for a moment."""
        ends = time.monotonic() + 15
        while True:
            try:
                return int((self.postgres / "postmaster.pid").read_text().splitlines()[0])
            except (FileNotFoundError, IndexError, ValueError):
                if time.monotonic() > ends:
                    raise
                time.sleep(0.1)

    def web_processes(self) -> set[int]:
        return {child.pid for child, command in self._children() if "worker" not in command}

    def worker(self) -> psutil.Process | None:
        """The process that runs the queue; between two there is none for a moment."""
        return next((child for child, command in self._children() if "worker" in command), None)

    def _children(self) -> Iterator[tuple[psutil.Process, list[str]]]:
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):  # one that ended just now has no command
                yield child, child.cmdline()

    def names_in_trail(self) -> set[str]:
        lines = (self.postgres / "postmaster.pid").read_text().splitlines()
        address = Server(lines[4], int(lines[3])).url("postgres", "soat")
        with psycopg.connect(address) as connection:
            rows = connection.execute(
                "SELECT payload FROM trail_event WHERE payload LIKE '%Lần %'"
            ).fetchall()
        return set(re.findall(r"Lần [0-9a-f]{8}", " ".join(payload for (payload,) in rows)))


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """`soat serve --demo` on an embedded database of its own, started once for the tests of this file."""
    data = ROOT / ".cache" / f"faults-{os.getpid()}"
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("SOAT_", "DATABASE_URL"))
    }
    port = free_port()
    env |= {"SOAT_DATA_DIR": str(data), "SOAT_PORT": str(port)}
    command = [sys.executable, "-m", "soat.cli", "serve", "--demo"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=quiet, text=True)
    try:
        assert process.stdout
        told = iter(process.stdout.readline, "")
        password = next(line.split()[-1] for line in told if "@" in line)
        wait(port, process)
        yield Site(port, data, process, password, env)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        shutil.rmtree(data)


@dataclass(eq=False)
class Writer(Thread):
    """A person who renames herself again and again; `saved` are the names the site said it saved."""

    site: Site
    done: Event
    saved: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    slowest: float = 0
    page: str = ""
    retry_after: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        jar = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _Stay())
        self.base = f"http://127.0.0.1:{self.site.port}"

    def run(self) -> None:
        while not self.done.is_set():
            name = f"Lần {uuid.uuid4().hex[:8]}"
            started = time.monotonic()
            if self.post("/tai-khoan/", full_name=name) == 302:
                self.saved.append(name)
            self.slowest = max(self.slowest, time.monotonic() - started)
            time.sleep(0.05)

    def post(self, path: str, **values: str) -> int:
        status, page = self.ask(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        if status != 200 or not token:
            return status
        return self.ask(path, {**values, "csrfmiddlewaretoken": token[1]})[0]

    def ask(self, path: str, values: dict[str, str] | None = None) -> tuple[int, str]:
        body = urllib.parse.urlencode(values).encode() if values else None
        try:
            with self.browser.open(self.base + path, body, timeout=20) as answer:
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read().decode()
            if status == 503:
                self.page, self.retry_after = text, error.headers["Retry-After"]
        self.answers.append(status)
        return status, text


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def signed_in(site: Site, done: Event) -> Writer:
    writer = Writer(site, done)
    assert writer.post("/tai-khoan/dang-nhap/", login="dieu-phoi@soat.example", password=site.password) == 302
    return writer


def until(happened: object, seconds: float) -> float:
    """Seconds until it happened."""
    started = time.monotonic()
    while not happened():  # type: ignore[operator]
        assert time.monotonic() - started < seconds, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - started


def backend_of(site: Site) -> int:
    """A process of the database that serves the web."""
    children = psutil.Process(site.postmaster()).children()
    return next(child.pid for child in children if "soat_app" in " ".join(child.cmdline()))


@pytest.mark.parametrize("victim", ["postmaster", "backend"])
def test_no_saved_word_is_lost_when_the_database_is_killed(site: Site, victim: str) -> None:
    done, web = Event(), site.web_processes()
    writers = [signed_in(site, done) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        until(lambda: all(len(writer.saved) > 3 for writer in writers), 30)
        former = site.postmaster()
        os.kill(former if victim == "postmaster" else backend_of(site), signal.SIGKILL)
        if victim == "postmaster":
            assert until(lambda: is_running(site.postgres) and site.postmaster() != former, 20) < 8
        before = [len(writer.saved) for writer in writers]
        until(lambda: all(len(w.saved) > had + 3 for w, had in zip(writers, before, strict=True)), 30)
    finally:
        done.set()
        for writer in writers:
            writer.join()
    assert {answer for writer in writers for answer in writer.answers} <= {200, 302, 503}
    assert max(writer.slowest for writer in writers) < 10
    assert site.web_processes() == web
    assert {name for writer in writers for name in writer.saved} <= site.names_in_trail()


def test_meanwhile_people_are_told_calmly(site: Site) -> None:
    """The database is held still (not killed) long enough for a page to be asked for."""
    writer = signed_in(site, Event())
    former = site.postmaster()
    keeper_paused = psutil.Process(site.process.pid)
    keeper_paused.suspend()
    try:
        os.kill(former, signal.SIGKILL)
        started = time.monotonic()
        assert writer.ask("/tai-khoan/dang-nhap/")[0] == 503
        assert time.monotonic() - started < 4
        assert int(writer.retry_after) <= 10
        assert "Những gì báo là đã lưu vẫn còn" in writer.page
        assert "Traceback" not in writer.page
        assert writer.ask("/suc-khoe/")[0] == 503
    finally:
        keeper_paused.resume()
    until(lambda: is_running(site.postgres) and site.postmaster() != former, 20)
    until(lambda: writer.ask("/tai-khoan/")[0] == 200, 10)


def test_a_second_start_on_the_same_data_is_refused(site: Site) -> None:
    command = [sys.executable, "-m", "soat.cli", "serve"]
    env = {**site.env, "SOAT_PORT": str(free_port())}
    second = subprocess.run(
        command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert second.returncode == 2
    assert f"Soát đang chạy với thư mục dữ liệu {site.data} (tiến trình {site.process.pid})" in second.stderr


def test_a_killed_worker_is_started_again(site: Site) -> None:
    until(lambda: site.worker() is not None, 10)  # the faults before this test may have ended it just now
    former = site.worker()
    assert former is not None
    former.kill()
    until(lambda: (now := site.worker()) is not None and now.pid != former.pid, 10)


def test_stopping_stops_everything_even_after_a_fault(site: Site) -> None:
    """Last in this file: it ends the site."""
    worker = site.worker()
    former = site.postmaster()
    os.kill(former, signal.SIGKILL)

    def restarted() -> bool:
        try:
            return is_running(site.postgres) and site.postmaster() != former
        except (FileNotFoundError, IndexError, ValueError):  # between two servers there is no number
            return False

    until(restarted, 20)
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(timeout=40) == 0
    assert not is_running(site.postgres)
    assert worker is not None
    assert not worker.is_running()
    assert not [
        p for p in psutil.process_iter(["name"]) if p.info["name"] == "postgres" and _stands_in(p, site)
    ]


def _stands_in(process: psutil.Process, site: Site) -> bool:
    try:
        return Path(process.cwd()) == site.postgres
    except psutil.Error:
        return False
