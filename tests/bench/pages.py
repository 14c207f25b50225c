"""Server time of every page: the median of many requests through the whole stack, beside a bare view."""

from __future__ import annotations

import time
from statistics import median
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

TARGET = 60.0


def run(cast: Any) -> None:
    from soat.access.actor import SIGN_IN, acting_as

    client = Client(SERVER_NAME="127.0.0.1")
    with acting_as(SIGN_IN):
        client.force_login(
            cast.user("coordinator"), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    floor = measure(client, "/suc-khoe/")[0]
    print(f"  {'sàn: trang trống, một truy vấn':<44} {floor:7.1f} ms")
    for name, url in addresses(cast):
        spent, queries, status = measure(client, url)
        late = "  CHẬM" if spent > TARGET else ""
        print(
            f"  {name:<44} {spent:7.1f} ms  ×{spent / floor:6.1f} sàn  {queries:>3} truy vấn  {status}{late}"
        )


def addresses(cast: Any) -> list[tuple[str, str]]:
    """Every page of the product that opens by GET, for the coordinator of the cast."""
    from tests.addresses import pages

    return pages(cast)


def measure(client: Client, url: str, times: int = 15) -> tuple[float, int, int]:
    client.get(url)
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        response = client.get(url)
        spent.append((time.perf_counter() - start) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return median(spent), len(queries), response.status_code
