"""Form of a unit outside the plan's list that is inspected ad hoc, with reason and document (S8)."""

from __future__ import annotations

from typing import Any

from django import forms

from soat.common.once import OnceForm
from soat.people.models import Agency
from soat.programmes.forms.agency import AgencyField
from soat.schedules.forms.visits import ShapeForm


class AddForm(ShapeForm, OnceForm):
    agency = AgencyField(
        Agency.objects.all(),
        label="Đơn vị được kiểm tra",
        error_messages={"required": "Hãy tìm và chọn đơn vị trong danh mục cơ quan."},
    )
    document = forms.CharField(
        label="Căn cứ",
        max_length=300,
        help_text="Số, ngày văn bản chỉ đạo, ví dụ Công văn số 12 ngày 3/5/2024.",
    )
    reason = forms.CharField(label="Lý do bổ sung", widget=forms.Textarea(attrs={"rows": 3}), max_length=1500)
    field_order = ("agency", "document", "reason", "areas", "half_days", "mode")

    def told(self) -> str:
        """Reason and document as one text."""
        given: dict[str, Any] = self.cleaned_data
        return f"{given['reason'].strip()} Căn cứ: {given['document'].strip()}."
