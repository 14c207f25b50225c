"""Forms of days on which a member or a unit cannot (S1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from soat.common.forms import DayField
from soat.common.once import OnceForm
from soat.people.forms.pickers import AgencyField
from soat.people.models import Agency
from soat.schedules.services.spans import Days
from soat.teams.models import Member


class DaysForm(OnceForm):
    first = DayField(label="Từ ngày")
    last = DayField(label="Đến hết ngày", required=False, help_text="Để trống: chỉ một ngày.")
    reason = forms.CharField(label="Lý do", max_length=300, required=False)

    def days(self) -> Days:
        given = self.cleaned_data
        return Days(given["first"], given["last"] or given["first"], given["reason"].strip())


class AbsenceForm(DaysForm):
    """`members`: for whom she declares; nobody is asked who can only speak for herself."""

    member = forms.ChoiceField(label="Thành viên")
    field_order = ("member", "first", "last", "reason")

    def __init__(self, *given: Any, members: Sequence[Member], **more: Any) -> None:
        super().__init__(*given, **more)
        self._members = {str(one.pk): one for one in members}
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(one.person)) for key, one in self._members.items()]
        if len(members) == 1:
            field.widget = forms.HiddenInput()
            field.initial = members[0].pk

    def chosen(self) -> Member:
        return self._members[self.cleaned_data["member"]]


class AskForm(DaysForm):
    """`agencies`: of the unit's people, as a rule one; None: any, for who plans."""

    field_order = ("agency", "first", "last", "reason")

    def __init__(self, *given: Any, agencies: Sequence[Agency] | None, **more: Any) -> None:
        super().__init__(*given, **more)
        self._agencies = {str(one.pk): one for one in agencies or ()}
        if agencies is None:
            self.fields["agency"] = AgencyField(label="Đơn vị")
        else:
            choices = [(key, str(one)) for key, one in self._agencies.items()]
            self.fields["agency"] = forms.ChoiceField(label="Đơn vị", choices=choices)
            self.fields["reason"].required = True
            if len(choices) == 1:
                self.fields["agency"].widget = forms.HiddenInput()
                self.fields["agency"].initial = choices[0][0]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "agency" in values and not values["agency"]:
            self.add_error("agency", "Hãy tìm và chọn đơn vị.")
        return values

    def chosen(self) -> Agency:
        agency = self.cleaned_data["agency"]
        return self._agencies[agency] if isinstance(agency, str) else agency


class AnswerForm(forms.Form):
    words = forms.CharField(label="Trả lời đơn vị", max_length=2000, required=False)
