"""Pairs of visits to one unit that could become one, and what each unit bears in a year (S5, S9; plan 97, I.2).

A surprise counts once it is opened: the burden and the pairs are read by all who see the schedule.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, Q, QuerySet

from soat.access.actor import Actor
from soat.people.models import Agency
from soat.programmes.models import Programme
from soat.schedules.models import Crew, Visit
from soat.schedules.selectors.visits import visits

NEAR_DAYS = 30


@dataclass(frozen=True, slots=True)
class Pair:
    """`kept` takes over `other`. `days`: between them, None where one has no day; `people`: who goes to both."""

    kept: Visit
    other: Visit
    days: int | None
    people: int

    @property
    def near(self) -> bool:
        return self.days is not None and self.days <= NEAR_DAYS


@dataclass(slots=True)
class Burden:
    """What a unit bears in a year: visits, thematic ones among them, and half days. `joined`: departments that come
    along at a visit instead of a visit of their own."""

    agency: Agency
    visits: int = 0
    thematic: int = 0
    half_days: int = 0
    joined: int = 0

    @property
    def days(self) -> float:
        return self.half_days / 2


def pairs(programme: Programme, actor: Actor) -> list[Pair]:
    """All pairs of the same unit before they are opened; shared people and near dates first."""
    of_unit: dict[object, list[Visit]] = defaultdict(list)
    for one in _open(programme, actor).order_by("day", "made_at", "id"):
        of_unit[one.agency_id].append(one)
    found = [both for rows in of_unit.values() for both in combinations(rows, 2)]
    crews: dict[object, set[object]] = defaultdict(set)
    ids = {one.pk for both in found for one in both}
    for visit_id, member_id in Crew.objects.filter(visit__in=ids).values_list("visit_id", "member_id"):
        crews[visit_id].add(member_id)
    told = [
        Pair(kept, other, _between(kept, other), len(crews[kept.pk] & crews[other.pk]))
        for kept, other in found
    ]
    return sorted(told, key=lambda pair: (-pair.people, pair.days is None, pair.days or 0))


def burdens(programme: Programme, actor: Actor, year: int) -> list[Burden]:
    """Each unit's visits and half days of the year, the most burdened first; one without a day counts in the
    programme's year."""
    of_year = Q(day__year=year) | (Q(day=None) if year == programme.year else Q(pk__in=()))
    found: dict[Agency, Burden] = {}
    rows = visits(programme, actor).filter(of_year).exclude(state="cancelled")
    rows = rows.exclude(~Q(state="opened"), kind="surprise")
    joined = Count("overlaps__theme", filter=Q(overlaps__state="merged"), distinct=True)
    for one in rows.annotate(joined=joined):
        burden = found.setdefault(one.agency, Burden(one.agency))
        burden.visits += 1
        burden.thematic += one.kind == "thematic"
        burden.half_days += one.half_days
        burden.joined += one.joined
    return sorted(found.values(), key=lambda one: (-one.half_days, one.agency.sort_key))


def years(programme: Programme, actor: Actor) -> list[int]:
    """The years in which it has visits, and its own."""
    rows = visits(programme, actor).filter(day__isnull=False).exclude(state="cancelled")
    told = rows.exclude(~Q(state="opened"), kind="surprise").order_by().values_list("day__year", flat=True)
    return sorted({*told.distinct(), *([programme.year] if programme.year else [])})


def _open(programme: Programme, actor: Actor) -> QuerySet[Visit]:
    return visits(programme, actor).filter(state__in=("planned", "notified")).exclude(kind="surprise")


def _between(one: Visit, other: Visit) -> int | None:
    return abs((one.day - other.day).days) if one.day and other.day else None
