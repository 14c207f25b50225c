"""Reads visits for the calendar, the list and the unit's page (S1, S6). Every list starts from `visible_to`.

Called by the pages of this room. A fixed number of queries however many visits there are.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from soat.access.actor import Actor
from soat.common.errors import Missing
from soat.core.text import fold
from soat.programmes.models import Programme, Subject
from soat.schedules.models import Assignment, Content, Notice, Visit
from soat.schedules.rules import HALVES

_HEADED = Assignment.objects.filter(visit=OuterRef("visit"), area=OuterRef("area"), responsible=True)
# What a visit that its unit was not told of can still lack.
LACKS: dict[str, Q] = {
    "day": Q(state="planned", day=None),
    "responsible": Q(state="planned")
    & Q(Exists(Content.objects.filter(~Exists(_HEADED), visit=OuterRef("pk")))),
    "notice": Q(state="planned", day__isnull=False),
}


def visits(programme: Programme, actor: Actor) -> QuerySet[Visit]:
    """Her visits of the programme, with what a line of the list needs."""
    return (
        Visit.objects.visible_to(actor)
        .filter(programme=programme)
        .select_related("agency", "vehicle", "lead_agency", "programme")
    )


def visit(programme: Programme, actor: Actor, pk: UUID) -> Visit:
    """The visit if she may see it; the same 404 for one she may not and one that never was."""
    found = visits(programme, actor).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def listed(
    programme: Programme, actor: Actor, *, state: str, kind: str, words: str, lack: str, since: date | None
) -> QuerySet[Visit]:
    """The list by filters; `words`: part of the unit's name, with or without diacritics; `lack`: of LACKS;
    `since`: from that day on."""
    found = visits(programme, actor).annotate(people=Count("crew")).filter(LACKS.get(lack, Q()))
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if since:
        found = found.filter(day__gte=since)
    if words:
        found = found.filter(agency__folded__contains=fold(words))
    return found


def when(visit: Visit) -> str:
    """Sáng, Chiều, Cả ngày."""
    return HALVES[(visit.half, visit.half_days)]


def standing(programme: Programme, actor: Actor, person: UUID | None = None) -> list[Visit]:
    """What the calendar shows: visits that are not cancelled, in order; `person`: those this member goes to."""
    rows = (
        visits(programme, actor)
        .exclude(state="cancelled")
        .order_by("day", "-half_days", "half", "agency__sort_key")
    )
    return list(rows.filter(crew__member=person) if person else rows)


def unplanned(programme: Programme) -> QuerySet[Subject]:
    """Subjects with an agency that have no visit yet."""
    taken = Visit.objects.filter(subject=OuterRef("pk")).exclude(state="cancelled")
    return (
        Subject.objects.current()
        .filter(programme=programme, agency__isnull=False)
        .exclude(Exists(taken))
        .order_by("order")
    )


def told(programme: Programme, actor: Actor) -> list[Visit]:
    """Visits of her unit that it was told of, the next one first, each with its notices and contents."""
    notices = Prefetch("notices", Notice.objects.order_by("-sent_at"))
    return list(
        visits(programme, actor).prefetch_related(notices, "contents__area").order_by("day", "half", "id")
    )


def upcoming(actor: Actor, agencies: set[UUID], today: date) -> QuerySet[Visit]:
    """Visits to her unit from today on that it was told of, in every running programme."""
    return (
        Visit.objects.visible_to(actor)
        .filter(Q(state="notified", day__gte=today), agency_id__in=agencies, programme__state="running")
        .select_related("programme", "agency")
        .order_by("day", "half", "id")[:50]
    )
