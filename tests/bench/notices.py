"""1,000 notices by the job of the queue, numbers, .docx and PDF bytes included (issue 3: under 60 s)."""

from __future__ import annotations

import time
from datetime import date, timedelta

from django.utils import timezone
from tests.cast import NOW, SYSTEM, Cast, make_agency

from soat.access.actor import acting_as
from soat.papers.models import Batch
from soat.schedules import jobs
from soat.schedules.models import Visit
from soat.schedules.services import batches

MANY = 1000


def run(cast: Cast, many: int = MANY) -> None:
    """Visits that the units were told of, one each; prints the time of the whole batch, one worker."""
    _visits(cast, many)
    actor = cast.actor("coordinator")
    with acting_as(actor):
        batch = batches.issue_all(cast.ours, by=actor, now=timezone.now())
    begun = time.perf_counter()
    jobs.issue_notices(batch=str(batch.pk))
    took = time.perf_counter() - begun
    with acting_as(SYSTEM):
        done = Batch.objects.get(pk=batch.pk)
    each = took / done.total * 1000
    print(f"  {done.done - len(done.failures)}/{done.total} thông báo: {took:.1f} s, mỗi bản {each:.0f} ms")


def _visits(cast: Cast, many: int) -> None:
    with acting_as(SYSTEM):
        cast.ours.standing_agency = cast.standing
        cast.ours.save()
        for number in range(many):
            agency = make_agency(f"Ủy ban nhân dân xã Thử {number}", "commune", "commune")
            day = date(2026, 3, 2) + timedelta(days=number % 200)
            Visit.objects.create(
                programme=cast.ours, agency=agency, kind="planned", state="notified", day=day, made_at=NOW,
                made_by=SYSTEM.id, notified_at=NOW, notified_by=SYSTEM.id,
            )  # fmt: skip
