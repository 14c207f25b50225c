"""The queue in tests: what waits, and running it here as the worker would. Used by the `run_jobs` fixture."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import connection
from django.utils import timezone

from soat.access.actor import acting_as
from soat.background.running import KEEPER, perform
from soat.common.jobs import JOBS

_NEXT = """
UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (
  SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)
  ORDER BY id LIMIT 1)
RETURNING id, task_name, attempts, args::text
"""


def run_all(now: datetime | None = None) -> list[str]:
    done = []
    while taken := _take(now or timezone.now()):
        number, name, attempts, arguments = taken
        perform(JOBS[name], number, attempts, json.loads(arguments))
        done.append(name)
        with acting_as(KEEPER), connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [number])
    return done


def _take(now: datetime) -> tuple[int, str, int, str] | None:
    with acting_as(KEEPER), connection.cursor() as cursor:
        cursor.execute(_NEXT, [now])
        row: tuple[int, str, int, str] | None = cursor.fetchone()
    return row


def waiting() -> list[tuple[str, dict[str, object]]]:
    """Name and arguments of all that waits, in order."""
    with acting_as(KEEPER), connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args::text FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
        )
        return [(name, json.loads(arguments)) for name, arguments in cursor.fetchall()]
