"""A paper of the cycle from draft to its end, and the bytes it was issued in (D1; Decree 30/2020, Articles 13–19).

While it is a draft its texts change; once issued the database refuses any change but its end, so that no later
template touches it (`migrations/0005_papers_security.py`). Signed bytes are further versions of the same file.
"""

from __future__ import annotations

from typing import cast

from django.db import models
from django.db.models import Q

from soat.access.actor import Actor
from soat.access.querysets import visible
from soat.common.models import BaseModel, pair
from soat.papers.kinds import kinds
from soat.papers.models.numbers import Number
from soat.papers.rules import State
from soat.people.models import Agency
from soat.programmes.models import Programme


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, actor: Actor) -> PaperQuerySet:
        """Readers of the programme and the agency it is for see what was issued; who drafts sees drafts too."""
        issued = self.exclude(state=State.DRAFT)
        own = visible(issued, actor, "paper.view", agency="agency_id")
        drafts = visible(self, actor, "paper.drafts")
        return cast(PaperQuerySet, own | drafts)


class Paper(BaseModel):
    """`agency`: whose people read it once issued, none if it is for readers of the programme alone.

    `subject_type`, `subject_id`: the record it is about (`schedules.visit`), without a reference since rooms above
    hold those. `texts`, `tables`: what it says, field by field; `model`: the paper as it was drawn at issue.
    `number_text`: number and symbol, also of a number that another register gave. `revision` counts changes.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    title = models.CharField(max_length=500)
    texts = models.JSONField()
    tables = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    number = models.OneToOneField(Number, on_delete=models.PROTECT, null=True, related_name="paper")
    number_text = models.CharField(max_length=100, blank=True)
    dated = models.DateField(null=True)
    signer = models.CharField(max_length=150, blank=True)
    model = models.JSONField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.TextField(blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "id"]
        constraints = [
            pair("papers_paper", "issued"),
            pair("papers_paper", "ended"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="papers_paper_state"),
            models.CheckConstraint(
                condition=Q(state="draft", issued_at__isnull=True)
                | (~Q(state="draft") & ~Q(number_text="") & Q(issued_at__isnull=False, dated__isnull=False)),
                name="papers_paper_issued_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "issued"), ended_at__isnull=True)
                | (Q(state__in=("revoked", "replaced"), ended_at__isnull=False) & ~Q(end_reason="")),
                name="papers_paper_ended_told",
            ),
            models.CheckConstraint(
                condition=Q(state="replaced", replaced_by__isnull=False)
                | (~Q(state="replaced") & Q(replaced_by__isnull=True)),
                name="papers_paper_replaced_by",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="papers_paper_list"),
            models.Index(fields=["subject_id"], name="papers_paper_subject"),
        ]

    def __str__(self) -> str:
        """A draft is named by its kind alone: this name is written into the trail, which more people read."""
        return f"{self.number_text}: {self.title}" if self.number_text else f"Dự thảo {self.label.lower()}"

    @property
    def label(self) -> str:
        return kinds()[self.kind].label if self.kind in kinds() else self.kind

    @property
    def cited(self) -> str:
        """Number and day as another paper cites it: "12/QĐ-SNV ngày 05/3/2026"."""
        return f"{self.number_text} ngày {self.dated:%d/%m/%Y}" if self.dated else ""


class FileQuerySet(models.QuerySet["PaperFile"]):
    def visible_to(self, actor: Actor) -> FileQuerySet:
        return self.filter(paper__in=Paper.objects.visible_to(actor))


class PaperFile(BaseModel):
    """The bytes of an issued paper in one format. Version 1 is as issued; a signed one is the next. Never changed."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=4)
    version = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    data = models.BinaryField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["format", "version"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "format", "version"], name="papers_file_once"),
            models.CheckConstraint(condition=Q(format__in=("docx", "pdf")), name="papers_file_format"),
        ]

    def __str__(self) -> str:
        return f"{self.paper} ({self.format}, bản {self.version})"


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, actor: Actor) -> BatchQuerySet:
        return cast(BatchQuerySet, visible(self, actor, "paper.drafts"))


class Batch(BaseModel):
    """Many papers issued one after another in the job queue: how far it is, and what could not be issued and why.

    `items`: ids of the records to issue for, in order; the first `done` of them are dealt with.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    items = models.JSONField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    failures = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=150)
    finished_at = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="papers_batch_not_beyond_total"
            ),
        ]

    def __str__(self) -> str:
        return self.title
