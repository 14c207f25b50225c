"""The program's own server under several people at once, started as `make run` starts it.

The demonstration uses the database before the web processes are forked; were its connections still open then, the
processes would share them and mix their answers up.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.databases import ROOT, clone, drop

from soat.common.database import APP_ROLE, OWNER_ROLE


def test_many_people_at_once_are_all_answered(postgres: Any, django_db_setup: None, tmp_path: Path) -> None:
    name = f"soat_served_{uuid.uuid4().hex[:10]}"
    clone(postgres, name)
    port = free_port()
    env = {
        **os.environ,
        "DATABASE_URL": postgres.url(APP_ROLE, name),
        "SOAT_DATABASE_OWNER_URL": postgres.url(OWNER_ROLE, name),
        "SOAT_DATA_DIR": str(tmp_path),
        "SOAT_PORT": str(port),
    }
    command = [sys.executable, "-m", "soat.cli", "serve", "--demo"]
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait(port, server)
        with ThreadPoolExecutor(8) as people:
            answers = list(people.map(lambda _: status(port), range(80)))
        assert answers == [200] * 80
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)
        drop(postgres, name)


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
