"""Data of the schedules room, split by noun."""

from soat.schedules.models.calendar import CalendarDay
from soat.schedules.models.feed import Feed
from soat.schedules.models.planning import Absence, Blackout, Draw, Run, RunState
from soat.schedules.models.visit import (
    Assignment,
    Content,
    Crew,
    Half,
    Mode,
    Notice,
    NoticeKind,
    Vehicle,
    Visit,
    VisitKind,
    VisitState,
)

__all__ = [
    "Absence",
    "Assignment",
    "Blackout",
    "CalendarDay",
    "Content",
    "Crew",
    "Draw",
    "Feed",
    "Half",
    "Mode",
    "Notice",
    "NoticeKind",
    "Run",
    "RunState",
    "Vehicle",
    "Visit",
    "VisitKind",
    "VisitState",
]
