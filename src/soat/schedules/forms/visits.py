"""Forms about visits: filter of the list, planning from subjects, day, vehicle, cancelling."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from soat.common.forms import DayField
from soat.programmes.models import Area, Programme
from soat.schedules.models import Half, Mode, Vehicle, Visit, VisitKind, VisitState
from soat.teams.models import Member

LENGTHS = [("1", "Nửa ngày"), ("2", "Cả ngày")]


class VisitFilter(forms.Form):
    words = forms.CharField(label="Đơn vị", required=False, max_length=100)
    state = forms.ChoiceField(label="Trạng thái", required=False)
    kind = forms.ChoiceField(label="Loại", required=False)
    since = DayField(label="Từ ngày", required=False)
    lack = forms.ChoiceField(
        label="Còn thiếu",
        required=False,
        choices=[
            ("", "Tất cả"),
            ("day", "Chưa xếp ngày"),
            ("responsible", "Chưa đủ người phụ trách"),
            ("notice", "Đã xếp ngày, chưa thông báo"),
        ],
    )

    def __init__(self, *given: Any, secret: bool, **more: Any) -> None:
        """`secret`: she decides on surprises, so that their words may stand among the choices."""
        super().__init__(*given, **more)
        states = [one for one in VisitState.choices if secret or one[0] not in ("proposed", "approved")]
        kinds = [one for one in VisitKind.choices if secret or one[0] != "surprise"]
        self.fields["state"].choices = [("", "Tất cả"), *states]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "Tất cả"), *kinds]  # type: ignore[attr-defined]

    @property
    def first_day(self) -> date | None:
        found: date | None = self.cleaned_data.get("since")
        return found

    def chosen(self, name: str) -> str:
        """The valid choice, or none."""
        return str(self.cleaned_data.get(name, ""))


class CalendarForm(forms.Form):
    """What the calendar shows: a day of it (or a month, as 6/2026), month or week, one member's visits alone."""

    ngay = DayField(label="Tới ngày", required=False, input_formats=(*DayField.input_formats, "%m/%Y"))
    xem = forms.ChoiceField(label="Xem theo", choices=[("thang", "Tháng"), ("tuan", "Tuần")], required=False)
    nguoi = forms.ModelChoiceField(
        label="Thành viên", queryset=Member.objects.none(), required=False, empty_label="Tất cả"
    )

    def __init__(self, *given: Any, programme: Programme, **more: Any) -> None:
        super().__init__(*given, **more)
        members = Member.objects.filter(programme=programme).exclude(state="ended").select_related("person")
        self.fields["nguoi"].queryset = members.order_by("person__sort_key")  # type: ignore[attr-defined]

    @property
    def day(self) -> date | None:
        """The day asked for, none outside the years whose working days are known."""
        asked = self.cleaned_data.get("ngay")
        return asked if asked and 1992 <= asked.year <= 2098 else None

    @property
    def view(self) -> str:
        return self.cleaned_data.get("xem") or "thang"

    @property
    def member(self) -> UUID | None:
        chosen = self.cleaned_data.get("nguoi")
        return chosen.pk if chosen else None


class ShapeForm(forms.Form):
    """How a visit is made."""

    areas = forms.ModelMultipleChoiceField(
        label="Nội dung kiểm tra",
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một nội dung kiểm tra."},
    )
    half_days = forms.TypedChoiceField(label="Thời lượng", choices=LENGTHS, coerce=int)
    mode = forms.ChoiceField(label="Cách kiểm tra", choices=Mode.choices)

    def __init__(self, *given: Any, programme: Programme, **more: Any) -> None:
        super().__init__(*given, **more)
        areas = Area.objects.filter(programme=programme).order_by("order")
        self.fields["areas"].queryset = areas  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("areas", list(areas))


class MoveForm(forms.Form):
    day = DayField(label="Ngày kiểm tra", required=False, help_text="Để trống: bỏ khỏi lịch, xếp lại sau.")
    half = forms.ChoiceField(label="Buổi bắt đầu", choices=Half.choices)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, visit: Visit) -> MoveForm:
        """The form as the page shows it."""
        return cls(initial={"day": visit.day, "half": visit.half, "seen": visit.revision})


class DetailForm(forms.Form):
    """What a planner sets beside day and crew."""

    vehicle = forms.ModelChoiceField(
        label="Xe", queryset=Vehicle.objects.none(), required=False, empty_label="Đoàn tự túc"
    )
    locked = forms.BooleanField(
        label="Khóa trong lịch", required=False, help_text="Khi xếp lịch tự động, cuộc này giữ nguyên ngày."
    )

    def __init__(self, *given: Any, visit: Visit, **more: Any) -> None:
        super().__init__(*given, **more)
        vehicles = Vehicle.objects.filter(programme_id=visit.programme_id, active=True)
        self.fields["vehicle"].queryset = vehicles  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial = {"vehicle": visit.vehicle, "locked": visit.locked}


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class AgainForm(forms.Form):
    area = forms.ModelChoiceField(label="Nội dung kiểm tra lại", queryset=Area.objects.none())
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)

    def __init__(self, *given: Any, visit: Visit, **more: Any) -> None:
        super().__init__(*given, **more)
        there = visit.contents.values("area")
        areas = Area.objects.filter(programme_id=visit.programme_id).exclude(pk__in=there).order_by("order")
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
