"""Why a job failed last. The queue itself stands in procrastinate's tables, which keep no reason."""

from __future__ import annotations

from django.db import models


class Failure(models.Model):
    """`job_id`: the row of the queue, with which this one goes. `sentence` names no content of any record."""

    job_id = models.BigIntegerField(primary_key=True)
    sentence = models.TextField()
    at = models.DateTimeField()
