"""Visits planned, added, moved, locked, notified and cancelled (S1, S5, S6, S8). Called by pages, solver, simulation.

A visit that the unit knows of tells every change: a notice is part of the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from soat.access.actor import Actor
from soat.common.errors import Conflict, DomainError, Incomplete
from soat.core.text import fold
from soat.people.models import Agency
from soat.programmes.models import Area, Programme, Subject
from soat.schedules import rules
from soat.schedules.calendar import calendar_of
from soat.schedules.models import Blackout, Content, Mode, Vehicle, Visit
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
    programme: Programme, subjects: Collection[Subject], shape: Shape, *, by: Actor, now: datetime
) -> list[Visit]:
    """A visit for each subject that has none yet, without a day; all of them or none."""
    by.require("schedule.plan", programme_id=programme.pk, state=programme.state)
    made: list[Visit] = []
    with transaction.atomic():
        known = set(
            Visit.objects.filter(subject__in=subjects)
            .exclude(state="cancelled")
            .values_list("subject_id", flat=True)
        )
        for subject in subjects:
            if subject.programme_id != programme.pk or subject.agency is None:
                raise DomainError(
                    f"{subject} chưa gắn với cơ quan trong danh mục. Hãy gắn trước khi xếp lịch.", "subject"
                )
            if subject.pk not in known:
                visit = Visit(programme=programme, agency=subject.agency, subject=subject, kind="planned")
                made.append(make(visit, shape, action="schedule.plan", by=by, now=now))
    return made


def add(
    programme: Programme, agency: Agency, shape: Shape, *, reason: str, by: Actor, now: datetime
) -> Visit:
    """A unit outside the plan's list, with the reason (plan 97, III.4.2)."""
    by.require("schedule.plan", programme_id=programme.pk, state=programme.state)
    visit = Visit(programme=programme, agency=agency, kind="added", reason=said(reason))
    return make(visit, shape, action="schedule.plan", by=by, now=now)


def theme(
    programme: Programme,
    agency: Agency,
    lead: Agency,
    shape: Shape,
    *,
    day: date | None,
    by: Actor,
    now: datetime,
) -> Visit:
    """A department enters its own thematic inspection (S5). Twice a year the same is refused."""
    by.require("schedule.theme", programme_id=programme.pk, state=programme.state, agency_id=lead.pk)
    visit = Visit(programme=programme, agency=agency, lead_agency=lead, kind="thematic")
    with transaction.atomic():
        made = make(visit, shape, action="schedule.theme", by=by, now=now)
        if day is not None:
            _place(made, day, "am", by=by, now=now)
    return made


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
    visit: Visit, day: date | None, half: str, *, seen: int | None = None, by: Actor, now: datetime
) -> Visit:
    """Place the visit on another half day, or take it off the calendar. Deadline and notices follow."""
    by.require("schedule.plan", programme_id=visit.programme_id, state=visit.programme.state)
    with transaction.atomic():
        visit = locked(visit, seen=seen)
        if visit.state not in rules.MOVABLE:
            raise Conflict("Cuộc kiểm tra đã mở hoặc đã hủy nên không đổi ngày được.")
        if visit.locked:
            raise Conflict("Cuộc kiểm tra đang được khóa trong lịch. Hãy mở khóa trước khi đổi ngày.")
        if day is None and visit.state == "notified":
            raise Conflict("Đơn vị đã được báo lịch. Hãy chọn ngày khác, hoặc hủy cuộc kiểm tra kèm lý do.")
        return _place(visit, day, half, by=by, now=now)


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
    reason = said(reason)
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
            "schedule.plan",
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


def _place(visit: Visit, day: date | None, half: str, *, by: Actor, now: datetime) -> Visit:
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
    if visit.state == "notified" and after != before:
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
