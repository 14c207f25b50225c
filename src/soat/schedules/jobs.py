"""Jobs of the schedules room: a run of the solver (S2), the notices of all scheduled visits (S6, D1)."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from soat.access.actor import acting_as, load, system
from soat.common.jobs import job
from soat.papers.models import Batch
from soat.schedules.services import papers, solving


def _given_up(run_id: str) -> None:
    solving.give_up(UUID(run_id), timezone.now())


@job("schedules.solve", label="Xếp lịch", queue="solver", transaction=False, given_up=_given_up)
def solve(run_id: str) -> None:
    """Work on the run; the search stands outside any transaction."""
    solving.work(UUID(run_id))


def give_up(batch: str) -> None:
    """The job failed for good: the batch ends where it is, and says so."""
    found = Batch.objects.get(pk=batch)
    left = {
        "name": "Các đơn vị còn lại",
        "reason": "Việc chạy nền bị lỗi; hãy báo người quản trị rồi làm lại.",
    }
    found.failures, found.finished_at = [*found.failures, left], timezone.now()
    found.save(update_fields=["failures", "finished_at"])


@job(
    "schedules.issue_notices",
    label="Ban hành thông báo lịch cho các đơn vị",
    transaction=False,
    given_up=give_up,
)
def issue_notices(batch: str) -> None:
    """As the person who asked, whose rights are checked again at each visit; each visit is a transaction."""
    key = UUID(batch)
    with acting_as(system("hàng đợi")):
        asked = Batch.objects.values_list("asked_by", "asked_by_name").get(pk=key)
        actor = load(*asked)
    are_left = True
    while are_left:
        with acting_as(actor):
            are_left = papers.work_off(key, by=actor, now=timezone.now())
