"""What an administrator does with a job that failed for good: run it again, or drop it. Called by the page."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from soat.access.actor import Actor, acting_as
from soat.background.models import Failure
from soat.background.running import KEEPER
from soat.background.selectors import FAILED
from soat.common.errors import Conflict
from soat.trail import services as trail

_AGAIN = """
UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL, abort_requested = false
WHERE id = %s AND status = ANY (%s::procrastinate_job_status[]) RETURNING task_name
"""
_GONE = """
DELETE FROM procrastinate_jobs WHERE id = %s AND status = ANY (%s::procrastinate_job_status[]) RETURNING task_name
"""


def run_again(number: int, *, by: Actor, now: datetime) -> None:
    """It waits anew, with all its tries. Raises Conflict when it is no longer among the failed."""
    _do(_AGAIN, number, "waiting", by, now)


def drop(number: int, *, by: Actor, now: datetime) -> None:
    """It will not be done. Raises Conflict when it is no longer among the failed."""
    _do(_GONE, number, "dropped", by, now)


def _do(statement: str, number: int, state: str, by: Actor, now: datetime) -> None:
    by.require("job.manage")
    with transaction.atomic():
        with acting_as(KEEPER), connection.cursor() as cursor:
            failure = Failure.objects.filter(job_id=number).first() or Failure(job_id=number)
            cursor.execute(statement, [number, list(FAILED)])
            row = cursor.fetchone()
        if row is None:
            raise Conflict("Việc này không còn ở danh sách việc hỏng. Hãy tải lại trang.")
        failure.job = row[0]
        trail.record(
            "job.manage", failure, by=by, now=now, before={"state": "failed"}, after={"state": state}
        )
