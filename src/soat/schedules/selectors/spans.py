"""Days on which members or units cannot, and the planned visits that they conflict with (S1, S9)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from soat.access.actor import Actor
from soat.common.errors import Missing
from soat.programmes.models import Programme
from soat.schedules.models import Absence, Blackout, BlackoutRequest, Crew, Visit
from soat.schedules.selectors.visits import visits
from soat.teams.models import Member


@dataclass(frozen=True, slots=True)
class Clash:
    """A span of days and the visits planned in it that she may see."""

    span: Absence | Blackout | BlackoutRequest
    visits: list[Visit]
    may_remove: bool = False


def absences(programme: Programme, actor: Actor) -> list[Clash]:
    """All of the programme by first day, each with the visits that the member should go to on these days."""
    rows = list(
        Absence.objects.visible_to(actor)
        .filter(programme=programme)
        .select_related("member__person")
        .order_by("first", "member__person__sort_key", "id")
    )
    planned = {one.pk: one for one in _planned(programme, actor)}
    going: dict[UUID, list[Visit]] = defaultdict(list)
    for member_id, visit_id in Crew.objects.filter(visit__in=planned).values_list("member_id", "visit_id"):
        going[member_id].append(planned[visit_id])
    all_of_them = actor.may("schedule.plan", programme_id=programme.pk, state=programme.state)
    mine = {one.pk for one in my_memberships(programme, actor)}
    return [
        Clash(one, _within(one.first, one.last, going[one.member_id]), all_of_them or one.member_id in mine)
        for one in rows
    ]


def blackouts(programme: Programme, actor: Actor) -> list[Clash]:
    """Confirmed days of units, each with the visits planned at the unit on them."""
    rows = Blackout.objects.visible_to(actor).filter(programme=programme).select_related("agency")
    return _with_visits(list(rows.order_by("first", "agency__sort_key", "id")), programme, actor)


def requests(programme: Programme, actor: Actor) -> list[Clash]:
    """What units asked for: those without an answer first; a unit sees its own, with visits it was told of."""
    rows = BlackoutRequest.objects.visible_to(actor).filter(programme=programme).select_related("agency")
    order = sorted(
        rows.order_by("first", "agency__sort_key", "id"), key=lambda one: one.answered_at is not None
    )
    return _with_visits(order, programme, actor)


def _with_visits(
    rows: list[Blackout] | list[BlackoutRequest], programme: Programme, actor: Actor
) -> list[Clash]:
    at_unit: dict[UUID, list[Visit]] = defaultdict(list)
    for visit in _planned(programme, actor):
        at_unit[visit.agency_id].append(visit)
    return [Clash(one, _within(one.first, one.last, at_unit[one.agency_id])) for one in rows]


def _planned(programme: Programme, actor: Actor) -> list[Visit]:
    """Visits with a day that are still to come about. A surprise counts for who sees it."""
    return list(
        visits(programme, actor)
        .filter(day__isnull=False)
        .exclude(state__in=("opened", "cancelled"))
        .order_by("day", "half")
    )


def _within(first: date, last: date, rows: list[Visit]) -> list[Visit]:
    return [one for one in rows if one.day and first <= one.day <= last]


def absence(programme: Programme, actor: Actor, pk: UUID) -> Absence:
    found: Absence | None = (
        Absence.objects.visible_to(actor).filter(programme=programme, pk=pk).select_related("member").first()
    )
    if found is None:
        raise Missing
    return found


def blackout(programme: Programme, actor: Actor, pk: UUID) -> Blackout:
    found: Blackout | None = Blackout.objects.visible_to(actor).filter(programme=programme, pk=pk).first()
    if found is None:
        raise Missing
    return found


def request(programme: Programme, actor: Actor, pk: UUID) -> BlackoutRequest:
    found = BlackoutRequest.objects.visible_to(actor).filter(programme=programme, pk=pk).first()
    if found is None:
        raise Missing
    return found


def declarable(programme: Programme, actor: Actor) -> list[Member]:
    """For whom she declares absences: everybody for who plans, else herself."""
    if not actor.may("schedule.plan", programme_id=programme.pk, state=programme.state):
        return my_memberships(programme, actor)
    return list(
        Member.objects.filter(programme=programme)
        .exclude(state="ended")
        .select_related("person")
        .order_by("person__sort_key")
    )


def my_memberships(programme: Programme, actor: Actor) -> list[Member]:
    own = Q(programme=programme, person__user=actor.id)
    return list(Member.objects.filter(own).exclude(state="ended").select_related("person"))
