"""The real site for browser tests: the program's own server on a database with the cast, and pages signed in.

A page fails its test on any word on the console and on anything that sticks out sideways.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connections
from playwright.sync_api import Browser, Page
from tests.addresses import PAGES, page_url
from tests.cast import Cast, build
from tests.chromium import chromium
from tests.databases import ROOT, clone, drop, use
from tests.rows import fill

from soat.access.actor import SIGN_IN, acting_as
from soat.common.database import APP_ROLE, OWNER_ROLE

SECRET = "Mua-xuan-2026-ve"
# What the browser itself says of answers that are errors on purpose.
EXPECTED = ("Failed to load resource", "Response Status Error", "htmx:")


@dataclass
class Site:
    url: str
    cast: Cast
    pages: dict[str, str]

    def at(self, path: str) -> str:
        return f"{self.url}{path}"


@pytest.fixture(scope="module")
def site(postgres, django_db_setup, django_db_blocker, tmp_path_factory: Any) -> Iterator[Site]:  # type: ignore[no-untyped-def]
    """`soat serve` on a database of its own; everybody of the cast has the password SECRET."""
    name = f"soat_site_{uuid.uuid4().hex[:10]}"
    clone(postgres, name)
    with django_db_blocker.unblock():
        former = connections["default"].settings_dict["NAME"]
        use(postgres, name)
        cast = _cast()
        pages = {item.name: page_url(item, cast) for item in PAGES}
        connections["default"].close()
        use(postgres, former)
    port = _free_port()
    env = {
        **os.environ,
        "DATABASE_URL": postgres.url(APP_ROLE, name),
        "SOAT_DATABASE_OWNER_URL": postgres.url(OWNER_ROLE, name),
        "SOAT_DATA_DIR": str(tmp_path_factory.mktemp("site")),
        "SOAT_PORT": str(port),
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "soat.cli", "serve"], env=env, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        _wait(port, server)
        yield Site(f"http://localhost:{port}", cast, pages)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)
        drop(postgres, name)


def _cast() -> Cast:
    cast = build()
    fill(cast)
    hashed = make_password(SECRET)
    with acting_as(SIGN_IN):
        for user in cast.users.values():
            user.password = hashed
            user.save(update_fields=["password"])
    return cast


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page_as(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`page_as("head", 390)`: a page of that width, signed in; without a name: a guest's."""
    opened: list[tuple[Page, list[str]]] = []

    def sign_in(name: str = "", width: int = 1440) -> Page:
        page = browser.new_context(viewport={"width": width, "height": 900}, locale="vi-VN").new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        opened.append((page, said))
        if name:
            page.goto(site.at("/tai-khoan/dang-nhap/"))
            page.fill("input[name=login]", site.cast.user(name).email)
            page.fill("input[name=password]", SECRET)
            page.click("button.btn-primary")
            page.wait_for_url(site.at("/"))
        return page

    yield sign_in
    for page, said in opened:
        page.context.close()
        assert [line for line in said if not line.startswith(EXPECTED)] == []


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, "the site did not start"
        time.sleep(0.25)
    raise TimeoutError("the site did not start within a minute")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


SAMPLE = Path(ROOT) / "src" / "soat" / "samples" / "ke-hoach-97-2024.txt"
