"""Runs of the solver asked for, stopped, dropped (S2–S4). The work stands in `solving`, applying in `applying`.

One run at a time in a programme; one whose worker is gone gives its place free when a new one is asked for or when it
is stopped, so that nothing waits for it for ever.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from soat.access.actor import Actor
from soat.common.errors import Conflict, Missing
from soat.common.jobs import later
from soat.common.locks import hold
from soat.core.timetable.reading import read
from soat.programmes.models import Programme
from soat.schedules.jobs import solve
from soat.schedules.models import Run, Visit
from soat.schedules.selectors.planning import Plan
from soat.schedules.selectors.problem import REPAIR, Wishes, assemble
from soat.schedules.selectors.runs import usual
from soat.schedules.services.solving import GONE, OPEN, end, is_gone
from soat.trail import services as trail

Json = dict[str, Any]
MEND_SECONDS = 10


def ask(programme: Programme, wishes: Wishes, *, by: Actor, now: datetime) -> Run:
    """A new run with the problem as the plan is now, for the queue. One at a time in a programme."""
    by.require("schedule.plan", programme_id=programme.pk, state=programme.state)
    with transaction.atomic():
        hold(f"run:{programme.pk}")
        for former in Run.objects.filter(programme=programme, state__in=OPEN):
            if not is_gone(former, now):
                raise Conflict("Đang có một lần xếp lịch chưa xong. Hãy chờ nó xong, hoặc dừng nó trước.")
            end(former, "failed", now, failure=GONE)
        task = assemble(Plan(programme, timezone.localdate(now)), wishes)
        read(task.problem)
        run = Run(programme=programme, problem=task.problem, frame=task.frame, asked_at=now, asked_by=by.id)
        run.save(force_insert=True)
        record_run(run, {"asked": wishes.preset, "units": len(task.problem["units"])}, by=by, now=now)
        later(solve, run_id=str(run.pk))
    return run


def mend(visit: Visit, *, by: Actor, now: datetime) -> Run:
    """The visit cannot take place as planned: find it, and whatever is in the same case, another place or people.

    All others stay where they are as far as they can.
    """
    plan = Plan(visit.programme, timezone.localdate(now))
    if visit.pk not in plan.broken:
        raise Conflict("Cuộc kiểm tra này vẫn tiến hành được như đã xếp nên không cần xếp lại.")
    former = Run.objects.filter(programme_id=visit.programme_id).exclude(state="discarded").first()
    wishes = replace(
        usual(plan, former), preset=REPAIR, seconds=MEND_SECONDS, vehicles=0, crews=False, focus=str(visit.pk)
    )
    return ask(visit.programme, replace(wishes, leads=plan.all_led), by=by, now=now)


def stop(run: Run, *, by: Actor, now: datetime) -> Run:
    """The solver ends and its best so far is the answer; what was not begun, or whose worker is gone, ends at once."""
    by.require("schedule.plan", programme_id=run.programme_id, state=run.programme.state)
    with transaction.atomic():
        run = locked_run(run)
        if run.state not in OPEN:
            raise Conflict("Lần xếp lịch này đã xong.")
        if run.state == "queued":
            end(run, "discarded", now, failure="Đã dừng trước khi bắt đầu tính.")
        elif is_gone(run, now):
            end(run, "failed", now, failure=GONE)
        else:
            run.stop_asked_at = now
            run.save(update_fields=["stop_asked_at"])
        record_run(run, {"stopped": True}, by=by, now=now)
    return run


def discard(run: Run, *, by: Actor, now: datetime) -> Run:
    """The answer is not wanted."""
    by.require("schedule.plan", programme_id=run.programme_id, state=run.programme.state)
    with transaction.atomic():
        run = locked_run(run)
        if run.state != "done":
            raise Conflict("Chỉ bỏ được phương án chưa áp dụng.")
        run.state = "discarded"
        run.save(update_fields=["state"])
        record_run(run, {"state": "discarded"}, by=by, now=now)
    return run


def locked_run(run: Run) -> Run:
    """The row, locked, as it is now."""
    found = Run.objects.select_for_update(of=("self",)).select_related("programme").filter(pk=run.pk).first()
    if found is None:
        raise Missing
    return found


def record_run(run: Run, after: Json, *, by: Actor, now: datetime) -> None:
    trail.record("schedule.plan", run, by=by, now=now, after=after, programme_id=run.programme_id)
