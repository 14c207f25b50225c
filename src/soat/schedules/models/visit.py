"""A visit of the team to a unit: what, when, who, and the notices about it (S1, S5–S8; T1).

The database itself keeps two rules: nobody and no vehicle is in two places at once (exclusion over half days), and
each content is inspected once per unit and year; the exclusions can wait for the end of a transaction in which several
visits change places (`services.applying`). A surprise visit is seen by those who decide on it and by its crew
alone until it is opened (row-level security, `migrations/0002_security.py`).
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy

from soat.access.actor import Actor
from soat.access.permissions import PERMISSIONS
from soat.access.querysets import visible
from soat.common.choices import Choices
from soat.common.models import BaseModel, pair
from soat.people.models import Agency, Person
from soat.programmes.models import Area, Programme, Subject
from soat.schedules.models.theme import Overlap, Theme
from soat.teams.models import Member


class VisitKind(Choices):
    PLANNED = "planned", gettext_lazy("Theo kế hoạch")
    ADDED = "added", gettext_lazy("Bổ sung")
    THEMATIC = "thematic", gettext_lazy("Chuyên đề")
    SURPRISE = "surprise", gettext_lazy("Đột xuất")


class VisitState(Choices):
    PROPOSED = "proposed", gettext_lazy("Đề xuất")
    APPROVED = "approved", gettext_lazy("Đã duyệt, chưa mở")
    PLANNED = "planned", gettext_lazy("Dự kiến")
    NOTIFIED = "notified", gettext_lazy("Đã thông báo")
    OPENED = "opened", gettext_lazy("Đang kiểm tra")
    CANCELLED = "cancelled", gettext_lazy("Đã hủy")


class Mode(Choices):
    ON_SITE = "on_site", gettext_lazy("Trực tiếp tại đơn vị")
    REMOTE = "remote", gettext_lazy("Trực tuyến, qua báo cáo")
    COMBINED = "combined", gettext_lazy("Kết hợp")


class Half(Choices):
    AM = "am", gettext_lazy("Sáng")
    PM = "pm", gettext_lazy("Chiều")


# A visit takes its time, its people and its contents unless it is cancelled.
STANDING = ~Q(state="cancelled")
# What a unit may know of: announced ones once told, a surprise once opened.
TOLD = Q(state__in=("notified", "opened")) | (Q(state="cancelled") & Q(notified_at__isnull=False))


class VehicleQuerySet(models.QuerySet["Vehicle"]):
    def visible_to(self, actor: Actor) -> VehicleQuerySet:
        return cast(VehicleQuerySet, visible(self, actor, "schedule.view"))


class Vehicle(BaseModel):
    """A car or boat the team can take along (plan 97, IV.1)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="vehicles")
    name = models.CharField(max_length=120)
    plate = models.CharField(max_length=20, blank=True)
    seats = models.PositiveSmallIntegerField(default=7)
    driver = models.CharField(max_length=150, blank=True)
    active = models.BooleanField(default=True)

    objects = VehicleQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="schedules_vehicle_name")]

    def __str__(self) -> str:
        return self.name


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, actor: Actor) -> VisitQuerySet:
        """Readers see all but surprises, which are for those who decide and their crew; units what they were told."""
        if actor.kind == "system":
            return self
        crew = Crew.objects.filter(person__user=actor.id).values("visit")
        public = ~Q(kind="surprise") | Q(state="opened") | Q(pk__in=crew)
        whole = _whole_programmes(actor, "visit.view")
        reach = (
            visible(self, actor, "visit.view").filter(public, programme_id__in=whole),
            visible(self, actor, "surprise.view"),
            visible(self, actor, "visit.view", agency="agency_id").filter(TOLD),
            visible(self, actor, "theme.view", agency="lead_agency_id").filter(kind="thematic"),
            self.filter(public, pk__in=_joined(actor)),
        )
        seen = Q(pk__in=[])
        for rows in reach:
            seen |= Q(pk__in=rows.order_by().values("pk"))
        return self.filter(seen)


def _joined(actor: Actor) -> models.QuerySet[Any, Any]:
    """Visits that her agency's thematic inspections were merged into."""
    merged = Overlap.objects.filter(state="merged")
    return visible(merged, actor, "theme.view", agency="lead_agency_id").order_by().values("visit")


def _whole_programmes(actor: Actor, action: str) -> set[UUID]:
    """The programmes where her right is the whole programme's, in some state, and not one unit's."""
    roles = {r for p in PERMISSIONS if p.action == action and p.scope == "programme" for r in p.roles}
    return {h.programme_id for h in actor.holdings if h.programme_id and h.role in roles}


class Visit(BaseModel):
    """`half_days` from `half` of `day`; no day yet: not placed. `slots`: the half days since 2000 it takes (computed).

    `report_due_on`: the last day of the unit's report, N working days before. `revision` counts changes, so that two
    planners never overwrite each other. `locked`: the solver leaves it where it is.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="visits")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    kind = models.CharField(max_length=12, choices=VisitKind.choices)
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.ON_SITE)
    state = models.CharField(max_length=12, choices=VisitState.choices, default=VisitState.PLANNED)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="visits")
    lead_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField(null=True, blank=True)
    half = models.CharField(max_length=2, choices=Half.choices, default=Half.AM)
    half_days = models.PositiveSmallIntegerField(default=1)
    slots = IntegerRangeField(null=True, editable=False)
    place = models.CharField(max_length=300, blank=True)
    vehicle = models.ForeignKey(
        Vehicle, on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    locked = models.BooleanField(default=False)
    report_due_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    notified_at = models.DateTimeField(null=True)
    notified_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.UUIDField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["day", "half", "id"]
        constraints = [
            *(pair("schedules_visit", verb) for verb in ("approved", "notified", "opened", "cancelled")),
            models.CheckConstraint(condition=Q(half_days__in=(1, 2)), name="schedules_visit_half_days"),
            models.CheckConstraint(
                condition=Q(half_days=1) | Q(half="am"), name="schedules_visit_whole_day_begins_am"
            ),
            models.CheckConstraint(
                condition=Q(state__in=VisitState.values) & Q(kind__in=VisitKind.values),
                name="schedules_visit_words",
            ),
            models.CheckConstraint(
                condition=(Q(kind="surprise") & Q(state__in=("proposed", "approved", "opened", "cancelled")))
                | (~Q(kind="surprise") & Q(state__in=("planned", "notified", "opened", "cancelled"))),
                name="schedules_visit_state_of_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("surprise", "added")) | ~Q(reason=""), name="schedules_visit_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("notified", "opened")) | Q(day__isnull=False),
                name="schedules_visit_told_has_day",
            ),
            models.UniqueConstraint(
                fields=["subject"], condition=~Q(state="cancelled"), name="schedules_visit_subject_once"
            ),
            ExclusionConstraint(
                name="schedules_vehicle_free",
                expressions=[("vehicle", RangeOperators.EQUAL), ("slots", RangeOperators.OVERLAPS)],
                condition=STANDING & Q(vehicle__isnull=False, slots__isnull=False),
                deferrable=Deferrable.IMMEDIATE,
            ),
            ExclusionConstraint(
                name="schedules_unit_one_visit",
                expressions=[("agency", RangeOperators.EQUAL), ("slots", RangeOperators.OVERLAPS)],
                condition=STANDING & ~Q(kind="surprise") & Q(slots__isnull=False),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]
        indexes = [models.Index(fields=["programme", "day"], name="schedules_visit_day")]

    def __str__(self) -> str:
        if self.kind == "surprise" and self.state != "opened":  # this name is written into the trail
            return "Kiểm tra đột xuất"
        return f"Kiểm tra {self.agency}" + (f" ngày {self.day:%d/%m/%Y}" if self.day else "")


class PartQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> PartQuerySet:
        return self.filter(visit__in=Visit.objects.visible_to(actor))


class Content(BaseModel):
    """A content area inspected at a visit. `content` is its folded title, the same in every programme of the year.

    `override_reason`: the head's reason for inspecting it once more; `standing` is false once the visit is cancelled
    (both kept by a trigger with `year`), so the constraint says: once per unit, content and year (S5).
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="contents")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    content = models.CharField(max_length=500)
    year = models.PositiveSmallIntegerField()
    standing = models.BooleanField(default=True)
    override_reason = models.TextField(blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "area"], name="schedules_content_of_visit"),
            models.UniqueConstraint(
                fields=["agency", "content", "year"],
                condition=Q(standing=True, override_reason=""),
                name="schedules_content_once_a_year",
            ),
        ]

    def __str__(self) -> str:
        return str(self.area)


class Crew(BaseModel):
    """A member goes along. `slots` and `standing` follow the visit by trigger; the constraint bars double booking."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="crew")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    slots = IntegerRangeField(null=True, editable=False)
    standing = models.BooleanField(default=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "member"], name="schedules_crew_once"),
            ExclusionConstraint(
                name="schedules_person_free",
                expressions=[("person", RangeOperators.EQUAL), ("slots", RangeOperators.OVERLAPS)],
                condition=Q(standing=True, slots__isnull=False),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}"


class Assignment(BaseModel):
    """A member checks a content area at a visit; one of them is responsible for it (T1)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="assignments")
    crew = models.ForeignKey(Crew, on_delete=models.CASCADE, related_name="assignments")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    responsible = models.BooleanField(default=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["crew", "area"], name="schedules_assignment_once"),
            models.UniqueConstraint(
                fields=["visit", "area"], condition=Q(responsible=True), name="schedules_one_responsible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.crew}"


class NoticeKind(Choices):
    SCHEDULE = "schedule", gettext_lazy("Thông báo lịch kiểm tra")
    CHANGE = "change", gettext_lazy("Thông báo thay đổi lịch")
    CANCEL = "cancel", gettext_lazy("Thông báo hủy lịch")


class Notice(BaseModel):
    """What a unit was told about a visit, as it was told: text kept, never changed (S6)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="notices")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    title = models.CharField(max_length=300)
    text = models.TextField()
    day = models.DateField(null=True)
    report_due_on = models.DateField(null=True)
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField()

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "id"]

    def __str__(self) -> str:
        return self.title
