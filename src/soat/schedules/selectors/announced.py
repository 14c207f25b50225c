"""The announced schedule for the press: what units were told, and of that only what is public (plan 97, III; P3).

Visits are not shown to the press as rows: they hold crews, reasons and vehicles. The public part is read by the
system for who holds `schedule.public`; every caller has checked that. Nothing unannounced, never a surprise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from soat.access.actor import acting_as, system
from soat.programmes.models import Programme
from soat.schedules.models import Visit
from soat.schedules.models.visit import TOLD
from soat.schedules.rules import HALVES

CALLED_OFF = "Đã hủy"
_READER = system("lịch kiểm tra đã công bố")


@dataclass(frozen=True, slots=True)
class Announced:
    """One announced visit: where, when, and how it stands today."""

    unit: str
    day: date
    when: str
    place: str
    stand: str


def announced(programme: Programme, today: date) -> list[Announced]:
    """In order of days; those called off after they were announced are told so."""
    with acting_as(_READER):
        rows = (
            Visit.objects.filter(TOLD, programme=programme, day__isnull=False)
            .exclude(kind="surprise")
            .select_related("agency")
            .order_by("day", "half", "agency__sort_key", "id")
        )
        return [_public(one, one.day, today) for one in rows if one.day]


def _public(visit: Visit, day: date, today: date) -> Announced:
    stand = CALLED_OFF if visit.state == "cancelled" else "Đã qua" if day < today else "Sắp tới"
    when = HALVES[(visit.half, visit.half_days)]
    return Announced(str(visit.agency), day, when, visit.place or str(visit.agency), stand)
