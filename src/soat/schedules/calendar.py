"""The working-day calendar of the installation: the shipped one with the days people entered over it (S1)."""

from __future__ import annotations

from soat.core.working_days import Calendar, Entry, vietnam
from soat.schedules.models import CalendarDay


def calendar_of(first_year: int, last_year: int) -> Calendar:
    """The calendar of those years, and the year before, which deadlines of January reach into."""
    days = CalendarDay.objects.filter(day__year__gte=first_year - 1, day__year__lte=last_year)
    return vietnam(first_year - 1, last_year).changed(
        Entry(one.day, one.working, one.name, one.source) for one in days
    )
