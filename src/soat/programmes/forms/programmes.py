"""Forms of list, import and life of a programme."""

from __future__ import annotations

from django import forms

from soat.programmes.selectors.programmes import STATES


class ProgrammeFilter(forms.Form):
    q = forms.CharField(label="Tìm tên, số, cơ quan", required=False, max_length=100)
    state = forms.ChoiceField(label="Trạng thái", choices=STATES, required=False)

    def chosen(self, name: str) -> str:
        """The valid value, or none."""
        return str(self.cleaned_data.get(name, ""))


class PlanForm(forms.Form):
    file = forms.FileField(
        label="Tệp kế hoạch",
        allow_empty_file=True,
        error_messages={"required": "Hãy chọn tệp kế hoạch."},
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.html,.htm,.txt"}),
    )


class DiscardForm(forms.Form):
    reason = forms.CharField(label="Lý do bỏ", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
