"""Forms of surprise inspections: proposing, refusing, opening on the spot (S7)."""

from __future__ import annotations

from typing import Any

from django import forms

from soat.common.forms import DayField
from soat.people.models import Agency
from soat.programmes.models import Programme
from soat.schedules.forms.visits import ShapeForm


class ProposeForm(ShapeForm):
    agency = forms.ModelChoiceField(label="Đơn vị", queryset=Agency.objects.none())
    day = DayField(label="Ngày dự kiến", required=False, help_text="Có thể để trống.")
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    field_order = ("agency", "day", "reason", "areas", "half_days", "mode")

    def __init__(self, *given: Any, programme: Programme, **more: Any) -> None:
        super().__init__(*given, programme=programme, **more)
        agencies = Agency.objects.filter(valid_to=None).order_by("sort_key")
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class OpenForm(forms.Form):
    place = forms.CharField(label="Nơi mở cuộc kiểm tra", max_length=300)
