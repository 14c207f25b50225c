"""The program's own server under several people at once, started as `make run` starts it.

The demonstration uses the database before the web processes are forked; were its connections still open then, the
processes would share them and mix their answers up.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from tests.databases import ROOT, clone, drop

from soat.common.database import APP_ROLE, OWNER_ROLE


@pytest.fixture(scope="module")
def served(
    postgres: Any, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """`soat serve --demo` on a copy of the database, started once for the tests of this file."""
    name = f"soat_served_{uuid.uuid4().hex[:10]}"
    clone(postgres, name)
    port = free_port()
    env = {
        **os.environ,
        "DATABASE_URL": postgres.url(APP_ROLE, name),
        "SOAT_DATABASE_OWNER_URL": postgres.url(OWNER_ROLE, name),
        "SOAT_DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "SOAT_PORT": str(port),
    }
    command = [sys.executable, "-m", "soat.cli", "serve", "--demo"]
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        account = next(line.split()[-2:] for line in server.stdout if "@" in line)
        wait(port, server)
        yield Served(port, *account)
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=20)
        drop(postgres, name)


def test_many_people_at_once_are_all_answered(served: Served) -> None:
    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(lambda _: status(served.port), range(80)))
    assert answers == [200] * 80


SIGN_IN = "/tai-khoan/dang-nhap/"


@pytest.mark.parametrize("megabytes", [27, 60])
def test_a_file_that_is_too_large_gets_the_page_that_says_so(served: Served, megabytes: int) -> None:
    """Sent by a real socket, all of it written before anything is read, as a browser does."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    at = f"http://127.0.0.1:{served.port}"

    def token(path: str) -> str:
        page = opener.open(at + path, timeout=20).read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found
        return found[1]

    form = {"login": served.email, "password": served.password, "csrfmiddlewaretoken": token(SIGN_IN)}
    opener.open(at + SIGN_IN, urllib.parse.urlencode(form).encode(), timeout=20).read()
    for path, answer in (("/chuong-trinh/nhap/", 413), ("/khong-co/", 413)):
        head = {"Content-Type": "multipart/form-data; boundary=x", "X-CSRFToken": token("/tai-khoan/")}
        request = urllib.request.Request(at + path, bytes(megabytes * 1024**2), head)
        with pytest.raises(urllib.error.HTTPError) as refused:
            opener.open(request, timeout=30)
        assert refused.value.code == answer
        assert "lớn hơn 25 MB" in refused.value.read().decode()


def test_a_guest_who_sends_a_file_is_led_to_sign_in(served: Served) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{served.port}/chuong-trinh/nhap/",
        bytes(27 * 1024**2),
        {"Content-Type": "multipart/form-data; boundary=x"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert "Đăng nhập" in answer.read().decode()


@dataclass(frozen=True, slots=True)
class Served:
    port: int
    email: str
    password: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def status(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/tai-khoan/dang-nhap/", timeout=10) as answer:
        code: int = answer.status
    return code


def wait(port: int, server: subprocess.Popen[Any]) -> None:
    for _ in range(480):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, "the site did not start"
        time.sleep(0.25)
    raise TimeoutError("the site did not start within two minutes")
