"""Duties of each party as tasks (requirement G5) and questions raised by units (requirement G7)."""

from __future__ import annotations

from typing import ClassVar, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from soat.access.actor import Actor
from soat.access.querysets import visible
from soat.common.choices import Choices
from soat.common.models import BaseModel, pair
from soat.people.models import Agency
from soat.programmes.models.programme import Programme, Sourced


class DutyOwner(Choices):
    STANDING = "standing", gettext_lazy("Cơ quan thường trực")
    MEMBERS = "members", gettext_lazy("Cơ quan cử thành viên, Tổ giúp việc")
    UNITS = "units", gettext_lazy("Đơn vị được kiểm tra")
    PRESS = "press", gettext_lazy("Cơ quan báo chí")
    OTHER = "other", gettext_lazy("Bên khác")


class DutyQuerySet(models.QuerySet["Duty"]):
    def tasks(self) -> DutyQuerySet:
        """Those that somebody has to do, or has done."""
        return self.filter(retired_at=None)

    def visible_to(self, actor: Actor) -> DutyQuerySet:
        return cast(DutyQuerySet, visible(self, actor, "duty.view", agency="agency_id"))


class Duty(Sourced):
    """What a party must do. `agency` null: the party is a group; `due_on` null: no date fixed yet.

    `group`: the group's duty this is one agency's copy of. `retired_at`: no task any more, because each agency of the
    group has its copy, because the agency is inspected no longer, or, with a `strike_reason`, because it never was one.
    `due_by_visit`: the date is that of the visit the unit was told of; `due_before` is what stood there before.
    `confirmed_at`: the coordinator has taken what was reported; until then whoever reported may take it back.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="duties")
    owner = models.CharField(max_length=12, choices=DutyOwner.choices)
    party = models.CharField(max_length=500)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    due_text = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_by_visit = models.BooleanField(default=False)
    due_before = models.DateField(null=True)
    evidence = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    group = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="copies")
    retired_at = models.DateTimeField(null=True)
    strike_reason = models.TextField(blank=True)
    editable: ClassVar[tuple[str, ...]] = ("party", "owner", "agency", "text", "due_text", "due_on")

    objects = DutyQuerySet.as_manager()

    class Meta(Sourced.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Sourced.Meta.constraints,
            pair("programmes_duty", "done"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | ~Q(evidence=""), name="programmes_duty_done_has_evidence"
            ),
            pair("programmes_duty", "confirmed"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(done_at__isnull=False),
                name="programmes_duty_confirmed_is_done",
            ),
            models.CheckConstraint(
                condition=Q(strike_reason="") | Q(retired_at__isnull=False), name="programmes_duty_struck"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(done_at__isnull=True, retired_at__isnull=True),
                name="programmes_duty_open",
            )
        ]

    def __str__(self) -> str:
        return self.text[:120]


class DutyFileQuerySet(models.QuerySet["DutyFile"]):
    def visible_to(self, actor: Actor) -> DutyFileQuerySet:
        return cast(DutyFileQuerySet, visible(self, actor, "duty.view", agency="agency_id"))


class DutyFile(BaseModel):
    """A file that shows what was reported. `agency`: whose it is, also after the duty went to another agency.

    Kept by its content: the same file is on a duty once. Rows are added and removed, never changed.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="files")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.UUIDField()

    objects = DutyFileQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "sha256"], name="programmes_dutyfile_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="programmes_dutyfile_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, actor: Actor) -> QuestionQuerySet:
        return cast(QuestionQuerySet, visible(self, actor, "question.view", agency="agency_id"))


class Question(BaseModel):
    """A difficulty or question a unit raises; the coordinator answers; both are summed up for leadership."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="questions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            pair("programmes_question", "answered"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="programmes_question_answer_said"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:120]
