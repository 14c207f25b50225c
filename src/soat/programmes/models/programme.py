"""The programme, the plan it was read from, and where each value was read (requirements G1, G2)."""

from __future__ import annotations

from typing import ClassVar, cast

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from soat.access.actor import Actor
from soat.access.querysets import visible
from soat.common.choices import Choices
from soat.common.models import BaseModel, pair
from soat.people.models import Agency
from soat.programmes.rules import ProgrammeState


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, actor: Actor) -> ProgrammeQuerySet:
        return cast(ProgrammeQuerySet, visible(self, actor, "programme.view", programme="id", state="state"))


class Programme(BaseModel):
    """An inspection programme of a year. States and transitions stand in `rules.py`.

    `subjects_later`: the coordinator says that the subjects will be chosen after the start.
    """

    title = models.CharField(max_length=500)
    year = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=20, default=ProgrammeState.DRAFT)
    number = models.CharField(max_length=80, blank=True)
    type = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    signer = models.CharField(max_length=150, blank=True)
    standing_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    notice_working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    funding = models.TextField(blank=True)
    thematic_note = models.TextField(blank=True)
    subjects_later = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    started_at = models.DateTimeField(null=True)
    started_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    discarded_at = models.DateTimeField(null=True)
    discarded_by = models.UUIDField(null=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("draft", "running", "closed", "discarded")),
                name="programmes_programme_state",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_end__gte=F("period_start")),
                name="programmes_programme_period",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "discarded"), started_at__isnull=True)
                | Q(state__in=("running", "closed"), started_at__isnull=False),
                name="programmes_programme_started",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="programmes_programme_closed",
            ),
            models.CheckConstraint(
                condition=Q(state="discarded", discarded_at__isnull=False)
                | (~Q(state="discarded") & Q(discarded_at__isnull=True)),
                name="programmes_programme_discarded",
            ),
            pair("programmes_programme", "started"),
            pair("programmes_programme", "closed"),
            pair("programmes_programme", "discarded"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanSource(BaseModel):
    """The file a programme was read from, its extracted text, and the reader's whole answer as JSON."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="source")
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    text = models.TextField()
    reading = models.JSONField()
    read_at = models.DateTimeField()
    read_by = models.UUIDField()

    def __str__(self) -> str:
        return self.file_name


class Review(Choices):
    READ = "read", gettext_lazy("Chưa soát")
    CONFIRMED = "confirmed", gettext_lazy("Đã xác nhận")
    CORRECTED = "corrected", gettext_lazy("Đã sửa")


class Sourced(BaseModel):
    """A value read from the plan: its span in the extracted text, why it may be doubted, and who looked at it.

    A value entered by hand has no span.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)
    confidence = models.FloatField(default=1.0)
    doubt = models.TextField(blank=True)
    review = models.CharField(max_length=12, choices=Review.choices, default=Review.READ)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    order = models.PositiveIntegerField(default=0)

    # What a person may correct on the review page, in the order shown; each subclass names its own.
    editable: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [pair("%(app_label)s_%(class)s", "reviewed")]

    @property
    def is_doubtful(self) -> bool:
        return bool(self.doubt) and self.review == Review.READ


class FieldSource(Sourced):
    """Where a scalar field of the programme (number, issued_on, period_start, funding, …) was read."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="field_sources")
    name = models.CharField(max_length=40)

    class Meta(Sourced.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["programme", "name"], name="programmes_field_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Unplaced(BaseModel):
    """Text the reader could not place. The reviewer keeps it as a note or turns it into a value; it never vanishes."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="unplaced")
    text = models.TextField()
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    reason = models.TextField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_as = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["span_start"]
        constraints = [pair("programmes_unplaced", "settled")]

    def __str__(self) -> str:
        return self.text[:80]
