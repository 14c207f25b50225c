"""How far a programme is and where its people go next, for those who see the whole of it (requirements A2, G5).

Called by My work. A fixed number of queries however many programmes there are; every row through `visible_to`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.urls import reverse

from soat.access.actor import Actor
from soat.programmes.models import Duty, Programme, Subject
from soat.programmes.selectors.duties import overdue
from soat.schedules.models import Assignment, Crew, Visit
from soat.teams.models import kind_label
from soat.teams.selectors.places import places_of

_NEXT = 3  # visits ahead of one programme
_MINE = 10  # her own visits ahead


@dataclass(frozen=True, slots=True)
class Figure:
    """`done` of `total`, in what words, and where it is looked into."""

    done: int
    total: int
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Figures in the order of the work, and the programme's next visits."""

    figures: list[Figure]
    ahead: list[Visit]


@dataclass(frozen=True, slots=True)
class Going:
    """A visit she goes to: what she is there, the areas she heads and those she helps to check."""

    visit: Visit
    role: str
    leads: list[str]
    checks: list[str]


def progress(programmes: Sequence[Programme], actor: Actor, today: date) -> dict[UUID, Progress]:
    """Of her running programmes that she sees as a whole."""
    mine = [
        one
        for one in programmes
        if one.state == "running" and actor.may("schedule.view", programme_id=one.pk, state=one.state)
    ]
    if not mine:
        return {}
    counts: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    _add(counts, _subjects(mine, actor, today))
    _add(counts, _duties(mine, actor, today))
    places = places_of(mine, actor)
    for one in mine:
        planned = [place for place in places[one.pk] if not place.outside]
        counts[one.pk]["seats"] = sum(place.wanted for place in planned)
        counts[one.pk]["filled"] = sum(min(len(place.members), place.wanted) for place in planned)
    ahead = _ahead(mine, actor, today)
    return {one.pk: Progress(_figures(one, counts[one.pk]), ahead[one.pk]) for one in mine}


def own_visits(actor: Actor, today: date) -> list[Going]:
    """Visits from today on that she goes to, the next one first. A surprise is among them only for its crew."""
    parts = Prefetch("assignments", Assignment.objects.select_related("area").order_by("area__order"))
    rows = (
        Crew.objects.filter(person__user=actor.id, visit__in=Visit.objects.visible_to(actor))
        .filter(visit__day__gte=today, visit__programme__state="running")
        .exclude(visit__state="cancelled")
        .select_related("visit__agency", "visit__programme", "member")
        .prefetch_related(parts)
        .order_by("visit__day", "visit__half", "id")[:_MINE]
    )
    return [
        Going(
            one.visit,
            kind_label(one.member.kind),
            [str(part.area) for part in one.assignments.all() if part.responsible],
            [str(part.area) for part in one.assignments.all() if not part.responsible],
        )
        for one in rows
    ]


def _figures(programme: Programme, told: dict[str, int]) -> list[Figure]:
    schedule = reverse("schedules:visits", args=[programme.pk])
    team = reverse("teams:team", args=[programme.pk])
    duties = reverse("programmes:duties", args=[programme.pk])
    late = f"{told['late']} quá hạn" if told["late"] else ""
    figures = (
        Figure(told["dated"], told["subjects"], "đối tượng đã xếp ngày kiểm tra", schedule),
        Figure(told["told"], told["subjects"], "đối tượng đã được thông báo lịch", schedule),
        Figure(told["visited"], told["subjects"], "đối tượng đã kiểm tra", schedule),
        Figure(told["filled"], told["seats"], "vị trí trong Đoàn đã có người", team),
        Figure(told["done"], told["duties"], "nhiệm vụ đã xong", duties, late),
    )
    return [one for one in figures if one.total]


def _subjects(programmes: Sequence[Programme], actor: Actor, today: date) -> Any:
    """Visited: told, and its day is past, or opened."""
    held = Visit.objects.visible_to(actor).filter(subject=OuterRef("pk")).exclude(state="cancelled")
    told = held.filter(state__in=("notified", "opened"))
    rows = Subject.objects.visible_to(actor).current().filter(programme__in=programmes).order_by()
    return rows.values("programme_id").annotate(
        subjects=Count("id"),
        dated=Count("id", filter=Exists(held.filter(day__isnull=False))),
        told=Count("id", filter=Exists(told)),
        visited=Count("id", filter=Exists(told.filter(Q(day__lt=today) | Q(state="opened")))),
    )


def _duties(programmes: Sequence[Programme], actor: Actor, today: date) -> Any:
    rows = Duty.objects.visible_to(actor).tasks().filter(programme__in=programmes).order_by()
    return rows.values("programme_id").annotate(
        duties=Count("id"),
        done=Count("id", filter=Q(done_at__isnull=False)),
        late=Count("id", filter=overdue(today)),
    )


def _ahead(programmes: Sequence[Programme], actor: Actor, today: date) -> dict[UUID, list[Visit]]:
    """The first visits from today on of each programme, surprises left out."""
    first: dict[UUID, list[Visit]] = defaultdict(list)
    rows = (
        Visit.objects.visible_to(actor)
        .filter(programme__in=programmes, day__gte=today, state__in=("planned", "notified"))
        .select_related("agency")
        .order_by("day", "half", "id")
    )
    for visit in rows[:200]:
        if len(first[visit.programme_id]) < _NEXT:
            first[visit.programme_id].append(visit)
    return first


def _add(counts: dict[UUID, dict[str, int]], rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        figures = dict(row)
        counts[figures.pop("programme_id")].update(figures)
