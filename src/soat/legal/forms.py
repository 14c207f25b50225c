"""Forms of the register: search, a document, a relation, a file."""

from __future__ import annotations

from typing import Any

from django import forms

from soat.common.forms import DayField
from soat.legal.models import RelationKind

_KNOWN = [("", "Tất cả"), ("known", "Có trong sổ"), ("stub", "Chưa có trong sổ")]


class SearchForm(forms.Form):
    q = forms.CharField(label="Tìm theo số, trích yếu, nội dung", required=False, max_length=200)
    type = forms.ChoiceField(label="Loại văn bản", required=False)
    known = forms.ChoiceField(label="Trong sổ", choices=_KNOWN, required=False)
    on = DayField(label="Hiệu lực tính đến ngày", required=False)

    def __init__(self, *args: Any, types: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"] = forms.ChoiceField(
            label="Loại văn bản", choices=[("", "Tất cả"), *((t, t) for t in types)], required=False
        )

    def value(self, name: str) -> Any:
        """The valid value, or None."""
        return self.cleaned_data.get(name) or None


class DocumentForm(forms.Form):
    number = forms.CharField(label="Số, ký hiệu", max_length=80, help_text="Ví dụ: 97/KH-UBND")
    type = forms.CharField(label="Loại văn bản", max_length=60, required=False, help_text="Ví dụ: Kế hoạch")
    title = forms.CharField(
        label="Trích yếu", widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, required=False
    )
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    place = forms.CharField(label="Nơi ban hành", max_length=120, required=False)
    signer = forms.CharField(label="Người ký", max_length=150, required=False)
    issued_on = DayField(label="Ngày ban hành", required=False)
    effective_on = DayField(label="Ngày có hiệu lực", required=False)
    expires_on = DayField(label="Ngày hết hiệu lực", required=False)


class RelationForm(forms.Form):
    """`document` (this page's) stands to another as `kind` says; `direction` tells which of the two acts."""

    direction = forms.ChoiceField(
        label="Chiều quan hệ",
        choices=[
            ("in", "Văn bản kia tác động đến văn bản này"),
            ("out", "Văn bản này tác động đến văn bản kia"),
        ],
    )
    kind = forms.ChoiceField(label="Quan hệ", choices=RelationKind.choices)
    other = forms.CharField(label="Số, ký hiệu văn bản kia", max_length=80)
    effective_on = DayField(label="Từ ngày", required=False)
    note = forms.CharField(label="Ghi chú, nguồn", max_length=300, required=False)


class FileForm(forms.Form):
    file = forms.FileField(label="Tệp văn bản")
