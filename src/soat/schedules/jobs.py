"""Jobs of the schedules room: a run of the solver (S2)."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from soat.common.jobs import job
from soat.schedules.services import solving


def _given_up(run_id: str) -> None:
    solving.give_up(UUID(run_id), timezone.now())


@job("schedules.solve", label="Xếp lịch", queue="solver", transaction=False, given_up=_given_up)
def solve(run_id: str) -> None:
    """Work on the run; the search stands outside any transaction."""
    solving.work(UUID(run_id))
