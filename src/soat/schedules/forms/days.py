"""Form of a day that differs from the shipped calendar (S1)."""

from __future__ import annotations

from django import forms

from soat.common.forms import DayField


class DayForm(forms.Form):
    day = DayField(label="Ngày")
    working = forms.TypedChoiceField(
        label="Ngày này là",
        choices=[("0", "Ngày nghỉ"), ("1", "Ngày làm việc (làm bù)")],
        coerce=lambda value: value == "1",
    )
    name = forms.CharField(label="Tên gọi", max_length=200, help_text="Ví dụ: nghỉ bão, làm bù.")
    source = forms.CharField(label="Căn cứ", max_length=300, help_text="Số và ngày văn bản, hoặc sự việc.")
