"""What the pages of this room share: the tabs, and how validity is shown."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from soat.access.actor import Actor
from soat.access.views import actor_of
from soat.common.errors import Missing
from soat.common.looks import Badge, Tab
from soat.people.models import Agency, Position
from soat.people.selectors import may_see_people


def tabs(actor: Actor, active: str) -> list[Tab]:
    """Agencies and, for those who may, persons."""
    parts = [Tab(gettext("Cơ quan"), reverse("people:list"), active == "agencies")]
    if may_see_people(actor):
        parts.append(Tab(gettext("Người"), reverse("people:persons"), active == "persons"))
    return parts


def url_of(agency: Agency) -> str:
    return reverse("people:agency", args=[agency.pk])


def agency_for(request: HttpRequest, pk: UUID) -> Agency:
    agency = Agency.objects.visible_to(actor_of(request)).select_related("parent").filter(pk=pk).first()
    if agency is None:
        raise Missing
    return agency


def state_of(agency: Agency, on: date | None = None) -> Badge:
    """Whether it exists on the day."""
    day = on or timezone.localdate()
    if agency.valid_to and agency.valid_to <= day:
        return Badge(gettext("Đã kết thúc"), "neutral")
    if agency.valid_from and agency.valid_from > day:
        return Badge(gettext("Chưa thành lập"), "warn")
    return Badge(gettext("Đang hoạt động"), "good")


def held_until(position: Position) -> date | None:
    """A position ends with its agency at the latest."""
    ends = [day for day in (position.valid_to, position.agency.valid_to) if day]
    return min(ends) if ends else None
