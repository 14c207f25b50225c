"""Visits planned, added, moved, locked, notified and cancelled (S1, S5, S6, S8). Called by pages, solver, simulation.

A visit that the unit knows of tells every change: a notice is part of the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError, Incomplete
from soat.common.ids import new_id
from soat.common.locks import hold
from soat.common.once import made_before
from soat.core.text import fold
from soat.people.models import Agency
from soat.programmes.models import Area, Programme, Subject
from soat.programmes.services import subjects
from soat.schedules import rules
from soat.schedules.calendar import calendar_of
from soat.schedules.models import Blackout, Content, Mode, Theme, Vehicle, Visit
from soat.schedules.selectors import matrix
from soat.schedules.services import notices
from soat.schedules.services.recording import FIELDS, locked, record, said, save, told_conflicts
from soat.trail import services as trail


@dataclass(frozen=True, slots=True)
class Shape:
    """How a visit is made: whole day or half, on site or not, which content areas."""

    areas: Collection[Area]
    half_days: int = 1
    mode: str = Mode.ON_SITE


def plan(
    programme: Programme, among: Collection[Subject], shape: Shape, *, by: Actor, now: datetime
) -> list[Visit]:
    """A visit for each subject that has none yet, without a day; all of them or none."""
    by.require("schedule.plan", programme_id=programme.pk, state=programme.state)
    made: list[Visit] = []
    with transaction.atomic():
        known = set(
            Visit.objects.filter(subject__in=among)
            .exclude(state="cancelled")
            .values_list("subject_id", flat=True)
        )
        for subject in among:
            if subject.programme_id != programme.pk or subject.agency is None:
                raise DomainError(
                    f"{subject} chưa gắn với cơ quan trong danh mục. Hãy gắn trước khi xếp lịch.", "subject"
                )
            if subject.pk not in known:
                visit = Visit(programme=programme, agency=subject.agency, subject=subject, kind="planned")
                if subject.added_at:  # by hand or by lot, after the plan (S8)
                    visit.kind, visit.reason = "added", subject.added_reason
                made.append(make(visit, shape, action="schedule.plan", by=by, now=now))
    return made


def add(
    programme: Programme,
    agency: Agency,
    shape: Shape,
    *,
    reason: str,
    by: Actor,
    now: datetime,
    key: UUID | None = None,
) -> Visit:
    """A unit outside the plan's list, with the reason (plan 97, III.4.2); it becomes a subject if it is none.

    `key`: of the form (common/once.py).
    """
    by.require("schedule.plan", programme_id=programme.pk, state=programme.state)
    reason, key = said(reason), key or new_id()
    with transaction.atomic():
        hold(key)
        if (made := made_before(Visit, key, {"agency": agency, "kind": "added"})) is not None:
            return made
        subject = Subject.objects.current().filter(programme=programme, agency=agency).first()
        if subject is None:
            subject, _ = subjects.add(programme, agency=agency, reason=reason, month=None, by=by, now=now)
        taken = Visit.objects.filter(subject=subject).exclude(state="cancelled").exists()
        visit = Visit(
            id=key, programme=programme, agency=agency, kind="added", reason=reason,
            subject=None if taken else subject,
        )  # fmt: skip
        return make(visit, shape, action="schedule.plan", by=by, now=now)


def theme(theme: Theme, agency: Agency, shape: Shape, *, day: date | None, by: Actor, now: datetime) -> Visit:
    """A visit of a department's thematic inspection (S5), on its day if it is known. For `themes`, which has checked
    the right. Twice a year the same content is refused."""
    with transaction.atomic():
        made = themed(theme, agency, shape, by=by, now=now)
        if day is not None:
            _place(made, day, "am", by=by, now=now)
    return made


def themed(
    theme: Theme, agency: Agency, shape: Shape, *, override: str = "", by: Actor, now: datetime
) -> Visit:
    """Without a day yet; `override`: why the head has its contents inspected once more in the year."""
    visit = Visit(
        programme=theme.programme,
        agency=agency,
        theme=theme,
        lead_agency_id=theme.lead_agency_id,
        kind="thematic",
    )
    action = "schedule.override" if override else "schedule.theme"
    return make(visit, shape, action=action, by=by, now=now, override=override)


def make(visit: Visit, shape: Shape, *, action: str, by: Actor, now: datetime, override: str = "") -> Visit:
    """Write the visit with its contents. For services of this room; they have checked the right."""
    if shape.half_days not in (1, 2):
        raise DomainError("Thời lượng là nửa ngày hoặc cả ngày.", "half_days")
    if shape.mode not in Mode.values:
        raise DomainError("Hãy chọn cách kiểm tra.", "mode")
    if not shape.areas:
        raise DomainError("Hãy chọn ít nhất một nội dung kiểm tra.", "areas")
    visit.half_days, visit.mode = shape.half_days, shape.mode
    visit.made_at, visit.made_by = now, by.id
    with told_conflicts():
        visit.save(force_insert=True)
        for area in shape.areas:
            _content(visit, area, override).save(force_insert=True)
    record(action, visit, by=by, now=now, after=trail.snapshot(visit, FIELDS), reason=visit.reason)
    return visit


def move(
    visit: Visit,
    day: date | None,
    half: str,
    *,
    seen: int | None = None,
    staffed_next: bool = False,
    by: Actor,
    now: datetime,
) -> Visit:
    """Place the visit on another half day, or take it off the calendar. Deadline and notices follow.

    `staffed_next`: its crew is set anew in the same transaction, so that who goes today does not matter; the caller
    tells the unit once all is set.
    """
    by.require("schedule.plan", programme_id=visit.programme_id, state=visit.programme.state)
    with transaction.atomic():
        visit = locked(visit, seen=seen)
        if visit.state not in rules.MOVABLE:
            raise Conflict("Cuộc kiểm tra đã mở hoặc đã hủy nên không đổi ngày được.")
        if visit.locked:
            raise Conflict("Cuộc kiểm tra đang được khóa trong lịch. Hãy mở khóa trước khi đổi ngày.")
        if day is None and visit.state == "notified":
            raise Conflict("Đơn vị đã được báo lịch. Hãy chọn ngày khác, hoặc hủy cuộc kiểm tra kèm lý do.")
        moved = _place(visit, day, half, tells=not staffed_next, by=by, now=now)
        if not staffed_next and (told := barred_crew(moved, localdate(now))):
            raise DomainError(
                f"{told}. Hãy chọn ngày khác, hoặc thay người ở trang của cuộc kiểm tra.", "day"
            )
        return moved


def barred_crew(visit: Visit, today: date) -> str:
    """Who of the crew cannot go on the visit's day and why: absent, recused, not serving; "" if all can."""
    if visit.day is None:
        return ""
    members = [
        one.member for one in visit.crew.select_related("member__person").order_by("member__person__sort_key")
    ]
    barred = matrix.bars(visit, members, today)
    return "; ".join(f"{one.person} không đi được: {barred[one.pk]}" for one in members if one.pk in barred)


def lock(visit: Visit, on: bool, *, by: Actor, now: datetime) -> Visit:
    """The solver leaves a locked visit where it is."""
    by.require("schedule.plan", programme_id=visit.programme_id, state=visit.programme.state)
    with transaction.atomic():
        visit = locked(visit)
        if on and visit.day is None:
            raise DomainError("Cuộc kiểm tra chưa có ngày nên chưa khóa được.", "day")
        if visit.locked != on:
            visit.locked = on
            save(visit, "locked")
            record("schedule.plan", visit, by=by, now=now, before={"locked": not on}, after={"locked": on})
    return visit


def take_vehicle(visit: Visit, vehicle: Vehicle | None, *, by: Actor, now: datetime) -> Visit:
    """The vehicle that goes along; none: the team comes by itself."""
    by.require("schedule.plan", programme_id=visit.programme_id, state=visit.programme.state)
    if vehicle and vehicle.programme_id != visit.programme_id:
        raise DomainError("Hãy chọn xe của chương trình này.", "vehicle")
    with transaction.atomic():
        visit = locked(visit)
        before = trail.snapshot(visit, ("vehicle_id",))
        visit.vehicle = vehicle
        save(visit, "vehicle")
        record(
            "schedule.plan",
            visit,
            by=by,
            now=now,
            before=before,
            after=trail.snapshot(visit, ("vehicle_id",)),
        )
    return visit


def notify(visit: Visit, *, by: Actor, now: datetime) -> Visit:
    """The unit is told day, team, what to prepare and by when (S6). What is missing is told field by field (T1)."""
    by.require("visit.notify", programme_id=visit.programme_id, state=visit.programme.state)
    with transaction.atomic():
        visit = locked(visit)
        if not rules.reached("notify", visit.state):
            raise Conflict(
                f"Cuộc kiểm tra đang ở trạng thái “{visit.get_state_display().lower()}”, không gửi được."
            )
        if missing := lacking(visit, now=now):
            raise Incomplete("Chưa gửi được thông báo lịch. Hãy hoàn thiện các mục sau.", missing)
        visit.state, visit.notified_at, visit.notified_by = "notified", now, by.id
        save(visit, "state", "notified_at", "notified_by")
        notices.send(visit, "schedule", by=by, now=now)
        record(
            "visit.notify", visit, by=by, now=now, before={"state": "planned"}, after={"state": "notified"}
        )
    return visit


def cancel(visit: Visit, *, reason: str, by: Actor, now: datetime) -> Visit:
    """The visit does not take place. A unit that was told of it is told so."""
    by.require("schedule.plan", programme_id=visit.programme_id, state=visit.programme.state)
    return _cancel(visit, "schedule.plan", reason=said(reason), by=by, now=now)


def withdraw(visit: Visit, *, reason: str, by: Actor, now: datetime) -> Visit:
    """A visit of a thematic inspection that its department gives up. For `themes`, which has checked the right.

    One that its unit was told of is cancelled by the standing agency, which tells the unit so.
    """
    if visit.state == "notified" and not by.may(
        "visit.notify", programme_id=visit.programme_id, state=visit.programme.state
    ):
        raise Conflict(
            f"{visit.agency} đã được báo lịch. Hãy đề nghị Cơ quan thường trực hủy cuộc kiểm tra và báo đơn vị."
        )
    return _cancel(visit, "schedule.theme", reason=reason, by=by, now=now)


def _cancel(visit: Visit, action: str, *, reason: str, by: Actor, now: datetime) -> Visit:
    with transaction.atomic():
        visit = locked(visit)
        if not rules.reached("cancel", visit.state):
            raise Conflict("Cuộc kiểm tra đã mở hoặc đã hủy.")
        before = visit.state
        visit.state, visit.cancelled_at, visit.cancelled_by = "cancelled", now, by.id
        save(visit, "state", "cancelled_at", "cancelled_by")
        if before == "notified":
            notices.send(visit, "cancel", reason=reason, by=by, now=now)
        record(
            action,
            visit,
            by=by,
            now=now,
            before={"state": before},
            after={"state": "cancelled"},
            reason=reason,
        )
    return visit


def take_over(visit: Visit, areas: Collection[Area]) -> None:
    """Contents of a visit that went into this one. For `merges`, which has checked the right."""
    there = set(visit.contents.values_list("area_id", flat=True))
    with told_conflicts():
        for area in areas:
            if area.pk not in there:
                _content(visit, area).save(force_insert=True)


def allow_again(visit: Visit, area: Area, *, reason: str, by: Actor, now: datetime) -> Content:
    """The head has a content inspected at this visit although it was in the same year, with the reason (S5)."""
    by.require("schedule.override", programme_id=visit.programme_id, state=visit.programme.state)
    reason = said(reason)
    if area.programme_id != visit.programme_id:
        raise DomainError("Hãy chọn nội dung của chương trình này.", "area")
    with told_conflicts():
        content = _content(visit, area, reason)
        content.save(force_insert=True)
    record("schedule.override", visit, by=by, now=now, after={"area": str(area.pk)}, reason=reason)
    return content


def _place(
    visit: Visit, day: date | None, half: str, *, tells: bool = True, by: Actor, now: datetime
) -> Visit:
    before = trail.snapshot(visit, FIELDS)
    visit.day, visit.half = day, half
    if day is not None:
        calendar = calendar_of(day.year, day.year)
        if told := rules.misplaced(_asked(visit, day), calendar):
            raise DomainError(told, "day")
        visit.report_due_on = rules.report_due(calendar, day, visit.programme.notice_working_days)
    else:
        visit.report_due_on = None
    save(visit, "day", "half", "report_due_on")
    after = trail.snapshot(visit, FIELDS)
    if tells and visit.state == "notified" and after != before:
        notices.send(visit, "change", by=by, now=now)
    record("schedule.plan", visit, by=by, now=now, before=before, after=after)
    return visit


def _asked(visit: Visit, day: date) -> rules.Place:
    barred = Blackout.objects.filter(programme_id=visit.programme_id, agency_id=visit.agency_id)
    return rules.Place(
        day=day,
        half=visit.half,
        half_days=visit.half_days,
        first=visit.programme.period_start,
        last=visit.programme.period_end,
        barred=tuple((one.first, one.last, one.reason) for one in barred),
    )


def lacking(visit: Visit, *, now: datetime) -> dict[str, str]:
    """What stands in the way of telling the unit, by field; empty when it can be told."""
    return rules.not_ready(_readiness(visit, now))


def _readiness(visit: Visit, now: datetime) -> rules.Readiness:
    areas = [one.area for one in visit.contents.select_related("area")]
    led = set(visit.assignments.filter(responsible=True).values_list("area_id", flat=True))
    return rules.Readiness(
        day=visit.day,
        report_due_on=visit.report_due_on,
        today=localdate(now),
        areas=[area.title for area in areas],
        without_responsible=[area.title for area in areas if area.pk not in led],
    )


def _content(visit: Visit, area: Area, override: str = "") -> Content:
    """Unit, year and standing are set again from the visit by a trigger."""
    return Content(
        programme_id=visit.programme_id,
        visit=visit,
        agency_id=visit.agency_id,
        area=area,
        content=fold(area.title)[:500],
        year=visit.made_at.year,
        override_reason=override,
    )
