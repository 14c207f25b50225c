"""Forms of persons and their positions."""

from __future__ import annotations

from typing import Any

from django import forms

from soat.common.forms import DayField
from soat.people.forms.pickers import AgencyField
from soat.people.models import Person, Position
from soat.people.rules import PERSON_MAX


class PersonFilter(forms.Form):
    q = forms.CharField(
        label="Họ và tên",
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"placeholder": "có dấu hoặc không dấu"}),
    )


class PersonForm(forms.Form):
    full_name = forms.CharField(label="Họ và tên", max_length=PERSON_MAX)
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        help_text="Trùng với thư mời thì tài khoản sẽ tự gắn với người này.",
    )
    phone = forms.CharField(label="Điện thoại", max_length=30, required=False)


class EditPersonForm(PersonForm):
    """`seen`: the person as the page showed her."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)


class NewPersonForm(PersonForm):
    agency = AgencyField(label="Cơ quan", required=False)
    title = forms.CharField(label="Chức vụ", max_length=150, required=False)
    since = DayField(label="Giữ chức vụ từ ngày", required=False)

    def clean(self) -> dict[str, Any]:
        return _both(self, super().clean() or {})


class MoveForm(forms.Form):
    on = DayField(label="Từ ngày")
    leaves: forms.ModelChoiceField[Position] = forms.ModelChoiceField(
        label="Thôi giữ",
        queryset=Position.objects.none(),
        required=False,
        empty_label="Không thôi giữ chức vụ nào",
    )
    agency = AgencyField(label="Cơ quan mới", required=False)
    title = forms.CharField(label="Chức vụ mới", max_length=150, required=False)

    def __init__(self, person: Person, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        held = person.positions.filter(valid_to=None).select_related("agency").order_by("-valid_from", "pk")
        field = self.fields["leaves"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = held

    def clean(self) -> dict[str, Any]:
        return _both(self, super().clean() or {})


def _both(form: forms.Form, told: dict[str, Any]) -> dict[str, Any]:
    """Agency and title go together."""
    if bool(told.get("agency")) != bool(told.get("title")) and not form.errors:
        missing = "title" if told.get("agency") else "agency"
        form.add_error(missing, "Hãy ghi cả cơ quan và chức vụ, hoặc bỏ trống cả hai.")
    return told
