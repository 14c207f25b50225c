"""Forms of what bars a person from inspecting an agency (T3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from soat.people.forms.pickers import AgencyField
from soat.people.models import Person


class InterestForm(forms.Form):
    """`people`: whom the acting person may declare for; nobody is asked who can only speak for herself."""

    person = forms.ChoiceField(label="Người")
    agency = AgencyField(label="Cơ quan phải tránh")
    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: vợ hoặc chồng là lãnh đạo cơ quan này.",
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(one.pk): one for one in people}
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(one)) for key, one in self._people.items()]
        if len(people) == 1:
            field.widget = forms.HiddenInput()
            field.initial = people[0].pk

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "agency" in values and not values["agency"]:
            self.add_error("agency", "Hãy tìm và chọn cơ quan phải tránh.")
        return values

    def person_chosen(self) -> Person:
        return self._people[self.cleaned_data["person"]]


class YearsForm(forms.Form):
    recusal_years = forms.IntegerField(
        label="Số năm phải tránh nơi công tác cũ",
        min_value=0,
        max_value=40,
        help_text="Tính từ ngày thôi công tác tại cơ quan đó. 0: chỉ tránh nơi đang công tác.",
    )
