"""Reads for the pages of duties and questions (requirements G5, G7)."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, Q, QuerySet

from soat.access.actor import Actor
from soat.people.models import Agency
from soat.programmes.models import Duty, Programme, Question

STATUSES = [("", "Tất cả"), ("open", "Đang mở"), ("late", "Quá hạn"), ("done", "Đã xong")]


def overdue(today: date) -> Q:
    """Duties that are overdue, as `rules.is_overdue` tells it of one."""
    return Q(done_at=None, due_on__lt=today)


def duties(programme: Programme, actor: Actor, *, status: str, owner: str, today: date) -> QuerySet[Duty]:
    """Duties of the programme she may see, by due date; those without one last."""
    found = Duty.objects.visible_to(actor).filter(programme=programme).select_related("agency", "programme")
    conditions = {
        "open": Q(done_at=None),
        "late": overdue(today),
        "done": Q(done_at__isnull=False),
    }
    found = found.filter(conditions.get(status, Q()))
    if owner:
        found = found.filter(owner=owner)
    return found.order_by(F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "order", "id")


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
