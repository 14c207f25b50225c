"""Days of a year that differ from their weekday: shipped holidays and swaps, and those entered by hand (S1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from soat.schedules.calendar import calendar_of
from soat.schedules.models import CalendarDay


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """`entered`: the row that people wrote, None for a shipped day."""

    day: date
    working: bool
    name: str
    source: str
    certain: bool
    entered: CalendarDay | None


def special_days(year: int) -> list[SpecialDay]:
    """In order. Raises DomainError for a year the shipped calendar cannot compute."""
    own = {one.day: one for one in CalendarDay.objects.filter(day__year=year)}
    entries = {day: one for day, one in calendar_of(year, year).entries.items() if day.year == year}
    shipped = [
        SpecialDay(day, one.working, one.name, one.source, one.certain, None)
        for day, one in entries.items()
        if day not in own
    ]
    entered = [SpecialDay(day, one.working, one.name, one.source, True, one) for day, one in own.items()]
    return sorted([*shipped, *entered], key=lambda one: one.day)
