"""Forms of agencies: filter, facts, end, succession, defaults of an import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from soat.common.forms import DayField
from soat.people.forms.pickers import AgenciesField, AgencyField
from soat.people.models import Agency, AgencyKind, AgencyLevel, SuccessionKind
from soat.people.rules import NAME_MAX
from soat.people.selectors import places
from soat.people.services import AgencyFacts, version_of

_ALL = ("", gettext_lazy("Tất cả"))


class ListFilter(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Tên cơ quan"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("có dấu hoặc không dấu, viết tắt")}),
    )
    ngay = DayField(label=gettext_lazy("Tính đến ngày"), required=False)
    loai = forms.ChoiceField(label=gettext_lazy("Loại"), required=False, choices=[_ALL, *AgencyKind.choices])
    cap = forms.ChoiceField(label=gettext_lazy("Cấp"), required=False, choices=[_ALL, *AgencyLevel.choices])
    dia_ban = forms.ChoiceField(label=gettext_lazy("Địa bàn"), required=False)
    xem = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["dia_ban"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [_ALL, *((place, place) for place in places())]


class AgencyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Tên đầy đủ"),
        max_length=NAME_MAX,
        help_text=gettext_lazy(
            "Chỉ sửa chỗ ghi sai. Đổi tên theo quyết định thì dùng “Sáp nhập, chia tách, đổi tên”."
        ),
    )
    short_name = forms.CharField(label=gettext_lazy("Tên ngắn"), max_length=200, required=False)
    abbreviation = forms.CharField(label=gettext_lazy("Viết tắt"), max_length=40, required=False)
    code = forms.CharField(label=gettext_lazy("Mã"), max_length=20, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=AgencyKind.choices)
    level = forms.ChoiceField(label=gettext_lazy("Cấp"), choices=AgencyLevel.choices)
    place = forms.CharField(
        label=gettext_lazy("Địa bàn"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Tên tỉnh, thành phố mà cơ quan thuộc về."),
    )
    parent = AgencyField(label=gettext_lazy("Trực thuộc"), required=False)
    valid_from = DayField(
        label=gettext_lazy("Hoạt động từ ngày"),
        required=False,
        help_text=gettext_lazy("Để trống nếu không rõ."),
    )
    valid_to = DayField(
        label=gettext_lazy("Kết thúc từ ngày"),
        required=False,
        help_text=gettext_lazy("Ngày đầu tiên cơ quan không còn; để trống nếu đang hoạt động."),
    )
    source = forms.CharField(label=gettext_lazy("Nguồn"), max_length=300, required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, agency: Agency) -> AgencyForm:
        facts = {name: getattr(agency, name) for name in cls.base_fields if name not in ("version", "parent")}
        return cls(initial={**facts, "parent": agency.parent_id, "version": version_of(agency)})

    def facts(self) -> AgencyFacts:
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "parent")}
        parent = self.cleaned_data["parent"]
        return AgencyFacts(**told, parent_id=parent and parent.pk)


class EndForm(forms.Form):
    on = DayField(label=gettext_lazy("Ngày đầu tiên cơ quan không còn"))
    reason = forms.CharField(
        label=gettext_lazy("Văn bản, lý do"),
        max_length=500,
        help_text=gettext_lazy("Ví dụ: Quyết định số …, ngày … về việc giải thể."),
    )


class SuccessionForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Việc"), choices=SuccessionKind.choices, widget=forms.RadioSelect, initial="merge"
    )
    predecessors = AgenciesField(
        label=gettext_lazy("Cơ quan cũ"),
        help_text=gettext_lazy("Kết thúc từ ngày ghi dưới đây; hồ sơ vẫn giữ nguyên."),
    )
    successors = AgenciesField(
        label=gettext_lazy("Cơ quan kế thừa"),
        help_text=gettext_lazy("Đã có trong danh mục. Cơ quan mới thành lập thì thêm vào danh mục trước."),
    )
    on = DayField(label=gettext_lazy("Từ ngày"))
    document = forms.CharField(
        label=gettext_lazy("Văn bản quyết định"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: Nghị quyết số …, ngày …"),
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=300, required=False)


class LoadDefaults(forms.Form):
    """What fills empty or missing columns of a loaded file."""

    dia_ban = forms.CharField(label=gettext_lazy("Địa bàn"), max_length=120, required=False)
    tu_ngay = DayField(label=gettext_lazy("Hoạt động từ ngày"), required=False)
    nguon = forms.CharField(label=gettext_lazy("Nguồn"), max_length=300, required=False)

    def values(self) -> dict[str, str]:
        """By column, those that are filled and valid."""
        self.is_valid()
        day = self.cleaned_data.get("tu_ngay")
        told = {**self.cleaned_data, "tu_ngay": day.isoformat() if day else ""}
        return {column: text for column, text in told.items() if text}
