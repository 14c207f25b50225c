"""Forms of surprise inspections: proposing, refusing, opening on the spot (S7)."""

from __future__ import annotations

from typing import Any

from django import forms

from soat.common.forms import DayField
from soat.people.forms.pickers import AgencyField
from soat.schedules.forms.visits import ShapeForm


class ProposeForm(ShapeForm):
    """The day stands before the unit: only agencies that exist on it are offered."""

    day = DayField(label="Ngày dự kiến", required=False, help_text="Có thể để trống.")
    agency = AgencyField(label="Đơn vị", day="day", help_text="Chỉ nêu cơ quan có vào ngày dự kiến.")
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    field_order = ("day", "agency", "reason", "areas", "half_days", "mode")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "agency" in values and not values["agency"]:
            self.add_error("agency", "Hãy tìm và chọn đơn vị được kiểm tra.")
        return values


class OpenForm(forms.Form):
    place = forms.CharField(label="Nơi mở cuộc kiểm tra", max_length=300)
