"""Forms of subjects after the start (requirement S8): adding one and ending one, each with a reason."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from soat.common.once import OnceForm
from soat.people.models import Agency
from soat.programmes.forms.agency import AgencyField
from soat.programmes.forms.review import MonthField


class SubjectForm(OnceForm):
    agency = AgencyField(
        Agency.objects.all(),
        label=gettext_lazy("Đơn vị được kiểm tra"),
        help_text=gettext_lazy(
            "Tên có thể trùng giữa các cấp: hãy xem cấp và thời gian hoạt động ghi bên cạnh."
        ),
        error_messages={"required": gettext_lazy("Hãy tìm và chọn đơn vị trong danh mục cơ quan.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do bổ sung"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Ví dụ: kiểm tra đột xuất theo Công văn số …, ngày …"),
    )
    month = MonthField(label=gettext_lazy("Tháng kiểm tra"), required=False)


class SubjectEndForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Lý do thôi kiểm tra"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Ví dụ: điều chỉnh kế hoạch tại Công văn số …, ngày …"),
    )
