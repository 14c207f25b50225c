"""Forms of the team's members: the decision for several, an act on one, adding somebody from the directory (T1, T2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from soat.common.forms import DayField
from soat.people.forms.pickers import AgencyField
from soat.people.models import Person
from soat.programmes.models import SeatKind
from soat.teams import rules
from soat.teams.models import ActKind, Member, kind_label
from soat.teams.services.members import Paper

_DOCUMENT = "Số, ngày của văn bản"


class PlaceForm(forms.Form):
    """Which agency a member sits for."""

    agency = AgencyField(label="Cơ quan")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "agency" in values and not values["agency"]:
            self.add_error("agency", "Hãy tìm và chọn cơ quan của người này.")
        return values


class DecisionForm(forms.Form):
    """A signed decision and the persons it names; the boxes stand in the list of the team."""

    members = forms.MultipleChoiceField(
        required=False,
        widget=forms.MultipleHiddenInput,
        error_messages={
            "invalid_choice": "Danh sách đã đổi từ lúc trang được mở. Hãy xem lại rồi chọn lại người."
        },
    )
    document = forms.CharField(
        label="Số, ngày của quyết định", max_length=200, help_text="Ví dụ: 612/QĐ-UBND ngày 07/4/2026"
    )
    on = DayField(label="Tham gia từ ngày")
    until = DayField(label="Đến hết ngày", required=False, help_text="Để trống nếu đến khi Đoàn kết thúc.")

    def __init__(self, *args: Any, listed: Collection[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._listed = {str(member.pk): member for member in listed}
        field = self.fields["members"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, str(member.person)) for key, member in self._listed.items()]

    def paper(self) -> Paper:
        return Paper(self.cleaned_data["document"], self.cleaned_data["on"], self.cleaned_data["until"])

    def chosen(self) -> list[Member]:
        return [self._listed[key] for key in self.cleaned_data["members"]]


class ActForm(forms.Form):
    """What changes for a member, from when, why and by which paper. `seen`: the state the page showed."""

    act = forms.ChoiceField(label="Việc")
    successor = forms.ChoiceField(
        label="Người thay",
        required=False,
        help_text="Chọn trong những người đang chờ quyết định.",
        widget=forms.Select(attrs={"data-only-for": "act:replace"}),
    )
    on = DayField(label="Từ ngày")
    until = DayField(label="Gia hạn đến hết ngày", required=False)
    document = forms.CharField(label=_DOCUMENT, max_length=200, help_text="Ví dụ: 715/QĐ-UBND ngày 02/6/2026")
    reason = forms.CharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, member: Member, waiting: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen_of(member)
        self._waiting = {str(one.pk): one for one in waiting}
        act, successor = self.fields["act"], self.fields["successor"]
        assert isinstance(act, forms.ChoiceField)
        assert isinstance(successor, forms.ChoiceField)
        acts = [one for one in rules.acts_from(member.state) if one != "appoint"]
        act.choices = [(one, ActKind(one).label) for one in acts]
        self.has_acts = bool(acts)
        successor.choices = [
            ("", "Chọn người"),
            *((key, str(one.person)) for key, one in self._waiting.items()),
        ]
        self.fields["until"].widget.attrs["data-only-for"] = "act:extend"
        for name, needed in (("successor", "replace"), ("until", "extend")):
            if needed not in acts:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        act = values.get("act")
        if act == "replace" and not values.get("successor"):
            self.add_error("successor", "Hãy chọn người thay.")
        if act == "extend" and not values.get("until"):
            self.add_error("until", "Hãy ghi ngày gia hạn đến.")
        return values

    def paper(self) -> Paper:
        values = self.cleaned_data
        until = values.get("until") if values["act"] == "extend" else None
        return Paper(values["document"], values["on"], until)

    def chosen_successor(self) -> Member | None:
        values = self.cleaned_data
        return self._waiting[values["successor"]] if values["act"] == "replace" else None


class AddForm(forms.Form):
    """Somebody from the directory, without a nomination; title and agency as she holds them where left blank."""

    person = forms.ModelChoiceField(
        label="Người",
        queryset=Person.objects.none(),
        error_messages={
            "required": "Hãy tìm và chọn một người trong danh sách.",
            "invalid_choice": "Hãy chọn lại.",
        },
    )
    kind = forms.ChoiceField(
        label="Vị trí",
        choices=[(kind, kind_label(kind)) for kind in SeatKind.values],
        initial="member",
    )
    title = forms.CharField(
        label="Chức vụ ghi trong quyết định",
        max_length=200,
        required=False,
        help_text="Để trống thì lấy chức vụ đang giữ trong danh bạ.",
    )
    agency = AgencyField(
        label="Cơ quan", required=False, help_text="Để trống thì lấy cơ quan đang công tác trong danh bạ."
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


def seen_of(member: Member) -> str:
    """Differs once somebody has changed the member's place."""
    return f"{member.state}|{member.serves_to or ''}"
