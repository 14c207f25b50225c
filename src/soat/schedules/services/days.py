"""Working days entered by hand: a storm, a swapped day (S1). Every deadline that moves with it is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from soat.access.actor import Actor
from soat.common.errors import DomainError
from soat.schedules import rules
from soat.schedules.calendar import calendar_of
from soat.schedules.models import CalendarDay, Visit
from soat.schedules.services import notices
from soat.schedules.services.recording import record, save
from soat.trail import services as trail

REACH = timedelta(days=120)  # no notice period reaches further back than this


def set_day(
    day: date, *, working: bool, name: str, source: str, by: Actor, now: datetime
) -> tuple[CalendarDay, list[Visit]]:
    """Say what `day` is. Returns it and the visits whose deadline moved; their units are told."""
    by.require("calendar.edit")
    name, source = name.strip(), source.strip()
    if not name or not source:
        raise DomainError(
            "Hãy ghi tên ngày và văn bản hoặc sự việc làm căn cứ.", "source" if name else "name"
        )
    with transaction.atomic():
        entry, _ = CalendarDay.objects.update_or_create(
            day=day,
            defaults={
                "working": working,
                "name": name,
                "source": source,
                "entered_at": now,
                "entered_by": by.id,
            },
        )
        trail.record("calendar.edit", entry, by=by, now=now, after={"working": working, "source": source})
        return entry, _follow(day, by, now)


def clear_day(entry: CalendarDay, *, by: Actor, now: datetime) -> list[Visit]:
    """The day is again what the shipped calendar says."""
    by.require("calendar.edit")
    with transaction.atomic():
        trail.record("calendar.edit", entry, by=by, now=now, before={"working": entry.working})
        day = entry.day
        entry.delete()
        return _follow(day, by, now)


def _follow(day: date, by: Actor, now: datetime) -> list[Visit]:
    """Deadlines of visits after `day` are computed anew; past ones stay as they were told."""
    today = localdate(now)
    visits = (
        Visit.objects.filter(day__gt=day, day__lte=day + REACH, report_due_on__gte=today)
        .exclude(state__in=("opened", "cancelled"))
        .select_for_update(of=("self",))
        .select_related("programme", "agency")
        .order_by("pk")
    )
    moved = []
    for visit in visits:
        assert visit.day  # asked for above
        calendar = calendar_of(visit.day.year, visit.day.year)
        due = rules.report_due(calendar, visit.day, visit.programme.notice_working_days)
        if due == visit.report_due_on:
            continue
        before = {"report_due_on": visit.report_due_on}
        visit.report_due_on = due
        save(visit, "report_due_on")
        if visit.state == "notified":
            notices.send(visit, "change", by=by, now=now)
        record("schedule.plan", visit, by=by, now=now, before=before, after={"report_due_on": due})
        moved.append(visit)
    return moved
