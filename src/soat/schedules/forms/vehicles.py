"""Forms of vehicles: adding and changing one, the week of the plan (S9)."""

from __future__ import annotations

from typing import Any

from django import forms

from soat.common.forms import DayField
from soat.common.once import OnceForm
from soat.schedules.services.vehicles import Make


class VehicleForm(OnceForm):
    name = forms.CharField(label="Tên xe", max_length=120, help_text="Ví dụ: Xe 7 chỗ của Sở Nội vụ.")
    plate = forms.CharField(label="Biển số", max_length=20, required=False)
    seats = forms.IntegerField(label="Số chỗ", min_value=1, max_value=100, initial=7)
    driver = forms.CharField(label="Người lái, điện thoại", max_length=150, required=False)

    def make(self) -> Make:
        given: dict[str, Any] = {
            name: self.cleaned_data[name] for name in ("name", "plate", "seats", "driver")
        }
        return Make(**given)


class WeekForm(forms.Form):
    ngay = DayField(label="Ngày trong tuần", required=False)
