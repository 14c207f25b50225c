"""One at a time for those who may read a row but not change it: a lock by name until the transaction ends.

Row-level security lets `SELECT … FOR UPDATE` see only rows that the actor may change; an agency that names people
may not change the request it answers. Called by services.
"""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from django.db import connection


def hold(name: str | UUID) -> None:
    """Wait until nobody else holds `name`, then hold it to the end of the running transaction."""
    key = int.from_bytes(sha256(str(name).encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
