"""What the solver is given and what it answered (S2–S4): days on which something cannot be, runs."""

from __future__ import annotations

from typing import Any, cast

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from soat.access.actor import Actor
from soat.access.querysets import visible
from soat.common.choices import Choices
from soat.common.models import BaseModel, pair
from soat.people.models import Agency
from soat.programmes.models import Programme
from soat.teams.models import Member


class PlanningQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> PlanningQuerySet:
        return cast(PlanningQuerySet, visible(self, actor, "schedule.view"))


class BlackoutRequestQuerySet(models.QuerySet["BlackoutRequest"]):
    def visible_to(self, actor: Actor) -> BlackoutRequestQuerySet:
        """All for who plans; for a unit its own."""
        return cast(BlackoutRequestQuerySet, visible(self, actor, "blackout.view", agency="agency_id"))


class Span(BaseModel):
    """Days from `first` to `last`, both included, on which something cannot be."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="schedules_%(class)s_span")
        ]

    def days(self) -> str:
        return f"{self.first:%d/%m/%Y}–{self.last:%d/%m/%Y}"


class Absence(Span):
    """A member cannot go."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="absences")

    objects = PlanningQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.member}: {self.days()}"


class Blackout(Span):
    """A unit cannot be visited."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")

    objects = PlanningQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.agency}: {self.days()}"


class BlackoutRequest(Span):
    """A unit asks not to be visited on these days; `accepted` once the standing agency answered (S1)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    accepted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    objects = BlackoutRequestQuerySet.as_manager()

    class Meta(Span.Meta):
        abstract = False
        constraints = [
            *Span.Meta.constraints,
            pair("schedules_blackoutrequest", "answered"),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True) | Q(answered_at__isnull=False),
                name="schedules_blackoutrequest_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.days()}"


class RunState(Choices):
    QUEUED = "queued", gettext_lazy("Đang chờ")
    RUNNING = "running", gettext_lazy("Đang tính")
    DONE = "done", gettext_lazy("Đã có phương án")
    FAILED = "failed", gettext_lazy("Không tính được")
    APPLIED = "applied", gettext_lazy("Đã áp dụng")
    DISCARDED = "discarded", gettext_lazy("Đã bỏ")


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, actor: Actor) -> RunQuerySet:
        return cast(RunQuerySet, visible(self, actor, "schedule.runs"))


class Run(BaseModel):
    """One run of the solver: `problem` as it was given, `progress` while it works, `answer` as it came.

    `frame`: what the problem was made from: the wishes, the plan of that moment, names of the ids. `beat_at`: the last
    sign of life of whoever works on it. `kept`: the visits as they were before the answer was applied. `failure`: the
    sentence for people when it could not be done. Days of people who go to a surprise visit stand in it as days
    on which they cannot come, so it is seen by those who decide on surprises alone.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.QUEUED)
    problem = models.JSONField()
    frame = models.JSONField(default=dict)
    progress = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    failure = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.UUIDField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            pair("schedules_run", "applied"),
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="schedules_run_state"),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(state__in=("queued", "running")), name="schedules_one_run"
            ),
        ]

    def __str__(self) -> str:
        return f"Xếp lịch {localtime(self.asked_at):%d/%m/%Y %H:%M}"
