"""Vehicles of a programme and what each does in a week (S9; plan 97, IV.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from soat.access.actor import Actor
from soat.common.errors import Missing
from soat.programmes.models import Programme
from soat.schedules.models import Vehicle, Visit
from soat.schedules.selectors.visits import visits

DAYS = 7


@dataclass(frozen=True, slots=True)
class Line:
    """One vehicle (None: the team comes by itself), its visits day by day from Monday."""

    vehicle: Vehicle | None
    days: list[list[Visit]]


def vehicles(programme: Programme, actor: Actor, today: date) -> QuerySet[Vehicle]:
    """All, those in use first; `ahead`: visits from today on that she may see."""
    ahead = Q(visits__in=_ahead(programme, actor, today))
    return (
        Vehicle.objects.visible_to(actor)
        .filter(programme=programme)
        .annotate(ahead=Count("visits", filter=ahead, distinct=True))
        .order_by("-active", "name", "id")
    )


def vehicle(programme: Programme, actor: Actor, pk: UUID) -> Vehicle:
    found = Vehicle.objects.visible_to(actor).filter(programme=programme, pk=pk).first()
    if found is None:
        raise Missing
    return found


def ahead_of(vehicle: Vehicle, actor: Actor, today: date) -> list[Visit]:
    """The visits from today on that it is planned for."""
    return list(_ahead(vehicle.programme, actor, today).filter(vehicle=vehicle).order_by("day", "half"))


def _ahead(programme: Programme, actor: Actor, today: date) -> QuerySet[Visit]:
    return visits(programme, actor).filter(day__gte=today).exclude(state="cancelled")


def week(programme: Programme, actor: Actor, monday: date) -> list[Line]:
    """A line for each vehicle in use or planned that week, then one for visits without a vehicle."""
    rows = list(
        visits(programme, actor)
        .filter(day__gte=monday, day__lt=monday + timedelta(days=DAYS))
        .exclude(state="cancelled")
        .order_by("day", "-half_days", "half", "agency__sort_key")
    )
    known = list(Vehicle.objects.visible_to(actor).filter(programme=programme).order_by("name", "id"))
    busy = {one.vehicle_id for one in rows}
    lines = [_line(one, rows, monday) for one in known if one.active or one.pk in busy]
    return [*lines, _line(None, rows, monday)] if None in busy else lines


def _line(vehicle: Vehicle | None, rows: Iterable[Visit], monday: date) -> Line:
    days: list[list[Visit]] = [[] for _ in range(DAYS)]
    for one in rows:
        if one.day and one.vehicle_id == (vehicle.pk if vehicle else None):
            days[(one.day - monday).days].append(one)
    return Line(vehicle, days)
