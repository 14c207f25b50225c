"""Forms of the review page (requirement G2), made from what can be corrected in a row or a field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.forms.fields import Field
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from soat.common.forms import DayField
from soat.common.once import KeyField, fresh_key
from soat.people.models import Agency
from soat.programmes.forms.agency import AgencyField
from soat.programmes.models import Area, FieldSource, Method, Programme, Sourced
from soat.programmes.parts import FIELD_LABELS, PLACEABLE, Part
from soat.programmes.selectors.outlines import areas

LABELS = {
    "text": gettext_noop("Nội dung"),
    "number": gettext_noop("Số thứ tự"),
    "title": gettext_noop("Tên"),
    "kind": gettext_noop("Loại"),
    "notice_working_days": gettext_noop("Số ngày làm việc báo trước"),
    "rules": gettext_noop("Quy định, mỗi dòng một ý"),
    "name": gettext_noop("Tên như kế hoạch ghi"),
    "agency": gettext_noop("Cơ quan trong danh mục"),
    "month": gettext_noop("Tháng kiểm tra"),
    "agency_name": gettext_noop("Cơ quan, như kế hoạch ghi"),
    "person_name": gettext_noop("Họ tên"),
    "party": gettext_noop("Bên thực hiện, như kế hoạch ghi"),
    "owner": gettext_noop("Thuộc nhóm"),
    "due_text": gettext_noop("Thời hạn, như kế hoạch ghi"),
    "due_on": gettext_noop("Hạn hoàn thành"),
    "area": gettext_noop("Lĩnh vực"),
}


class MonthField(forms.DateField):
    """A month typed as 6/2024: its first day."""

    widget = forms.DateInput(
        format="%m/%Y", attrs={"placeholder": gettext_lazy("tháng/năm"), "inputmode": "numeric"}
    )
    input_formats = ("%m/%Y", "%m-%Y", "%d/%m/%Y", "%Y-%m-%d")
    default_error_messages = {"invalid": gettext_lazy("Hãy viết tháng theo dạng tháng/năm, ví dụ 6/2024.")}

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        return day.replace(day=1) if day else None


class RulesField(forms.CharField):
    """Rules of a method: one a line; a line that stays keeps its place in the text."""

    widget = forms.Textarea(attrs={"rows": 4})
    known: tuple[dict[str, Any], ...] = ()

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            self.known = tuple(value)
            return "\n".join(rule["text"] for rule in value)
        return value

    def clean(self, value: Any) -> Any:
        spans = {rule["text"]: rule["span"] for rule in self.known}
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        return [{"text": line, "span": spans.get(line)} for line in lines if line]


class RowForm(forms.Form):
    """Values of one row. `seen` is the token of what she saw, `key` that of a form to add (common/once.py)."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "key")}


def row_form(row: Sourced, data: Any = None, *, seen: str = "") -> RowForm:
    """The form to correct a row, filled with what stands there."""
    form = RowForm(data, initial={"seen": seen}, prefix="", auto_id=f"{row.pk}-%s")
    if isinstance(row, FieldSource):
        form.fields[row.name] = _field(Programme, row.name, gettext(FIELD_LABELS[row.name]))
        form.initial[row.name] = getattr(row.programme, row.name)
        return form
    for name in row.editable:
        form.fields[name] = _field(type(row), name, gettext(LABELS[name]), row.programme)
        form.initial[name] = getattr(row, name)
    if isinstance(row, Method):
        rules = form.fields["rules"]
        assert isinstance(rules, RulesField)
        rules.known = tuple(row.rules)
    return form


def new_form(part: Part, programme: Programme, data: Any = None, *, text: str = "") -> RowForm:
    """The form to add a row to a part; `text` fills its main field."""
    form = RowForm(data, auto_id=f"them-{part.slug}-%s")
    form.fields["key"] = KeyField(required=False, initial=fresh_key)
    names = [name for name in part.fields if name not in part.fixed]
    for name in names:
        form.fields[name] = _field(part.model, name, gettext(LABELS[name]), programme)
    main = next((name for name in ("text", "title", "name") if name in names), "")
    form.initial[main] = text
    return form


def _field(model: type[models.Model], name: str, label: str, programme: Programme | None = None) -> Field:
    """A form field for a column, by its type."""
    column = model._meta.get_field(name)
    required = not getattr(column, "blank", False)
    if isinstance(column, models.ForeignKey):
        if column.related_model is Area:
            return forms.ModelChoiceField(areas(programme), label=label)
        return AgencyField(Agency.objects.all(), label=label, required=required)
    if isinstance(column, models.CharField | models.TextField):
        return _text(column, label, required)
    plain: dict[str, Field] = {
        "rules": RulesField(label=label, required=False),
        "month": MonthField(label=label, required=False),
        "notice_working_days": forms.IntegerField(label=label, required=False, min_value=0, max_value=365),
    }
    return plain.get(name) or DayField(label=label, required=required)


def _text(
    column: models.CharField[str, str] | models.TextField[str, str], label: str, required: bool
) -> Field:
    if column.choices:
        return forms.ChoiceField(label=label, choices=column.choices, required=required)
    is_long = isinstance(column, models.TextField) or (column.max_length or 0) > 200
    widget = (
        forms.Textarea(attrs={"rows": 3 if isinstance(column, models.TextField) else 2})
        if is_long
        else forms.TextInput()
    )
    return forms.CharField(label=label, required=required, widget=widget, max_length=column.max_length)


class RemoveForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=gettext_lazy("Lý do bỏ"), max_length=500)


class PlaceForm(forms.Form):
    """Where an unplaced text goes."""

    part = forms.ChoiceField(
        label=gettext_lazy("Đưa vào phần"),
        choices=[(part.slug, gettext_lazy(part.written)) for part in PLACEABLE],
    )
