"""Forms of requests and names: asking agencies, naming a person, a reason (T1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from soat.common.forms import DayField
from soat.people.forms.pickers import AgencyField
from soat.teams.models import kind_label
from soat.teams.selectors.places import ASKED_KINDS, Place
from soat.teams.services.nominations import Candidate, Wish


class AskForm(forms.Form):
    """Which agencies of the plan are asked, and one more that the plan may not name, all by one day."""

    places = forms.MultipleChoiceField(
        label="Cơ quan theo kế hoạch",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Đã chọn sẵn những cơ quan chưa được đề nghị và chưa đủ người.",
    )
    due_on = DayField(label="Hạn cử người", help_text="Một hạn cho mọi cơ quan được chọn; tính hết ngày này.")
    note = forms.CharField(
        label="Yêu cầu đối với người được cử",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agency = AgencyField(label="Thêm cơ quan khác", required=False)
    kind = forms.ChoiceField(
        label="Cơ quan này cử người làm",
        choices=[(kind.value, kind_label(kind)) for kind in ASKED_KINDS],
        required=False,
    )
    wanted = forms.IntegerField(label="Số người", min_value=1, max_value=50, initial=1, required=False)

    def __init__(
        self, *args: Any, places: Sequence[Place], today: date, only: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._places = {place.key: place for place in places if place.key and not place.outside}
        field = self.fields["places"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, _told(place)) for key, place in self._places.items()]
        open_ones = [key for key, place in self._places.items() if place.state(today) == "to_ask"]
        field.initial = [only] if only in self._places else open_ones

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("agency") and not values.get("kind"):
            self.add_error("kind", "Hãy chọn cơ quan này cử người làm gì.")
        return values

    def wishes(self) -> list[Wish]:
        """What the coordinator asks for; the plan's places keep the plan's numbers."""
        values = self.cleaned_data
        chosen = [self._places[key] for key in values["places"]]
        found = [Wish(place.agency, place.kind, place.wanted) for place in chosen if place.agency]
        if values["agency"]:
            found.append(Wish(values["agency"], values["kind"], values["wanted"] or 1))
        return found


def _told(place: Place) -> str:
    told = f"{place.agency} – {place.label}, {place.wanted} người"
    if place.request:
        return f"{told} (đã đề nghị, hạn {place.request.due_on:%d/%m/%Y})"
    return f"{told} (đã có {len(place.members)} người)" if place.members else told


class CandidateForm(forms.Form):
    full_name = forms.CharField(label="Họ và tên", max_length=150)
    position = forms.CharField(
        label="Chức vụ, phòng hoặc đơn vị",
        max_length=150,
        help_text="Ví dụ: Phó Trưởng phòng, Phòng Kiểm tra",
    )
    phone = forms.CharField(label="Điện thoại", max_length=30, required=False)
    email = forms.EmailField(label="Thư điện tử", max_length=254, required=False)

    def candidate(self) -> Candidate:
        return Candidate(**self.cleaned_data)
