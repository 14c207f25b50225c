"""Reads for the page of subjects (requirement S8): who is inspected, who was added or ended, and why."""

from __future__ import annotations

from django.db.models import F, QuerySet

from soat.access.actor import Actor
from soat.programmes.models import Duty, DutyOwner, Programme, Subject


def subjects(programme: Programme, actor: Actor) -> QuerySet[Subject]:
    """Subjects she may see in the order of the plan, those added later after them, the ended ones last."""
    return (
        Subject.objects.visible_to(actor)
        .filter(programme=programme)
        .select_related("agency", "programme")
        .order_by(F("ended_at").asc(nulls_first=True), F("added_at").asc(nulls_first=True), "order", "id")
    )


def duties_of_units(programme: Programme) -> int:
    """How many duties a unit gets when it is added."""
    return Duty.objects.filter(programme=programme, owner=DutyOwner.UNITS, agency=None, group=None).count()
