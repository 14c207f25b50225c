"""The deadline of a unit's report follows its visit (requirements S1, G5): one date, wherever it is read.

Called by the room of visits whenever a unit is told of a visit, in the transaction of that step.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from soat.access.actor import Actor
from soat.programmes.models import Duty
from soat.programmes.rules.duties import is_visit_report
from soat.programmes.services.duty_steps import record
from soat.trail import services as trail

_DUE = ("due_on", "due_by_visit")


def follow_visit(
    programme_id: UUID, agency_id: UUID, due_on: date | None, *, by: Actor, now: datetime
) -> list[Duty]:
    """The unit's open reports are due on `due_on`; None: no visit stands, they are due as before it.

    Returns the duties whose date changed.
    """
    rows = Duty.objects.tasks().filter(
        programme_id=programme_id, agency_id=agency_id, owner="units", done_at=None
    )
    moved = []
    for duty in rows.select_for_update(of=("self",)).order_by("pk"):
        if not is_visit_report(duty) or (due_on is None and not duty.due_by_visit):
            continue
        before = trail.snapshot(duty, _DUE)
        if not duty.due_by_visit:
            duty.due_before = duty.due_on
        duty.due_by_visit = due_on is not None
        duty.due_on = due_on or duty.due_before
        if trail.snapshot(duty, _DUE) == before:
            continue
        duty.save(update_fields=[*_DUE, "due_before"])
        told = "Theo lịch kiểm tra đã báo đơn vị." if due_on else "Cuộc kiểm tra đã báo không tiến hành nữa."
        record("duty.manage", duty, by, now, before, trail.snapshot(duty, _DUE), told)
        moved.append(duty)
    return moved
