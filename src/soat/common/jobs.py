"""Work that is done apart from an answer, in a queue that stands in the same database (ADR 0013).

A room writes its jobs in its own `jobs.py` with `@job` and asks for them with `later` inside the transaction of the
write, so a job exists exactly if the write does. A job may run twice (its worker was killed): it must be idempotent.
`soat.background` runs the jobs, and shows to an administrator what failed for good.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from django.db import connection
from django.utils import timezone
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as Queued

from soat.core.errors import DomainError

__all__ = ["JOBS", "Job", "app", "job", "later"]
# Pauses before a job is tried again; the last one repeats.
PAUSES = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200))
RETRY = 6


@dataclass(frozen=True, slots=True)
class Job:
    """A function that may be asked for. Called as a function it runs at once, as whoever acts now.

    `retry`: how often it is tried again. `transaction`: run as one; else the function makes its own (`acting_as`).
    `given_up`: called with the same arguments when it has failed for good, to say so on the record it was for.
    """

    name: str
    function: Callable[..., None]
    label: str
    queue: str = "default"
    retry: int = RETRY
    transaction: bool = True
    given_up: Callable[..., None] | None = None

    @property
    def patience(self) -> Patience:
        return Patience(self.retry)

    def __call__(self, **arguments: Any) -> None:
        self.function(**arguments)


class Perform(Protocol):
    def __call__(self, job: Job, number: int | None, attempts: int, arguments: dict[str, Any]) -> None: ...


JOBS: dict[str, Job] = {}


def job(
    name: str,
    *,
    label: str = "",
    queue: str = "default",
    retry: int = RETRY,
    every: str = "",
    transaction: bool = True,
    given_up: Callable[..., None] | None = None,
) -> Callable[[Callable[..., None]], Job]:
    """Make a plain function with JSON arguments a job, run as the system actor `label`.

    `label`: what an administrator reads. `queue`: "solver" is run one at a time on each machine. `every`: the hours of
    a clock in crontab words, UTC; such a job takes no arguments and may miss its hour when nothing runs then.
    """

    def made(function: Callable[..., None]) -> Job:
        one = JOBS[name] = Job(name, function, label or name, queue, retry, transaction, given_up)
        register = app.task(
            name=name,
            queue=queue,
            retry=one.patience,
            pass_context=True,
            queueing_lock=name if every else None,
        )
        task = register(partial(_run, one))
        if every:
            app.periodic(cron=every)(task)
        return one

    return made


def later(job: Job, *, key: str = "", at: datetime | None = None, **arguments: Any) -> None:
    """Put the job into the queue in the running transaction; from `at` on, or at once.

    With a `key`, at most one such job waits: asking again sets its arguments and time anew. Whoever acts may ask,
    nobody but the system may look into the queue.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT soat_later(%s, %s, %s, %s, %s)",
            [job.queue, job.name, json.dumps(arguments), f"{job.name}:{key}" if key else None, at],
        )


class Patience(BaseRetryStrategy):
    """Tried again after growing pauses; what a rule refuses is refused the next time too, so it fails at once."""

    def __init__(self, retry: int) -> None:
        self.retry = retry

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        if self.is_over(job.attempts, exception):
            return None
        pause = PAUSES[min(job.attempts, len(PAUSES) - 1)]
        return RetryDecision(retry_at=timezone.now() + pause)

    def is_over(self, attempts: int, error: BaseException) -> bool:
        """Whether a job that failed so after `attempts` earlier tries is not tried again."""
        return attempts >= self.retry or isinstance(error, DomainError)


def _unset(job: Job, number: int | None, attempts: int, arguments: dict[str, Any]) -> None:
    raise RuntimeError("soat.background is not installed")


perform: Perform = _unset


def run_with(runner: Perform) -> None:
    """Who runs a job as the system actor stands in a higher room, which says so here when the program starts."""
    global perform  # noqa: PLW0603  (set once, at the start)
    perform = runner


def _run(one: Job, context: JobContext, timestamp: int | None = None, **arguments: Any) -> None:
    """What the worker calls. `timestamp`: the hour of a job of the clock, which it does not need."""
    perform(one, context.job.id, context.job.attempts, arguments)
