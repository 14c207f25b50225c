"""Asks for the notices of all scheduled visits at once; the job queue issues them one after another (S6, D1)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict
from soat.common.jobs import later
from soat.common.locks import hold
from soat.papers.models import Batch
from soat.programmes.models import Programme
from soat.schedules.jobs import issue_notices
from soat.schedules.services.papers import waiting
from soat.trail import services as trail


def issue_all(programme: Programme, *, by: Actor, now: datetime) -> Batch:
    """A job that issues the notices of all visits with a day that have none yet; its progress is the batch's."""
    by.require("visit.notify", programme_id=programme.pk, state=programme.state)
    by.require("paper.issue", programme_id=programme.pk, state=programme.state)
    with transaction.atomic():
        hold(f"batch:{programme.pk}")
        if Batch.objects.filter(programme=programme, finished_at__isnull=True).exists():
            raise Conflict("Đang ban hành thông báo cho các đơn vị. Hãy chờ xong rồi làm tiếp.")
        items = [str(pk) for pk in waiting(programme).values_list("pk", flat=True)]
        if not items:
            raise Conflict("Mọi cuộc kiểm tra đã xếp ngày đều có thông báo bằng văn bản.")
        batch = Batch(
            programme=programme,
            title="Ban hành thông báo lịch cho các đơn vị",
            items=items,
            total=len(items),
            asked_at=now,
            asked_by=by.id,
            asked_by_name=by.name[:150],
        )
        batch.save(force_insert=True)
        trail.record(
            "paper.issue", batch, by=by, now=now, programme_id=programme.pk, after={"count": len(items)}
        )
        later(issue_notices, batch=str(batch.pk))
    return batch
