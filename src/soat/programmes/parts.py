"""The parts of a read plan, in the order of the review page (requirement G2): which rows each holds.

Pages name a part by its slug. Services and selectors of the review, the check before the start and the trail read
this one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from soat.programmes.models import (
    Area,
    Duty,
    FieldSource,
    Item,
    Method,
    Programme,
    Seat,
    Sourced,
    Statement,
    StatementKind,
    Subject,
)


@dataclass(frozen=True, slots=True)
class Part:
    """`names`: fields of the programme, for a part of `FieldSource` rows. `remarks`: names of doubts about the part
    as a whole. `one`: what one row is called, for "Thêm …"; "" where none can be added."""

    slug: str
    label: str
    model: type[Sourced]
    one: str = ""
    kind: str = ""
    names: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """What can be corrected in a row; for a field of the programme see its name."""
        return self.model.editable

    @property
    def fixed(self) -> dict[str, Any]:
        """Values every row of the part has."""
        return {"kind": self.kind} if self.kind else {}

    def rows(self, programme: Programme) -> QuerySet[Any]:
        """All rows of the part, without the remarks: what the plan says, not the copies each agency has of a duty."""
        where: dict[str, Any] = {**self.fixed, **({"name__in": self.names} if self.names else {})}
        if self.model is Duty:
            where["group"] = None
        return self.model._default_manager.filter(programme=programme, **where)


def _said(slug: str, kind: StatementKind, one: str) -> Part:
    return Part(slug, kind.label, Statement, one, kind.value)


HEAD = Part(
    "dau-van-ban",
    "Đầu văn bản",
    FieldSource,
    names=("number", "type", "issued_on", "place", "issuer", "title", "signer", "standing_agency"),
)
NOTES = _said("ghi-chu", StatementKind.NOTE, "ghi chú")
PARTS: tuple[Part, ...] = (
    HEAD,
    _said("can-cu", StatementKind.GROUND, "căn cứ"),
    _said("muc-dich", StatementKind.PURPOSE, "mục đích"),
    _said("yeu-cau", StatementKind.REQUIREMENT, "yêu cầu"),
    Part("noi-dung", "Lĩnh vực kiểm tra", Area, "lĩnh vực", remarks=("content_areas",)),
    Part("muc", "Nội dung của từng lĩnh vực", Item, "nội dung"),
    _said("chuyen-tiep", StatementKind.CARRIED_OVER, "nội dung"),
    _said("chuyen-de", StatementKind.THEMATIC, "quy định"),
    Part(
        "thoi-gian",
        "Thời gian, thời hạn",
        FieldSource,
        names=("period_start", "period_end", "notice_working_days"),
    ),
    Part("cach-kiem-tra", "Cách kiểm tra", Method, "cách kiểm tra", remarks=("methods",)),
    Part("doi-tuong", "Đối tượng kiểm tra", Subject, "đối tượng", remarks=("subjects",)),
    _said("doi-tuong-khac", StatementKind.SUBJECT_RULE, "quy định"),
    Part("doan", "Đoàn kiểm tra và Tổ giúp việc", Seat, "thành phần", remarks=("team",)),
    _said("don-vi", StatementKind.UNIT_SIDE, "thành phần"),
    Part("nhiem-vu", "Nhiệm vụ của các bên", Duty, "nhiệm vụ", remarks=("duties",)),
    Part("kinh-phi", "Kinh phí", FieldSource, names=("funding",)),
    Part("de-cuong", "Đề cương báo cáo", FieldSource, names=("outline",)),
    NOTES,
)
BY_SLUG = {part.slug: part for part in PARTS}
REMOVABLE = (Statement, Area, Item, Method, Subject, Seat, Duty)
PLACEABLE = tuple(part for part in PARTS if part.one)

FIELD_LABELS = {
    "number": "Số, ký hiệu",
    "type": "Loại văn bản",
    "issued_on": "Ngày ban hành",
    "place": "Nơi ban hành",
    "issuer": "Cơ quan ban hành",
    "title": "Tên chương trình",
    "signer": "Người ký",
    "standing_agency": "Cơ quan thường trực",
    "period_start": "Ngày bắt đầu kiểm tra",
    "period_end": "Ngày kết thúc kiểm tra",
    "notice_working_days": "Số ngày làm việc gửi báo cáo trước",
    "funding": "Kinh phí",
}


def part_of(row: Sourced) -> Part:
    """The part a row belongs to; a doubt about a whole part belongs to that part."""
    for part in PARTS:
        if isinstance(row, FieldSource):
            if row.name in part.names or row.name in part.remarks:
                return part
        elif isinstance(row, part.model) and (not part.kind or part.kind == getattr(row, "kind", "")):
            return part
    return HEAD
