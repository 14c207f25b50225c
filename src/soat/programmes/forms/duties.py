"""Forms of duties and questions."""

from __future__ import annotations

from django import forms

from soat.common.forms import DayField
from soat.common.once import OnceForm
from soat.people.models import Agency
from soat.programmes.models import DutyOwner
from soat.programmes.selectors.duties import STATUSES


class DutyFilter(forms.Form):
    status = forms.ChoiceField(label="Tình trạng", choices=STATUSES, required=False)
    owner = forms.ChoiceField(
        label="Bên thực hiện", choices=[("", "Tất cả"), *DutyOwner.choices], required=False
    )

    def chosen(self, name: str) -> str:
        """The valid choice, or none."""
        return str(self.cleaned_data.get(name, ""))


class DutyForm(forms.Form):
    text = forms.CharField(
        label="Nội dung nhiệm vụ", widget=forms.Textarea(attrs={"rows": 4}), max_length=5000
    )
    party = forms.CharField(label="Bên thực hiện, như kế hoạch ghi", max_length=500)
    owner = forms.ChoiceField(label="Thuộc nhóm", choices=DutyOwner.choices)
    agency = forms.ModelChoiceField(
        label="Cơ quan chịu trách nhiệm",
        queryset=Agency.objects.order_by("sort_key"),
        required=False,
        help_text="Cơ quan này sẽ thấy nhiệm vụ trong Việc của tôi.",
    )
    due_on = DayField(label="Hạn hoàn thành", required=False)


class DutyAddForm(OnceForm, DutyForm):
    """A duty entered by hand."""


class DutyChangeForm(DutyForm):
    """`seen`: the duty as the page showed it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)


class ReportForm(forms.Form):
    evidence = forms.CharField(
        label="Kết quả và minh chứng",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10000,
        help_text="Ví dụ: đã ban hành Quyết định số …, ngày …",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)


class ReopenForm(forms.Form):
    reason = forms.CharField(label="Lý do mở lại", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class AskForm(OnceForm):
    text = forms.CharField(
        label="Khó khăn, vướng mắc", widget=forms.Textarea(attrs={"rows": 4}), max_length=10000
    )


class AnswerForm(forms.Form):
    """`seen`: the token of the answer as the page showed it."""

    answer = forms.CharField(label="Trả lời", widget=forms.Textarea(attrs={"rows": 3}), max_length=10000)
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)
