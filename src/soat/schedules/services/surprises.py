"""Surprise inspections (S7; plan 97, III.3.2): proposed, approved by the head, opened on the spot.

Nothing about one reaches the unit before it is opened: rows by row-level security, events by a chain apart
(`recording`), no notice, no deadline, no duty.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError
from soat.inbox.services import tell, who_may
from soat.people.models import Agency
from soat.programmes.models import Programme
from soat.schedules import rules
from soat.schedules.models import Visit
from soat.schedules.services.recording import locked, record, said, save
from soat.schedules.services.visits import Shape, make
from soat.trail import services as trail


def propose(
    programme: Programme,
    agency: Agency,
    shape: Shape,
    *,
    day: date | None,
    reason: str,
    by: Actor,
    now: datetime,
) -> Visit:
    """The standing agency proposes; the reason is also why a content may be inspected once more in the year."""
    by.require("surprise.propose", programme_id=programme.pk, state=programme.state)
    reason = said(reason)
    if day and not Agency.objects.on(day).filter(pk=agency.pk).exists():
        raise DomainError(
            f"“{agency}” không có vào ngày {day:%d/%m/%Y}. Hãy chọn cơ quan có vào ngày đó, hoặc chọn ngày khác.",
            "agency",
        )
    visit = Visit(
        programme=programme, agency=agency, kind="surprise", state="proposed", day=day, reason=reason
    )
    with transaction.atomic():
        visit = make(visit, shape, action="surprise.propose", by=by, now=now, override=reason)
        tell("surprise.proposed", to=who_may("surprise.approve", programme.pk), about=visit, by=by, now=now)
    return visit


def approve(visit: Visit, *, by: Actor, now: datetime) -> Visit:
    """The head approves what another proposed."""
    by.require("surprise.approve", programme_id=visit.programme_id, state=visit.programme.state)
    with transaction.atomic():
        visit = _stepped(visit, "approve")
        if visit.made_by == by.id:
            raise Conflict("Người đề xuất không tự duyệt đề xuất của mình.")
        visit.approved_at, visit.approved_by = now, by.id
        save(visit, "state", "approved_at", "approved_by")
        record(
            "surprise.approve",
            visit,
            by=by,
            now=now,
            before={"state": "proposed"},
            after={"state": "approved"},
        )
        _tell_proposer(visit, "duyệt", by, now)
    return visit


def _tell_proposer(visit: Visit, answer: str, by: Actor, now: datetime) -> None:
    tell("surprise.decided", to=[visit.made_by], about=visit, facts={"answer": answer}, by=by, now=now)


def refuse(visit: Visit, *, reason: str, by: Actor, now: datetime) -> Visit:
    """The head does not want it; it stays secret all the same."""
    by.require("surprise.approve", programme_id=visit.programme_id, state=visit.programme.state)
    reason = said(reason)
    with transaction.atomic():
        visit = _stepped(visit, "refuse")
        visit.cancelled_at, visit.cancelled_by = now, by.id
        save(visit, "state", "cancelled_at", "cancelled_by")
        record("surprise.approve", visit, by=by, now=now, after={"state": "cancelled", "why": reason})
        _tell_proposer(visit, "trả lời là không duyệt", by, now)
    return visit


def open_on_the_spot(visit: Visit, *, place: str, by: Actor, now: datetime) -> Visit:
    """The team stands at the unit: from here on the unit sees the visit. Where, when and who are kept."""
    by.require("surprise.open", programme_id=visit.programme_id, state=visit.programme.state)
    if not place.strip():
        raise DomainError("Hãy ghi nơi mở cuộc kiểm tra.", "place")
    with transaction.atomic():
        visit = _stepped(visit, "open")
        visit.place, visit.opened_at, visit.opened_by = place.strip()[:300], now, by.id
        visit.day = localdate(now)
        save(visit, "state", "place", "day", "opened_at", "opened_by")
        # Why it was proposed may name who complained: the unit reads this event.
        history = trail.snapshot(visit, ("made_at", "made_by", "approved_at", "approved_by"))
        record(
            "surprise.open",
            visit,
            by=by,
            now=now,
            before=history,
            after={"state": "opened", "place": visit.place},
        )
    return visit


def _stepped(visit: Visit, name: str) -> Visit:
    visit = locked(visit)
    target = rules.reached(name, visit.state) if visit.kind == "surprise" else ""
    if not target:
        raise Conflict(
            f"Cuộc kiểm tra đang ở trạng thái “{visit.get_state_display().lower()}” nên không làm được."
        )
    visit.state = target
    return visit
