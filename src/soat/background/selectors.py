"""The queue as an administrator sees it: what waits, runs and has failed, never the arguments of a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from soat.access.actor import Actor, acting_as
from soat.background.running import KEEPER
from soat.common.jobs import JOBS

LIMIT = 200
_ROWS = """
SELECT j.id, j.task_name, j.attempts, j.scheduled_at, f.sentence,
  (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type <> 'scheduled')
FROM procrastinate_jobs j LEFT JOIN background_failure f ON f.job_id = j.id
WHERE j.status = ANY (%s::procrastinate_job_status[])
ORDER BY j.id DESC LIMIT %s
"""
FAILED = ("failed", "aborted", "cancelled")
GONE = "Bản chương trình đang chạy không có việc này nữa. Hãy bỏ việc."


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the queue. `at`: when it came to its state; `due`: not before this time; `sentence`: of its last try."""

    number: int
    label: str
    tries: int
    due: datetime | None
    sentence: str
    at: datetime | None


def failed(by: Actor) -> list[Line]:
    """What is not tried again, the latest first."""
    return _lines(by, FAILED)


def running(by: Actor) -> list[Line]:
    """What some worker has taken."""
    return _lines(by, ("doing",))


def waiting(by: Actor) -> list[Line]:
    """What no worker has taken yet, for the first time or again."""
    return _lines(by, ("todo",))


def counts(by: Actor) -> dict[str, int]:
    """How many jobs are in each state, and `workers` that live."""
    by.require("job.view")
    with acting_as(KEEPER), connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status UNION ALL SELECT 'workers', count(*)"
            " FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds'"
        )
        return dict(cursor.fetchall())


def _lines(by: Actor, states: tuple[str, ...]) -> list[Line]:
    by.require("job.view")
    with acting_as(KEEPER), connection.cursor() as cursor:
        cursor.execute(_ROWS, [list(states), LIMIT])
        return [_line(*row) for row in cursor.fetchall()]


def _line(
    number: int, name: str, attempts: int, due: datetime | None, sentence: str | None, at: datetime | None
) -> Line:
    known = JOBS.get(name)
    return Line(
        number, known.label if known else name, attempts, due, sentence or ("" if known else GONE), at
    )
