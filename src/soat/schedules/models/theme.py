"""Thematic inspections of a department, and contents of theirs that another visit has already (S5).

One inspection has a visit for each unit. What the team's visit of the year inspects already is not made a second
time: it is an overlap, which waits to be merged (same day, joint team), allowed by the head, or dropped.
"""

from __future__ import annotations

from typing import Any, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from soat.access.actor import Actor
from soat.access.querysets import visible
from soat.common.choices import Choices
from soat.common.models import BaseModel, pair
from soat.people.models import Agency
from soat.programmes.models import Area, Programme


class ThemedQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> ThemedQuerySet:
        """All for who sees the schedule; for a thematic lead those of her agency."""
        return cast(ThemedQuerySet, visible(self, actor, "theme.view", agency="lead_agency_id"))


class Theme(BaseModel):
    """`leader`: who leads it; `month`: its first day, where only the month is known."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="themes")
    lead_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    document = models.CharField(max_length=300, blank=True)
    leader = models.CharField(max_length=150, blank=True)
    month = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdraw_reason = models.TextField(blank=True)

    objects = ThemedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            pair("schedules_theme", "withdrawn"),
            models.CheckConstraint(condition=~Q(title=""), name="schedules_theme_title"),
        ]

    def __str__(self) -> str:
        return self.title


class OverlapState(Choices):
    WAITING = "waiting", gettext_lazy("Chờ ghép")
    MERGED = "merged", gettext_lazy("Ghép vào cuộc đã có")
    ALLOWED = "allowed", gettext_lazy("Được kiểm tra lại")
    DROPPED = "dropped", gettext_lazy("Không kiểm tra nội dung này")


class Overlap(BaseModel):
    """A content of the theme at `agency` that `visit` has in the same year; no visit: one of another programme.

    Merged: the theme's people come along at `visit`, which their agency then sees.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="overlaps")
    lead_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey("Visit", on_delete=models.PROTECT, null=True, related_name="overlaps")
    state = models.CharField(max_length=12, choices=OverlapState.choices, default=OverlapState.WAITING)
    reason = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    objects = ThemedQuerySet.as_manager()

    class Meta:
        ordering = ["agency__sort_key", "area__order", "id"]
        constraints = [
            pair("schedules_overlap", "settled"),
            models.UniqueConstraint(fields=["theme", "agency", "area"], name="schedules_overlap_once"),
            models.CheckConstraint(
                condition=Q(state__in=OverlapState.values)
                & (
                    Q(state="waiting", settled_at__isnull=True)
                    | ~Q(state="waiting") & Q(settled_at__isnull=False)
                ),
                name="schedules_overlap_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(visit__isnull=False), name="schedules_overlap_merged"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} tại {self.agency}"
