"""Why a job failed last. The queue itself stands in procrastinate's tables, which keep no reason."""

from __future__ import annotations

from django.db import models

from soat.common.jobs import JOBS
from soat.common.models import BaseModel


class Failure(BaseModel):
    """`job_id`: the row of the queue, with which this one goes. `sentence` names no content of any record."""

    job_id = models.BigIntegerField(unique=True)
    job = models.CharField(max_length=128)
    sentence = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return JOBS[self.job].label if self.job in JOBS else self.job
