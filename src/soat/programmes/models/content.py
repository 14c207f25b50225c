"""What a plan says: statements, content tree, methods, subjects, team frame (requirement G1)."""

from __future__ import annotations

from typing import ClassVar, cast

from django.db import models
from django.utils.translation import gettext_lazy

from soat.access.actor import Actor
from soat.access.querysets import visible
from soat.common.choices import Choices
from soat.common.models import pair
from soat.people.models import Agency
from soat.programmes.models.programme import Programme, Sourced


class StatementKind(Choices):
    GROUND = "ground", gettext_lazy("Căn cứ")
    PURPOSE = "purpose", gettext_lazy("Mục đích")
    REQUIREMENT = "requirement", gettext_lazy("Yêu cầu")
    CARRIED_OVER = "carried_over", gettext_lazy("Nội dung chuyển tiếp từ năm trước")
    THEMATIC = "thematic", gettext_lazy("Kiểm tra chuyên đề")
    UNIT_SIDE = "unit_side", gettext_lazy("Thành phần đơn vị được kiểm tra")
    SUBJECT_RULE = "subject_rule", gettext_lazy("Cách chọn đối tượng khác")
    NOTE = "note", gettext_lazy("Ghi chú")


class Statement(Sourced):
    """A sentence of the plan that binds as it stands."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=20, choices=StatementKind.choices)
    text = models.TextField()
    editable: ClassVar[tuple[str, ...]] = ("text",)

    def __str__(self) -> str:
        return self.text[:120]


class Area(Sourced):
    """A content area (lĩnh vực) of the inspection."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="areas")
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=500)
    editable: ClassVar[tuple[str, ...]] = ("number", "title")

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Item(Sourced):
    """A content (nội dung) to be inspected within an area."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="items")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="items")
    text = models.TextField()
    editable: ClassVar[tuple[str, ...]] = ("text", "area")

    def __str__(self) -> str:
        return self.text[:120]


class MethodKind(Choices):
    ANNOUNCED = "announced", gettext_lazy("Có thông báo trước")
    SURPRISE = "surprise", gettext_lazy("Đột xuất")
    ON_SITE = "on_site", gettext_lazy("Trực tiếp tại đơn vị")
    REMOTE = "remote", gettext_lazy("Trực tuyến, qua báo cáo")
    COMBINED = "combined", gettext_lazy("Kết hợp")


class Method(Sourced):
    """A way of inspecting with its rules: `rules` is a list of {"text", "span"}."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="methods")
    kind = models.CharField(max_length=20, choices=MethodKind.choices)
    title = models.CharField(max_length=500)
    notice_working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    rules = models.JSONField(default=list)
    editable: ClassVar[tuple[str, ...]] = ("kind", "title", "notice_working_days", "rules")

    def __str__(self) -> str:
        return self.title


class SubjectKind(Choices):
    DEPARTMENT = "department", gettext_lazy("Sở, ban, ngành")
    DISTRICT = "district", gettext_lazy("Cấp huyện")
    COMMUNE = "commune", gettext_lazy("Cấp xã")
    PUBLIC_UNIT = "public_unit", gettext_lazy("Đơn vị sự nghiệp")
    MINISTRY_UNIT = "ministry_unit", gettext_lazy("Đơn vị thuộc bộ")
    OTHER = "other", gettext_lazy("Khác")


class SubjectQuerySet(models.QuerySet["Subject"]):
    def current(self) -> SubjectQuerySet:
        """Those that are inspected, without the ended ones."""
        return self.filter(ended_at=None)

    def visible_to(self, actor: Actor) -> SubjectQuerySet:
        return cast(SubjectQuerySet, visible(self, actor, "subject.view", agency="agency_id"))


class Subject(Sourced):
    """An agency to be inspected. `agency` links it to the register once a person or an exact match says which.

    `added_at`: when it was added after the start (`services.subjects`); null for one the plan names. `ended_at`: it
    is inspected no longer.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="subjects")
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=SubjectKind.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    month = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(null=True)
    added_by = models.UUIDField(null=True)
    added_reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.TextField(blank=True)
    editable: ClassVar[tuple[str, ...]] = ("name", "kind", "agency", "month")

    objects = SubjectQuerySet.as_manager()

    class Meta(Sourced.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "agency"],
                condition=models.Q(agency__isnull=False, ended_at__isnull=True),
                name="programmes_subject_once",
            ),
            pair("programmes_subject", "added"),
            pair("programmes_subject", "ended"),
            models.CheckConstraint(
                condition=(models.Q(added_at__isnull=True) | ~models.Q(added_reason=""))
                & (models.Q(ended_at__isnull=True) | ~models.Q(end_reason="")),
                name="programmes_subject_reasons",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SeatKind(Choices):
    HEAD = "head", gettext_lazy("Trưởng Đoàn")
    DEPUTY = "deputy", gettext_lazy("Phó Trưởng Đoàn")
    MEMBER = "member", gettext_lazy("Thành viên Đoàn")
    SUPPORT = "support", gettext_lazy("Cử người vào Tổ giúp việc")


class Seat(Sourced):
    """A place in the team as the plan frames it: an office, an agency, a named person."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="seats")
    kind = models.CharField(max_length=12, choices=SeatKind.choices)
    text = models.CharField(max_length=500)
    agency_name = models.CharField(max_length=300, blank=True)
    person_name = models.CharField(max_length=150, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    editable: ClassVar[tuple[str, ...]] = ("kind", "text", "agency_name", "person_name", "agency")

    def __str__(self) -> str:
        return self.text[:120]
