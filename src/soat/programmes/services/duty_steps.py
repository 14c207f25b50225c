"""What the services of duties share: the locked row, its state, the mark of what was seen, the trail (G5)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.utils.timezone import localdate

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.programmes.models import Duty
from soat.programmes.rules.duties import STEPS, reached
from soat.programmes.services.holding import held
from soat.trail import services as trail
from soat.trail.models import Snapshot

SHOWN = ("party", "owner", "agency_id", "text", "due_text", "due_on")
REVIEWED = ("review", "reviewed_at", "reviewed_by")


class PastDue(DomainError):
    """The due date lies in the past: allowed once she says that she means it."""

    def __init__(self, due_on: date) -> None:
        super().__init__(
            f"Hạn {due_on:%d/%m/%Y} đã qua. Hãy chọn ngày khác, hoặc xác nhận rằng vẫn ghi hạn này.", "due_on"
        )


def fingerprint(duty: Duty) -> str:
    """Differs when the duty differs; a form carries it, so that two editors notice each other."""
    return hashlib.sha256(repr(trail.snapshot(duty, SHOWN)).encode()).hexdigest()[:32]


def locked(duty: Duty, action: str, by: Actor) -> Duty:
    """The duty as it is now, locked in its held programme, if she may do `action` to it.

    Raises Refused; Conflict if the programme's state changed, or if the duty was handed to another agency.
    """
    programme = held(duty.programme, action, by=by, agency_id=duty.agency_id)
    fresh = Duty.objects.select_for_update(of=("self",)).filter(pk=duty.pk).first()
    if fresh is None:
        raise Conflict("Nhiệm vụ này vừa được giao cho cơ quan khác hoặc đã bỏ. Hãy về Việc của tôi để xem.")
    fresh.programme = programme
    by.require(action, programme_id=programme.pk, state=programme.state, agency_id=fresh.agency_id)
    return fresh


def stepped(duty: Duty, step: str, by: Actor) -> Duty:
    """The duty, locked, in a state that `step` starts from. Raises Refused, Conflict."""
    fresh = locked(duty, STEPS[step].action, by)
    if not reached(step, fresh):
        raise Conflict(STEPS[step].refused)
    return fresh


def check_past(due_on: date | None, now: datetime, allowed: bool) -> None:
    if due_on and due_on < localdate(now) and not allowed:
        raise PastDue(due_on)


def refuse_retired(duty: Duty) -> None:
    if duty.retired_at:
        raise Conflict(STEPS["report"].refused)


def record(
    action: str, duty: Duty, by: Actor, now: datetime, before: Snapshot, after: Snapshot, reason: str = ""
) -> None:
    trail.record(
        action,
        duty,
        by=by,
        now=now,
        before=before,
        after=after,
        reason=reason,
        programme_id=duty.programme_id,
        agency_id=duty.agency_id,
    )
