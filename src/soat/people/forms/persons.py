"""Forms of persons and their positions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from soat.common.forms import DayField
from soat.people.forms.pickers import AgencyField
from soat.people.models import Person, Position
from soat.people.rules import PERSON_MAX


class PersonFilter(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Họ và tên"),
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("có dấu hoặc không dấu")}),
    )


class PersonForm(forms.Form):
    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=PERSON_MAX)
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        required=False,
        help_text=gettext_lazy("Trùng với thư mời thì tài khoản sẽ tự gắn với người này."),
    )
    phone = forms.CharField(label=gettext_lazy("Điện thoại"), max_length=30, required=False)


class EditPersonForm(PersonForm):
    """`seen`: the person as the page showed her."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)


class NewPersonForm(PersonForm):
    agency = AgencyField(label=gettext_lazy("Cơ quan"), required=False)
    title = forms.CharField(label=gettext_lazy("Chức vụ"), max_length=150, required=False)
    since = DayField(label=gettext_lazy("Giữ chức vụ từ ngày"), required=False)
    is_other = forms.BooleanField(label=gettext_lazy("Đây là người khác, chỉ trùng tên"), required=False)

    def clean(self) -> dict[str, Any]:
        return _both(self, super().clean() or {})


class MoveForm(forms.Form):
    on = DayField(label=gettext_lazy("Từ ngày"))
    leaves: forms.ModelChoiceField[Position] = forms.ModelChoiceField(
        label=gettext_lazy("Thôi giữ"),
        queryset=Position.objects.none(),
        required=False,
        empty_label=gettext_lazy("Không thôi giữ chức vụ nào"),
    )
    agency = AgencyField(label=gettext_lazy("Cơ quan mới"), required=False)
    title = forms.CharField(label=gettext_lazy("Chức vụ mới"), max_length=150, required=False)

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
        form.add_error(missing, gettext("Hãy ghi cả cơ quan và chức vụ, hoặc bỏ trống cả hai."))
    return told
