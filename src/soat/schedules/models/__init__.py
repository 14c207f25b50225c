"""Data of the schedules room, split by noun."""

from soat.schedules.models.calendar import CalendarDay
from soat.schedules.models.draw import Draw, DrawKind
from soat.schedules.models.feed import Feed
from soat.schedules.models.planning import Absence, Blackout, BlackoutRequest, Run, RunState
from soat.schedules.models.theme import Overlap, OverlapState, Theme
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
    "BlackoutRequest",
    "CalendarDay",
    "Content",
    "Crew",
    "Draw",
    "DrawKind",
    "Feed",
    "Half",
    "Mode",
    "Notice",
    "NoticeKind",
    "Overlap",
    "OverlapState",
    "Run",
    "RunState",
    "Theme",
    "Vehicle",
    "Visit",
    "VisitKind",
    "VisitState",
]
