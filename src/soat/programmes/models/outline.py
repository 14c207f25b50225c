"""The report outline as a form, in versions (requirements G3, G4). A version in use never changes."""

from __future__ import annotations

from typing import ClassVar, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from soat.access.actor import Actor
from soat.access.querysets import visible
from soat.common.choices import Choices
from soat.common.ids import new_id
from soat.common.models import BaseModel, pair
from soat.programmes.models.content import Area, SubjectKind
from soat.programmes.models.programme import Programme, Sourced
from soat.programmes.rules import OutlineState


class OutlineQuerySet(models.QuerySet["Outline"]):
    def visible_to(self, actor: Actor) -> OutlineQuerySet:
        """Whom `outline.draft` lets see drafts sees every version, others those that were issued."""
        drafts = visible(self, actor, "outline.draft")
        rows = visible(self, actor, "outline.view").filter(~Q(state="draft") | Q(pk__in=drafts.values("pk")))
        return cast(OutlineQuerySet, rows)


class Outline(BaseModel):
    """A version of the outline: draft (may change), in use (new reports start from it), retired."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="outlines")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default=OutlineState.DRAFT)
    title = models.CharField(max_length=500, blank=True)
    audience_text = models.CharField(max_length=500, blank=True)
    data_period_text = models.CharField(max_length=500, blank=True)
    data_period_start = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    issued_at = models.DateTimeField(null=True)
    issued_by = models.UUIDField(null=True)

    objects = OutlineQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="programmes_outline_version"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "in_use", "retired")), name="programmes_outline_state"
            ),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(state="in_use"), name="programmes_outline_one_in_use"
            ),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(state="draft"), name="programmes_outline_one_draft"
            ),
            pair("programmes_outline", "issued"),
        ]

    def __str__(self) -> str:
        return f"Đề cương, phiên bản {self.version}"


class NodeKind(Choices):
    SECTION = "section", gettext_lazy("Mục")
    NARRATIVE = "narrative", gettext_lazy("Trình bày")
    COUNT = "count", gettext_lazy("Số đếm")
    RATIO = "ratio", gettext_lazy("Tỷ lệ %")
    YES_NO = "yes_no", gettext_lazy("Có/Không")
    LIST = "list", gettext_lazy("Danh sách")
    TABLE = "table", gettext_lazy("Bảng")
    ATTACHMENT = "attachment", gettext_lazy("Tệp kèm theo")


class Node(Sourced):
    """A section or an item. `key` stays the same from version to version, so that answers can be compared.

    A ratio is numerator ÷ denominator × 100, never typed. `audience` empty: every kind of unit answers.
    `columns`: heads of a table. `code`: the short name people see and use in expressions, one for one key.
    `check_rule`: such an expression over codes (`soat.core.indicators`). `revision` counts the changes of a draft's
    node, so that two editors never overwrite each other.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    outline = models.ForeignKey(Outline, on_delete=models.CASCADE, related_name="nodes")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    key = models.UUIDField(default=new_id)
    code = models.CharField(max_length=20, blank=True)
    revision = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=NodeKind.choices)
    number = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    unit = models.CharField(max_length=60, blank=True)
    required = models.BooleanField(default=False)
    help = models.TextField(blank=True)
    weight = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    check_rule = models.CharField(max_length=500, blank=True)
    columns = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    audience = ArrayField(
        models.CharField(max_length=20, choices=SubjectKind.choices), default=list, blank=True
    )
    area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="nodes")
    numerator = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    denominator = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    editable: ClassVar[tuple[str, ...]] = ("text",)

    class Meta(Sourced.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["outline", "key"], name="programmes_node_key"),
            models.UniqueConstraint(
                fields=["outline", "code"], condition=~Q(code=""), name="programmes_node_code"
            ),
        ]
        indexes = [models.Index(fields=["outline", "parent", "order"], name="programmes_node_tree")]

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()[:120]
