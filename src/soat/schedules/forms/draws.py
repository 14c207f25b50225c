"""Forms of draws by lot: sealing one, and the month of the subjects it gives (S8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from soat.common.once import OnceForm
from soat.programmes.forms.review import MonthField
from soat.schedules.models import DrawKind
from soat.schedules.selectors.draws import OUTSIDE, SUBJECTS, Stratum


class ChoiceForm(forms.Form):
    """What is drawn for and among whom; `secret`: she decides on surprises."""

    loai = forms.ChoiceField(label="Bốc thăm để", choices=DrawKind.choices, required=False)
    trong = forms.ChoiceField(
        label="Trong số",
        choices=[(OUTSIDE, "Cơ quan chưa là đối tượng"), (SUBJECTS, "Đối tượng của chương trình")],
        required=False,
    )

    def __init__(self, *given: Any, secret: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        if not secret:
            del self.fields["loai"], self.fields["trong"]

    @property
    def kind(self) -> str:
        return self.cleaned_data.get("loai") or DrawKind.ADDED

    @property
    def among(self) -> str:
        """Only a surprise inspection may meet who is a subject already."""
        chosen = self.cleaned_data.get("trong") or OUTSIDE
        return chosen if self.kind == DrawKind.SURPRISE else OUTSIDE


class SealForm(OnceForm):
    """A number for each stratum."""

    title = forms.CharField(
        label="Tên lần bốc thăm", max_length=300, help_text="Ví dụ: chọn xã kiểm tra bổ sung đợt 2."
    )
    document = forms.CharField(label="Căn cứ", max_length=300, required=False, help_text="Số, ngày văn bản.")

    def __init__(self, *given: Any, strata: Sequence[Stratum], **more: Any) -> None:
        super().__init__(*given, **more)
        for one in strata:
            self.fields[f"size-{one.key}"] = forms.IntegerField(
                label=f"{one.label}: bốc mấy trong {len(one.agencies)} đơn vị",
                min_value=0,
                max_value=len(one.agencies),
                initial=0,
                required=False,
            )

    def sizes(self) -> dict[str, int]:
        return {
            name.removeprefix("size-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("size-") and value
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not any(value for name, value in values.items() if name.startswith("size-")) and not self.errors:
            self.add_error(None, "Hãy ghi số đơn vị cần bốc ở ít nhất một nhóm.")
        return values


class MonthForm(forms.Form):
    month = MonthField(label="Tháng kiểm tra", required=False, help_text="Để trống nếu chưa định.")
