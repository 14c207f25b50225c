"""Forms of thematic inspections: registering one, withdrawing it, the head's reason (S5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from soat.common.forms import DayField
from soat.common.once import OnceForm
from soat.people.forms.pickers import AgenciesField, AgencyField
from soat.people.models import Agency
from soat.programmes.forms.review import MonthField
from soat.programmes.models import Programme
from soat.schedules.forms.visits import ShapeForm
from soat.schedules.services.themes import Plan


class ThemeForm(ShapeForm, OnceForm):
    """`leads`: the agencies she registers for; none: any agency, for the standing agency."""

    title = forms.CharField(
        label="Tên cuộc kiểm tra",
        max_length=300,
        help_text="Ví dụ: kiểm tra chuyên đề về thủ tục hành chính đất đai.",
    )
    lead = forms.ChoiceField(label="Cơ quan chủ trì")
    leader = forms.CharField(label="Người chủ trì", max_length=150, required=False)
    document = forms.CharField(
        label="Căn cứ",
        max_length=300,
        required=False,
        help_text="Số, ngày văn bản hoặc kế hoạch của cơ quan.",
    )
    agencies = AgenciesField(
        label="Đơn vị được kiểm tra",
        error_messages={"required": "Hãy tìm và chọn ít nhất một đơn vị."},
    )
    day = DayField(label="Ngày kiểm tra", required=False, help_text="Để trống nếu mới biết tháng.")
    month = MonthField(label="Tháng kiểm tra", required=False)
    merges = forms.BooleanField(
        label="Đã xem. Nội dung trùng thì đề nghị ghép: cùng ngày, Đoàn chung.", required=False
    )
    field_order = (
        "title", "lead", "leader", "document", "agencies", "areas", "day", "month", "half_days", "mode", "merges",
    )  # fmt: skip

    def __init__(
        self, *given: Any, programme: Programme, leads: Sequence[Agency] | None, **more: Any
    ) -> None:
        super().__init__(*given, programme=programme, **more)
        if not self.is_bound:
            self.initial["areas"] = []
        if leads is None:
            self.fields["lead"] = AgencyField(label="Cơ quan chủ trì")
            self.order_fields(self.field_order)
            return
        self._leads = {str(one.pk): one for one in leads}
        field = self.fields["lead"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(one)) for key, one in self._leads.items()]
        if len(leads) == 1:
            field.widget = forms.HiddenInput()
            field.initial = leads[0].pk

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "lead" in values and not values["lead"]:
            self.add_error("lead", "Hãy tìm và chọn cơ quan chủ trì.")
        if not values.get("day") and not values.get("month") and not {"day", "month"} & self.errors.keys():
            self.add_error("month", "Hãy ghi ngày kiểm tra, hoặc ít nhất là tháng.")
        return values

    def plan(self) -> Plan:
        given = self.cleaned_data
        lead = given["lead"]
        return Plan(
            title=given["title"],
            lead=self._leads[lead] if isinstance(lead, str) else lead,
            agencies=given["agencies"],
            areas=list(given["areas"]),
            day=given["day"],
            month=given["month"] or (given["day"] and given["day"].replace(day=1)),
            half_days=given["half_days"],
            mode=given["mode"],
            document=given["document"],
            leader=given["leader"],
        )
