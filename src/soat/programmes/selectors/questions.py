"""Reads for the page of questions (requirement G7)."""

from __future__ import annotations

from django.db.models import Count, F, QuerySet

from soat.access.actor import Actor
from soat.people.models import Agency
from soat.programmes.models import Programme, Question


def questions(programme: Programme, actor: Actor) -> QuerySet[Question]:
    """Unanswered first, then the newest."""
    found = (
        Question.objects.visible_to(actor).filter(programme=programme).select_related("agency", "programme")
    )
    return found.order_by(F("answered_at").asc(nulls_first=True), "-asked_at", "id")


def summary(programme: Programme, actor: Actor) -> list[tuple[str, int, int]]:
    """For leadership: (unit, questions raised, answered), most raised first."""
    rows = (
        Question.objects.visible_to(actor)
        .filter(programme=programme)
        .values("agency__name")
        .annotate(raised=Count("id"), answered=Count("answered_at"))
        .order_by("-raised", "agency__sort_key")
    )
    return [(row["agency__name"], row["raised"], row["answered"]) for row in rows]


def askers(programme: Programme, actor: Actor) -> QuerySet[Agency]:
    """The agencies for which she may ask here: those of her roles that exist today."""
    held = {
        agency
        for holding in actor.holdings
        if holding.programme_id == programme.pk
        and actor.may(
            "question.ask", programme_id=programme.pk, state=programme.state, agency_id=holding.agency_id
        )
        for agency in holding.agencies
    }
    return Agency.objects.filter(id__in=held, valid_to=None).order_by("sort_key")
