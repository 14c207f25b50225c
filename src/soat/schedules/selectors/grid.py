"""The calendar as weeks of days, each with its visits and why nobody works on it (S1, S9). No queries but the days.

Drawn by the server, so that the page is read and printed without a script; dragging is added by `screens/calendar.ts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from soat.core.working_days import Calendar
from soat.schedules.calendar import calendar_of
from soat.schedules.models import Visit

WEEK = timedelta(days=7)


@dataclass(slots=True)
class Day:
    """`off`: why nobody works, "" on a working day; `inside`: within the month asked for."""

    day: date
    inside: bool
    off: str = ""
    visits: list[Visit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Span:
    """What the page shows: from Monday `first` to Sunday `last`, and the days that the arrows lead to."""

    first: date
    last: date
    before: date
    after: date
    month: int | None


def span(day: date, view: str) -> Span:
    """The month of `day`, or its week for view "tuan"."""
    if view == "tuan":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=6), monday - WEEK, monday + WEEK, None)
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    last = after - timedelta(days=1)
    return Span(
        first - timedelta(days=first.weekday()),
        last + timedelta(days=6 - last.weekday()),
        (first - timedelta(days=1)).replace(day=1),
        after,
        day.month,
    )


def weeks(shown: Span, visits: Iterable[Visit]) -> list[list[Day]]:
    """Rows of seven days with the visits on them."""
    calendar = calendar_of(shown.first.year, shown.last.year)
    count = (shown.last - shown.first).days + 1
    days = [shown.first + timedelta(days=offset) for offset in range(count)]
    drawn = {day: Day(day, shown.month in (None, day.month), _off(calendar, day)) for day in days}
    for visit in visits:
        if visit.day in drawn:
            drawn[visit.day].visits.append(visit)
    rows = list(drawn.values())
    return [rows[at : at + 7] for at in range(0, count, 7)]


def _off(calendar: Calendar, day: date) -> str:
    if calendar.works(day):
        return ""
    entry = calendar.entries.get(day)
    return entry.name if entry else "Cuối tuần"
