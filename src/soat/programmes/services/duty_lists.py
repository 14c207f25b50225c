"""Many duties at once, and sentences of the plan that are no tasks (requirement G5): each with its own event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.people.models import Agency
from soat.programmes import rules
from soat.programmes.models import Duty, Review
from soat.programmes.services.duty_steps import REVIEWED, SHOWN, check_past, record, stepped
from soat.trail import services as trail

_STRUCK = ("retired_at", "strike_reason")


def strike(duty: Duty, *, reason: str, by: Actor, now: datetime) -> Duty:
    """A sentence of the plan that is no task leaves the list of tasks; the plan keeps it, and it can be taken back."""
    reason = reason.strip()
    with transaction.atomic():
        if not reason:
            raise DomainError("Hãy ghi vì sao đây không phải nhiệm vụ.", "reason")
        duty = stepped(duty, "strike", by)
        duty.retired_at, duty.strike_reason = now, reason
        duty.save(update_fields=list(_STRUCK))
        record("duty.manage", duty, by, now, {"strike_reason": ""}, trail.snapshot(duty, _STRUCK), reason)
    return duty


def restore(duty: Duty, *, by: Actor, now: datetime) -> Duty:
    """A duty that was struck is a task again."""
    with transaction.atomic():
        duty = stepped(duty, "restore", by)
        before = trail.snapshot(duty, _STRUCK)
        duty.retired_at, duty.strike_reason = None, ""
        duty.save(update_fields=list(_STRUCK))
        record("duty.manage", duty, by, now, before, trail.snapshot(duty, _STRUCK))
    return duty


def set_many(
    duties: Sequence[Duty],
    *,
    due_on: date | None,
    agency: Agency | None,
    by: Actor,
    now: datetime,
    allow_past: bool = False,
) -> int:
    """One date, one agency, or both for all of `duties`, or nothing if one of them cannot take it.

    Raises Conflict with the duty's words, PastDue unless `allow_past`. Returns how many differ from before.
    """
    if not due_on and not agency:
        raise DomainError("Hãy ghi hạn hoặc chọn cơ quan cho các nhiệm vụ đã chọn.", "due_on")
    check_past(due_on, now, allow_past)
    with transaction.atomic():
        return sum(_set(duty, due_on, agency, by, now) for duty in _each(duties))


def strike_many(duties: Sequence[Duty], *, reason: str, by: Actor, now: datetime) -> int:
    """All of `duties` are no tasks, for one reason; nothing if one of them cannot be struck."""
    with transaction.atomic():
        for duty in _each(duties):
            strike(duty, reason=reason, by=by, now=now)
    return len(duties)


def _each(duties: Sequence[Duty]) -> list[Duty]:
    """In one order, so that two coordinators never wait for each other."""
    if not duties:
        raise DomainError("Hãy đánh dấu ít nhất một nhiệm vụ trong danh sách.", "chosen")
    return sorted(duties, key=lambda duty: duty.pk)


def _set(duty: Duty, due_on: date | None, agency: Agency | None, by: Actor, now: datetime) -> bool:
    try:
        duty = stepped(duty, "strike", by)
    except Conflict as error:
        raise Conflict(f"“{duty}” không còn mở nên chưa nhiệm vụ nào được đổi. Hãy bỏ chọn nó.") from error
    rules.check_values("duty", {"due_on": due_on}, issued_on=duty.programme.issued_on)
    before = trail.snapshot(duty, SHOWN)
    if due_on:
        duty.due_by_visit = duty.due_by_visit and duty.due_on == due_on
        duty.due_on = due_on
    if agency:
        duty.agency = agency
    if (after := trail.snapshot(duty, SHOWN)) == before:
        return False
    duty.review, duty.reviewed_at, duty.reviewed_by = Review.CORRECTED, now, by.id
    duty.save(update_fields=["due_on", "due_by_visit", "agency", *REVIEWED])
    record("duty.manage", duty, by, now, before, after)
    return True
