"""Thematic inspections: her list, their visits and overlaps, and which contents a unit has already this year (S5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from soat.access.actor import Actor, acting_as, system
from soat.common.errors import Missing
from soat.core.text import fold
from soat.people.models import Agency
from soat.programmes.models import Area, Programme
from soat.schedules.models import Content, Overlap, Theme, Visit


@dataclass(frozen=True, slots=True)
class Taken:
    """`area` is inspected at `agency` in the year already; `visit_id`: None where another programme has it."""

    agency: Agency
    area: Area
    visit_id: UUID | None

    def told(self) -> str:
        where = "trong lịch kiểm tra của Đoàn" if self.visit_id else "trong một chương trình kiểm tra khác"
        return f"{self.agency}: {self.area} đã có {where}."


def themes(actor: Actor, programme: Programme | None = None) -> QuerySet[Theme]:
    """Hers, of one programme or of all that are not drafts; with numbers and days of their visits."""
    rows: QuerySet[Theme] = Theme.objects.visible_to(actor)
    if programme is not None:
        rows = rows.filter(programme=programme)
    standing = ~Q(visits__state="cancelled")
    return (
        rows.select_related("programme", "lead_agency")
        .annotate(
            units=Count("visits", filter=standing, distinct=True),
            first_day=Min("visits__day", filter=standing),
            last_day=Max("visits__day", filter=standing),
            waiting=Count("overlaps", filter=Q(overlaps__state="waiting"), distinct=True),
        )
        .order_by("-made_at", "id")
    )


def theme(programme: Programme, actor: Actor, pk: UUID) -> Theme:
    """The inspection if she may see it; 404 otherwise."""
    found = themes(actor, programme).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def visits_of(theme: Theme, actor: Actor) -> list[Visit]:
    """Its own visits, those that did not take place last."""
    rows = (
        Visit.objects.visible_to(actor)
        .filter(theme=theme)
        .select_related("agency")
        .prefetch_related("contents__area")
        .order_by("day", "half", "agency__sort_key")
    )
    return sorted(rows, key=lambda one: one.state == "cancelled")


def overlaps_of(theme: Theme, actor: Actor) -> list[Overlap]:
    return list(_overlaps(actor).filter(theme=theme))


def waiting(programme: Programme, actor: Actor) -> list[Overlap]:
    """Overlaps of the programme that wait for the coordinator, by unit."""
    return list(_overlaps(actor).filter(programme=programme, state="waiting"))


def _overlaps(actor: Actor) -> QuerySet[Overlap]:
    rows: QuerySet[Overlap] = Overlap.objects.visible_to(actor)
    return rows.select_related("agency", "area", "visit", "visit__agency", "theme", "lead_agency")


def joining(visit: Visit) -> list[Theme]:
    """Thematic inspections whose people come along at this visit. Under the rights of who reads."""
    merged = Overlap.objects.filter(visit=visit, state="merged").values("theme")
    return list(Theme.objects.filter(pk__in=merged).select_related("lead_agency").order_by("title"))


def taken(
    programme: Programme, agencies: Collection[Agency], areas: Collection[Area], day: date | None
) -> list[Taken]:
    """What the units have already in the year of `day` (none: of the programme), by unit and area.

    Asked as the system, because a department does not see the team's plan; it learns that the content is there and
    nothing more. A surprise stands by an override and is never among them.
    """
    titles = {fold(one.title)[:500]: one for one in areas}
    known = {one.pk: one for one in agencies}
    with acting_as(system("nội dung trùng")):
        rows = list(
            Content.objects.filter(
                agency__in=known, content__in=titles, standing=True, override_reason="",
                year=day.year if day else cast(int, programme.year),
            )
            .exclude(visit__kind="surprise")
            .values_list("agency_id", "content", "visit_id", "programme_id")
        )  # fmt: skip
    found = [
        Taken(known[agency], titles[content], visit if of == programme.pk else None)
        for agency, content, visit, of in rows
    ]
    return sorted(found, key=lambda one: (one.agency.sort_key, one.area.order))
