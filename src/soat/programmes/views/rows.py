"""A row of the review as the page shows it: label, value, details, state, what can be done. No queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, singledispatch
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from soat.common.looks import Badge
from soat.programmes.forms.review import RowForm
from soat.programmes.models import (
    Area,
    Duty,
    FieldSource,
    Item,
    Method,
    Review,
    Seat,
    Sourced,
    Statement,
    Subject,
)
from soat.programmes.parts import FIELD_LABELS, REMOVABLE, part_of
from soat.programmes.services.review import token

_BADGES = {
    Review.READ: Badge(gettext_noop("Chưa soát"), "neutral"),
    Review.CONFIRMED: Badge(gettext_noop("Đã xác nhận"), "good"),
    Review.CORRECTED: Badge(gettext_noop("Đã sửa"), "good", "pencil"),
}
_DOUBTFUL = Badge(gettext_noop("Cần xem"), "warn")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """`details`: (term, value) beside the main value. `token`: "" where no step needs it."""

    id: UUID
    label: str
    value: str
    url: str
    token: str
    badge: Badge
    doubt: str
    may_confirm: bool
    may_edit: bool
    may_remove: bool
    details: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    form: RowForm | None = None


def shown_row(row: Sourced, *, may_review: bool, form: RowForm | None = None) -> ShownRow:
    part = part_of(row)
    label, value, details, lines = _told(row)
    is_remark = isinstance(row, FieldSource) and row.name not in FIELD_LABELS
    may_confirm = may_review and row.review == Review.READ
    return ShownRow(
        id=row.pk,
        label=label,
        value=value,
        url=_url(row.programme_id, part.slug, str(row.pk)),
        token=token(row) if may_confirm or form else "",
        badge=_DOUBTFUL if row.is_doubtful else _BADGES[Review(row.review)],
        doubt=row.doubt if row.is_doubtful else "",
        may_confirm=may_confirm,
        may_edit=may_review and not is_remark,
        may_remove=may_review and isinstance(row, REMOVABLE),
        details=[(term, said) for term, said in details if said],
        lines=lines,
        form=form,
    )


def _url(programme_id: UUID, slug: str, row_id: str) -> str:
    return _address(programme_id, slug).replace(_ANY, row_id)


_ANY = str(UUID(int=0))


@lru_cache(maxsize=256)
def _address(programme_id: UUID, slug: str) -> str:
    """The address of a row of the part, made once: there are hundreds of rows."""
    return reverse("programmes:review_row", args=[programme_id, slug, _ANY])


_Told = tuple[str, str, list[tuple[str, str]], list[str]]


@singledispatch
def _told(row: Sourced) -> _Told:
    """Label, main value, details and lines of a row."""
    raise TypeError(type(row))


@_told.register
def _(row: FieldSource) -> _Told:
    if row.name not in FIELD_LABELS:
        return gettext("Nhận xét chung"), "", [], []
    return (
        gettext(FIELD_LABELS[row.name]),
        _said(getattr(row.programme, row.name)) or gettext("Chưa có"),
        [],
        [],
    )


@_told.register
def _(row: Statement) -> _Told:
    return "", row.text, [], []


@_told.register
def _(row: Area) -> _Told:
    return (gettext("Lĩnh vực %(number)s") % {"number": row.number}).strip(), row.title, [], []


@_told.register
def _(row: Item) -> _Told:
    return str(row.area), row.text, [], []


@_told.register
def _(row: Method) -> _Told:
    days = (
        gettext("%(notice_working_days)s ngày làm việc") % {"notice_working_days": row.notice_working_days}
        if row.notice_working_days
        else ""
    )
    details = [(gettext("Loại"), row.get_kind_display()), (gettext("Báo trước"), days)]
    return "", row.title, details, [rule["text"] for rule in row.rules]


@_told.register
def _(row: Subject) -> _Told:
    month = f"{row.month:%m/%Y}" if row.month else ""
    details = [(gettext("Trong danh mục"), str(row.agency or gettext("chưa gắn"))), (gettext("Tháng"), month)]
    return row.get_kind_display(), row.name, details, []


@_told.register
def _(row: Seat) -> _Told:
    agency = str(row.agency or gettext("chưa gắn")) if row.agency_name or row.agency else ""
    details = [(gettext("Họ tên"), row.person_name), (gettext("Trong danh mục"), agency)]
    return row.get_kind_display(), row.text, details, []


@_told.register
def _(row: Duty) -> _Told:
    details = [
        (gettext("Nhóm"), row.get_owner_display()),
        (gettext("Trong danh mục"), str(row.agency or "")),
        (gettext("Hạn"), _said(row.due_on) or row.due_text),
    ]
    return row.party, row.text, details, []


def _said(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value) if value not in (None, "") else ""
