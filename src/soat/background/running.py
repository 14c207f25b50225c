"""Runs a job as a named system actor, under the rules of the program's role, and keeps why it failed.

Called by the worker for each row of the queue, and by the tests' `run_jobs`.
"""

from __future__ import annotations

from typing import Any

import structlog
from django.utils import timezone

from soat.access.actor import acting_as, system
from soat.background.models import Failure
from soat.common.jobs import Job
from soat.common.language import in_vietnamese
from soat.core.errors import DomainError

_log = structlog.get_logger(__name__)
KEEPER = system("việc nền")


def perform(job: Job, number: int | None, attempts: int, arguments: dict[str, Any]) -> None:
    """Run it. An error goes on to the worker, which tries again or gives up, after its sentence is kept."""
    try:
        with in_vietnamese():
            _run(job, arguments)
    except Exception as error:
        _log.exception("job_failed", job=job.name, number=number)
        if number is not None:
            keep(number, job.name, sentence_of(error))
        if job.patience.is_over(attempts, error):
            give_up(job, arguments)
        raise


def _run(job: Job, arguments: dict[str, Any]) -> None:
    if job.transaction:
        with acting_as(system(job.label)):
            job(**arguments)
    else:
        job(**arguments)


def give_up(job: Job, arguments: dict[str, Any]) -> None:
    """Say to the room of the job that it has failed for good."""
    if job.given_up:
        with acting_as(system(job.label)):
            job.given_up(**arguments)


def keep(number: int, name: str, sentence: str) -> None:
    """Write down why this row of the queue failed last."""
    with acting_as(KEEPER):
        Failure.objects.update_or_create(
            job_id=number, defaults={"job": name, "sentence": sentence, "at": timezone.now()}
        )


def sentence_of(error: Exception) -> str:
    """A rule's own sentence; of other errors only the kind, as their words may hold what a record says."""
    if isinstance(error, DomainError):
        return error.message
    kind = type(error).__name__
    if isinstance(error, OSError):
        return (
            f"Không nối được tới máy khác hoặc không ghi được tệp ({kind}). Hãy xem mạng, máy chủ thư, ổ đĩa."
        )
    return f"Lỗi của chương trình ({kind}). Hãy xem nhật ký của máy chủ rồi báo người phát triển."
