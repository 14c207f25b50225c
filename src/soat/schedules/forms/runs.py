"""What a planner asks of the solver, in plain words (S2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from soat.programmes.models import Programme
from soat.schedules.models import Visit
from soat.schedules.selectors.problem import BALANCED, EARLY, FAIR, STABLE, Wishes

PRESETS = [
    (BALANCED, "Cân đối: rải đều các ngày, chia đều việc, ít đổi lịch đã có"),
    (STABLE, "Giữ lịch đã có nhiều nhất, chỉ đổi khi buộc phải đổi"),
    (EARLY, "Kiểm tra xong sớm nhất"),
    (FAIR, "Chia đều việc cho mọi người, dù phải đổi nhiều ngày hơn"),
]
SECONDS = [("10", "10 giây"), ("30", "30 giây"), ("60", "1 phút"), ("300", "5 phút")]
MOST_TEAMS = 50


class RunForm(forms.Form):
    preset = forms.ChoiceField(label="Ưu tiên", choices=PRESETS, widget=forms.RadioSelect)
    subteams = forms.IntegerField(
        label="Số cuộc cùng một buổi nhiều nhất",
        min_value=1,
        max_value=MOST_TEAMS,
        help_text="Bằng số tổ kiểm tra mà Đoàn chia được.",
    )
    vehicles = forms.IntegerField(
        label="Số xe của Đoàn",
        min_value=0,
        max_value=MOST_TEAMS,
        required=False,
        help_text="Mỗi cuộc đi một xe. Để trống hoặc 0: không tính xe.",
    )
    seconds = forms.TypedChoiceField(
        label="Tính nhiều nhất", choices=SECONDS, coerce=int, help_text="Xong sớm thì dừng sớm."
    )
    leads = forms.BooleanField(label="Mỗi cuộc có Trưởng Đoàn hoặc Phó Trưởng Đoàn", required=False)
    crews = forms.BooleanField(label="Được đổi người ở những cuộc đã phân công", required=False)
    told = forms.BooleanField(
        label="Được đổi ngày những cuộc đã báo đơn vị",
        required=False,
        help_text="Đơn vị sẽ nhận thông báo thay đổi lịch khi phương án được áp dụng.",
    )
    left_out = forms.ModelMultipleChoiceField(
        queryset=Visit.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *given: Any, programme: Programme, **more: Any) -> None:
        super().__init__(*given, **more)
        rows = Visit.objects.filter(programme=programme).exclude(kind="surprise").select_related("agency")
        self.fields["left_out"].queryset = rows  # type: ignore[attr-defined]

    @classmethod
    def opened(cls, asked: QueryDict, wishes: Wishes, programme: Programme) -> RunForm:
        """As the page shows it: with the wishes that a link carries, or else with these."""
        if "subteams" in asked:
            return cls(asked, programme=programme)
        return cls(initial={**wishes.to_json(), "vehicles": wishes.vehicles or None}, programme=programme)

    @property
    def outside(self) -> list[Visit]:
        """Visits that a link leaves out of the run."""
        return list(self.cleaned_data.get("left_out", ())) if self.is_bound and self.is_valid() else []

    def wishes(self) -> Wishes:
        """What was asked for, once the form is valid."""
        given = self.cleaned_data
        return Wishes(
            preset=given["preset"],
            seconds=given["seconds"],
            subteams=given["subteams"],
            vehicles=given["vehicles"] or 0,
            leads=given["leads"],
            crews=given["crews"],
            told=given["told"],
            left_out=tuple(str(one.pk) for one in given["left_out"]),
        )
