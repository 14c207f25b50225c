"""Server time of every page: the median of many requests through the whole stack, beside a bare view.

`máy` is the processor time of this process for one request: it tells a slow page from a busy machine. A page above
the target names its slowest queries.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.addresses import PAGES, page_url

from soat.access.actor import SIGN_IN, acting_as

TARGET = 60.0
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Spent:
    wall: float
    processor: float
    status: int
    size: int
    queries: list[dict[str, str]]

    @property
    def in_database(self) -> float:
        return sum(float(query["time"]) for query in self.queries) * 1000

    def slowest(self, count: int) -> list[tuple[float, str]]:
        told = [(float(query["time"]) * 1000, " ".join(query["sql"].split())) for query in self.queries]
        return sorted(told, reverse=True)[:count]


def run(cast: Any) -> None:
    clients = {name: _signed_in(cast.user(name)) for name in ("coordinator", "sysadmin")}
    floor = measure(clients["coordinator"], "/suc-khoe/").wall
    print(f"  {'sàn: trang trống, một truy vấn':<34} {floor:7.1f} ms")
    print(f"  {'trang':<34} {'giữa':>7}     ×sàn    máy  CSDL  truy vấn  KB")
    for page in PAGES:
        told = measure(clients["sysadmin" if page.of_sysadmin else "coordinator"], page_url(page, cast))
        wrong = f"  LỖI {told.status}" if told.status != 200 else ""
        late = "  CHẬM" if told.wall > TARGET else ""
        print(
            f"  {page.name:<34} {told.wall:7.1f} ms ×{told.wall / floor:6.1f} {told.processor:6.1f} "
            f"{told.in_database:5.0f}  {len(told.queries):>8} {told.size / 1024:3.0f}{late}{wrong}"
        )
        for spent, sql in told.slowest(2) if late else ():
            print(f"      {spent:5.0f} ms  {sql[:200]}")


def _signed_in(user: Any) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    with acting_as(SIGN_IN):
        client.force_login(user, backend=BACKEND)
    return client


def measure(client: Client, url: str, times: int = 15) -> Spent:
    client.get(url)
    wall, processor = [], []
    for _ in range(times):
        begun, used = time.perf_counter(), time.process_time()
        response = client.get(url)
        wall.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - used) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return Spent(
        median(wall),
        median(processor),
        response.status_code,
        len(response.content),
        list(queries.captured_queries),
    )
