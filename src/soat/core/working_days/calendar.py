"""A calendar of working days as pure data, and counting on it (S1).

A day is working unless it is a weekend; an entry (holiday, swapped day, local closure) says otherwise, each with its
source. Called by `soat.core.working_days.table`, by the schedules and by the command line. No clock, no files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone

from soat.core.errors import DomainError

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Entry:
    """One day that differs from its weekday. `certain` is False while no authority has published it."""

    day: date
    working: bool
    name: str
    source: str
    certain: bool = True


@dataclass(frozen=True)
class Calendar:
    """Working days from `first` to `last`, both included. `entries` by day; `weekend` as `date.weekday()`."""

    first: date
    last: date
    entries: dict[date, Entry] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})

    def works(self, day: date) -> bool:
        """Whether work is done on `day`. Raises DomainError outside the calendar."""
        if not self.first <= day <= self.last:
            raise DomainError(
                f"Lịch làm việc chỉ có từ {self.first:%d/%m/%Y} đến {self.last:%d/%m/%Y}, chưa có ngày "
                f"{day:%d/%m/%Y}; hãy bổ sung lịch của năm đó."
            )
        entry = self.entries.get(day)
        return entry.working if entry else day.weekday() not in self.weekend

    def changed(self, entries: Iterable[Entry]) -> Calendar:
        """The same calendar with local changes laid over it; the last entry of a day counts."""
        return replace(self, entries=self.entries | {one.day: one for one in entries})

    def between(self, first: date, last: date) -> Iterator[date]:
        """Working days from `first` to `last`, both included, in order."""
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if self.works(day):
                yield day

    def doubts(self, first: date, last: date) -> list[Entry]:
        """Entries from `first` to `last` that no authority has published yet, in order."""
        return [one for day, one in sorted(self.entries.items()) if first <= day <= last and not one.certain]


def shift(calendar: Calendar, day: date, count: int) -> date:
    """The `count`-th working day after `day` (before it when negative); `day` itself is never counted.

    0 gives `day`. Raises DomainError when the count leaves the calendar.
    """
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= calendar.works(day)
    return day


def deadline(calendar: Calendar, visit: date, days: int) -> date:
    """The last day for papers due `days` working days before the visit: it counts until 24:00 in Vietnam.

    A visit on Monday 2024-05-06 with 3 is due 2024-05-02. Raises DomainError unless `days` is at least 1.
    """
    if days < 1:
        raise DomainError("Số ngày làm việc phải là số nguyên từ 1 trở lên.", "days")
    return shift(calendar, visit, -days)


def closes_at(day: date) -> datetime:
    """The first moment after `day` in Vietnam, in UTC: something received before it is in time."""
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM).astimezone(UTC)
