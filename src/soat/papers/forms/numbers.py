"""Forms of the number register: filter, a number taken by hand, a series begun, a number voided (D2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from soat.common.forms import DayField
from soat.common.once import OnceForm
from soat.papers.models import Series
from soat.papers.selectors.numbers import Filter
from soat.papers.services.numbers import Wanted
from soat.people.models import Agency

# Decree 30/2020, Annex III, Table 1: the types that an inspection programme issues, with their abbreviations.
TYPES = [
    ("", "Công văn"),
    ("QĐ", "Quyết định (QĐ)"),
    ("TB", "Thông báo (TB)"),
    ("KH", "Kế hoạch (KH)"),
    ("BC", "Báo cáo (BC)"),
    ("BB", "Biên bản (BB)"),
    ("TTr", "Tờ trình (TTr)"),
    ("HD", "Hướng dẫn (HD)"),
    ("GM", "Giấy mời (GM)"),
    ("PG", "Phiếu gửi, phiếu giao việc (PG)"),
]


class NumberFilter(forms.Form):
    words = forms.CharField(label="Số, trích yếu, người ký, nơi nhận", required=False, max_length=100)
    series = forms.ChoiceField(label="Sổ", required=False)
    lines = forms.ChoiceField(
        label="Dòng",
        required=False,
        choices=[
            ("", "Tất cả"),
            ("paper", "Văn bản trên hệ thống"),
            ("outside", "Văn bản lập ngoài, số giữ trước"),
            ("void", "Đã hủy"),
        ],
    )

    def __init__(self, *given: Any, series: list[Series], **more: Any) -> None:
        super().__init__(*given, **more)
        self.by_key = {one.pk.hex: one for one in series}
        choices = [(key, f"{one}, {one.issuer}") for key, one in self.by_key.items()]
        self.fields["series"].choices = [("", "Các số của chương trình này"), *choices]  # type: ignore[attr-defined]

    def wanted(self) -> Filter:
        found = self.cleaned_data
        return Filter(
            found.get("words", ""), self.by_key.get(found.get("series", "")), found.get("lines", "")
        )


class TakeForm(OnceForm):
    """A number for a paper made outside, or kept for one to come."""

    issuer = forms.ModelChoiceField(label="Cơ quan cấp số", queryset=Agency.objects.none(), empty_label=None)
    type = forms.ChoiceField(label="Loại văn bản", choices=TYPES, required=False)
    symbol = forms.CharField(
        label="Ký hiệu", max_length=60, help_text="Phần sau dấu gạch chéo, ví dụ TB-SNV."
    )
    dated = DayField(label="Ngày văn bản")
    abstract = forms.CharField(label="Trích yếu", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    signer = forms.CharField(label="Người ký", max_length=150, required=False)
    recipients = forms.CharField(label="Nơi nhận", max_length=500, required=False)

    def __init__(self, *given: Any, issuers: list[Agency], **more: Any) -> None:
        super().__init__(*given, **more)
        chosen = Agency.objects.filter(pk__in=[one.pk for one in issuers]).order_by("sort_key")
        self.fields["issuer"].queryset = chosen  # type: ignore[attr-defined]

    def taken(self) -> tuple[UUID, Wanted]:
        """The key of the form, and what the number is taken for."""
        given = dict(self.cleaned_data)
        return given.pop("key"), Wanted(issuer_id=given.pop("issuer").pk, **given)


class BeginForm(forms.Form):
    """How far a series had come on paper, before Soát."""

    issuer = forms.ModelChoiceField(label="Cơ quan cấp số", queryset=Agency.objects.none(), empty_label=None)
    type = forms.ChoiceField(label="Loại văn bản", choices=TYPES, required=False)
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)
    used = forms.IntegerField(label="Số cuối cùng đã dùng", min_value=0, max_value=100_000)

    def __init__(self, *given: Any, issuers: list[Agency], **more: Any) -> None:
        super().__init__(*given, **more)
        chosen = Agency.objects.filter(pk__in=[one.pk for one in issuers]).order_by("sort_key")
        self.fields["issuer"].queryset = chosen  # type: ignore[attr-defined]
