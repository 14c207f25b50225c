"""The parts of a read plan, in the order of the review page (requirement G2): which rows each holds.

Pages name a part by its slug. Services and selectors of the review, the check before the start and the trail read
this one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_noop

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
    written: str
    model: type[Sourced]
    one_written: str = ""
    kind: str = ""
    names: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name of the part in the language of the page."""
        return gettext(self.written)

    @property
    def one(self) -> str:
        return gettext(self.one_written) if self.one_written else ""

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
    return Part(slug, kind.written, Statement, one, kind.value)


HEAD = Part(
    "dau-van-ban",
    gettext_noop("Đầu văn bản"),
    FieldSource,
    names=("number", "type", "issued_on", "place", "issuer", "title", "signer", "standing_agency"),
)
NOTES = _said("ghi-chu", StatementKind.NOTE, gettext_noop("ghi chú"))
PARTS: tuple[Part, ...] = (
    HEAD,
    _said("can-cu", StatementKind.GROUND, gettext_noop("căn cứ")),
    _said("muc-dich", StatementKind.PURPOSE, gettext_noop("mục đích")),
    _said("yeu-cau", StatementKind.REQUIREMENT, gettext_noop("yêu cầu")),
    Part(
        "noi-dung",
        gettext_noop("Lĩnh vực kiểm tra"),
        Area,
        gettext_noop("lĩnh vực"),
        remarks=("content_areas",),
    ),
    Part("muc", gettext_noop("Nội dung của từng lĩnh vực"), Item, gettext_noop("nội dung")),
    _said("chuyen-tiep", StatementKind.CARRIED_OVER, gettext_noop("nội dung")),
    _said("chuyen-de", StatementKind.THEMATIC, gettext_noop("quy định")),
    Part(
        "thoi-gian",
        gettext_noop("Thời gian, thời hạn"),
        FieldSource,
        names=("period_start", "period_end", "notice_working_days"),
    ),
    Part(
        "cach-kiem-tra",
        gettext_noop("Cách kiểm tra"),
        Method,
        gettext_noop("cách kiểm tra"),
        remarks=("methods",),
    ),
    Part(
        "doi-tuong",
        gettext_noop("Đối tượng kiểm tra"),
        Subject,
        gettext_noop("đối tượng"),
        remarks=("subjects",),
    ),
    _said("doi-tuong-khac", StatementKind.SUBJECT_RULE, gettext_noop("quy định")),
    Part(
        "doan",
        gettext_noop("Đoàn kiểm tra và Tổ giúp việc"),
        Seat,
        gettext_noop("thành phần"),
        remarks=("team",),
    ),
    _said("don-vi", StatementKind.UNIT_SIDE, gettext_noop("thành phần")),
    Part(
        "nhiem-vu", gettext_noop("Nhiệm vụ của các bên"), Duty, gettext_noop("nhiệm vụ"), remarks=("duties",)
    ),
    Part("kinh-phi", gettext_noop("Kinh phí"), FieldSource, names=("funding",)),
    Part("de-cuong", gettext_noop("Đề cương báo cáo"), FieldSource, names=("outline",)),
    NOTES,
)
BY_SLUG = {part.slug: part for part in PARTS}
REMOVABLE = (Statement, Area, Item, Method, Subject, Seat, Duty)
PLACEABLE = tuple(part for part in PARTS if part.one_written)

FIELD_LABELS = {
    "number": gettext_noop("Số, ký hiệu"),
    "type": gettext_noop("Loại văn bản"),
    "issued_on": gettext_noop("Ngày ban hành"),
    "place": gettext_noop("Nơi ban hành"),
    "issuer": gettext_noop("Cơ quan ban hành"),
    "title": gettext_noop("Tên chương trình"),
    "signer": gettext_noop("Người ký"),
    "standing_agency": gettext_noop("Cơ quan thường trực"),
    "period_start": gettext_noop("Ngày bắt đầu kiểm tra"),
    "period_end": gettext_noop("Ngày kết thúc kiểm tra"),
    "notice_working_days": gettext_noop("Số ngày làm việc gửi báo cáo trước"),
    "funding": gettext_noop("Kinh phí"),
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
