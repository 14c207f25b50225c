"""Days that differ from the calendar the product ships: closures and swaps, each with its source (S1)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from soat.access.actor import Actor
from soat.common.models import BaseModel


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def visible_to(self, actor: Actor) -> CalendarDayQuerySet:
        return self if actor.may("agency.view") else self.none()


class CalendarDay(BaseModel):
    """`working` says what `day` is, whatever the shipped calendar says; `source` is the decision or the event."""

    day = models.DateField(unique=True)
    working = models.BooleanField()
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(source=""), name="schedules_day_told"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.name}"
