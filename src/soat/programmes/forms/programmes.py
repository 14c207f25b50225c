"""Forms of list, import and life of a programme."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from soat.common.forms import DayField
from soat.programmes.selectors.programmes import STATES


class ProgrammeFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Tìm tên, số, cơ quan"), required=False, max_length=100)
    state = forms.ChoiceField(label=gettext_lazy("Trạng thái"), choices=STATES, required=False)

    def chosen(self, name: str) -> str:
        """The valid value, or none."""
        return str(self.cleaned_data.get(name, ""))


class DiscardForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Lý do bỏ"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class ExtendForm(forms.Form):
    until = DayField(label=gettext_lazy("Gia hạn đến hết ngày"))
    document = forms.CharField(
        label=gettext_lazy("Văn bản làm căn cứ"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: Quyết định số 12/QĐ-UBND ngày 05/3/2026"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class StartForm(forms.Form):
    accept_unlooked = forms.BooleanField(
        label=gettext_lazy("Tôi đồng ý dùng các giá trị này như Soát đã đọc.")
    )
